//! Windows over a screen, kept as a stack. The top one gets the keys; all are drawn.
//!
//! A window never changes anything outside itself: it answers with a [`Reply`], which the app
//! carries out.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a window ignores the actions that are not its own"
)]

pub mod filter_line;
pub mod findings;
pub mod help;
pub mod import;
pub mod leave;
pub mod note;
pub mod owner;
pub mod palette;
pub mod queues;
pub mod reasons;
pub mod sure;
pub mod text_window;
pub mod verb;

use crate::model::Severity;
use crate::ops::decide::Change;
use crate::tui::action::Action;
use crate::tui::effect::{About, Reports};
use crate::tui::keymap::Scope;
use crate::tui::screens::sheet::Doing;
use crate::tui::screens::sheet::ask::Then;
use crate::tui::theme::Theme;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::pick::Pick;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Size;

/// One window.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Text to read: help, a problem.
    Text(text_window::TextWindow),
    /// Any command.
    Palette(Pick<Action>),
    /// A title or place to go to.
    Find(Pick<i64>),
    /// The filter being typed.
    Filter(filter_line::FilterLine),
    /// Whose queue to look at, as a filter.
    Queues(Pick<String>),
    /// What narrows a list screen, being typed, and what did before.
    Narrow(Field, String),
    /// What a verb of a list screen asks.
    Verb(Box<verb::VerbWindow>),
    /// Which report to import.
    Import(Box<import::ImportForm>),
    /// What an import would change.
    Plan(import::ImportPlan),
    /// Findings of an issue to choose from.
    Findings(Box<findings::Findings>),
    /// How bad it is.
    Severity(Pick<Option<Severity>>),
    /// Why it is decided.
    Reasons(reasons::Reasons),
    /// Who gets it.
    Owner(owner::OwnerPick),
    /// A note being written.
    Note(note::Note),
    /// Are you sure?
    Sure(sure::Sure),
    /// Leave, after decisions were made?
    Leave(leave::Leave),
}

/// What a window wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Nothing.
    Stay,
    /// Close it.
    Close,
    /// Close it and carry out this.
    Run(Action),
    /// Close it and decide this about what is chosen.
    Decide(Change),
    /// Close it and decide this about exactly these.
    Write(Vec<i64>, Change),
    /// Close it and put the cursor on this issue.
    Go(i64),
    /// The text of the filter or of the search changed.
    Typed(String),
    /// Close it and open the queue with this filter.
    Queue(String),
    /// Close it and keep this filter.
    Filter(String),
    /// Close it and go back to what was shown before.
    Restore,
    /// Open the editor on this text.
    Edit(String),
    /// Close it and ask for the reason of this.
    Ask(reasons::Purpose),
    /// Close it and work out what this import would change.
    Plan(Reports),
    /// Close it and import this.
    Import(Reports),
    /// Close it and go on with what was chosen for a verb.
    Chosen(Then, Doing),
    /// Close it and narrow the list screen by this.
    Narrow(String),
    /// Explain this, over it.
    Explain(About),
    /// Tell the person.
    Say(&'static str),
}

