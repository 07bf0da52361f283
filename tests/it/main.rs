//! All integration tests in one binary: one mod per subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::panic,
    clippy::use_debug,
    clippy::disallowed_methods,
    clippy::needless_pass_by_value,
    reason = "helpers of tests stop at the first thing that is wrong, and read files of their own"
)]

mod cli;
mod conformance;
mod correlation;
mod crash;
mod exports;
mod feeds;
mod filters;
mod formats;
mod gate;
mod hand_laws;
mod harness;
mod laws;
mod layers;
pub(crate) mod log;
mod metrics;
mod priority;
mod priority_bounds;
mod priority_demo;
mod priority_laws;
#[cfg(unix)]
mod pty;
mod query;
mod readme;
mod robustness;
mod screens;
mod stories;
mod trees;
mod upkeep;
