//! Text from reports is hostile: it may carry escape codes, bidirectional overrides or megabytes.
//!
//! Every text that reaches a terminal passes through [`one_line`] or [`lines`]; nothing else may.

use std::borrow::Cow;
use std::fmt::Write as _;

/// True for a character that could move the cursor, change direction or hide.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// True for a character that a sheet may hold: no hostile one, but tabs and line breaks.
pub fn is_plain(c: char) -> bool {
    matches!(c, '\n' | '\t') || !is_hostile(c)
}

/// JSON text with hostile characters escaped. JSON itself escapes only what is below a blank, and
/// such a character can only stand inside a string, where the escape means the same.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    if json.chars().all(|c| c == '\n' || !is_hostile(c)) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if c == '\n' || !is_hostile(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            _ = write!(out, "\\u{unit:04x}");
        }
    }
    Cow::Owned(out)
}

/// The text on one line: runs of white space become one blank, hostile characters `·`, and what is
/// beyond `limit` characters is cut with `…`.
pub fn one_line(text: &str, limit: usize) -> String {
    let trimmed = text.trim();
    if trimmed.len() <= limit && is_tidy(trimmed) {
        return trimmed.to_owned();
    }
    let mut out = String::with_capacity(text.len().min(limit * 2));
    let mut blank = false;
    let mut count = 0;
    for c in trimmed.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if count >= limit {
            out.push('…');
            break;
        }
        if blank && !out.is_empty() {
            out.push(' ');
            count += 1;
        }
        blank = false;
        out.push(if is_hostile(c) { '·' } else { c });
        count += 1;
    }
    out
}

/// True for printable ASCII without two blanks in a row, as most texts are: nothing is to be done.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|it| matches!(it, b' '..=b'~')) && !bytes.windows(2).any(|it| it == b"  ")
}

/// The text with its line breaks kept, tabs as four blanks, other hostile characters as `·`, and
/// at most `limit` lines.
pub fn lines(text: &str, limit: usize) -> Vec<String> {
    let mut out: Vec<String> = text.lines().take(limit).map(clean).collect();
    if text.lines().nth(limit).is_some() {
        out.push("…".to_owned());
    }
    out
}

fn clean(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars().take(4000) {
        match c {
            '\t' => out.push_str("    "),
            c if is_hostile(c) => out.push('·'),
            c => out.push(c),
        }
    }
    out
}

/// A stored text bounded in size: cut at a character border with a note of what is missing.
pub fn bounded(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        let mut end = limit;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let missing = text.len() - end;
        text.truncate(end);
        _ = write!(text, "… ({missing} bytes more in the report)");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_codes_and_overrides_become_dots() {
        assert_eq!(one_line("a\u{1b}[31mb\u{202e}c\u{7}", 80), "a·[31mb·c·");
        assert_eq!(
            lines("x\u{1b}]52;c;AA\u{7}\n\ty", 9),
            ["x·]52;c;AA·", "    y"]
        );
    }

    #[test]
    fn long_text_is_cut_with_a_mark() {
        assert_eq!(one_line("abcdef", 3), "abc…");
        assert_eq!(
            bounded("ééé".to_owned(), 3),
            "é… (4 bytes more in the report)"
        );
    }
}
