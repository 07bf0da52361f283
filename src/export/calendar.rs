//! Ends of exceptions as a calendar (iCalendar, RFC 5545): an entry for each that is asked for or in
//! force, with reminders 30, 14 and 3 days before.

use super::item::{Ending, Exporter, Family, Head, Source, Told};
use super::time;
use crate::model::text::one_line;
use crate::model::{Control, Exception, ExceptionState};
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
        for it in from.endings()? {
            if it.exception.ends > head.now {
                told.written += 1;
                event(head, &it, to)?;
            }
        }
        if told.written == 0 {
            let none = "no exception about these issues is asked for or in force";
            told.notes.push(none.to_owned());
        }
        line(to, "END:VCALENDAR")?;
        Ok(told)
    }
}

fn event(head: &Head, ending: &Ending, to: &mut dyn Write) -> io::Result<()> {
    let it = &ending.exception;
    let mut apps: Vec<&str> = it.issues.iter().map(|it| it.app.as_str()).collect();
    apps.sort_unstable();
    apps.dedup();
    let issues = match it.issues.as_slice() {
        [one] => one.title.clone(),
        all => format!("{} issues", all.len()),
    };
    let (verb, status) = if it.state == ExceptionState::Approved {
        ("ends", "CONFIRMED")
    } else {
        ("would end, if approved", "TENTATIVE")
    };
    let summary = format!("{} {verb} ({}): {issues}", it.id, apps.join(", "));
    // Ids of exceptions are numbers of one store; with what it is about it is unique.
    let about = it.issues.first().map(|it| it.issue.to_string());
    let (about, id) = (about.unwrap_or_default(), escape(&it.id));
    line(to, "BEGIN:VEVENT")?;
    line(to, &format!("UID:{id}-{about}-{}@sluice", it.requested_at))?;
    line(to, &format!("DTSTAMP:{}Z", stamp(head.now, 15)))?;
    line(to, &format!("SEQUENCE:{}", it.approvals.len()))?;
    line(to, &format!("DTSTART;VALUE=DATE:{}", stamp(it.ends, 8)))?;
    line(to, &format!("STATUS:{status}"))?;
    line(to, "TRANSP:TRANSPARENT")?;
    line(to, &format!("SUMMARY:{}", escape(&summary)))?;
    line(to, &format!("DESCRIPTION:{}", description(ending)))?;
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

/// What stands in the entry, a fact a line.
fn description(ending: &Ending) -> String {
    let it: &Exception = &ending.exception;
    let mut lines = vec![
        format!("{}: {}", it.treatment, it.reason),
        format!("Ends {}", time::rfc3339(it.ends)),
        format!(
            "Asked for by {} on {}",
            it.requested_by,
            time::date(it.requested_at)
        ),
    ];
    let yes = it.approvals.iter();
    lines.extend(yes.map(|it| format!("Approved by {} on {}", it.by, time::date(it.at))));
    if it.state == ExceptionState::Requested {
        lines.push(format!("{} of {} approvals", it.approvals.len(), it.needs));
    }
    if let Some(Control { text, owner, check }) = &it.control {
        let by = time::date(*check);
        lines.push(format!("Control: {text}; {owner} checks it by {by}"));
    }
    lines.push(format!("Issues: {}", ending.issues.join(", ")));
    let lines: Vec<String> = lines.iter().map(|it| escape(it)).collect();
    lines.join("\\n")
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
