//! Carries out actions, and what windows reply.

use crate::model::Verdict;
use crate::ops::decide::Change;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::effect::{Effect, Write};
use crate::tui::filter;
use crate::tui::overlays::filter_line::FilterLine;
use crate::tui::overlays::leave::Leave;
use crate::tui::overlays::note::Note;
use crate::tui::overlays::owner::OwnerPick;
use crate::tui::overlays::reasons::Purpose;
use crate::tui::overlays::{Overlay, Reply, help, palette, queues};
use crate::tui::screens::issue::IssueScreen;
use crate::tui::screens::queue::layout;
use crate::tui::screens::sheet;
use crate::tui::theme::Role;
use crate::tui::widgets::pick::Pick;

impl App {
    /// Carries out an action: the top window first, else the screen.
    pub fn update(&mut self, action: Action) {
        let size = self.size;
        if let Some(top) = self.overlays.last_mut() {
            let reply = top.act(action, size);
            return self.reply(reply);
        }
        if let Some(why) = self.blocked(action) {
            return self.say(Role::Muted, format!("{}: {why}", action.name()));
        }
        if self
            .notice
            .as_ref()
            .is_some_and(|it| it.role == Role::Muted)
        {
            self.notice = None;
        }
        let done = self.sheets(action)
            || self.moves(action)
            || self.lists(action)
            || self.joins(action)
            || self.judges(action);
        if !done {
            self.program(action);
        }
    }

    /// Carries out what a window replied.
    pub(super) fn reply(&mut self, reply: Reply) {
        match reply {
            Reply::Stay => {}
            Reply::Ask(purpose) => {
                self.close();
                self.ask(purpose);
            }
            Reply::Plan(reports) => {
                self.close();
                self.plan(reports);
            }
            Reply::Import(reports) => {
                self.close();
                self.send(Write::Import(reports));
            }
            Reply::Explain(about) => self.explain_this(about),
            Reply::Chosen(then, doing) => {
                self.close();
                self.go_on(then, doing);
            }
            Reply::Narrow(text) => {
                self.close();
                self.typed_narrow(&text);
            }
            Reply::Say(text) => self.say(Role::Warning, text),
            Reply::Close => self.close(),
            Reply::Run(action) => {
                let leaving = matches!(self.overlays.pop(), Some(Overlay::Leave(_)));
                if leaving {
                    self.effects.push(Effect::Quit);
                } else {
                    self.update(action);
                }
            }
            Reply::Decide(change) => {
                self.close();
                self.decide(change);
            }
            Reply::Write(issues, change) => {
                self.close();
                self.write(issues, change);
            }
            Reply::Go(id) => {
                self.close();
                if let Some(at) = self.queue.position(id) {
                    self.queue.go(at);
                }
            }
            Reply::Typed(text) => self.typed(text),
            Reply::Queue(filter) => {
                self.close();
                self.open_queue(filter);
            }
            Reply::Filter(text) => {
                self.close();
                self.queue.filter = text;
            }
            Reply::Restore => self.restore(),
            Reply::Edit(text) => self.effects.push(Effect::Edit { text }),
        }
    }

    fn typed(&mut self, text: String) {
        match self.overlays.last() {
            Some(Overlay::Find(_)) => {
                self.requests.find += 1;
                self.effects.push(Effect::Find {
                    number: self.requests.find,
                    text,
                });
            }
            Some(Overlay::Narrow(..)) => self.typed_narrow(&text),
            _ => self.filter(text),
        }
    }

    fn typed_narrow(&mut self, text: &str) {
        if let Some(screen) = &mut self.sheet {
            screen.narrow(text);
        }
    }

    /// Gives a filter up: what was there before comes back exactly.
    fn restore(&mut self) {
        let Some(Overlay::Filter(line)) = self.overlays.pop() else {
            return;
        };
        let before = line.before;
        self.queue.filter.clone_from(&before.filter);
        if before.generation != self.queue.generation || self.incoming.is_some() {
            return self.filter(before.filter);
        }
        // Answers to what was typed are no longer wanted.
        self.requests.filter += 1;
        self.requests.filtered = self.requests.filter;
        self.queue.show(before.shown);
        self.queue.go(before.selected);
        self.queue.offset = before.offset;
    }

    /// Moving about; false when the action is of another sort.
    fn moves(&mut self, action: Action) -> bool {
        let page = isize::try_from(layout::list_height(self.size.height) / 2)
            .unwrap_or(1)
            .max(1);
        let step = match action {
            Action::Down => 1,
            Action::Up => -1,
            Action::PageDown => page,
            Action::PageUp => -page,
            Action::Top => isize::MIN,
            Action::Bottom => isize::MAX,
            Action::NextUndecided | Action::PrevUndecided => {
                match self.queue.undecided(action == Action::NextUndecided) {
                    Some(at) => self.queue.go(at),
                    None => self.say(Role::Muted, "no undecided issue that way"),
                }
                return true;
            }
            Action::NextIssue | Action::PrevIssue => {
                self.neighbour(action == Action::NextIssue);
                return true;
            }
            _ => return false,
        };
        let look = self.look();
        let paging = matches!(action, Action::PageDown | Action::PageUp);
        match (&mut self.issue, &mut self.inbox, &mut self.sheet) {
            (Some(screen), ..) => screen.scroll(step, &look),
            (None, Some(inbox), _) if paging => {
                inbox.scroll(step, self.size, self.theme);
            }
            (None, Some(inbox), _) => inbox.step(step),
            (None, None, Some(screen)) if paging => {
                screen.step(step.signum() * sheet::draw::page(self.size.height));
            }
            (None, None, Some(screen)) => screen.step(step),
            (None, None, None) => self.queue.step(step),
        }
        true
    }

