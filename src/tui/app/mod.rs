//! The whole state of the console, and the one place that takes events.
//!
//! An event changes the state and may leave effects for the loop; drawing reads only. Nothing here
//! touches the store, a file or the clock.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "each part carries out its own actions and passes the others on"
)]

mod answers;
mod blocked;
mod decide;
mod hand;
mod keys;
mod sheets;
mod update;

use crate::error::Problem;
use crate::model::Verdict;
use crate::model::text::one_line;
use crate::ops::decide::Change;
use crate::tui::action::Action;
use crate::tui::board::Board;
use crate::tui::effect::Effect;
use crate::tui::event::Event;
use crate::tui::key::Key;
use crate::tui::keymap::{Keymap, Scope};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::text_window::TextWindow;
use crate::tui::screens::inbox::{self, Inbox};
use crate::tui::screens::issue::{self, IssueScreen};
use crate::tui::screens::queue::{self, Queue, layout};
use crate::tui::screens::sheet::{self, state::SheetScreen};
use crate::tui::theme::{Role, Theme};
use ratatui::Frame;
use ratatui::layout::Size;
use ratatui::text::Line;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// What the console is started with.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Login name of the person.
    pub who: String,
    /// The store, as the header names it.
    pub store: String,
    /// True on throw-away sample data.
    pub demo: bool,
    /// The first filter.
    pub filter: String,
    /// The keys.
    pub keymap: Keymap,
    /// The look.
    pub theme: Theme,
}

/// A line that goes away by itself.
#[derive(Clone, Debug)]
pub struct Notice {
    /// What it says; cut where there is no room.
    pub text: String,
    /// What it offers; never cut.
    pub offer: String,
    /// How it looks.
    pub role: Role,
    /// UTC seconds at which it goes.
    pub until: i64,
}

/// State of the console.
#[derive(Debug, Default)]
pub struct App {
    pub(super) who: String,
    pub(super) store: String,
    pub(super) demo: bool,
    pub(super) keymap: Keymap,
    pub(super) theme: Theme,
    pub(super) now: i64,
    pub(super) size: Size,
    pub(super) queue: Queue,
    pub(super) issue: Option<IssueScreen>,
    pub(super) inbox: Option<Inbox>,
    pub(super) sheet: Option<SheetScreen>,
    behind: Option<sheets::Behind>,
    pub(super) overlays: Vec<Overlay>,
    pub(super) pending: Vec<Key>,
    /// Typed ahead: what it means hangs on an answer that is on its way.
    held: VecDeque<Event>,
    pub(super) notice: Option<Notice>,
    pub(super) stale: bool,
    stay: bool,
    /// The second now, and the decisions made in it.
    burst: (i64, usize),
    last: Option<Change>,
    tally: BTreeMap<&'static str, usize>,
    pub(super) verdicts: usize,
    effects: Vec<Effect>,
    requests: Requests,
    incoming: Option<Arc<Board>>,
}

/// Numbers of the newest requests, and what is on its way.
#[derive(Debug, Default)]
struct Requests {
    load: u64,
    open: u64,
    filter: u64,
    find: u64,
    /// The newest filter whose rows are there, or no longer wanted.
    filtered: u64,
    /// The newest search whose hits are there.
    found: u64,
    explain: u64,
    plan: u64,
    suggest: u64,
    sheet: u64,
    /// What may be one is being read.
    suggesting: bool,
    /// Writes without an answer yet.
    writing: usize,
    /// The load on its way is to show everything anew.
    afresh: bool,
    /// A load is on its way.
    loading: bool,
}

impl Requests {
    const fn filtering(&self) -> bool {
        self.filter != self.filtered
    }

    const fn finding(&self) -> bool {
        self.find != self.found
    }
}

impl App {
    /// A console that has asked for its first rows.
    pub fn new(setup: Setup, now: i64) -> Self {
        let Setup {
            who,
            store,
            demo,
            filter,
            keymap,
            theme,
        } = setup;
        let queue = Queue {
            filter,
            ..Queue::default()
        };
        let mut app = Self {
            who,
            store,
            demo,
            keymap,
            theme,
            now,
            queue,
            ..Self::default()
        };
        app.load(true);
        app
    }

    /// Takes one event; the effects it leaves are fetched with [`Self::take_effects`].
    pub fn handle(&mut self, event: Event, now: i64) {
        self.now = now;
        if self.notice.as_ref().is_some_and(|it| it.until <= now) {
            self.notice = None;
        }
        match event {
            Event::Key(_) | Event::Paste(_) => self.input(event),
            Event::Resize(width, height) => self.size = Size { width, height },
            Event::Tick => {}
            Event::Answer(answer) => {
                self.answer(answer);
                self.input_held();
            }
        }
        self.queue
            .settle(usize::from(layout::list_height(self.size.height)));
        if self.issue.is_some() {
            let look = self.look();
            if let Some(screen) = &mut self.issue {
                screen.scroll(0, &look);
            }
        }
    }

    /// What the loop has to carry out, in order.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// True while a notice waits for its time to go.
    pub const fn wants_ticks(&self) -> bool {
        self.notice.is_some()
    }

