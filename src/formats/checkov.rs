//! Checkov 1.x to 3.x JSON (`checkov -o json`): one report, a list with one for each framework, or
//! several texts joined by `--- OUTPUT DELIMITER ---`.
//!
//! Severity: Checkov knows one only with a platform key; `null` stays unknown.
//! CRITICAL, HIGH, MEDIUM, LOW, INFO, NONE as the words say, IMPORTANT → high, MODERATE → medium
//! (`bridgecrew/severities.py` of Checkov).
//! `failed_checks` are findings. `passed_checks` are none, nor are `skipped_checks`: Checkov did not
//! judge what an author told it to skip. A file under `parsing_errors` makes the scan incomplete.
//! Each framework (`check_type`) is a target of its own, so that a report about
//! Terraform does not close what one about Dockerfiles found.
//! Kind: iac; cicd for the pipeline frameworks; sca and container for `sca_package` and `sca_image`;
//! secrets for `secrets`, where Checkov gives the unkeyed hash of the credential as the resource: it
//! is concealed and hashed again with the key.
//! What stands behind a delimiter and is not JSON (`-o json -o cli`) is passed over: it is the same
//! again in another form.
//! Not read: `evaluations`, `fixed_definition`, `summary` beyond the version, benchmarks.

use super::read::delimited::Delimited;
use super::read::json::{self, Captured};
use super::read::loose::Loose;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{
    CvssClaim, FindingKind, Location, NewFinding, Package, Scan, Secret, Snippet, text,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct Checkov;

/// The line that Checkov puts between outputs.
const DELIMITER: &[u8] = b"--- OUTPUT DELIMITER ---";

#[derive(Deserialize)]
struct Record {
    check_id: String,
    check_name: Option<String>,
    code_block: Option<Vec<(u32, String)>>,
    file_path: Option<String>,
    repo_file_path: Option<String>,
    file_line_range: Option<Vec<i64>>,
    resource: Option<String>,
    resource_address: Option<String>,
    severity: Option<String>,
    guideline: Option<String>,
    description: Option<String>,
    short_description: Option<String>,
    bc_check_id: Option<String>,
    vulnerability_details: Option<Vulnerability>,
}

#[derive(Deserialize)]
struct Vulnerability {
    id: Option<String>,
    #[serde(default)]
    cvss: Loose,
    vector: Option<String>,
    description: Option<String>,
    package_name: Option<String>,
    package_version: Option<String>,
    package_type: Option<String>,
    lowest_fixed_version: Option<String>,
    link: Option<String>,
}

#[derive(Deserialize)]
struct Summary {
    checkov_version: Option<String>,
}

impl Format for Checkov {
    fn name(&self) -> &'static str {
        "checkov"
    }

    fn tool(&self) -> &'static str {
        "Checkov 1.x, 2.x, 3.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Iac,
            FindingKind::Cicd,
            FindingKind::Secrets,
            FindingKind::Sca,
            FindingKind::Container,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let one = ["check_type", "results", "summary"];
        let many = ["[].check_type", "[].results", "[].summary"];
        // Nothing to check at all: a bare summary.
        let none = ["passed", "failed", "checkov_version"];
        if probe.has_all(&one) || probe.has_all(&many) || probe.has_all(&none) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let input = &Delimited::new(input, DELIMITER);
        let scans = scans(input, sink)?;
        for scan in scans.values() {
            sink.scan(scan.clone())?;
        }
        let mut current = None;
        let wants = &["results.failed_checks[]", "[].results.failed_checks[]"];
        json::walk(input, wants, &mut |it| {
            let at = report(it, it.want == 1);
            let scan = scans.get(&at).cloned().unwrap_or_else(unnamed);
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let mut out = record.into_finding(&scan.target);
            if out.kind == FindingKind::Secrets {
                reduce(&mut out, key, sink);
            }
            out.record = it.place();
            if current != Some(at) {
                current = Some(at);
                sink.scan(scan)?;
            }
            sink.finding(out)
        })
    }
}

/// Which report of the file a value is in: document, and position in its list.
fn report(it: &Captured<'_>, listed: bool) -> (usize, usize) {
    (it.root(), if listed { it.index(0) } else { 0 })
}

fn unnamed() -> Scan {
    Scan {
        tool: "checkov".to_owned(),
        ..Scan::default()
    }
}

/// What each report covered.
fn scans(
    input: &dyn Input,
    sink: &mut dyn Sink,
) -> Result<BTreeMap<(usize, usize), Scan>, Problem> {
    let mut scans = BTreeMap::new();
    let wants = &[
        "check_type",
        "summary",
        "results.parsing_errors[]",
        "checkov_version",
        "[].check_type",
        "[].summary",
        "[].results.parsing_errors[]",
        "[].checkov_version",
    ];
    json::walk(input, wants, &mut |it| {
        let at = report(it, it.want >= 4);
        let scan = scans.entry(at).or_insert_with(unnamed);
        match it.want % 4 {
            0 => scan.target = said(it.record::<Loose>(sink)?),
            1 => {
                let summary = it.record::<Summary>(sink)?;
                let version = summary.and_then(|it| it.checkov_version);
                scan.tool_version = text::one_line(&version.unwrap_or_default(), 100);
            }
            2 => {
                let file = said(it.record::<Loose>(sink)?);
                scan.incomplete.get_or_insert(format!(
                    "checkov could not parse {}",
                    normalise::path(&file)
                ));
            }
            _ => scan.tool_version = said(it.record::<Loose>(sink)?),
        }
        Ok(())
    })?;
    Ok(scans)
}

