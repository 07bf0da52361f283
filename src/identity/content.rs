//! What of a code snippet makes it the same code: its text without layout and comment lines.

use crate::model::{Location, Snippet};

/// The flagged lines of a snippet, without white space and without lines that are only a comment;
/// `None` when nothing is left or the tool gave no code. Survives moves and re-indents.
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
    let code = lines
        .map(str::trim)
        .filter(|it| !it.starts_with("//") && !it.starts_with("# "));
    code.flat_map(str::chars)
        .filter(|c| !c.is_whitespace())
        .collect()
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
    fn layout_and_comment_lines_do_not() {
        assert_eq!(of(0, "\t# why\n\tx (1)", 3, None), of(0, "x(1)", 90, None));
        assert_eq!(of(0, "  \n", 3, None), None);
    }
}
