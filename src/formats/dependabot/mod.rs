//! GitHub Dependabot alerts: the list of the REST API (`/repos/…/dependabot/alerts`, also of an
//! organisation), and answers of the GraphQL API with `vulnerabilityAlerts`, of a `repository` or
//! of a `search` over several.
//!
//! Severity of the vulnerability, which GitHub gives to each range of versions: low, moderate or
//! medium → medium, high, critical as the words say.
//! A finding is one alert: one advisory of one package in one manifest. Dismissed ones are kept
//! with the reason as a claim; fixed ones are listed as skipped, so that they count as gone.
//! The version is the one that the manifest pins (`= 1.2.3`); GitHub gives no other. The target
//! stays empty for the alerts of one repository, and is the repository where there may be several.
//! Not read: the pull request that fixes it, assignees, EPSS beyond a fact.

mod alert;

use super::read::{json, part};
use super::wire::or_default;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::text::one_line;
use crate::model::{FindingKind, Scan};
use alert::Alert;
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct Dependabot;

/// A repository of a GraphQL answer. Its alerts are a page of at most a hundred.
#[derive(Deserialize)]
struct Answered<'a> {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(rename = "nameWithOwner", default, deserialize_with = "or_default")]
    full_name: String,
    #[serde(borrow, rename = "vulnerabilityAlerts")]
    alerts: Option<Page<'a>>,
}

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow, default)]
    nodes: Vec<&'a RawValue>,
}

/// Where GraphQL answers have repositories; the first holds only one.
const ANSWERS: &[&str] = &[
    "data.repository",
    "data.search.nodes[]",
    "data.organization.repositories.nodes[]",
    "[].data.repository",
    "[].data.search.nodes[]",
    "[].data.organization.repositories.nodes[]",
];

impl Format for Dependabot {
    fn name(&self) -> &'static str {
        "dependabot"
    }

    fn tool(&self) -> &'static str {
        "GitHub Dependabot alerts (REST, GraphQL API)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let rest = probe.has_all(&["[].security_advisory", "[].security_vulnerability"]);
        let asked = ANSWERS
            .iter()
            .any(|it| probe.has(&format!("{it}.vulnerabilityAlerts")));
        if rest || asked {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("dependabot") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let probe = Probe::new(input)?;
        let answered = probe.has("data") || probe.has("[].data");
        let mut announced = false;
        if answered {
            json::walk(input, ANSWERS, &mut |it| {
                let Some(repository) = it.record::<Answered<'_>>(sink)? else {
                    return Ok(());
                };
                let name = [&repository.full_name, &repository.name];
                let name = name.into_iter().find(|it| !it.is_empty());
                let several = it.want % 3 != 0;
                sink.scan(scan(name.filter(|_| several).map_or("", |it| it)))?;
                announced = true;
                let all = repository.alerts.map(|it| it.nodes).unwrap_or_default();
                for (idx, raw) in all.into_iter().enumerate() {
                    let path = format!("vulnerabilityAlerts.nodes[{idx}]");
                    let record = part::place(it, raw, &path);
                    if let Some(alert) = part::record::<Alert>(it, raw, &path, sink)? {
                        alert.hand_over(record, sink)?;
                    }
                }
                Ok(())
            })?;
        } else {
            json::walk(input, &["[]"], &mut |it| {
                let Some(alert) = it.record::<Alert>(sink)? else {
                    return Ok(());
                };
                // Only the alerts of an organisation name their repository.
                let target = alert.repository.as_ref().map(|it| it.full_name.as_str());
                sink.scan(scan(target.unwrap_or_default()))?;
                announced = true;
                alert.hand_over(it.place(), sink)
            })?;
        }
        if !announced {
            sink.scan(scan(""))?;
        }
        Ok(())
    }
}

fn scan(target: &str) -> Scan {
    Scan {
        tool: "dependabot".to_owned(),
        target: one_line(target, 300),
        ..Scan::default()
    }
}
