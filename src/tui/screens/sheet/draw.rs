//! Draws a list screen. Reads only.
//!
//! Wide terminals show the details beside the list, others below it, low ones not at all (Enter or
//! `explain` shows them in a window).

use crate::model::text;
use crate::tui::app::App;
use crate::tui::overlays::Overlay;
use crate::tui::screens::footer;
use crate::tui::screens::queue::layout;
use crate::tui::screens::sheet::state::SheetScreen;
use crate::tui::screens::sheet::table::{Column, Detail, Row, Sheet, Width};
use crate::tui::screens::sheet::{self, Screen};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cell, page::Page};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

/// Screens this wide show the details beside the list.
const BESIDE: u16 = 120;
/// Lower screens show no details.
const LOW: u16 = 16;
/// Most notes above the list.
const NOTES: u16 = 3;
/// Columns of the sign for the cursor.
const GUTTER: usize = 2;

/// Where the parts stand.
#[derive(Clone, Copy, Debug)]
struct Parts {
    header: Rect,
    notes: Rect,
    titles: Rect,
    list: Rect,
    details: Rect,
    status: Rect,
    footer: Rect,
}

/// `rows` are those of the list: a short list leaves the details what it does not need.
fn parts(area: Rect, notes: usize, rows: usize) -> Parts {
    let outer = layout::parts(area);
    let top = area.y + 1;
    let room = area.height.saturating_sub(3);
    let notes = u16::try_from(notes).unwrap_or(NOTES).min(NOTES);
    let notes = notes.min(room.saturating_sub(3));
    let below = |y: u16, height: u16| Rect { y, height, ..area };
    let left = room - notes;
    let (list, details) = if area.height < LOW {
        (below(top + notes, left), below(area.bottom(), 0))
    } else if area.width >= BESIDE {
        let wide = area.width * 3 / 5;
        let list = Rect {
            width: wide,
            ..below(top + notes, left)
        };
        let details = Rect {
            x: area.x + wide + 1,
            width: area.width - wide - 1,
            ..list
        };
        (list, details)
    } else {
        let high = left - left * 2 / 5;
        let wanted = u16::try_from(rows + 2).unwrap_or(high).max(5);
        let list = below(top + notes, high.min(wanted));
        (list, below(list.bottom(), left - list.height))
    };
    Parts {
        header: outer.header,
        notes: below(top, notes),
        titles: Rect {
            height: list.height.min(1),
            ..list
        },
        list: Rect {
            y: list.y + 1,
            height: list.height.saturating_sub(1),
            ..list
        },
        details,
        status: outer.status,
        footer: outer.footer,
    }
}

/// How far a page goes.
pub fn page(height: u16) -> isize {
    isize::try_from(height / 4).unwrap_or(1).max(1)
}

/// Draws all of it.
pub fn draw(app: &App, it: &SheetScreen, frame: &mut Frame<'_>) {
    let Some(screen) = sheet::of(it.screen) else {
        return;
    };
    let notes = it.sheet.as_ref().map_or(0, |it| it.notes.len());
    let parts = parts(frame.area(), notes, it.len());
    header(app, screen, it, frame, parts.header);
    match &it.sheet {
        None => say(&["reading …".to_owned()], app.theme, frame, parts.list),
        Some(sheet) => {
            noted(sheet, app.theme, frame, parts.notes);
            if it.is_empty() {
                let nothing = ["nothing fits what is typed".to_owned()];
                let lines = if sheet.rows.is_empty() {
                    sheet.empty.as_slice()
                } else {
                    &nothing
                };
                say(lines, app.theme, frame, parts.list);
            } else {
                listed(sheet, it, app.theme, frame, (parts.titles, parts.list));
                details(app.theme, it, frame, parts.details);
            }
        }
    }
    status(app, it, frame, parts.status);
    footer::draw(app, frame, parts.footer);
}

fn header(app: &App, screen: &dyn Screen, it: &SheetScreen, frame: &mut Frame<'_>, area: Rect) {
    let width = usize::from(area.width);
    let all = it.sheet.as_ref().map_or(0, |it| it.all.max(it.rows.len()));
    let at = match (it.len(), all) {
        (0, _) => String::new(),
        (shown, all) if shown == all => format!("{} of {all} ", it.at + 1),
        (shown, all) => format!("{} of {shown}, {all} in all ", it.at + 1),
    };
    let title = format!(" {}", screen.title());
    let title = cell::fit(&title, width.saturating_sub(cell::width(&at)));
    let line = cell::fit(&format!("{title}{at}"), width);
    frame.render_widget(Line::styled(line, app.theme.style(Role::Bar)), area);
}

fn say(lines: &[String], theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let inside = Rect {
        x: area.x + 2.min(area.width),
        width: area.width.saturating_sub(4),
        ..area
    };
    let lines = lines
        .iter()
        .flat_map(|it| cell::wrap(it, usize::from(inside.width)));
    let lines: Vec<_> = lines
        .map(|it| Line::styled(it, theme.style(Role::Plain)))
        .collect();
    frame.render_widget(Paragraph::new(lines), inside);
}

fn noted(sheet: &Sheet, theme: Theme, frame: &mut Frame<'_>, area: Rect) {
    let width = usize::from(area.width);
    let line = |(role, text): &(Role, String)| {
        let text = format!(" {}", text::one_line(text, 400));
        Line::styled(cell::cut(&text, width).0, theme.style(*role))
    };
    let lines = sheet.notes.iter().take(usize::from(area.height));
    frame.render_widget(Paragraph::new(lines.map(line).collect::<Vec<_>>()), area);
}

