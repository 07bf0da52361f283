//! OSV records (OSV schema 1.x): which CVE another id stands for. One record, a list or JSON lines;
//! dumps are zip archives or folders of records, which the caller opens.
//!
//! Read: `id`, `aliases`, `upstream`, `modified`, `withdrawn`. A withdrawn record stands for nothing.
//! `related` is not read: it says that two are alike, not that they are the same.

use super::{cve, day};
use crate::error::Problem;
use crate::formats::read::json;
use crate::formats::{Input, Probe, probe::Shape};
use crate::model::Skipped;
use serde::Deserialize;

/// Which CVEs an id stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    /// The id, such as `GHSA-jfh8-c2jp-5v3q`, as the record spells it.
    pub id: String,
    /// CVEs, sorted; empty when it stands for none.
    pub cves: Vec<String>,
    /// Day of the record, `YYYY-MM-DD`; empty when not given.
    pub modified: String,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    #[serde(default)]
    aliases: Option<Vec<String>>,
    #[serde(default)]
    upstream: Option<Vec<String>>,
    modified: Option<String>,
    withdrawn: Option<String>,
}

/// True for OSV records.
pub(super) fn claims(probe: &Probe) -> bool {
    let known = |of: &str| {
        let at = |name: &str| probe.has(&format!("{of}{name}"));
        at("id") && at("modified") && (at("aliases") || at("affected") || at("schema_version"))
    };
    probe.shape == Shape::Json && (known("") || known("[]."))
}

/// Reads every record and hands over what it says; returns the ones that could not be used.
pub fn read(
    input: &dyn Input,
    take: &mut dyn FnMut(Aliases) -> Result<(), Problem>,
) -> Result<Vec<Skipped>, Problem> {
    let records = Probe::new(input)?.records();
    let mut skipped = Vec::new();
    json::walk(input, &[records], &mut |it| {
        match it.parse::<Record>() {
            Ok(record) => take(record.aliases())?,
            Err(problem) => skipped.push(it.refuse(problem.to_string())),
        }
        Ok(())
    })
    .map_err(|problem| problem.in_file(input.name()))?;
    Ok(skipped)
}

impl Record {
    fn aliases(self) -> Aliases {
        let all = self.aliases.into_iter().chain(self.upstream).flatten();
        let stands = self.withdrawn.is_none();
        let cves = all.filter(|_| stands).filter_map(|it| cve(&it));
        let mut cves: Vec<String> = cves.collect();
        cves.sort();
        cves.dedup();
        Aliases {
            id: self.id.trim().to_owned(),
            cves,
            modified: self.modified.as_deref().and_then(day).unwrap_or_default(),
        }
    }
}
