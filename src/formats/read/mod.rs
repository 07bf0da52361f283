//! Readers that stream: they hand over one record at a time, with its line, byte range and path
//! inside the document, in memory bounded by the largest record.

pub(in crate::formats) mod delimited;
pub mod json;
mod json_scan;
pub(in crate::formats) mod loose;
pub(in crate::formats) mod outline;
