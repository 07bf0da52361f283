//! Annotations of GitHub Actions: workflow commands on standard output. What follows `::` is data;
//! GitHub's own escapes keep a title from beginning another command.

use super::{GateExporter, blocking, file_of, head, line, missing, rules_of};
use crate::model::gate::GateRecord;
use crate::model::text::one_line;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct GitHub;

impl GateExporter for GitHub {
    fn name(&self) -> &'static str {
        "github"
    }

    fn about(&self) -> &'static str {
        "annotations of GitHub Actions"
    }

    fn write(&self, id: &str, record: &GateRecord, to: &mut dyn Write) -> io::Result<()> {
        let level = if record.verdict.answer.passes() {
            "warning"
        } else {
            "error"
        };
        // Marked, so that no word of them can begin a command.
        for it in head(id, record) {
            writeln!(to, "gate: {it}")?;
        }
        for case in blocking(record) {
            let rules = rules_of(record, case);
            let rule = rules.first().map_or("gate", |it| it.rule.as_str());
            let place = file_of(case).map_or_else(String::new, |(file, line)| {
                format!("file={},line={line},", property(file))
            });
            let (rule, text) = (property(rule), data(&line(case)));
            writeln!(to, "::{level} {place}title={rule}::{text}")?;
        }
        for it in missing(record) {
            writeln!(to, "::{level} title=required scan::{}", data(&it.text))?;
        }
        for it in &record.verdict.obstacles {
            writeln!(
                to,
                "::{level} title={}::{}",
                property(&it.what),
                data(&it.text)
            )?;
        }
        Ok(())
    }
}

fn data(text: &str) -> String {
    one_line(text, 500)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
