//! The tree of a filter, and its canonical text.
//!
//! Trees are made by [`Node::and`], [`Node::or`] and [`Node::negate`], which keep one shape per
//! meaning: no list in a list of its own sort, no list of one, no double negation.

use crate::model::DAY;
use std::fmt;

/// Seconds of an hour.
const HOUR: i64 = 3600;

/// A part of a filter.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Everything passes.
    All,
    /// A text that stands somewhere in the row.
    Word(Text),
    /// A field compared with values.
    Term(Term),
    /// What does not pass.
    Not(Box<Self>),
    /// All of several.
    And(Vec<Self>),
    /// One of several.
    Or(Vec<Self>),
}

/// A field, how it is compared, and with what. Holds when it holds for one of the values.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Name of the field, never its alias.
    pub field: &'static str,
    /// How.
    pub op: Op,
    /// With what; more than one only for [`Op::Is`] and [`Op::Equal`].
    pub values: Vec<Value>,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `:`, what is usual for the field.
    Is,
    /// `=`, the whole text.
    Equal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Op {
    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Is => ":",
            Self::Equal => "=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text.
    Text(Text),
    /// There is no value.
    None,
    /// There is a value.
    Any,
    /// A word of a closed vocabulary.
    Word(&'static str),
    /// A number.
    Number(f64),
    /// Time since the first sighting, in seconds.
    Age(i64),
    /// A day, as UTC seconds of its start.
    Day(i64),
    /// First hex digits of an id, lower case.
    Id(String),
}

/// A text to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// True when its `*` are stars and nothing else.
    pub literal: bool,
}

impl Text {
    /// A text as it was written.
    pub fn new(text: impl Into<String>, quoted: bool) -> Self {
        let text = text.into();
        Self {
            literal: quoted && text.contains('*'),
            text,
        }
    }
}

impl Node {
    /// All of them.
    pub fn and(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Vec::new();
        for node in nodes {
            if let Self::And(inner) = node {
                out.extend(inner);
            } else if node != Self::All {
                out.push(node);
            }
        }
        Self::one_or(out, Self::And)
    }

    /// One of them. None at all is everything, as an empty filter is.
    pub fn or(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut out = Vec::new();
        for node in nodes {
            if let Self::Or(inner) = node {
                out.extend(inner);
            } else {
                out.push(node);
            }
        }
        Self::one_or(out, Self::Or)
    }

    fn one_or(mut nodes: Vec<Self>, many: fn(Vec<Self>) -> Self) -> Self {
        match nodes.pop() {
            None => Self::All,
            Some(only) if nodes.is_empty() => only,
            Some(last) => {
                nodes.push(last);
                many(nodes)
            }
        }
    }

    /// What does not pass it.
    #[must_use]
    pub fn negate(self) -> Self {
        if let Self::Not(inner) = self {
            return *inner;
        }
        Self::Not(Box::new(self))
    }

    /// The same with every question about another field taken as answered: with yes where that lets
    /// more pass (`weaker`), else with no.
    pub(super) fn only(&self, fields: &[&str], weaker: bool) -> Self {
        let list = |nodes: &[Self]| nodes.iter().map(|it| it.only(fields, weaker)).collect();
        let answered = if weaker {
            Self::All
        } else {
            Self::Or(Vec::new())
        };
        match self {
            Self::All => Self::All,
            Self::Term(term) if fields.contains(&term.field) => self.clone(),
            Self::Word(_) | Self::Term(_) => answered,
            Self::Not(inner) => Self::Not(Box::new(inner.only(fields, !weaker))),
            Self::And(nodes) => Self::And(list(nodes)),
            Self::Or(nodes) => Self::Or(list(nodes)),
        }
    }

    /// True when a term with this field stands anywhere in it.
    pub fn mentions(&self, field: &str) -> bool {
        match self {
            Self::All | Self::Word(_) => false,
            Self::Term(term) => term.field == field,
            Self::Not(inner) => inner.mentions(field),
            Self::And(nodes) | Self::Or(nodes) => nodes.iter().any(|it| it.mentions(field)),
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Word(text) => text.fmt(f),
            Self::Term(term) => term.fmt(f),
            Self::Not(inner) => match **inner {
                Self::And(_) | Self::Or(_) | Self::All => write!(f, "-({inner})"),
                Self::Word(_) | Self::Term(_) | Self::Not(_) => write!(f, "-{inner}"),
            },
            Self::And(nodes) => joined(f, nodes, " ", |it| matches!(it, Self::Or(_))),
            Self::Or(nodes) => joined(f, nodes, " or ", |it| matches!(it, Self::All)),
        }
    }
}

fn joined(
    f: &mut fmt::Formatter<'_>,
    nodes: &[Node],
    between: &str,
    wrap: fn(&Node) -> bool,
) -> fmt::Result {
    for (idx, node) in nodes.iter().enumerate() {
        f.write_str(if idx == 0 { "" } else { between })?;
        if wrap(node) {
            write!(f, "({node})")?;
        } else {
            write!(f, "{node}")?;
        }
    }
    Ok(())
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field)?;
        f.write_str(self.op.sign())?;
        for (idx, value) in self.values.iter().enumerate() {
            f.write_str(if idx == 0 { "" } else { "," })?;
            write!(f, "{value}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::None => f.write_str("none"),
            Self::Any => f.write_str("any"),
            Self::Word(word) => f.write_str(word),
            Self::Number(number) => write!(f, "{number}"),
            Self::Age(seconds) if seconds % DAY == 0 => write!(f, "{}d", seconds / DAY),
            Self::Age(seconds) => write!(f, "{}h", seconds / HOUR),
            Self::Day(start) => match jiff::Timestamp::from_second(*start) {
                Ok(time) => write!(f, "{}", time.strftime("%Y-%m-%d")),
                Err(_) => write!(f, "{start}"),
            },
            Self::Id(digits) => f.write_str(digits),
        }
    }
}

/// In quotes when it would not read back without them.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Stars that stand for something were written without quotes, so they read back without.
        let starred = self.text.contains('*') && !self.literal;
        if !starred && (self.literal || needs_quotes(&self.text)) {
            let text = self.text.replace('\\', "\\\\").replace('"', "\\\"");
            return write!(f, "\"{text}\"");
        }
        f.write_str(&self.text)
    }
}

/// True when a text could be read as something else, written plainly.
fn needs_quotes(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_./*@#+~%&$^|;?{}[]'-".contains(c);
    let reserved = ["and", "or", "not", "none", "any"];
    text.is_empty()
        || text.starts_with('-')
        || !text.chars().all(plain)
        || reserved.iter().any(|it| text.eq_ignore_ascii_case(it))
}
