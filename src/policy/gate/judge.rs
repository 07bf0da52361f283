//! The verdict: a function of what was looked at and a policy, and of nothing else.

use super::cases;
use super::rules::{GatePolicy, Mode, Required, Rule, Scanner};
use crate::model::DAY;
use crate::model::gate::{
    Answer, Case, Cited, Cover, GateVerdict, Inputs, Obstacle, RuleResult, ScanFact, ScanResult,
    ScanState, Standing, Uncovered,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the policy says of what was looked at.
pub fn judge(policy: &GatePolicy, inputs: &Inputs) -> GateVerdict {
    let covered: Vec<Option<&Cover>> = inputs.cases.iter().map(|it| cover(inputs, it)).collect();
    let columns = cases::columns(&inputs.cases);
    let spoken = cases::spoken_of(policy, &columns, inputs);
    let mut used = BTreeSet::new();
    let (mut blocking, mut warned) = (BTreeSet::new(), BTreeSet::new());
    let mut rules = Vec::new();
    for (rule, rows) in policy.rules.iter().zip(&spoken) {
        let (result, against, saved) = apply(rule, rows, inputs, &covered);
        if result.broken() {
            if rule.blocks {
                blocking.extend(against);
            } else {
                warned.extend(against);
            }
        }
        if rule.blocks {
            used.extend(saved);
        }
        rules.push(result);
    }
    let required = policy.required.iter();
    let required = required.filter(|it| it.is_for(&inputs.app, &inputs.exposure));
    let scans: Vec<ScanResult> = required.map(|it| scan(it, inputs)).collect();
    let mut obstacles = overdue(policy, inputs);
    let scan_blocks = |it: &ScanResult| it.blocks && it.state != ScanState::Fresh;
    let broken = !blocking.is_empty() || !obstacles.is_empty() || scans.iter().any(scan_blocks);
    let (answer, follow_up_due) = answer(policy, inputs, broken, &mut obstacles);
    warned.retain(|it| !blocking.contains(it));
    GateVerdict {
        answer,
        unused: unused(inputs, &blocking),
        exceptions: cited(inputs, &used, &covered),
        blocking: ids(inputs, &blocking),
        warned: ids(inputs, &warned),
        rules,
        scans,
        obstacles,
        follow_up_due,
    }
}

fn ids(inputs: &Inputs, rows: &BTreeSet<usize>) -> Vec<String> {
    let cases = rows.iter().filter_map(|it| inputs.cases.get(*it));
    cases.map(|it| it.id.clone()).collect()
}

/// What a rule found, the rows that count against it, and those that an exception saved.
fn apply(
    rule: &Rule,
    rows: &[usize],
    inputs: &Inputs,
    covered: &[Option<&Cover>],
) -> (RuleResult, Vec<usize>, Vec<usize>) {
    let (mut against, mut saved, mut known) = (Vec::new(), Vec::new(), 0);
    for row in rows {
        let Some(case) = inputs.cases.get(*row) else {
            continue;
        };
        if rule.only_new && case.known {
            known += 1;
        } else if covered.get(*row).copied().flatten().is_some() {
            saved.push(*row);
        } else {
            against.push(*row);
        }
    }
    let result = RuleResult {
        rule: rule.name.clone(),
        about: rule.about.clone(),
        blocks: rule.blocks,
        at_most: rule.at_most,
        against: ids(inputs, &against.iter().copied().collect()),
        known,
        covered: saved.len(),
    };
    (result, against, saved)
}

/// True when an exception is about all that is open of an issue: what joined it later needs an
/// amendment.
fn is_about(cover: &Cover, case: &Case) -> bool {
    let named = |it| cover.fingerprints.binary_search(it).is_ok();
    if case.findings.is_empty() {
        named(&case.fingerprint)
    } else {
        case.findings.iter().all(named)
    }
}

fn touches(cover: &Cover, case: &Case) -> bool {
    let named = |it| cover.fingerprints.binary_search(it).is_ok();
    named(&case.fingerprint) || case.findings.iter().any(named)
}

fn in_force(cover: &Cover, at: i64) -> bool {
    cover.standing == Standing::Approved && at < cover.until
}

/// The exception that lets an issue pass: approved, not at its end; of several the longest.
fn cover<'a>(inputs: &'a Inputs, case: &Case) -> Option<&'a Cover> {
    let fits = |it: &&Cover| in_force(it, inputs.at) && is_about(it, case);
    let all = inputs.covers.iter().filter(fits);
    all.max_by_key(|it| (it.until, &it.id))
}

