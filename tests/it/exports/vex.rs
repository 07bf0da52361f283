//! OpenVEX, CycloneDX and CSAF.

use super::{fits, read_back, world};
use crate::formats::Collected;
use crate::harness::Sluice;
use sluice::model::ClaimStatus;
use std::collections::BTreeSet;

/// Export format, our reader, schema.
const FORMATS: &[(&str, &str)] = &[
    ("openvex", "openvex-0.2.0"),
    ("cyclonedx", "cyclonedx-1.6"),
    ("csaf", "csaf-2.0"),
];

fn export(sluice: &Sluice, format: &str, filter: &str) -> String {
    let args = ["export", "vex", filter, "--format", format];
    let more = [
        "--author",
        "Harbourlane",
        "--namespace",
        "https://security.harbourlane.example",
    ];
    sluice.ok(&[&args, more.as_slice()].concat()).out
}

/// One statement: vulnerability, component, what is said of it.
type Said = BTreeSet<(String, String, &'static str)>;

/// What the store says of its dependencies.
fn of_store(sluice: &Sluice) -> Said {
    let mut out = Said::new();
    for issue in sluice.issues("status:any") {
        let ids: Vec<&str> = issue["vulnerabilities"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        let cve = ids.iter().find(|it| it.starts_with("CVE-"));
        let Some(main) = cve.or(ids.first()) else {
            continue;
        };
        let said = match issue["status"].as_str().unwrap() {
            "new" => "under_investigation",
            "confirmed" => "affected",
            "false-positive" => "not_affected",
            other => panic!("{other}"),
        };
        for finding in issue["findings"].as_array().unwrap() {
            let name = finding["package"]["name"].as_str().unwrap();
            out.insert(((*main).to_owned(), name.to_owned(), said));
        }
    }
    out
}

/// What our reader makes of a document.
fn of_reader(format: &str, read: &Collected) -> Said {
    let claims = read.claims.iter().map(|it| {
        let said = match it.status {
            ClaimStatus::NotAffected => "not_affected",
            ClaimStatus::Fixed => "fixed",
        };
        (it.vulnerabilities[0].clone(), it.package.name.clone(), said)
    });
    let findings = read.findings.iter().map(|it| {
        let fact = |label: &str| {
            let facts = it.detail.facts.iter();
            facts
                .clone()
                .find(|it| it.0 == label)
                .map_or("", |it| it.1.as_str())
        };
        let said = match (format, fact("status"), fact("analysis")) {
            ("cyclonedx", "", "in_triage") | (_, "under_investigation", "") => {
                "under_investigation"
            }
            ("cyclonedx", "", "exploitable") | (_, "affected" | "known_affected", "") => "affected",
            ("cyclonedx", "", "") if it.detail.suppression.is_some() => "not_affected",
            other => panic!("{other:?}"),
        };
        let package = it.package.as_ref().unwrap();
        (it.vulnerabilities[0].clone(), package.name.clone(), said)
    });
    claims.chain(findings).collect()
}

#[test]
fn every_vex_document_fits_its_schema_and_is_read_back_equal() {
    let sluice = world();
    let expected = of_store(&sluice);
    assert!(expected.len() > 10);
    for (format, schema) in FORMATS {
        let text = export(&sluice, format, "");
        fits(schema, &text);
        let read = read_back(format, &text);
        assert_eq!(of_reader(format, &read), expected, "{format}");
        let again = export(&sluice, format, "");
        assert_eq!(text, again, "the same store gives the same document");
    }
}

#[test]
fn the_reasons_arrive() {
    let sluice = world();
    for (format, _) in FORMATS {
        let text = export(&sluice, format, "");
        let read = read_back(format, &text);
        let claimed = read.claims.iter().map(|it| it.said.statement.as_str());
        let excused = read
            .findings
            .iter()
            .filter_map(|it| it.detail.suppression.as_ref());
        let all: Vec<&str> = claimed
            .chain(excused.map(|it| it.justification.as_str()))
            .collect();
        for reason in [
            "not reachable",
            "our build leaves \"it\" out; <b>see</b> =1+1",
        ] {
            assert!(
                all.iter().any(|it| it.contains(reason)),
                "{format}: {all:?}"
            );
        }
    }
}

#[test]
fn a_document_grows_its_version_and_keeps_its_name() {
    let sluice = world();
    let of = |format: &str, field: &str, version: &str| {
        let text = export(&sluice, format, "app:shop");
        let it: serde_json::Value = serde_json::from_str(&text).unwrap();
        (
            it.pointer(field).unwrap().clone(),
            it.pointer(version).unwrap().to_string(),
        )
    };
    let fields = [
        ("openvex", "/@id", "/version"),
        ("cyclonedx", "/serialNumber", "/version"),
        (
            "csaf",
            "/document/tracking/id",
            "/document/tracking/version",
        ),
    ];
    for (format, id, version) in fields {
        let before = of(format, id, version);
        sluice.quiet(&["note", "class:dependency", "--text", "x"]);
        let after = of(format, id, version);
        assert_eq!(before.0, after.0);
        assert_ne!(before.1, after.1);
    }
}

#[test]
fn what_cannot_be_said_is_said_so() {
    let sluice = world();
    let ran = sluice.ok(&["export", "vex", "--format", "openvex"]);
    for line in [
        "lost on the way: OpenVEX has no end date",
        "issues were left out: VEX speaks of",
    ] {
        assert!(ran.err.contains(line), "{}", ran.err);
    }
    let none = sluice.run(&["export", "vex", "class:secret", "--format", "openvex"]);
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    assert!(
        none.err.contains("there is nothing to write as openvex"),
        "{}",
        none.err
    );
    let nameless = sluice.run(&["export", "vex", "--format", "csaf"]);
    assert_eq!(nameless.code, 2);
    assert!(nameless.err.contains("--namespace"), "{}", nameless.err);
}

#[test]
fn a_statement_read_in_is_a_claim_and_hides_nothing() {
    let sluice = world();
    let file = sluice.file("vex.json", export(&sluice, "openvex", ""));
    let other = Sluice::with_shop();
    let open = other.issues("class:dependency").len();
    other.import(&[file], &[]);
    assert!(other.issues("class:dependency").len() >= open);
    let claimed = other.issues("class:dependency").into_iter();
    let claims: usize = claimed
        .map(|it| it["claims"].as_array().unwrap().len())
        .sum();
    assert!(claims >= 2, "{claims}");
    other.check();
}
