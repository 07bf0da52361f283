//! CVE records (CVE JSON 5.x) with the container of CISA's Vulnrichment: the SSVC decision points
//! Exploitation, Automatable and Technical Impact. One record, a list or JSON lines.
//!
//! Read: `cveMetadata.cveId`, and of every ADP container `metrics[].other` of type `ssvc`. A record
//! without one says nothing and is not counted. Not read: everything else of the record.

use super::{cve, day};
use crate::error::Problem;
use crate::formats::read::json;
use crate::formats::{Input, Probe, probe::Shape};
use crate::model::Skipped;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The decision points of a CVE. What was not given is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// The CVE, upper case.
    pub cve: String,
    /// `none`, `public-poc` or `active`.
    pub exploitation: String,
    /// `no` or `yes`.
    pub automatable: String,
    /// `partial` or `total`.
    pub impact: String,
    /// Day of the assessment, `YYYY-MM-DD`.
    pub dated: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    cve_metadata: Metadata,
    #[serde(default)]
    containers: Containers,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    cve_id: String,
}

#[derive(Default, Deserialize)]
struct Containers {
    #[serde(default)]
    adp: Vec<Container>,
}

#[derive(Deserialize)]
struct Container {
    #[serde(default)]
    metrics: Vec<Metric>,
}

#[derive(Deserialize)]
struct Metric {
    other: Option<Other>,
}

#[derive(Deserialize)]
struct Other {
    #[serde(rename = "type")]
    kind: String,
    content: serde_json::Value,
}

#[derive(Deserialize)]
struct Content {
    #[serde(default)]
    timestamp: String,
    #[serde(default)]
    options: Vec<BTreeMap<String, String>>,
}

/// True for CVE records.
pub(super) fn claims(probe: &Probe) -> bool {
    let known = |of: &str| {
        probe.has(&format!("{of}cveMetadata.cveId")) && probe.has(&format!("{of}dataType"))
    };
    probe.shape == Shape::Json && (known("") || known("[]."))
}

/// Reads every record and hands over its decision points, if it has some; returns the ones that
/// could not be used.
pub fn read(
    input: &dyn Input,
    take: &mut dyn FnMut(Points) -> Result<(), Problem>,
) -> Result<Vec<Skipped>, Problem> {
    let records = Probe::new(input)?.records();
    let mut skipped = Vec::new();
    json::walk(input, &[records], &mut |it| {
        let read = it.parse::<Record>().map_err(|problem| problem.to_string());
        match read.and_then(Record::points) {
            Ok(Some(points)) => take(points)?,
            Ok(None) => {}
            Err(reason) => skipped.push(it.refuse(reason)),
        }
        Ok(())
    })
    .map_err(|problem| problem.in_file(input.name()))?;
    Ok(skipped)
}

impl Record {
    fn points(self) -> Result<Option<Points>, String> {
        let id = &self.cve_metadata.cve_id;
        let cve = cve(id).ok_or_else(|| format!("'{id}' is no CVE id"))?;
        let metrics = self.containers.adp.into_iter().flat_map(|it| it.metrics);
        let mut others = metrics.filter_map(|it| it.other);
        let Some(found) = others.find(|it| it.kind.eq_ignore_ascii_case("ssvc")) else {
            return Ok(None);
        };
        let content: Content = serde_json::from_value(found.content)
            .map_err(|err| format!("the SSVC of {cve} cannot be read: {err}"))?;
        let mut out = Points {
            dated: day(&content.timestamp).unwrap_or_default(),
            cve,
            ..Points::default()
        };
        for (name, value) in content.options.into_iter().flatten() {
            let value = value.trim().to_ascii_lowercase();
            let (slot, known): (_, &[&str]) = match name.to_ascii_lowercase().as_str() {
                "exploitation" => (&mut out.exploitation, &["none", "poc", "active"]),
                "automatable" => (&mut out.automatable, &["no", "yes"]),
                "technical impact" => (&mut out.impact, &["partial", "total"]),
                _ => continue,
            };
            match value.as_str() {
                "poc" | "public poc" if known.contains(&"poc") => "public-poc".clone_into(slot),
                word if known.contains(&word) => word.clone_into(slot),
                other => return Err(format!("'{other}' is no answer to {name}")),
            }
        }
        Ok(Some(out))
    }
}
