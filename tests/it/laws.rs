//! Laws that hold after any sequence of operations: the log verifies, the store is whole, and what
//! is taken back is as if it had never been.

use proptest::prelude::*;
use serde_json::{Value, json};
use sluice::model::{Severity, Verdict};
use sluice::ops::decide::{self, Change};
use sluice::ops::import::{self, Request};
use sluice::ops::source::Source;
use sluice::ops::{Who, Workspace, log, queue, undo, upkeep};

/// One thing that somebody may do; numbers choose among what is there.
#[derive(Clone, Debug)]
enum Step {
    Verdict(Verdict, u8, u8),
    Assign(Option<u8>, Option<u8>, u8),
    Note(u8),
    Merge(u8),
    Never(u8),
    /// Some of the findings of an issue.
    Split(u8, u8),
    Severity(Option<Severity>, u8),
    /// A scan that sees the findings whose bit is set, all some lines further down.
    Import(u16, u8, Scan),
    Undo,
    Redo,
}

/// Which tool scanned which branch, and how long before its report came in.
#[derive(Clone, Copy, Debug)]
struct Scan {
    sarif: bool,
    branch: &'static str,
    delay: i64,
}

fn scan() -> impl Strategy<Value = Scan> {
    let branch = prop::sample::select(&["", "", "release"]);
    let delay = prop::sample::select(&[0, 0, 0, 300]);
    (any::<bool>(), branch, delay).prop_map(|(sarif, branch, delay)| Scan {
        sarif,
        branch,
        delay,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let verdict = prop::sample::select(Verdict::ALL);
    prop_oneof![
        4 => (verdict, 0..3u8, any::<u8>()).prop_map(|(it, why, at)| Step::Verdict(it, why, at)),
        2 => (prop::option::of(0..3u8), prop::option::of(0..3u8), any::<u8>())
            .prop_map(|(team, person, at)| Step::Assign(team, person, at)),
        1 => any::<u8>().prop_map(Step::Note),
        2 => any::<u8>().prop_map(Step::Merge),
        1 => any::<u8>().prop_map(Step::Never),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(at, out)| Step::Split(at, out)),
        1 => (prop::option::of(prop::sample::select(Severity::ALL)), any::<u8>())
            .prop_map(|(it, at)| Step::Severity(it, at)),
        4 => (any::<u16>(), 0..4u8, scan()).prop_map(|(seen, down, it)| Step::Import(seen, down, it)),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ]
}

/// Some of twelve findings, two in each place so that identity has to choose.
fn seen_of(seen: u16, down: u8) -> impl Iterator<Item = (u32, u32)> {
    (0..12)
        .filter(move |it| seen & (1 << it) != 0)
        .map(move |it| (it, 10 * it + u32::from(down) + 1))
}

fn bandit(seen: u16, down: u8) -> Value {
    let results: Vec<Value> = seen_of(seen, down)
        .map(|(it, line)| {
            json!({
                "test_id": format!("B{}", it / 2 % 3), "issue_text": "finding",
                "issue_severity": if it % 3 == 0 { "HIGH" } else { "LOW" },
                "issue_cwe": {"id": 89}, "filename": format!("src/{}.py", it / 4),
                "line_number": line, "code": format!("{line} call({})\n", it / 2),
            })
        })
        .collect();
    json!({"errors": [], "metrics": {"_totals": {}}, "results": results})
}

/// Another tool that sees the same weaknesses, so that issues of two findings come and go.
fn sarif(seen: u16, down: u8) -> Value {
    let results: Vec<Value> = seen_of(seen, down)
        .map(|(it, line)| {
            json!({
                "ruleId": "sql", "level": if it % 2 == 0 { "error" } else { "note" },
                "message": {"text": "a query of text"},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": format!("src/{}.py", it / 4)},
                    "region": {"startLine": line, "snippet": {"text": format!("call({})", it / 2)}},
                }}],
            })
        })
        .collect();
    let rules = json!([{"id": "sql", "properties": {"tags": ["external/cwe/cwe-089"]}}]);
    json!({
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "other", "rules": rules}}, "results": results}],
    })
}

struct World {
    workspace: Workspace,
    now: i64,
}

impl World {
    fn new() -> Self {
        Self {
            workspace: Workspace::in_memory().unwrap(),
            now: 1_772_352_000,
        }
    }

    fn who(&self) -> Who {
        Who {
            name: "ann".to_owned(),
            at: self.now,
        }
    }

