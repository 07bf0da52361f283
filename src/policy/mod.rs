//! Pure: what decisions and policies mean.

pub mod gate;
