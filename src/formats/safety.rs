//! Safety 1.x and 2.x JSON (`safety check --json`).
//!
//! Severity of 2.x, where it is known: CRITICAL → critical, HIGH → high, MEDIUM → medium, LOW → low,
//! else the band of the CVSS score. 1.x writes a list of five to seven values for each entry and has
//! no severity but a CVSS score in the last ones.
//! The rule is Safety's own number, which stays. The CVE is the field of that name, or the only one
//! that the text of the advisory names.
//! An entry that a policy ignores is kept with that claim.
//! Not read: `safety scan` of 3.x, `announcements`, `remediations`.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, purl};
use crate::error::Problem;
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;
use serde_json::Value;

/// See the module's text.
pub(super) struct Safety;

#[derive(Deserialize)]
struct Record {
    vulnerability_id: Loose,
    package_name: String,
    #[serde(default)]
    analyzed_version: Loose,
    #[serde(default)]
    vulnerable_spec: Loose,
    #[serde(default)]
    fixed_versions: Loose,
    #[serde(default, deserialize_with = "or_default")]
    advisory: String,
    #[serde(rename = "CVE", default)]
    cve: Loose,
    severity: Option<Rated>,
    ignored: Option<bool>,
    #[serde(default)]
    ignored_reason: Loose,
    #[serde(default, deserialize_with = "or_default")]
    more_info_url: String,
}

#[derive(Deserialize)]
struct Rated {
    cvssv3: Option<Cvss>,
    cvssv2: Option<Cvss>,
}

#[derive(Deserialize)]
struct Cvss {
    base_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    base_severity: String,
    #[serde(default, deserialize_with = "or_default")]
    vector_string: String,
}

/// Package, range, installed version, advisory, number; then CVSS of version 2 and 3.
#[derive(Deserialize)]
struct Old(
    String,
    String,
    String,
    String,
    Loose,
    #[serde(default)] Value,
    #[serde(default)] Value,
);

impl Format for Safety {
    fn name(&self) -> &'static str {
        "safety"
    }

    fn tool(&self) -> &'static str {
        "Safety 1.x, 2.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let new = ["report_meta", "vulnerabilities", "scanned_packages"];
        if probe.has_all(&new) {
            return Claim::Yes;
        }
        if probe.has("[][]") && is_old(&probe.head) {
            return Claim::Maybe;
        }
        if probe.is_empty_list_of("safety") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "safety".to_owned(),
            ..Scan::default()
        };
        let wants = ["report_meta.safety_version", "report_meta.timestamp"];
        json::walk(input, &wants, &mut |it| {
            let said = it.parse::<String>().unwrap_or_default();
            match it.want {
                0 => scan.tool_version = text::one_line(&said, 100),
                _ => scan.scanned_at = normalise::timestamp(&said),
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        let wants = ["vulnerabilities[]", "ignored_vulnerabilities[]", "[]"];
        json::walk(input, &wants, &mut |it| {
            let record = if it.want == 2 {
                it.record::<Old>(sink)?.map(Record::from)
            } else {
                it.record::<Record>(sink)?
            };
            let Some(record) = record else {
                return Ok(());
            };
            let mut out = record.into_finding();
            out.record = it.place();
            sink.finding(out)
        })
    }
}

/// True where the first entry is a list of five or more whose first four are texts.
fn is_old(head: &str) -> bool {
    let mut rest =
        serde_json::Deserializer::from_str(head.trim_start().get(1..).unwrap_or_default())
            .into_iter::<Old>();
    rest.next().is_some_and(|it| it.is_ok())
}

impl From<Old> for Record {
    fn from(old: Old) -> Self {
        let Old(package, range, version, advisory, id, two, three) = old;
        let score = |it: &Value| it.get("base_score").and_then(Value::as_f64);
        let rate = |it: &Value| {
            score(it).map(|score| Cvss {
                base_score: Some(score),
                base_severity: String::new(),
                vector_string: String::new(),
            })
        };
        let spec = Loose(vec![range]);
        Self {
            vulnerability_id: id,
            package_name: package,
            analyzed_version: Loose(vec![version]),
            vulnerable_spec: spec,
            fixed_versions: Loose::default(),
            advisory,
            cve: Loose::default(),
            severity: Some(Rated {
                cvssv3: rate(&three),
                cvssv2: rate(&two),
            }),
            ignored: None,
            ignored_reason: Loose::default(),
            more_info_url: String::new(),
        }
    }
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let rule = text::one_line(self.vulnerability_id.first().unwrap_or_default(), 60);
        let cves = self.cves();
        let named = cves.first().map_or(rule.as_str(), String::as_str);
        let title = text::one_line(&format!("{named} in {}", self.package_name), TITLE);
        let mut out = NewFinding::new(FindingKind::Sca, rule, title);
        out.vulnerabilities = cves;
        let version = self.analyzed_version.first().unwrap_or_default();
        let mut package = purl::component("pypi", "", &self.package_name, version);
        package.fixed = self.fixed_versions.0;
        out.package = Some(package);
        let rated = self.severity.map(|it| [it.cvssv3, it.cvssv2]);
        for cvss in rated.into_iter().flatten().flatten() {
            cvss.rate(&mut out);
        }
        out.detail.description = text::bounded(self.advisory, DESCRIPTION);
        out.detail.references = links([self.more_info_url]);
        let spec = self.vulnerable_spec.0.join(", ");
        fact(&mut out.detail.facts, "vulnerable versions", spec);
        out.detail.suppression = (self.ignored == Some(true)).then(|| Claimed {
            kind: "external".to_owned(),
            justification: self.ignored_reason.first().unwrap_or_default().to_owned(),
            ..Claimed::default()
        });
        out
    }

    fn cves(&self) -> Vec<String> {
        let said: Vec<String> = self
            .cve
            .iter()
            .filter_map(normalise::vulnerability)
            .collect();
        if !said.is_empty() {
            return said;
        }
        let word = |c: char| !c.is_ascii_alphanumeric() && c != '-';
        let words = self.advisory.split(word).map(|it| it.trim_end_matches('-'));
        let mut named: Vec<String> = words
            .filter(|it| it.to_ascii_uppercase().starts_with("CVE-"))
            .filter_map(normalise::vulnerability)
            .collect();
        named.sort();
        named.dedup();
        if named.len() == 1 { named } else { Vec::new() }
    }
}

impl Cvss {
    /// The first rating gives the severity; every one is a claim.
    fn rate(self, out: &mut NewFinding) {
        if out.severity == Severity::Unknown {
            let word = normalise::severity_of_word(&self.base_severity);
            let score = self.base_score.map(normalise::severity_of_score);
            out.severity = if word == Severity::Unknown {
                score.unwrap_or(Severity::Unknown)
            } else {
                word
            };
            let score = self.base_score.map(|it| it.to_string());
            let said = Some(self.base_severity).filter(|it| !it.is_empty());
            out.severity_word = said.or(score).unwrap_or_default();
        }
        out.detail.cvss.push(CvssClaim {
            vector: self.vector_string,
            score: self.base_score,
            source: String::new(),
        });
    }
}
