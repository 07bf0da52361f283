//! One case worked out by hand for every metric. Days are counted from 0; the period is day 10 to the
//! end of day 20.

use sluice::metrics::history::{ExceptionLife, GateRun, History, RuleName, Sighting};
use sluice::metrics::life::{Life, Span, State};
use sluice::metrics::period::Period;
use sluice::metrics::{ALL, Metric};
use sluice::model::figures::Number;
use sluice::model::{Band, DAY, Digest, FindingKind, Severity, Status};
use std::collections::{BTreeMap, BTreeSet};

const END: i64 = 21 * DAY - 1;

fn metric(id: &str) -> &'static dyn Metric {
    *ALL.iter().find(|it| it.id() == id).unwrap()
}

fn print(n: u8) -> Digest {
    Digest([n; 16])
}

fn state(band: Band, status: Status) -> State {
    State {
        band,
        severity: Severity::High,
        status,
        due: None,
    }
}

/// An issue seen in some spans of days, of band P1 and never decided.
fn life(n: u8, seen: &[(i64, Option<i64>)]) -> Life {
    Life {
        fingerprint: print(n),
        app: 0,
        now: state(Band::P1, Status::New),
        was: Vec::new(),
        seen: seen
            .iter()
            .map(|(from, until)| Span {
                from: from * DAY,
                until: until.map(|it| it * DAY),
            })
            .collect(),
        findings: 1,
        owned: true,
    }
}

/// The same, decided on a day.
fn decided(mut life: Life, day: i64, status: Status) -> Life {
    life.was.push((day * DAY, life.now));
    life.now.status = status;
    life
}

fn history(lives: Vec<Life>) -> History {
    let sightings = lives.iter().enumerate().map(|(at, it)| Sighting {
        life: at,
        rule: 0,
        seen: it.seen.clone(),
    });
    History {
        period: Period {
            from: 10 * DAY,
            to: END,
        },
        present: true,
        apps: vec!["shop".to_owned()],
        sightings: sightings.collect(),
        rules: vec![RuleName {
            tool: "bandit".to_owned(),
            rule: "B101".to_owned(),
        }],
        heard: vec![BTreeMap::new()],
        lives,
        ..History::default()
    }
}

fn number(id: &str, of: &History, stat: &str, group: &str) -> Number {
    let all = metric(id).numbers(of);
    let mut found = all.iter().filter(|it| it.stat == stat && it.group == group);
    let first = found
        .next()
        .unwrap_or_else(|| panic!("{id} has no {stat} {group}: {all:?}"));
    first.clone()
}

#[track_caller]
fn check(it: &Number, value: impl Into<Option<f64>>, issues: &[u8]) {
    assert_eq!(it.value, value.into(), "{it:?}");
    let issues: Vec<Digest> = issues.iter().map(|n| print(*n)).collect();
    assert_eq!(it.issues, issues, "{it:?}");
}

#[test]
fn critical_queue() {
    // 1: open from day 5. 2: day 12 to 15. 3: a false positive since day 14. 4: P2 until day 18.
    let mut fourth = life(4, &[(11, None)]);
    fourth.was.push((18 * DAY, state(Band::P2, Status::New)));
    let of = history(vec![
        life(1, &[(5, None)]),
        life(2, &[(12, Some(15))]),
        decided(life(3, &[(5, None)]), 14, Status::FalsePositive),
        fourth,
    ]);
    let it = number("critical-queue", &of, "open", "P1");
    check(&it, 2.0, &[1, 4]);
    assert_eq!(it.filter, "app:\"shop\" band:P1");
    let course: Vec<f64> = it.series.iter().map(|it| it.1).collect();
    // Days 10 to 20, at the end of each.
    let expected = [2.0, 2.0, 3.0, 3.0, 2.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0];
    assert_eq!(course, expected);
}

#[test]
fn time_to_resolve() {
    // First seen in the period: fixed after 2 days; fixed after 4; closed by a decision after 3; open.
    // Before it: open since day 1, which only the age of the open ones tells.
    let of = history(vec![
        life(1, &[(10, Some(12))]),
        life(2, &[(11, Some(15))]),
        decided(life(3, &[(10, None)]), 13, Status::FalsePositive),
        life(4, &[(16, None)]),
        life(5, &[(1, None)]),
        // Went away and came back: not resolved.
        life(6, &[(10, Some(11)), (12, None)]),
    ]);
    // At 2 days 5 are watched: 4/5. At 4 days 3 are left, as one was decided after 3: 4/5 * 2/3 = 8/15.
    // That is above a half, so there is no median.
    let it = number("time-to-resolve", &of, "median", "P1");
    check(&it, None, &[1, 2, 3, 4, 6]);
    assert!(it.small && it.cases == 5);
    check(
        &number("time-to-resolve", &of, "p90", "high"),
        None,
        &[1, 2, 3, 4, 6],
    );
    let open = number("time-to-resolve", &of, "still open", "P1");
    assert_eq!(open.issues, [print(4), print(5), print(6)]);
    // 5, 11 and 20 days less a second: the middle one.
    assert!((open.value.unwrap() - 11.0).abs() < 0.001, "{open:?}");

    // Without the decided one and the one that came back: 2/3 after 2 days, 1/3 after 4.
    let less = vec![
        of.lives[0].clone(),
        of.lives[1].clone(),
        of.lives[3].clone(),
    ];
    let of = history(less);
    check(
        &number("time-to-resolve", &of, "median", ""),
        4.0,
        &[1, 2, 4],
    );
}

