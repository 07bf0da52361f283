//! Files that keep scanners silent about what was decided, and about nothing else.
//!
//! An entry is written for what is a false positive or an accepted risk still in force. Where a
//! format can only say less than was decided (a vulnerability without its component, a file without
//! its line) and the entry would silence something that is still open, it is left out and told of.

mod gitleaks;
mod grype;
mod osv_scanner;
mod semgrep;
mod trivy;
mod zizmor;

pub(super) use gitleaks::Gitleaks;
pub(super) use grype::Grype;
pub(super) use osv_scanner::OsvScanner;
pub(super) use semgrep::Semgrep;
pub(super) use trivy::Trivy;
pub(super) use zizmor::Zizmor;

use super::item::{Item, Source, Told};
use super::time;
use crate::model::text::{self, one_line};
use crate::model::{Finding, FindingState};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// What an entry silences, part by part, in the words of the scanner.
pub(super) type Key = Vec<String>;

/// Why an entry stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Why {
    /// The reason with who decided, and the issue, on one line.
    pub(super) text: String,
    /// When it ends, UTC seconds.
    pub(super) until: Option<i64>,
}

/// Asks for each finding what the scanner would have to be told to silence it.
pub(super) type Keys<'a> = dyn Fn(&Item<'_>, &Finding) -> Option<Key> + 'a;

/// The entries of a file: what is decided and silences nothing that is open.
pub(super) fn entries(
    from: &dyn Source,
    (tool, keys): (Option<&str>, &Keys<'_>),
    told: &mut Told,
) -> io::Result<BTreeMap<Key, Why>> {
    let mut out: BTreeMap<Key, Why> = BTreeMap::new();
    let mut open: BTreeSet<Key> = BTreeSet::new();
    from.each(tool, &mut |it| {
        let seen = |finding: &&Finding| finding.state == FindingState::Open;
        for finding in it.issue.findings.iter().filter(seen) {
            let Some(key) = keys(it, finding) else {
                continue;
            };
            if !it.stand.is_silent() {
                open.insert(key);
                continue;
            }
            let text = format!("{} (issue {})", it.stand.line(), it.id);
            let why = Why {
                text: one_line(&text, 300),
                until: it.stand.until,
            };
            let known = out.entry(key).or_insert_with(|| why.clone());
            // Of two ends the earlier one.
            known.until = match (known.until, why.until) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        Ok(())
    })?;
    let before = out.len();
    out.retain(|key, _| !open.contains(key));
    match before - out.len() {
        0 => {}
        n => told.notes.push(format!(
            "{n} entries were left out: they would silence what is still open"
        )),
    }
    told.written += out.len();
    Ok(out)
}

/// A comment with the reason, and the end where the format has none.
pub(super) fn comment(why: &Why) -> String {
    match why.until {
        Some(until) => format!("# {}; take it out after {}", why.text, time::date(until)),
        None => format!("# {}", why.text),
    }
}

/// A quoted text, as JSON, TOML and YAML read it alike.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(one_line(text, 2000)).to_string()
}

/// What stands above the entries.
pub(super) const HEAD: &str = "# Written by sluice from decisions; do not edit, decide there.";

/// The vulnerability and its component, with its version.
fn dependency(it: &Item<'_>, finding: &Finding) -> Option<(String, String)> {
    let (id, _) = it.vulnerability()?;
    let purl = super::vex::purl(finding.package.as_ref()?, true)?;
    // Qualifiers and subpath are the tool's own; the rest is the same in all.
    let bare = purl.split(['?', '#']).next().unwrap_or_default();
    Some((id.to_owned(), bare.to_owned()))
}

/// The file of a finding, as it may stand in a file of lines.
fn file(finding: &Finding) -> Option<&str> {
    let file = finding.place.file.as_deref()?;
    file.chars()
        .all(|c| c != '\n' && text::is_plain(c))
        .then_some(file)
}
