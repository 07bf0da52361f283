//! Kubescape 2 and 3 JSON (`kubescape scan --format json`).
//!
//! Severity by the score factor of a control, as Kubescape prints it: 9 and more → critical, 7 and
//! 8 → high, 4 to 6 → medium, 1 to 3 → low; 0 and none stay unknown
//! (`ControlSeverityToString` in `opa-utils`).
//! A finding is one control that one resource fails. The resource is `namespace/Kind/name`, or
//! `Kind/name` outside a namespace; the file is the manifest it was read from.
//! A failure under an exception of the alert-only kind is kept with the name of the exception as a
//! claim. Passed and skipped controls are no findings.
//! The target is the cluster. Not read: attributes, attack tracks, the objects of resources beyond
//! their file.

use super::read::json;
use super::wire::{TITLE, fact, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::text::one_line;
use crate::model::{Claimed, FindingKind, Location, NewFinding, Scan, Severity};
use serde::Deserialize;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct Kubescape;

/// What stands beside the results.
#[derive(Default)]
struct Known {
    /// Score factors by control.
    factors: BTreeMap<String, f64>,
    /// Manifests by resource.
    files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    score_factor: Option<f64>,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(rename = "resourceID")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    source: Source,
    #[serde(default, deserialize_with = "or_default")]
    object: Object,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    #[serde(default, deserialize_with = "or_default")]
    relative_path: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    #[serde(default, deserialize_with = "or_default")]
    source_path: String,
}

#[derive(Deserialize)]
struct Control {
    #[serde(rename = "controlID")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    status: Option<Status>,
    #[serde(default, deserialize_with = "or_default")]
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Status {
    status: String,
}

#[derive(Deserialize)]
struct Rule {
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    paths: Vec<Path>,
    #[serde(default, deserialize_with = "or_default")]
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Path {
    #[serde(default, deserialize_with = "or_default")]
    failed_path: String,
    #[serde(default, deserialize_with = "or_default")]
    fix_path: Fix,
}

#[derive(Default, Deserialize)]
struct Fix {
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    #[serde(default, deserialize_with = "or_default")]
    value: String,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

impl Format for Kubescape {
    fn name(&self) -> &'static str {
        "kubescape"
    }

    fn tool(&self) -> &'static str {
        "Kubescape 2, 3"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Iac]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["summaryDetails", "results", "clusterName"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "kubescape".to_owned(),
            ..Scan::default()
        };
        let mut known = Known::default();
        let head = [
            "clusterName",
            "generationTime",
            "summaryDetails.controls.*",
            "resources[]",
        ];
        json::walk(input, &head, &mut |it| {
            match it.want {
                0 => scan.target = it.parse().unwrap_or_default(),
                1 => {
                    let text = it.parse::<String>().unwrap_or_default();
                    scan.scanned_at = normalise::timestamp(&text).filter(|it| *it > 0);
                }
                2 => {
                    let factor = it.parse::<Summary>().ok().and_then(|it| it.score_factor);
                    let id = it.key(2).to_owned();
                    known.factors.extend(factor.map(|it| (id, it)));
                }
                _ => known.take(it.parse::<Resource>().ok()),
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        // The resource stands before its controls, or behind them: it is read on its own.
        let mut ids: BTreeMap<usize, String> = BTreeMap::new();
        json::walk(input, &["results[].resourceID"], &mut |it| {
            ids.insert(it.index(0), it.parse().unwrap_or_default());
            Ok(())
        })?;
        json::walk(input, &["results[].controls[]"], &mut |it| {
            let Some(control) = it.record::<Control>(sink)? else {
                return Ok(());
            };
            if !control.failed() {
                return Ok(());
            }
            let resource = ids.get(&it.index(0)).map_or("", String::as_str);
            let mut out = control.into_finding(resource, &known);
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl Known {
    fn take(&mut self, resource: Option<Resource>) {
        let Some(it) = resource else { return };
        // `nginx.yaml:0`: the number is the document inside the file.
        let own = it.object.source_path;
        let own = own.rsplit_once(':').map_or(own.as_str(), |it| it.0);
        let path = match it.source.relative_path.as_str() {
            "" => own,
            path => path,
        };
        if !path.is_empty() {
            self.files.insert(it.id, normalise::path(path));
        }
    }

    fn severity(&self, control: &str) -> (Severity, String) {
        let Some(factor) = self.factors.get(control) else {
            return (Severity::Unknown, String::new());
        };
        let severity = match *factor {
            it if it >= 9.0 => Severity::Critical,
            it if it >= 7.0 => Severity::High,
            it if it >= 4.0 => Severity::Medium,
            it if it >= 1.0 => Severity::Low,
            _ => Severity::Unknown,
        };
        (severity, factor.to_string())
    }
}

impl Control {
    fn failed(&self) -> bool {
        match &self.status {
            Some(it) => it.status == "failed",
            None => self.rules.iter().any(|it| it.status == "failed"),
        }
    }

    fn into_finding(self, resource: &str, known: &Known) -> NewFinding {
        let title = match self.name.as_str() {
            "" => self.id.as_str(),
            name => name,
        };
        let rule = one_line(&self.id, TITLE);
        let mut out = NewFinding::new(FindingKind::Iac, rule, one_line(title, TITLE));
        (out.severity, out.severity_word) = known.severity(&self.id);
        out.place = Location {
            file: known.files.get(resource).cloned(),
            resource: Some(address(resource)).filter(|it| !it.is_empty()),
            ..Location::default()
        };
        let failed = || self.rules.iter().filter(|it| it.status != "passed");
        let mut excused = failed().flat_map(|it| &it.exception);
        if let Some(it) = excused.next() {
            out.detail.suppression = Some(Claimed {
                kind: "exception".to_owned(),
                status: "accepted".to_owned(),
                justification: it.name.clone(),
            });
        }
        for path in failed().flat_map(|it| &it.paths) {
            let facts = &mut out.detail.facts;
            fact(facts, "failed at", path.failed_path.as_str());
            if !path.fix_path.path.is_empty() {
                let fix = format!("{} = {}", path.fix_path.path, path.fix_path.value);
                fact(facts, "fix", fix);
            }
        }
        out
    }
}

/// `ns/Deployment/web` of `path=1/api=apps/v1/ns/Deployment/web`.
fn address(id: &str) -> String {
    let (_, rest) = id.rsplit_once("api=").unwrap_or(("", id));
    let parts: Vec<&str> = rest.split('/').collect();
    let own = match parts.as_slice() {
        [.., space, kind, name] => vec![*space, *kind, *name],
        other => other.to_vec(),
    };
    let own: Vec<&str> = own.into_iter().filter(|it| !it.is_empty()).collect();
    one_line(&own.join("/"), TITLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_is_named_without_its_version() {
        assert_eq!(
            address("path=1/api=apps/v1/ns/Deployment/web"),
            "ns/Deployment/web"
        );
        assert_eq!(
            address("path=1/api=apps/v1//Deployment/web"),
            "Deployment/web"
        );
        assert_eq!(address("/v1//Namespace/default"), "Namespace/default");
        assert_eq!(address(""), "");
    }
}
