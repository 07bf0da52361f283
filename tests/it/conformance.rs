//! Our reading of real reports against the reading of another product's parsers.
//!
//! The reports are not part of the project: where neither `SLUICE_CORPUS` nor `../shared/corpus`
//! exists, the test says so and passes.

use crate::formats::{formats, read};
use serde::Deserialize;
use std::path::PathBuf;
use std::{env, fs};

/// The peer's parser and our format.
const SAME: &[(&str, &str)] = &[
    ("anchore_grype", "grype"),
    ("asff", "asff"),
    ("aws_prowler", "prowler"),
    ("aws_prowler_v3plus", "prowler"),
    ("bandit", "bandit"),
    ("bearer_cli", "bearer"),
    ("brakeman", "brakeman"),
    ("burp", "burp"),
    ("cargo_audit", "cargo-audit"),
    ("checkmarx", "checkmarx"),
    ("checkov", "checkov"),
    ("cppcheck", "sarif"),
    ("cyclonedx", "cyclonedx"),
    ("dependency_check", "dependency-check"),
    ("dependency_track", "dependency-track"),
    ("detect_secrets", "detect-secrets"),
    ("devskim", "sarif"),
    ("eslint", "eslint"),
    ("flawfinder", "sarif"),
    ("github_sast", "github-code-scanning"),
    ("gitlab_api_fuzzing", "gitlab"),
    ("gitlab_container_scan", "gitlab"),
    ("gitlab_dast", "gitlab"),
    ("gitlab_dep_scan", "gitlab"),
    ("gitlab_sast", "gitlab"),
    ("gitlab_secret_detection_report", "gitlab"),
    ("gitleaks", "gitleaks"),
    ("gosec", "gosec"),
    ("govulncheck", "govulncheck"),
    ("hadolint", "hadolint"),
    ("kics", "kics"),
    ("kubebench", "kube-bench"),
    ("kubescape", "kubescape"),
    ("mayhem", "sarif"),
    ("nikto", "nikto"),
    ("njsscan", "njsscan"),
    ("nmap", "nmap"),
    ("npm_audit", "npm-audit"),
    ("npm_audit_7_plus", "npm-audit"),
    ("nuclei", "nuclei"),
    ("openvas", "openvas"),
    ("osv_scanner", "osv-scanner"),
    ("pip_audit", "pip-audit"),
    ("pnpm_audit", "pnpm-audit"),
    ("prowler", "prowler"),
    ("retirejs", "retire"),
    ("sarif", "sarif"),
    ("semgrep", "semgrep"),
    ("snyk", "snyk"),
    ("snyk_code", "sarif"),
    ("sonarqube", "sonarqube"),
    ("spotbugs", "spotbugs"),
    ("tenable", "nessus"),
    ("terrascan", "terrascan"),
    ("tfsec", "tfsec"),
    ("trivy", "trivy"),
    ("trufflehog", "trufflehog"),
    ("trufflehog3", "trufflehog3"),
    ("twistlock", "twistlock"),
    ("yarn_audit", "yarn-audit"),
    ("zap", "zap"),
];

