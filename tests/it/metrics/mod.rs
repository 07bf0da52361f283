//! Numbers: worked out by hand, rebuilt, and as outside readers take them.

mod golden;
mod rebuilt;
pub(crate) mod text;
