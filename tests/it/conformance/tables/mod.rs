//! Which of our formats reads what the peer reads, and where we differ on purpose.

mod different;
mod same;
mod unasked;

pub(crate) use different::DIFFERENT;
pub(crate) use same::SAME;
pub(crate) use unasked::{NOT_YET, UNASKED};
