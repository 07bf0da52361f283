//! Gitleaks 7 and 8 JSON (`--report-format json`). The secret itself is never kept.
//!
//! Severity: Gitleaks has none. A credential in the code counts as high here: whoever reads the
//! code can use it, and nothing says yet what it opens. `severity_word` stays empty.
//! `Secret`, `Match`, `offender` and `line` are concealed; what is kept is the keyed hash and the
//! mask of the credential in them. A report that Gitleaks redacted has no hash.
//! The fingerprint (version 8.9 and later) is kept as the tool's own identity when it names a
//! commit. Without one it is file, rule and line, and a moved line would make it another.
//! An empty report is a bare `[]`: it is recognised by a file name with `gitleaks` in it.
//! Every leak is a finding, also one credential in several commits.
//! Not read: the e-mail of the author.

use super::read::{json, loose::Loose};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, leak, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Location, NewFinding, Scan, Severity, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Gitleaks;

/// A leak of either version: 8 writes names in camel case with a capital, 7 without.
#[derive(Deserialize)]
struct Record {
    #[serde(rename = "RuleID", alias = "rule")]
    rule: String,
    #[serde(rename = "Description")]
    description: Option<String>,
    #[serde(rename = "File", alias = "file")]
    file: String,
    #[serde(rename = "SymlinkFile")]
    symlink: Option<String>,
    #[serde(rename = "StartLine", alias = "lineNumber")]
    start_line: Option<u32>,
    #[serde(rename = "EndLine")]
    end_line: Option<u32>,
    #[serde(rename = "StartColumn")]
    start_column: Option<u32>,
    #[serde(rename = "EndColumn")]
    end_column: Option<u32>,
    #[serde(rename = "Match", alias = "line")]
    matched: Option<String>,
    #[serde(rename = "Secret", alias = "offender")]
    secret: Option<String>,
    #[serde(rename = "Commit", alias = "commit")]
    commit: Option<String>,
    #[serde(rename = "Author", alias = "author")]
    author: Option<String>,
    #[serde(rename = "Date", alias = "date")]
    date: Option<String>,
    #[serde(rename = "Message", alias = "commitMessage")]
    message: Option<String>,
    #[serde(rename = "Entropy")]
    entropy: Option<f64>,
    #[serde(rename = "Tags", alias = "tags", default)]
    tags: Loose,
    #[serde(rename = "Link", alias = "leakURL")]
    link: Option<String>,
    #[serde(rename = "Fingerprint")]
    fingerprint: Option<String>,
}

impl Format for Gitleaks {
    fn name(&self) -> &'static str {
        "gitleaks"
    }

    fn tool(&self) -> &'static str {
        "Gitleaks 7, 8"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Secrets]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let eight = ["[].RuleID", "[].Secret", "[].File"];
        let seven = ["[].offender", "[].rule", "[].commitMessage"];
        if probe.has_all(&eight) || probe.has_all(&seven) {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("gitleaks") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "gitleaks".to_owned(),
            ..Scan::default()
        })?;
        json::walk(input, &["[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let secret = record.secret.clone().unwrap_or_default();
            let matched = record.matched.clone().unwrap_or_default();
            let mut out = record.into_finding();
            out.record = it.place();
            let clear = if secret.trim().is_empty() {
                &matched
            } else {
                &secret
            };
            leak::reduce(&mut out, clear, key, sink);
            if out.secret.is_some() {
                // What surrounds the value is part of what must not stay in the kept copy.
                for text in [&secret, &matched] {
                    leak::conceal(text, sink);
                }
            }
            sink.finding(out)
        })
    }
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let description = self.description.filter(|it| !it.trim().is_empty());
        let title = description.as_deref().unwrap_or(&self.rule);
        let title = text::one_line(title, 300);
        let mut out = NewFinding::new(FindingKind::Secrets, text::one_line(&self.rule, 300), title);
        out.severity = Severity::High;
        let file = normalise::path(&self.file);
        let positive = |it: Option<u32>| it.filter(|it| *it > 0);
        let line = positive(self.start_line);
        out.place = Location {
            file: (!file.is_empty()).then_some(file),
            line,
            end_line: self
                .end_line
                .filter(|it| line.is_some_and(|line| *it > line)),
            column: positive(self.start_column),
            end_column: positive(self.end_column),
            ..Location::default()
        };
        let in_history = self.commit.as_deref().is_some_and(|it| !it.is_empty());
        out.native = self.fingerprint.filter(|it| in_history && !it.is_empty());
        out.detail.description = text::bounded(description.unwrap_or_default(), 64 * 1024);
        let links = self.link.into_iter().filter(|it| !it.is_empty());
        out.detail.references = links.map(|it| text::bounded(it, 2048)).collect();
        let tags = self.tags.iter().flat_map(|it| it.split(','));
        let tags = tags.map(|it| text::one_line(it, 200));
        out.detail.tags = tags.filter(|it| !it.is_empty()).take(32).collect();
        let entropy = self.entropy.filter(|it| *it > 0.0).map(|it| it.to_string());
        // A report of files without history has the date of year one.
        let date = self.date.filter(|it| !it.starts_with("0001-"));
        for (label, value) in [
            ("commit", self.commit),
            ("author", self.author),
            ("date", date),
            ("commit message", self.message),
            ("symlink", self.symlink),
            ("entropy", entropy),
        ] {
            let value = text::one_line(&value.unwrap_or_default(), 300);
            if !value.is_empty() {
                out.detail.facts.push((label.to_owned(), value));
            }
        }
        out
    }
}
