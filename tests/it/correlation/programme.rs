//! A programme as large ones are: five tools, fifteen teams, 18,000 findings, of which it is known
//! which are one weakness.

use serde_json::{Value, json};
use sluice::ops::import::{self, Request};
use sluice::ops::source::Source;
use sluice::ops::{Who, Workspace, queue};
use std::collections::BTreeSet;

const TEAMS: u32 = 15;
const FINDINGS: usize = 18_000;

/// Numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        // The constants of Knuth's MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What the tools of one team say, and how many weaknesses that is.
#[derive(Default)]
struct Team {
    semgrep: Vec<Value>,
    codeql: Vec<Value>,
    bandit: Vec<Value>,
    trivy: Vec<Value>,
    grype: Vec<Value>,
    unique: usize,
}

impl Team {
    fn findings(&self) -> usize {
        let code = self.semgrep.len() + self.codeql.len() + self.bandit.len();
        code + self.trivy.len() + self.grype.len()
    }
}

/// Weakness as each code scanner calls it: Semgrep's rule, CodeQL's, Bandit's with its number, and
/// the numbers of the other two.
const CODE: &[(&str, &str, &str, u32, u32)] = &[
    (
        "python.lang.security.audit.formatted-sql-query",
        "py/sql-injection",
        "B608",
        89,
        89,
    ),
    (
        "python.lang.security.audit.subprocess-shell-true",
        "py/command-line-injection",
        "B602",
        78,
        78,
    ),
    (
        "python.lang.security.audit.eval-detected",
        "py/code-injection",
        "B307",
        78,
        95,
    ),
    (
        "python.lang.security.deserialization.avoid-pickle",
        "py/unsafe-deserialization",
        "B301",
        502,
        502,
    ),
    (
        "python.lang.security.insecure-hash-algorithm-md5",
        "py/weak-cryptographic-algorithm",
        "B324",
        327,
        327,
    ),
    (
        "python.requests.security.disabled-cert-validation",
        "py/request-without-cert-validation",
        "B501",
        295,
        295,
    ),
];

fn sarif_result(rule: &str, cwe: u32, file: &str, lines: (u32, u32)) -> Value {
    json!({
        "ruleId": rule, "message": {"text": "a weakness"},
        "properties": {"tags": [format!("external/cwe/cwe-{cwe}")]},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": file},
            "region": {"startLine": lines.0, "endLine": lines.1},
        }}],
    })
}

/// A hundred places in code; neighbours are a line or two apart, and often of one kind.
fn code(team: &mut Team, dice: &mut Dice) {
    for at in 0..100_u32 {
        let file = format!("service/module_{}.py", at / 10);
        let line = 20 + (at % 10) * 2;
        let kind = usize::try_from(dice.below(CODE.len() as u64)).unwrap();
        let (semgrep, codeql, bandit, number, cwe) = CODE[kind];
        let seen = 1 + dice.below(7);
        let last = line + u32::try_from(dice.below(2)).unwrap();
        if seen & 1 != 0 {
            let result = sarif_result(semgrep, cwe, &file, (line, last));
            team.semgrep.push(result);
        }
        if seen & 2 != 0 {
            team.codeql
                .push(sarif_result(codeql, cwe, &file, (line, line)));
        }
        if seen & 4 != 0 {
            team.bandit.push(json!({
                "test_id": bandit, "issue_text": "a weakness", "issue_severity": "HIGH",
                "issue_cwe": {"id": number}, "filename": file, "line_number": line,
                "code": format!("{line} call_{at}()\n"),
            }));
        }
        team.unique += 1;
    }
}

