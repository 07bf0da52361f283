//! What a gate run looks at, read from the store in a few passes over columns.

use super::{Request, application, baseline};
use crate::error::Problem;
use crate::model::gate::{Case, Cover, Exposure, Inputs, Looked, ScanFact, Standing};
use crate::model::{DAY, Digest, Exception, ExceptionState, FindingKind, Status, short_id};
use crate::ops::{Who, context, issues};
use crate::policy::gate::{self, GatePolicy};
use crate::store::{Tx, columns, exceptions, feeds, findings, gates, inventory};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Everything the verdict is made from. Of the issues only those are read that stand as some rule of
/// the policy asks, so that the cost follows them and not the store.
pub(super) fn take(
    tx: &Tx<'_>,
    request: &Request,
    policy: &GatePolicy,
    who: &Who,
) -> Result<Inputs, Problem> {
    let id = application(tx, &request.app)?;
    let exposure = exposure(tx, &request.app)?;
    let about = (request.app.as_str(), &exposure);
    let (standings, counts) = columns::standings(tx, id)?;
    let wanted = gate::possible(policy, &standings, about, who.at);
    let columns = columns::load_standing(tx, id, &standings, &wanted)?;
    let before = baseline::resolve(tx, id, request)?;
    let rows = gate::candidates(policy, &columns, about, who.at);
    let asks_fix = policy.rules.iter().any(|it| it.fix_available.is_some());
    let mut cases = Vec::new();
    let digits = issues::digits(tx)?;
    for row in rows {
        let (Some(mut case), Some(issue)) = (gate::case(&columns, row), columns.id.get(row)) else {
            continue;
        };
        case.id = short_id(case.fingerprint, digits);
        place(tx, &mut case, *issue, before.as_ref())?;
        case.fix_available = asks_fix && has_fix(tx, *issue)?;
        cases.push(case);
    }
    let since = who.at - i64::from(policy.break_glass.within_days) * DAY;
    Ok(Inputs {
        app: request.app.clone(),
        release: request.release.clone(),
        at: who.at,
        by: who.name.clone(),
        baseline: before.map(|it| it.cited),
        exposure,
        looked: looked(&standings.status, &counts),
        covers: covers(tx, &cases, (&request.covers, who.at))?,
        cases,
        scans: scans(tx, id, &policy.scanners)?,
        break_glass: None,
        earlier: gates::breaks(tx, &request.app, since)?,
        hashes: hashes(tx, request)?,
    })
}

/// The findings of a case, and whether it was there before.
fn place(
    tx: &Tx<'_>,
    case: &mut Case,
    issue: i64,
    before: Option<&baseline::Before>,
) -> Result<(), Problem> {
    let (mut stayed, mut came_back) = (false, false);
    for (id, print) in gates::open_members(tx, issue)? {
        case.findings.push(print);
        if let Some(before) = before
            && before.prints.binary_search(&print).is_ok()
        {
            let back = before.back.contains(&id);
            stayed |= !back;
            came_back |= back;
        }
    }
    case.findings.sort_unstable();
    case.known = stayed;
    case.reopened = came_back && !stayed;
    Ok(())
}

fn has_fix(tx: &Tx<'_>, issue: i64) -> Result<bool, Problem> {
    let all = findings::of_issue(tx, issue)?;
    let fixed = |it: &crate::model::Package| !it.fixed.is_empty();
    Ok(all.iter().any(|it| it.package.as_ref().is_some_and(fixed)))
}

fn looked(standings: &[Status], counts: &[usize]) -> Looked {
    let count = |fits: fn(Status) -> bool| {
        let all = standings.iter().zip(counts);
        all.filter(|(it, _)| fits(**it))
            .map(|(_, count)| count)
            .sum()
    };
    Looked {
        issues: count(gate::counts),
        hidden: count(|it| it == Status::FalsePositive),
        fixed: count(|it| it == Status::Fixed),
    }
}

