//! Screens that are a list with a pane of details: one machine, one small file for each.
//!
//! A screen says what to load ([`Screen::load`], on the worker's thread, where the store is), what
//! Enter does with a row ([`table::Enter`]), and which actions its rows take ([`Screen::verbs`],
//! carried out by [`Screen::carry_out`], again on the worker's thread). Moving, narrowing by typing,
//! drawing at any size, going back and the undo are the machine's.
//!
//! To add a screen: a file here, a line in [`SCREENS`], its action in the table of actions (group
//! `Screen`) and a key under `[global]` in `assets/keys.toml`. A verb is an action with a key under
//! `[sheet]`.

pub mod applications;
pub mod ask;
pub mod draw;
pub mod gates;
pub mod metrics;
pub mod state;
pub mod table;

use crate::error::{Kind, Problem};
use crate::ops::decide::Outcome;
use crate::ops::{Who, Workspace};
use crate::tui::action::Action;
use crate::tui::worker::LoadFormats;
use ask::Ask;
use table::{Row, Sheet};

/// Every screen of this sort. The only list.
pub const SCREENS: &[&dyn Screen] = &[
    &applications::Applications,
    &metrics::Metrics,
    &gates::Gates,
];

/// What a screen loads from and writes to. It lives on the worker's thread.
pub struct Desk<'a> {
    /// The open store.
    pub workspace: &'a mut Workspace,
    /// What reports are read with, and which kinds of findings each format has.
    pub formats: &'a LoadFormats,
    /// Who asks, and when.
    pub who: Who,
}

/// What a person wants done with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// The screen, by the action that opens it.
    pub screen: Action,
    /// The verb, by its action.
    pub verb: Action,
    /// [`Row::key`] of the row.
    pub key: String,
    /// What was chosen or typed; empty where nothing was asked.
    pub value: String,
}

/// Something that can be done with a row.
pub struct Verb {
    /// The action that does it: its key, name and line of help.
    pub action: Action,
    /// What to ask before.
    pub ask: fn(&Row) -> Ask,
}

/// A list with details.
pub trait Screen: Sync {
    /// The action that opens it.
    fn action(&self) -> Action;

    /// Its heading.
    fn title(&self) -> &'static str;

    /// Reads what it shows.
    fn load(&self, desk: &mut Desk<'_>) -> Result<Sheet, Problem>;

    /// What its rows take besides Enter.
    fn verbs(&self) -> &'static [Verb] {
        &[]
    }

    /// Does what was asked for: one operation, that undo takes back.
    fn carry_out(&self, _: &mut Desk<'_>, doing: &Doing) -> Result<Outcome, Problem> {
        let message = format!("nobody carries out {}", doing.verb.name());
        Err(Problem::new(Kind::Bug, message))
    }
}

/// The screen that an action opens.
pub fn of(action: Action) -> Option<&'static dyn Screen> {
    SCREENS.iter().copied().find(|it| it.action() == action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Group;

    #[test]
    fn every_action_of_the_group_opens_exactly_one_screen() {
        for action in Action::ALL {
            let screens = SCREENS.iter().filter(|it| it.action() == *action).count();
            let wanted = usize::from(action.group() == Group::Screen);
            assert_eq!(screens, wanted, "{}", action.name());
        }
    }
}