    fn neighbour(&mut self, next: bool) {
        let at = self.queue.selected;
        let to = if next {
            Some(at + 1)
        } else {
            at.checked_sub(1)
        };
        match to.filter(|it| *it < self.queue.len()) {
            Some(at) => self.show_issue(at),
            None => self.say(Role::Muted, "the list ends here"),
        }
    }

    /// Shows the issue at a position of the list.
    pub(super) fn show_issue(&mut self, at: usize) {
        self.queue.go(at);
        if let Some(id) = self.queue.selected_id() {
            self.issue = Some(IssueScreen::new(id));
            self.open(id);
        }
    }

    /// What the list shows and marks; false when the action is of another sort.
    fn lists(&mut self, action: Action) -> bool {
        match action {
            Action::Open => {
                self.queue.anchor = None;
                self.show_issue(self.queue.selected);
            }
            Action::Back if self.issue.is_some() => self.issue = None,
            Action::Back if self.inbox.is_some() => self.inbox = None,
            Action::Refresh if self.inbox.is_some() => self.suggest(),
            Action::Back => self.queue.anchor = None,
            Action::Mark => self.queue.mark(),
            Action::Range if self.queue.anchor.is_some() => self.queue.anchor = None,
            Action::Range => self.queue.anchor = Some(self.queue.selected),
            Action::InvertMarks => self.queue.invert(),
            Action::ClearMarks => self.queue.unmark(None),
            Action::Filter => {
                let line = FilterLine::new(self.queue.before());
                self.overlays.push(Overlay::Filter(line));
            }
            Action::ClearFilter => self.set_filter(String::new()),
            Action::SameApplication => {
                if let Some(row) = self.queue.row(self.queue.selected) {
                    let app = self.queue.board.text(|it| &it.app, row).to_owned();
                    self.set_filter(filter::only("app", &app));
                }
            }
            Action::Queues => {
                let pick = queues::open(&self.queue.board, &self.who);
                self.overlays.push(Overlay::Queues(pick));
            }
            Action::Sort => {
                self.queue.sort = self.queue.sort.next();
                self.filter(self.queue.filter.clone());
            }
            Action::Refresh => self.load(true),
            Action::Find => {
                self.overlays.push(Overlay::Find(Pick::new(Vec::new())));
                self.typed(String::new());
            }
            _ => return false,
        }
        true
    }

    pub(super) fn set_filter(&mut self, text: String) {
        self.queue.filter.clone_from(&text);
        self.filter(text);
    }

    /// Decisions; false when the action is of another sort.
    fn judges(&mut self, action: Action) -> bool {
        let verdict = |verdict| Change::Verdict {
            verdict,
            reason: String::new(),
        };
        match action {
            Action::Confirm => self.decide(verdict(Verdict::Confirm)),
            Action::Reset => self.decide(verdict(Verdict::Reset)),
            Action::FalsePositive => {
                self.ask(Purpose::FalsePositive);
            }
            Action::Owner => {
                let target = self.target_text();
                let pick = OwnerPick::new(&self.queue.board, &self.who, &target);
                self.overlays.push(Overlay::Owner(pick));
            }
            Action::Note => self
                .overlays
                .push(Overlay::Note(Note::new(self.target_text()))),
            Action::Repeat => {
                if let Some(change) = self.last.clone() {
                    self.decide(change);
                }
            }
            Action::Undo => self.send(Write::Undo),
            Action::Redo => self.send(Write::Redo),
            Action::ToggleAdvance => {
                self.stay = !self.stay;
                let text = if self.stay {
                    "a verdict stays on its row"
                } else {
                    "a verdict moves on"
                };
                self.say(Role::Plain, text);
            }
            _ => return false,
        }
        true
    }

    fn program(&mut self, action: Action) {
        let (scopes, keymap) = (self.screen_scopes(), &self.keymap);
        match action {
            Action::Help => {
                let blocked = |action| self.blocked(action);
                let window = help::open(keymap, scopes, self.size.width, self.theme, blocked);
                self.overlays.push(Overlay::Text(window));
            }
            Action::Palette => {
                let pick = palette::open(keymap, scopes, |action| self.blocked(action));
                self.overlays.push(Overlay::Palette(pick));
            }
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Quit if self.tally.is_empty() => self.effects.push(Effect::Quit),
            Action::Quit => {
                self.overlays.push(Overlay::Leave(Leave {
                    tally: self.tally.clone(),
                }));
            }
            _ => {}
        }
    }
}