fn cited(inputs: &Inputs, used: &BTreeSet<usize>, covered: &[Option<&Cover>]) -> Vec<Cited> {
    let mut out: BTreeMap<&str, Cited> = BTreeMap::new();
    for row in used {
        let cover = covered.get(*row).copied().flatten();
        let (Some(cover), Some(case)) = (cover, inputs.cases.get(*row)) else {
            continue;
        };
        let entry = out.entry(&cover.id).or_insert_with(|| Cited {
            id: cover.id.clone(),
            approver: cover.approver.clone(),
            until: cover.until,
            reason: cover.reason.clone(),
            issues: Vec::new(),
        });
        entry.issues.push(case.id.clone());
    }
    out.into_values().collect()
}

/// Exceptions about issues that block all the same: pending, expired, or about a part of one only.
fn unused(inputs: &Inputs, blocking: &BTreeSet<usize>) -> Vec<Uncovered> {
    let mut out = Vec::new();
    for cover in &inputs.covers {
        let cases = blocking.iter().filter_map(|it| inputs.cases.get(*it));
        let about = cases.filter(|it| touches(cover, it));
        let issues: Vec<String> = about.map(|it| it.id.clone()).collect();
        if !issues.is_empty() {
            let over = cover.standing == Standing::Approved && inputs.at >= cover.until;
            out.push(Uncovered {
                id: cover.id.clone(),
                why: if over {
                    Standing::Expired
                } else {
                    cover.standing
                },
                issues,
            });
        }
    }
    out
}

fn scan(required: &Required, inputs: &Inputs) -> ScanResult {
    let of_release = |it: &&ScanFact| !required.of_release || it.release == inputs.release;
    let fits = |it: &&ScanFact| match &required.what {
        None => true,
        Some(Scanner::Kind(kind)) => it.kinds.contains(kind),
        Some(Scanner::Tool(tool)) => it.tool == *tool,
    };
    let all = inputs.scans.iter().filter(of_release).filter(fits);
    let newest = all.max_by_key(|it| (it.scanned_at, it.incomplete.is_none()));
    let what = match &required.what {
        None => "scan".to_owned(),
        Some(Scanner::Kind(kind)) => format!("{kind} scan"),
        Some(Scanner::Tool(tool)) => format!("scan by {tool}"),
    };
    let app = &inputs.app;
    let days = i64::from(required.max_age_days);
    let (state, text) = match newest {
        None if required.of_release => {
            let release = &inputs.release;
            (
                ScanState::Missing,
                format!("no {what} of {app} was imported for release {release}"),
            )
        }
        None => (ScanState::Missing, format!("there is no {what} of {app}")),
        Some(it) => {
            let age = (inputs.at - it.scanned_at).max(0);
            if let Some(why) = &it.incomplete {
                (
                    ScanState::Incomplete,
                    format!("the last {what} of {app} failed: {why}"),
                )
            } else if age > days * DAY {
                let old = age / DAY;
                let text =
                    format!("the last {what} of {app} is {old} days old, {days} are allowed");
                (ScanState::Stale, text)
            } else {
                let old = age / DAY;
                (
                    ScanState::Fresh,
                    format!(
                        "the last {what} of {app}, by {}, is {old} days old",
                        it.tool
                    ),
                )
            }
        }
    };
    ScanResult {
        what: required.what(),
        blocks: required.blocks,
        state,
        text,
    }
}

fn overdue(policy: &GatePolicy, inputs: &Inputs) -> Vec<Obstacle> {
    let late = |it: &&_| -> bool {
        let it: &crate::model::gate::EarlierBreak = it;
        policy.break_glass.overdue_blocks && !it.closed && it.due <= inputs.at
    };
    let all = inputs.earlier.iter().filter(late);
    all.map(|it| Obstacle {
        what: "break-glass-overdue".to_owned(),
        text: format!("the follow-up of break-glass {} is overdue", it.id),
    })
    .collect()
}

fn answer(
    policy: &GatePolicy,
    inputs: &Inputs,
    broken: bool,
    obstacles: &mut Vec<Obstacle>,
) -> (Answer, Option<i64>) {
    if !broken {
        return (Answer::Pass, None);
    }
    if policy.mode == Mode::Observe {
        return (Answer::Observed, None);
    }
    let Some(order) = &inputs.break_glass else {
        return (Answer::Blocked, None);
    };
    let rules = &policy.break_glass;
    let since = inputs.at - i64::from(rules.within_days) * DAY;
    let recent = inputs.earlier.iter().filter(|it| it.at > since).count();
    let refused = if !rules.reasons.contains(&order.reason) {
        Some(format!("'{}' is no reason for a break-glass", order.reason))
    } else if recent >= rules.most {
        let days = rules.within_days;
        Some(format!(
            "there were {recent} passes by break-glass in {days} days, {} are allowed",
            rules.most
        ))
    } else {
        None
    };
    if let Some(text) = refused {
        obstacles.push(Obstacle {
            what: "break-glass-refused".to_owned(),
            text,
        });
        return (Answer::Blocked, None);
    }
    let due = inputs.at + i64::from(rules.follow_up_days) * DAY;
    (Answer::BreakGlass, Some(due))
}
