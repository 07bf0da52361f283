//! Checkmarx One: the results of the API and of `cx scan` (JSON), and the JSON scan reports of the
//! portal, the older and the improved ones.
//!
//! Severity: CRITICAL, HIGH, MEDIUM, LOW, INFO as they say.
//! A finding is one result. The place of a data flow is the sink, its last node, which is where it
//! can be fixed and what other tools point at. `similarityId` is Checkmarx' identity across scans.
//! Each engine (`sast`, `sca`, `kics`, …) is a scan of its own, as one runs without the others; the
//! target is the engine.
//! `NOT_EXPLOITABLE` is kept as a claim; other states are facts. Results with the status FIXED are no
//! findings. Of scan reports the code findings are read; what other engines say there is skipped,
//! and the results of the API have it.

mod report;
mod result;

use super::read::json;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::text::one_line;
use crate::model::{Claimed, FindingKind, NewFinding, Scan};

/// See the module's text.
pub(super) struct CheckmarxOne;

impl Format for CheckmarxOne {
    fn name(&self) -> &'static str {
        "checkmarx-one"
    }

    fn tool(&self) -> &'static str {
        "Checkmarx One"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Sast,
            FindingKind::Sca,
            FindingKind::Container,
            FindingKind::Iac,
            FindingKind::Secrets,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let api = ["results[].similarityId", "results[].data"];
        let empty = ["results", "totalCount", "scanID"];
        let old = ["scanResults.sast", "scanSummary"];
        let new = ["scanResults.resultsList", "reportHeader"];
        let all = [&api[..], &empty[..], &old[..], &new[..]];
        if all.iter().any(|it| probe.has_all(it)) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        if Probe::new(input)?.has("scanResults") {
            return report::read(input, key, sink);
        }
        let mut scans = 0;
        let mut now = None;
        json::walk(input, &["results[]"], &mut |it| {
            let Some(record) = it.record::<result::Record>(sink)? else {
                return Ok(());
            };
            let engine = one_line(&record.engine, 60);
            if now.as_deref() != Some(engine.as_str()) {
                sink.scan(scan(&engine))?;
                scans += 1;
                now = Some(engine);
            }
            if record.status.eq_ignore_ascii_case("fixed") {
                return Ok(());
            }
            let mut out = record.into_finding();
            result::conceal(&mut out, key, sink);
            out.record = it.place();
            sink.finding(out)
        })?;
        if scans == 0 {
            sink.scan(scan(""))?;
        }
        Ok(())
    }
}

fn scan(engine: &str) -> Scan {
    Scan {
        tool: "checkmarx-one".to_owned(),
        target: engine.to_owned(),
        ..Scan::default()
    }
}

/// A state as a claim, where somebody decided that the result is nothing.
fn state(word: &str, out: &mut NewFinding) {
    let plain = word.replace('_', " ").to_lowercase();
    if plain == "not exploitable" {
        out.detail.suppression = Some(Claimed {
            kind: word.to_owned(),
            ..Claimed::default()
        });
    } else {
        super::wire::fact(&mut out.detail.facts, "state", plain);
    }
}
