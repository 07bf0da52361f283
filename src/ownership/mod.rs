//! Pure: whose is it, and which line of which file says so.

pub mod catalogue;
pub mod chain;
pub mod codeowners;
