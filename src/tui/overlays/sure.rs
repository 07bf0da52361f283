//! The question before a decision reaches far, or reaches rows that cannot be seen.
//!
//! The answer is another key than the one that asked; a wide decision does not take Enter.

use crate::ops::decide::Change;
use crate::tui::action::Action;
use crate::tui::overlays::Reply;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::window;
use ratatui::Frame;
use ratatui::text::{Line, Span};

/// More rows than this are asked about.
pub const WIDE: usize = 20;

/// A decision that waits for a yes.
#[derive(Clone, Debug)]
pub struct Sure {
    /// What is decided.
    pub change: Change,
    /// The decision in words.
    pub what: String,
    /// Issues in the list shown.
    pub visible: Vec<i64>,
    /// Marked issues that the filter hides.
    pub hidden: Vec<i64>,
}

impl Sure {
    /// Carries out an action.
    pub fn act(&self, action: Action) -> Reply {
        let wide = self.visible.len() > WIDE;
        match action {
            Action::Close => Reply::Close,
            Action::All if !self.hidden.is_empty() => {
                let all = self.visible.iter().chain(&self.hidden).copied().collect();
                Reply::Write(all, self.change.clone())
            }
            Action::Accept if wide => Reply::Say("press y to do it, Esc not to"),
            Action::Yes | Action::Accept if self.visible.is_empty() => {
                Reply::Say("every marked issue is hidden; a takes them, Esc not")
            }
            Action::Yes | Action::Accept => Reply::Write(self.visible.clone(), self.change.clone()),
            _ => Reply::Stay,
        }
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        let (seen, hidden) = (self.visible.len(), self.hidden.len());
        let key = |key: &'static str, text: String| {
            let key = Span::styled(format!("{key}  "), theme.style(Role::Key));
            Line::from(vec![key, Span::raw(text)])
        };
        let mut lines = vec![Line::raw(self.what.clone())];
        if hidden > 0 {
            let total = seen + hidden;
            let text = format!("{total} are marked, {hidden} of them hidden by the filter.");
            lines.push(Line::styled(text, theme.style(Role::Warning)));
            lines.push(key("y  ", format!("the {seen} shown")));
            lines.push(key("a  ", format!("all {total}")));
        } else {
            lines.push(key("y  ", format!("yes, all {seen}")));
        }
        lines.push(key("Esc", "no, change nothing".to_owned()));
        window::message(frame, &format!("{} issues", seen + hidden), lines, theme);
    }
}
