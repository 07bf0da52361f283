//! Tenable: the `.nessus` XML (`NessusClientData_v2`) of Nessus, Tenable.io, Tenable.sc and Web App
//! Scanning, and their CSV exports.
//!
//! Severity by the number: 4 → critical, 3 → high, 2 → medium, 1 → low, 0 → info; by the word of a
//! CSV: Critical, High, Medium, Low as they say, None and Info → info. It is the severity that the
//! user of Nessus sees, recast by their own rules, and not `risk_factor`.
//! A finding is one plugin on one port of one host; a plugin that speaks twice is two.
//! Kind: dast for a report of Web App Scanning, infra otherwise. The place is the `resource`
//! `host:port/protocol`; a URL for Web App Scanning. Rows with several CVEs name all of them.
//! Not read: the policy with its credentials, compliance details, host properties but the time.

mod csv;
mod item;
mod xml;

use super::probe::Shape;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};

/// See the module's text.
pub(super) struct Nessus;

impl Format for Nessus {
    fn name(&self) -> &'static str {
        "nessus"
    }

    fn tool(&self) -> &'static str {
        "Tenable Nessus, .io, .sc, WAS"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra, FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "XML, CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() == Some("NessusClientData_v2") || csv::is_ours(probe) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.shape {
            Shape::Xml => xml::read(input, sink),
            Shape::Json | Shape::Empty | Shape::Text | Shape::Binary => csv::read(input, sink),
        }
    }
}

fn scan() -> Scan {
    Scan {
        tool: "nessus".to_owned(),
        ..Scan::default()
    }
}
