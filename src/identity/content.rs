//! What of a code snippet makes it the same code: its text without layout and comments.

use crate::model::{Location, Snippet};

/// Goes up whenever the same code may come out as another text: it is part of every digest of it.
pub const VERSION: &str = "content/2";

/// The flagged lines of a snippet, without white space and without comments; `None` when nothing is
/// left or the tool gave no code. Survives moves, re-indents and remarks.
///
/// Tools that add neighbouring lines give the number of the first line; only what lies between the
/// finding's first and last line is looked at then, so that an edit next to it changes nothing.
pub fn of_snippet(snippet: &Snippet, place: &Location) -> Option<String> {
    let first = place.line.unwrap_or(0);
    let last = place.end_line.unwrap_or(first).max(first);
    let known = snippet.start > 0 && first >= snippet.start;
    let (skip, take) = if known {
        (first - snippet.start, last - first + 1)
    } else {
        (0, u32::MAX)
    };
    let mut out = normal(snippet.text.lines().skip(skip as usize).take(take as usize));
    if out.is_empty() && known {
        out = normal(snippet.text.lines());
    }
    (!out.is_empty()).then_some(out)
}

fn normal<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for line in lines {
        let code = without_comment(line.trim());
        out.extend(code.chars().filter(|it| !it.is_whitespace()));
    }
    out
}

/// A line up to a comment that runs to its end; nothing of a line that is one. Quotes are respected,
/// and an address such as `https://…` is none. What is inside a comment of several lines is only
/// seen where each line begins with a star.
fn without_comment(line: &str) -> &str {
    let whole = ["//", "# ", "#!", "/*", "* ", "*/", "<!--", "-- ", ";;"];
    if line == "*" || line == "#" || whole.iter().any(|it| line.starts_with(it)) {
        return "";
    }
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open && before != '\\' => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if before.is_whitespace() && at > 0 => {
                let rest = line.get(at..).unwrap_or_default();
                if ["//", "# ", "/*"].iter().any(|it| rest.starts_with(it)) {
                    return line.get(..at).unwrap_or(line);
                }
            }
            None => {}
        }
        before = c;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(start: u32, text: &str, line: u32, end: Option<u32>) -> Option<String> {
        let place = Location {
            line: Some(line),
            end_line: end,
            ..Location::default()
        };
        of_snippet(
            &Snippet {
                start,
                text: text.to_owned(),
            },
            &place,
        )
    }

    #[test]
    fn only_the_flagged_lines_count() {
        let text = "a = 1\n  b( c )\nd";
        assert_eq!(of(9, text, 10, None).as_deref(), Some("b(c)"));
        assert_eq!(of(9, text, 10, Some(11)).as_deref(), Some("b(c)d"));
        assert_eq!(of(0, text, 10, None).as_deref(), Some("a=1b(c)d"));
    }

    #[test]
    fn layout_and_comments_do_not() {
        assert_eq!(of(0, "\t# why\n\tx (1)", 3, None), of(0, "x(1)", 90, None));
        assert_eq!(of(0, "x(1)  // why", 3, None), of(0, "x(1)", 3, None));
        assert_eq!(
            of(0, "/** why\n * not\n */\nx(1)", 3, None),
            of(0, "x(1)", 3, None)
        );
        assert_eq!(of(0, "  \n", 3, None), None);
    }

    #[test]
    fn what_looks_like_a_comment_in_a_text_is_code() {
        let kept = |text: &str| {
            let all: String = text.chars().filter(|it| !it.is_whitespace()).collect();
            assert_eq!(of(0, text, 1, None), Some(all));
        };
        kept("get('http://x // y')");
        kept("get(https://x)");
        kept("#include <stdio.h>");
        kept("url = \"a # b\"");
    }
}
