//! Before leaving: what was done in this session.

use crate::tui::action::Action;
use crate::tui::overlays::Reply;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::window;
use ratatui::Frame;
use ratatui::text::Line;
use std::collections::BTreeMap;

/// What was done, by sort: issues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leave {
    /// Such as `false positive`: 12.
    pub tally: BTreeMap<&'static str, usize>,
}

/// Carries out an action.
pub const fn act(action: Action) -> Reply {
    match action {
        Action::Quit | Action::Yes => Reply::Run(Action::Quit),
        Action::Close => Reply::Close,
        _ => Reply::Stay,
    }
}

impl Leave {
    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        let rows = self
            .tally
            .iter()
            .map(|(what, count)| Line::raw(format!("{count:>6}  {what}")));
        let mut lines = vec![Line::raw("In this session, by issue:")];
        lines.extend(rows);
        lines.push(Line::raw(
            "All of it is stored, and undo works next time too.",
        ));
        lines.push(Line::styled(
            "q or y leaves, Esc stays",
            theme.style(Role::Muted),
        ));
        window::message(frame, "Leave?", lines, theme);
    }
}
