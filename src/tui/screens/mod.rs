//! What fills the terminal: the queue, one issue, the merge inbox, or a list with details. A screen is
//! its state and a pure `draw`.

pub mod footer;
pub mod inbox;
pub mod issue;
pub mod queue;
pub mod sheet;
