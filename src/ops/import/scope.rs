//! One scope of an import: what it knew, what this scan saw, and how the two are paired.

use crate::identity::key::Keys;
use crate::identity::pairing::Side;
use crate::model::{Cover, Digest, FindingState, Scan};
use crate::store::findings::{Known, NewRow};
use crate::store::members::Member;
use crate::store::{Result, Tx, findings, scans};
use std::collections::{BTreeMap, BTreeSet};

/// A finding of this scan that is not obviously a known one, waiting for the end of the report.
pub(super) struct Waiting {
    pub(super) keys: Keys,
    pub(super) line: u32,
    pub(super) row: NewRow,
    /// Numbers of its vulnerability ids.
    pub(super) vulnerabilities: Box<[i64]>,
    pub(super) correlation: Box<[i64]>,
}

/// What is held in memory of a scope while a report streams through.
pub(super) struct Scope {
    pub(super) id: i64,
    pub(super) scan: Scan,
    pub(super) scanned_at: i64,
    /// A later scan of this scope and branch is in the store already.
    pub(super) late: bool,
    /// Sorted by what makes findings equal.
    pub(super) known: Vec<Known>,
    pub(super) used: Vec<bool>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) present: Vec<i64>,
    /// Files that this scan saw something in; nothing is noted of a scope that knew nothing.
    pub(super) files: BTreeSet<String>,
    /// Rules that this scan found something with; as above.
    pub(super) lit: BTreeSet<String>,
    /// What the scan tells of what it looked for.
    pub(super) cover: Cover,
    /// What it is made of, if the report says.
    pub(super) components: Option<BTreeSet<i64>>,
    ordinals: BTreeMap<Digest, u32>,
    /// Row number and position in `known`, sorted.
    rows: Vec<(i64, u32)>,
}

type Equal = (i64, i64, i64, u32);

const fn equal_key(it: &Known) -> Equal {
    (it.bucket, it.native, it.content, it.line)
}

impl Scope {
    /// Loads what a scope knows.
    pub(super) fn load(
        tx: &Tx<'_>,
        (application, tool): (i64, i64),
        scan: Scan,
        (branch, scanned_at): (&str, i64),
    ) -> Result<Self> {
        let id = scans::ensure_scope(tx, application, tool, &scan.target)?;
        // One that was never scanned knows nothing; on a fresh store the index is not there to say so.
        let mut known = if scans::any(tx, id)? {
            findings::known(tx, id)?
        } else {
            Vec::new()
        };
        known.sort_unstable_by_key(|it| (equal_key(it), it.id));
        let mut rows: Vec<(i64, u32)> = known.iter().map(|it| it.id).zip(0..).collect();
        rows.sort_unstable();
        Ok(Self {
            id,
            late: scans::latest(tx, id, branch)?.is_some_and(|latest| latest > scanned_at),
            used: vec![false; known.len()],
            rows,
            known,
            components: scan.inventory.then(BTreeSet::new),
            scan,
            scanned_at,
            waiting: Vec::new(),
            present: Vec::new(),
            files: BTreeSet::new(),
            lit: BTreeSet::new(),
            cover: Cover::default(),
            ordinals: BTreeMap::new(),
        })
    }

    /// True when the scope never saw anything: then every finding is new, and none has to wait.
    pub(super) fn is_fresh(&self) -> bool {
        self.known.is_empty()
    }

    /// Notes that this scan saw something with a rule in a file.
    pub(super) fn saw(&mut self, rule: &str, file: Option<&str>) {
        if self.is_fresh() {
            return;
        }
        if let Some(file) = file.filter(|it| !self.files.contains(*it)) {
            self.files.insert(file.to_owned());
        }
        if !self.lit.contains(rule) {
            self.lit.insert(rule.to_owned());
        }
    }

    /// The known finding that is equal in all that identity looks at and not yet taken.
    pub(super) fn equal(&mut self, keys: &Keys, line: u32) -> Option<Known> {
        let key = (keys.bucket, keys.native, keys.content, line);
        let mut at = self.known.partition_point(|it| equal_key(it) < key);
        while let (Some(known), Some(used)) = (self.known.get(at), self.used.get_mut(at)) {
            if equal_key(known) != key {
                return None;
            }
            if !*used {
                *used = true;
                return Some(*known);
            }
            at += 1;
        }
        None
    }

