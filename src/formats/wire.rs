//! What the wire structs of several formats need.

use super::normalise;
use crate::model::{Location, Snippet, text};
use serde::{Deserialize, Deserializer};

/// `null` where a list or a text belongs means that there is none.
pub fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

/// Adds a fact unless the tool said nothing.
pub fn fact(facts: &mut Vec<(String, String)>, label: &str, value: impl Into<String>) {
    let value = value.into();
    if !value.trim().is_empty() {
        facts.push((label.to_owned(), value));
    }
}

/// Code that a tool writes with the line's number before each line (`12 code`, `12: code`), without
/// the numbers. Lines that have none are taken as they are, from `line` on.
pub fn numbered_code(code: &str, line: u32) -> Option<Snippet> {
    let mut start = None;
    let mut lines = Vec::new();
    for raw in code.lines() {
        let digits = raw.find(|c: char| !c.is_ascii_digit()).unwrap_or(raw.len());
        let (number, rest) = raw.split_at_checked(digits).unwrap_or(("", raw));
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        match number.parse::<u32>() {
            Ok(number) => {
                start.get_or_insert(number);
                lines.push(rest.strip_prefix(' ').unwrap_or(rest));
            }
            Err(_not_numbered) => lines.push(raw),
        }
    }
    let text = text::bounded(lines.join("\n"), SNIPPET);
    let start = start.unwrap_or(line);
    (!text.trim().is_empty()).then_some(Snippet { start, text })
}

/// The links that are not empty, each once, in their order.
pub fn links(all: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for it in all {
        if !it.trim().is_empty() && !out.contains(&it) {
            out.push(it);
        }
    }
    out
}

/// Sizes of stored texts, in bytes.
pub const DESCRIPTION: usize = 64 * 1024;

/// See [`DESCRIPTION`].
pub const SNIPPET: usize = 32 * 1024;

/// Length of a title, in characters.
pub const TITLE: usize = 300;

/// A place in a file of the application. A blank path and line 0 are not said.
pub fn place(file: &str, line: Option<u32>) -> Location {
    let file = text::bounded(normalise::path(file), 4096);
    Location {
        file: (!file.is_empty()).then_some(file),
        line: line.filter(|it| *it > 0),
        ..Location::default()
    }
}

/// The first and, where it differs, the last line in texts such as `79` and `79-81`.
pub fn line_range(text: &str) -> (Option<u32>, Option<u32>) {
    let (first, last) = text.split_once('-').unwrap_or((text, ""));
    let number = |it: &str| it.trim().parse().ok().filter(|it: &u32| *it > 0);
    let first = number(first);
    (first, number(last).filter(|it| Some(*it) > first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_loses_its_line_numbers() {
        for (code, line, start, text) in [
            ("9 a = 1\n10 b = 2\n", 10, 9, "a = 1\nb = 2"),
            ("9: a := 1\n10: b(\"x: y\")\n", 10, 9, "a := 1\nb(\"x: y\")"),
            ("s.Listen()", 7, 7, "s.Listen()"),
        ] {
            let it = numbered_code(code, line).unwrap();
            assert_eq!((it.start, it.text.as_str()), (start, text));
        }
        assert_eq!(numbered_code(" \n", 1), None);
    }
}
