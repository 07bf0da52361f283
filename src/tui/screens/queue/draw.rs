//! Draws the queue. Reads only; touches no more rows than fit on the screen.

use crate::model::{Band, Columns, Severity, Status, text};
use crate::tui::app::App;
use crate::tui::overlays::Overlay;
use crate::tui::screens::queue::layout::{Column, GUTTER, columns, parts};
use crate::tui::screens::queue::{Queue, bars};
use crate::tui::theme::{Role, Theme, severity_short};
use crate::tui::widgets::{cell, when};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

/// Longest text of a cell, in characters, before it is cut to its column.
const LONG: usize = 300;

/// Draws all of it.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let parts = parts(frame.area());
    let (queue, theme) = (&app.queue, app.theme);
    bars::header(app, frame, parts.header);
    if queue.is_empty() {
        empty(app, frame, parts.list);
    } else {
        let columns = columns(usize::from(parts.list.width));
        frame.render_widget(titles(&columns, queue, theme), parts.titles);
        let rows = queue.offset..queue.offset + usize::from(parts.list.height);
        let now = app.now;
        let lines: Vec<_> = rows
            .filter_map(|at| {
                Some(row(
                    &Look {
                        queue,
                        theme,
                        now,
                        at,
                        row: queue.row(at)?,
                    },
                    &columns,
                ))
            })
            .collect();
        frame.render_widget(Paragraph::new(lines), parts.list);
    }
    bars::status(app, frame, parts.status);
    bars::footer(app, frame, parts.footer);
}

fn titles(columns: &[(Column, usize)], queue: &Queue, theme: Theme) -> Line<'static> {
    let mut text = " ".repeat(GUTTER);
    for (idx, (column, wide)) in columns.iter().enumerate() {
        if idx > 0 {
            text.push(' ');
        }
        let sorted = column.title() == sorted_title(queue);
        let title = if sorted {
            format!("{}↓", column.title())
        } else {
            column.title().to_owned()
        };
        text.push_str(&cell::fit(&title, *wide));
    }
    Line::styled(text, theme.style(Role::Muted))
}

const fn sorted_title(queue: &Queue) -> &'static str {
    use crate::tui::filter::Sort;
    match queue.sort {
        Sort::Priority | Sort::Tools => "",
        Sort::Severity => Column::Severity.title(),
        Sort::Age => Column::Age.title(),
        Sort::Place => Column::Where.title(),
    }
}

/// What one row is drawn from.
struct Look<'a> {
    queue: &'a Queue,
    theme: Theme,
    now: i64,
    at: usize,
    row: u32,
}

