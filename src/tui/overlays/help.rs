//! The help: every action that can be asked for here, with its keys. Made from the action table and
//! the keys in force, so it cannot be out of date.

use crate::tui::action::{Action, Group};
use crate::tui::keymap::{Keymap, Scope};
use crate::tui::overlays::text_window::TextWindow;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::cell;
use ratatui::text::{Line, Span};

/// Columns for the keys, where there is room for more than one key each.
const KEYS: usize = 18;
/// Columns for one key each.
const ONE_KEY: usize = 9;

/// The help for where these scopes are active. `blocked` says why an action cannot be done now.
pub fn open(
    keymap: &Keymap,
    scopes: &[Scope],
    width: u16,
    theme: Theme,
    blocked: impl Fn(Action) -> Option<&'static str>,
) -> TextWindow {
    let mut lines = Vec::new();
    let width = usize::from(width).saturating_sub(6).clamp(30, 74);
    let wide = width >= 50;
    for group in Group::ALL {
        let windows = [Scope::Window, Scope::Input];
        let scopes = if *group == Group::Window {
            &windows
        } else {
            scopes
        };
        let here = Action::ALL.iter().filter(|it| it.group() == *group);
        let rows: Vec<_> = here
            .map(|it| (*it, keymap.keys_of(scopes, *it)))
            .map(|(it, keys)| {
                (
                    it,
                    if wide {
                        keys.join("  ")
                    } else {
                        keys.into_iter().take(1).collect()
                    },
                )
            })
            .filter(|(it, keys)| !keys.is_empty() || it.group() != Group::Move)
            .collect();
        if rows.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(group.title(), theme.style(Role::Heading)));
        for (action, keys) in rows {
            let keys = if keys.is_empty() { "(palette)" } else { &keys };
            let reason = if *group == Group::Window {
                None
            } else {
                blocked(action)
            };
            lines.extend(row(keys, action, reason, (width, theme)));
        }
    }
    TextWindow::new("Keys — Esc closes", lines)
}

fn row(
    keys: &str,
    action: Action,
    blocked: Option<&str>,
    (width, theme): (usize, Theme),
) -> Vec<Line<'static>> {
    let about = match blocked {
        Some(why) => format!("{} ({why})", action.about()),
        None => action.about().to_owned(),
    };
    let role = if blocked.is_some() {
        Role::Muted
    } else {
        Role::Plain
    };
    let room = if width >= 50 { KEYS } else { ONE_KEY };
    let parts = cell::wrap(&about, width.saturating_sub(room + 1));
    let keys = std::iter::once(keys).chain(std::iter::repeat(""));
    keys.zip(parts)
        .map(|(keys, part)| {
            Line::from(vec![
                Span::styled(cell::fit(keys, room), theme.style(Role::Key)),
                Span::styled(format!(" {part}"), theme.style(role)),
            ])
        })
        .collect()
}
