//! Fortify Static Code Analyzer 5–24: the FPR with its `audit.fvdl` and `audit.xml`, an `audit.fvdl`
//! alone, and the XML form of Fortify's reports (`ReportDefinition`).
//!
//! Severity is the Fortify Priority Order. Reports write it as `Friority`: Critical → critical,
//! High → high, Medium → medium, Low → low. An FPR has its parts: impact from the rule or the
//! instance, likelihood = accuracy × confidence × probability / 25; both at least 2.5 → critical,
//! impact alone → high, likelihood alone → medium, neither → low. Unknown where the rule has no
//! impact.
//! The rule is the category (`Password Management: Hardcoded Password`), which is the same in both
//! forms and in every rule pack; the rule's number is a fact. The instance id is Fortify's identity
//! across scans. The place is the default node of the trace.
//! A suppressed issue is kept with that as a claim and the comments as its reason.
//! In memory while an FPR is read: the texts of its rules, and the code that its findings quote, at
//! most 4 KiB of each place. Not read: sources, the long explanation, external categories beyond CWE.

mod audit;
mod fvdl;
mod report;

use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::FindingKind;

/// See the module's text.
pub(super) struct Fortify;

impl Format for Fortify {
    fn name(&self) -> &'static str {
        "fortify"
    }

    fn tool(&self) -> &'static str {
        "Fortify SCA 5–24"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "FPR, XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        match probe.xml_root() {
            Some("FVDL") => Claim::Yes,
            Some("ReportDefinition") if probe.head.contains("Fortify") => Claim::Yes,
            Some("ReportDefinition") => Claim::Maybe,
            Some(_) | None => Claim::No,
        }
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.xml_root() {
            Some("ReportDefinition") => report::read(input, key, sink),
            Some(_) | None => fvdl::read(input, key, sink),
        }
    }
}
