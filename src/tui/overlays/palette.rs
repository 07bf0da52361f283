//! Every command by name, found by typing.

use crate::tui::action::{Action, Group};
use crate::tui::keymap::{Keymap, Scope};
use crate::tui::widgets::pick::{Item, Pick};

/// True when the palette lists an action: not the ones that only move or answer a window.
pub fn offers(action: Action) -> bool {
    !matches!(action.group(), Group::Move | Group::Window) && action != Action::Palette
}

/// The palette for where these scopes are active. `blocked` says why an action cannot be done now.
pub fn open(
    keymap: &Keymap,
    scopes: &[Scope],
    blocked: impl Fn(Action) -> Option<&'static str>,
) -> Pick<Action> {
    let offered = Action::ALL.iter().copied().filter(|it| offers(*it));
    let items = offered.map(|action| {
        let reason = blocked(action);
        Item {
            label: format!("{} — {}", action.name(), action.about()),
            hint: reason.map_or_else(|| keymap.key_of(scopes, action), str::to_owned),
            dim: reason.is_some(),
            value: action,
        }
    });
    Pick::new(items.collect())
}
