//! A store in memory that answers as the real one would.

use super::NOW;
use sluice::error::{Kind, Problem};
use sluice::model::{
    Band, Class, Columns, Confidence, Detail, Digest, Finding, FindingKind, FindingState, Flow,
    Issue, IssueRow, Link, Location, Owner, Package, Priority, Severity, Snippet, Status, Step,
    Term, TimelineEntry, Verdict,
};
use sluice::ops::decide::{Change, Outcome};
use sluice::tui::board::Board;
use sluice::tui::effect::{Effect, Write};
use sluice::tui::event::Answer;
use sluice::tui::{filter, find};
use std::sync::Arc;

const DAY: i64 = 86_400;

/// Issues, and the ones before each operation.
#[derive(Default)]
pub(super) struct Store {
    pub(super) columns: Columns,
    before: Vec<Columns>,
    after: Vec<Columns>,
    version: i64,
    /// The next write is refused.
    pub(super) refuses: bool,
}

impl Store {
    /// An issue as a tool would see it.
    pub(super) fn add(mut self, band: Band, severity: Severity, title: &str, place: &str) -> Self {
        let all = &mut self.columns;
        let number = i64::try_from(all.id.len()).unwrap() + 1;
        let tools = ["semgrep", "semgrep,zap", "trivy"][all.id.len() % 3];
        let team = ["", "payments", "platform"][all.id.len() % 3];
        let app = ["checkout", "checkout", "portal"][all.id.len() % 3];
        let mut text = |it: &str| {
            let known = all
                .pool
                .iter()
                .find(|(_, has)| *has == it)
                .map(|(id, _)| id);
            known.unwrap_or_else(|| all.pool.push(it))
        };
        let (title, place) = (text(title), text(place));
        let (app, team, tools) = (text(app), text(team), text(tools));
        all.id.push(number);
        all.fingerprint
            .push(Digest::of("test", &[&number.to_string()]));
        all.title.push(title);
        all.place.push(place);
        all.app.push(app);
        all.team.push(team);
        all.tools.push(tools);
        let unsaid = [
            &mut all.person,
            &mut all.rule,
            &mut all.vulnerabilities,
            &mut all.cwes,
            &mut all.package,
        ];
        for column in unsaid {
            column.push(0);
        }
        all.class.push(Class::Code);
        all.severity.push(severity);
        all.score.push(9000 - u16::try_from(number).unwrap());
        all.band.push(band);
        all.status.push(Status::New);
        all.tool_count.push(if number % 3 == 2 { 2 } else { 1 });
        all.findings.push(2);
        all.first_seen.push(NOW - number * 9 * DAY);
        all.kev.push(false);
        all.epss.push(u16::MAX);
        self
    }

    /// Some issues that a shop would have.
    pub(super) fn shop() -> Self {
        use Severity::{Critical, High, Info, Low, Medium};
        Self::default()
            .add(
                Band::P1,
                Critical,
                "SQL injection in order search",
                "src/orders/search.py:42",
            )
            .add(
                Band::P1,
                High,
                "Cross-site scripting in the comment form",
                "/comments?text",
            )
            .add(
                Band::P2,
                Critical,
                "CVE-2021-44228 in log4j-core",
                "org.apache.logging.log4j/log4j-core",
            )
            .add(
                Band::P2,
                Medium,
                "Hard-coded password",
                "deploy/settings.py:7",
            )
            .add(Band::P3, Low, "Cookie without SameSite", "/login")
            .add(Band::P4, Info, "Assert used", "tests/test_orders.py:3")
    }

    /// As many issues as wanted.
    pub(super) fn many(count: usize) -> Self {
        (1..=count).fold(Self::default(), |store, number| {
            store.add(
                Band::P2,
                Severity::High,
                &format!("Issue {number:04}"),
                &format!("src/{number}.c"),
            )
        })
    }

    pub(super) fn status(mut self, number: usize, status: Status) -> Self {
        self.columns.status[number - 1] = status;
        self
    }

    /// What the worker would answer.
    pub(super) fn answer(&mut self, effect: Effect, board: &Board, rows: &[u32]) -> Option<Answer> {
        Some(match effect {
            Effect::Load { number } => {
                let board = Board::new(self.columns.clone(), self.version);
                Answer::Loaded {
                    number,
                    result: Ok(Arc::new(board)),
                }
            }
            Effect::Open { number, id } => Answer::Opened {
                number,
                result: Ok(Box::new(self.issue(id))),
            },
            Effect::Filter {
                number,
                text,
                caret,
                sort,
            } => {
                let result = filter::run(&text, sort, &board.columns, NOW);
                let completions = filter::complete(&text, caret, &board.columns);
                Answer::Filtered {
                    number,
                    result,
                    completions,
                }
            }
            Effect::Find { number, text } => Answer::Found {
                number,
                hits: find::run(board, rows, &text),
            },
            Effect::Write(write) => {
                let result = self.write(&write);
                Answer::Wrote { write, result }
            }
            Effect::Edit { .. } | Effect::Redraw | Effect::Quit => return None,
        })
    }

    fn write(&mut self, write: &Write) -> Result<Outcome, Problem> {
        if self.refuses {
            let problem = Problem::new(Kind::Store, "the store is locked by another program");
            return Err(problem.hint("close the other one and decide again"));
        }
        let nothing = match write {
            Write::Undo => self.before.is_empty(),
            Write::Redo => self.after.is_empty(),
            Write::Decide { issues, .. } => issues.is_empty(),
        };
        if nothing {
            return Ok(Outcome::default());
        }
        self.version += 1;
        let summary = match write {
            Write::Undo => {
                let before = self.before.pop().unwrap();
                self.after
                    .push(std::mem::replace(&mut self.columns, before));
                "undone".to_owned()
            }
            Write::Redo => {
                let after = self.after.pop().unwrap();
                self.before
                    .push(std::mem::replace(&mut self.columns, after));
                "redone".to_owned()
            }
            Write::Decide { issues, change } => {
                self.before.push(self.columns.clone());
                for id in issues {
                    self.decide(*id, change);
                }
                let what = match change {
                    Change::Verdict { verdict, reason } => format!("{verdict} {reason}"),
                    Change::Assign { .. } => "assigned".to_owned(),
                    Change::Note { .. } => "noted".to_owned(),
                };
                format!("{} issues: {}", issues.len(), what.trim())
            }
        };
        let changed = if let Write::Decide { issues, .. } = write {
            issues.len()
        } else {
            1
        };
        Ok(Outcome {
            event: self.version,
            changed,
            unchanged: 0,
            summary,
        })
    }

    fn decide(&mut self, id: i64, change: &Change) {
        let at = self.columns.id.iter().position(|it| *it == id).unwrap();
        match change {
            Change::Verdict { verdict, .. } => {
                self.columns.status[at] = match verdict {
                    Verdict::Confirm => Status::Confirmed,
                    Verdict::FalsePositive => Status::FalsePositive,
                    Verdict::Reset => Status::New,
                }
            }
            Change::Assign { team, .. } => {
                let team = self.columns.pool.push(team.as_deref().unwrap_or(""));
                self.columns.team[at] = team;
            }
            Change::Note { .. } => {}
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
            cwes: vec![89],
            due: Some(NOW - DAY),
            links: vec![Link {
                finding: second.fingerprint,
                to: first.fingerprint,
                rule: "code-place".to_owned(),
                version: 1,
                confidence: Confidence::High,
                evidence: "same weakness family and overlapping lines".to_owned(),
            }],
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
