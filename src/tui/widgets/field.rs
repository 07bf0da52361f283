//! A text field. Usually one line; the editor may bring more.

use crate::model::text;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea};

/// Longest text that is taken from the clipboard.
const PASTE: usize = 4000;

/// A text being typed, with its caret.
#[derive(Clone, Debug)]
pub struct Field(TextArea<'static>);

impl Default for Field {
    fn default() -> Self {
        Self::new("")
    }
}

impl Field {
    /// A field holding a text, caret at its end.
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::new(text::lines(text, 400));
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self(area)
    }

    /// What is typed.
    pub fn text(&self) -> String {
        self.0.lines().join("\n")
    }

    /// Number of lines.
    pub fn height(&self) -> usize {
        self.0.lines().len()
    }

    /// Takes a key; true when the text changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        // As in every shell; the widget would undo instead, and a filter could not be emptied.
        if key.code == KeyCode::Char('u') && key.modifiers == KeyModifiers::CONTROL {
            return self.0.cursor().1 > 0 && self.0.delete_line_by_head();
        }
        self.0.input(key)
    }

    /// Takes a text from the clipboard, as one line.
    pub fn paste(&mut self, text: &str) {
        self.0.insert_str(text::one_line(text, PASTE));
    }

    /// The caret in bytes of the first line.
    pub fn caret(&self) -> usize {
        let column = self.0.cursor().1;
        let line = self.0.lines().first().map_or("", String::as_str);
        line.char_indices()
            .nth(column)
            .map_or(line.len(), |(at, _)| at)
    }

    /// Draws the text and puts the terminal's cursor on the caret.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(&self.0, area);
        let caret = self.0.screen_cursor();
        let (top, left) = self.0.scroll_offset();
        let x = u16::try_from(caret.col)
            .unwrap_or(u16::MAX)
            .saturating_sub(left);
        let y = u16::try_from(caret.row)
            .unwrap_or(u16::MAX)
            .saturating_sub(top);
        if x < area.width && y < area.height {
            frame.set_cursor_position(Position::new(area.x + x, area.y + y));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ctrl_u_empties_the_field_up_to_the_caret() {
        let ctrl_u = KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL);
        let mut field = Field::new("app:shop ");
        assert!(field.key(ctrl_u));
        assert_eq!(field.text(), "");
        assert!(!field.key(ctrl_u), "there is nothing left to take");
    }
}
