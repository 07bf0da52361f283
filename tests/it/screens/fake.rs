//! A store in memory that answers as the real one would.

use super::NOW;
use sluice::error::{Kind, Problem};
use sluice::model::{Band, Class, Columns, Digest, Severity, Status, Verdict};
use sluice::ops::decide::{Change, Outcome};
use sluice::ops::feeds::Age;
use sluice::ops::formats::Formats;
use sluice::ops::import;
use sluice::ops::{Who, Workspace};
use sluice::tui::action::Action;
use sluice::tui::board::Board;
use sluice::tui::effect::{About, Effect, Write};
use sluice::tui::event::Answer;
use sluice::tui::screens::sheet::table::Sheet;
use sluice::tui::screens::sheet::{self, Desk, Doing};
use sluice::tui::worker::LoadFormats;
use sluice::tui::{filter, find};
use std::sync::Arc;

/// Seconds.
pub(super) const DAY: i64 = 86_400;

/// Issues, and the ones before each operation.
#[derive(Default)]
pub(super) struct Store {
    pub(super) columns: Columns,
    before: Vec<Columns>,
    after: Vec<Columns>,
    version: i64,
    /// A store in memory, for what list screens load.
    pub(super) real: Option<Workspace>,
    /// How old the feeds are; none is told of when empty.
    pub(super) feeds: Vec<Age>,
    /// The next write is refused.
    pub(super) refuses: bool,
    /// Sides of suggestions that were answered.
    pub(super) answered: usize,
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
        all.due.push(NOW + (4 - number) * 5 * DAY);
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
                let board = Board {
                    feeds: self.feeds.clone(),
                    ..Board::new(self.columns.clone(), self.version)
                };
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
            Effect::Suggestions { number } => Answer::Suggested {
                number,
                result: Ok(self.suggestions()),
            },
            Effect::Explain { number, about } => Answer::Explained {
                number,
                result: Ok(explanation(&about)),
            },
            Effect::Sheet { number, screen } => Answer::Sheet {
                number,
                result: self.sheet(screen).map(Box::new),
            },
            Effect::Plan { number, reports } => Answer::Planned {
                number,
                reports,
                result: Ok(Box::new(plan())),
            },
            Effect::Write(write) => {
                let result = if let Write::Sheet(doing) = &write {
                    self.carry_out(doing)
                } else {
                    self.write(&write)
                };
                Answer::Wrote { write, result }
            }
            Effect::Edit { .. } | Effect::Redraw | Effect::Quit => return None,
        })
    }

    fn at_desk<T>(&mut self, work: impl FnOnce(&mut Desk<'_>) -> T) -> T {
        let formats: LoadFormats = Arc::new(|| Ok(Formats::native()));
        let empty = || Workspace::in_memory().unwrap();
        work(&mut Desk {
            workspace: self.real.get_or_insert_with(empty),
            formats: &formats,
            who: Who {
                name: "ana".to_owned(),
                at: NOW,
            },
        })
    }

    fn sheet(&mut self, screen: Action) -> Result<Sheet, Problem> {
        self.at_desk(|desk| sheet::of(screen).unwrap().load(desk))
    }

    fn carry_out(&mut self, doing: &Doing) -> Result<Outcome, Problem> {
        self.at_desk(|desk| sheet::of(doing.screen).unwrap().carry_out(desk, doing))
    }

    fn write(&mut self, write: &Write) -> Result<Outcome, Problem> {
        if self.refuses {
            let problem = Problem::new(Kind::Store, "the store is locked by another program");
            return Err(problem.hint("close the other one and decide again"));
        }
        let nothing = match write {
            Write::Undo => self.before.is_empty(),
            Write::Redo => self.after.is_empty(),
            Write::Import(_) | Write::Sheet(_) => false,
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
            Write::Sheet(_) => String::new(),
            Write::Import(it) => format!("imported {} into {}", it.path, it.app),
            Write::Decide { issues, change } => {
                self.before.push(self.columns.clone());
                for id in issues {
                    self.decide(*id, change);
                }
                let what = match change {
                    Change::Verdict { verdict, reason } => format!("{verdict} {reason}"),
                    Change::Assign { .. } => "assigned".to_owned(),
                    Change::Note { .. } => "noted".to_owned(),
                    Change::Snooze { .. } => "snoozed".to_owned(),
                    Change::Merge { reason } => format!("merged {reason}"),
                    Change::Never { reason } => format!("kept apart {reason}"),
                    Change::Split { reason, .. } => format!("split {reason}"),
                    Change::Severity { .. }
                    | Change::Title { .. }
                    | Change::Lead { .. }
                    | Change::Question { .. } => "set".to_owned(),
                    Change::Answer { answer, .. } => format!("said {}", answer.name()),
                };
                format!("{} issues: {}", issues.len(), what.trim())
            }
        };
        Ok(Outcome {
            event: self.version,
            changed: match write {
                Write::Decide { issues, .. } => issues.len(),
                Write::Undo | Write::Redo | Write::Import(_) | Write::Sheet(_) => 1,
            },
            summary,
            ..Outcome::default()
        })
    }

    fn decide(&mut self, id: i64, change: &Change) {
        let at = self.columns.id.iter().position(|it| *it == id).unwrap();
        match change {
            Change::Verdict { verdict, .. } => {
                self.columns.status[at] = match verdict {
                    Verdict::Confirm => Status::Confirmed,
                    Verdict::InWork => Status::InWork,
                    Verdict::FalsePositive => Status::FalsePositive,
                    Verdict::Reset => Status::New,
                }
            }
            Change::Snooze { .. } => self.columns.status[at] = Status::Snoozed,
            Change::Assign { team, .. } => {
                let team = self.columns.pool.push(team.as_deref().unwrap_or(""));
                self.columns.team[at] = team;
            }
            Change::Answer { .. } => self.answered += 1,
            Change::Note { .. }
            | Change::Severity { .. }
            | Change::Title { .. }
            | Change::Lead { .. }
            | Change::Question { .. }
            | Change::Merge { .. }
            | Change::Split { .. }
            | Change::Never { .. } => {}
        }
    }
}

fn plan() -> import::Outcome {
    let change = |what, text: &str| import::Change {
        what,
        fingerprint: Digest([7; 16]),
        why: None,
        text: text.to_owned(),
    };
    let report = import::ReportOutcome {
        file: "semgrep.json".to_owned(),
        format: "semgrep".to_owned(),
        findings: 9,
        new: 1,
        same: 6,
        moved: 1,
        reopened: 1,
        gone: 2,
        changes: vec![
            change("new", "SQL injection src/a.py:3"),
            change("moved", "Cookie without SameSite src/b.py:9"),
            change("reopened", "Hard-coded password deploy/settings.py:7"),
            change("gone", "Assert used tests/test_orders.py:3"),
        ],
        ..import::ReportOutcome::default()
    };
    import::Outcome {
        reports: vec![report],
        failed: Vec::new(),
        issues: (6, 7),
        hidden: Vec::new(),
    }
}

fn explanation(about: &About) -> Vec<String> {
    let what = match about {
        About::Issue(id) => format!("issue {id}"),
        About::Findings(..) => "two findings".to_owned(),
        About::Ranks(one, other) => format!("issue {one} above issue {other}"),
    };
    let lines = ["", "Why these are one", "  a = b  code v2, high: CWE-89"];
    let lines = lines.iter().map(|it| (*it).to_owned());
    std::iter::once(what).chain(lines).collect()
}
