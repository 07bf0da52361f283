//! One issue with everything that the screen of an issue can show.

use super::NOW;
use super::fake::{DAY, Store};
use sluice::model::{
    Confidence, Detail, Digest, Finding, FindingKind, FindingState, Flow, Issue, IssueRow, Link,
    Location, Owner, Package, Priority, Severity, Snippet, Step, Term, TimelineEntry, short_id,
};
use sluice::ops::suggestions::{Side, Suggested};

impl Store {
    /// Pairs of issues that may be one, but those that were answered.
    pub(super) fn suggestions(&self) -> (Vec<Suggested>, i64) {
        let all = self.columns.id.chunks_exact(2);
        let all = all.map(|it| self.suggestion(it[0], it[1]));
        let all: Vec<_> = all.skip(self.answered / 2).collect();
        let count = i64::try_from(all.len()).unwrap();
        (all, count)
    }

    fn suggestion(&self, one: i64, other: i64) -> Suggested {
        let side = |id: i64, at: usize| {
            let issue = self.issue(id);
            Side {
                issue: id,
                id: short_id(issue.row.fingerprint, 8),
                title: issue.row.title,
                findings: u32::try_from(at).unwrap() + 1,
                finding: issue.findings[at].clone(),
            }
        };
        Suggested {
            one: side(one, 0),
            other: side(other, 1),
            rule: "code-web".to_owned(),
            version: 1,
            confidence: Confidence::Low,
            evidence: "the parameter id of GET /orders is read at src/orders.py:88".to_owned(),
        }
    }

    /// An issue in full.
    pub(super) fn issue(&self, id: i64) -> Issue {
        let all = &self.columns;
        let at = all.id.iter().position(|it| *it == id).unwrap();
        let text = |column: &[u32]| all.text(column, at).to_owned();
        let first = finding(&text(&all.app), all.fingerprint[at], all.severity[at]);
        let second = second(&first);
        Issue {
            row: IssueRow {
                id,
                fingerprint: all.fingerprint[at],
                app: text(&all.app),
                title: text(&all.title),
                class: all.class[at],
                severity: all.severity[at],
                score: f64::from(all.score[at]) / 100.0,
                band: all.band[at],
                status: all.status[at],
                owner: Owner {
                    team: Some(text(&all.team)).filter(|it| !it.is_empty()),
                    person: None,
                    proof: Some("CODEOWNERS:12 /src/orders/".to_owned()),
                },
                place: text(&all.place),
                tools: text(&all.tools).split(',').map(str::to_owned).collect(),
                findings: 2,
                first_seen: all.first_seen[at],
                last_seen: NOW,
            },
            priority: Priority {
                score: f64::from(all.score[at]) / 100.0,
                band: all.band[at],
                terms: terms(),
            },
            vulnerabilities: Vec::new(),
            claims: Vec::new(),
            cwes: vec![89],
            hidden: sluice::model::Hidden::default(),
            due: Some(NOW - DAY),
            suggestions: Vec::new(),
            links: vec![Link {
                finding: second.fingerprint,
                to: first.fingerprint,
                rule: "code-place".to_owned(),
                version: 1,
                confidence: Confidence::High,
                evidence: "same weakness family and overlapping lines".to_owned(),
            }],
            apart: Vec::new(),
            set: Vec::new(),
            findings: vec![first, second],
            timeline: vec![
                entry(0, "semgrep", "first seen"),
                entry(7, "ana", "note: asked the team"),
            ],
        }
    }
}

fn entry(event: i64, actor: &str, what: &str) -> TimelineEntry {
    TimelineEntry {
        at: NOW - DAY,
        event,
        actor: actor.to_owned(),
        what: what.to_owned(),
    }
}

fn terms() -> Vec<Term> {
    let term = |factor: &str, value: &str, points, of, source: &str, assumed| Term {
        factor: factor.to_owned(),
        value: value.to_owned(),
        points,
        of,
        source: source.to_owned(),
        assumed,
    };
    vec![
        term("severity", "critical", 40.0, 40.0, "semgrep", false),
        term(
            "exposure",
            "unknown, as exposed",
            20.0,
            20.0,
            "inventory",
            true,
        ),
        term("epss", "0.3 %", 0.5, 15.0, "EPSS 2025-10-01", false),
    ]
}

fn finding(app: &str, fingerprint: Digest, severity: Severity) -> Finding {
    let code = "def search(q):\n\tsql = \"select * from orders where name = '\" + q + \"'\"\n\treturn db.run(sql)";
    let step = |line, text: &str| Step {
        file: "src/orders/search.py".to_owned(),
        line,
        text: text.to_owned(),
    };
    Finding {
        id: 1,
        fingerprint,
        app: app.to_owned(),
        tool: "semgrep".to_owned(),
        kind: FindingKind::Sast,
        rule: "python.lang.security.sqli".to_owned(),
        title: "SQL injection".to_owned(),
        severity,
        severity_word: "ERROR".to_owned(),
        place: Location {
            file: Some("src/orders/search.py".to_owned()),
            line: Some(42),
            ..Location::default()
        },
        package: None,
        vulnerabilities: Vec::new(),
        cwes: vec![89],
        secret_masked: None,
        state: FindingState::Open,
        absence: None,
        first_seen: NOW - DAY,
        last_seen: NOW,
        report: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        record: (0, 100),
        detail: Detail {
            description: "User input reaches a SQL statement.\nAn attacker reads any order."
                .to_owned(),
            remediation: "Use a prepared statement.".to_owned(),
            snippet: Some(Snippet {
                start: 41,
                text: code.to_owned(),
            }),
            flows: vec![Flow {
                steps: vec![step(40, "q = request.args['q']"), step(43, "db.run(sql)")],
            }],
            references: vec!["https://owasp.org/Top10/A03".to_owned()],
            ..Detail::default()
        },
        issue: "abc1234".to_owned(),
    }
}

fn second(first: &Finding) -> Finding {
    Finding {
        fingerprint: Digest::of("test", &["second"]),
        tool: "zap".to_owned(),
        kind: FindingKind::Dast,
        rule: "40018".to_owned(),
        severity: Severity::High,
        severity_word: "High".to_owned(),
        place: Location {
            url: Some("https://shop.example/orders?q=1".to_owned()),
            method: Some("GET".to_owned()),
            parameter: Some("q".to_owned()),
            ..Location::default()
        },
        package: Some(Package {
            ecosystem: "pypi".to_owned(),
            name: "orders-db".to_owned(),
            version: "1.2.0".to_owned(),
            fixed: vec!["1.2.4".to_owned(), "1.3.0".to_owned()],
            purl: None,
        }),
        detail: Detail {
            request: "GET /orders?q=%27 HTTP/1.1\nHost: shop.example".to_owned(),
            evidence: "You have an error in your SQL syntax".to_owned(),
            ..Detail::default()
        },
        ..first.clone()
    }
}
