//! `JFrog` Xray, four forms of JSON: component exports (`data`), vulnerability reports (`rows`), the
//! answer of `/api/v1/summary/artifact` (`artifacts`), and on-demand binary scans (`jf scan`, `jf
//! docker scan`, `--format json`).
//!
//! Severity: Critical, High, Medium, Low as they say, Information → info, Unknown → unknown.
//! A finding is one issue of one component. The summary of an artifact tells components only by the
//! ends of its impact paths: there the first by name is the component, others are facts.
//! The component is read from Xray's id (`gav://group:artifact:version`, `deb://debian:buster:…`).
//! The target is the artifact of a summary and of a binary scan, without its version.
//! Not read: licences, violations, builds, `JFrog`'s advisory text beyond its short description.

mod component;
mod issue;

use super::read::{json, part};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};
use issue::{Artifact, Found, Issue, Row};

/// See the module's text.
pub(super) struct Xray;

const HEADS: &[&str] = &["artifacts[].general", "[].component_id", "[].package_type"];

const BODY: &[&str] = &[
    "data[]",
    "rows[]",
    "artifacts[].issues[]",
    "[].vulnerabilities[]",
];

impl Format for Xray {
    fn name(&self) -> &'static str {
        "xray"
    }

    fn tool(&self) -> &'static str {
        "JFrog Xray 3"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca, FindingKind::Container]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let forms: [&[&str]; 5] = [
            &["total_count", "data[].source_comp_id"],
            &["rows[].impacted_artifact"],
            &["rows[].vulnerable_component", "rows[].issue_id"],
            &["artifacts[].general", "artifacts[].issues"],
            &["[].scan_id", "[].component_id"],
        ];
        if forms.iter().any(|it| probe.has_all(it)) {
            return Claim::Yes;
        }
        let empty =
            probe.has_all(&["total_rows", "rows"]) || probe.has_all(&["total_count", "data"]);
        if empty { Claim::Maybe } else { Claim::No }
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut artifacts: Vec<Artifact> = Vec::new();
        json::walk(input, HEADS, &mut |it| {
            let at = it.index(0);
            if artifacts.len() <= at {
                artifacts.resize_with(at + 1, Artifact::default);
            }
            if let Some(artifact) = artifacts.last_mut() {
                match it.want {
                    0 => *artifact = it.parse().unwrap_or_default(),
                    1 => artifact.component_id = it.parse().unwrap_or_default(),
                    _ => artifact.pkg_type = it.parse().unwrap_or_default(),
                }
            }
            Ok(())
        })?;
        if artifacts.is_empty() {
            artifacts.push(Artifact::default());
        }
        for it in &artifacts {
            sink.scan(it.scan())?;
        }
        // The one announced last.
        let mut last = artifacts.len().checked_sub(1);
        json::walk(input, BODY, &mut |it| {
            let inside = it.want > 1;
            let at = if inside { it.index(0) } else { 0 };
            let Some(artifact) = artifacts.get(at).or(artifacts.first()) else {
                return Ok(());
            };
            if last != Some(at) {
                sink.scan(artifact.scan())?;
                last = Some(at);
            }
            match it.want {
                0 | 1 => match it.record::<Row>(sink)? {
                    Some(row) => sink.finding(row.into_finding(it.place())),
                    None => Ok(()),
                },
                2 => match it.record::<Issue>(sink)? {
                    Some(issue) => sink.finding(issue.into_finding(artifact, it.place())),
                    None => Ok(()),
                },
                _ => on_demand(it, artifact, sink),
            }
        })
    }
}

/// One vulnerability of a binary scan: a finding for each of its components.
fn on_demand(
    it: &json::Captured<'_>,
    artifact: &Artifact,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let Some(found) = it.record::<Found<'_>>(sink)? else {
        return Ok(());
    };
    for (id, raw) in &found.components {
        let path = format!("components[{id}]");
        if let Some(versions) = part::record(it, raw, &path, sink)? {
            let place = part::place(it, raw, &path);
            sink.finding(found.finding(artifact, id, &versions, place))?;
        }
    }
    if found.components.is_empty() {
        return sink.skipped(it.refuse("no component is named"));
    }
    Ok(())
}

impl Artifact {
    fn is_image(&self) -> bool {
        self.pkg_type.eq_ignore_ascii_case("docker") || self.component_id.starts_with("docker://")
    }

    fn scan(&self) -> Scan {
        let name = self.component_id.split_once("://");
        let name = name.map_or(self.component_id.as_str(), |it| it.1);
        Scan {
            tool: "xray".to_owned(),
            target: image::repository(name).to_owned(),
            ..Scan::default()
        }
    }

    fn kind(&self) -> FindingKind {
        if self.is_image() {
            FindingKind::Container
        } else {
            FindingKind::Sca
        }
    }
}
