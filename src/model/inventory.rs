//! What is known of applications, teams, people and repositories: one fact a row, each with its
//! source, so that every one can be shown, doubted, replaced and taken back.

use super::{Digest, Subject};
use serde::{Deserialize, Serialize};

/// Something that is said of a subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// What it is about.
    pub subject: Subject,
    /// Its name; empty for the programme.
    pub name: String,
    /// One of [`field`], or a part: `part path /src/pay/`.
    pub field: String,
}

/// What is said, by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The word.
    pub value: String,
    /// A file's name, or [`BY_HAND`] and a person.
    pub source: String,
    /// Line of the file, counted from one; 0 when it has none.
    pub line: u32,
    /// When it was taken over, UTC seconds.
    pub at: i64,
}

/// A source that begins so is a person's own word: no file replaces it.
pub const BY_HAND: &str = "set by ";

impl Said {
    /// Source and line as people cite them.
    pub fn cited(&self) -> String {
        if self.line == 0 {
            self.source.clone()
        } else {
            format!("{}:{}", self.source, self.line)
        }
    }
}

/// A CODEOWNERS file as a fact says it: its dialect and the digest of its text.
pub fn codeowners_value(dialect: &str, text: Digest) -> String {
    format!("{dialect} {text}")
}

/// Fields of applications and other subjects.
pub mod field {
    /// Of an application: the team that holds its queue. Of a repository: its team.
    pub const OWNER: &str = "owner";
    /// Of an application: the person who answers for it.
    pub const PERSON: &str = "person";
    /// Of an application: yes, no or unknown.
    pub const IN_PRODUCTION: &str = "in-production";
    /// Of an application: yes, no or unknown.
    pub const INTERNET_FACING: &str = "internet-facing";
    /// Of an application: yes, no or unknown.
    pub const PERSONAL_DATA: &str = "personal-data";
    /// Of an application: which personal data, separated by `, `.
    pub const DATA_CATEGORIES: &str = "data-categories";
    /// Of an application: critical, high, medium or low.
    pub const CRITICALITY: &str = "criticality";
    /// Of an application: the catalogue's own word.
    pub const LIFECYCLE: &str = "lifecycle";
    /// Of an application: name of its repository.
    pub const REPOSITORY: &str = "repository";
    /// Of an application: a CODEOWNERS file, see [`super::codeowners_value`].
    pub const CODEOWNERS: &str = "codeowners";
    /// Of a team or person: names elsewhere, separated by blanks.
    pub const HANDLES: &str = "handles";
    /// Of a person: the team. Of the programme: the team for what is nobody's.
    pub const TEAM: &str = "team";

    /// What a person may set of an application.
    pub const SETTABLE: &[&str] = &[
        OWNER,
        PERSON,
        IN_PRODUCTION,
        INTERNET_FACING,
        PERSONAL_DATA,
        DATA_CATEGORIES,
        CRITICALITY,
        LIFECYCLE,
        REPOSITORY,
    ];

    /// The start of a field that says whose a part of an application is.
    pub const PART: &str = "part ";
}
