//! Exceptions and runs of the release gate, as far as metrics go.

use crate::error::Problem;
use crate::metrics::history::{ExceptionLife, GateRun, History};
use crate::model::{Covered, Digest, Exception};
use crate::ops::gate::records;
use crate::store::gates::GateRow;
use crate::store::{Tx, exceptions, findings, gates};
use std::collections::{BTreeMap, BTreeSet};

/// Adds the exceptions and the gate runs of the applications of a history. `rows` are the row numbers
/// of its lives, ascending.
pub(super) fn add(tx: &Tx<'_>, rows: &[i64], out: &mut History) -> Result<(), Problem> {
    for it in exceptions::all(tx)? {
        let life = exception(tx, &it, rows, out)?;
        out.exceptions.extend(life);
    }
    let mut runs = gates::list(tx, None, u32::MAX)?;
    runs.reverse();
    let blocked = blocked_releases(&runs, out);
    for row in runs {
        let Some(app) = place(out, &row.app) else {
            continue;
        };
        let mut run = GateRun {
            app,
            at: row.at,
            blocked: row.answer == "blocked",
            release: row.release,
            issues: Vec::new(),
        };
        // A record is read only where a metric asks what blocked.
        if run.blocked && blocked.contains(&(run.app, run.release.clone())) {
            let mut issues = BTreeSet::new();
            for (issue, members) in records::blocking(tx, &row.id)? {
                issues.extend(today(tx, (issue, &members), rows, out)?);
            }
            run.issues = issues.into_iter().collect();
        }
        out.gates.push(run);
    }
    Ok(())
}

fn exception(
    tx: &Tx<'_>,
    of: &Exception,
    rows: &[i64],
    history: &History,
) -> Result<Option<ExceptionLife>, Problem> {
    let mut issues: BTreeMap<Digest, usize> = BTreeMap::new();
    for Covered {
        issue,
        findings,
        app,
        ..
    } in &of.issues
    {
        if let Some(app) = place(history, app) {
            let issues_now = today(tx, (*issue, findings), rows, history)?;
            issues.extend(issues_now.into_iter().map(|it| (it, app)));
        }
    }
    let last = of.approvals.get((of.needs.max(1) - 1) as usize);
    let life = ExceptionLife {
        issues: issues
            .into_iter()
            .map(|(issue, app)| (app, issue))
            .collect(),
        requested: of.requested_at,
        approved: last.map(|it| it.at),
        until: of.ends,
        ended: of.ended.as_ref().map(|it| it.at),
    };
    Ok((!life.issues.is_empty()).then_some(life))
}

/// The issues that hold today what an issue held then; its own fingerprint when nothing of it is left.
fn today(
    tx: &Tx<'_>,
    (issue, members): (Digest, &[Digest]),
    rows: &[i64],
    history: &History,
) -> Result<BTreeSet<Digest>, Problem> {
    let mut out = BTreeSet::new();
    for finding in members {
        let row = findings::issue_of(tx, *finding)?;
        let at = row.and_then(|row| rows.binary_search(&row).ok());
        out.extend(
            at.and_then(|at| history.lives.get(at))
                .map(|it| it.fingerprint),
        );
    }
    if out.is_empty() {
        out.insert(issue);
    }
    Ok(out)
}

/// The releases that were blocked in the period.
fn blocked_releases(runs: &[GateRow], of: &History) -> BTreeSet<(usize, String)> {
    let blocked = runs
        .iter()
        .filter(|it| it.answer == "blocked" && of.period.holds(it.at));
    blocked
        .filter_map(|it| Some((place(of, &it.app)?, it.release.clone())))
        .collect()
}

/// Where an application stands among those of a history.
fn place(of: &History, app: &str) -> Option<usize> {
    of.apps.binary_search_by(|it| it.as_str().cmp(app)).ok()
}
