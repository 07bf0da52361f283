//! `yarn audit --json` of Yarn 1, and `yarn npm audit --json` of Yarn 2 to 4.
//!
//! Severity, and what a finding is: see `npm_advisory.rs`. Yarn 1 writes a line for every path to
//! a package: the lines of one advisory are one finding, as they hold the same paths. Yarn 2 and 3
//! write one document in the shape of npm 6, which is Yarn's where its file name says so. Yarn 4
//! writes a line for every package, deprecated ones among them, as severity moderate.
//! A line of type `error` makes the scan incomplete.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, npm_advisory, purl};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, Scan, text};
use npm_advisory::Advisory;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Dependents that are kept of one package.
const DEPENDENTS: usize = 20;

/// See the module's text.
pub(super) struct YarnAudit;

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "type")]
    sort: Option<String>,
    data: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Classic {
    data: ClassicData,
}

#[derive(Deserialize)]
struct ClassicData {
    advisory: Advisory,
}

#[derive(Deserialize)]
struct Berry {
    value: String,
    children: Children,
}

#[derive(Deserialize)]
struct Children {
    #[serde(rename = "ID", default)]
    id: Loose,
    #[serde(rename = "Issue", default, deserialize_with = "or_default")]
    issue: String,
    #[serde(rename = "URL", default, deserialize_with = "or_default")]
    url: String,
    #[serde(rename = "Severity", default, deserialize_with = "or_default")]
    severity: String,
    #[serde(rename = "Vulnerable Versions", default)]
    vulnerable: Loose,
    #[serde(rename = "Tree Versions", default)]
    installed: Loose,
    #[serde(rename = "Dependents", default)]
    dependents: Loose,
}

impl Format for YarnAudit {
    fn name(&self) -> &'static str {
        "yarn-audit"
    }

    fn tool(&self) -> &'static str {
        "Yarn 1-4 (`yarn audit`, `yarn npm audit`)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let sort = probe.value("type").filter(|_| probe.has("data"));
        let classic = ["auditAdvisory", "auditSummary"];
        let berry = ["value", "children.ID", "children.Severity"];
        let log = ["info", "warning", "error"];
        // Log lines come first; the summary is at the end of every report.
        let logged = sort.is_some_and(|it| log.contains(&it)) && probe.head.contains("\"audit");
        if sort.is_some_and(|it| classic.contains(&it))
            || logged
            || probe.has_all(&berry)
            || npm_advisory::client(probe) == Some("yarn")
        {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "yarn-audit".to_owned(),
            ..Scan::default()
        };
        json::walk(input, &["type", "data"], &mut |it| {
            let said = String::from_utf8_lossy(it.raw);
            if it.want == 0 && said.contains("error") {
                scan.incomplete = Some(String::new());
            } else if it.want == 1 && scan.incomplete.as_deref() == Some("") {
                let said = text::one_line(&said, 500);
                scan.incomplete = Some(format!("yarn reports an error: {said}"));
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        if Probe::new(input)?.has("advisories") {
            return npm_advisory::read(input, sink);
        }
        let mut seen = BTreeSet::new();
        json::walk(input, &[""], &mut |it| {
            let Some(mut out) = line(it, &mut seen, sink)? else {
                return Ok(());
            };
            out.record = it.place();
            sink.finding(out)
        })
    }
}

/// The finding of one line, unless it is none or an advisory that was seen before.
fn line(
    it: &json::Captured<'_>,
    seen: &mut BTreeSet<String>,
    sink: &mut dyn Sink,
) -> Result<Option<NewFinding>, Problem> {
    let Some(line) = it.record::<Line>(sink)? else {
        return Ok(None);
    };
    match line.sort.as_deref() {
        Some("auditAdvisory") => {
            let classic = it.record::<Classic>(sink)?;
            let advisory = classic.map(|it| it.data.advisory);
            let new = |it: &Advisory| seen.insert(it.id.first().unwrap_or_default().to_owned());
            Ok(advisory.filter(new).map(Advisory::into_finding))
        }
        None if line.data.is_none() && memchr::memmem::find(it.raw, b"\"children\"").is_some() => {
            Ok(it.record::<Berry>(sink)?.map(Berry::into_finding))
        }
        Some(_) | None => Ok(None),
    }
}

impl Berry {
    fn into_finding(self) -> NewFinding {
        let it = self.children;
        let id = it.url.rsplit('/').next().and_then(normalise::vulnerability);
        let number = text::one_line(it.id.first().unwrap_or_default(), 300);
        let deprecated = number.ends_with("(deprecation)");
        let rule = match &id {
            Some(id) => id.clone(),
            None if deprecated => "deprecation".to_owned(),
            None => npm_advisory::number(&it.url, &it.id),
        };
        let title = text::one_line(&it.issue, TITLE);
        let title = if title.is_empty() {
            format!("{rule} in {}", self.value)
        } else {
            title
        };
        let mut out = NewFinding::new(FindingKind::Sca, rule, title);
        out.severity = npm_advisory::severity(&it.severity);
        out.severity_word = text::one_line(&it.severity, 60);
        out.vulnerabilities.extend(id);
        let version = it.installed.first().unwrap_or_default();
        out.package = Some(purl::component("npm", "", &self.value, version));
        out.detail.description = it.issue;
        out.detail.references = links([it.url]);
        let facts = &mut out.detail.facts;
        let vulnerable = it.vulnerable.first().unwrap_or_default();
        fact(facts, "vulnerable versions", vulnerable);
        for version in it.installed.iter().skip(1) {
            fact(facts, "also installed", version);
        }
        for dependent in it.dependents.iter().take(DEPENDENTS) {
            fact(facts, "dependent", text::one_line(dependent, 500));
        }
        out
    }
}
