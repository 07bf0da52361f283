//! The two lowest lines of a screen: notices, and what the keys do to what.

use crate::model::text;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::key::sequence_text;
use crate::tui::screens::sheet;
use crate::tui::theme::Role;
use crate::tui::widgets::cell;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// What the queue's footer offers, most wanted first.
const QUEUE: &[Action] = &[
    Action::Confirm,
    Action::FalsePositive,
    Action::Owner,
    Action::Note,
    Action::Undo,
    Action::Filter,
    Action::Open,
    Action::Mark,
    Action::Help,
    Action::Quit,
];

/// What the footer of an issue offers.
const ISSUE: &[Action] = &[
    Action::Confirm,
    Action::FalsePositive,
    Action::Owner,
    Action::Note,
    Action::Undo,
    Action::NextIssue,
    Action::PrevIssue,
    Action::Back,
    Action::Help,
];

/// What the footer of the merge inbox offers.
const INBOX: &[Action] = &[
    Action::Same,
    Action::NotSame,
    Action::NeverSame,
    Action::Explain,
    Action::Undo,
    Action::Back,
    Action::Help,
];

/// What the footer of a list screen offers after the verbs of its rows.
const SHEET: [Action; 5] = [
    Action::Open,
    Action::Filter,
    Action::Undo,
    Action::Back,
    Action::Help,
];

/// A notice, a banner or the keys that may follow; false when there is none.
pub fn notice(app: &App, frame: &mut Frame<'_>, area: Rect) -> bool {
    let (line, offer, role) = if !app.pending.is_empty() {
        let follow = app.keymap.follow(app.scopes(), &app.pending);
        let follow = follow
            .iter()
            .map(|(keys, action)| format!("{keys} {}", action.name()));
        let follow: Vec<_> = follow.collect();
        let pressed = sequence_text(&app.pending);
        (format!("{pressed} … {}", follow.join("   ")), "", Role::Key)
    } else if let Some(notice) = &app.notice {
        (
            text::one_line(&notice.text, 400),
            notice.offer.as_str(),
            notice.role,
        )
    } else if app.stale {
        let key = app.keymap.key_of(app.screen_scopes(), Action::Refresh);
        let line = format!("the store has changed — {key} reads it again");
        (line, "", Role::Warning)
    } else {
        return false;
    };
    let room = usize::from(area.width).saturating_sub(cell::width(offer));
    let line = format!("{}{offer}", cell::cut(&format!(" {line}"), room).0);
    frame.render_widget(Line::styled(line, app.theme.style(role)), area);
    true
}

/// What a decision would be about, then the keys, as many as fit.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let theme = app.theme;
    let target = format!(" → {} ", app.target_text());
    let mut left = usize::from(area.width).saturating_sub(cell::width(&target));
    let mut spans = vec![Span::styled(target, theme.style(Role::Marked))];
    let verbs = app.sheet.as_ref().and_then(|it| sheet::of(it.screen));
    let verbs = verbs.map_or(&[][..], |it| it.verbs());
    let of_sheet: Vec<_> = verbs.iter().map(|it| it.action).chain(SHEET).collect();
    let offered = match (&app.issue, &app.inbox, &app.sheet) {
        (Some(_), ..) => ISSUE,
        (None, Some(_), _) => INBOX,
        (None, None, Some(_)) => &of_sheet,
        (None, None, None) => QUEUE,
    };
    let help = hint(app, Action::Help);
    left = left.saturating_sub(
        help.as_ref()
            .map_or(0, |(key, name)| cell::width(key) + name.len() + 3),
    );
    for action in offered.iter().filter(|it| **it != Action::Help) {
        let Some((key, name)) = hint(app, *action) else {
            continue;
        };
        let wide = cell::width(&key) + name.len() + 3;
        if wide > left {
            break;
        }
        left -= wide;
        push(app, &mut spans, *action, (key, name));
    }
    if let Some(help) = help {
        push(app, &mut spans, Action::Help, help);
    }
    frame.render_widget(Line::from(spans), area);
}

fn hint(app: &App, action: Action) -> Option<(String, String)> {
    let key = app.keymap.key_of(app.screen_scopes(), action);
    let short = [
        (Action::FalsePositive, "false pos"),
        (Action::Same, "yes"),
        (Action::NotSame, "no"),
        (Action::NeverSame, "never"),
    ];
    let short = short.iter().find(|it| it.0 == action);
    let name = short.map_or_else(|| action.name().replace('-', " "), |it| it.1.to_owned());
    (!key.is_empty()).then_some((key, name))
}

fn push(app: &App, spans: &mut Vec<Span<'static>>, action: Action, (key, name): (String, String)) {
    let blocked = app.blocked(action).is_some();
    let role = if blocked { Role::Muted } else { Role::Key };
    spans.push(Span::styled(format!(" {key}"), app.theme.style(role)));
    let role = if blocked { Role::Muted } else { Role::Plain };
    spans.push(Span::styled(format!(" {name} "), app.theme.style(role)));
}
