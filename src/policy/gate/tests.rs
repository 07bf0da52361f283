//! The verdict, case by case.

use super::*;
use crate::model::gate::{
    Answer, BaselineRef, BreakGlass, Case, Cover, EarlierBreak, Exposure, GateVerdict, Inputs,
    Looked, ScanFact, ScanState, Standing,
};
use crate::model::{Band, Class, DAY, Digest, FindingKind, Severity, Status};
use crate::query::fields::FIELDS;
use std::collections::BTreeMap;

const NOW: i64 = 1_800_000_000;

fn print(name: &str) -> Digest {
    Digest::of("t", &[name])
}

fn case_of(name: &str, severity: Severity, band: Band) -> Case {
    Case {
        id: name.to_owned(),
        fingerprint: print(name),
        findings: vec![print(name)],
        app: "shop".to_owned(),
        title: format!("title of {name}"),
        place: "src/a.py:3".to_owned(),
        rule: "B608".to_owned(),
        tools: "bandit,semgrep".to_owned(),
        team: "checkout".to_owned(),
        person: "ada".to_owned(),
        vulnerabilities: "CVE-2021-44228".to_owned(),
        cwes: "89".to_owned(),
        package: "log4j-core".to_owned(),
        class: Class::Code,
        severity,
        score: 7100,
        band,
        status: Status::New,
        tool_count: 2,
        finding_count: 3,
        first_seen: NOW - 40 * DAY,
        kev: true,
        epss: 5000,
        fix_available: false,
        known: false,
        reopened: false,
    }
}

fn scan_of(tool: &str, kind: FindingKind, days: i64) -> ScanFact {
    ScanFact {
        tool: tool.to_owned(),
        kinds: vec![kind],
        scanned_at: NOW - days * DAY,
        release: "1.4".to_owned(),
        incomplete: None,
        report: "r.json".to_owned(),
        sha256: "00".to_owned(),
    }
}

fn inputs(cases: Vec<Case>) -> Inputs {
    Inputs {
        app: "shop".to_owned(),
        release: "1.4".to_owned(),
        at: NOW,
        by: "ann".to_owned(),
        baseline: Some(BaselineRef {
            name: "1.3".to_owned(),
            origin: "recorded".to_owned(),
            at: NOW - 9 * DAY,
            findings: 1,
            sha256: "00".to_owned(),
        }),
        exposure: Exposure::default(),
        looked: Looked::default(),
        cases,
        covers: Vec::new(),
        scans: vec![scan_of("bandit", FindingKind::Sast, 1)],
        break_glass: None,
        earlier: Vec::new(),
        hashes: BTreeMap::new(),
    }
}

fn with(extra: &str) -> GatePolicy {
    GatePolicy::parse("p", &format!("{DEFAULT}\n{extra}")).unwrap()
}

/// The policy that is compiled in with other rules and no required scan.
fn only(rules: &str) -> GatePolicy {
    let (head, _) = DEFAULT.split_once("[[rule]]").unwrap();
    GatePolicy::parse("p", &format!("{head}\n{rules}")).unwrap()
}

fn default(inputs: &Inputs) -> GateVerdict {
    judge(&GatePolicy::builtin().unwrap(), inputs)
}

fn critical() -> Case {
    case_of("a", Severity::Critical, Band::P1)
}

#[test]
fn a_new_critical_one_blocks_once_though_two_rules_speak_of_it() {
    let said = default(&inputs(vec![critical()]));
    assert_eq!(said.answer, Answer::Blocked);
    assert_eq!(said.blocking, ["a"]);
    assert_eq!(said.rules.iter().filter(|it| it.broken()).count(), 2);
}

#[test]
fn what_was_there_before_what_is_fixed_and_what_is_false_pass() {
    for change in [
        |it: &mut Case| it.known = true,
        |it: &mut Case| it.status = Status::Fixed,
        |it: &mut Case| it.status = Status::FalsePositive,
        |it: &mut Case| (it.severity, it.band) = (Severity::High, Band::P2),
    ] {
        let mut case = critical();
        change(&mut case);
        assert_eq!(default(&inputs(vec![case])).answer, Answer::Pass);
    }
}

