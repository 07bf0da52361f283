//! The append-only log: one entry per change, each holding the hash of the one before.

use serde::{Deserialize, Serialize};

/// Who did something. Kinds are told apart for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// What sort of actor.
    pub kind: ActorKind,
    /// Name: a login, a rule, a tool.
    pub name: String,
}

/// What sort of actor made an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// Somebody at the keyboard or in a script.
    Person,
    /// A suppression or ownership rule.
    Rule,
    /// The engine itself.
    Engine,
    /// An import.
    Import,
    /// A tool's own suppression.
    Tool,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Position, from one, without gaps.
    pub seq: i64,
    /// UTC seconds.
    pub at: i64,
    /// Who.
    pub actor: Actor,
    /// Stable name of the operation: `import`, `decide`, `assign`, `note`, `undo`, `feed`, …
    pub operation: String,
    /// One line for a person.
    pub summary: String,
    /// The facts of the operation as JSON text; its keys depend on the operation.
    pub payload: String,
    /// SHA-256 of the previous entry, hex; 64 zeros for the first.
    pub previous: String,
    /// SHA-256 of this entry, hex.
    pub hash: String,
}

impl Event {
    /// The bytes whose SHA-256 is [`Event::hash`]: the fields in order, one per line. The payload
    /// is JSON without line breaks, so an auditor can follow the chain with `sha256sum`.
    pub fn hashed_text(&self) -> String {
        let kind = match self.actor.kind {
            ActorKind::Person => "person",
            ActorKind::Rule => "rule",
            ActorKind::Engine => "engine",
            ActorKind::Import => "import",
            ActorKind::Tool => "tool",
        };
        let Self {
            seq,
            at,
            actor,
            operation,
            summary,
            payload,
            previous,
            hash: _,
        } = self;
        let name = &actor.name;
        format!("{previous}\n{seq}\n{at}\n{kind}\n{name}\n{operation}\n{summary}\n{payload}\n")
    }
}
