//! Tickets as CSV for Jira's importer, the description in Jira's wiki markup.

use super::Ticket;
use crate::export::csv_cell;
use crate::export::item::{Exporter, Family, Head, Source, Told};
use std::fmt::Write as _;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct Jira;

const HEADER: [&str; 9] = [
    "Summary",
    "Issue Type",
    "Priority",
    "Description",
    "Labels",
    "Due Date",
    "Assignee",
    "Component",
    "External ID",
];

impl Exporter for Jira {
    fn name(&self) -> &'static str {
        "jira"
    }

    fn family(&self) -> Family {
        Family::Tickets
    }

    fn about(&self) -> &'static str {
        "CSV for Jira's importer"
    }

    fn loses(&self) -> &'static str {
        "a ticket does not follow the issue: close and reopen it by hand; an owner must be a user of \
         Jira's to become the assignee"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let mut out = csv_cell::writer(to);
        out.write_record(HEADER)?;
        from.each(None, &mut |it| {
            let ticket = Ticket::of(it);
            told.written += 1;
            let description = description(&ticket);
            let labels = ticket.labels.join(" ");
            let cells = [
                &ticket.title,
                "Bug",
                priority(ticket.band),
                &description,
                &labels,
                &ticket.due,
                &ticket.owner,
                &ticket.app,
                &ticket.id,
            ];
            Ok(out.write_record(cells.map(csv_cell::safe))?)
        })?;
        out.flush()?;
        Ok(told)
    }
}

/// Jira's default priorities.
fn priority(band: &str) -> &'static str {
    match band {
        "P1" => "Highest",
        "P2" => "High",
        "P3" => "Medium",
        _ => "Low",
    }
}

fn description(it: &Ticket) -> String {
    let mut out = String::new();
    for (label, text) in &it.facts {
        _ = writeln!(out, "* *{label}:* {}", escape(text));
    }
    let list = |out: &mut String, title: &str, all: &[String]| {
        if !all.is_empty() {
            _ = writeln!(out, "\nh3. {title}");
        }
        for it in all {
            _ = writeln!(out, "* {}", escape(it));
        }
    };
    list(&mut out, "Where", &it.places);
    if let Some((start, code)) = &it.code {
        // The end of the block may not stand in it.
        let code = code.replace("{noformat", "{ noformat");
        _ = write!(
            out,
            "\nFrom line {start}:\n{{noformat}}\n{code}\n{{noformat}}\n"
        );
    }
    for (title, all) in [("What", &it.what), ("How to fix it", &it.fix)] {
        if !all.is_empty() {
            _ = writeln!(out, "\nh3. {title}");
        }
        for line in all.iter().flat_map(|it| it.lines()) {
            _ = writeln!(out, "{}", escape(line));
        }
    }
    list(&mut out, "Why now", &it.why);
    if !it.links.is_empty() {
        out.push_str("\nh3. Links\n");
    }
    for link in &it.links {
        _ = writeln!(out, "* {link}");
    }
    out
}

/// Text as Jira's wiki shows it: markup, macros, links, images and mentions are broken.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    for (at, c) in line.trim_start().chars().enumerate() {
        if "\\{}[]!|*_^~+?".contains(c) || (at == 0 && "-#".contains(c)) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_and_mentions_are_text() {
        assert_eq!(escape("{html}[~ann]!x!"), "\\{html\\}\\[\\~ann\\]\\!x\\!");
        let ticket = Ticket {
            code: Some((1, "a {noformat} b".to_owned())),
            ..Ticket::default()
        };
        assert_eq!(description(&ticket).matches("{noformat}").count(), 2);
    }
}