/// Where we deliberately count otherwise: file, our count, why.
const DIFFERENT: &[(&str, usize, &str)] = &[
    ("checkmarx/many_aggregated_findings.xml", 185, QUERY_PATHS),
    ("checkmarx/multiple_findings.xml", 3, QUERY_PATHS),
    (
        "checkmarx/multiple_findings_same_query_id.xml",
        11,
        QUERY_PATHS,
    ),
    (
        "cppcheck/cppcheck_many_vuln.sarif",
        7,
        "several locations are Cppcheck's way to one place; the peer makes a finding of each step",
    ),
    (
        "gitleaks/gitleaks8_many.json",
        4,
        "one credential in two commits is two leaks; correlation joins them by hash",
    ),
    (
        "semgrep/repeated_findings.json",
        2,
        "the peer joins results of one rule on one line; we keep every record",
    ),
    (
        "npm_audit_7_plus/one_vuln.json",
        2,
        "an advisory is a finding; the peer makes one of each package",
    ),
    (
        "retirejs/latest.json",
        26,
        "two vulnerabilities with one summary are two; the peer joins them",
    ),
    ("gitlab_sast/gl-sast-report-many-vuln_v15.json", 467, TWICE),
    ("snyk/all_containers_target_output.json", 17, PATHS),
    ("snyk/all_projects_issue4277.json", 50, PATHS),
    (
        "snyk/snykcontainer_issue_epss.json",
        13,
        "what the image's applications bring with them is read too",
    ),
    ("spotbugs/many_findings.xml", 83, INSTANCES_OF_BUGS),
    ("spotbugs/version_4.4.0.xml", 56, INSTANCES_OF_BUGS),
    ("trufflehog/v3_git.json", 4, TWICE),
    ("trufflehog/v3_github.json", 4, TWICE),
    ("trufflehog3/many_vulns_current.json", 4, COMMITS),
    ("trufflehog3/many_vulns2_legacy.json", 95, COMMITS),
    ("anchore_grype/same_cve_different_paths.json", 2, MATCHES),
    (
        "aws_prowler/issue4450.csv",
        3,
        "a check that passed is no finding",
    ),
    (
        "aws_prowler_v3plus/many_vuln.ocsf.json",
        3,
        "a muted check is kept with that as a claim; the peer leaves it out",
    ),
    ("burp/one_finding.xml", 3, PLACES),
    ("burp/seven_findings.xml", 16, PLACES),
    (
        "kubescape/many_findings.json",
        289,
        "a finding per control and resource; the peer counts the failed rules inside",
    ),
    ("nikto/juice-shop.json", 151, PLACES),
    ("nmap/issue12411.xml", 4, HOSTS),
    ("nuclei/multiple_v3.json", 6, PLACES),
    ("openvas/report_combine_v2.csv", 2, HOSTS),
    (
        "prowler/example_output_gcp.csv",
        3,
        "a finding per resource; the peer joins resources of one check",
    ),
    ("tenable/issue_9612.csv", 3, HOSTS),
    ("tenable/nessus/nessus_many_vuln2-all.csv", 30, HOSTS),
    ("tenable/nessus/nessus_v_unknown.xml", 296, HOSTS),
    (
        "tfsec/many_findings_current.json",
        19,
        "a finding per place; the peer joins equal descriptions",
    ),
    ("zap/0_zap_sample.xml", 12, INSTANCES),
    ("zap/1_zap_sample_0_and_new_absent.xml", 12, INSTANCES),
    ("zap/juicy2.xml", 86, INSTANCES),
    ("zap/zap-results-first-scan.xml", 130, INSTANCES),
    ("zap/zap_2.16.1_with_req_resp.xml", 13, INSTANCES),
];

const INSTANCES: &str = "a finding per URL, method and parameter; the peer joins them into alerts";
const PATHS: &str =
    "one vulnerability of one package is a finding; the peer makes one of each path to it";
const INSTANCES_OF_BUGS: &str = "a finding per instance; the peer joins those of one type";
const TWICE: &str = "every record is kept; the peer joins equal ones";
const COMMITS: &str = "one credential in two commits is two leaks; correlation joins them by hash";

const QUERY_PATHS: &str = "a finding per path; the peer joins the paths of one query to one file";
const PLACES: &str = "a finding per URL; the peer joins the places of one rule";
const HOSTS: &str = "a finding per host and port; the peer joins the hosts of one rule";
const MATCHES: &str = "a finding per match; the peer joins matches of one package at two paths";

/// What the peer reads and we do not yet: file, why.
const NOT_YET: &[(&str, &str)] = &[
    (
        "checkmarx/multiple_findings.json",
        "the JSON report of Checkmarx One",
    ),
    (
        "github_sast/github_sast_zero_vul.json",
        "an empty list is anybody's; ours by a file name with `code-scanning` in it",
    ),
    (
        "sonarqube/empty_zip.zip",
        "archives are opened before a format sees them",
    ),
    (
        "sonarqube/sonar-single-finding.html",
        "the pages of sonar-report are not read, only the web API",
    ),
];

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
        assert!(formats().by_name(name).is_some(), "{name} is not a format");
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

