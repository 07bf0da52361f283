//! A record inside a captured JSON value: read, refused and placed on its own.

use super::json::Captured;
use crate::error::Problem;
use crate::formats::Sink;
use crate::model::{RecordPlace, Skipped};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// Where a part of a captured value stands; `path` leads from the value to the part.
pub fn place(whole: &Captured<'_>, part: &RawValue, path: &str) -> RecordPlace {
    let mut out = whole.place();
    let start = part.get().as_ptr() as usize;
    let at = start.saturating_sub(whole.raw.as_ptr() as usize);
    if let Some(before) = whole.raw.get(..at) {
        out.line += memchr::memchr_iter(b'\n', before).count() as u64;
        out.offset += at as u64;
        out.len = part.get().len() as u64;
    }
    out.path = format!("{}.{path}", out.path);
    out
}

/// The part as a type; what does not fit goes to the sink as skipped.
pub fn record<T: DeserializeOwned>(
    whole: &Captured<'_>,
    part: &RawValue,
    path: &str,
    sink: &mut dyn Sink,
) -> Result<Option<T>, Problem> {
    let de = &mut serde_json::Deserializer::from_str(part.get());
    match serde_path_to_error::deserialize::<_, T>(de) {
        Ok(value) => Ok(Some(value)),
        Err(err) => {
            let text = err.inner().to_string();
            let end = text.rfind(" at line ").unwrap_or(text.len());
            let mut record = place(whole, part, path);
            if err.path().to_string() != "." {
                record.path = format!("{}.{}", record.path, err.path());
            }
            let reason = text.get(..end).unwrap_or_default().to_owned();
            sink.skipped(Skipped { record, reason })?;
            Ok(None)
        }
    }
}
