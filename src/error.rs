//! The one error type that reaches a person: what happened, where, what to do next.
//!
//! A [`Problem`] is built where the facts are, so that its hint can be an order the person can
//! follow. Rooms never print one; `cli` and `tui` do.

use std::fmt;

/// What sort of failure it is; decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The command line, a filter or a setting is wrong.
    Usage,
    /// A report or feed could not be read.
    Input,
    /// The store refused, is locked or is damaged.
    Store,
    /// A mistake of ours.
    Bug,
}

impl Kind {
    /// The exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Input => 3,
            Self::Store => 4,
            Self::Bug => 70,
        }
    }
}

/// Where in a file something lies.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the person named it.
    pub file: String,
    /// Line, counted from one, when known.
    pub line: Option<u64>,
    /// Path inside the document, such as `results[3].locations`; empty when not known.
    pub path: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.path.is_empty() {
            write!(f, " at {}", self.path)?;
        }
        Ok(())
    }
}

/// A failure, ready to be shown. One pointer wide, so that `Result` stays small.
#[derive(Debug)]
pub struct Problem(Box<Inner>);

type Cause = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug)]
struct Inner {
    kind: Kind,
    message: String,
    place: Option<Place>,
    hint: Option<String>,
    cause: Option<Cause>,
}

impl Problem {
    /// A failure with one sentence: lower case, no full stop, names quoted, no file name.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            place: None,
            hint: None,
            cause: None,
        }))
    }

    /// A wrong argument, filter or setting.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// A report or feed that cannot be read.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(Kind::Input, message)
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.0.place = Some(place);
        self
    }

    /// Says in which file, when nothing more exact is known yet.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        let place = self.0.place.get_or_insert_with(Place::default);
        if place.file.is_empty() {
            file.clone_into(&mut place.file);
        }
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// Keeps the underlying failure.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// What sort of failure it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Where it happened.
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// What to do next.
    pub fn hint_text(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// True when the failure is a closed pipe, which ends a command quietly.
    pub fn is_broken_pipe(&self) -> bool {
        let mut cause = self
            .0
            .cause
            .as_deref()
            .map(|it| it as &dyn std::error::Error);
        while let Some(err) = cause {
            if let Some(io) = err.downcast_ref::<std::io::Error>()
                && io.kind() == std::io::ErrorKind::BrokenPipe
            {
                return true;
            }
            cause = err.source();
        }
        false
    }
}

/// The message, then its causes, on one line.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if let Some(cause) = &self.0.cause {
            let text = cause.to_string();
            if !self.0.message.contains(&text) {
                write!(f, ": {text}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_deref().map(|it| it as _)
    }
}

impl From<std::io::Error> for Problem {
    fn from(err: std::io::Error) -> Self {
        // A reader that wraps another of our failures hands it through unchanged.
        match err.downcast::<Self>() {
            Ok(problem) => problem,
            Err(err) => Self::input("cannot read or write").because(err),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_like_a_compiler_message() {
        let place = Place {
            file: "b.json".into(),
            line: Some(3),
            path: "results[0].test_id".into(),
        };
        assert_eq!(place.to_string(), "b.json:3 at results[0].test_id");
    }

    #[test]
    fn a_broken_pipe_is_found_in_the_chain() {
        let io = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert!(Problem::from(io).is_broken_pipe());
        assert!(!Problem::input("x").is_broken_pipe());
    }
}
