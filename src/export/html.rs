//! Text inside HTML and SVG. Nothing from a report is markup (OWASP, Cross Site Scripting Prevention,
//! rule 1); a page of ours has no script, and its policy forbids one.

use crate::model::text;

/// A text as it may stand between tags and in quoted attributes. Line breaks stay; other characters
/// that are not plain go.
pub fn escape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c == '\n' || text::is_plain(c) => out.push(c),
            _ => {}
        }
    }
    out
}

/// How all pages look, on a screen and on paper.
const STYLE: &str = include_str!("page.css");

/// The beginning of a page, up to its body. `accent` is a colour as six hex digits.
pub fn head(title: &str, accent: &str) -> String {
    let title = escape(title);
    let known = accent.len() == 6 && accent.bytes().all(|it| it.is_ascii_hexdigit());
    let accent = if known { accent } else { "1f5f8b" };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>:root {{ --accent: #{accent}; }}\n{STYLE}</style>\n</head>\n<body>\n"
    )
}

/// The end of a page.
pub const TAIL: &str = "</body>\n</html>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stays_markup() {
        assert_eq!(
            escape("<script a='1' b=\"2\">&\u{1b}\u{202e}"),
            "&lt;script a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;"
        );
        assert!(head("x", "\";}</style>").contains("--accent: #1f5f8b;"));
    }
}
