//! Plain values every room shares: no I/O, no SQL, no outside formats.
//!
//! Words live in [`words`]; a word that is stored or printed has exactly one spelling, given there.

pub mod bill;
pub mod columns;
pub mod cwe;
pub mod digest;
pub mod event;
pub mod exception;
pub mod figures;
pub mod finding;
pub mod gate;
pub mod ids;
pub mod inventory;
pub mod issue;
pub mod suppression;
pub mod text;
pub mod time;
pub mod url;
pub mod version;
pub mod vocabulary;
pub mod words;

pub use bill::{Claim, ClaimText, Component, ComponentRow, NewClaim};
pub use columns::{Columns, Pool, TextId};
pub use digest::Digest;
pub use event::{Actor, ActorKind, Event};
pub use exception::{Approval, Control, Covered, EvidenceFile, Exception, Seen, Signature, Until};
pub use finding::{
    Claimed, Cover, CvssClaim, Detail, Flow, Location, NewFinding, Package, RecordPlace, Scan,
    Secret, Skipped, Snippet, Step,
};
pub use issue::{
    Finding, HandSet, Hidden, Issue, IssueRow, KeptApart, Link, Owner, Priority, Suggestion, Term,
    TimelineEntry, short_id,
};
pub use suppression::{Scope, Suppression};
pub use time::{DAY, midnight};
pub use vocabulary::Reason;
pub use words::{
    Absence, Band, ClaimStatus, Class, Confidence, Criticality, Effect, ExceptionState,
    FindingKind, FindingState, Severity, Status, Subject, Ternary, Treatment, Verdict,
};
