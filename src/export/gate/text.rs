//! For people: three lines, then the list.

use super::{GateExporter, blocking, count, day, head, line, missing, rules_of, why};
use crate::model::gate::GateRecord;
use crate::model::text::one_line;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct Text;

/// Issues that the list shows; JSON has them all.
const SHOWN: usize = 100;

impl GateExporter for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn about(&self) -> &'static str {
        "three lines and the list, for people"
    }

    fn write(&self, id: &str, record: &GateRecord, to: &mut dyn Write) -> io::Result<()> {
        let verdict = &record.verdict;
        for it in head(id, record) {
            writeln!(to, "{it}")?;
        }
        if !verdict.blocking.is_empty() {
            writeln!(to)?;
        }
        for case in blocking(record).take(SHOWN) {
            let rules: Vec<_> = rules_of(record, case)
                .iter()
                .map(|it| it.rule.as_str())
                .collect();
            writeln!(to, "  {}  [{}]", line(case), rules.join(", "))?;
        }
        if verdict.blocking.len() > SHOWN {
            let more = verdict.blocking.len() - SHOWN;
            writeln!(to, "  … and {more} more; --output json has them all")?;
        }
        for it in missing(record) {
            writeln!(
                to,
                "  {} scan: {}",
                it.state.name(),
                one_line(&it.text, 300)
            )?;
        }
        for it in &verdict.obstacles {
            writeln!(to, "  {}: {}", it.what, one_line(&it.text, 300))?;
        }
        for it in &verdict.unused {
            let text = format!(
                "exception {} {}: {}",
                it.id,
                why(it.why),
                it.issues.join(", ")
            );
            writeln!(to, "  {}", one_line(&text, 300))?;
        }
        for it in &verdict.exceptions {
            let text = format!(
                "exception {} approved by {} until {} lets pass: {}",
                it.id,
                it.approver,
                day(it.until),
                it.issues.join(", ")
            );
            writeln!(to, "  {}", one_line(&text, 300))?;
        }
        if let Some(it) = &record.inputs.break_glass {
            let text = format!("break-glass by {}: {}: {}", it.by, it.reason, it.note);
            writeln!(to, "  {}", one_line(&text, 300))?;
        }
        if !verdict.warned.is_empty() {
            let number = count(verdict.warned.len(), "issue");
            let ids = verdict.warned.iter().take(10).cloned().collect::<Vec<_>>();
            writeln!(to, "  warned of {number}: {}", ids.join(", "))?;
        }
        Ok(())
    }
}
