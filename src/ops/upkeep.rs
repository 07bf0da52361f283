//! The store as a file: what is in it, whether it is whole, its copy; and its derived part anew.

use crate::error::Problem;
use crate::model::{Actor, ActorKind};
use crate::ops::log::{self, Verdict};
use crate::ops::regroup::{self, Regroup};
use crate::ops::{Who, Workspace};
use crate::store::events::{self, NewEvent};
use crate::store::meta::{self, Table};
use crate::store::{Keep, history, members, texts, upkeep};
use serde_json::json;
use std::fs;
use std::path::Path;

/// What is in a store.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// Where it lies.
    pub path: String,
    /// Bytes of the database.
    pub bytes: i64,
    /// Applications.
    pub applications: i64,
    /// Reports.
    pub reports: i64,
    /// Findings.
    pub findings: i64,
    /// Issues.
    pub issues: i64,
    /// Events.
    pub events: i64,
}

/// Counts what is in the store.
pub fn info(workspace: &Workspace) -> Result<Info, Problem> {
    let tx = &workspace.store.read();
    Ok(Info {
        path: workspace.path.display().to_string(),
        bytes: meta::size(tx)?,
        applications: meta::count(tx, Table::Application)?,
        reports: meta::count(tx, Table::Report)?,
        findings: meta::count(tx, Table::Finding)?,
        issues: meta::count(tx, Table::Issue)?,
        events: meta::count(tx, Table::Event)?,
    })
}

/// Everything that is wrong with the store; empty when it is whole. The log is part of it.
pub fn check(workspace: &Workspace) -> Result<Vec<String>, Problem> {
    let mut out = meta::check(&workspace.store.read())?;
    let Verdict { broken, .. } = log::verify(workspace)?;
    out.extend(broken.map(|(seq, why)| format!("event {seq} is broken: {why}")));
    Ok(out)
}

/// Writes a copy of the store to a file that is not there yet, and says how many bytes it has. It
/// appears under its name only when it is whole.
pub fn backup(workspace: &Workspace, to: &Path) -> Result<u64, Problem> {
    let name = to.display().to_string();
    if to.exists() {
        return Err(Problem::usage("a backup never overwrites a file")
            .in_file(&name)
            .hint("name a file that is not there yet"));
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    // What a backup that was interrupted has left.
    if part.exists() {
        fs::remove_file(part).map_err(|err| Problem::from(err).in_file(&name))?;
    }
    let unwritten = |problem: Problem| problem.in_file(&name);
    let copied = workspace.store.copy_to(part).map_err(Problem::from);
    copied.map_err(unwritten)?;
    fs::rename(part, to).map_err(|err| unwritten(err.into()))?;
    Ok(fs::metadata(to).map_err(|err| unwritten(err.into()))?.len())
}

/// Gives room that nothing needs any more back; bytes of the store before and after.
pub fn compact(workspace: &mut Workspace) -> Result<(i64, i64), Problem> {
    let before = meta::size(&workspace.store.read())?;
    workspace.store.compact()?;
    Ok((before, meta::size(&workspace.store.read())?))
}

/// What a rebuild did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Findings that were grouped.
    pub findings: usize,
    /// Issues before and after.
    pub issues: (usize, usize),
    /// Issues that are not as they were: new, gone, or with something else in their row.
    pub changed: usize,
}

/// Throws the derived part of the store away (links, issues, owners, priorities) and makes it again
/// from findings, feeds and decisions. It comes out equal, unless the rules of this version say
/// otherwise than those that made it; only then is it an event.
pub fn rebuild(workspace: &mut Workspace, who: &Who) -> Result<Rebuilt, Problem> {
    workspace.store.write(|tx| {
        let before = upkeep::issues(tx)?;
        history::remember(tx)?;
        upkeep::forget_derived(tx)?;
        let findings = members::all(tx)?;
        let mut words = regroup::Words::default();
        let mut interner = texts::Interner::default();
        let mut regroup = Regroup::default();
        for id in &findings {
            regroup::learn(tx, (&mut words, &mut interner), *id)?;
        }
        regroup.touch(&findings);
        regroup.run(tx, &mut interner)?;
        history::compare(tx)?;
        let after = upkeep::issues(tx)?;
        let gone = before.keys().filter(|it| !after.contains_key(it)).count();
        let differs = after.iter().filter(|(id, it)| before.get(id) != Some(it));
        let out = Rebuilt {
            findings: findings.len(),
            issues: (before.len(), after.len()),
            changed: gone + differs.count(),
        };
        if out.changed > 0 {
            let (old, new) = out.issues;
            events::append(
                tx,
                NewEvent {
                    at: who.at,
                    actor: Actor {
                        kind: ActorKind::Engine,
                        name: who.name.clone(),
                    },
                    operation: "rebuild",
                    summary: format!("rebuilt {new} issues from {old}, {} changed", out.changed),
                    payload: json!({"before": old, "after": new, "changed": out.changed})
                        .to_string(),
                },
            )?;
        }
        Ok((out, Keep::All))
    })
}
