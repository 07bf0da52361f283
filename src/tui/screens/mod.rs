//! What fills the terminal: the queue, or one issue. A screen is its state and a pure `draw`.

pub mod footer;
pub mod issue;
pub mod queue;
