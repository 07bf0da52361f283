//! Reading the keys of an object that a filter made, with a reason for each that does not fit.
//!
//! Absent, `null` and the empty text all mean "not said"; where a text is wanted, a number or a
//! boolean is taken as its text. A key that nobody asked for is a slip, and is named.

use super::kind_of;
use crate::model::text;
use serde_json::{Map, Value};

/// The keys of one object, taken out one by one.
pub(super) struct Fields {
    map: Map<String, Value>,
    /// Leads to the object inside the whole, such as `package.`; empty for the whole.
    path: String,
}

impl Fields {
    /// The keys of a value, which must be an object. `path` names it.
    pub(super) fn of(value: Value, path: &str) -> Result<Self, String> {
        let Value::Object(map) = value else {
            return Err(expected(path, "an object", &value));
        };
        let path = if path.is_empty() {
            String::new()
        } else {
            format!("{path}.")
        };
        Ok(Self { map, path })
    }

    /// A value as it is; `None` where it says nothing.
    pub(super) fn take(&mut self, key: &str) -> Option<Value> {
        let value = self.map.remove(key)?;
        let nothing = value.is_null() || value.as_str().is_some_and(|it| it.trim().is_empty());
        (!nothing).then_some(value)
    }

    /// A text.
    pub(super) fn text(&mut self, key: &str) -> Result<String, String> {
        match self.take(key) {
            Some(value) => scalar(&format!("{}{key}", self.path), value),
            None => Ok(String::new()),
        }
    }

    /// A text on one line of so many characters.
    pub(super) fn line(&mut self, key: &str, limit: usize) -> Result<String, String> {
        Ok(text::one_line(&self.text(key)?, limit))
    }

    /// A text of so many bytes.
    pub(super) fn long(&mut self, key: &str, limit: usize) -> Result<String, String> {
        Ok(text::bounded(self.text(key)?.trim_end().to_owned(), limit))
    }

    /// A text or a list of texts, those left out that say nothing.
    pub(super) fn texts(&mut self, key: &str) -> Result<Vec<String>, String> {
        let path = format!("{}{key}", self.path);
        let mut out = Vec::new();
        for value in self.list(key) {
            if !value.is_null() {
                out.push(scalar(&path, value)?);
            }
        }
        out.retain(|it| !it.trim().is_empty());
        Ok(out)
    }

    /// A list; a value that is none stands for a list of itself.
    pub(super) fn list(&mut self, key: &str) -> Vec<Value> {
        self.take(key).map_or_else(Vec::new, listed)
    }

    /// An object.
    pub(super) fn object(&mut self, key: &str) -> Result<Option<Self>, String> {
        let path = format!("{}{key}", self.path);
        self.take(key).map(|it| Self::of(it, &path)).transpose()
    }

    /// A number counted from one, or its text. 0 and -1 say nothing.
    pub(super) fn count(&mut self, key: &str) -> Result<Option<u32>, String> {
        let said = self.text(key)?;
        let whole = said.trim().trim_end_matches(".0");
        match whole.parse::<i64>() {
            Ok(number) => Ok(u32::try_from(number).ok().filter(|it| *it > 0)),
            Err(_) if whole.is_empty() => Ok(None),
            Err(_) => Err(format!(
                "{}{key}: '{}' is no number",
                self.path,
                short(whole)
            )),
        }
    }

    /// All that is left, as label and text, in the order of the labels. Lists are joined.
    pub(super) fn rest(self) -> Result<Vec<(String, String)>, String> {
        let mut out = Vec::new();
        for (key, value) in self.map {
            let path = format!("{}{key}", self.path);
            let all = listed(value);
            let said = all.into_iter().filter(|it| !it.is_null());
            let texts = said.map(|it| scalar(&path, it));
            let text = texts.collect::<Result<Vec<_>, _>>()?.join(", ");
            out.push((text::one_line(&key, 100), text));
        }
        Ok(out)
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<(), String> {
        match self.map.keys().next() {
            Some(key) => Err(format!("{}{}: there is no such key", self.path, short(key))),
            None => Ok(()),
        }
    }
}

fn listed(value: Value) -> Vec<Value> {
    if let Value::Array(all) = value {
        return all;
    }
    vec![value]
}

fn scalar(path: &str, value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(expected(path, "a text", &value)),
    }
}

/// What was wanted and what was there.
pub(super) fn expected(path: &str, wanted: &str, found: &Value) -> String {
    let path = short(path);
    let found = kind_of(found);
    match path.as_str() {
        "" => format!("{wanted} expected, found {found}"),
        path => format!("{path}: {wanted} expected, found {found}"),
    }
}

fn short(text: &str) -> String {
    text::one_line(text, 60)
}
