//! The little Markdown that reports of ours are written in, and its HTML: headings, paragraphs,
//! lists and tables. Everything else is text; markup in it stays text.

use super::html::{TAIL, escape as escape_html, head};

/// A text as it may stand in a line of Markdown: no character of it means anything.
pub fn escape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        if "\\`*_{}[]<>#|!&~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A page from Markdown.
pub fn page(title: &str, accent: &str, markdown: &str) -> String {
    let mut out = head(title, accent);
    let mut open = "";
    for line in markdown.lines() {
        let line = line.trim_end();
        let (kind, html) = block(line, open);
        if kind != open {
            out.push_str(closing(open));
            out.push_str(opening(kind));
            open = kind;
        }
        out.push_str(&html);
        out.push('\n');
    }
    out.push_str(closing(open));
    out.push_str(TAIL);
    out
}

/// What sort of block a line belongs to, and its HTML.
fn block(line: &str, open: &str) -> (&'static str, String) {
    let level = line.chars().take_while(|c| *c == '#').count();
    if let (1..=4, Some(text)) = (level, line.get(level..).and_then(|it| it.strip_prefix(' '))) {
        return ("", format!("<h{level}>{}</h{level}>", inline(text)));
    }
    if let Some(text) = line.strip_prefix("- ") {
        return ("list", format!("<li>{}</li>", inline(text)));
    }
    if let Some(row) = line.strip_prefix('|') {
        let rule = row.chars().all(|c| "|-: ".contains(c));
        let cell = if open == "table" { "td" } else { "th" };
        let cells: Vec<String> = cells(row)
            .iter()
            .map(|it| format!("<{cell}>{}</{cell}>", inline(it.trim())))
            .collect();
        let cells = cells.concat();
        let html = if rule {
            String::new()
        } else {
            format!("<tr>{cells}</tr>")
        };
        return ("table", html);
    }
    if line.is_empty() {
        return ("", String::new());
    }
    ("paragraph", inline(line))
}

/// The cells of a row, parted where a bar is not escaped.
fn cells(row: &str) -> Vec<String> {
    let (mut out, mut cell, mut escaped) = (Vec::new(), String::new(), false);
    for c in row.chars() {
        if c == '|' && !escaped {
            out.push(std::mem::take(&mut cell));
        } else {
            cell.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    if !cell.trim().is_empty() {
        out.push(cell);
    }
    out
}

/// The text of a line without its escapes, as HTML.
fn inline(text: &str) -> String {
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    escape_html(&out)
}

const fn opening(kind: &str) -> &'static str {
    match kind.as_bytes() {
        b"list" => "<ul>\n",
        b"table" => "<table>\n",
        b"paragraph" => "<p>\n",
        _ => "",
    }
}

const fn closing(kind: &str) -> &'static str {
    match kind.as_bytes() {
        b"list" => "</ul>\n",
        b"table" => "</table>\n",
        b"paragraph" => "</p>\n",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_text_stays_text() {
        let hostile = "<script>|`# *x*`[a](javascript:b)";
        let page = page(
            "t",
            "",
            &format!("# {0}\n\n- {0}\n\n| a |\n|---|\n| {0} |\n", escape(hostile)),
        );
        let safe = "&lt;script&gt;|`# *x*`[a](javascript:b)";
        assert!(page.contains(&format!("<h1>{safe}</h1>")), "{page}");
        assert!(page.contains(&format!("<li>{safe}</li>")), "{page}");
        assert!(page.contains(&format!("<td>{safe}</td>")), "{page}");
        assert!(
            page.contains("<th>a</th>") && !page.contains("<script>"),
            "{page}"
        );
    }
}
