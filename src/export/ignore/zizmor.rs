//! `zizmor.yml` (zizmor 1.x): places of a rule, by the name of the workflow's file, line and column.

use super::{HEAD, Key, comment, entries, quoted};
use crate::export::item::{Exporter, Family, Head, Item, Source, Told};
use crate::model::Finding;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct Zizmor;

impl Exporter for Zizmor {
    fn name(&self) -> &'static str {
        "zizmor"
    }

    fn family(&self) -> Family {
        Family::IgnoreFiles
    }

    fn about(&self) -> &'static str {
        "zizmor.yml"
    }

    fn loses(&self) -> &'static str {
        "zizmor knows no end date: it stands in a comment, so write the file anew in every build; it \
         names a file without its folder"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let all = entries(from, (Some("zizmor"), &key), &mut told)?;
        writeln!(
            to,
            "{HEAD}\nrules:{}",
            if all.is_empty() { " {}" } else { "" }
        )?;
        let mut last = "";
        for (key, why) in &all {
            let [rule, file, at] = key.as_slice() else {
                continue;
            };
            if rule != last {
                writeln!(to, "  {}:\n    ignore:", quoted(rule))?;
                last = rule;
            }
            writeln!(to, "      {}", comment(why))?;
            writeln!(to, "      - {}", quoted(&format!("{file}{at}")))?;
        }
        Ok(told)
    }
}

fn key(_: &Item<'_>, finding: &Finding) -> Option<Key> {
    if finding.tool != "zizmor" {
        return None;
    }
    let file = super::file(finding)?.rsplit('/').next().unwrap_or_default();
    let at = match (finding.place.line, finding.place.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        (None, _) => String::new(),
    };
    Some(vec![finding.rule.clone(), file.to_owned(), at])
}