fn exposure(tx: &Tx<'_>, app: &str) -> Result<Exposure, Problem> {
    let facts = context::of(&inventory::all(tx)?);
    Ok(facts
        .get(app)
        .map_or_else(Exposure::default, |it| Exposure {
            internet_facing: it.internet_facing.value,
            in_production: it.in_production.value,
            personal_data: it.personal_data.value,
        }))
}

/// Exceptions about any of the cases.
fn covers(
    tx: &Tx<'_>,
    cases: &[Case],
    (given, now): (&[Cover], i64),
) -> Result<Vec<Cover>, Problem> {
    let all: BTreeSet<&Digest> = cases.iter().flat_map(|it| &it.findings).collect();
    let about = |prints: &[Digest]| prints.iter().any(|it| all.contains(it));
    let mut out: Vec<Cover> = given.to_vec();
    out.retain(|it| about(&it.fingerprints));
    for it in exceptions::all(tx)? {
        let standing = match it.state {
            ExceptionState::Approved if it.is_in_force(now) => Standing::Approved,
            ExceptionState::Approved | ExceptionState::Expired => Standing::Expired,
            ExceptionState::Requested => Standing::Requested,
            ExceptionState::Rejected | ExceptionState::Withdrawn => continue,
        };
        let it = cover(&it, standing);
        if about(&it.fingerprints) {
            out.push(it);
        }
    }
    Ok(out)
}

/// An exception as the gate reads it.
pub(super) fn cover(it: &Exception, standing: Standing) -> Cover {
    let prints = it.issues.iter().flat_map(|it| it.findings.iter().copied());
    let mut fingerprints: Vec<Digest> = prints.collect();
    fingerprints.sort_unstable();
    let approvers: Vec<_> = it.approvals.iter().map(|it| it.by.as_str()).collect();
    let approver = if approvers.is_empty() {
        it.requested_by.clone()
    } else {
        approvers.join(", ")
    };
    Cover {
        id: it.id.clone(),
        approver,
        until: it.ends,
        standing,
        reason: it.reason.clone(),
        fingerprints,
    }
}

/// The newest scan of each tool, target, branch and release. What a tool looks for at a target is
/// what its reports of it ever told, and what the policy says of it.
pub(super) fn scans(
    tx: &Tx<'_>,
    application: i64,
    said: &BTreeMap<String, Vec<FindingKind>>,
) -> Result<Vec<ScanFact>, Problem> {
    let rows = gates::scans(tx, application)?;
    let mut told: BTreeMap<i64, BTreeSet<FindingKind>> = BTreeMap::new();
    for it in &rows {
        let kinds = it.kinds.split(',').filter_map(FindingKind::parse);
        told.entry(it.scope).or_default().extend(kinds);
    }
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for it in rows {
        if !seen.insert((it.scope, it.branch, it.release.clone())) {
            continue;
        }
        let mut kinds = told.get(&it.scope).cloned().unwrap_or_default();
        kinds.extend(said.get(&it.tool).into_iter().flatten());
        out.push(ScanFact {
            tool: it.tool,
            kinds: kinds.into_iter().collect(),
            scanned_at: it.scanned_at,
            release: it.release,
            incomplete: it.incomplete,
            report: it.report,
            sha256: it.sha256,
        });
    }
    Ok(out)
}

fn hashes(tx: &Tx<'_>, request: &Request) -> Result<BTreeMap<String, String>, Problem> {
    let mut out = request.hashes.clone();
    for it in feeds::all(tx)? {
        out.insert(format!("feed {}", it.name), it.sha256);
    }
    let mut lines = String::new();
    for (key, said) in inventory::all(tx)? {
        let (name, field) = (key.name, key.field);
        _ = writeln!(lines, "{}\t{name}\t{field}\t{}", key.subject, said.value);
    }
    if !lines.is_empty() {
        let sha256 = crate::model::digest::sha256_hex(lines.as_bytes());
        out.insert("inventory".to_owned(), sha256);
    }
    if let Some(head) = crate::store::events::head(tx)? {
        out.insert("log".to_owned(), head);
    }
    Ok(out)
}
