//! Ends of exceptions and snoozes as a calendar (iCalendar, RFC 5545), with reminders 30, 14 and 3
//! days before.

use super::item::{Exporter, Family, Head, Item, Source, Told};
use super::time;
use crate::model::text::one_line;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct Calendar;

impl Exporter for Calendar {
    fn name(&self) -> &'static str {
        "ics"
    }

    fn family(&self) -> Family {
        Family::Calendar
    }

    fn about(&self) -> &'static str {
        "iCalendar with reminders"
    }

    fn loses(&self) -> &'static str {
        "a calendar knows days: the hour of an end stands in the text"
    }

    fn write(&self, head: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        for it in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Sluice//Sluice//EN",
            "CALSCALE:GREGORIAN",
        ] {
            line(to, it)?;
        }
        let mut endless = 0;
        from.each(None, &mut |it| {
            match it.stand.until {
                Some(until) if until > head.now => {
                    told.written += 1;
                    event(head, it, until, to)?;
                }
                None if it.stand.is_silent() => endless += 1,
                Some(_) | None => {}
            }
            Ok(())
        })?;
        told.left_out(endless, "what was decided of them has no end");
        line(to, "END:VCALENDAR")?;
        Ok(told)
    }
}

fn event(head: &Head, it: &Item<'_>, until: i64, to: &mut dyn Write) -> io::Result<()> {
    let day = stamp(until, 8);
    let row = &it.issue.row;
    let summary = format!("Sluice: ends for {} ({}): {}", it.id, row.app, row.title);
    let description = format!(
        "{}\\nEnds {}\\nPriority {}",
        escape(&it.stand.line()),
        time::rfc3339(until),
        row.band.name()
    );
    line(to, "BEGIN:VEVENT")?;
    line(to, &format!("UID:{}-{until}@sluice", row.fingerprint))?;
    line(to, &format!("DTSTAMP:{}Z", stamp(head.now, 15)))?;
    line(to, &format!("DTSTART;VALUE=DATE:{day}"))?;
    line(to, &format!("SUMMARY:{}", escape(&summary)))?;
    line(to, &format!("DESCRIPTION:{description}"))?;
    for days in [30, 14, 3] {
        line(to, "BEGIN:VALARM")?;
        line(to, "ACTION:DISPLAY")?;
        line(to, &format!("TRIGGER:-P{days}D"))?;
        line(
            to,
            &format!("DESCRIPTION:In {days} days: {}", escape(&summary)),
        )?;
        line(to, "END:VALARM")?;
    }
    line(to, "END:VEVENT")
}

/// `20260301T080000`, or so many characters of it.
fn stamp(seconds: i64, characters: usize) -> String {
    let text = time::rfc3339(seconds);
    let bare = text.chars().filter(|it| !"-:Z".contains(*it));
    bare.take(characters).collect()
}

/// Text of a value (§3.3.11).
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text, 500).chars() {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line, folded so that none has more than 75 octets (§3.1).
fn line(to: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut octets = 0;
    let mut buffer = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if octets + c.len_utf8() > 75 {
            buffer.push_str("\r\n ");
            octets = 1;
        }
        octets += c.len_utf8();
        buffer.push(c);
    }
    write!(to, "{buffer}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut out = Vec::new();
        line(&mut out, &"ä".repeat(80)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.split("\r\n").all(|it| it.len() <= 75));
        assert_eq!(text.replace("\r\n ", "").trim_end(), "ä".repeat(80));
        assert_eq!(escape("a;b,c\\d\ne"), "a\\;b\\,c\\\\d e");
        assert_eq!(stamp(1_772_352_000, 15), "20260301T080000");
    }
}
