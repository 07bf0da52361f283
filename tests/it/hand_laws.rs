//! What people say of issues holds for good: over any imports, in any order, on any laptop, and under
//! today's rules run anew.

use proptest::prelude::*;
use serde_json::{Value, json};
use sluice::model::Digest;
use sluice::ops::decide::{self, Change};
use sluice::ops::import::{self, Request};
use sluice::ops::source::Source;
use sluice::ops::{Who, Workspace, issues, queue, replay, undo, upkeep};
use std::collections::{BTreeMap, BTreeSet};

/// One scan: which tool, which of twelve findings it sees, how many lines further down, and in which
/// of two files.
type Scan = (bool, u16, u8, bool);

fn scan() -> impl Strategy<Value = Scan> {
    (any::<bool>(), any::<u16>(), 0..40_u8, any::<bool>())
}

fn report((sarif, seen, down, renamed): Scan, stamp: i64) -> Value {
    let file = if renamed { "src/b.py" } else { "src/a.py" };
    let all = (0..12_u32).filter(|it| seen & (1 << it) != 0);
    let line = |it: u32| 7 * it + u32::from(down) + 1;
    let code = |it: u32| format!("call_{}(request)", it / 2);
    if sarif {
        let results = all.map(|it| {
            json!({
                "ruleId": "sql", "level": "error", "message": {"text": "a query of text"},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": file},
                    "region": {"startLine": line(it), "snippet": {"text": code(it)}},
                }}],
            })
        });
        let rules = json!([{"id": "sql", "properties": {"tags": ["external/cwe/cwe-089"]}}]);
        json!({"version": "2.1.0", "at": stamp, "runs": [{
            "tool": {"driver": {"name": "other", "rules": rules}},
            "results": results.collect::<Vec<_>>(),
        }]})
    } else {
        let results = all.map(|it| {
            json!({
                "test_id": "B608", "issue_text": "finding", "issue_severity": "HIGH",
                "issue_cwe": {"id": 89}, "filename": file, "line_number": line(it),
                "code": format!("{} {}\n", line(it), code(it)),
            })
        });
        json!({
            "errors": [], "metrics": {"_totals": {}}, "at": stamp,
            "results": results.collect::<Vec<_>>(),
        })
    }
}

struct Desk {
    workspace: Workspace,
    now: i64,
}

impl Desk {
    fn new() -> Self {
        Self {
            workspace: Workspace::in_memory().unwrap(),
            now: 1_772_352_000,
        }
    }

    fn who(&mut self) -> Who {
        self.now += 60;
        Who {
            name: "ann".to_owned(),
            at: self.now,
        }
    }

