//! The inventory: what files and people say of applications, teams and owners.
//!
//! A file's facts replace what the same file said before; what it no longer says goes. A person's
//! word ([`set`]) stands over every file. Where two files disagree, the later counts, and the import
//! lists it. Every change is one event, and can be taken back.

mod health;
mod list;

pub use health::{Answer, ApplicationHealth, Effort, Health, check};
pub use list::{ApplicationRow, facts_of, list};

use crate::error::Problem;
use crate::formats::Input as _;
use crate::model::inventory::{BY_HAND, Key, Said, codeowners_value, field};
use crate::model::{Actor, ActorKind, Criticality, Digest, Event, Subject, Ternary};
use crate::ops::source::Source;
use crate::ops::{Who, Workspace, regroup};
use crate::ownership::catalogue::{self, Catalogue};
use crate::ownership::codeowners::{CodeOwners, Dialect};
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, Tx, applications, inventory as rows, issues};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

/// The dialect of CODEOWNERS with this name.
pub fn dialect(name: &str) -> Option<Dialect> {
    Dialect::parse(name)
}

/// A file to take over.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// As the person named it; what its facts cite.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Name of a [`catalogue::Form`], or `codeowners`; told by the file's name when not given.
    pub form: Option<String>,
    /// For CODEOWNERS: the application whose paths it speaks of.
    pub application: Option<String>,
    /// For CODEOWNERS: the dialect, when it must not be guessed.
    pub dialect: Option<Dialect>,
}

/// An inventory is written by people or exported once a day: no file is larger.
const LARGEST: u64 = 64 * 1024 * 1024;

impl Request {
    /// The text of a file.
    pub fn of(source: &Source) -> Result<Self, Problem> {
        let mut text = String::new();
        let read = source.open()?.take(LARGEST).read_to_string(&mut text);
        read.map_err(|err| {
            Problem::input("the file is no text that can be read")
                .in_file(source.name())
                .because(err)
        })?;
        Ok(Self {
            name: source.name().to_owned(),
            text,
            ..Self::default()
        })
    }
}

/// A fact that became another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which.
    pub key: Key,
    /// What was said, if anything.
    pub before: Option<Said>,
    /// What is said now, if anything.
    pub after: Option<Said>,
}

/// What an import or a person's word did.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Number of the event; 0 when nothing changed, or nothing was to be stored.
    pub event: i64,
    /// What the file was read as.
    pub form: String,
    /// Facts in it.
    pub facts: usize,
    /// Facts that are new, other or gone.
    pub changes: Vec<Change>,
    /// Facts on which another file says otherwise: it no longer counts.
    pub conflicts: Vec<Change>,
    /// Facts on which a person's word stands: the file's does not count.
    pub kept: Vec<Change>,
    /// Entries that count for nothing: line and reason.
    pub skipped: Vec<(u32, String)>,
    /// Issues that were ranked and handed anew.
    pub ranked: usize,
}

/// Takes over a file. With `plan`, says what would change and changes nothing.
pub fn import(
    workspace: &mut Workspace,
    request: &Request,
    who: &Who,
    plan: bool,
) -> Result<Outcome, Problem> {
    let (form, said, text) = read(request)?;
    let keep = if plan { Keep::Nothing } else { Keep::All };
    workspace.store.write(|tx| {
        if let Some((digest, text)) = &text {
            rows::keep_text(tx, *digest, text)?;
        }
        let mut out = Outcome {
            form,
            facts: said.facts.len(),
            skipped: said.skipped,
            ..Outcome::default()
        };
        let known: BTreeMap<Key, Said> = rows::all(tx)?.into_iter().collect();
        out.compare(&known, said.facts, (&request.name, who.at));
        let summary = format!(
            "imported {}: {} facts changed",
            request.name,
            out.changes.len()
        );
        (out.event, out.ranked) = commit(tx, &out.changes, (&summary, ActorKind::Import), who)?;
        if plan {
            out.event = 0;
        }
        Ok((out, keep))
    })
}

