//! Draws the merge inbox. Reads only.

use crate::model::text;
use crate::ops::suggestions::Suggested;
use crate::tui::app::App;
use crate::tui::screens::footer;
use crate::tui::screens::inbox::diff::{self, Token};
use crate::tui::screens::inbox::{Inbox, rows};
use crate::tui::screens::queue::layout::parts;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::cell;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

/// Columns of the labels of the comparison, with the sign.
const LABEL: usize = 12;

/// Where the list of so many and the comparison stand.
pub fn halves(area: Rect, count: usize) -> (Rect, Rect) {
    let most = (area.height / 4).clamp(2, 8).min(area.height);
    let list = Rect {
        y: area.y + 1.min(area.height),
        height: u16::try_from(count).unwrap_or(most).clamp(1, most.max(1)),
        ..area
    };
    let below = Rect {
        y: list.bottom(),
        height: area.height.saturating_sub(list.height + 3),
        ..area
    };
    (list, below)
}

/// Draws all of it.
pub fn draw(app: &App, inbox: &Inbox, frame: &mut Frame<'_>) {
    let area = frame.area();
    let parts = parts(area);
    header(app, inbox, frame, parts.header);
    match inbox.current() {
        Some(it) => {
            let (list, below) = halves(area, inbox.len());
            frame.render_widget(Paragraph::new(listed(inbox, list, app.theme)), list);
            compared(app, inbox, it, frame, below);
        }
        None => empty(app, inbox, frame, parts.list),
    }
    footer::notice(app, frame, parts.status);
    footer::draw(app, frame, parts.footer);
}

fn header(app: &App, inbox: &Inbox, frame: &mut Frame<'_>, area: Rect) {
    let width = usize::from(area.width);
    let at = match inbox.len() {
        0 => String::new(),
        _ => format!("{} of {} ", inbox.at + 1, inbox.all),
    };
    let title = cell::fit(" merge inbox", width.saturating_sub(cell::width(&at)));
    let line = cell::fit(&format!("{title}{at}"), width);
    frame.render_widget(Line::styled(line, app.theme.style(Role::Bar)), area);
}

fn empty(app: &App, inbox: &Inbox, frame: &mut Frame<'_>, area: Rect) {
    let lines: &[&str] = if inbox.items.is_none() {
        &["reading …"]
    } else {
        &[
            "No issues look as if they could be one.",
            "What a rule only suspects shows up here after an import.",
        ]
    };
    let inside = Rect {
        x: area.x + 2.min(area.width),
        width: area.width.saturating_sub(4),
        ..area
    };
    let wrapped = lines
        .iter()
        .flat_map(|it| cell::wrap(it, usize::from(inside.width)));
    let style = app.theme.style(Role::Plain);
    let lines: Vec<_> = wrapped.map(|it| Line::styled(it, style)).collect();
    frame.render_widget(Paragraph::new(lines), inside);
}

/// The list, the cursor always in sight.
fn listed(inbox: &Inbox, area: Rect, theme: Theme) -> Vec<Line<'static>> {
    let (width, height) = (usize::from(area.width), usize::from(area.height));
    let first = inbox.at.saturating_sub(height.saturating_sub(1));
    let items = inbox.items.iter().flatten().enumerate();
    let line = |(idx, it): (usize, &Suggested)| {
        let chosen = idx == inbox.at;
        let sign = if chosen { "›" } else { " " };
        let rule = cell::fit(&it.rule, 14.min(width / 5));
        let room = width.saturating_sub(cell::width(&rule) + 6) / 2;
        let one = cell::fit(&text::one_line(&it.one.title, 300), room);
        let other = cell::fit(&text::one_line(&it.other.title, 300), room);
        let role = if chosen { Role::Selected } else { Role::Plain };
        Line::styled(
            cell::fit(&format!("{sign} {rule} {one} ≈ {other}"), width),
            theme.style(role),
        )
    };
    items.skip(first).take(height).map(line).collect()
}

fn compared(app: &App, inbox: &Inbox, it: &Suggested, frame: &mut Frame<'_>, area: Rect) {
    let theme = app.theme;
    let lines = lines(it, usize::from(area.width), theme);
    let shown = usize::from(area.height);
    let last = lines.len().saturating_sub(shown);
    let first = inbox.scroll.min(last);
    let left = lines.len().saturating_sub(first + shown);
    let lines: Vec<_> = lines.into_iter().skip(first).take(shown).collect();
    frame.render_widget(Paragraph::new(lines), area);
    if left > 0 {
        let more = Rect {
            y: area.bottom(),
            height: 1,
            ..area
        };
        let text = format!(" {left} more lines ↓");
        frame.render_widget(Line::styled(text, theme.style(Role::Muted)), more);
    }
}

/// All lines of the comparison.
pub fn lines(it: &Suggested, width: usize, theme: Theme) -> Vec<Line<'static>> {
    let why = format!(
        " {} v{}, {}: {}",
        it.rule,
        it.version,
        it.confidence,
        text::one_line(&it.evidence, 300)
    );
    let mut lines: Vec<Line<'static>> = cell::wrap(&why, width)
        .into_iter()
        .take(2)
        .map(|it| Line::styled(cell::fit(&it, width), theme.style(Role::Heading)))
        .collect();
    for (label, one, other) in rows(it) {
        lines.extend(row(label, (&one, &other), width, theme));
    }
    lines
}

/// One field of both sides. The sign says whether they differ, the style of a token that it does.
fn row(label: &str, (one, other): (&str, &str), width: usize, theme: Theme) -> Vec<Line<'static>> {
    let clean = |text: &str| text::lines(text, 14).join("\n");
    let (left, right) = diff::tokens(&clean(one), &clean(other));
    let sign = if one == other { "=" } else { "≠" };
    let room = width.saturating_sub(LABEL + 3) / 2;
    let mut left = column(left, room, theme).into_iter();
    let mut right = column(right, room, theme).into_iter();
    let mut out = Vec::new();
    loop {
        let (a, b) = (left.next(), right.next());
        if a.is_none() && b.is_none() {
            break;
        }
        let label = if out.is_empty() {
            format!(" {sign} {label}")
        } else {
            String::new()
        };
        let label = cell::fit(&label, LABEL);
        let mut spans = vec![Span::styled(label, theme.style(Role::Muted))];
        let a = a.unwrap_or_default();
        let used: usize = a.iter().map(Span::width).sum();
        spans.extend(a);
        spans.push(Span::raw(" ".repeat(room.saturating_sub(used))));
        spans.push(Span::styled(" │ ", theme.style(Role::Border)));
        spans.extend(b.unwrap_or_default());
        out.push(Line::from(spans));
    }
    out
}

/// Tokens in lines of at most `width` columns.
fn column(tokens: Vec<Token>, width: usize, theme: Theme) -> Vec<Vec<Span<'static>>> {
    let width = width.max(4);
    let mut out = vec![Vec::new()];
    let mut used = 0;
    let differs = theme
        .style(Role::Warning)
        .add_modifier(Modifier::UNDERLINED);
    for (text, same) in tokens {
        if text == "\n" {
            out.push(Vec::new());
            used = 0;
            continue;
        }
        let style = if same {
            theme.style(Role::Plain)
        } else {
            differs
        };
        let wide = cell::width(&text);
        let pieces = if wide > width {
            cell::wrap(&text, width)
        } else {
            vec![text]
        };
        for piece in pieces {
            let wide = cell::width(&piece);
            if used + wide > width {
                out.push(Vec::new());
                used = 0;
            }
            used += wide;
            if let Some(line) = out.last_mut() {
                line.push(Span::styled(piece, style));
            }
        }
    }
    out
}
