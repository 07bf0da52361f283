//! Runs the rules of today over all that is stored, and says what they change before they do.

use crate::correlate::{self, RULES};
use crate::error::Problem;
use crate::model::{Digest, short_id};
use crate::ops::regroup::{Regroup, Words};
use crate::ops::{Who, Workspace, issues, scores};
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, Tx, findings, members, texts};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What a replay changes, or would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    /// Number of the event; 0 when nothing was stored.
    pub event: i64,
    /// Issues before and after.
    pub issues: (usize, usize),
    /// Findings whose issue is another one afterwards.
    pub moved: usize,
    /// Issues that get findings of others.
    pub joined: usize,
    /// Issues that lose findings to others.
    pub parted: usize,
    /// The first changes.
    pub changes: Vec<Change>,
    /// Rules that only suggest afterwards, because people split too much of what they joined.
    pub demoted: Vec<String>,
}

/// One issue that is made of others afterwards, or becomes others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `join` or `part`.
    pub what: &'static str,
    /// Ids of the issues before.
    pub before: Vec<String>,
    /// Ids of the issues after.
    pub after: Vec<String>,
    /// Title of the first finding of the first one.
    pub title: String,
}

/// Changes that are listed; the counts are always whole.
const SHOWN: usize = 200;

/// Replays the rules. Without `apply` nothing is stored.
pub fn run(workspace: &mut Workspace, apply: bool, who: &Who) -> Result<Replay, Problem> {
    let digits = issues::id_digits(workspace)?;
    workspace.store.write(|tx| {
        let before = members::grouping(tx)?;
        let known = scores::demoted(tx)?;
        let demoted = scores::judge(tx)?;
        anew(tx, &before)?;
        let after = members::grouping(tx)?;
        let mut out = compare(tx, &before, &after, digits)?;
        let changed = out.moved > 0 || known != demoted;
        out.demoted = demoted.into_iter().collect();
        if apply && changed {
            out.event = log(tx, &out, who)?;
        }
        let keep = if apply { Keep::All } else { Keep::Nothing };
        Ok((out, keep))
    })
}

/// Gives every finding the keys of today's rules and groups all of them.
fn anew(tx: &Tx<'_>, all: &[(i64, i64)]) -> Result<(), Problem> {
    let mut words = Words::default();
    members::clear_all_keys(tx)?;
    let mut regroup = Regroup::default();
    for (id, _) in all {
        if let Some(member) = members::one(tx, *id)? {
            let sighting = words.sighting(tx, &member)?;
            members::add_keys(tx, *id, &correlate::keys(&sighting))?;
            regroup.touch(&[*id]);
        }
    }
    regroup.run(tx, &mut texts::Interner::default())?;
    Ok(())
}

fn compare(
    tx: &Tx<'_>,
    before: &[(i64, i64)],
    after: &[(i64, i64)],
    digits: usize,
) -> Result<Replay, Problem> {
    let mut out = Replay::default();
    let mut made: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    let mut went: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for ((_, old), (_, new)) in before.iter().zip(after) {
        made.entry(*new).or_default().insert(*old);
        went.entry(*old).or_default().insert(*new);
        out.moved += usize::from(old != new);
    }
    out.issues = (went.len(), made.len());
    out.joined = made.values().filter(|it| it.len() > 1).count();
    out.parted = went.values().filter(|it| it.len() > 1).count();
    let one = |id: &i64| BTreeSet::from([*id]);
    let joins = made
        .iter()
        .map(|(new, old)| ("join", old.clone(), one(new)));
    let parts = went
        .iter()
        .map(|(old, new)| ("part", one(old), new.clone()));
    let several = |it: &(&str, BTreeSet<i64>, BTreeSet<i64>)| it.1.len() + it.2.len() > 2;
    for (what, before, after) in joins.chain(parts).filter(several).take(SHOWN) {
        let first = before.first().copied().unwrap_or_default();
        let title = findings::one(tx, first)?.map(|it| it.title);
        out.changes.push(Change {
            what,
            before: ids(tx, &before, digits)?,
            after: ids(tx, &after, digits)?,
            title: title.unwrap_or_default(),
        });
    }
    Ok(out)
}

/// Ids of issues: each bears the row number of its first finding.
fn ids(tx: &Tx<'_>, issues: &BTreeSet<i64>, digits: usize) -> Result<Vec<String>, Problem> {
    let mut out = Vec::new();
    for id in issues {
        let print: Option<Digest> = members::fingerprint(tx, *id)?;
        out.extend(print.map(|it| short_id(it, digits)));
    }
    out.sort();
    Ok(out)
}

fn log(tx: &Tx<'_>, it: &Replay, who: &Who) -> Result<i64, Problem> {
    let rules: BTreeMap<&str, u32> = RULES.iter().map(|it| (it.name(), it.version())).collect();
    let changes = it.changes.iter();
    let changes =
        changes.map(|it| json!({"what": it.what, "before": it.before, "after": it.after}));
    let event = NewEvent {
        at: who.at,
        actor: who.person(),
        operation: "correlate",
        summary: format!(
            "replayed the rules: {} findings moved, {} issues became {}",
            it.moved, it.issues.0, it.issues.1
        ),
        payload: json!({
            "rules": rules, "demoted": it.demoted, "moved": it.moved,
            "issues_before": it.issues.0, "issues_after": it.issues.1,
            "changes": changes.collect::<Vec<_>>(),
        })
        .to_string(),
    };
    Ok(events::append(tx, event)?)
}