fn cover(standing: Standing, until: i64) -> Cover {
    Cover {
        id: "E1".to_owned(),
        approver: "carl".to_owned(),
        until,
        standing,
        reason: "behind a firewall".to_owned(),
        fingerprints: vec![print("a")],
    }
}

#[test]
fn an_exception_passes_while_it_is_approved_and_before_its_end_and_is_cited() {
    for (standing, until, answer) in [
        (Standing::Approved, NOW + 1, Answer::Pass),
        (Standing::Approved, NOW, Answer::Blocked),
        (Standing::Requested, NOW + 1, Answer::Blocked),
        (Standing::Expired, NOW + 1, Answer::Blocked),
    ] {
        let mut all = inputs(vec![critical()]);
        all.covers.push(cover(standing, until));
        let said = default(&all);
        assert_eq!(said.answer, answer, "{standing:?} {until}");
        if answer == Answer::Pass {
            assert_eq!(
                (
                    said.exceptions[0].id.as_str(),
                    said.exceptions[0].approver.as_str()
                ),
                ("E1", "carl")
            );
            assert_eq!(said.exceptions[0].issues, ["a"]);
        } else {
            assert!(said.exceptions.is_empty());
            assert_eq!(said.unused[0].issues, ["a"]);
        }
    }
}

#[test]
fn what_joined_the_issue_after_the_exception_is_not_covered() {
    let mut case = critical();
    case.findings.push(print("later"));
    case.findings.sort();
    let mut all = inputs(vec![case]);
    all.covers.push(cover(Standing::Approved, NOW + 1));
    assert_eq!(default(&all).answer, Answer::Blocked);
}

#[test]
fn a_required_scan_that_is_missing_stale_or_failed_blocks_alone() {
    let policy = with("[[require]]\nkind = \"dast\"\nmax_age_days = 7\n");
    let dast = |days| scan_of("zap", FindingKind::Dast, days);
    let mut failed = dast(1);
    failed.incomplete = Some("timeout".to_owned());
    for (scan, state, text) in [
        (None, ScanState::Missing, "there is no dast scan of shop"),
        (
            Some(dast(8)),
            ScanState::Stale,
            "the last dast scan of shop is 8 days old, 7 are allowed",
        ),
        (
            Some(failed),
            ScanState::Incomplete,
            "the last dast scan of shop failed: timeout",
        ),
        (
            Some(dast(7)),
            ScanState::Fresh,
            "the last dast scan of shop, by zap, is 7 days old",
        ),
    ] {
        let mut all = inputs(Vec::new());
        all.scans.extend(scan);
        let said = judge(&policy, &all);
        assert_eq!(
            (said.scans[1].state, said.scans[1].text.as_str()),
            (state, text)
        );
        assert_eq!(said.answer == Answer::Pass, state == ScanState::Fresh);
        assert!(said.blocking.is_empty());
    }
}

#[test]
fn a_scan_of_another_release_is_no_evidence_where_the_policy_says_so() {
    let policy = with("[[require]]\ntool = \"bandit\"\nmax_age_days = 7\nof_release = true\n");
    let mut all = inputs(Vec::new());
    assert_eq!(judge(&policy, &all).answer, Answer::Pass);
    all.release = "1.5".to_owned();
    let said = judge(&policy, &all);
    assert_eq!(
        said.scans[1].text,
        "no scan by bandit of shop was imported for release 1.5"
    );
    assert_eq!(said.answer, Answer::Blocked);
}

#[test]
fn nothing_scanned_at_all_blocks_by_the_default() {
    let mut all = inputs(Vec::new());
    all.scans.clear();
    assert_eq!(default(&all).answer, Answer::Blocked);
}

