//! Text to read in a window: the help, a problem.

use crate::error::Problem;
use crate::model::text;
use crate::tui::action::Action;
use crate::tui::overlays::Reply;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{page::Page, window};
use ratatui::Frame;
use ratatui::layout::Size;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

/// Lines, and the first one shown.
#[derive(Clone, Debug)]
pub struct TextWindow {
    title: String,
    lines: Vec<Line<'static>>,
    first: usize,
}

impl TextWindow {
    /// A window on some lines.
    pub fn new(title: &str, lines: Vec<Line<'static>>) -> Self {
        Self {
            title: title.to_owned(),
            lines,
            first: 0,
        }
    }

    /// A failure: what, where, what next.
    pub fn problem(problem: &Problem, size: Size, theme: Theme) -> Self {
        let mut page = Page::new(usize::from(size.width).saturating_sub(6).min(70), theme);
        page.line(0, Role::Danger, &problem.to_string());
        if let Some(place) = problem.place() {
            page.line(0, Role::Muted, &format!("at {place}"));
        }
        if let Some(hint) = problem.hint_text() {
            page.line(0, Role::Plain, &format!("→ {}", text::one_line(hint, 400)));
        }
        page.line(0, Role::Muted, "Esc closes");
        Self::new("That did not work", page.finish())
    }

    /// Scrolls or closes.
    pub fn act(&mut self, action: Action, size: Size) -> Reply {
        let page = usize::from(size.height).saturating_sub(4).max(1);
        let last = self.lines.len().saturating_sub(page);
        self.first = match action {
            Action::Close | Action::Accept => return Reply::Close,
            Action::Down => self.first + 1,
            Action::Up => self.first.saturating_sub(1),
            Action::PageDown => self.first + page,
            Action::PageUp => self.first.saturating_sub(page),
            Action::Top => 0,
            Action::Bottom => last,
            _ => self.first,
        }
        .min(last);
        Reply::Stay
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        let wide = self
            .lines
            .iter()
            .map(Line::width)
            .max()
            .unwrap_or(0)
            .max(self.title.len() + 2);
        let area = window::centred(frame.area(), wide + 4, self.lines.len() + 2);
        let inside = window::shrink(window::open(frame, area, &self.title, theme));
        let shown = usize::from(inside.height);
        if self.lines.len() > shown {
            let left = self.lines.len().saturating_sub(self.first + shown);
            let more = if left > 0 {
                format!(" {left} more ↓ ")
            } else {
                " end ".to_owned()
            };
            let x = area
                .right()
                .saturating_sub(u16::try_from(more.len()).unwrap_or(0) + 1);
            let at = ratatui::layout::Rect {
                x: x.max(area.x),
                y: area.bottom().saturating_sub(1),
                width: area.right().saturating_sub(x.max(area.x)),
                height: 1,
            };
            frame.render_widget(Line::styled(more, theme.style(Role::Muted)), at);
        }
        let lines: Vec<_> = self
            .lines
            .iter()
            .skip(self.first)
            .take(shown)
            .cloned()
            .collect();
        frame.render_widget(Paragraph::new(lines), inside);
    }
}
