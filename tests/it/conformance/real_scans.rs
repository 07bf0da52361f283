//! Reports of real scans: their counts, and what one tool says in two formats.

use crate::formats::read;
use serde::Deserialize;
use std::path::PathBuf;
use std::{env, fs};

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
