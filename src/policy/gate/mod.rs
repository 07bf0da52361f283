//! The gate: may this release go? [`judge()`] is a function of what was looked at
//! ([`Inputs`](crate::model::gate::Inputs)) and a policy, so a kept record says the same for ever.
//!
//! Invariants: an issue counts once, whatever number of findings or rules it has; a fixed one and a
//! false positive never count; an exception lets pass only while it is approved and before its end,
//! and only what it names; a scan that is missing, stale or failed blocks by itself; what is unknown
//! never passes for safe.

mod cases;
mod judge;
mod rules;
#[cfg(test)]
mod tests;

pub use cases::{candidates, case, columns, counts, possible};
pub use judge::judge;
pub use rules::{BreakGlassRules, DEFAULT, GatePolicy, Mode, Required, Rule, Scanner};
