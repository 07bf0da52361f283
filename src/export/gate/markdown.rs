//! Markdown for a pull request. Nothing of a report can make a link, a mention or HTML.

use super::{GateExporter, blocking, day, head, missing, rules_of, why};
use crate::model::gate::GateRecord;
use crate::model::text::one_line;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct Markdown;

/// Comments have a limit of 65,536 characters.
const SHOWN: usize = 50;

impl GateExporter for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "Markdown for a comment on a pull request"
    }

    fn write(&self, id: &str, record: &GateRecord, to: &mut dyn Write) -> io::Result<()> {
        let verdict = &record.verdict;
        let [first, second, third] = head(id, record).map(|it| plain(&it, 500));
        writeln!(to, "### Release gate\n\n**{first}**\n\n{second}\n\n{third}")?;
        if !verdict.blocking.is_empty() {
            writeln!(
                to,
                "\n| issue | band | severity | what | where | owner | rule |"
            )?;
            writeln!(to, "|---|---|---|---|---|---|---|")?;
        }
        for it in blocking(record).take(SHOWN) {
            let rules = rules_of(record, it);
            let rules: Vec<_> = rules.iter().map(|it| plain(&it.rule, 60)).collect();
            let (what, place, team) = (
                plain(&it.title, 120),
                plain(&it.place, 120),
                plain(&it.team, 40),
            );
            writeln!(
                to,
                "| `{}` | {} | {} | {what} | {place} | {team} | {} |",
                it.id,
                it.band,
                it.severity,
                rules.join(", ")
            )?;
        }
        if verdict.blocking.len() > SHOWN {
            writeln!(to, "\n… and {} more.", verdict.blocking.len() - SHOWN)?;
        }
        let mut points: Vec<String> = missing(record)
            .map(|it| format!("**{} scan**: {}", it.state.name(), plain(&it.text, 300)))
            .collect();
        points.extend(verdict.obstacles.iter().map(|it| plain(&it.text, 300)));
        points.extend(verdict.unused.iter().map(|it| {
            format!(
                "exception {} {}: {}",
                plain(&it.id, 40),
                why(it.why),
                it.issues.join(", ")
            )
        }));
        points.extend(verdict.exceptions.iter().map(|it| {
            format!(
                "exception {} approved by {} until {}: {}",
                plain(&it.id, 40),
                plain(&it.approver, 60),
                day(it.until),
                it.issues.join(", ")
            )
        }));
        if !points.is_empty() {
            writeln!(to)?;
        }
        for it in points {
            writeln!(to, "- {it}")?;
        }
        Ok(())
    }
}

/// Text as itself: what Markdown or HTML would read as a sign is escaped, code spans are kept off.
fn plain(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for c in one_line(text, limit).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            ':' => out.push_str("&#58;"),
            '|' | '*' | '_' | '[' | ']' | '`' | '\\' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