impl Overlay {
    /// Where keys are looked up while this is on top.
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Self::Text(_) | Self::Sure(_) | Self::Plan(_) => &[Scope::Window],
            Self::Leave(_) => &[Scope::Leave, Scope::Window],
            Self::Verb(it) => it.scopes(),
            Self::Findings(_) => &[Scope::Choose, Scope::Window],
            Self::Reasons(it) if it.other.is_none() => &[Scope::Window],
            Self::Palette(_)
            | Self::Find(_)
            | Self::Filter(_)
            | Self::Narrow(..)
            | Self::Queues(_)
            | Self::Reasons(_)
            | Self::Severity(_)
            | Self::Import(_)
            | Self::Owner(_)
            | Self::Note(_) => &[Scope::Input],
        }
    }

    /// True when letters are its own, not looked up among the keys first.
    pub fn takes_letter(&self, letter: char) -> bool {
        match self {
            Self::Reasons(it) => it.takes(letter),
            // Until something is typed, a letter that stands before a queue opens it.
            Self::Queues(it) => it.field.text().is_empty() && it.starts(letter).is_some(),
            _ => false,
        }
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action, size: Size) -> Reply {
        match self {
            Self::Text(it) => it.act(action, size),
            Self::Palette(it) => match pick(it, action) {
                Picked::Chosen => it.chosen().map_or(Reply::Stay, |it| Reply::Run(it.value)),
                Picked::Closed => Reply::Close,
                Picked::Moved => Reply::Stay,
            },
            Self::Find(it) => match pick(it, action) {
                Picked::Chosen => it.chosen().map_or(Reply::Stay, |it| Reply::Go(it.value)),
                Picked::Closed => Reply::Close,
                Picked::Moved => Reply::Stay,
            },
            Self::Filter(it) => it.act(action),
            Self::Verb(it) => it.act(action),
            Self::Queues(it) => match pick(it, action) {
                Picked::Chosen => it
                    .chosen()
                    .map_or(Reply::Stay, |it| Reply::Queue(it.value.clone())),
                Picked::Closed => Reply::Close,
                Picked::Moved => Reply::Stay,
            },
            Self::Narrow(field, before) => match action {
                Action::Accept => Reply::Narrow(field.text()),
                Action::Close => Reply::Narrow(before.clone()),
                _ => Reply::Stay,
            },
            Self::Findings(it) => it.act(action),
            Self::Import(it) => it.act(action),
            Self::Plan(it) => it.act(action, size),
            Self::Severity(it) => match pick(it, action) {
                Picked::Chosen => it.chosen().map_or(Reply::Stay, |it| {
                    Reply::Ask(reasons::Purpose::Severity(it.value))
                }),
                Picked::Closed => Reply::Close,
                Picked::Moved => Reply::Stay,
            },
            Self::Reasons(it) => it.act(action),
            Self::Owner(it) => match pick(&mut it.pick, action) {
                Picked::Chosen => it.change().map_or(Reply::Stay, Reply::Decide),
                Picked::Closed => Reply::Close,
                Picked::Moved => Reply::Stay,
            },
            Self::Note(it) => it.act(action),
            Self::Sure(it) => it.act(action),
            Self::Leave(_) => leave::act(action),
        }
    }

    /// Takes a key that is bound to nothing: typing, or a letter of a choice.
    pub fn key(&mut self, key: KeyEvent) -> Reply {
        match self {
            Self::Text(_) | Self::Sure(_) | Self::Leave(_) | Self::Findings(_) | Self::Plan(_) => {
                Reply::Stay
            }
            Self::Import(it) => {
                it.key(key);
                Reply::Stay
            }
            Self::Severity(it) => {
                it.key(key);
                Reply::Stay
            }
            Self::Palette(it) => {
                it.key(key);
                Reply::Stay
            }
            Self::Find(it) => {
                if it.field.key(key) {
                    Reply::Typed(it.field.text())
                } else {
                    Reply::Stay
                }
            }
            Self::Filter(it) => it.key(key),
            Self::Narrow(field, _) => {
                if field.key(key) {
                    Reply::Typed(field.text())
                } else {
                    Reply::Stay
                }
            }
            Self::Verb(it) => {
                it.key(key);
                Reply::Stay
            }
            Self::Queues(it) => {
                if let KeyCode::Char(letter) = key.code
                    && it.field.text().is_empty()
                    && let Some(item) = it.starts(letter)
                {
                    return Reply::Queue(item.value.clone());
                }
                it.key(key);
                Reply::Stay
            }
            Self::Reasons(it) => it.key(key),
            Self::Owner(it) => {
                it.key(key);
                Reply::Stay
            }
            Self::Note(it) => {
                it.field.key(key);
                Reply::Stay
            }
        }
    }

    /// Takes a text from the clipboard; `None` when there is nowhere to put it.
    pub fn paste(&mut self, text: &str) -> Option<Reply> {
        match self {
            Self::Text(_) | Self::Sure(_) | Self::Leave(_) | Self::Findings(_) | Self::Plan(_) => {
                None
            }
            Self::Import(it) => {
                it.paste(text);
                Some(Reply::Stay)
            }
            Self::Severity(it) => {
                it.field.paste(text);
                it.narrow();
                Some(Reply::Stay)
            }
            Self::Queues(it) => {
                it.field.paste(text);
                it.narrow();
                Some(Reply::Stay)
            }
            Self::Palette(it) => {
                it.field.paste(text);
                it.narrow();
                Some(Reply::Stay)
            }
            Self::Find(it) => {
                it.field.paste(text);
                Some(Reply::Typed(it.field.text()))
            }
            Self::Narrow(field, _) => {
                field.paste(text);
                Some(Reply::Typed(field.text()))
            }
            Self::Verb(it) => it.paste(text).then_some(Reply::Stay),
            Self::Filter(it) => {
                it.field.paste(text);
                Some(Reply::Typed(it.field.text()))
            }
            Self::Reasons(it) => {
                it.other.as_mut()?.paste(text);
                Some(Reply::Stay)
            }
            Self::Owner(it) => {
                it.pick.field.paste(text);
                it.narrow();
                Some(Reply::Stay)
            }
            Self::Note(it) => {
                it.field.paste(text);
                Some(Reply::Stay)
            }
        }
    }

    /// Draws it. The filter line is drawn by its screen, in its own place.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        match self {
            Self::Text(it) => it.draw(frame, theme),
            Self::Palette(it) => it.draw(frame, "Commands", theme),
            Self::Queues(it) => it.draw(frame, "Whose queue?", theme),
            Self::Find(it) => it.draw(frame, "Find a title or place", theme),
            Self::Filter(_) | Self::Narrow(..) => {}
            Self::Verb(it) => it.draw(frame, theme),
            Self::Findings(it) => it.draw(frame, theme),
            Self::Import(it) => it.draw(frame, theme),
            Self::Plan(it) => it.draw(frame, theme),
            Self::Severity(it) => it.draw(frame, "Severity", theme),
            Self::Reasons(it) => it.draw(frame, theme),
            Self::Owner(it) => it.pick.draw(frame, &it.title, theme),
            Self::Note(it) => it.draw(frame, theme),
            Self::Sure(it) => it.draw(frame, theme),
            Self::Leave(it) => it.draw(frame, theme),
        }
    }
}

enum Picked {
    Chosen,
    Closed,
    Moved,
}

fn pick<T: Clone>(pick: &mut Pick<T>, action: Action) -> Picked {
    match action {
        Action::Accept => return Picked::Chosen,
        Action::Close => return Picked::Closed,
        Action::Down => pick.step(1),
        Action::Up => pick.step(-1),
        _ => {}
    }
    Picked::Moved
}
