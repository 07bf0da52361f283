//! Tickets as JSON lines, for scripts that make them: title, body in Markdown, labels, owner, due.

use super::{Ticket, markdown};
use crate::export::item::{Exporter, Family, Head, Source, Told};
use crate::model::text;
use serde_json::json;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct TicketLines;

impl Exporter for TicketLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn family(&self) -> Family {
        Family::Tickets
    }

    fn about(&self) -> &'static str {
        "JSON lines with title, body, labels, owner and due, for scripts"
    }

    fn loses(&self) -> &'static str {
        "a ticket does not follow the issue: close and reopen it by hand"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        from.each(None, &mut |it| {
            let ticket = Ticket::of(it);
            told.written += 1;
            let line = json!({
                "version": 1, "issue": ticket.id, "app": ticket.app, "title": ticket.title,
                "body": markdown::body(&ticket), "labels": ticket.labels, "owner": ticket.owner,
                "due": ticket.due,
            });
            writeln!(to, "{}", text::escape_json(&line.to_string()))
        })?;
        Ok(told)
    }
}
