//! What tools that look for credentials matched, and which part of it is the credential.
//!
//! A match may be the bare value or the whole assignment (`token = "…"`). The value is dug out by
//! one rule, so that two tools that saw the same credential end at the same hash: a private key is
//! the text between its marks, without white space; else the last quoted text of at least four characters; else what stands
//! behind the first `=` or `:` that follows a name; else all of it.

use super::{SecretKey, Sink, secret};
use crate::model::NewFinding;
use std::borrow::Cow;

/// Lines of a credential that are looked for in other texts of its finding.
const MASKED: usize = 200;

/// The credential inside a matched text.
pub(super) fn value(matched: &str) -> &str {
    let text = matched.trim();
    if text.contains("-----BEGIN") {
        return text;
    }
    let quoted = ['"', '\'', '`']
        .into_iter()
        .filter_map(|quote| {
            let end = text.rfind(quote)?;
            let inside = text.get(..end)?.rsplit_once(quote)?.1;
            (inside.len() >= 4).then_some((end, inside))
        })
        .max()
        .map(|(_, inside)| inside);
    if let Some(quoted) = quoted {
        return quoted;
    }
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let split = text.find(|c: char| !named(c)).and_then(|at| {
        let (name, rest) = text.split_at_checked(at)?;
        let rest = rest.strip_prefix([':', '='])?;
        let rest = rest.strip_prefix(['=', '>']).unwrap_or(rest).trim();
        (!name.is_empty() && rest.len() >= 4 && !rest.starts_with("//")).then_some(rest)
    });
    split.unwrap_or(text)
}

/// Makes a finding of a credential out of one whose texts still hold it: the clear text is
/// concealed, its keyed hash and mask are kept, the snippet goes, other texts are masked.
pub(super) fn reduce(out: &mut NewFinding, matched: &str, key: &SecretKey, sink: &mut dyn Sink) {
    out.detail.snippet = None;
    let clear = value(matched);
    let canonical = canonical(clear);
    out.secret = key.reduce(&canonical);
    if out.secret.is_none() {
        return;
    }
    conceal(clear, sink);
    let mask = secret::mask(&canonical);
    let facts = out.detail.facts.iter_mut().map(|(_, value)| value);
    let texts = [
        &mut out.title,
        &mut out.detail.description,
        &mut out.detail.evidence,
    ];
    for text in texts.into_iter().chain(facts) {
        for piece in pieces(clear).take(MASKED) {
            if text.contains(piece) {
                *text = text.replace(piece, &mask);
            }
        }
    }
}

/// Conceals a text that holds a credential, line by line.
pub(super) fn conceal(text: &str, sink: &mut dyn Sink) {
    pieces(text.trim()).for_each(|it| sink.conceal(it));
}

/// The text that is hashed: of a private key only what stands between its marks. A mark alone, which
/// is all that some rules match, is the same for every key and so no secret.
fn canonical(clear: &str) -> Cow<'_, str> {
    if !clear.contains("-----BEGIN") {
        return Cow::Borrowed(clear);
    }
    let unescaped = clear.replace("\\n", "\n").replace("-----", "\n-----\n");
    let mut inside = true;
    let mut out = String::new();
    for line in unescaped.lines().map(str::trim) {
        if line == "-----" {
            inside = !inside;
        } else if inside {
            out.extend(line.chars().filter(|it| !it.is_whitespace()));
        }
    }
    Cow::Owned(out)
}

/// A text of several lines is concealed line by line: reports spell line breaks differently. What
/// is too short to be a part of a secret, such as a closing bracket, is left, and so are marks.
fn pieces(clear: &str) -> impl Iterator<Item = &str> {
    let several = clear.contains('\n');
    let mark = |it: &str| {
        let inner = it
            .strip_prefix("-----")
            .and_then(|it| it.strip_suffix("-----"));
        inner.is_some_and(|it| !it.contains("-----"))
    };
    let lines = clear.lines().map(str::trim);
    lines.filter(move |it| !it.is_empty() && !mark(it) && (!several || it.len() >= 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_is_found_in_an_assignment() {
        for (matched, expected) in [
            ("token = \"abcd1234\"", "abcd1234"),
            ("export KEY='v4lu3-x'", "v4lu3-x"),
            ("password: hunter2", "hunter2"),
            ("AKIAFAKEFAKEFAKE1234", "AKIAFAKEFAKEFAKE1234"),
            ("c2VjcmV0c2VjcmV0==", "c2VjcmV0c2VjcmV0=="),
            ("mongodb://u:p@h/db", "mongodb://u:p@h/db"),
            ("{\"secret_key\": \"AKIAFAKE\"}", "AKIAFAKE"),
        ] {
            assert_eq!(value(matched), expected);
        }
    }

    #[test]
    fn a_key_of_several_lines_is_concealed_line_by_line() {
        let key = "-----BEGIN KEY-----\nQUJDREVGR0g=\nxy\n-----END KEY-----";
        assert_eq!(pieces(key).collect::<Vec<_>>(), ["QUJDREVGR0g="]);
        assert_eq!(canonical(key), "QUJDREVGR0g=xy");
        assert_eq!(canonical(&key.replace('\n', "\\n  ")), "QUJDREVGR0g=xy");
        assert_eq!(canonical("-----BEGIN KEY-----"), "");
    }
}
