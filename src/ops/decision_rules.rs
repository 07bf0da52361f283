//! The policy for decisions: which one is in force, and putting another one in force.

use crate::error::Problem;
use crate::model::Event;
use crate::ops::decide::Outcome;
use crate::ops::exceptions::{append, on_top};
use crate::ops::{Who, Workspace, regroup, undo};
use crate::policy::rules::{DEFAULT, Rules};
use crate::store::{Keep, Tx, exceptions, issues};
use serde::{Deserialize, Serialize};

/// The name under which the policy for decisions is kept.
const POLICY: &str = "decisions";

/// What an event of a policy holds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PolicyPayload {
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// The rules that hold now.
pub(super) fn rules(tx: &Tx<'_>) -> Result<Rules, Problem> {
    match exceptions::policy(tx, POLICY)? {
        Some(text) => Rules::parse("the policy in force", &text),
        None => Rules::builtin(),
    }
}

/// The text of the policy that holds now.
pub fn policy(workspace: &Workspace) -> Result<String, Problem> {
    let body = exceptions::policy(&workspace.store.read(), POLICY)?;
    Ok(body.unwrap_or_else(|| DEFAULT.to_owned()))
}

/// The rules that hold now, read.
pub fn rules_of(workspace: &Workspace) -> Result<Rules, Problem> {
    rules(&workspace.store.read())
}

/// Puts a policy in force; what was approved under another one stays as it is.
pub fn set_policy(
    workspace: &mut Workspace,
    (file, text): (&str, &str),
    who: &Who,
) -> Result<Outcome, Problem> {
    let rules = Rules::parse(file, text)?;
    workspace.store.write(|tx| {
        let payload = PolicyPayload {
            before: exceptions::policy(tx, POLICY)?,
            after: Some(text.to_owned()),
        };
        let summary = format!("policy for decisions in force: {}", rules.label());
        exceptions::set_policy(tx, POLICY, Some(text))?;
        let event = append(tx, "policy", (who.person(), who.at), (&summary, &payload))?;
        let all = issues::all(tx)?;
        regroup::rank(tx, all)?;
        let out = Outcome {
            event,
            changed: 1,
            summary,
            ..Outcome::default()
        };
        Ok((out, Keep::All))
    })
}

/// Takes a change of policy back, or makes it again.
pub(super) fn take_policy_back(
    tx: &Tx<'_>,
    origin: &Event,
    forward: bool,
) -> Result<usize, Problem> {
    let payload: PolicyPayload = undo::read(origin)?;
    let (expected, next) = if forward {
        (payload.before, payload.after)
    } else {
        (payload.after, payload.before)
    };
    if exceptions::policy(tx, POLICY)? != expected {
        return Err(on_top(origin, "another policy is in force"));
    }
    exceptions::set_policy(tx, POLICY, next.as_deref())?;
    regroup::rank(tx, issues::all(tx)?)?;
    Ok(1)
}