    /// Does one step; what is refused changes nothing and is no failure. True when it is in the log.
    fn take(&mut self, step: &Step) -> bool {
        self.now += 60;
        let who = self.who();
        let reason = || "by hand".to_owned();
        let mut change = match step {
            Step::Import(seen, down, scan) => return self.import(*seen, *down, *scan),
            Step::Undo => return undo::undo(&mut self.workspace, None, &who).is_ok(),
            Step::Redo => return undo::redo(&mut self.workspace, &who).is_ok(),
            Step::Verdict(verdict, why, _) => Change::Verdict {
                verdict: *verdict,
                reason: format!("reason {why}"),
            },
            Step::Assign(team, person, _) => Change::Assign {
                team: team.map(|it| format!("team {it}")),
                person: person.map(|it| format!("person {it}")),
            },
            Step::Merge(_) | Step::Split(..) => Change::Merge { reason: reason() },
            Step::Never(_) => Change::Never { reason: reason() },
            Step::Severity(severity, _) => Change::Severity {
                severity: *severity,
                reason: reason(),
            },
            Step::Note(_) => Change::Note {
                text: "note".to_owned(),
            },
        };
        let (Step::Verdict(.., at)
        | Step::Assign(.., at)
        | Step::Severity(.., at)
        | Step::Merge(at)
        | Step::Never(at)
        | Step::Split(at, _)
        | Step::Note(at)) = step
        else {
            unreachable!("the others are done");
        };
        let mut issues = self.some_issues(*at);
        if let Step::Split(_, out) = step {
            issues.truncate(1);
            let all = issues.iter();
            let all =
                all.flat_map(|it| sluice::ops::issues::findings(&self.workspace, *it).unwrap());
            let all = all.map(|it| it.fingerprint).enumerate();
            let chosen = all.filter(|(idx, _)| out & (1 << (idx % 8)) != 0);
            change = Change::Split {
                findings: chosen.map(|it| it.1).collect(),
                reason: "two things".to_owned(),
            };
        }
        if issues.is_empty() {
            return false;
        }
        decide::run(&mut self.workspace, &issues, &change, &who).is_ok_and(|it| it.event > 0)
    }

    /// Two neighbours of the queue.
    fn some_issues(&self, at: u8) -> Vec<i64> {
        let ids = queue::load(&self.workspace).unwrap().id;
        if ids.is_empty() {
            return ids;
        }
        let mut out = vec![
            ids[usize::from(at) % ids.len()],
            ids[usize::from(at / 2) % ids.len()],
        ];
        out.dedup();
        out
    }

    fn import(&mut self, seen: u16, down: u8, scan: Scan) -> bool {
        let mut report = if scan.sarif {
            sarif(seen, down)
        } else {
            bandit(seen, down)
        };
        // No two reports have the same bytes.
        report["at"] = self.now.into();
        let request = Request {
            sources: vec![Source::memory("report", report.to_string().into_bytes())],
            app: "shop".to_owned(),
            branch: scan.branch.to_owned(),
            scanned_at: Some(self.now - scan.delay),
            ..Request::default()
        };
        let who = self.who();
        let done = import::run(
            &mut self.workspace,
            crate::formats::formats(),
            &request,
            &who,
            &mut |_| {},
        )
        .unwrap();
        assert!(done.failed.is_empty(), "{:?}", done.failed);
        true
    }

    /// All that a person can see of the queue, without row numbers.
    fn state(&self) -> String {
        let columns = queue::load(&self.workspace).unwrap();
        let all: Vec<u32> = (0..u32::try_from(columns.id.len()).unwrap()).collect();
        let mut out = Vec::new();
        let style = sluice::ops::export::Style::Json;
        sluice::ops::export::issues(&self.workspace, (&columns, &all), (style, true), &mut out)
            .unwrap();
        sluice::ops::export::decisions(&self.workspace, "json", &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn holds(&self) {
        assert_eq!(
            upkeep::check(&self.workspace).unwrap(),
            Vec::<String>::new()
        );
        assert_eq!(log::verify(&self.workspace).unwrap().broken, None);
    }
}

/// The first lines that are not equal; the whole would fill the screen.
fn differences(now: &str, expected: &str) -> String {
    let count = now.lines().count().max(expected.lines().count());
    let line = |text: &'_ str, at| text.lines().nth(at).unwrap_or_default().to_owned();
    let mut lines = (0..count).map(|at| (line(now, at), line(expected, at)));
    lines
        .find(|(now, expected)| now != expected)
        .map_or_else(String::new, |(now, expected)| {
            format!("now      {now}\nexpected {expected}")
        })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_sequence_leaves_a_whole_store_and_a_log_that_verifies(
        steps in prop::collection::vec(step(), 1..14),
    ) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
        }
        world.holds();
    }

    #[test]
    fn undoing_everything_gives_the_state_of_before(
        before in prop::collection::vec(step(), 0..6),
        after in prop::collection::vec(
            step().prop_filter("only what does something", |it| {
                !matches!(it, Step::Undo | Step::Redo)
            }),
            1..8,
        ),
    ) {
        let mut world = World::new();
        for step in &before {
            world.take(step);
        }
        let state = world.state();
        let mut states = Vec::new();
        for step in &after {
            if world.take(step) {
                states.push(world.state());
            }
        }
        for expected in states.iter().rev().skip(1).chain(states.first().map(|_| &state)) {
            prop_assert!(world.take(&Step::Undo));
            prop_assert_eq!(differences(&world.state(), expected), "");
        }
        world.holds();
        for expected in &states {
            prop_assert!(world.take(&Step::Redo));
            prop_assert_eq!(differences(&world.state(), expected), "");
        }
        world.holds();
    }

    #[test]
    fn a_rebuild_is_the_state_that_it_rebuilds(steps in prop::collection::vec(step(), 1..14)) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
        }
        let inbox = |it: &World| {
            let all = sluice::ops::suggestions::list(&it.workspace, 0, 1000).unwrap();
            format!("{all:#?}")
        };
        let (state, asked) = (world.state(), inbox(&world));
        let who = world.who();
        let rebuilt = upkeep::rebuild(&mut world.workspace, &who).unwrap();
        prop_assert_eq!(rebuilt.changed, 0);
        prop_assert_eq!(differences(&world.state(), &state), "");
        prop_assert_eq!(differences(&inbox(&world), &asked), "");
        world.holds();
    }
}