    /// Imports a report that was made at a given time.
    fn import(&mut self, scan: Scan, made: i64) {
        let request = Request {
            sources: vec![Source::memory(
                "report",
                report(scan, made).to_string().into_bytes(),
            )],
            app: "shop".to_owned(),
            scanned_at: Some(made),
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
    }

    fn decide(&mut self, issues: &[i64], change: &Change) -> bool {
        let who = self.who();
        decide::run(&mut self.workspace, issues, change, &who).is_ok_and(|it| it.event > 0)
    }

    fn ids(&self) -> Vec<i64> {
        queue::load(&self.workspace).unwrap().id
    }

    /// Every finding and the issue that it is in, both by fingerprint.
    fn groups(&self) -> BTreeMap<Digest, Digest> {
        let mut out = BTreeMap::new();
        for id in self.ids() {
            let issue = issues::load(&self.workspace, id).unwrap();
            for it in &issue.findings {
                out.insert(it.fingerprint, issue.row.fingerprint);
            }
        }
        out
    }

    fn findings(&self, issue: i64) -> Vec<Digest> {
        let all = issues::findings(&self.workspace, issue).unwrap();
        all.iter().map(|it| it.fingerprint).collect()
    }
}

fn why() -> String {
    "as it is".to_owned()
}

/// The issues that hold some findings.
fn homes(groups: &BTreeMap<Digest, Digest>, findings: &[Digest]) -> BTreeSet<Digest> {
    findings.iter().map(|it| groups[it]).collect()
}

/// Both tools see everything, so that there is something to merge and to split.
fn seeded() -> Desk {
    let mut desk = Desk::new();
    desk.import((false, 0xfff, 0, false), 1000);
    desk.import((true, 0xfff, 0, false), 1001);
    desk
}

/// A merge of two issues and a split of another one into two. Returns the findings of each.
fn decided(desk: &mut Desk) -> (Vec<Digest>, Vec<Digest>, Vec<Digest>) {
    let ids = desk.ids();
    let merged: Vec<Digest> = ids[..2].iter().flat_map(|it| desk.findings(*it)).collect();
    assert!(desk.decide(&ids[..2], &Change::Merge { reason: why() }));
    let several = |it: &&i64| desk.findings(**it).len() > 1;
    let parted = *ids[2..].iter().find(several).unwrap();
    let mut out = desk.findings(parted);
    let rest = out.split_off(1);
    let change = Change::Split {
        findings: out.clone(),
        reason: why(),
    };
    assert!(desk.decide(&[parted], &change));
    (merged, out, rest)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3,
        failure_persistence: None,
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    })]

    #[test]
    fn merge_and_split_survive_a_hundred_imports(scans in prop::collection::vec(scan(), 100)) {
        let mut desk = seeded();
        let (merged, out, rest) = decided(&mut desk);
        for (made, scan) in (2000..).zip(scans) {
            desk.import(scan, made);
            let groups = desk.groups();
            prop_assert_eq!(homes(&groups, &merged).len(), 1);
            prop_assert_eq!(homes(&groups, &out).len(), 1);
            prop_assert_eq!(homes(&groups, &rest).len(), 1);
            prop_assert!(homes(&groups, &out).is_disjoint(&homes(&groups, &rest)));
        }
        prop_assert_eq!(upkeep::check(&desk.workspace).unwrap(), Vec::<String>::new());
        // Today's rules run anew over all of it change nothing.
        let before = desk.groups();
        let who = desk.who();
        let replayed = replay::run(&mut desk.workspace, true, &who).unwrap();
        prop_assert_eq!((replayed.moved, replayed.event), (0, 0));
        prop_assert_eq!(desk.groups(), before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_same_words_on_another_laptop_give_the_same_issues(
        scans in prop::collection::vec((0..0x1000_u16, 0..9_u8), 2..6),
    ) {
        // Each tool's scans in their order; which tool comes first differs.
        let import = |desk: &mut Desk, sarif: bool| {
            for (made, (seen, down)) in (2000..).zip(&scans) {
                desk.import((sarif, *seen, *down, false), made);
            }
        };
        let mut one = seeded();
        decided(&mut one);
        import(&mut one, false);
        import(&mut one, true);
        let mut other = seeded();
        decided(&mut other);
        import(&mut other, true);
        import(&mut other, false);
        prop_assert_eq!(one.groups(), other.groups());
        for desk in [&mut one, &mut other] {
            let before = desk.groups();
            let who = desk.who();
            replay::run(&mut desk.workspace, true, &who).unwrap();
            prop_assert_eq!(desk.groups(), before);
        }
    }
}

#[test]
fn a_merge_before_all_other_imports_is_a_merge_after_them() {
    let later: [Scan; 3] = [
        (false, 0xff0, 3, false),
        (true, 0x0ff, 3, false),
        (false, 0xfff, 5, true),
    ];
    let mut early = seeded();
    let (merged, ..) = decided(&mut early);
    let mut late = seeded();
    for (made, scan) in (2000..).zip(later) {
        early.import(scan, made);
        late.import(scan, made);
    }
    let holders: Vec<i64> = late
        .ids()
        .into_iter()
        .filter(|it| late.findings(*it).iter().any(|it| merged.contains(it)))
        .collect();
    assert!(late.decide(&holders, &Change::Merge { reason: why() }));
    let one = |desk: &Desk| homes(&desk.groups(), &merged);
    assert_eq!(one(&early), one(&late));
}

#[test]
fn the_later_word_wins_and_each_can_be_taken_back_by_itself() {
    let mut desk = seeded();
    let start = desk.groups();
    let ids = desk.ids();
    let of = |desk: &Desk, at: usize| desk.findings(ids[at]);
    let (one, other) = (of(&desk, 0), of(&desk, 1));
    let pair = [ids[0], ids[1]];
    assert!(desk.decide(&pair, &Change::Never { reason: why() }));
    assert!(desk.decide(&pair, &Change::Merge { reason: why() }));
    let both: Vec<Digest> = one.iter().chain(&other).copied().collect();
    assert_eq!(homes(&desk.groups(), &both).len(), 1);
    let events = queue::load(&desk.workspace).unwrap().id.len();
    assert_eq!(events + 1, ids.len(), "two issues are one now");
    // The older word is taken back first: nothing depends on the order.
    let newest = sluice::ops::log::list(&desk.workspace, 2).unwrap();
    let (never, merge) = (newest[0].seq, newest[1].seq);
    let who = desk.who();
    undo::undo(&mut desk.workspace, Some(never), &who).unwrap();
    assert_eq!(homes(&desk.groups(), &both).len(), 1);
    undo::undo(&mut desk.workspace, Some(merge), &who).unwrap();
    assert_eq!(desk.groups(), start);
    // Undo of undo: the merge stands again.
    undo::redo(&mut desk.workspace, &who).unwrap();
    assert_eq!(homes(&desk.groups(), &both).len(), 1);
}
