//! JSON documents written piece by piece, with text that could move a cursor escaped.

use crate::model::text;
use serde_json::Value;
use std::io::{self, Write};

/// Writes one item of a list.
pub(super) type Put<'p> = dyn FnMut(&Value) -> io::Result<()> + 'p;

/// Puts a field of an object.
pub(super) fn put(object: &mut Value, name: &str, value: impl Into<Value>) {
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value.into());
    }
}

/// Writes an object whose lists may be of any length.
pub(super) struct Object<W: Write> {
    to: W,
    first: bool,
}

impl<W: Write> Object<W> {
    /// Begins.
    pub(super) fn begin(mut to: W) -> io::Result<Self> {
        to.write_all(b"{")?;
        Ok(Self { to, first: true })
    }

    fn key(&mut self, name: &str) -> io::Result<()> {
        let comma = if self.first { "" } else { "," };
        self.first = false;
        write!(self.to, "{comma}\n{}: ", Value::from(name))
    }

    /// Writes a field.
    pub(super) fn field(&mut self, name: &str, value: &Value) -> io::Result<()> {
        self.key(name)?;
        let json = format!("{value:#}");
        self.to.write_all(text::escape_json(&json).as_bytes())
    }

    /// Writes a list, one item to a line, as `fill` hands them over.
    pub(super) fn list(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut Put<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.key(name)?;
        self.to.write_all(b"[")?;
        let mut first = true;
        let to = &mut self.to;
        fill(&mut |value| {
            to.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            let json = serde_json::to_string(value)?;
            to.write_all(text::escape_json(&json).as_bytes())
        })?;
        self.to.write_all(if first { b"]" } else { b"\n]" })
    }

    /// Ends.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.to.write_all(b"\n}\n")
    }
}