fn row(look: &Look<'_>, columns: &[(Column, usize)]) -> Line<'static> {
    let Look {
        queue,
        theme,
        at,
        row,
        ..
    } = *look;
    let id = queue.board.id(row).unwrap_or_default();
    let decided = queue.decided.contains_key(&id);
    let marked = queue.marks.contains(&id);
    let ranged = queue.range().is_some_and(|it| it.contains(&at));
    let selected = at == queue.selected;
    let base = if selected {
        theme.style(Role::Selected)
    } else if decided {
        theme.style(Role::Muted)
    } else {
        Style::new()
    };
    let sign = if decided { "✓" } else { " " };
    let mark = if marked {
        "●"
    } else if ranged {
        "▌"
    } else {
        " "
    };
    // A blank with a colour would be a block on the cursor's reversed bar.
    let signed = |sign, role| match sign {
        " " => Span::raw(sign),
        _ => Span::styled(sign, theme.style(role)),
    };
    let mut spans = vec![
        Span::raw(if selected { "›" } else { " " }),
        signed(mark, Role::Marked),
        signed(sign, Role::Good),
    ];
    for (idx, (column, wide)) in columns.iter().enumerate() {
        if idx > 0 {
            spans.push(Span::raw(" "));
        }
        let (text, role) = value(look, *column);
        let text = match column {
            Column::Where => cell::fit_end(&text::one_line(&text, LONG), *wide),
            Column::Age | Column::Due | Column::Tools => format!("{text:>wide$}"),
            Column::Band
            | Column::Severity
            | Column::What
            | Column::App
            | Column::Owner
            | Column::State => cell::fit(&text::one_line(&text, LONG), *wide),
        };
        // On the cursor's bar and on decided rows one style is easier to read than six.
        let style = if selected || decided {
            Style::new()
        } else {
            theme.style(role)
        };
        spans.push(Span::styled(text, style));
    }
    Line::from(spans).style(base)
}

fn value(look: &Look<'_>, column: Column) -> (String, Role) {
    let (board, row) = (&look.queue.board, look.row);
    let at = row as usize;
    let all = &board.columns;
    let of = |field: fn(&Columns) -> &Vec<u32>| board.text(field, row).to_owned();
    match column {
        Column::Band => {
            let band = all.band.get(at).copied().unwrap_or(Band::P4);
            (band.name().to_owned(), Role::Band(band))
        }
        Column::Severity => {
            let it = all.severity.get(at).copied().unwrap_or(Severity::Unknown);
            (severity_short(it).to_owned(), Role::Severity(it))
        }
        Column::What => (of(|it| &it.title), Role::Plain),
        Column::Where => (of(|it| &it.place), Role::Muted),
        Column::App => (of(|it| &it.app), Role::Plain),
        Column::Owner => (owner(&of(|it| &it.team), &of(|it| &it.person)), Role::Plain),
        Column::Age => {
            let seen = all.first_seen.get(at).copied().unwrap_or(look.now);
            (when::age(seen, look.now), Role::Muted)
        }
        Column::Due => match all.due_at(at) {
            None => ("-".to_owned(), Role::Muted),
            Some(due) if due < look.now => ("late".to_owned(), Role::Danger),
            Some(due) => (when::age(look.now, due), Role::Plain),
        },
        Column::Tools => {
            let tools = all.tool_count.get(at).copied().unwrap_or(0);
            (
                tools.to_string(),
                if tools > 1 {
                    Role::Heading
                } else {
                    Role::Muted
                },
            )
        }
        Column::State => state(look.queue.status(look.at)),
    }
}

/// An owner in one column; `-` for nobody.
pub fn owner(team: &str, person: &str) -> String {
    match (team, person) {
        ("", "") => "-".to_owned(),
        (team, "") => team.to_owned(),
        ("", person) => format!("@{person}"),
        (team, person) => format!("{team} @{person}"),
    }
}

fn state(status: Status) -> (String, Role) {
    let (text, role) = match status {
        Status::New => ("new", Role::Plain),
        Status::Confirmed => ("confirmed", Role::Warning),
        Status::InWork => ("in work", Role::Warning),
        Status::FalsePositive => ("false pos", Role::Muted),
        Status::Exception => ("exception", Role::Muted),
        Status::Snoozed => ("snoozed", Role::Muted),
        Status::Fixed => ("fixed", Role::Good),
        Status::Reopened => ("reopened", Role::Danger),
    };
    (text.to_owned(), role)
}

/// What an empty list says depends on why it is empty.
fn empty(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let theme = app.theme;
    let key = |action| app.keymap.key_of(app.screen_scopes(), action);
    let typing = matches!(app.overlays.first(), Some(Overlay::Filter(_)));
    let lines: Vec<String> = if !app.queue.ready && !typing {
        vec!["reading the store …".to_owned()]
    } else if typing {
        vec!["No issue passes this filter.".to_owned()]
    } else if app.queue.board.columns.is_empty() {
        vec![
            "Nothing has been imported yet.".to_owned(),
            String::new(),
            "  sluice import REPORT --app NAME".to_owned(),
            "      reads what a scanner wrote".to_owned(),
            "  sluice demo".to_owned(),
            "      shows the console on sample data".to_owned(),
        ]
    } else if app.queue.filter.is_empty() {
        let all = app.queue.board.columns.len();
        vec![
            "Nothing is open.".to_owned(),
            format!("{all} issues are decided or fixed; a filter on status shows them."),
        ]
    } else {
        let filter = key(crate::tui::action::Action::Filter);
        vec![
            "No issue passes this filter.".to_owned(),
            format!("{filter} changes it."),
        ]
    };
    let inside = Rect {
        x: area.x + 2.min(area.width),
        y: area.y + 1.min(area.height),
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(1),
    };
    let wrapped = lines
        .iter()
        .flat_map(|it| cell::wrap(it, usize::from(inside.width)));
    let lines: Vec<_> = wrapped
        .map(|it| Line::styled(it, theme.style(Role::Plain)))
        .collect();
    frame.render_widget(Paragraph::new(lines), inside);
}
