//! Profiles: files of weights. One counts at a time; switching is an event that can be taken back.

use crate::error::Problem;
use crate::formats::Input as _;
use crate::model::{Band, Digest, Event};
use crate::ops::decide::Outcome;
use crate::ops::{Who, Workspace, regroup, source};
use crate::prioritize::{Policy, policy};
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, StoreError, Tx, columns, issues, meta};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

/// Name under which the store keeps the text of the profile that counts; without it the built-in one.
const ACTIVE: &str = "policy";

/// The weights that count.
pub(super) fn active(tx: &Tx<'_>) -> Result<Policy, Problem> {
    match meta::get(tx, ACTIVE)?.filter(|it| !it.is_empty()) {
        Some(text) => Policy::parse("the profile in the store", &text),
        None => Policy::builtin(),
    }
}

/// The weights that count, and the text of their file.
pub fn show(workspace: &Workspace) -> Result<(Policy, String), Problem> {
    let tx = &workspace.store.read();
    let text = meta::get(tx, ACTIVE)?.filter(|it| !it.is_empty());
    let text = text.unwrap_or_else(|| policy::DEFAULT.to_owned());
    Ok((active(tx)?, text))
}

/// The text of a profile: a built-in one by its name, or a file.
pub fn read(name: &str) -> Result<String, Problem> {
    if let Some((_, text)) = policy::PROFILES.iter().find(|it| it.0 == name) {
        return Ok((*text).to_owned());
    }
    let path = Path::new(name);
    if !path.exists() {
        let all: Vec<&str> = policy::PROFILES.iter().map(|it| it.0).collect();
        return Err(Problem::usage(format!("there is no profile '{name}'"))
            .hint(format!("name a file, or one of {}", all.join(", "))));
    }
    let mut text = String::new();
    for source in source::open(path, &mut std::io::empty())?.sources {
        let read = source.open()?.read_to_string(&mut text);
        read.map_err(|err| Problem::from(err).in_file(name))?;
    }
    Ok(text)
}

/// What another profile would move.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moves {
    /// The profile that counts now, and the other one.
    pub profiles: (String, String),
    /// Issues that are open.
    pub open: usize,
    /// How many open issues go from one band to another.
    pub bands: BTreeMap<(Band, Band), usize>,
    /// Open issues whose score changes, the longest way in the ranking first.
    pub moved: Vec<Move>,
}

/// One issue that moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Fingerprint of its first finding.
    pub fingerprint: Digest,
    /// One line.
    pub title: String,
    /// Rank among the open issues, from 1: now and then.
    pub rank: (usize, usize),
    /// Score: now and then.
    pub score: (f64, f64),
    /// Band: now and then.
    pub band: (Band, Band),
}

/// What would move with another profile. Nothing is kept.
pub fn simulate(workspace: &mut Workspace, text: &str) -> Result<Moves, Problem> {
    let other = Policy::parse("the profile", text)?;
    workspace.store.write(|tx| {
        let now = active(tx)?;
        let before = ranks(tx)?;
        put(tx, text)?;
        let after = ranks(tx)?;
        let moves = compare(&before, &after, (now.label(), other.label()));
        Ok((moves, Keep::Nothing))
    })
}

/// Rank, score and band of an open issue, and its title.
type Ranked = BTreeMap<Digest, (usize, u16, Band, String)>;

fn ranks(tx: &Tx<'_>) -> Result<Ranked, Problem> {
    let all = columns::load(tx)?;
    let mut out = Ranked::new();
    for row in 0..all.len() {
        let (Some(print), Some(score), Some(band), Some(status)) = (
            all.fingerprint.get(row),
            all.score.get(row),
            all.band.get(row),
            all.status.get(row),
        ) else {
            continue;
        };
        if status.is_open() {
            let title = all.text(&all.title, row).to_owned();
            out.insert(*print, (out.len() + 1, *score, *band, title));
        }
    }
    Ok(out)
}

fn compare(before: &Ranked, after: &Ranked, profiles: (String, String)) -> Moves {
    let mut out = Moves {
        profiles,
        open: before.len(),
        ..Moves::default()
    };
    for (print, (rank, score, band, title)) in before {
        let Some((then, new, to, _)) = after.get(print) else {
            continue;
        };
        if band != to {
            *out.bands.entry((*band, *to)).or_default() += 1;
        }
        if score != new || rank != then {
            out.moved.push(Move {
                fingerprint: *print,
                title: title.clone(),
                rank: (*rank, *then),
                score: (f64::from(*score) / 100.0, f64::from(*new) / 100.0),
                band: (*band, *to),
            });
        }
    }
    out.moved.sort_by_key(|it| {
        let crosses = it.band.0 == it.band.1;
        let way = std::cmp::Reverse(it.rank.0.abs_diff(it.rank.1));
        (crosses, way, it.rank.1, it.fingerprint)
    });
    out
}

/// Puts a profile's text in place, or the built-in one for an empty text, and ranks everything.
fn put(tx: &Tx<'_>, text: &str) -> Result<usize, Problem> {
    meta::set(tx, ACTIVE, text)?;
    regroup::rank(tx, issues::all(tx)?)
}

#[derive(Serialize, Deserialize)]
struct Switch {
    before: String,
    after: String,
}

/// Lets another profile count.
pub fn switch(workspace: &mut Workspace, text: &str, who: &Who) -> Result<Outcome, Problem> {
    let other = Policy::parse("the profile", text)?;
    workspace.store.write(|tx| {
        let now = active(tx)?;
        let before = meta::get(tx, ACTIVE)?.unwrap_or_default();
        if now == other {
            let summary = format!("profile {} counts already", now.label());
            let out = Outcome {
                summary,
                ..Outcome::default()
            };
            return Ok((out, Keep::Nothing));
        }
        let changed = put(tx, text)?;
        let summary = format!("profile {} in place of {}", other.label(), now.label());
        let switch = Switch {
            before,
            after: text.to_owned(),
        };
        let event = events::append(
            tx,
            NewEvent {
                at: who.at,
                actor: who.person(),
                operation: "priority",
                summary: summary.clone(),
                payload: json!(switch).to_string(),
            },
        )?;
        let out = Outcome {
            event,
            changed,
            summary,
            ..Outcome::default()
        };
        Ok::<_, Problem>((out, Keep::All))
    })
}

/// Takes a switch back, or does it again.
pub(super) fn take_back(tx: &Tx<'_>, origin: &Event, forward: bool) -> Result<usize, Problem> {
    let read: Result<Switch, _> = serde_json::from_str(&origin.payload);
    let switch = read.map_err(|cause| StoreError::Json {
        what: "the switch of a profile",
        cause,
    })?;
    let (expected, next) = if forward {
        (switch.before, switch.after)
    } else {
        (switch.after, switch.before)
    };
    if meta::get(tx, ACTIVE)?.unwrap_or_default() != expected {
        return Err(Problem::usage(format!(
            "event {} cannot be taken back: another profile was chosen since",
            origin.seq
        ))
        .hint("undo the later choice first; `sluice audit list` shows it"));
    }
    put(tx, &next)
}