/// Vulnerable components, each in several lock files, and many with the CVE of a neighbour.
fn components(team: &mut Team, dice: &mut Dice, wanted: usize) {
    let mut seen = BTreeSet::new();
    while team.findings() < wanted {
        let package = format!("library-{}", dice.below(120));
        let number = 10_000 + dice.below(40);
        if !seen.insert((package.clone(), number)) {
            continue;
        }
        team.unique += 1;
        let (cve, ghsa) = (
            format!("CVE-2024-{number}"),
            format!("GHSA-aaaa-bbbb-{number}"),
        );
        let places = 1 + dice.below(4);
        for place in 0..places {
            let file = format!("part-{place}/package-lock.json");
            if team.findings() < wanted {
                team.trivy.push(json!({
                    "file": file, "VulnerabilityID": cve, "PkgName": package,
                    "InstalledVersion": format!("{place}.0.1"), "Severity": "HIGH",
                }));
            }
            if dice.below(3) > 0 && team.findings() < wanted {
                team.grype.push(json!({
                    "vulnerability": {"id": ghsa, "severity": "High", "dataSource": "", "fix": {}},
                    "relatedVulnerabilities": [{"id": cve}],
                    "matchDetails": [],
                    "artifact": {
                        "name": package, "version": format!("{place}.0.1"), "type": "npm",
                        "locations": [{"path": format!("/{file}")}],
                        "purl": format!("pkg:npm/{package}@{place}.0.1"),
                    },
                }));
            }
        }
    }
}

fn team(number: u32) -> Team {
    let mut dice = Dice(u64::from(number) + 1);
    let mut out = Team::default();
    code(&mut out, &mut dice);
    components(
        &mut out,
        &mut dice,
        FINDINGS / usize::try_from(TEAMS).unwrap(),
    );
    out
}

fn sarif(tool: &str, results: &[Value]) -> String {
    json!({
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": tool, "rules": []}}, "results": results}],
    })
    .to_string()
}

fn trivy(all: &[Value]) -> String {
    let mut files: BTreeSet<&str> = BTreeSet::new();
    files.extend(all.iter().map(|it| it["file"].as_str().unwrap()));
    let results = files.into_iter().map(|file| {
        let inside = all.iter().filter(|it| it["file"] == file);
        json!({
            "Target": file, "Class": "lang-pkgs", "Type": "npm",
            "Vulnerabilities": inside.collect::<Vec<_>>(),
        })
    });
    json!({
        "SchemaVersion": 2, "ArtifactName": ".", "ArtifactType": "filesystem",
        "Results": results.collect::<Vec<_>>(),
    })
    .to_string()
}

fn reports(team: &Team) -> Vec<Source> {
    let bandit = json!({"errors": [], "metrics": {"_totals": {}}, "results": team.bandit});
    let grype = json!({
        "matches": team.grype,
        "source": {"type": "directory", "target": "."},
        "descriptor": {"name": "grype", "version": "0.80.0"},
    });
    let all = [
        ("semgrep.sarif", sarif("Semgrep OSS", &team.semgrep)),
        ("codeql.sarif", sarif("CodeQL", &team.codeql)),
        ("bandit.json", bandit.to_string()),
        ("trivy.json", trivy(&team.trivy)),
        ("grype.json", grype.to_string()),
    ];
    let source = |(name, text): (&str, String)| Source::memory(name, text.into_bytes());
    all.into_iter().map(source).collect()
}

#[test]
fn a_programme_comes_out_as_its_true_number_of_issues() {
    let mut workspace = Workspace::in_memory().unwrap();
    let who = Who {
        name: "ann".to_owned(),
        at: 1_772_352_000,
    };
    let (mut findings, mut truth) = (0, 0);
    for number in 0..TEAMS {
        let team = team(number);
        findings += team.findings();
        truth += team.unique;
        let request = Request {
            sources: reports(&team),
            app: format!("team-{number}"),
            ..Request::default()
        };
        let done = import::run(
            &mut workspace,
            crate::formats::formats(),
            &request,
            &who,
            &mut |_| {},
        )
        .unwrap();
        assert!(done.failed.is_empty(), "{:?}", done.failed);
        let read: u64 = done.reports.iter().map(|it| it.findings).sum();
        assert_eq!(read, team.findings() as u64, "every finding is read");
    }
    let issues = queue::load(&workspace).unwrap().len();
    println!("{findings} findings, {issues} issues, {truth} weaknesses");
    assert_eq!(findings, FINDINGS);
    assert!(
        issues.abs_diff(truth) * 100 <= truth,
        "{issues} issues of {truth}"
    );
}
