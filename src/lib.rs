//! Sluice: a terminal triage console for application security.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests may"))]

pub mod cli;
pub mod correlate;
pub mod error;
pub mod export;
pub mod formats;
pub mod identity;
pub mod model;
pub mod ops;
pub mod prioritize;
pub mod query;
pub mod store;
pub mod tui;
