//! Tickets as Markdown, as GitHub and GitLab show it. One issue after the other; with an id as
//! filter it is the body of one ticket.
//!
//! Text of reports is text: it names nobody (`@`), refers to nothing (`#`), runs no quick action
//! (`/close`), and begins no markup.

use super::Ticket;
use crate::export::item::{Exporter, Family, Head, Source, Told};
use std::fmt::Write as _;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct Markdown;

impl Exporter for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn family(&self) -> Family {
        Family::Tickets
    }

    fn about(&self) -> &'static str {
        "Markdown for GitHub and GitLab"
    }

    fn loses(&self) -> &'static str {
        "a ticket does not follow the issue: close and reopen it by hand"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        from.each(None, &mut |it| {
            let ticket = Ticket::of(it);
            if told.written > 0 {
                to.write_all(b"\n---\n\n")?;
            }
            told.written += 1;
            write!(to, "# {}\n\n{}", escape(&ticket.title), body(&ticket))
        })?;
        Ok(told)
    }
}

/// All but the title.
pub(super) fn body(it: &Ticket) -> String {
    let mut out = String::new();
    for (label, text) in &it.facts {
        _ = writeln!(out, "- **{label}:** {}", escape(text));
    }
    list(&mut out, "Where", &it.places);
    if let Some((start, code)) = &it.code {
        let fence = fence(code);
        if *start > 0 {
            _ = writeln!(out, "\nFrom line {start}:");
        }
        _ = write!(out, "\n{fence}\n{code}\n{fence}\n");
    }
    paragraphs(&mut out, "What", &it.what);
    list(&mut out, "Why now", &it.why);
    paragraphs(&mut out, "How to fix it", &it.fix);
    if !it.links.is_empty() {
        out.push_str("\n## Links\n\n");
        for link in &it.links {
            _ = writeln!(out, "- <{link}>");
        }
    }
    out
}

fn list(out: &mut String, title: &str, all: &[String]) {
    if all.is_empty() {
        return;
    }
    _ = write!(out, "\n## {title}\n\n");
    for it in all {
        _ = writeln!(out, "- {}", escape(it));
    }
}

fn paragraphs(out: &mut String, title: &str, all: &[String]) {
    if all.is_empty() {
        return;
    }
    _ = writeln!(out, "\n## {title}");
    for it in all {
        out.push('\n');
        for line in it.lines() {
            // Blanks at the beginning would make it code.
            _ = writeln!(out, "{}", escape(line.trim_start()));
        }
    }
}

/// A fence that the code does not hold.
fn fence(code: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in code.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(longest.max(2) + 1)
}

/// A line of text as Markdown that shows it as it is (`CommonMark` §2.4; GitLab's quick actions begin
/// a line; mentions and references are broken by an empty comment).
pub(super) fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    for (at, c) in line.chars().enumerate() {
        match c {
            '@' | '#' => {
                out.push('\\');
                out.push(c);
                out.push_str("<!-- -->");
            }
            '/' if at == 0 => out.push_str("\\/"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '!' | '|' | '~' | '&'
            | '$' => {
                out.push('\\');
                out.push(c);
            }
            '-' | '+' | '=' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // `1.` at the beginning would make a list.
    let digits = out.chars().take_while(char::is_ascii_digit).count();
    if digits > 0
        && out
            .chars()
            .nth(digits)
            .is_some_and(|it| it == '.' || it == ')')
    {
        out.insert(digits, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shown_as_it_is() {
        for (raw, shown) in [
            ("/close", "\\/close"),
            ("see @all and #1", "see \\@<!-- -->all and \\#<!-- -->1"),
            ("<img src=x>", "\\<img src=x\\>"),
            ("1. x", "1\\. x"),
            ("- a", "\\- a"),
            ("a-b", "a-b"),
            ("![x](http://y)", "\\!\\[x\\](http://y)"),
        ] {
            assert_eq!(escape(raw), shown);
        }
        assert_eq!(fence("a ``` b ```` c"), "`````");
    }
}
