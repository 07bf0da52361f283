//! What the threads found out. An answer that is no longer the newest is dropped unseen.

use crate::error::Problem;
use crate::ops::decide::{Change, Outcome};
use crate::tui::action::Action;
use crate::tui::app::{App, kind};
use crate::tui::board::Board;
use crate::tui::effect::{Effect, Write};
use crate::tui::event::Answer;
use crate::tui::filter::{Shown, Wrong};
use crate::tui::find::Hit;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::filter_line::{Before, FilterLine};
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::pick::Item;
use std::sync::Arc;

impl App {
    pub(super) fn answer(&mut self, answer: Answer) {
        match answer {
            Answer::Loaded { number, result } if number == self.requests.load => {
                self.requests.loading = false;
                match result {
                    Ok(board) => self.loaded(board),
                    Err(problem) => self.fail(&problem),
                }
            }
            Answer::Opened { number, result } if number == self.requests.open => match result {
                Ok(issue) => {
                    if let Some(screen) = &mut self.issue
                        && screen.id == issue.row.id
                    {
                        screen.issue = Some(issue);
                    }
                }
                Err(problem) => {
                    self.issue = None;
                    self.fail(&problem);
                }
            },
            Answer::Filtered {
                number,
                result,
                completions,
            } if number == self.requests.filter => {
                self.requests.filtered = number;
                if let Some(Overlay::Filter(line)) = self.overlays.first_mut() {
                    line.offer(completions);
                }
                match result {
                    Ok(shown) => self.filtered(shown),
                    Err(wrong) => self.wrong(wrong),
                }
            }
            Answer::Found { number, hits } if number == self.requests.find => {
                self.requests.found = number;
                self.found(hits);
            }
            Answer::Planned { .. } | Answer::Suggested { .. } | Answer::Explained { .. } => {
                self.answer_by_hand(answer);
            }
            Answer::Loaded { .. }
            | Answer::Opened { .. }
            | Answer::Filtered { .. }
            | Answer::Found { .. } => {}
            Answer::Sheet { number, result } => self.read_whole(number, result),
            Answer::Wrote { write, result } => self.wrote(&write, result),
            Answer::Version(version) => {
                // A load on its way will have read it: one thread answers, in order.
                let busy = self.requests.loading || self.requests.writing > 0;
                self.stale |= !busy && version != self.queue.board.version;
            }
            Answer::Edited(Ok(text)) => self.edited(&text),
            Answer::Edited(Err(problem)) => self.fail(&problem),
            // A panic has given the terminal back already; nothing more can be shown.
            Answer::Lost(_) => self.effects.push(Effect::Quit),
        }
    }

    fn loaded(&mut self, board: Arc<Board>) {
        if self.requests.afresh || self.incoming.is_some() {
            self.requests.afresh = false;
            self.incoming = Some(board);
            let text = match self.overlays.first() {
                Some(Overlay::Filter(line)) => line.field.text(),
                _ => self.queue.filter.clone(),
            };
            self.filter(text);
        } else if self.requests.writing == 0 {
            // Somebody else's issues are not pushed under the cursor; the banner offers them.
            self.stale |= board.columns.len() != self.queue.board.columns.len();
            self.queue.update(board);
        }
    }

    fn filtered(&mut self, shown: Shown) {
        match self.incoming.take() {
            Some(board) => {
                self.stale = false;
                self.queue.renew(board, shown);
            }
            None => self.queue.show(shown),
        }
        if let Some(Overlay::Filter(line)) = self.overlays.first_mut() {
            line.wrong = None;
        }
    }

    fn wrong(&mut self, wrong: Wrong) {
        if let Some(Overlay::Filter(line)) = self.overlays.first_mut() {
            line.wrong = Some(wrong);
            return;
        }
        // Taken before the answer came, or given at the start: back to typing it.
        let filter = std::mem::take(&mut self.queue.filter);
        let before = Before {
            filter: String::new(),
            generation: u64::MAX,
            ..self.queue.before()
        };
        let mut line = FilterLine::new(before);
        line.field = Field::new(&filter);
        line.wrong = Some(wrong);
        self.overlays.insert(0, Overlay::Filter(line));
    }

    fn found(&mut self, hits: Vec<Hit>) {
        if let Some(Overlay::Find(pick)) = self.overlays.last_mut() {
            let item = |it: Hit| Item {
                label: it.text,
                hint: String::new(),
                dim: false,
                value: it.id,
            };
            pick.replace(hits.into_iter().map(item).collect());
        }
    }

    fn wrote(&mut self, write: &Write, result: Result<Outcome, Problem>) {
        self.requests.writing = self.requests.writing.saturating_sub(1);
        match (result, write) {
            (Ok(outcome), Write::Decide { .. }) if outcome.event == 0 => {
                self.say(Role::Muted, "that was so already; nothing changed");
            }
            (Ok(outcome), Write::Decide { change, .. }) => {
                *self.tally.entry(kind(change)).or_default() += outcome.changed;
                self.tally.retain(|_, count| *count > 0);
                if matches!(change, Change::Verdict { .. }) {
                    self.verdicts += outcome.changed;
                }
                let undo = self.keymap.key_of(self.screen_scopes(), Action::Undo);
                let offer = format!(" — {undo} takes it back");
                self.offer(Role::Good, outcome.summary, offer);
            }
            (Ok(outcome), Write::Sheet(_)) if outcome.event == 0 => {
                self.say(Role::Muted, "that was so already; nothing changed");
            }
            (Ok(outcome), Write::Import(_) | Write::Sheet(_)) => {
                let undo = self.keymap.key_of(self.screen_scopes(), Action::Undo);
                self.offer(
                    Role::Good,
                    outcome.summary,
                    format!(" — {undo} takes it back"),
                );
                self.load(true);
            }
            (Ok(outcome), Write::Undo) if outcome.event == 0 => {
                self.say(Role::Muted, "there is nothing to undo");
            }
            (Ok(outcome), Write::Redo) if outcome.event == 0 => {
                self.say(Role::Muted, "there is nothing to redo");
            }
            (Ok(outcome), Write::Undo | Write::Redo) => self.say(Role::Good, outcome.summary),
            (Err(problem), Write::Decide { issues, .. }) => {
                self.queue.refuse(issues);
                self.fail(&problem);
            }
            (Err(problem), Write::Undo | Write::Redo | Write::Import(_) | Write::Sheet(_)) => {
                self.fail(&problem);
            }
        }
        if self.requests.writing == 0 {
            self.load(false);
            if self.inbox.is_some() {
                self.suggest();
            }
            self.read_sheet();
            if let Some(id) = self.issue.as_ref().map(|it| it.id) {
                self.open(id);
            }
        }
    }

    /// The editor was closed: its text goes back into the field that asked.
    fn edited(&mut self, text: &str) {
        match self.overlays.last_mut() {
            Some(Overlay::Note(note)) => note.field = Field::new(text.trim_end()),
            Some(Overlay::Reasons(it)) => it.other = Some(Field::new(text.trim_end())),
            _ => {}
        }
    }
}