fn said(value: Option<Loose>) -> String {
    let value = value.unwrap_or_default();
    text::one_line(value.first().unwrap_or_default(), 300)
}

impl Record {
    fn into_finding(self, check_type: &str) -> NewFinding {
        let id = text::one_line(&self.check_id, 300);
        let name = self.check_name.or(self.short_description);
        let title = text::one_line(name.as_deref().unwrap_or(&id), 300);
        let mut out = NewFinding::new(kind(check_type), id, title);
        let word = self.severity.unwrap_or_default();
        out.severity = normalise::severity_of_word(&word);
        out.severity_word = text::one_line(&word, 60);
        let lines = self.file_line_range.unwrap_or_default();
        let mut lines = lines.into_iter().map(|it| u32::try_from(it).ok());
        let (first, last) = (lines.next().flatten(), lines.next().flatten());
        // Some checks count the first line from zero.
        let first = first.map(|it| it.max(1)).filter(|_| last != Some(0));
        let path = self.repo_file_path.or(self.file_path).unwrap_or_default();
        let path = normalise::path(path.trim_start_matches('/'));
        out.place = Location {
            file: (!path.is_empty()).then_some(path),
            line: first,
            end_line: last.filter(|it| first.is_some_and(|first| *it > first)),
            resource: self
                .resource_address
                .or(self.resource)
                .filter(|it| !it.is_empty())
                .map(|it| text::one_line(&it, 300)),
            ..Location::default()
        };
        out.detail.snippet = self.code_block.as_deref().and_then(snippet);
        out.detail.description = text::bounded(self.description.unwrap_or_default(), 64 * 1024);
        let links = self.guideline.into_iter().filter(|it| !it.is_empty());
        out.detail.references = links.map(|it| text::bounded(it, 2048)).collect();
        out.detail.tags = self.bc_check_id.into_iter().collect();
        if let Some(it) = self.vulnerability_details {
            it.describe(&mut out);
        }
        out
    }
}

impl Vulnerability {
    fn describe(self, out: &mut NewFinding) {
        let id = self.id.unwrap_or_default();
        if let Some(id) = normalise::vulnerability(&id) {
            // Checkov's own id is made up of the vulnerability and the package.
            out.rule.clone_from(&id);
            out.vulnerabilities = vec![id];
        }
        let name = self.package_name.unwrap_or_default();
        let version = self.package_version.unwrap_or_default();
        if out.title == out.rule || out.title.starts_with("SCA ") {
            out.title = text::one_line(&format!("{id} in {name} {version}"), 300);
        }
        let fixed = self.lowest_fixed_version.filter(|it| !it.is_empty());
        out.package = (!name.is_empty()).then(|| Package {
            ecosystem: normalise::ecosystem(&self.package_type.unwrap_or_default()).to_owned(),
            name,
            version,
            fixed: fixed.into_iter().collect(),
            purl: None,
        });
        let score = self.cvss.first().and_then(|it| it.parse().ok());
        if score.is_some() || self.vector.is_some() {
            out.detail.cvss = vec![CvssClaim {
                vector: text::one_line(&self.vector.unwrap_or_default(), 300),
                score,
                source: "checkov".to_owned(),
            }];
        }
        if let Some(description) = self.description {
            out.detail.description = text::bounded(description, 64 * 1024);
        }
        let link = self.link.map(|it| text::bounded(it, 2048));
        out.detail.references.extend(link);
    }
}

fn kind(check_type: &str) -> FindingKind {
    match check_type {
        "azure_pipelines"
        | "bitbucket_configuration"
        | "bitbucket_pipelines"
        | "circleci_pipelines"
        | "argo_workflows"
        | "github_actions"
        | "github_configuration"
        | "gitlab_ci"
        | "gitlab_configuration" => FindingKind::Cicd,
        "sca_package" | "sca_package_scan" => FindingKind::Sca,
        "sca_image" => FindingKind::Container,
        "secrets" => FindingKind::Secrets,
        _ if check_type.starts_with("sast") => FindingKind::Sast,
        _ => FindingKind::Iac,
    }
}

fn snippet(lines: &[(u32, String)]) -> Option<Snippet> {
    let start = lines.first()?.0;
    let code = lines
        .iter()
        .map(|(_, line)| line.trim_end_matches(['\r', '\n']));
    let text = code.collect::<Vec<_>>().join("\n");
    Some(Snippet {
        start,
        text: text::bounded(text, 32 * 1024),
    })
}

/// The resource of a leaked credential is its SHA-1, which can be tried against a word list.
fn reduce(out: &mut NewFinding, key: &SecretKey, sink: &mut dyn Sink) {
    out.detail.snippet = None;
    if let Some(digest) = out.place.resource.take() {
        sink.conceal(&digest);
        out.secret = key.reduce(&digest).map(|it| Secret {
            hash: it.hash,
            masked: format!("sha1…({})", digest.len()),
        });
    }
}
