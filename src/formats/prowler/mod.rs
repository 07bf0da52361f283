//! Prowler 2 to 5: CSV, the JSON of 2 (lines) and 3, and OCSF JSON of 4 and 5.
//!
//! Severity: critical, high, medium, low, informational as the words say.
//! FAIL and MANUAL are findings: a MANUAL check is one that a person has to make. PASS and INFO are
//! none. Muted ones are kept with a claim.
//! The rule is the id of the check, the place the `resource` by its id, with the region where the
//! id does not say it. The target is the account: absence counts inside it.
//! Not read: resource details and labels, categories, fixes as code.

mod csv;
mod item;
mod json;

use super::probe::Shape;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};
use item::Item;

/// See the module's text.
pub(super) struct Prowler;

impl Format for Prowler {
    fn name(&self) -> &'static str {
        "prowler"
    }

    fn tool(&self) -> &'static str {
        "Prowler 2-5"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra]
    }

    fn file_types(&self) -> &'static str {
        "JSON, CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let line = probe.head.lines().next().unwrap_or_default();
        let csv = probe.shape == Shape::Text
            && [["CHECK_ID", "FINDING_UID"], ["TITLE_ID", "CHECK_RESULT"]]
                .iter()
                .any(|it| it.iter().all(|it| line.contains(it)));
        let ocsf = probe.value("[].metadata.product.name") == Some("Prowler")
            || probe.value("metadata.product.name") == Some("Prowler");
        let own = probe.has_all(&["[].CheckID", "[].FindingUniqueId"])
            || probe.has_all(&["Control", "Control ID", "Account Number"]);
        if csv || ocsf || own || probe.is_empty_list_of("prowler") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut last = None;
        match Probe::new(input)?.shape {
            Shape::Json => json::read(input, &mut last, sink)?,
            Shape::Xml | Shape::Empty | Shape::Text | Shape::Binary => {
                csv::read(input, &mut last, sink)?;
            }
        }
        if last.is_none() {
            sink.scan(Item::default().scan())?;
        }
        Ok(())
    }
}

/// Announces the account of a record unless the one before was in it too.
fn announce(item: &Item, last: &mut Option<Scan>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let scan = item.scan();
    if last.as_ref() != Some(&scan) {
        sink.scan(scan.clone())?;
        *last = Some(scan);
    }
    Ok(())
}
