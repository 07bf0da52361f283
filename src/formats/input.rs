//! The bytes of a report, as formats see them: something that can be opened more than once.
//!
//! Formats whose records need what stands behind them (SARIF's rule table) read twice. Where the
//! bytes come from — a file, inside an archive, standard input — is for the caller to know.

use crate::error::Problem;
use std::io::Read;

/// A report's bytes.
pub trait Input {
    /// The name a person gave it, for messages and for formats that tell by extension.
    fn name(&self) -> &str;
    /// Begins reading from the first byte.
    fn open(&self) -> Result<Box<dyn Read + '_>, Problem>;
}

/// A report that is in memory.
#[derive(Clone, Debug)]
pub struct MemoryInput {
    name: String,
    bytes: Vec<u8>,
}

impl MemoryInput {
    /// A report with these bytes.
    pub fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            bytes,
        }
    }
}

impl Input for MemoryInput {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> Result<Box<dyn Read + '_>, Problem> {
        Ok(Box::new(self.bytes.as_slice()))
    }
}
