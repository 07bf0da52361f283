//! Veracode Software Composition Analysis (`SourceClear`): the CSV of issues, and the JSON of the
//! Issues API.
//!
//! Severity: the word where there is one, Very High → critical, High → high, Medium → medium,
//! Low → low; else the band of the number, which is a CVSS score.
//! Vulnerabilities are findings; issues of licences and of outdated libraries are not. What Veracode
//! holds for fixed or resolved is no finding; an ignored issue is kept with that as a claim.
//! The issue id is Veracode's identity across scans. The file is not said.

use super::probe::Shape;
use super::read::loose::Loose;
use super::read::{csv, json};
use super::wire::{TITLE, fact, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise, purl};
use crate::error::Problem;
use crate::model::text::one_line;
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Package, Scan, Severity};
use serde::Deserialize;

/// See the module's text.
pub(super) struct VeracodeSca;

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    site_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    issue_status: String,
    #[serde(default, deserialize_with = "or_default")]
    issue_type: String,
    ignored: Option<bool>,
    severity: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    library: Library,
    vulnerability: Option<Vulnerability>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Library {
    #[serde(deserialize_with = "or_default")]
    id: String,
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    version: String,
    transitive: Option<bool>,
}

#[derive(Deserialize)]
struct Vulnerability {
    #[serde(default)]
    id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    cve: String,
    #[serde(default, deserialize_with = "or_default")]
    cvss3_vector: String,
    cvss3_score: Option<f64>,
    cvss2_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    cwe_id: String,
}

impl Format for VeracodeSca {
    fn name(&self) -> &'static str {
        "veracode-sca"
    }

    fn tool(&self) -> &'static str {
        "Veracode SCA"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "CSV, JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let marks = [
            "_embedded.issues[].issue_type",
            "_embedded.issues[].library",
        ];
        let columns = [
            "Issue ID",
            "Version in use",
            "Coordinate 1",
            "Vulnerability ID",
        ];
        let line = probe.head.lines().next().unwrap_or_default();
        let csv = probe.shape == Shape::Text && columns.iter().all(|it| line.contains(it));
        if csv || probe.has_all(&marks) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "veracode-sca".to_owned(),
            ..Scan::default()
        })?;
        if Probe::new(input)?.shape != Shape::Json {
            return read_csv(input, sink);
        }
        json::walk(input, &["_embedded.issues[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            if matches!(record.issue_status.as_str(), "fixed" | "resolved") {
                return Ok(());
            }
            if let Some(mut out) = record.into_finding() {
                out.record = it.place();
                return sink.finding(out);
            }
            Ok(())
        })
    }
}

fn read_csv(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    csv::walk(input, &mut |row| {
        let fixed = matches!(row.get("Status").as_str(), "Resolved" | "Fixed");
        if fixed || row.get("Issue type") != "Vulnerability" {
            return Ok(());
        }
        let (group, artifact) = (row.get("Coordinate 1"), row.get("Coordinate 2"));
        if group.is_empty() {
            return sink.skipped(row.refuse("`Coordinate 1` names no library"));
        }
        let ecosystem = match row.get("Package manager").as_str() {
            "MAVEN" | "GRADLE" | "SBT" | "IVY" | "ANT" | "JAR" => "maven",
            "YARN" | "BOWER" => "npm",
            "PIP" | "PIPENV" => "pypi",
            word => normalise::ecosystem(word),
        };
        let name = match (ecosystem, artifact.as_str()) {
            (_, "") => group,
            ("maven", _) => format!("{group}:{artifact}"),
            _ => format!("{group}/{artifact}"),
        };
        let said = Vulnerability {
            id: Loose(vec![row.get("Vulnerability ID")]),
            title: row.get("Title"),
            cve: row.get("CVE"),
            cvss3_vector: String::new(),
            cvss3_score: row.get("CVSS score").parse().ok(),
            cvss2_score: None,
            cwe_id: String::new(),
        };
        let package = purl::component(ecosystem, "", &name, &row.get("Version in use"));
        let mut out = said.into_finding(package);
        let word = row.get("Severity");
        out.severity = normalise::severity_of_word(&word);
        out.severity_word = word;
        out.native = Some(row.get("Issue ID")).filter(|it| !it.is_empty());
        let fixed = Some(row.get("Updated Version")).filter(|it| !it.is_empty());
        if let Some(package) = &mut out.package {
            package.fixed.extend(fixed);
        }
        let facts = &mut out.detail.facts;
        fact(
            facts,
            "dependency",
            row.get("Dependency (Transitive or Direct)"),
        );
        fact(
            facts,
            "vulnerable methods",
            row.get("Number of vulnerable methods"),
        );
        ignore(&mut out, row.get("Ignored").eq_ignore_ascii_case("true"));
        out.record = row.place();
        sink.finding(out)
    })
}

impl Record {
    fn into_finding(self) -> Option<NewFinding> {
        let said = self.vulnerability?;
        if !self.issue_type.is_empty() && self.issue_type != "vulnerability" {
            return None;
        }
        let library = self.library;
        let package = super::veracode::library(&library.id).unwrap_or(Package {
            name: library.name,
            version: library.version,
            ..Package::default()
        });
        let mut out = said.into_finding(package);
        out.severity = self
            .severity
            .map_or(Severity::Unknown, normalise::severity_of_score);
        out.severity_word = self.severity.map(|it| it.to_string()).unwrap_or_default();
        out.native = self.site_id.first().map(str::to_owned);
        let direct = library
            .transitive
            .map(|it| if it { "Transitive" } else { "Direct" });
        fact(
            &mut out.detail.facts,
            "dependency",
            direct.unwrap_or_default(),
        );
        ignore(&mut out, self.ignored == Some(true));
        Some(out)
    }
}

fn ignore(out: &mut NewFinding, ignored: bool) {
    out.detail.suppression = ignored.then(|| Claimed {
        kind: "ignored".to_owned(),
        ..Claimed::default()
    });
}

impl Vulnerability {
    fn into_finding(self, package: Package) -> NewFinding {
        // Only the number of a CVE is written.
        let cve = match self.cve.as_str() {
            "" => None,
            named if named.starts_with("CVE") => Some(named.to_owned()),
            number => Some(format!("CVE-{number}")),
        };
        let own = format!("SRCCLR-SID-{}", self.id.first().unwrap_or_default());
        let id = cve.unwrap_or(own);
        let title = one_line(&format!("{id} in {}: {}", package.name, self.title), TITLE);
        let mut out = NewFinding::new(FindingKind::Sca, one_line(&id, 100), title);
        out.vulnerabilities = vec![id];
        out.cwes = normalise::cwes([self.cwe_id.as_str()]);
        out.package = Some(package);
        let known = self.cvss3_vector.is_empty() || self.cvss3_vector.starts_with("CVSS");
        let score = self.cvss3_score.or(self.cvss2_score);
        if score.is_some() || !self.cvss3_vector.is_empty() {
            let prefix = if known { "" } else { "CVSS:3.1/" };
            out.detail.cvss = vec![CvssClaim {
                vector: format!("{prefix}{}", self.cvss3_vector),
                score,
                source: "veracode".to_owned(),
            }];
        }
        out
    }
}