/// Sets fields of an application by hand; an empty value takes the person's word back.
pub fn set(
    workspace: &mut Workspace,
    application: &str,
    fields: &[(String, String)],
    who: &Who,
) -> Result<Outcome, Problem> {
    for (name, value) in fields {
        check_value(name, value)?;
    }
    workspace.store.write(|tx| {
        let known: BTreeMap<Key, Said> = rows::all(tx)?.into_iter().collect();
        let mut out = Outcome {
            form: "by hand".to_owned(),
            facts: fields.len(),
            ..Outcome::default()
        };
        for (name, value) in fields {
            let key = Key {
                subject: Subject::Application,
                name: application.to_owned(),
                field: name.clone(),
            };
            let before = known.get(&key).cloned();
            let after = (!value.is_empty()).then(|| Said {
                value: value.clone(),
                source: format!("{BY_HAND}{}", who.name),
                line: 0,
                at: who.at,
            });
            let same = before.as_ref().map(|it| (&it.value, &it.source))
                == after.as_ref().map(|it| (&it.value, &it.source));
            if !same {
                out.changes.push(Change { key, before, after });
            }
        }
        let words: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let summary = format!("set {} of {application}", words.join(", "));
        (out.event, out.ranked) = commit(tx, &out.changes, (&summary, ActorKind::Person), who)?;
        Ok((out, Keep::All))
    })
}

/// Puts the facts of an event back, or forward again.
pub(super) fn take_back(tx: &Tx<'_>, origin: &Event, forward: bool) -> Result<usize, Problem> {
    let payload: Payload = serde_json::from_str(&origin.payload).map_err(|err| {
        Problem::usage(format!("event {} cannot be taken back", origin.seq)).because(err)
    })?;
    for it in &payload.changes {
        let said = if forward { &it.after } else { &it.before };
        rows::set(tx, &it.key, said.as_ref())?;
    }
    rank(tx, &payload.changes)?;
    Ok(payload.changes.len())
}

#[derive(Deserialize)]
struct Payload {
    changes: Vec<Change>,
}

impl Outcome {
    fn compare(
        &mut self,
        known: &BTreeMap<Key, Said>,
        facts: Vec<(Key, String, u32)>,
        (source, at): (&str, i64),
    ) {
        // What stands last in a file counts.
        let mut now = BTreeMap::new();
        for (key, value, line) in facts {
            let said = Said {
                value,
                source: source.to_owned(),
                line,
                at,
            };
            now.insert(key, said);
        }
        let gone = known
            .iter()
            .filter(|(key, said)| said.source == source && !now.contains_key(*key));
        let gone = gone.map(|(key, said)| Change {
            key: key.clone(),
            before: Some(said.clone()),
            after: None,
        });
        self.changes.extend(gone);
        for (key, said) in now {
            let before = known.get(&key).cloned();
            let change = |before| Change {
                key: key.clone(),
                before,
                after: Some(said.clone()),
            };
            match &before {
                Some(it) if it.value == said.value && it.source == said.source => {
                    // Only its line or date is another: not a change that anybody made.
                }
                Some(it) if it.source.starts_with(BY_HAND) => {
                    if it.value != said.value {
                        self.kept.push(change(before));
                    }
                }
                Some(it) => {
                    if it.value != said.value && it.source != said.source {
                        self.conflicts.push(change(before.clone()));
                    }
                    self.changes.push(change(before));
                }
                None => self.changes.push(change(None)),
            }
        }
    }
}

type Text = Option<(Digest, String)>;

fn read(request: &Request) -> Result<(String, Catalogue, Text), Problem> {
    let lower = request.name.to_lowercase();
    let is_codeowners = request.form.as_deref() == Some("codeowners")
        || (request.form.is_none() && lower.ends_with("codeowners"));
    if is_codeowners {
        return codeowners(request);
    }
    let form = match &request.form {
        Some(name) => catalogue::FORMS.iter().find(|it| it.name == *name),
        None => catalogue::FORMS
            .iter()
            .find(|it| it.endings.iter().any(|end| lower.ends_with(end))),
    };
    let form = form.ok_or_else(|| {
        let names: Vec<_> = catalogue::FORMS.iter().map(|it| it.name).collect();
        Problem::usage("it is not clear what sort of inventory this is")
            .in_file(&request.name)
            .hint(format!("say --as {} or codeowners", names.join(", ")))
    })?;
    let said = (form.read)(&request.name, &request.text)?;
    Ok((form.name.to_owned(), said, None))
}

