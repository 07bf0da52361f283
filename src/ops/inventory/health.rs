//! What is missing in the inventory, and which answer would matter most.

use super::list::{ApplicationRow, list};
use crate::error::Problem;
use crate::formats::Formats;
use crate::model::inventory::{Key, Said, field};
use crate::model::{FindingKind, Subject};
use crate::ops::{Workspace, regroup};
use crate::store::{Keep, Tx, applications, inventory as rows, issues};
use std::collections::BTreeMap;

/// The state of the inventory.
#[derive(Clone, Debug, Default)]
pub struct Health {
    /// Every application, by name.
    pub applications: Vec<ApplicationHealth>,
    /// The answers that nobody has given, the one that would move most issues to another band first.
    pub answers: Vec<Answer>,
    /// Applications with too many issues to try answers on.
    pub not_tried: Vec<String>,
}

/// What is missing of one application.
#[derive(Clone, Debug)]
pub struct ApplicationHealth {
    /// Its name.
    pub name: String,
    /// Fields that nobody has said anything of.
    pub missing: Vec<&'static str>,
    /// When each kind of scanner was last heard, UTC seconds. A kind that is not there never was.
    pub heard: BTreeMap<FindingKind, i64>,
    /// True when only reports name it.
    pub only_reported: bool,
}

/// An answer that is not given, and what giving it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Application.
    pub application: String,
    /// Field.
    pub field: &'static str,
    /// The value that would move most.
    pub value: &'static str,
    /// Open issues whose band would be another.
    pub moves: usize,
}

/// Fields that every application should have.
const WANTED: &[&str] = &[
    field::OWNER,
    field::IN_PRODUCTION,
    field::INTERNET_FACING,
    field::PERSONAL_DATA,
    field::CRITICALITY,
];

/// Fields that ranks depend on, with the answers that move most.
const ANSWERS: &[(&str, &[&str])] = &[
    (field::IN_PRODUCTION, &["yes", "no"]),
    (field::INTERNET_FACING, &["yes", "no"]),
    (field::PERSONAL_DATA, &["yes", "no"]),
    (field::CRITICALITY, &["critical", "low"]),
];

/// Answers are tried by ranking anew; with more issues that takes longer than a person waits.
const MOST_TO_TRY: usize = 20_000;

/// How hard [`check`] looks for the answer that moves most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Every application of up to 20,000 open issues.
    Whole,
    /// As many as take no longer than a person looks at a screen that is being read: 20,000 issues
    /// ranked in all.
    Quick,
}

/// Looks the inventory over. Changes nothing.
pub fn check(
    workspace: &mut Workspace,
    formats: &Formats,
    effort: Effort,
) -> Result<Health, Problem> {
    let all = list(workspace)?;
    let mut left = MOST_TO_TRY;
    let heard = heard(&workspace.store.read(), formats)?;
    let mut out = Health::default();
    for it in &all {
        out.applications.push(ApplicationHealth {
            name: it.name.clone(),
            missing: WANTED
                .iter()
                .copied()
                .filter(|field| lacks(it, field))
                .collect(),
            heard: heard.get(&it.name).cloned().unwrap_or_default(),
            only_reported: it.facts.is_empty(),
        });
        let open = it.open.iter().sum::<usize>();
        if open > left {
            out.not_tried.push(it.name.clone());
            continue;
        }
        if effort == Effort::Quick {
            let tries = ANSWERS.iter().filter(|(field, _)| lacks(it, field));
            let tries: usize = tries.map(|(_, values)| values.len()).sum();
            left = left.saturating_sub(tries * open);
        }
        for (field, values) in ANSWERS.iter().filter(|(field, _)| lacks(it, field)) {
            let mut best: Option<Answer> = None;
            for value in *values {
                let moves = try_answer(workspace, &it.name, field, value)?;
                if moves > best.as_ref().map_or(0, |it| it.moves) {
                    best = Some(Answer {
                        application: it.name.clone(),
                        field,
                        value,
                        moves,
                    });
                }
            }
            out.answers.extend(best);
        }
    }
    out.answers.sort_by(|a, b| {
        b.moves
            .cmp(&a.moves)
            .then(a.application.cmp(&b.application))
    });
    Ok(out)
}

fn lacks(it: &ApplicationRow, field: &str) -> bool {
    matches!(it.value(field), "" | "unknown")
}

/// How many open issues would change their band. The transaction is thrown away.
fn try_answer(
    workspace: &mut Workspace,
    name: &str,
    field: &str,
    value: &str,
) -> Result<usize, Problem> {
    workspace.store.write(|tx| {
        let Some(id) = applications::find(tx, name)? else {
            return Ok((0, Keep::Nothing));
        };
        let before = rows::bands(tx, id)?;
        let key = Key {
            subject: Subject::Application,
            name: name.to_owned(),
            field: field.to_owned(),
        };
        let said = Said {
            value: value.to_owned(),
            source: String::new(),
            line: 0,
            at: 0,
        };
        rows::set(tx, &key, Some(&said))?;
        regroup::rank(tx, issues::of_application(tx, id)?)?;
        let after = rows::bands(tx, id)?;
        let moved = before.iter().zip(&after).filter(|(a, b)| a != b).count();
        Ok((moved, Keep::Nothing))
    })
}

/// When each kind of scanner last reported on each application. A report without findings counts
/// for the kind of its format when it has only one.
fn heard(
    tx: &Tx<'_>,
    formats: &Formats,
) -> Result<BTreeMap<String, BTreeMap<FindingKind, i64>>, Problem> {
    let names: BTreeMap<i64, String> = applications::all(tx)?.into_iter().collect();
    let mut out = BTreeMap::<String, BTreeMap<FindingKind, i64>>::new();
    let mut hear = |application: i64, kind: FindingKind, at: i64| {
        if let Some(name) = names.get(&application) {
            let last = out
                .entry(name.clone())
                .or_default()
                .entry(kind)
                .or_default();
            *last = at.max(*last);
        }
    };
    for (application, kind, at) in rows::last_findings(tx)? {
        hear(application, kind, at);
    }
    for (application, format, at) in rows::last_reports(tx)? {
        let kinds = formats.by_name(&format).map_or(&[][..], |it| it.kinds());
        if let [kind] = kinds {
            hear(application, *kind, at);
        }
    }
    Ok(out)
}
