//! Veracode: the detailed report (XML), the answer of the Findings API (JSON), and the results of the
//! pipeline scan (JSON).
//!
//! Severity: 5 (Very High) → critical, 4 → high, 3 → medium, 2 → low, 1 (Very Low) and
//! 0 (Informational) → info.
//! The rule is the CWE, as Veracode has no other; the title its category. A vulnerability of a
//! component has its CVE as rule. The issue id is Veracode's identity across builds; the pipeline
//! scan has none.
//! Static, dynamic, manual and composition analysis are scans of their own, since one runs without
//! the others; the target is the sort of analysis.
//! What Veracode holds for fixed is no finding; an accepted mitigation is kept with that as a claim.
//! Not read: modules, licences, policy rules, components without vulnerabilities.

mod json;
mod pipeline;
mod xml;

pub(super) use xml::by_id as library;

use super::probe::Shape;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::{FindingKind, Scan, Severity};

/// See the module's text.
pub(super) struct Veracode;

impl Format for Veracode {
    fn name(&self) -> &'static str {
        "veracode"
    }

    fn tool(&self) -> &'static str {
        "Veracode"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast, FindingKind::Dast, FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "XML, JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let api = ["findings[].scan_type", "findings[].finding_details"];
        let paged = ["_embedded.findings[].scan_type"];
        let marks = [&api[..], &paged[..], &pipeline::MARKS[..]];
        if probe.xml_root() == Some("detailedreport") || marks.iter().any(|it| probe.has_all(it)) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let probe = Probe::new(input)?;
        match probe.shape {
            Shape::Json if probe.has_all(&pipeline::MARKS) => pipeline::read(input, key, sink),
            Shape::Json => json::read(input, key, sink),
            Shape::Xml | Shape::Empty | Shape::Text | Shape::Binary => xml::read(input, key, sink),
        }
    }
}

/// A sort of analysis: the word of a scan's target, and what it finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Analysis {
    Static,
    Dynamic,
    Manual,
    Composition,
}

impl Analysis {
    const fn target(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Dynamic => "dynamic",
            Self::Manual => "manual",
            Self::Composition => "sca",
        }
    }

    const fn kind(self) -> FindingKind {
        match self {
            Self::Static => FindingKind::Sast,
            Self::Dynamic => FindingKind::Dast,
            Self::Manual => FindingKind::Manual,
            Self::Composition => FindingKind::Sca,
        }
    }

    fn scan(self) -> Scan {
        Scan {
            tool: "veracode".to_owned(),
            target: self.target().to_owned(),
            ..Scan::default()
        }
    }
}

fn severity(number: &str) -> Severity {
    match number {
        "5" => Severity::Critical,
        "4" => Severity::High,
        "3" => Severity::Medium,
        "2" => Severity::Low,
        "1" | "0" => Severity::Info,
        _ => Severity::Unknown,
    }
}

/// The rule of a weakness: its CWE, or the category where it has none.
fn rule(cwes: &[u32], category: &str) -> String {
    cwes.first()
        .map_or_else(|| category.to_owned(), |it| format!("CWE-{it}"))
}
