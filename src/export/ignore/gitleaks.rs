//! `.gitleaksignore` (Gitleaks 8): fingerprints, `commit:file:rule:line` in a history and
//! `file:rule:line` in a folder.

use super::{HEAD, Key, comment, entries};
use crate::export::item::{Exporter, Family, Head, Item, Source, Told};
use crate::model::Finding;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct Gitleaks;

impl Exporter for Gitleaks {
    fn name(&self) -> &'static str {
        "gitleaks"
    }

    fn family(&self) -> Family {
        Family::IgnoreFiles
    }

    fn about(&self) -> &'static str {
        ".gitleaksignore"
    }

    fn loses(&self) -> &'static str {
        "Gitleaks knows no end date: it stands in a comment, so write the file anew in every build; \
         a fingerprint ends when its line moves"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let all = entries(from, (Some("gitleaks"), &key), &mut told)?;
        writeln!(to, "{HEAD}")?;
        for (key, why) in &all {
            writeln!(to, "{}\n{}", comment(why), key.join(":"))?;
        }
        Ok(told)
    }
}

fn key(_: &Item<'_>, finding: &Finding) -> Option<Key> {
    if finding.tool != "gitleaks" {
        return None;
    }
    let file = super::file(finding)?;
    let line = finding.place.line.unwrap_or_default().to_string();
    let facts = &finding.detail.facts;
    let commit = facts
        .iter()
        .find(|it| it.0 == "commit")
        .map(|it| it.1.clone());
    let rest = [file.to_owned(), finding.rule.clone(), line];
    Some(commit.into_iter().chain(rest).collect())
}
