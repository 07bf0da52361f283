//! GitHub code scanning alerts, the answer of `GET /repos/{owner}/{repo}/code-scanning/alerts`.
//!
//! Severity: `security_severity_level` (critical, high, medium, low); without one the rule's
//! `severity`, error → high, warning → medium, note → low, none → info.
//! The tool is the one that the alert names. The number of the alert is kept as the tool's own
//! identity: GitHub follows an alert through moved lines. A fixed alert is skipped; a dismissed
//! one is kept with that claim. An empty answer is a bare `[]`: it is recognised by a file name with
//! `code-scanning` in it.
//! Not read: the other APIs of GitHub (secret scanning, Dependabot), instances but the last.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct GithubCodeScanning;

#[derive(Deserialize)]
struct Record {
    number: u64,
    #[serde(default, deserialize_with = "or_default")]
    html_url: String,
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    #[serde(default)]
    dismissed_reason: Loose,
    #[serde(default)]
    dismissed_comment: Loose,
    rule: Rule,
    tool: Tool,
    most_recent_instance: Instance,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    security_severity_level: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default)]
    tags: Loose,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
    #[serde(default)]
    version: Loose,
}

#[derive(Deserialize)]
struct Instance {
    message: Option<Message>,
    location: Option<Site>,
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, rename = "ref", deserialize_with = "or_default")]
    branch: String,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default, deserialize_with = "or_default")]
    text: String,
}

#[derive(Deserialize)]
struct Site {
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    start_line: Option<u32>,
    end_line: Option<u32>,
    start_column: Option<u32>,
    end_column: Option<u32>,
}

impl Format for GithubCodeScanning {
    fn name(&self) -> &'static str {
        "github-code-scanning"
    }

    fn tool(&self) -> &'static str {
        "GitHub code scanning (REST API)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["[].most_recent_instance", "[].rule.id", "[].tool.name"]) {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("code-scanning") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut present = Scan::default();
        json::walk(input, &["[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let scan = record.tool.scan();
            if scan != present {
                sink.scan(scan.clone())?;
                present = scan;
            }
            if record.state == "fixed" {
                return sink.skipped(it.refuse("GitHub holds it for fixed"));
            }
            let mut out = record.into_finding();
            out.record = it.place();
            sink.finding(out)
        })?;
        if present.tool.is_empty() {
            sink.scan(Scan {
                tool: "codeql".to_owned(),
                ..Scan::default()
            })?;
        }
        Ok(())
    }
}

impl Tool {
    fn scan(&self) -> Scan {
        let name = text::one_line(&self.name, 64).to_ascii_lowercase();
        let version = self.version.first().filter(|it| *it != "None");
        let name = name.replace([' ', '_'], "-");
        // The editions of Semgrep are one tool, as in SARIF.
        let semgrep = name == "semgrep-oss" || name == "semgrep-pro";
        Scan {
            tool: if semgrep { "semgrep".to_owned() } else { name },
            tool_version: text::one_line(version.unwrap_or_default(), 100),
            ..Scan::default()
        }
    }
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let rule = text::one_line(&self.rule.id, 300);
        let said = self.most_recent_instance.message.map(|it| it.text);
        let said = said.unwrap_or_default();
        let title = [
            said.lines().next().unwrap_or_default(),
            &self.rule.description,
        ];
        let title = title.into_iter().find(|it| !it.trim().is_empty());
        let title = text::one_line(title.unwrap_or(&rule), TITLE);
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        let level = self.rule.security_severity_level;
        let known = Severity::Unknown != normalise::severity_of_word(&level);
        let word = if known { level } else { self.rule.severity };
        out.severity = match word.as_str() {
            "error" => Severity::High,
            "note" => Severity::Low,
            other => normalise::severity_of_word(other),
        };
        out.severity_word = text::one_line(&word, 60);
        let tags = self.rule.tags.iter().filter(|it| it.contains("cwe"));
        out.cwes = normalise::cwes(tags);
        out.native = Some(format!("alert {}", self.number));
        if let Some(site) = self.most_recent_instance.location {
            let line = site.start_line.unwrap_or_default();
            out.place = place(&site.path, site.start_line);
            out.place.column = site.start_column.filter(|it| *it > 0);
            let last = site.end_line.unwrap_or(line);
            let column = site.end_column.unwrap_or_default();
            (out.place.end_line, out.place.end_column) = normalise::region_end(line, last, column);
        }
        let description = [self.rule.description, said].join("\n\n");
        out.detail.description = text::bounded(description.trim().to_owned(), DESCRIPTION);
        out.detail.references = links([self.html_url]);
        let tags = self.rule.tags.iter().map(|it| text::one_line(it, 200));
        out.detail.tags = tags.take(32).collect();
        let why = [&self.dismissed_reason, &self.dismissed_comment];
        let why = why
            .into_iter()
            .flat_map(Loose::iter)
            .filter(|it| *it != "None");
        out.detail.suppression = (self.state == "dismissed").then(|| Claimed {
            kind: "external".to_owned(),
            justification: why.collect::<Vec<_>>().join(": "),
            ..Claimed::default()
        });
        let facts = &mut out.detail.facts;
        fact(facts, "category", self.most_recent_instance.category);
        fact(facts, "branch", self.most_recent_instance.branch);
        out
    }
}
