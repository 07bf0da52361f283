//! Feeds: what is published about vulnerabilities, from files. Importing one ranks anew what it
//! changed, and keeps what was known before.
//!
//! Cost: reading the file and what is stored, writing what differs, and ranking the issues whose ids
//! it is about. The first edition of a feed changes every issue that has a CVE: "not fed" becomes an
//! answer.

mod changes;

use crate::error::Problem;
use crate::formats::feeds::{self as read, Feed};
use crate::formats::{Input as _, Probe};
use crate::model::{Actor, ActorKind, digest};
use crate::ops::feeds::changes::Changes;
use crate::ops::source::Source;
use crate::ops::{Who, Workspace};
use crate::store::events::{self, NewEvent};
pub use crate::store::feeds::FeedRow;
use crate::store::feeds::{self as rows, KevRow, SsvcRow};
use crate::store::{Keep, Tx};
use serde_json::json;

/// What a feed's import did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The feed as it now stands.
    pub feed: FeedRow,
    /// Rows that could not be used.
    pub skipped: usize,
    /// Rows that are not as they were.
    pub changed: usize,
    /// Issues that were ranked anew.
    pub ranked: usize,
}

/// The imported feeds, by name. One that is missing was never imported: then nothing is known,
/// which is not the same as "not exploited".
pub fn status(workspace: &Workspace) -> Result<Vec<FeedRow>, Problem> {
    Ok(rows::all(&workspace.store.read())?)
}

/// Days after which a feed is too old to be believed.
pub fn stale_days(workspace: &Workspace) -> Result<i64, Problem> {
    let policy = super::profiles::active(&workspace.store.read())?;
    Ok(policy.feeds.stale_days)
}

/// How many days old a feed is at a time: by its own date, or by its import where it has none.
pub fn age_days(feed: &FeedRow, now: i64) -> Option<i64> {
    let day = feed.dated.get(..10).map(|it| format!("{it}T00:00:00Z"));
    let day = day.and_then(|it| it.parse::<jiff::Timestamp>().ok());
    let from = day.map_or(feed.imported_at, jiff::Timestamp::as_second);
    Some((now - from).max(0) / 86_400)
}

/// How old a feed is, for the eye.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Age {
    /// Name of the feed.
    pub name: &'static str,
    /// Days; `None` when it was never imported: then nothing is known, which is not "no".
    pub days: Option<i64>,
    /// True when it is too old to be believed.
    pub stale: bool,
}

/// The ages of the feeds that ranks lean on: KEV and EPSS.
pub fn ages(workspace: &Workspace, now: i64) -> Result<Vec<Age>, Problem> {
    let (all, stale) = (status(workspace)?, stale_days(workspace)?);
    let age = |name: &'static str| {
        let row = all.iter().find(|it| it.name == name);
        let days = row.and_then(|it| age_days(it, now));
        Age {
            name,
            days,
            stale: days.is_some_and(|it| it > stale),
        }
    };
    Ok(["kev", "epss"].map(age).to_vec())
}

/// What was known of the vulnerabilities of an issue, and since when: time of the import in UTC
/// seconds, and a line.
pub fn history(workspace: &Workspace, ids: &[String]) -> Result<Vec<(i64, String)>, Problem> {
    let tx = &workspace.store.read();
    let mut out = Vec::new();
    for cve in super::exploits::cves(tx, &ids.join(","))? {
        for (at, feed, it) in rows::history(tx, &cve)? {
            let none = |text: &str| match text {
                "" => "nothing known".to_owned(),
                text => text.to_owned(),
            };
            let line = format!("{cve} {feed}: {} → {}", none(&it.before), none(&it.after));
            out.push((at, line));
        }
    }
    out.sort();
    Ok(out)
}

/// Imports one document in place of the feed's earlier edition.
pub fn import(workspace: &mut Workspace, source: &Source, who: &Who) -> Result<Outcome, Problem> {
    let mut all = import_each(workspace, None, who, &mut |visit| visit(source))?;
    all.pop().ok_or_else(|| unknown(source.name()))
}

/// Hands documents over, one by one.
pub type Documents<'d> =
    dyn FnMut(&mut dyn FnMut(&Source) -> Result<(), Problem>) -> Result<(), Problem> + 'd;