/// GitHub does not load a larger file.
const LARGEST_CODEOWNERS: usize = 3 * 1024 * 1024;

fn codeowners(request: &Request) -> Result<(String, Catalogue, Text), Problem> {
    let Some(application) = &request.application else {
        return Err(
            Problem::usage("CODEOWNERS speaks of one application's paths")
                .in_file(&request.name)
                .hint("say which with --app"),
        );
    };
    let dialect = request
        .dialect
        .unwrap_or_else(|| Dialect::guess(&request.name, &request.text));
    if dialect == Dialect::GitHub && request.text.len() > LARGEST_CODEOWNERS {
        return Err(Problem::input("GitHub ignores CODEOWNERS files over 3 MB")
            .in_file(&request.name)
            .hint("join entries with wildcards; or say --dialect gitlab if it is GitLab's"));
    }
    let parsed = CodeOwners::parse(dialect, &request.text);
    let digest = Digest::of("codeowners", &[&request.text]);
    let key = Key {
        subject: Subject::Application,
        name: application.clone(),
        field: field::CODEOWNERS.to_owned(),
    };
    let said = Catalogue {
        facts: vec![(key, codeowners_value(dialect.name(), digest), 0)],
        skipped: parsed.ignored,
    };
    let form = format!("codeowners ({})", dialect.name());
    Ok((form, said, Some((digest, request.text.clone()))))
}

fn check_value(name: &str, value: &str) -> Result<(), Problem> {
    if !field::SETTABLE.contains(&name) {
        return Err(
            Problem::usage(format!("applications have no field '{name}'"))
                .hint(format!("fields: {}", field::SETTABLE.join(", "))),
        );
    }
    let answers = [
        field::IN_PRODUCTION,
        field::INTERNET_FACING,
        field::PERSONAL_DATA,
    ];
    let allowed: Vec<&str> = if answers.contains(&name) {
        Ternary::ALL.iter().map(|it| it.name()).collect()
    } else if name == field::CRITICALITY {
        Criticality::ALL.iter().map(|it| it.name()).collect()
    } else {
        return Ok(());
    };
    if value.is_empty() || allowed.contains(&value) {
        return Ok(());
    }
    Err(Problem::usage(format!("'{value}' is no {name}"))
        .hint(format!("one of {}", allowed.join(", "))))
}

fn commit(
    tx: &Tx<'_>,
    changes: &[Change],
    (summary, kind): (&str, ActorKind),
    who: &Who,
) -> Result<(i64, usize), Problem> {
    if changes.is_empty() {
        return Ok((0, 0));
    }
    for it in changes {
        rows::set(tx, &it.key, it.after.as_ref())?;
        if it.key.subject == Subject::Application && it.after.is_some() {
            applications::ensure(tx, &it.key.name, who.at)?;
        }
    }
    let event = events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: Actor {
                kind,
                name: who.name.clone(),
            },
            operation: "inventory",
            summary: summary.to_owned(),
            payload: json!({"changes": changes}).to_string(),
        },
    )?;
    Ok((event, rank(tx, changes)?))
}

/// Ranks and hands anew what some facts concern: of applications their issues, of teams, people and
/// repositories everything.
fn rank(tx: &Tx<'_>, changes: &[Change]) -> Result<usize, Problem> {
    let all = changes
        .iter()
        .any(|it| it.key.subject != Subject::Application);
    let names: BTreeSet<&str> = changes.iter().map(|it| it.key.name.as_str()).collect();
    let mut out = Vec::new();
    for (id, name) in applications::all(tx)? {
        if all || names.contains(name.as_str()) {
            out.extend(issues::of_application(tx, id)?);
        }
    }
    regroup::rank(tx, out)
}
