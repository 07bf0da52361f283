//! Trivy Operator: its Kubernetes resources as JSON (`kubectl get … -o json`): one resource, a list of
//! them, the `items` of a List, or lists under the names of the kinds.
//!
//! Read: `VulnerabilityReport`, `ConfigAuditReport`, `InfraAssessmentReport`, `RbacAssessmentReport`,
//! `ExposedSecretReport` with their kinds for the whole cluster, `ClusterComplianceReport`.
//! Severity: CRITICAL, HIGH, MEDIUM, LOW as they say, UNKNOWN and NONE → unknown and info. A check of a
//! compliance report that has none takes that of its control.
//! A finding is one vulnerability of one package, one failed check, one secret. The target is the
//! workload that the report is about (`namespace/kind/name/container`), which is the resource too;
//! the hash that a `ReplicaSet` has in its name is left out, as it changes with every rollout.
//! Not read: bills of materials, checks that passed, summaries.

mod record;

use super::read::json;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};
use record::{Check, Control, Secret, Vulnerability};
use serde::Deserialize;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct TrivyOperator;

/// What each kind of report keeps its records in.
const LISTS: &[&str] = &[
    "report.vulnerabilities[]",
    "report.checks[]",
    "report.secrets[]",
    "status.detailReport.results[]",
];

/// What stands beside them.
const HEADS: &[&str] = &[
    "metadata",
    "report.scanner.version",
    "report.updateTimestamp",
];

/// Where a resource stands: alone, in a list, in a list under a name.
const FORMS: &[&str] = &["", "[].", "*[]."];

/// Document, form and name of the list, number in it.
type Spot = (usize, usize, String, usize);

/// A workload and what was said of its scan.
#[derive(Default)]
struct Owner {
    resource: String,
    scan: Scan,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    name: String,
    #[serde(default)]
    namespace: String,
    #[serde(default)]
    labels: BTreeMap<String, String>,
}

impl Format for TrivyOperator {
    fn name(&self) -> &'static str {
        "trivy-operator"
    }

    fn tool(&self) -> &'static str {
        "Trivy Operator 0.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Container,
            FindingKind::Iac,
            FindingKind::Secrets,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let group = probe.head.contains("aquasecurity.github.io");
        let forms = ["apiVersion", "[].apiVersion", "items[].apiVersion"];
        let named = probe.head.contains("reports.aquasecurity.github.io\"");
        if group && (named || forms.iter().any(|it| probe.has(it))) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut owners: BTreeMap<Spot, Owner> = BTreeMap::new();
        let heads = paths(HEADS);
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        json::walk(input, &heads, &mut |it| {
            let (spot, part) = spot(it, HEADS.len());
            owners.entry(spot).or_default().take(part, it);
            Ok(())
        })?;
        if owners.is_empty() {
            sink.scan(Owner::default().scan())?;
        }
        for it in owners.values() {
            sink.scan(it.scan())?;
        }
        let unknown = Owner::default();
        // The one announced last.
        let mut last = owners.keys().next_back().cloned();
        let lists = paths(LISTS);
        let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
        json::walk(input, &lists, &mut |it| {
            let (spot, list) = spot(it, LISTS.len());
            let owner = owners.get(&spot).unwrap_or(&unknown);
            if last.as_ref() != Some(&spot) {
                sink.scan(owner.scan())?;
                last = Some(spot);
            }
            take(it, list, owner, key, sink)
        })
    }
}

fn take(
    it: &json::Captured<'_>,
    list: usize,
    owner: &Owner,
    key: &SecretKey,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let place = it.place();
    let found = match list {
        0 => it
            .record::<Vulnerability>(sink)?
            .map(|it| it.into_finding(place)),
        1 => {
            let check = it.record::<Check>(sink)?.filter(Check::failed);
            check.map(|it| it.into_finding(place))
        }
        2 => {
            let secret = it.record::<Secret>(sink)?;
            secret.map(|it| it.into_finding(place, key, sink))
        }
        _ => {
            let control = it.record::<Control<'_>>(sink)?;
            return control.map_or(Ok(()), |control| control.read(it, sink));
        }
    };
    match found {
        Some(mut out) => {
            let named = Some(owner.resource.clone()).filter(|it| !it.is_empty());
            out.place.resource = out.place.resource.or(named);
            sink.finding(out)
        }
        None => Ok(()),
    }
}

impl Owner {
    fn take(&mut self, part: usize, it: &json::Captured<'_>) {
        match part {
            0 => self.resource = it.parse::<Metadata>().unwrap_or_default().address(),
            1 => self.scan.tool_version = it.parse().unwrap_or_default(),
            _ => {
                let at = it.parse::<String>().unwrap_or_default();
                self.scan.scanned_at = normalise::timestamp(&at);
            }
        }
    }

    fn scan(&self) -> Scan {
        Scan {
            tool: "trivy-operator".to_owned(),
            target: self.resource.clone(),
            ..self.scan.clone()
        }
    }
}

impl Metadata {
    fn address(&self) -> String {
        let label = |name: &str| {
            let found = self.labels.get(&format!("trivy-operator.{name}"));
            found.map(String::as_str).unwrap_or_default()
        };
        let kind = label("resource.kind");
        let name = match (kind, label("resource.name")) {
            ("", _) | (_, "") => return join(&[self.namespace.as_str(), self.name.as_str()]),
            ("ReplicaSet", name) => match name.rsplit_once('-') {
                Some((stem, hash)) if is_hash(hash) => stem,
                Some(_) | None => name,
            },
            (_, name) => name,
        };
        let space = label("resource.namespace");
        join(&[space, kind, name, label("container.name")])
    }
}

fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|it| !it.is_empty()).collect();
    parts.join("/")
}

/// The hash of a pod template: Kubernetes spells it without vowels and confusable digits.
fn is_hash(text: &str) -> bool {
    let safe = text
        .bytes()
        .all(|it| b"bcdfghjklmnpqrstvwxz0123456789".contains(&it));
    safe && (6..=10).contains(&text.len()) && text.bytes().any(|it| it.is_ascii_digit())
}

/// The paths of all forms, form by form.
fn paths(of: &[&str]) -> Vec<String> {
    let all = FORMS.iter();
    all.flat_map(|form| of.iter().map(move |it| format!("{form}{it}")))
        .collect()
}

/// The resource that a value belongs to, and which of the wanted values it is.
fn spot(it: &json::Captured<'_>, count: usize) -> (Spot, usize) {
    let form = it.want / count;
    let (name, index) = match form {
        0 => (String::new(), 0),
        1 => (String::new(), it.index(0)),
        _ => (it.key(0).to_owned(), it.index(0)),
    };
    ((it.root(), form, name, index), it.want % count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_rollout_is_no_part_of_a_name() {
        for (text, expected) in [
            ("c868466d4", true),
            ("965685897", true),
            ("frontend", false),
        ] {
            assert_eq!(is_hash(text), expected, "{text}");
        }
    }
}
