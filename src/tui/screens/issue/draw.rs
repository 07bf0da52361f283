//! Draws one issue. Reads only.

use crate::model::text;
use crate::tui::app::App;
use crate::tui::screens::footer;
use crate::tui::screens::issue::{IssueScreen, Look};
use crate::tui::screens::queue::layout::parts;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::cell;
use ratatui::Frame;
use ratatui::layout::{Rect, Size};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

/// What the page depends on, on a screen of this size.
pub fn look(size: Size, theme: Theme, now: i64) -> Look {
    Look {
        width: usize::from(size.width).saturating_sub(2).min(120),
        height: usize::from(size.height).saturating_sub(3),
        theme,
        now,
    }
}

/// Draws all of it.
pub fn draw(app: &App, screen: &IssueScreen, frame: &mut Frame<'_>) {
    let area = frame.area();
    let parts = parts(area);
    let look = look(area.as_size(), app.theme, app.now);
    header(app, screen, frame, parts.header);
    let page = Rect {
        x: area.x + 1.min(area.width),
        y: area.y + 1.min(area.height),
        width: u16::try_from(look.width)
            .unwrap_or(area.width)
            .min(area.width),
        height: area.height.saturating_sub(3),
    };
    let lines = screen.lines(&look);
    let total = lines.len();
    let shown: Vec<_> = lines
        .into_iter()
        .skip(screen.scroll)
        .take(look.height)
        .collect();
    if screen.issue.is_none() {
        frame.render_widget(
            Line::styled("reading …", app.theme.style(Role::Muted)),
            page,
        );
    }
    frame.render_widget(Paragraph::new(shown), page);
    if !footer::notice(app, frame, parts.status) {
        let left = total.saturating_sub(screen.scroll + look.height);
        let text = if left > 0 {
            format!(" {left} more lines ↓")
        } else {
            String::new()
        };
        frame.render_widget(
            Line::styled(text, app.theme.style(Role::Muted)),
            parts.status,
        );
    }
    footer::draw(app, frame, parts.footer);
}

fn header(app: &App, screen: &IssueScreen, frame: &mut Frame<'_>, area: Rect) {
    let width = usize::from(area.width);
    let at = format!("{} of {} ", app.queue.selected + 1, app.queue.len());
    let title = match &screen.issue {
        Some(issue) => format!(
            " {} › {}",
            text::one_line(&issue.row.app, 30),
            text::one_line(&issue.row.title, 300)
        ),
        None => " issue".to_owned(),
    };
    let room = width.saturating_sub(cell::width(&at) + 1);
    let line = cell::fit(&format!("{} {at}", cell::fit(&title, room)), width);
    frame.render_widget(Line::styled(line, app.theme.style(Role::Bar)), area);
}
