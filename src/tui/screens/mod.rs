//! What fills the terminal: the queue, one issue, or the merge inbox. A screen is its state and a pure `draw`.

pub mod footer;
pub mod inbox;
pub mod issue;
pub mod queue;