#[test]
fn releases_fixed() {
    let run = |release: &str, day: i64, blocked: bool, issues: &[u8]| GateRun {
        app: 0,
        release: release.to_owned(),
        at: day * DAY,
        blocked,
        issues: issues.iter().map(|n| print(*n)).collect(),
    };
    let mut of = history(vec![life(1, &[(9, Some(12))]), life(2, &[(9, None)])]);
    of.gates = vec![
        run("1.0", 9, true, &[2]),
        run("1.1", 10, true, &[1]),
        run("1.1", 11, true, &[1]),
        run("1.1", 12, false, &[]),
        run("1.2", 13, true, &[2]),
        run("1.2", 14, false, &[]),
        run("1.3", 15, true, &[2]),
        run("1.4", 16, false, &[]),
    ];
    check(&number("releases-fixed", &of, "fixed", ""), 1.0, &[1]);
    check(
        &number("releases-fixed", &of, "passed by a decision", ""),
        1.0,
        &[2],
    );
    let left = number("releases-fixed", &of, "not passed", "");
    check(&left, 1.0, &[2]);
    assert_eq!(left.cases, 3);
}

#[test]
fn closed_by_fix_and_by_decision() {
    let of = history(vec![
        life(1, &[(5, Some(12))]),
        life(2, &[(5, Some(9))]),
        life(3, &[(5, Some(12)), (14, None)]),
        decided(life(4, &[(5, None)]), 11, Status::FalsePositive),
        // Decided first, gone later: nobody repaired it.
        decided(life(5, &[(5, Some(15))]), 11, Status::FalsePositive),
        decided(life(6, &[(5, None)]), 9, Status::FalsePositive),
    ]);
    check(&number("closed-by-fix", &of, "closed", ""), 1.0, &[1]);
    check(&number("closed-by-fix", &of, "closed", "P1"), 1.0, &[1]);
    check(
        &number("closed-by-decision", &of, "closed", ""),
        2.0,
        &[4, 5],
    );
    check(&number("closed-by-decision", &of, "closed", "P2"), 0.0, &[]);
}

#[test]
fn sla_kept() {
    let due = |mut life: Life, day: i64| {
        life.now.due = Some(day * DAY);
        life
    };
    let of = history(vec![
        due(life(1, &[(5, Some(12))]), 13),
        due(life(2, &[(5, Some(15))]), 13),
        due(life(3, &[(5, None)]), 20),
        due(life(4, &[(5, None)]), 25),
        due(
            decided(life(5, &[(5, None)]), 11, Status::FalsePositive),
            13,
        ),
        due(life(6, &[(5, Some(6))]), 14),
    ]);
    // Due in the period and not decided before: 1, 2, 3, 6. In time: 1 and 6.
    let it = number("sla-kept", &of, "kept", "");
    check(&it, 50.0, &[2, 3]);
    assert!(it.small && it.cases == 4);
}

#[test]
fn duplicates_folded() {
    let mut of = history(vec![
        life(1, &[(5, None)]),
        life(2, &[(5, None)]),
        life(3, &[(5, Some(6))]),
    ]);
    of.lives[0].findings = 4;
    of.lives[2].findings = 9;
    check(&number("duplicates-folded", &of, "folded", ""), 3.0, &[1]);
}

#[test]
fn exceptions_by_age() {
    let exception = |n: u8, approved: Option<i64>, until: Option<i64>| ExceptionLife {
        issues: vec![(0, print(n))],
        requested: 0,
        approved: approved.map(|it| END - it * DAY),
        until: until.map_or(END + DAY, |it| it * DAY),
        ended: None,
    };
    let mut of = history(Vec::new());
    of.exceptions = vec![
        exception(1, Some(30), None),
        exception(2, Some(31), None),
        exception(3, Some(200), Some(15)),
        exception(4, None, None),
        // Nobody approved it before its end: it waits no more, and was never in force.
        exception(5, None, Some(15)),
        ExceptionLife {
            ended: Some(END),
            ..exception(6, Some(40), None)
        },
    ];
    let of_age = |age| number("exceptions-by-age", &of, "in force", age);
    check(&of_age("0-30 days"), 1.0, &[1]);
    check(&of_age("31-90 days"), 1.0, &[2]);
    check(&of_age("over 180 days"), 0.0, &[]);
    check(&number("exceptions-by-age", &of, "pending", ""), 1.0, &[4]);
    check(&number("exceptions-by-age", &of, "ran out", ""), 1.0, &[3]);
}

