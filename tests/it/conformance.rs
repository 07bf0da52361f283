//! Our reading of real reports against the reading of another product's parsers.
//!
//! The reports are not part of the project: where neither `SLUICE_CORPUS` nor `../shared/corpus`
//! exists, the test says so and passes.

use crate::formats::read;
use serde::Deserialize;
use sluice::formats;
use std::path::PathBuf;
use std::{env, fs};

/// The peer's parser and our format.
const SAME: &[(&str, &str)] = &[
    ("anchore_grype", "grype"),
    ("bandit", "bandit"),
    ("cyclonedx", "cyclonedx"),
    ("trivy", "trivy"),
    ("zap", "zap"),
];

/// Where we deliberately count otherwise: file, our count, why.
const DIFFERENT: &[(&str, usize, &str)] = &[
    ("anchore_grype/same_cve_different_paths.json", 2, MATCHES),
    ("zap/0_zap_sample.xml", 12, INSTANCES),
    ("zap/1_zap_sample_0_and_new_absent.xml", 12, INSTANCES),
    ("zap/juicy2.xml", 86, INSTANCES),
    ("zap/zap-results-first-scan.xml", 130, INSTANCES),
    ("zap/zap_2.16.1_with_req_resp.xml", 13, INSTANCES),
];

const INSTANCES: &str = "a finding per URL, method and parameter; the peer joins them into alerts";
const MATCHES: &str = "a finding per match; the peer joins matches of one package at two paths";

/// What the peer reads and we do not yet: file, why.
const NOT_YET: &[(&str, &str)] = &[
    ("cyclonedx/cyclonedx_bom.xml", CYCLONEDX_XML),
    ("cyclonedx/jake.xml", CYCLONEDX_XML),
    ("cyclonedx/log4j.xml", CYCLONEDX_XML),
    ("cyclonedx/spec1.xml", CYCLONEDX_XML),
    ("cyclonedx/valid-vulnerability-1.4.xml", CYCLONEDX_XML),
];

const CYCLONEDX_XML: &str = "CycloneDX is read as JSON only";

#[derive(Deserialize)]
struct Expected {
    parser: String,
    file: String,
    expected_findings: Option<usize>,
    raises: Option<serde_json::Value>,
    default: Option<bool>,
}

#[test]
fn corpus_reports_have_the_counts_of_the_peer_or_a_reason() {
    let dir = env::var_os("SLUICE_CORPUS").map_or("../shared/corpus".into(), PathBuf::from);
    let Ok(text) = fs::read_to_string(dir.join("expected.json")) else {
        println!("skipped: no corpus of reports at {}", dir.display());
        return;
    };
    let all: Vec<Expected> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    for (parser, name) in SAME {
        assert!(formats::by_name(name).is_some(), "{name} is not a format");
        let (mut files, mut equal, mut reasoned, mut not_yet) = (0, 0, 0, 0);
        for it in all
            .iter()
            .filter(|it| it.parser == *parser && it.default != Some(false))
        {
            files += 1;
            if NOT_YET.iter().any(|(file, _)| it.file.ends_with(file)) {
                let got = read(&dir.join(&it.file));
                assert!(
                    got.is_err(),
                    "{} is read now: strike it from NOT_YET",
                    it.file
                );
                not_yet += 1;
                continue;
            }
            let got = read(&dir.join(&it.file)).map(|(_, got)| got.findings.len());
            let listed = DIFFERENT.iter().find(|(file, ..)| it.file.ends_with(file));
            match (got, it.expected_findings, listed) {
                (Ok(got), _, Some((_, count, _))) if got == *count => reasoned += 1,
                (Ok(got), Some(peer), None) if got == peer => equal += 1,
                (Ok(_), None, None) => equal += 1,
                (Err(_), _, None) if it.raises.as_ref().is_some_and(|it| !it.is_null()) => {
                    equal += 1;
                }
                (Ok(got), peer, _) => wrong.push(format!("{}: {got}, peer {peer:?}", it.file)),
                (Err(problem), peer, _) => {
                    wrong.push(format!("{}: {problem}, peer {peer:?}", it.file));
                }
            }
        }
        println!(
            "{parser:16} files {files:3}  equal {equal:3}  different for a reason {reasoned}  not yet {not_yet}"
        );
        assert!(files > 0, "{parser} is not in the corpus");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
