//! Readers that stream: they hand over one record at a time, with its line, byte range and path
//! inside the document, in memory bounded by the largest record.

pub(in crate::formats) mod csv;
pub(in crate::formats) mod delimited;
pub mod json;
mod json_scan;
pub(in crate::formats) mod lines;
pub(in crate::formats) mod loose;
pub(in crate::formats) mod outline;
pub mod part;
pub mod xml;
pub(in crate::formats) mod xml_entity;
pub mod xml_node;
mod xml_pool;
#[cfg(test)]
mod xml_tests;
mod xml_text;
mod xml_walker;