    /// The issues that filters run over: those shown, or newer ones about to be.
    pub fn search_board(&self) -> Arc<Board> {
        Arc::clone(self.incoming.as_ref().unwrap_or(&self.queue.board))
    }

    /// The rows shown.
    pub fn shown_rows(&self) -> Arc<[u32]> {
        Arc::clone(&self.queue.shown.rows)
    }

    /// Draws everything, bottom to top.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if area.width < 20 || area.height < 6 {
            frame.render_widget(Line::raw("too small"), area);
            return;
        }
        match (&self.issue, &self.inbox, &self.sheet) {
            (Some(screen), ..) => issue::draw::draw(self, screen, frame),
            (None, Some(inbox), _) => inbox::draw::draw(self, inbox, frame),
            (None, None, Some(screen)) => sheet::draw::draw(self, screen, frame),
            (None, None, None) => queue::draw::draw(self, frame),
        }
        for overlay in &self.overlays {
            overlay.draw(frame, self.theme);
        }
    }

    /// What a decision would be about, in words.
    pub(super) fn target_text(&self) -> String {
        if self.issue.is_some() {
            "this issue".to_owned()
        } else if self.inbox.is_some() {
            "this pair".to_owned()
        } else if let Some(screen) = &self.sheet {
            let row = screen.current().and_then(|it| it.cells.first());
            row.map_or_else(|| "nothing".to_owned(), |it| one_line(&it.text, 20))
        } else {
            self.queue.target_text()
        }
    }

    /// Where keys are looked up now, innermost first.
    pub(super) fn scopes(&self) -> &'static [Scope] {
        self.overlays
            .last()
            .map_or_else(|| self.screen_scopes(), Overlay::scopes)
    }

    /// Where keys are looked up when no window is open.
    pub(super) const fn screen_scopes(&self) -> &'static [Scope] {
        if self.issue.is_some() {
            &[Scope::Issue, Scope::Triage, Scope::Global]
        } else if self.inbox.is_some() {
            &[Scope::Inbox, Scope::Global]
        } else if self.sheet.is_some() {
            &[Scope::Sheet, Scope::Global]
        } else {
            &[Scope::Queue, Scope::Triage, Scope::Global]
        }
    }

    fn look(&self) -> issue::Look {
        issue::draw::look(self.size, self.theme, self.now)
    }

    /// Closes the top window.
    fn close(&mut self) {
        drop(self.overlays.pop());
    }

    /// Says something for a few seconds.
    fn say(&mut self, role: Role, text: impl Into<String>) {
        self.offer(role, text, String::new());
    }

    /// Says something, and what can be done about it.
    fn offer(&mut self, role: Role, text: impl Into<String>, offer: String) {
        const SECONDS: i64 = 8;
        let (text, until) = (text.into(), self.now + SECONDS);
        self.notice = Some(Notice {
            text,
            offer,
            role,
            until,
        });
    }

    /// Shows a failure in a window.
    fn fail(&mut self, problem: &Problem) {
        let window = TextWindow::problem(problem, self.size, self.theme);
        self.overlays.push(Overlay::Text(window));
    }

    /// Asks for all issues; afresh means that the list may change, too.
    fn load(&mut self, afresh: bool) {
        self.requests.load += 1;
        self.requests.loading = true;
        self.requests.afresh |= afresh;
        self.effects.push(Effect::Load {
            number: self.requests.load,
        });
    }

    /// Asks for one issue, on the screen of its own.
    fn open(&mut self, id: i64) {
        self.requests.open += 1;
        self.effects.push(Effect::Open {
            number: self.requests.open,
            id,
        });
    }

    /// Asks which rows pass a filter.
    fn filter(&mut self, text: String) {
        self.requests.filter += 1;
        let (number, sort) = (self.requests.filter, self.queue.sort);
        let caret = match self.overlays.first() {
            Some(Overlay::Filter(line)) => line.field.caret(),
            _ => text.len(),
        };
        self.effects.push(Effect::Filter {
            number,
            text,
            caret,
            sort,
        });
    }
}

/// How the summary of a session calls a change.
const fn kind(change: &Change) -> &'static str {
    match change {
        Change::Verdict {
            verdict: Verdict::Confirm,
            ..
        } => "confirmed",
        Change::Verdict {
            verdict: Verdict::InWork,
            ..
        } => "taken up",
        Change::Verdict {
            verdict: Verdict::FalsePositive,
            ..
        } => "false positive",
        Change::Verdict {
            verdict: Verdict::Reset,
            ..
        } => "verdict taken back",
        Change::Assign { .. } => "given to an owner",
        Change::Snooze { .. } => "snoozed",
        Change::Note { .. } => "note added",
        Change::Severity { .. } | Change::Title { .. } | Change::Lead { .. } => "set by hand",
        Change::Merge { .. } => "merged",
        Change::Split { .. } => "split",
        Change::Never { .. } => "kept apart",
        Change::Answer { .. } => "suggestion answered",
    }
}

/// True for the actions that ask for a decision.
const fn decides(action: Action) -> bool {
    matches!(
        action,
        Action::Confirm
            | Action::FalsePositive
            | Action::Owner
            | Action::Note
            | Action::Severity
            | Action::Title
            | Action::Merge
            | Action::Never
            | Action::Reset
            | Action::Repeat
    )
}
