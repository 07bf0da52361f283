//! A page of text under construction: headings, wrapped text, label and value.
//!
//! Everything from a report passes through here, so it is made harmless here.

use crate::model::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::cell;
use ratatui::text::{Line, Span};

/// Longest piece of text on a page, in characters.
const LONG: usize = 2000;

/// Columns of a label.
const LABEL: usize = 12;

/// Lines for a page of a certain width.
#[derive(Debug)]
pub struct Page {
    /// Columns.
    pub width: usize,
    /// The look.
    pub theme: Theme,
    lines: Vec<Line<'static>>,
}

impl Page {
    /// An empty page.
    pub const fn new(width: usize, theme: Theme) -> Self {
        Self {
            width,
            theme,
            lines: Vec::new(),
        }
    }

    /// The finished lines.
    pub fn finish(self) -> Vec<Line<'static>> {
        self.lines
    }

    /// A heading with a free line above it.
    pub fn heading(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        let style = self.theme.style(Role::Heading);
        self.lines
            .push(Line::styled(text::one_line(text, LONG), style));
    }

    /// Text of any length, wrapped, with its own line breaks kept.
    pub fn text(&mut self, indent: usize, role: Role, text: &str) {
        for line in text::lines(text, 60) {
            self.wrapped(indent, role, &line);
        }
    }

    /// One paragraph, wrapped.
    pub fn line(&mut self, indent: usize, role: Role, text: &str) {
        self.wrapped(indent, role, &text::one_line(text, LONG));
    }

    /// A label in its own column and the value beside it, wrapped.
    pub fn pair(&mut self, label: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let muted = self.theme.style(Role::Muted);
        let room = self.width.saturating_sub(LABEL + 2);
        let value = text::one_line(value, LONG);
        for (idx, part) in cell::wrap(&value, room).into_iter().enumerate() {
            let label = if idx == 0 {
                text::one_line(label, LABEL)
            } else {
                String::new()
            };
            let label = format!("  {}", cell::fit(&label, LABEL));
            self.lines.push(Line::from(vec![
                Span::styled(label, muted),
                Span::raw(part),
            ]));
        }
    }

    /// Cells in a row, each made harmless, then cut where the page ends.
    pub fn cells(&mut self, cells: &[(usize, Role, &str)]) {
        let mut left = self.width;
        let mut spans = Vec::with_capacity(cells.len());
        for (width, role, text) in cells {
            let width = (*width).min(left);
            let text = cell::fit(&text::one_line(text, LONG), width);
            spans.push(Span::styled(text, self.theme.style(*role)));
            left -= width;
        }
        self.lines.push(Line::from(spans));
    }

    /// A line exactly as it is, blanks kept, cut where the page ends: code.
    pub fn code(&mut self, prefix: &str, role: Role, text: &str) {
        let room = self.width.saturating_sub(cell::width(prefix));
        let (text, _) = cell::cut(text, room);
        self.lines.push(Line::from(vec![
            Span::styled(prefix.to_owned(), self.theme.style(Role::Muted)),
            Span::styled(text, self.theme.style(role)),
        ]));
    }

    fn wrapped(&mut self, indent: usize, role: Role, text: &str) {
        let style = self.theme.style(role);
        for part in cell::wrap(text, self.width.saturating_sub(indent)) {
            let blanks = " ".repeat(indent);
            self.lines.push(Line::from(vec![
                Span::raw(blanks),
                Span::styled(part, style),
            ]));
        }
    }
}
