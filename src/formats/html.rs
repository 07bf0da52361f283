//! The texts of tools that write HTML, as plain text.

use super::read::xml_entity::decode_into;

/// Tags that begin a new line.
const BLOCKS: &[&str] = &[
    "p", "br", "li", "ul", "ol", "div", "pre", "table", "tr", "h1", "h2", "h3", "h4",
];

/// Tags that are dropped where they stand.
const INLINE: &[&str] = &[
    "a",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "code",
    "span",
    "tt",
    "td",
    "th",
    "tbody",
    "font",
    "blockquote",
];

/// The text without the tags of formatting, its references resolved, its blocks on lines of their
/// own. Other things between angle brackets are part of the text: `<script>` is what it is about.
pub fn plain(html: &str) -> String {
    if memchr::memchr2(b'<', b'&', html.as_bytes()).is_none() {
        return html.trim().to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        decode_into(before, &mut out);
        let tag = after.split_once('>');
        match tag.map(|(inside, tail)| (tag_name(inside), tail)) {
            Some((name, tail)) if BLOCKS.contains(&name.as_str()) => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                rest = tail;
            }
            Some((name, tail)) if INLINE.contains(&name.as_str()) => rest = tail,
            Some(_) | None => {
                out.push('<');
                rest = after;
            }
        }
    }
    decode_into(rest, &mut out);
    out.trim().to_owned()
}

fn tag_name(inside: &str) -> String {
    let name = inside.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = end.and_then(|end| name.get(..end)).unwrap_or(name);
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_become_lines_and_code_stays() {
        for (html, expected) in [
            ("<p>One &amp; two.</p><p>Three.</p>", "One & two.\nThree."),
            ("a<br/>b<BR>c", "a\nb\nc"),
            ("<a href=\"x\">link</a> of <b>note</b>", "link of note"),
            ("uses <script> and 1 < 2", "uses <script> and 1 < 2"),
            ("&lt;script&gt;", "<script>"),
        ] {
            assert_eq!(plain(html), expected);
        }
    }
}