/// The columns shown in a list of this width: position and width. Shares get what the others leave.
fn widths(columns: &[Column], width: usize) -> Vec<(usize, Column, usize)> {
    let shown = columns
        .iter()
        .enumerate()
        .filter(|(_, it)| it.from <= width);
    let mut out: Vec<_> = shown
        .map(|(at, it)| match it.width {
            Width::Exactly(wide) => (at, *it, wide),
            Width::Share(_) => (at, *it, 0),
        })
        .collect();
    let fixed: usize = out.iter().map(|it| it.2 + 1).sum();
    let mut left = width.saturating_sub(fixed + GUTTER);
    let share = |it: &Column| match it.width {
        Width::Exactly(_) => 0,
        Width::Share(share) => share,
    };
    let mut shares: usize = out.iter().map(|it| share(&it.1)).sum();
    for (_, column, wide) in &mut out {
        let part = share(column);
        if part > 0 {
            *wide = left * part / shares.max(1);
            left -= *wide;
            shares -= part;
        }
    }
    out
}

fn listed(
    sheet: &Sheet,
    it: &SheetScreen,
    theme: Theme,
    frame: &mut Frame<'_>,
    (titles, list): (Rect, Rect),
) {
    let columns = widths(&sheet.columns, usize::from(list.width));
    let width = usize::from(list.width);
    let mut heads = " ".repeat(GUTTER);
    for (_, column, wide) in &columns {
        heads.push_str(&placed(column.title, *wide, column.right));
        heads.push(' ');
    }
    let heads = cell::fit(&heads, width);
    frame.render_widget(Line::styled(heads, theme.style(Role::Heading)), titles);
    let height = usize::from(list.height);
    // The cursor stands in the middle where it can, so that neighbours on both sides are seen.
    let most = it.len().saturating_sub(height);
    let first = it.at.saturating_sub(height / 2).min(most);
    let lines: Vec<_> = (first..it.len())
        .take(height)
        .filter_map(|at| Some(line(it.row(at)?, &columns, at == it.at, theme)))
        .collect();
    frame.render_widget(Paragraph::new(lines), list);
}

fn line(
    row: &Row,
    columns: &[(usize, Column, usize)],
    chosen: bool,
    theme: Theme,
) -> Line<'static> {
    let base = theme.style(if chosen { Role::Selected } else { Role::Plain });
    let sign = if chosen { "› " } else { "  " };
    let mut spans = vec![Span::styled(sign, base)];
    for (at, column, wide) in columns {
        let Some(it) = row.cells.get(*at) else {
            continue;
        };
        let text = text::one_line(&it.text, 400);
        let style = if chosen { base } else { theme.style(it.role) };
        spans.push(Span::styled(placed(&text, *wide, column.right), style));
        spans.push(Span::styled(" ", base));
    }
    Line::from(spans)
}

fn placed(text: &str, width: usize, right: bool) -> String {
    if !right {
        return cell::fit(text, width);
    }
    let (text, used) = cell::cut(text, width);
    format!("{}{text}", " ".repeat(width.saturating_sub(used)))
}

/// The lines of some details.
pub fn lines(details: &[Detail], width: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut page = Page::new(width, theme);
    for it in details {
        match it {
            Detail::Heading(text) => page.heading(text),
            Detail::Pair(label, value) => page.pair(label, value),
            Detail::Text(role, text) => page.text(2, *role, text),
        }
    }
    page.finish()
}

fn details(theme: Theme, it: &SheetScreen, frame: &mut Frame<'_>, area: Rect) {
    let Some(row) = it.current().filter(|_| area.height > 1) else {
        return;
    };
    let width = usize::from(area.width);
    let rule = Rect { height: 1, ..area };
    let line = "─".repeat(width);
    frame.render_widget(Line::styled(line, theme.style(Role::Border)), rule);
    let inside = Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    };
    let lines = lines(&row.details, width, theme);
    let height = usize::from(inside.height);
    let more = lines.len().saturating_sub(height);
    let shown = if more > 0 { height - 1 } else { height };
    let mut lines: Vec<_> = lines.into_iter().take(shown).collect();
    if more > 0 {
        let text = format!("  {} more lines: e shows all", more + 1);
        lines.push(Line::styled(text, theme.style(Role::Muted)));
    }
    frame.render_widget(Paragraph::new(lines), inside);
}

fn status(app: &App, it: &SheetScreen, frame: &mut Frame<'_>, area: Rect) {
    if let Some(Overlay::Narrow(field, _)) = app.overlays.first() {
        let sign = Rect {
            width: area.width.min(2),
            ..area
        };
        frame.render_widget(Span::styled("/ ", app.theme.style(Role::Key)), sign);
        let rest = Rect {
            x: area.x + sign.width,
            width: area.width - sign.width,
            ..area
        };
        return field.draw(frame, rest);
    }
    if footer::notice(app, frame, area) || it.narrowed.is_empty() {
        return;
    }
    let text = format!(" / {}", text::one_line(&it.narrowed, 200));
    let line = cell::cut(&text, usize::from(area.width)).0;
    frame.render_widget(Line::styled(line, app.theme.style(Role::Muted)), area);
}
