//! List screens: opening them, what Enter and the verbs do, and what the worker answers.

use crate::error::Problem;
use crate::tui::action::{Action, Group};
use crate::tui::app::App;
use crate::tui::effect::{Effect, Write};
use crate::tui::overlays::text_window::TextWindow;
use crate::tui::overlays::{Overlay, queues, verb};
use crate::tui::screens::issue::IssueScreen;
use crate::tui::screens::sheet::ask::{self, Ask, Then};
use crate::tui::screens::sheet::state::SheetScreen;
use crate::tui::screens::sheet::table::{Detail, Enter, Sheet};
use crate::tui::screens::sheet::{self, Doing, Verb};
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;

/// A list screen that a queue was opened from, and the filter that stood before.
#[derive(Clone, Debug)]
pub(super) struct Behind {
    screen: SheetScreen,
    filter: String,
}

impl App {
    /// Opens list screens and does what they take; false when the action is of another sort.
    pub(super) fn sheets(&mut self, action: Action) -> bool {
        if action.group() == Group::Screen {
            self.issue = None;
            self.inbox = None;
            self.behind = None;
            self.sheet = Some(SheetScreen::new(action));
            self.read_sheet();
            return true;
        }
        if self.issue.is_some() {
            return false;
        }
        let Some(screen) = &mut self.sheet else {
            return action == Action::Back && self.come_back();
        };
        match action {
            Action::Open => self.enter(),
            Action::Explain => self.whole(),
            Action::Back if screen.narrowed.is_empty() => self.sheet = None,
            Action::Back | Action::ClearFilter => screen.narrow(""),
            Action::Refresh => self.read_sheet(),
            Action::Filter => {
                let before = screen.narrowed.clone();
                self.overlays
                    .push(Overlay::Narrow(Field::new(&before), before));
            }
            action => match self.verb(action) {
                Some(verb) => self.ask_for(verb),
                None => return false,
            },
        }
        true
    }

    /// The verb of the list screen on top that an action means.
    pub(in crate::tui) fn verb(&self, action: Action) -> Option<&'static Verb> {
        let screen = sheet::of(self.sheet.as_ref()?.screen)?;
        screen.verbs().iter().find(|it| it.action == action)
    }

    /// Back to the list screen that a queue was opened from.
    fn come_back(&mut self) -> bool {
        if self.issue.is_some() || self.inbox.is_some() || self.queue.anchor.is_some() {
            return false;
        }
        let Some(behind) = self.behind.take() else {
            return false;
        };
        self.sheet = Some(behind.screen);
        self.set_filter(behind.filter);
        self.read_sheet();
        true
    }

    /// Reads what the list screen shows.
    pub(super) fn read_sheet(&mut self) {
        if let Some(it) = &self.sheet {
            self.requests.sheet += 1;
            self.effects.push(Effect::Sheet {
                number: self.requests.sheet,
                screen: it.screen,
            });
        }
    }

    /// The rows of a list screen came.
    pub(super) fn read_whole(&mut self, number: u64, result: Result<Box<Sheet>, Problem>) {
        if number != self.requests.sheet {
            return;
        }
        match (result, &mut self.sheet) {
            (Ok(sheet), Some(screen)) => screen.renew(*sheet),
            (Ok(_), None) => {}
            (Err(problem), _) => {
                self.sheet = None;
                self.fail(&problem);
            }
        }
    }

    fn enter(&mut self) {
        let Some(row) = self.sheet.as_ref().and_then(SheetScreen::current) else {
            return;
        };
        match row.enter.clone() {
            Enter::Details => self.whole(),
            Enter::Queue(filter) => self.open_queue(filter),
            Enter::Issue(id) => {
                self.issue = Some(IssueScreen::new(id));
                self.open(id);
            }
            Enter::Text(title, details) => self.show_details(&title, &details),
        }
    }

    /// Opens the queue with a filter; Esc comes back to the list screen, if there is one.
    pub(super) fn open_queue(&mut self, filter: String) {
        if let Some(screen) = self.sheet.take() {
            self.behind = Some(Behind {
                screen,
                filter: self.queue.filter.clone(),
            });
        }
        self.issue = None;
        self.inbox = None;
        self.set_filter(filter);
        self.queue.go(0);
    }

    /// A digit that nothing is bound to opens the queue of a team; 0 shows everything. False when it
    /// stands for none.
    pub(super) fn digit(&mut self, digit: char) -> bool {
        if self.issue.is_some() || self.inbox.is_some() {
            return false;
        }
        let filter = match digit.to_digit(10) {
            Some(0) => String::new(),
            Some(number) => {
                let at = number.saturating_sub(1) as usize;
                let mut all = queues::numbered(&self.queue.board);
                if at >= all.len() {
                    return false;
                }
                all.swap_remove(at)
            }
            None => return false,
        };
        self.open_queue(filter);
        true
    }

    /// The details of the row in a window.
    fn whole(&mut self) {
        let row = self.sheet.as_ref().and_then(SheetScreen::current);
        let Some((key, mut details)) = row.map(|it| (it.key.clone(), it.details.clone())) else {
            return;
        };
        // The details begin with what they are about: that is the window's heading.
        let mut title = key;
        if let Some(Detail::Heading(text)) = details.first() {
            title.clone_from(text);
            details.remove(0);
        }
        self.show_details(&title, &details);
    }

    fn show_details(&mut self, title: &str, details: &[Detail]) {
        let width = usize::from(self.size.width).saturating_sub(6).min(100);
        let lines = sheet::draw::lines(details, width, self.theme);
        let title = crate::model::text::one_line(title, 60);
        self.overlays
            .push(Overlay::Text(TextWindow::new(&title, lines)));
    }

    fn ask_for(&mut self, verb: &'static Verb) {
        let Some(row) = self.sheet.as_ref().and_then(SheetScreen::current) else {
            return self.say(Role::Muted, "there is no row here");
        };
        let ask = (verb.ask)(row);
        let screen = self.sheet.as_ref().map_or(verb.action, |it| it.screen);
        let doing = Doing {
            screen,
            verb: verb.action,
            key: row.key.clone(),
            value: String::new(),
        };
        self.asked(ask, doing);
    }

    /// Asks what a verb wants to know, or does it.
    pub(super) fn asked(&mut self, ask: Ask, doing: Doing) {
        let window = match ask {
            Ask::No(why) => return self.say(Role::Muted, why),
            Ask::Nothing => return self.send(Write::Sheet(doing)),
            Ask::Sure(what) => verb::Question::Sure(what),
            Ask::Text {
                title,
                start,
                prefix,
                may_be_empty,
            } => verb::Question::Text {
                title,
                field: Field::new(&start),
                prefix,
                may_be_empty,
            },
            Ask::Pick { title, choices } => verb::Question::Pick(title, ask::pick(choices)),
        };
        let window = verb::VerbWindow {
            question: window,
            doing,
        };
        self.overlays.push(Overlay::Verb(Box::new(window)));
    }

    /// A choice was made before a verb.
    pub(super) fn go_on(&mut self, then: Then, mut doing: Doing) {
        match then {
            Then::Do(value) => {
                doing.value = value;
                self.send(Write::Sheet(doing));
            }
            Then::Ask(ask) => self.asked(*ask, doing),
        }
    }
}
