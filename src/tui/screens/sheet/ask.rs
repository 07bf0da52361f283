//! What a verb asks before it is done: nothing, a yes, a text, or a choice of some.

use crate::tui::widgets::pick::{Item, Pick};

/// A question before a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// It cannot be done with this row; this says why.
    No(&'static str),
    /// Nothing: it is done at once.
    Nothing,
    /// A yes to this sentence.
    Sure(String),
    /// One line of text.
    Text {
        /// Heading.
        title: String,
        /// What stands in the field at first.
        start: String,
        /// Put before what is typed, to make [`super::Doing::value`].
        prefix: String,
        /// True when an empty text is an answer.
        may_be_empty: bool,
    },
    /// One of some.
    Pick {
        /// Heading.
        title: String,
        /// What can be chosen.
        choices: Vec<Choice>,
    },
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is matched and shown.
    pub label: String,
    /// Shown at the right.
    pub hint: String,
    /// What follows.
    pub then: Then,
}

/// What follows a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is done with this value.
    Do(String),
    /// Something else is asked.
    Ask(Box<Ask>),
}

/// The window for a choice.
pub(in crate::tui) fn pick(choices: Vec<Choice>) -> Pick<Then> {
    let item = |it: Choice| Item {
        label: it.label,
        hint: it.hint,
        dim: false,
        value: it.then,
    };
    Pick::new(choices.into_iter().map(item).collect())
}
