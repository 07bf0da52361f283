//! Exceptions that came with exported decisions. A file can say anything: each step is made again,
//! under the policy for decisions that holds here, as if it were made now at the command line. What
//! that refuses hides nothing, and says why.

use super::snapshot;
use crate::error::Problem;
use crate::export::exception_json::ExceptionRow;
use crate::model::gate::{Cover, Standing};
use crate::model::{Exception, ExceptionState};
use crate::ops::decision_rules::rules;
use crate::ops::{Who, Workspace, exceptions};
use crate::policy::exception::Act;
use crate::store::{self, Keep, Tx, findings, issues};

/// Puts the exceptions in force that hold; the others come back as covers that cover nothing.
pub(super) fn take(workspace: &mut Workspace, rows: Vec<ExceptionRow>, who: &Who) -> Vec<Cover> {
    let mut out = Vec::new();
    for row in rows {
        let it = Exception::from(row);
        let standing = match it.state {
            ExceptionState::Rejected | ExceptionState::Withdrawn => continue,
            ExceptionState::Requested => Standing::Requested,
            ExceptionState::Expired => Standing::Expired,
            ExceptionState::Approved if it.ends <= who.at => Standing::Expired,
            ExceptionState::Approved => {
                let done: Result<(), Problem> = workspace
                    .store
                    .write(|tx| Ok((replay(tx, &it, who)?, Keep::All)));
                match done {
                    Ok(()) => continue,
                    Err(problem) => {
                        let mut cover = snapshot::cover(&it, Standing::Refused);
                        cover.reason = problem.to_string();
                        out.push(cover);
                        continue;
                    }
                }
            }
        };
        out.push(snapshot::cover(&it, standing));
    }
    out
}

/// Makes the request and the approvals again, each by whom and when the file says.
fn replay(tx: &Tx<'_>, it: &Exception, who: &Who) -> Result<(), Problem> {
    in_order(it, who.at)?;
    if store::exceptions::one(tx, &it.id)?.is_some() {
        return Err(Problem::input("another one of this id came before it"));
    }
    let mut asked = it.clone();
    // The file says how grave the issues were; what they are here counts where it is graver.
    for covered in &mut asked.issues {
        for print in &covered.findings {
            let Some(issue) = findings::issue_of(tx, *print)? else {
                continue;
            };
            if let Some(head) = issues::one(tx, issue)? {
                covered.band = covered.band.min(head.row.band);
                covered.app = head.row.app;
            }
        }
    }
    let by = |name: &str, at: i64| Who {
        name: name.to_owned(),
        at,
    };
    exceptions::act(
        tx,
        None,
        Act::Request(Box::new(asked)),
        &by(&it.requested_by, it.requested_at),
    )?;
    for approval in &it.approvals {
        let now = store::exceptions::one(tx, &it.id)?;
        let who = by(&approval.by, approval.at);
        exceptions::act(tx, now.as_ref(), Act::Approve(approval.clone()), &who)?;
    }
    let now = store::exceptions::one(tx, &it.id)?;
    match now {
        Some(now) if now.state == ExceptionState::Approved => Ok(()),
        Some(now) => Err(Problem::input(format!(
            "it has {} of the {} approvals that the policy '{}' asks",
            now.approvals.len(),
            now.needs,
            rules(tx)?.label(),
        ))),
        None => Err(Problem::input("it is not there")),
    }
}

/// Asked, then approved, and nothing of it in the future.
fn in_order(it: &Exception, now: i64) -> Result<(), Problem> {
    let mut last = it.requested_at;
    for approval in &it.approvals {
        if approval.at < last {
            return Err(Problem::input(format!(
                "{} approved it before it was asked for, or before the one who did so first",
                approval.by
            )));
        }
        last = approval.at;
    }
    if last > now {
        return Err(Problem::input("it was made at a time that is to come"));
    }
    Ok(())
}
