//! The lines around the list: header, status with the filter and notices, footer with the keys.

use crate::model::{Band, text};
use crate::ops::feeds::Age;
use crate::tui::app::App;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::filter_line::FilterLine;
use crate::tui::screens::footer;
use crate::tui::screens::queue::layout;
use crate::tui::theme::Role;
use crate::tui::widgets::cell;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Store, scope, counts. What matters least goes first when there is no room.
pub fn header(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let (queue, board) = (&app.queue, &app.queue.board);
    let scope = match board.apps.as_slice() {
        [] => String::new(),
        [one] => text::one_line(board.columns.pool.get(*one), 24),
        many => format!("{} applications", many.len()),
    };
    let bands = Band::ALL.iter().zip(queue.shown.bands);
    let bands: Vec<_> = bands
        .map(|(band, count)| format!("{band} {count}"))
        .collect();
    let name = if app.demo {
        "sluice demo".to_owned()
    } else {
        text::one_line(&app.store, 30)
    };
    let open = format!("{} open", board.open);
    let shown = format!("{} shown", queue.len());
    let done = match app.verdicts {
        0 => String::new(),
        count => format!("{count} decided"),
    };
    let mut parts = vec![
        (3, name),
        (5, scope),
        (1, open),
        (2, shown),
        (4, bands.join(" ")),
        (2, done),
    ];
    parts.retain(|(_, it)| !it.is_empty());
    let room = usize::from(area.width).saturating_sub(2);
    while parts.len() > 1 && width(&parts) > room {
        let least = parts.iter().map(|(rank, _)| *rank).max().unwrap_or(0);
        parts.retain(|(rank, _)| *rank != least);
    }
    let texts: Vec<_> = parts.into_iter().map(|(_, it)| it).collect();
    let line = cell::fit(&format!(" {}", texts.join(" · ")), usize::from(area.width));
    frame.render_widget(Line::styled(line, app.theme.style(Role::Bar)), area);
}

fn width(parts: &[(u8, String)]) -> usize {
    parts.iter().map(|(_, it)| cell::width(it) + 3).sum()
}

/// The filter being typed, else a notice, else the filter in force.
pub fn status(app: &App, frame: &mut Frame<'_>, area: Rect) {
    if let Some(Overlay::Filter(line)) = app.overlays.first() {
        return typing(app, line, frame, area);
    }
    if footer::notice(app, frame, area) {
        return;
    }
    let queue = &app.queue;
    if !queue.ready || queue.board.columns.is_empty() {
        return;
    }
    let at = format!(
        "{} of {}",
        (queue.selected + 1).min(queue.len()),
        queue.len()
    );
    let fed = fed(&queue.board.feeds, usize::from(area.width));
    let wide: usize = fed.iter().map(|it| cell::width(&it.0) + 2).sum();
    let room = usize::from(area.width).saturating_sub(at.len() + 3 + wide);
    let place = queue
        .row(queue.selected)
        .map(|row| queue.board.text(|it| &it.place, row));
    let left = match (queue.filter.as_str(), place) {
        // Where the list has no room for places, the one under the cursor stands here.
        ("", Some(place)) if usize::from(area.width) < layout::PLACES => {
            format!(
                " {}",
                cell::fit_end(&text::one_line(place, 300), room.saturating_sub(1))
            )
        }
        ("", _) => cell::fit(&format!(" open issues · by {}", queue.sort.name()), room),
        (filter, _) => {
            let filter = text::one_line(filter, 400);
            cell::fit(&format!(" / {filter} · by {}", queue.sort.name()), room)
        }
    };
    let muted = app.theme.style(Role::Muted);
    let mut spans = vec![Span::styled(left, muted)];
    for (text, role) in fed {
        spans.push(Span::styled(format!("  {text}"), app.theme.style(role)));
    }
    spans.push(Span::styled(format!("  {at}"), muted));
    frame.render_widget(Line::from(spans), area);
}

