//! The filter while it is typed. The list follows; Esc brings back exactly what was there.

use crate::tui::action::Action;
use crate::tui::filter::{Completion, Shown, Wrong};
use crate::tui::overlays::Reply;
use crate::tui::widgets::field::Field;
use crossterm::event::KeyEvent;

/// What was on the screen when typing began.
#[derive(Clone, Debug)]
pub struct Before {
    /// The filter in force.
    pub filter: String,
    /// Its rows.
    pub shown: Shown,
    /// The cursor.
    pub selected: usize,
    /// The first row on the screen.
    pub offset: usize,
    /// Which issues the row numbers speak of.
    pub generation: u64,
}

/// A filter being typed.
#[derive(Clone, Debug)]
pub struct FilterLine {
    /// The text.
    pub field: Field,
    /// What to go back to.
    pub before: Before,
    /// What is wrong with the text, as last heard.
    pub wrong: Option<Wrong>,
    /// Words that could stand at the caret.
    pub completions: Vec<Completion>,
    /// Which of them is chosen.
    pub choice: usize,
}

impl FilterLine {
    /// Begins with the filter in force.
    pub fn new(before: Before) -> Self {
        let text = if before.filter.is_empty() || before.filter.ends_with(' ') {
            before.filter.clone()
        } else {
            format!("{} ", before.filter)
        };
        Self {
            field: Field::new(&text),
            before,
            wrong: None,
            completions: Vec::new(),
            choice: 0,
        }
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Close => Reply::Restore,
            // What is wrong stands below the line; words to complete would hide it.
            Action::Accept if self.wrong.is_some() => {
                self.completions.clear();
                Reply::Stay
            }
            Action::Accept => Reply::Filter(self.field.text().trim().to_owned()),
            Action::Complete => self.complete(),
            Action::Down => {
                self.choice = (self.choice + 1).min(self.completions.len().saturating_sub(1));
                Reply::Stay
            }
            Action::Up => {
                self.choice = self.choice.saturating_sub(1);
                Reply::Stay
            }
            _ => Reply::Stay,
        }
    }

    /// Takes a typed key.
    pub fn key(&mut self, key: KeyEvent) -> Reply {
        if self.field.key(key) {
            Reply::Typed(self.field.text())
        } else {
            Reply::Stay
        }
    }

    /// Takes words that could stand at the caret.
    pub fn offer(&mut self, completions: Vec<Completion>) {
        self.completions = completions;
        self.choice = 0;
    }

    /// Puts the chosen word in its place.
    fn complete(&mut self) -> Reply {
        let completions = std::mem::take(&mut self.completions);
        let Some(found) = completions.get(self.choice) else {
            return Reply::Stay;
        };
        let text = self.field.text();
        let (before, after) = (text.get(..found.at.start), text.get(found.at.end..));
        let (Some(before), Some(after)) = (before, after) else {
            return Reply::Stay;
        };
        let word = &found.text;
        let blank = if word.ends_with(':') || after.starts_with(' ') {
            ""
        } else {
            " "
        };
        self.field = Field::new(&format!("{before}{word}{blank}{after}"));
        Reply::Typed(self.field.text())
    }
}