/// Tools whose own JSON we read, in the reports of real scans.
const TRIAGED: &[&str] = &[
    "bandit",
    "checkov",
    "detect-secrets",
    "eslint",
    "hadolint",
    "nikto",
    "njsscan",
    "retire",
    "safety",
    "semgrep",
    "trufflehog3",
    "zizmor",
];

/// Tools whose SARIF says less than their own JSON: Checkov's has no resources, and calls
/// everything an error; njsscan's has no severities; ESLint's leaves out messages without rule;
/// Hadolint's has an end column that is the first one.
const POOR_SARIF: &[&str] = &["checkov", "eslint", "hadolint", "njsscan"];

/// Where we deliberately count a real scan otherwise: file, our count, why.
const TRIAGED_DIFFERENT: &[(&str, usize, &str)] = &[];

#[derive(Deserialize)]
struct Triaged {
    tool: String,
    format: String,
    file: String,
    findings_count: Option<usize>,
}

#[test]
fn real_scans_have_the_counts_of_their_own_structure_or_a_reason() {
    let dir = env::var_os("SLUICE_TRIAGE").map_or("../shared/triage".into(), PathBuf::from);
    let Ok(text) = fs::read_to_string(dir.join("index.json")) else {
        println!("skipped: no real scans at {}", dir.display());
        return;
    };
    let all: Vec<Triaged> = serde_json::from_str(&text).unwrap();
    let mut wrong = Vec::new();
    let (mut files, mut reasoned) = (0, 0);
    for it in &all {
        let ours = match it.format.as_str() {
            "sarif" => "sarif",
            "json" | "xml" | "csv" if TRIAGED.contains(&it.tool.as_str()) => it.tool.as_str(),
            "gitlab-sast" | "gitlab-container-scanning" => "gitlab",
            "codeclimate (NUL-separated stream)" => "hadolint",
            "gitlab-codequality" if it.tool == "hadolint" => "hadolint",
            _ => continue,
        };
        files += 1;
        let listed = TRIAGED_DIFFERENT.iter().find(|(file, ..)| *file == it.file);
        let expected = listed.map_or(it.findings_count, |(_, count, _)| Some(*count));
        reasoned += usize::from(listed.is_some());
        match read(&dir.join(&it.file)) {
            Ok((format, _)) if format.name() != ours => {
                wrong.push(format!("{}: read as {}", it.file, format.name()));
            }
            Ok((_, got)) if Some(got.findings.len()) != expected || !got.skipped.is_empty() => {
                let (count, skipped) = (got.findings.len(), got.skipped.len());
                wrong.push(format!(
                    "{}: {count}, skipped {skipped}, expected {expected:?}",
                    it.file
                ));
            }
            Ok(_) => {}
            Err(problem) => wrong.push(format!("{}: {problem}", it.file)),
        }
    }
    println!("real scans: files {files}  different for a reason {reasoned}");
    assert!(wrong.is_empty() && files > 0, "\n{}", wrong.join("\n"));
}

#[test]
fn a_tool_says_the_same_in_its_own_format_and_in_sarif() {
    let dir = env::var_os("SLUICE_TRIAGE").map_or("../shared/triage".into(), PathBuf::from);
    let Ok(text) = fs::read_to_string(dir.join("index.json")) else {
        println!("skipped: no real scans at {}", dir.display());
        return;
    };
    let all: Vec<Triaged> = serde_json::from_str(&text).unwrap();
    let said = |file: &str| {
        let found = read(&dir.join(file)).unwrap().1.findings.into_iter();
        let mut out: Vec<_> = found
            .map(|it| (it.rule, it.kind, it.severity, format!("{:?}", it.place)))
            .collect();
        out.sort();
        out
    };
    for it in all
        .iter()
        .filter(|it| it.format == "sarif" && !POOR_SARIF.contains(&it.tool.as_str()))
    {
        let own = it.file.replace(".sarif", ".json");
        let has_own = TRIAGED.contains(&it.tool.as_str()) && all.iter().any(|it| it.file == own);
        if has_own {
            assert_eq!(said(&it.file), said(&own), "{own}");
        }
    }
}
