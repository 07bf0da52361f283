//! Black Duck (Synopsys Hub): the tables of a version's report, `security…csv` and `components…csv`,
//! alone or in their archive, and the answer of `vulnerable-bom-components` (JSON).
//!
//! Severity: CRITICAL, HIGH, MEDIUM, LOW of `Security Risk` as they say, else the band of the base
//! score.
//! A finding is one vulnerability of one component, or one component that violates a policy (rule
//! `policy-violation`, severity unknown, as the table has none; a scan of its own with the target
//! `policy`). A vulnerability that somebody marked as ignored, mitigated, patched, duplicate, not
//! affected or complete is kept with that as a claim.
//! A component is named by its origin (`maven`, `npmjs`, …) where that has a package type, else by
//! Black Duck's own name.
//! Not read: the other tables of the archive, licences, dates beyond publication.

mod api;
mod component;
mod tables;

use super::probe::Shape;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};

/// See the module's text.
pub(super) struct BlackDuck;

impl Format for BlackDuck {
    fn name(&self) -> &'static str {
        "black-duck"
    }

    fn tool(&self) -> &'static str {
        "Black Duck"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "CSV, ZIP, JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let line = probe.head.lines().next().unwrap_or_default();
        let has = |columns: &[&str]| columns.iter().all(|it| line.contains(it));
        let security = ["Vulnerability id", "Remediation status", "Security Risk"];
        let components = [
            "Component name",
            "Operational Risk",
            "Component policy status",
        ];
        let table = probe.shape == Shape::Text && (has(&security) || has(&components));
        let listed = probe.has_all(&["[].vulnerabilityWithRemediation", "[].componentName"]);
        if table || listed || probe.has("items[].vulnerabilityWithRemediation") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let probe = Probe::new(input)?;
        match probe.shape {
            Shape::Json => api::read(input, sink),
            _ if probe.head.contains("Vulnerability id") => tables::security(input, sink),
            Shape::Xml | Shape::Empty | Shape::Text | Shape::Binary => {
                tables::components(input, sink)
            }
        }
    }
}

fn scan(target: &str) -> Scan {
    Scan {
        tool: "black-duck".to_owned(),
        target: target.to_owned(),
        ..Scan::default()
    }
}
