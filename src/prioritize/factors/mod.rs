//! The summands of the score, one file each. They are listed in [`super::FACTORS`].

pub(super) mod corroboration;
pub(super) mod criticality;
pub(super) mod cvss;
pub(super) mod epss;
pub(super) mod in_production;
pub(super) mod internet_facing;
pub(super) mod kev;
pub(super) mod personal_data;
pub(super) mod ransomware;
pub(super) mod severity;

use super::policy::ByTernary;
use super::{Facts, Judged, Sourced};
use crate::model::Ternary;

/// Points for a fact of the application; what nobody has said is assumed.
fn context(fact: &Sourced<Ternary>, weights: &ByTernary) -> Judged {
    Judged {
        value: fact.value.name().to_owned(),
        points: weights.of(fact.value),
        source: said_by(&fact.source, fact.value == Ternary::Unknown),
        assumed: fact.value == Ternary::Unknown,
    }
}

/// Who says so about an application.
fn said_by(source: &str, unknown: bool) -> String {
    match (source, unknown) {
        (_, true) => "the inventory does not say".to_owned(),
        ("", false) => "inventory".to_owned(),
        (source, false) => source.to_owned(),
    }
}

/// Whose list says that it is exploited.
fn catalogue(facts: &Facts) -> String {
    let named = facts.kev.as_ref().map(|it| it.catalogue.as_str());
    match named.unwrap_or_default() {
        "" => "CISA KEV".to_owned(),
        name => name.to_owned(),
    }
}
