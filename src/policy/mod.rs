//! Pure: what the organisation promises. Clocks say until when an issue is to be closed.
//!
//! To add a scheme of clocks: a `[[scheme]]` in `assets/policy/clocks.toml`.

pub mod clock;