/// Lines narrower than this tell of the feeds only what is wrong with them.
const FED: usize = 100;

/// How old the feeds are; what is stale or missing is said in words. Feeds of one age share a text.
fn fed(feeds: &[Age], width: usize) -> Vec<(String, Role)> {
    let mut told: Vec<(String, &Age)> = Vec::new();
    for it in feeds {
        let name = it.name.to_uppercase();
        match told.last_mut() {
            Some((names, of)) if (of.days, of.stale) == (it.days, it.stale) => {
                names.push(' ');
                names.push_str(&name);
            }
            _ => told.push((name, it)),
        }
    }
    let told = told.into_iter().filter_map(|(names, it)| match it.days {
        None => Some((format!("{names} not fed"), Role::Warning)),
        Some(days) if it.stale => Some((format!("{names} {days}d: stale"), Role::Warning)),
        Some(days) => (width >= FED).then(|| (format!("{names} {days}d"), Role::Muted)),
    });
    told.collect()
}

fn typing(app: &App, line: &FilterLine, frame: &mut Frame<'_>, area: Rect) {
    let count = match &line.wrong {
        Some(_) => String::new(),
        None => format!(" {} match", app.queue.len()),
    };
    let wide = u16::try_from(cell::width(&count))
        .unwrap_or(0)
        .min(area.width / 2);
    let sign = Rect {
        width: area.width.min(2),
        ..area
    };
    frame.render_widget(Span::styled("/ ", app.theme.style(Role::Key)), sign);
    let field = Rect {
        x: area.x + sign.width,
        width: area.width.saturating_sub(sign.width + wide),
        ..area
    };
    line.field.draw(frame, field);
    let right = Rect {
        x: area.right().saturating_sub(wide),
        width: wide,
        ..area
    };
    frame.render_widget(Line::styled(count, app.theme.style(Role::Muted)), right);
}

/// Keys, or what is wrong with the filter right under the place.
pub fn footer(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let Some(Overlay::Filter(line)) = app.overlays.first() else {
        return footer::draw(app, frame, area);
    };
    let room = usize::from(area.width);
    if let Some(wrong) = &line.wrong
        && line.completions.is_empty()
    {
        let text = line.field.text();
        let before = cell::width(text.get(..wrong.at.start).unwrap_or(&text)) + 2;
        let marked = cell::width(text.get(wrong.at.clone()).unwrap_or("")).clamp(1, 40);
        let message = text::one_line(&wrong.message, 200);
        let hint = match wrong.hint.as_str() {
            "" => String::new(),
            hint => format!(": {}", text::one_line(hint, 200)),
        };
        let caret = format!("{}{}", " ".repeat(before), "^".repeat(marked));
        let fits = cell::width(&caret) + 1 + cell::width(&message) <= room;
        let caret = if fits { caret } else { String::new() };
        let line = format!("{caret} {message}{hint}");
        let style = app.theme.style(Role::Danger);
        frame.render_widget(Line::styled(cell::fit(&line, room), style), area);
        return;
    }
    let muted = app.theme.style(Role::Muted);
    if line.completions.is_empty() {
        let text = " Enter keeps it · Esc goes back · Tab completes";
        frame.render_widget(Line::styled(cell::cut(text, room).0, muted), area);
        return;
    }
    let mut spans = vec![Span::styled(" Tab ", app.theme.style(Role::Key))];
    for (idx, it) in line
        .completions
        .iter()
        .enumerate()
        .skip(line.choice.saturating_sub(2))
    {
        let count = it.count.map(|it| format!(" {it}")).unwrap_or_default();
        let role = if idx == line.choice {
            Role::Selected
        } else {
            Role::Plain
        };
        let word = text::one_line(&it.text, 40);
        spans.push(Span::styled(word, app.theme.style(role)));
        spans.push(Span::styled(format!("{count}  "), muted));
    }
    frame.render_widget(Line::from(spans), area);
}
