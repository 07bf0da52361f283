//! Sluice: a terminal triage console for application security.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests may"))]

pub mod error;
pub mod formats;
pub mod model;
pub mod ops;
pub mod tui;