/// Imports several documents in one operation: of one catalogue or one set of scores the last counts,
/// records of aliases and of decision points add up. `catalogue` names whose list of exploited
/// vulnerabilities it is, when it is not CISA's.
pub fn import_each(
    workspace: &mut Workspace,
    catalogue: Option<&str>,
    who: &Who,
    documents: &mut Documents<'_>,
) -> Result<Vec<Outcome>, Problem> {
    let named = catalogue.map_or_else(|| Ok("kev".to_owned()), kev_name)?;
    workspace.store.write(|tx| {
        let mut run = Run {
            tx,
            named,
            event: events::next(tx)?,
            parts: Vec::new(),
        };
        let mut last = String::new();
        documents(&mut |source| {
            source.name().clone_into(&mut last);
            run.take(source)
        })?;
        if run.parts.is_empty() {
            return Err(unknown(&last));
        }
        Ok((run.end(who)?, Keep::All))
    })
}

fn unknown(file: &str) -> Problem {
    Problem::input("this is neither a KEV catalogue nor EPSS scores, OSV or CVE records")
        .in_file(file)
        .hint(
            "give CISA's known_exploited_vulnerabilities.json or .csv, FIRST's epss_scores CSV, an \
             OSV dump or CVE records of Vulnrichment",
        )
}

/// The name of a catalogue that is not CISA's.
fn kev_name(name: &str) -> Result<String, Problem> {
    let fits = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if name.is_empty() || name.len() > 40 || !name.chars().all(fits) {
        return Err(
            Problem::usage(format!("'{name}' is no name of a catalogue"))
                .hint("small letters, digits and '-', such as vulncheck"),
        );
    }
    Ok(format!("kev:{name}"))
}

struct Run<'a, 'tx> {
    tx: &'a Tx<'tx>,
    named: String,
    event: i64,
    parts: Vec<Part>,
}

/// One feed in this operation.
struct Part {
    kind: Feed,
    feed: FeedRow,
    file: String,
    skipped: usize,
    changes: Changes,
}

impl Run<'_, '_> {
    fn take(&mut self, source: &Source) -> Result<(), Problem> {
        let Some(kind) = read::detect(&Probe::new(source)?) else {
            // A dump may hold a licence or a list of its files.
            return if self.parts.is_empty() {
                Err(unknown(source.name()))
            } else {
                Ok(())
            };
        };
        let name = match kind {
            Feed::Kev => self.named.clone(),
            Feed::Epss | Feed::Aliases | Feed::Vulnrichment => kind.name().to_owned(),
        };
        let (sha256, _) = source.sha256()?;
        let at = self.parts.iter().position(|it| it.feed.name == name);
        let mut part = match at {
            Some(at) => self.parts.swap_remove(at),
            None => Part::new(kind, &name, Changes::load(self.tx, &name)?),
        };
        source.name().clone_into(&mut part.file);
        part.feed.sha256 = match part.feed.sha256.as_str() {
            "" => sha256,
            before => digest::sha256_hex(format!("{before}{sha256}").as_bytes()),
        };
        match kind {
            Feed::Kev => part.kev(self.tx, source)?,
            Feed::Epss => part.epss(self.tx, source)?,
            Feed::Aliases => part.aliases(self.tx, source)?,
            Feed::Vulnrichment => part.vulnrichment(self.tx, source)?,
        }
        self.parts.push(part);
        Ok(())
    }

    /// Ranks what changed, and notes it.
    fn end(self, who: &Who) -> Result<Vec<Outcome>, Problem> {
        let Self {
            tx,
            event,
            mut parts,
            ..
        } = self;
        parts.sort_by_key(|it| it.kind);
        let (aliases, points) = rows::counts(tx)?;
        for part in &mut parts {
            match part.kind {
                Feed::Aliases => part.feed.rows = aliases,
                Feed::Vulnrichment => part.feed.rows = points,
                Feed::Kev | Feed::Epss => {}
            }
            part.feed.imported_at = who.at;
            rows::set(tx, &part.feed)?;
        }
        let mut out = Vec::new();
        for (part, event) in parts.into_iter().zip(event..) {
            let ranked = part.changes.rank(tx)?;
            log(tx, &part, who)?;
            part.changes.keep(tx, event, &part.feed.name)?;
            out.push(Outcome {
                skipped: part.skipped,
                changed: part.changes.len(),
                feed: part.feed,
                ranked,
            });
        }
        Ok(out)
    }
}

