//! CSAF 2.0 and 2.1 advisories and VEX documents (`document.category` of any profile).
//!
//! A product that a vulnerability lists as `known_affected`, `first_affected`, `last_affected`,
//! `under_investigation` or (2.1) `unknown` is a finding; `known_not_affected`, `fixed` and
//! `first_fixed` are claims of the publisher (see `vex`). `recommended` says nothing of the
//! vulnerability and is not read.
//! Severity: `baseSeverity` of the product's CVSS 4, else 3 score (NONE → info), else the band of
//! its CVSS 2 score; without a score the word of the product's impact (`threats[].category`
//! `impact`: Critical, Important → high, Moderate → medium, Low) where it is one word, else that of
//! `aggregate_severity`.
//! The component is the purl of the product's identification helper, and its name and version in
//! the product tree otherwise; of a relationship it is the inner one. Versions of the same product
//! that the vulnerability lists as fixed are the versions that hold the fix.
//! The target is the document's tracking id: its next version replaces what it said.
//! Not read: CPEs, hashes, acknowledgments, involvements, SSVC and EPSS of 2.1.
//! Memory grows with the product tree, not with the vulnerabilities.

mod record;
mod tree;

use super::read::json;
use super::read::loose::Loose;
use super::wire::or_default;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::text::one_line;
use crate::model::{FindingKind, Scan};
use record::Vulnerability;
use serde::Deserialize;
use tree::{Products, Tree};

/// See the module's text.
pub(super) struct Csaf;

/// What the document says of itself.
#[derive(Default)]
struct Head {
    issuer: String,
    id: String,
    released: Option<i64>,
    severity: String,
    products: Products,
}

#[derive(Deserialize)]
struct Tracking {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    current_release_date: String,
    #[serde(default)]
    version: Loose,
}

impl Format for Csaf {
    fn name(&self) -> &'static str {
        "csaf"
    }

    fn tool(&self) -> &'static str {
        "CSAF 2.0, 2.1"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sbom]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["document.csaf_version", "document.tracking"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut head = Head::default();
        let mut scan = Scan {
            tool: "csaf".to_owned(),
            ..Scan::default()
        };
        let wants = [
            "document.publisher.name",
            "document.aggregate_severity.text",
            "document.tracking",
            "product_tree",
        ];
        json::walk(input, &wants, &mut |it| {
            match it.want {
                0 => head.issuer = one_line(&it.parse::<String>()?, 300),
                1 => head.severity = one_line(&it.parse::<String>()?, 60),
                2 => {
                    let tracking = it.parse::<Tracking>()?;
                    head.id = one_line(&tracking.id, 300);
                    head.released = normalise::timestamp(&tracking.current_release_date);
                    let version = tracking.version.first().unwrap_or_default();
                    scan.tool_version = one_line(version, 100);
                }
                _ => head.products = Products::new(it.parse::<Tree>()?),
            }
            Ok(())
        })?;
        scan.target.clone_from(&head.id);
        scan.scanned_at = head.released;
        sink.scan(scan)?;
        json::walk(input, &["vulnerabilities[]"], &mut |it| {
            let Some(record) = it.record::<Vulnerability>(sink)? else {
                return Ok(());
            };
            let statements = record.statements(&head, &it.place());
            if statements.is_empty() {
                return sink.skipped(it.refuse("it names no product and its status"));
            }
            statements.into_iter().try_for_each(|it| it.hand_over(sink))
        })
    }
}
