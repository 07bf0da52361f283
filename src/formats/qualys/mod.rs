//! Qualys VM, VMDR and PCI: the CSV reports of hosts and scans (also those of `HackerGuardian`, which
//! resells it) and the XML of one scan (`SCAN`).
//!
//! Severity by Qualys' level: 5 urgent → critical, 4 critical → high, 3 serious → medium, 2 medium →
//! low, 1 minimal → info. In PCI reports, where the severity is a word made for PCI, the level of
//! `Q_SEVERITY` counts. Information gathered is info, whatever its level.
//! A finding is one QID on one service of one host, at the `resource` `host:port/protocol`. What
//! Qualys itself has seen fixed is none. Potential vulnerabilities are findings with that word as
//! their confidence. `Ignored`, and a false positive that PCI has approved, are claims.
//! The CSV may begin with lines about the report; the header is the first line with a `QID` column.
//! In XML, `INFOS` and `SERVICES` say what a host is, and are not read.

mod item;
mod table;
mod xml_scan;

pub(super) use item::severity;

use super::probe::Shape;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::FindingKind;

/// See the module's text.
pub(super) struct Qualys;

impl Format for Qualys {
    fn name(&self) -> &'static str {
        "qualys"
    }

    fn tool(&self) -> &'static str {
        "Qualys VM, VMDR, PCI, HackerGuardian"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra]
    }

    fn file_types(&self) -> &'static str {
        "CSV, XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let xml = probe.xml_root() == Some("SCAN") && probe.head.contains("qualys");
        let csv = probe.shape == Shape::Text && table::header(&probe.head);
        if xml || csv {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.shape {
            Shape::Xml => xml_scan::read(input, sink),
            Shape::Json | Shape::Empty | Shape::Text | Shape::Binary => table::read(input, sink),
        }
    }
}
