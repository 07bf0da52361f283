//! Small pieces that screens and overlays are made of. They know text and styles, no issues.

pub mod cell;
pub mod field;
pub mod page;
pub mod pick;
pub mod when;
pub mod window;