    /// Both sides of what is left to pair, in order of row and of report.
    pub(super) fn sides(&self) -> (Vec<Side>, Vec<Side>) {
        let mut known: Vec<Side> = self
            .left()
            .map(|it| Side {
                id: it.id,
                bucket: it.bucket,
                native: it.native,
                content: it.content,
                line: it.line,
            })
            .collect();
        known.sort_by_key(|it| it.id);
        let seen = (0..).zip(&self.waiting).map(|(id, it)| Side {
            id,
            bucket: it.keys.bucket,
            native: it.keys.native,
            content: it.keys.content,
            line: it.line,
        });
        (known, seen.collect())
    }

    /// Known findings that nothing has been paired with yet.
    pub(super) fn left(&self) -> impl Iterator<Item = &Known> {
        self.known
            .iter()
            .zip(&self.used)
            .filter(|(_, used)| !**used)
            .map(|(known, _)| known)
    }

    /// The content of a known finding, 0 for none.
    pub(super) fn content_of(&self, id: i64) -> i64 {
        let at = self.rows.binary_search_by_key(&id, |it| it.0);
        let row = at.ok().and_then(|at| self.rows.get(at));
        let known = row.and_then(|it| self.known.get(it.1 as usize));
        known.map_or(0, |it| it.content)
    }

    /// Takes a known finding by its row number.
    pub(super) fn take(&mut self, id: i64) -> Option<Known> {
        let at = self.rows.binary_search_by_key(&id, |it| it.0).ok()?;
        let at = self.rows.get(at)?.1 as usize;
        if let Some(used) = self.used.get_mut(at) {
            *used = true;
        }
        self.known.get(at).copied()
    }

    /// The first free fingerprint for a new finding of this scope.
    pub(super) fn fingerprint(
        &mut self,
        tx: &Tx<'_>,
        application: &str,
        keys: &Keys,
    ) -> Result<Digest> {
        let fresh = self.is_fresh();
        let names = [
            application,
            self.scan.tool.as_str(),
            self.scan.target.as_str(),
        ];
        let ordinal = self.ordinals.entry(keys.base).or_insert(0);
        loop {
            let print = crate::identity::key::fingerprint(&names, keys, *ordinal);
            *ordinal += 1;
            if fresh || !findings::is_taken(tx, print)? {
                return Ok(print);
            }
        }
    }

    /// Known open findings that this scan did not see and that no other branch still sees.
    pub(super) fn absent(&self, tx: &Tx<'_>, branch: &str) -> Result<Vec<Known>> {
        let elsewhere = scans::present_elsewhere(tx, self.id, branch)?;
        let open = self.left().filter(|it| it.state == FindingState::Open);
        Ok(open
            .filter(|it| elsewhere.binary_search(&it.id).is_err())
            .copied()
            .collect())
    }
}

/// True when nothing changed that correlation keys are made of: most findings only move.
pub(super) fn keeps_keys(before: &Member, now: &NewRow) -> bool {
    let texts = |it: &Member| {
        (
            it.rule,
            it.file,
            it.resource,
            it.endpoint,
            it.package,
            it.ids,
            it.cwes,
            it.hints,
        )
    };
    let same = (
        now.rule,
        now.file,
        now.resource,
        now.endpoint,
        now.package,
        now.ids,
        now.cwes,
        now.hints,
    );
    let placed = (before.line == 0) == (now.line == 0);
    let told = before.code == now.code && before.flow == now.flow && before.title == now.title;
    placed
        && told
        && texts(before) == same
        && before.kind == now.kind
        && before.secret == now.secret
}

/// Where earlier scans saw a finding in its file, once it is where `now` says: other tools may still
/// speak of the old lines. A finding in another file has no past there.
pub(super) fn past(before: &Member, now: &NewRow) -> String {
    if before.file != now.file || before.line == 0 {
        return String::new();
    }
    let range = |line: u32, end: u32| format!("{line}-{}", end.max(line));
    let present = range(now.line, now.end_line);
    let was = range(before.line, before.end_line);
    let mut all: Vec<&str> = before.past.split(',').filter(|it| !it.is_empty()).collect();
    all.push(&was);
    all.retain(|it| *it != present);
    all.dedup();
    let old = all.len().saturating_sub(REMEMBERED);
    all.split_off(old).join(",")
}

/// Places of a finding's past that are kept.
const REMEMBERED: usize = 8;
