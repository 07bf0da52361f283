//! What was done, in one line for a person and for the log.

use crate::model::{Until, Verdict, text};
use crate::ops::decide::Change;

/// `1 issue`, `2 issues`.
pub(super) fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

/// A decision about so many issues.
pub(super) fn summary(change: &Change, changed: usize) -> String {
    let issues = count(changed, "issue");
    let because = |what: String, reason: &str| format!("{what}: {}", reason.trim());
    match change {
        Change::Verdict { verdict, reason } => match verdict {
            Verdict::Confirm => format!("{issues} confirmed"),
            Verdict::InWork => format!("{issues} in work"),
            Verdict::FalsePositive => because(format!("{issues} marked false positive"), reason),
            Verdict::Reset => format!("{issues} open again"),
        },
        Change::Assign { team, person } => {
            let names: Vec<&str> = [team, person]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .filter(|it| !it.is_empty())
                .collect();
            if names.is_empty() {
                format!("{issues} without an owner now")
            } else {
                format!("{issues} assigned to {}", names.join(", "))
            }
        }
        Change::Snooze { until, reason } => {
            let what = format!("{issues} snoozed until {}", ends(until));
            match reason.trim() {
                "" => what,
                reason => because(what, reason),
            }
        }
        Change::Note { .. } => format!("noted on {issues}"),
        Change::Severity { severity, reason } => match severity {
            Some(it) => because(format!("{issues} set to severity {it}"), reason),
            None => because(format!("{issues} back to the tools' severity"), reason),
        },
        Change::Title { title, reason } => match text::one_line(title.trim(), 80).as_str() {
            "" => because(format!("{issues} back to the tools' title"), reason),
            title => because(format!("{issues} called '{title}'"), reason),
        },
        Change::Lead { reason, .. } => because(format!("{issues} led by another finding"), reason),
        Change::Merge { reason } => because(format!("{issues} merged"), reason),
        Change::Split { findings, reason } => because(
            format!("{} split off", count(findings.len(), "finding")),
            reason,
        ),
        Change::Answer { answer, reason } => because(format!("{} said", answer.name()), reason),
        Change::Never { reason } => because(format!("{issues} never to be merged"), reason),
    }
}

/// An end in words: `2026-03-01`, `a fix exists`, `the next release`.
pub(super) fn ends(until: &Until) -> String {
    let mut out = Vec::new();
    out.extend(until.date.map(day));
    if until.fix {
        out.push("a fix exists".to_owned());
    }
    out.extend(until.release.as_deref().map(|it| match it {
        "next" => "the next release".to_owned(),
        name => format!("release {}", text::one_line(name, 60)),
    }));
    out.join(" or ")
}

/// The day of a time, UTC.
pub(super) fn day(at: i64) -> String {
    let time = jiff::Timestamp::from_second(at);
    time.map(|it| it.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
