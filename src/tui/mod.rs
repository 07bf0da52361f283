//! The console.
//!
//! ```text
//! crossterm thread ─┐                          ┌─ screens and overlays draw(&self)
//! keeper, searcher ─┼─▶ Event ─▶ App::handle ──┴─▶ Effect ─▶ the loop (jobs, editor, quit)
//! a tick, if needed ┘
//! ```
//!
//! Keys become actions by the keymap, actions change the state, and what the state cannot do itself
//! it leaves as effects. Lists are windows over an index; loads are numbered and the newest wins;
//! writes are never dropped. This room alone knows the terminal.

pub mod action;
pub mod app;
pub mod board;
pub mod effect;
pub mod event;
pub mod filter;
pub mod find;
pub mod jobs;
pub mod key;
pub mod keymap;
pub mod overlays;
pub mod screens;
mod session;
mod terminal;
pub mod theme;
pub mod widgets;
pub mod worker;

use crate::error::Problem;
use crate::ops::Workspace;
use std::sync::Arc;

/// What the console needs from the outside.
pub struct Options {
    /// The open store.
    pub workspace: Workspace,
    /// How the header names the store.
    pub store: String,
    /// Login name of the person.
    pub who_name: String,
    /// UTC seconds.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// The first filter; empty for all open issues.
    pub filter: String,
    /// The person's editor: a program and its arguments, parted by blanks.
    pub editor: Option<String>,
    /// How much colour the terminal may show.
    pub colour: theme::Colour,
    /// The person's own keys, when there are any.
    pub keys: Option<keymap::KeysFile>,
    /// True on throw-away sample data.
    pub demo: bool,
    /// Gives the formats that reports are read with, when the first is imported.
    pub formats: worker::LoadFormats,
}

/// Runs the console until the person leaves. The caller has made sure that there is a terminal.
pub fn run(options: Options) -> Result<(), Problem> {
    session::run(options)
}
