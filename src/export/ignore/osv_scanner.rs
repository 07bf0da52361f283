//! `osv-scanner.toml` (OSV-Scanner 1 and 2): vulnerabilities by id; aliases are ignored with it.

use super::{HEAD, Key, entries, quoted};
use crate::export::item::{Exporter, Family, Head, Item, Source, Told};
use crate::export::time;
use crate::model::Finding;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct OsvScanner;

impl Exporter for OsvScanner {
    fn name(&self) -> &'static str {
        "osv-scanner"
    }

    fn family(&self) -> Family {
        Family::IgnoreFiles
    }

    fn about(&self) -> &'static str {
        "osv-scanner.toml"
    }

    fn loses(&self) -> &'static str {
        "OSV-Scanner ignores a vulnerability in every package, so one that is open in another \
         package is left out"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let all = entries(from, (None, &key), &mut told)?;
        writeln!(to, "{HEAD}")?;
        for (key, why) in &all {
            let id = key.first().map(String::as_str).unwrap_or_default();
            writeln!(to, "\n[[IgnoredVulns]]\nid = {}", quoted(id))?;
            if let Some(until) = why.until {
                writeln!(to, "ignoreUntil = {}", time::rfc3339(until))?;
            }
            writeln!(to, "reason = {}", quoted(&why.text))?;
        }
        Ok(told)
    }
}

fn key(it: &Item<'_>, finding: &Finding) -> Option<Key> {
    finding.package.as_ref()?;
    Some(vec![it.vulnerability()?.0.to_owned()])
}