#[test]
fn observing_records_what_would_have_blocked() {
    let text = DEFAULT.replace("mode = \"enforce\"", "mode = \"observe\"");
    let policy = GatePolicy::parse("p", &text).unwrap();
    let said = judge(&policy, &inputs(vec![critical()]));
    assert_eq!(
        (said.answer, said.blocking),
        (Answer::Observed, vec!["a".to_owned()])
    );
}

#[test]
fn a_break_glass_needs_a_reason_and_is_rare_and_is_looked_at_again() {
    let mut all = inputs(vec![critical()]);
    let order = |reason: &str| BreakGlass {
        reason: reason.to_owned(),
        note: "n".to_owned(),
        by: "ann".to_owned(),
    };
    all.break_glass = Some(order("emergency-production-issue"));
    let said = default(&all);
    assert_eq!(
        (said.answer, said.follow_up_due),
        (Answer::BreakGlass, Some(NOW + 7 * DAY))
    );
    let earlier = |days, closed| EarlierBreak {
        id: "g".to_owned(),
        at: NOW - days * DAY,
        due: NOW - days * DAY + 7 * DAY,
        closed,
    };
    all.earlier = vec![earlier(1, false), earlier(40, true)];
    assert_eq!(default(&all).answer, Answer::BreakGlass);
    all.earlier = vec![earlier(1, false), earlier(2, true)];
    let said = default(&all);
    assert_eq!(
        (said.answer, said.obstacles[0].what.as_str()),
        (Answer::Blocked, "break-glass-refused")
    );
    all.earlier.clear();
    all.break_glass = Some(order("because"));
    assert_eq!(
        default(&all).obstacles[0].text,
        "'because' is no reason for a break-glass"
    );
    let mut fine = inputs(Vec::new());
    fine.earlier = vec![earlier(8, false)];
    assert_eq!(default(&fine).obstacles[0].what, "break-glass-overdue");
    fine.earlier = vec![earlier(8, true)];
    assert_eq!(default(&fine).answer, Answer::Pass);
}

#[test]
fn rules_ask_for_thresholds_fixes_and_exposure() {
    let high = |name| case_of(name, Severity::High, Band::P2);
    let two = || inputs(vec![high("a"), high("b")]);
    let rule = "[[rule]]\nname = \"r\"\nfilter = \"sev:high\"\n";
    let answer = |more: &str, all: &Inputs| judge(&only(&format!("{rule}{more}")), all).answer;
    assert_eq!(answer("at_most = 2", &two()), Answer::Pass);
    assert_eq!(answer("at_most = 1", &two()), Answer::Blocked);
    assert_eq!(answer("blocks = false", &two()), Answer::Pass);
    assert_eq!(answer("fix_available = true", &two()), Answer::Pass);
    let mut fixable = two();
    fixable.cases[1].fix_available = true;
    assert_eq!(
        judge(&only(&format!("{rule}fix_available = true")), &fixable).blocking,
        ["b"]
    );
    assert_eq!(answer("internet_facing = [\"yes\"]", &two()), Answer::Pass);
    assert_eq!(
        answer("internet_facing = [\"yes\", \"unknown\"]", &two()),
        Answer::Blocked
    );
    assert_eq!(answer("apps = [\"pay*\"]", &two()), Answer::Pass);
}

/// A record holds all that a filter can ask: the columns of a case find it as those it came from do.
#[test]
fn every_field_of_the_filter_language_reads_a_record() {
    let cases = [critical(), case_of("b", Severity::Low, Band::P4)];
    let first = columns(&cases);
    let again: Vec<Case> = (0..2).map(|it| case(&first, it).unwrap()).collect();
    let second = columns(&again);
    for field in FIELDS {
        let query = crate::query::Query::parse(field.example).unwrap();
        let rows = |it| crate::query::Matcher::new(&query, it, NOW).filter();
        assert_eq!(rows(&first), rows(&second), "{}", field.example);
    }
}
