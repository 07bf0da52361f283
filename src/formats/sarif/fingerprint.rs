//! The identity that a tool itself keeps stable, as `name=value`.
//!
//! `fingerprints` come before `partialFingerprints`, and those before `correlationGuid`. Among
//! several, `primaryLocationLineHash` first, then by name; of one name the greatest version
//! (`contextHash/v2` before `/v1`). A column's hash and what describes a commit is no identity, nor
//! is the placeholder of tools that want a login. The value is unique only together with rule and
//! file.

use super::wire::Record;
use crate::formats::read::loose::Loose;
use crate::model::text;
use std::collections::BTreeMap;

/// Names under which tools keep other things than an identity.
const NO_IDENTITY: &[&str] = &[
    "author",
    "commitMessage",
    "commitSha",
    "date",
    "email",
    "primaryLocationStartColumnFingerprint",
];

/// The best identity of a result.
pub(super) fn best(record: &Record) -> Option<String> {
    let guid = || {
        let guid = record.correlation_guid.as_deref()?.trim();
        (!guid.is_empty()).then(|| format!("correlationGuid={guid}"))
    };
    best_of(record.fingerprints.as_ref())
        .or_else(|| best_of(record.partial_fingerprints.as_ref()))
        .or_else(guid)
}

fn best_of(all: Option<&BTreeMap<String, Loose>>) -> Option<String> {
    let usable = all?.iter().filter_map(|(name, value)| {
        let value = value.first()?.trim();
        let placeholder = value.eq_ignore_ascii_case("requires login");
        let (base, version) = versioned(name);
        let usable = !value.is_empty() && !placeholder && !NO_IDENTITY.contains(&base);
        usable.then_some((name, value, base, version))
    });
    let (name, value, ..) = usable.min_by_key(|(_, _, base, version)| {
        let first = *base != "primaryLocationLineHash";
        (first, *base, std::cmp::Reverse(*version))
    })?;
    Some(text::bounded(format!("{name}={value}"), 512))
}

/// A name and its version: `contextHash/v2` is `contextHash` in version 2.
fn versioned(name: &str) -> (&str, u32) {
    let split = name.rsplit_once("/v");
    split
        .and_then(|(base, version)| Some((base, version.parse().ok()?)))
        .unwrap_or((name, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best_in(text: &str) -> Option<String> {
        best(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn the_most_stable_fingerprint_wins() {
        for (text, expected) in [
            (
                "{\"fingerprints\":{\"h/v1\":\"a\",\"h/v10\":\"b\"},\"partialFingerprints\":{\"a\":\"c\"}}",
                Some("h/v10=b"),
            ),
            (
                "{\"fingerprints\":{\"matchBasedId/v1\":\"requires login\"}}",
                None,
            ),
            (
                "{\"partialFingerprints\":{\"a\":\"c\",\"primaryLocationLineHash\":\"d:1\"}}",
                Some("primaryLocationLineHash=d:1"),
            ),
            ("{\"partialFingerprints\":{\"commitSha\":\"c\"}}", None),
            (
                "{\"fingerprints\":{\"row\":{\"value\":\"e\"}}}",
                Some("row=e"),
            ),
        ] {
            assert_eq!(best_in(text).as_deref(), expected, "{text}");
        }
    }
}
