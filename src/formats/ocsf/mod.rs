//! OCSF 1.0 to 1.6, findings of the classes Vulnerability Finding (2002), Compliance Finding (2003),
//! Detection Finding (2004) and Application Security Posture Finding (2007): a list or JSON lines.
//! Prowler's own are read as `prowler`.
//!
//! Severity by `severity_id` (OCSF dictionary): 6 Fatal and 5 Critical → critical, 4 High, 3 Medium,
//! 2 Low, 1 Informational → info, 0 and 99 by the word of `severity`; a vulnerability's own
//! `severity` counts before that of its finding.
//! A finding is one vulnerability in one package, or in one place of code where it names those; a
//! compliance check of one resource that failed or warns (those that passed are none); otherwise
//! one record. Suppressed, resolved, archived and deleted ones (`status_id` 3 to 6, `activity_id`
//! 3 Close) are kept with that as a claim.
//! Kind: code → sast, a package → sca, compliance → iac, else infra. The tool is the product; the
//! target the cloud account. The place is the first resource; others are facts.
//! Not read: attacks, observables, enrichments, processes and connections among the evidence.

mod record;
mod vulnerability;

use super::read::json;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::FindingKind;
use record::Record;

/// See the module's text.
pub(super) struct Ocsf;

impl Format for Ocsf {
    fn name(&self) -> &'static str {
        "ocsf"
    }

    fn tool(&self) -> &'static str {
        "OCSF 1.0-1.6 findings"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Sca,
            FindingKind::Sast,
            FindingKind::Iac,
            FindingKind::Infra,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        for at in ["", "[]."] {
            let class = probe.value(&format!("{at}class_uid")).unwrap_or_default();
            let version = probe.has(&format!("{at}metadata.version"));
            if matches!(class, "2002" | "2003" | "2004" | "2007") && version {
                return Claim::Maybe;
            }
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let records = Probe::new(input)?.records();
        json::walk(input, &[records], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            if !record.is_finding_class() {
                return sink.skipped(it.refuse(record.refusal()));
            }
            sink.scan(record.scan())?;
            for mut out in record.into_findings() {
                out.record = it.place();
                sink.finding(out)?;
            }
            Ok(())
        })
    }
}
