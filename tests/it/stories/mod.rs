//! Stories of a week at work, told on the real binary.

mod clocks;
mod correlation;
mod decisions;
mod exceptions;
mod feeds;
mod hand;
mod identity;
mod inventory;
mod numbers;
mod ownership;
mod rescans;
mod scopes;
mod secrets;
mod sheets;
