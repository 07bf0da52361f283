//! Pure: what may be decided, by whom and until when; what wakes it; which rules cover what.
//!
//! Nothing here reads a clock or a file: the time is a value. Every change of an exception goes
//! through [`exception::step`], whether it is asked for in the console, on the command line or read
//! back from the log, so that one rule refuses it in all three.
//!
//! * [`clock`]: until when an issue is to be closed; to add a scheme, a `[[scheme]]` in
//!   `assets/policy/clocks.toml`.
//! * [`state`]: the one state machine of an issue, as a table.
//! * [`exception`]: the life of an exception.
//! * [`gate`]: may a release go.
//! * [`rules`]: what the policy file says about exceptions, rules and waking.
//! * [`wake`]: what changed since something was decided.
//! * [`suppression`]: what standing rules cover, and when two of them contradict each other.
//! * [`warning`]: which ends are announced.
//! * [`signature`]: approvals signed with a key.

pub mod clock;
pub mod exception;
pub mod gate;
pub mod rules;
pub mod signature;
pub mod state;
pub mod suppression;
pub mod wake;
pub mod warning;