#[test]
fn coverage_gaps() {
    let mut of = history(Vec::new());
    of.apps = vec!["pay".to_owned(), "shop".to_owned()];
    of.heard = vec![
        BTreeMap::from([(FindingKind::Sast, END), (FindingKind::Sca, END - 31 * DAY)]),
        BTreeMap::from([(FindingKind::Sca, END - 30 * DAY)]),
    ];
    let gaps = metric("coverage-gaps").numbers(&of);
    let told: Vec<_> = gaps
        .iter()
        .map(|it| (it.app.as_str(), it.group.as_str(), it.value))
        .collect();
    assert_eq!(
        told,
        [("pay", "sca", Some(1.0)), ("shop", "sast", Some(1.0))]
    );
}

#[test]
fn ownership_gaps() {
    let mut of = history(vec![
        life(1, &[(5, None)]),
        life(2, &[(5, None)]),
        life(3, &[(5, Some(6))]),
    ]);
    of.lives[0].owned = false;
    of.lives[2].owned = false;
    check(
        &number("ownership-gaps", &of, "without a team", ""),
        1.0,
        &[1],
    );
}

#[test]
fn false_positive_rate() {
    let confirmed = |n| decided(life(n, &[(5, None)]), 8, Status::Confirmed);
    let mut lives: Vec<Life> = (1..=6)
        .map(|n| decided(life(n, &[(5, None)]), 12, Status::FalsePositive))
        .collect();
    lives.extend((7..=10).map(confirmed));
    lives.push(life(11, &[(5, None)]));
    // Real once, and no finding of it since.
    let of = history(lives);
    let it = number("false-positive-rate", &of, "false positive", "bandit B101");
    check(&it, 60.0, &[1, 2, 3, 4, 5, 6]);
    assert!(!it.small && it.cases == 10);
    assert_eq!(
        number("false-positive-rate", &of, "false positive", "bandit").value,
        it.value
    );
    let advice = metric("false-positive-rate").advice(&of);
    assert_eq!(advice.len(), 1);
    assert_eq!(advice[0].snippet, "[tool.bandit]\nskips = [\"B101\"]");
}

#[test]
fn churn_rate() {
    let of = history(vec![
        life(1, &[(11, Some(12))]),
        life(2, &[(5, Some(12))]),
        life(3, &[(11, None)]),
        life(4, &[(1, Some(2))]),
    ]);
    let it = number("churn-rate", &of, "came and went", "bandit");
    assert_eq!(it.cases, 3);
    assert!((it.value.unwrap() - 100.0 / 3.0).abs() < 1e-9);
    assert_eq!(it.issues, [print(1)]);
}

#[test]
fn reopen_rate() {
    let of = history(vec![
        life(1, &[(5, Some(12)), (13, None)]),
        life(2, &[(5, Some(12))]),
        life(3, &[(5, None)]),
        life(4, &[(1, Some(2)), (3, None)]),
    ]);
    check(
        &number("reopen-rate", &of, "came back", "bandit"),
        50.0,
        &[1],
    );
}

#[test]
fn bounce_rate() {
    let back = |n| {
        let mut it = decided(life(n, &[(5, None)]), 11, Status::FalsePositive);
        it.was.push((12 * DAY, it.now));
        it.now.status = Status::New;
        it
    };
    let of = history(vec![
        back(1),
        decided(life(2, &[(5, None)]), 11, Status::FalsePositive),
        decided(life(3, &[(5, None)]), 9, Status::FalsePositive),
        life(4, &[(5, None)]),
    ]);
    check(&number("bounce-rate", &of, "bounced", "bandit"), 50.0, &[1]);
}

#[test]
fn every_metric_has_a_case_here_and_the_three_indicators_come_first() {
    let text = include_str!("golden.rs");
    for it in ALL {
        let tested = text.contains(&format!("\"{}\"", it.id()));
        assert!(tested, "{} has no case worked out by hand", it.id());
        assert!(it.definition().len() > 80, "{} needs a definition", it.id());
    }
    let ids: BTreeSet<_> = ALL.iter().map(|it| it.id()).collect();
    assert_eq!(ids.len(), ALL.len(), "two metrics have one name");
    let first: Vec<_> = ALL.iter().take(3).map(|it| it.first_page()).collect();
    assert_eq!(first, [true; 3]);
    assert_eq!(ALL.iter().filter(|it| it.first_page()).count(), 3);
}