impl Part {
    fn new(kind: Feed, name: &str, changes: Changes) -> Self {
        let feed = FeedRow {
            name: name.to_owned(),
            version: String::new(),
            dated: String::new(),
            rows: 0,
            sha256: String::new(),
            imported_at: 0,
        };
        Self {
            kind,
            feed,
            file: String::new(),
            skipped: 0,
            changes,
        }
    }

    fn kev(&mut self, tx: &Tx<'_>, source: &Source) -> Result<(), Problem> {
        let catalogue = read::kev::read(source)?;
        let mut before = rows::catalogue(tx, &self.feed.name)?;
        for it in &catalogue.entries {
            let row = KevRow {
                cve: it.cve.clone(),
                catalogue: self.feed.name.clone(),
                added: it.date_added.clone(),
                due: it.due_date.clone(),
                ransomware: it.ransomware,
                name: it.name.clone(),
            };
            let old = before.remove(&it.cve);
            if old.as_ref() != Some(&row) {
                rows::add_kev(tx, &row)?;
                self.changes
                    .note(&it.cve, old.as_ref().map(listed), Some(listed(&row)));
            }
        }
        for (cve, old) in before {
            rows::remove_kev(tx, &cve, &self.feed.name)?;
            self.changes.note(&cve, Some(listed(&old)), None);
        }
        self.feed.rows = i64::try_from(catalogue.entries.len()).unwrap_or(i64::MAX);
        self.feed.version = catalogue.version;
        self.feed.dated = catalogue.released;
        self.skipped = catalogue.skipped.len();
        Ok(())
    }

    fn epss(&mut self, tx: &Tx<'_>, source: &Source) -> Result<(), Problem> {
        let mut scores = changes::Scores::load(tx)?;
        let dated = read::epss::score_date(source)?;
        let header = read::epss::read(source, &mut |row| {
            scores.put(tx, &mut self.changes, (&row, &dated))
        })?;
        scores.sweep(tx, &mut self.changes)?;
        self.feed.rows = i64::try_from(header.rows).unwrap_or(i64::MAX);
        self.feed.version = header.model_version;
        self.feed.dated = header.score_date;
        self.skipped = header.skipped.len();
        Ok(())
    }

    fn aliases(&mut self, tx: &Tx<'_>, source: &Source) -> Result<(), Problem> {
        let skipped = read::osv::read(source, &mut |it| {
            let before = rows::aliases(tx, &it.id)?;
            if before != it.cves {
                rows::set_aliases(tx, &it.id, &it.cves)?;
                self.changes.touch(&it.id);
            }
            if self.feed.dated < it.modified {
                self.feed.dated = it.modified;
            }
            Ok(())
        })?;
        self.skipped += skipped.len();
        Ok(())
    }

    fn vulnrichment(&mut self, tx: &Tx<'_>, source: &Source) -> Result<(), Problem> {
        let skipped = read::vulnrichment::read(source, &mut |it| {
            let row = SsvcRow {
                exploitation: it.exploitation,
                automatable: it.automatable,
                impact: it.impact,
                dated: it.dated,
            };
            let before = rows::ssvc(tx, &it.cve)?;
            if self.feed.dated < row.dated {
                self.feed.dated.clone_from(&row.dated);
            }
            if before.as_ref() != Some(&row) {
                rows::set_ssvc(tx, &it.cve, &row)?;
                self.changes
                    .note(&it.cve, before.as_ref().map(points), Some(points(&row)));
            }
            Ok(())
        })?;
        self.skipped += skipped.len();
        Ok(())
    }
}

fn listed(it: &KevRow) -> String {
    let ransomware = if it.ransomware { ", ransomware" } else { "" };
    format!("listed since {}{ransomware}", it.added)
}

fn points(it: &SsvcRow) -> String {
    format!(
        "exploitation {}, automatable {}, technical impact {}, {}",
        it.exploitation, it.automatable, it.impact, it.dated
    )
}

fn log(tx: &Tx<'_>, part: &Part, who: &Who) -> Result<(), Problem> {
    let feed = &part.feed;
    events::append(
        tx,
        NewEvent {
            at: who.at,
            actor: Actor {
                kind: ActorKind::Import,
                name: who.name.clone(),
            },
            operation: "feed",
            summary: format!(
                "imported {} of {}: {} rows",
                feed.name, feed.dated, feed.rows
            ),
            payload: json!({
                "feed": feed.name, "file": part.file, "version": feed.version, "dated": feed.dated,
                "rows": feed.rows, "sha256": feed.sha256,
            })
            .to_string(),
        },
    )?;
    Ok(())
}
