//! Which finding of this scan is which finding of the last one. Pure.
//!
//! Two stages. A *bucket* holds what can be the same thing at all: tool, rule and place without line
//! — never severity, description, line or date ([`key`]). Inside a scope, evidence then pairs what
//! this scan saw with what is known, strongest first ([`pairing`]): everything equal, the tool's own
//! fingerprint, equal content, nearest line in order, and across buckets the one-to-one rename of a
//! file, by content or, where a tool gives no code, by what else it says of the file ([`rename`]).
//! What stays ambiguous is not paired, and listed. What is left of the known ones is absent, for a
//! reason where the scan tells one ([`absence`]).

pub mod absence;
pub mod alias;
pub mod content;
pub mod explain;
pub mod key;
pub mod pairing;
pub mod rename;
