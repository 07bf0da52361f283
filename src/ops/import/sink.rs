//! Takes findings as a format reads them, and finds out for each whether it is new.

use super::renames;
use super::rows::{self, About, line_about};
use super::scope::{self, Scope, Waiting};
use super::{Change, Job, ReportOutcome, SHOWN};
use super::{absence, ambiguous};
use crate::correlate;
use crate::error::{Kind, Problem};
use crate::formats::{SecretKey, Sink, literal};
use crate::identity::key::{self, Keys};
use crate::identity::pairing;
use crate::model::{
    Absence, Component, Cover, FindingKind, FindingState, NewClaim, NewFinding, Scan, Skipped,
};
use crate::ops::regroup::Words;
use crate::store::details;
use crate::store::findings::Known;
use crate::store::scans::{self, NewScan};
use crate::store::{Tx, claims, components, findings, images, members, reports};
use std::collections::{BTreeMap, BTreeSet};

/// So many keys of new findings are held back.
const KEYS: usize = 1_000_000;

/// The sink of one report.
pub(super) struct Importer<'j, 'a, 'tx> {
    job: &'j mut Job<'a, 'tx>,
    application: i64,
    report: i64,
    event: i64,
    /// Row number of the newest finding.
    last: i64,
    scopes: Vec<Scope>,
    current: usize,
    concealed: BTreeSet<String>,
    kinds: BTreeSet<FindingKind>,
    details: details::Writer<'tx>,
    /// Texts of known findings.
    words: Words,
    /// Correlation keys of new findings.
    keys: Vec<(i64, i64)>,
    out: ReportOutcome,
}

impl<'j, 'a, 'tx> Importer<'j, 'a, 'tx> {
    pub(super) fn new(
        job: &'j mut Job<'a, 'tx>,
        application: i64,
        report: i64,
        event: i64,
    ) -> Result<Self, Problem> {
        Ok(Self {
            last: findings::last(job.tx)?,
            details: details::Writer::new(job.tx)?,
            job,
            application,
            report,
            event,
            scopes: Vec::new(),
            current: 0,
            concealed: BTreeSet::new(),
            kinds: BTreeSet::new(),
            keys: Vec::new(),
            words: Words::default(),
            out: ReportOutcome::default(),
        })
    }

    pub(super) fn key(&self) -> &'a SecretKey {
        self.job.key
    }

    /// Pairs what is left, notes what is gone, and stores the scans.
    pub(super) fn finish(mut self) -> Result<(ReportOutcome, BTreeSet<String>), Problem> {
        for mut scope in std::mem::take(&mut self.scopes) {
            self.pair(&mut scope)?;
            absence::mark(&mut self, &scope)?;
            scope.present.sort_unstable();
            scope.present.dedup();
            let listed: Option<Vec<i64>> = scope.components.map(|it| it.into_iter().collect());
            self.out.components += listed.as_ref().map_or(0, |it| it.len() as u64);
            scans::insert(
                self.job.tx,
                &NewScan {
                    report: self.report,
                    scope: scope.id,
                    branch: &self.job.request.branch,
                    version: &scope.scan.tool_version,
                    scanned_at: scope.scanned_at,
                    incomplete: scope.scan.incomplete.as_deref(),
                    present: &scope.present,
                    components: listed.as_deref(),
                },
            )?;
            self.out.late |= scope.late;
            self.out.incomplete = self.out.incomplete.or(scope.scan.incomplete);
            self.out.tools.push(scope.scan.tool);
        }
        self.store_keys()?;
        self.details.finish()?;
        self.out.tools.sort();
        self.out.tools.dedup();
        self.out.kinds = self.kinds.iter().map(|it| it.name()).collect();
        Ok((self.out, self.concealed))
    }

    fn pair(&mut self, scope: &mut Scope) -> Result<(), Problem> {
        let (known, seen) = scope.sides();
        let mut pairs = pairing::pair(&known, &seen);
        pairs.extend(renames::of(self.job.tx, scope, &pairs)?);
        ambiguous::list(self, scope, &pairing::ambiguous(&pairs, &known, &seen))?;
        let partner: BTreeMap<i64, i64> = pairs.iter().map(|it| (it.1, it.0)).collect();
        for (at, waiting) in (0..).zip(std::mem::take(&mut scope.waiting)) {
            match partner.get(&at).and_then(|id| scope.take(*id)) {
                Some(known) => self.seen_again(scope, &known, &waiting)?,
                None => self.insert(scope, waiting)?,
            }
        }
        Ok(())
    }

    pub(super) const fn writes(&self) -> (&'a Tx<'tx>, i64) {
        (self.job.tx, self.event)
    }

    pub(super) fn branch(&self) -> &'a str {
        &self.job.request.branch
    }

    pub(super) const fn outcome(&mut self) -> &mut ReportOutcome {
        &mut self.out
    }

    /// A known finding is seen, with something about it changed.
    fn seen_again(
        &mut self,
        scope: &mut Scope,
        known: &Known,
        waiting: &Waiting,
    ) -> Result<(), Problem> {
        let tx = self.job.tx;
        scope.present.push(known.id);
        if scope.late {
            // An older scan changes nothing but how long the finding is known.
            images::keep(tx, self.event, known.id)?;
            if findings::seen_since(tx, known.id, scope.scanned_at)? {
                self.job.touched.push(known.id);
            }
            self.out.same += 1;
            return Ok(());
        }
        images::keep(tx, self.event, known.id)?;
        let before = members::one(tx, known.id)?;
        // One whose import was taken back has none.
        let had = match &before {
            Some(it) if scope::keeps_keys(it, &waiting.row) => waiting.correlation.to_vec(),
            Some(it) => correlate::keys(&self.words.sighting(tx, it)?),
            None => Vec::new(),
        };
        let past = before.as_ref().map(|it| scope::past(it, &waiting.row));
        findings::update(tx, known.id, &waiting.row, &past.unwrap_or_default())?;
        // Most findings only move, and their keys are the same whatever was computed anew.
        if had != *waiting.correlation {
            members::clear_keys(tx, known.id, &had)?;
            members::add_keys(tx, known.id, &waiting.correlation)?;
        }
        self.vulnerabilities(known.id, &waiting.vulnerabilities)?;
        let what = match known.state {
            FindingState::Gone => "reopened",
            FindingState::Withdrawn => "new",
            FindingState::Open if before.is_some_and(|it| it.severity != waiting.row.severity) => {
                self.out.rescored += 1;
                self.changed("rescored", known.id, None)?;
                ""
            }
            FindingState::Open => "",
        };
        let elsewhere = known.line != waiting.line || known.bucket != waiting.keys.bucket;
        match what {
            "reopened" => self.out.reopened += 1,
            "new" => self.out.new += 1,
            _ if elsewhere => self.out.moved += 1,
            _ => self.out.same += 1,
        }
        let what = if what.is_empty() && elsewhere {
            "moved"
        } else {
            what
        };
        if what.is_empty() {
            self.job.touched.push(known.id);
            return Ok(());
        }
        self.changed(what, known.id, None)
    }

    fn insert(&mut self, scope: &mut Scope, mut waiting: Waiting) -> Result<(), Problem> {
        let tx = self.job.tx;
        waiting.row.fingerprint = scope.fingerprint(tx, &self.job.request.app, &waiting.keys)?;
        if scope.late {
            waiting.row.state = FindingState::Gone;
        }
        self.last += 1;
        let id = self.last;
        findings::insert(tx, id, &waiting.row)?;
        if scope.late {
            findings::set_gone(tx, id, Absence::LateReport, scope.scanned_at)?;
        }
        self.keys
            .extend(waiting.correlation.iter().map(|key| (*key, id)));
        if self.keys.len() >= KEYS {
            self.store_keys()?;
        }
        self.vulnerabilities(id, &waiting.vulnerabilities)?;
        scope.present.push(id);
        self.out.new += 1;
        self.changed("new", id, None)
    }

    /// Stores the keys of new findings in their own order: put in one by one, they would fall on a
    /// different page of the table each time.
    fn store_keys(&mut self) -> Result<(), Problem> {
        self.keys.sort_unstable();
        for (key, id) in std::mem::take(&mut self.keys) {
            members::add_keys(self.job.tx, id, &[key])?;
        }
        Ok(())
    }

    fn vulnerabilities(&mut self, id: i64, names: &[i64]) -> Result<(), Problem> {
        for name in names {
            members::add_vulnerability(self.job.tx, *name, id)?;
        }
        Ok(())
    }

    /// Notes a change of a stored finding.
    pub(super) fn changed(
        &mut self,
        what: &'static str,
        id: i64,
        why: Option<Absence>,
    ) -> Result<(), Problem> {
        self.job.touched.push(id);
        if self.out.changes.len() < SHOWN
            && let Some((fingerprint, title, file, line)) = findings::brief(self.job.tx, id)?
        {
            self.out.changes.push(Change {
                what,
                fingerprint,
                why,
                text: line_about(&title, &file, line),
            });
        }
        Ok(())
    }

    /// The row of a finding, its details stored already.
    fn row(&mut self, scope: i64, keys: &Keys, finding: NewFinding) -> Result<Waiting, Problem> {
        let scope_of = self.scopes.get(self.current);
        let about = About {
            application: self.application,
            scope,
            report: self.report,
            tool: scope_of.map_or("", |it| it.scan.tool.as_str()),
            seen_at: scope_of.map_or(0, |it| it.scanned_at),
        };
        let job = &mut *self.job;
        let to = (job.tx, &mut *job.interner, &mut self.details);
        rows::waiting(to, &about, keys, finding)
    }
}

impl Sink for Importer<'_, '_, '_> {
    fn scan(&mut self, mut scan: Scan) -> Result<(), Problem> {
        let (tx, request) = (self.job.tx, self.job.request);
        if let Some(target) = &request.target {
            scan.target.clone_from(target);
        }
        let same = |it: &Scope| it.scan.tool == scan.tool && it.scan.target == scan.target;
        if let Some(at) = self.scopes.iter().position(same) {
            self.current = at;
            if let Some(scope) = self.scopes.get_mut(at) {
                scope.scan.incomplete = scope.scan.incomplete.take().or(scan.incomplete);
                if scan.inventory {
                    scope.components.get_or_insert_default();
                }
            }
            return Ok(());
        }
        let tool = self.job.interner.id(tx, &scan.tool)?;
        let at = request
            .scanned_at
            .or(scan.scanned_at)
            .unwrap_or(self.job.who.at);
        let scope = Scope::load(tx, (self.application, tool), scan, (&request.branch, at))?;
        self.current = self.scopes.len();
        self.scopes.push(scope);
        Ok(())
    }

    fn finding(&mut self, mut finding: NewFinding) -> Result<(), Problem> {
        self.concealed
            .extend(literal::reduce(&mut finding, self.job.key));
        self.out.findings += 1;
        (self.job.on_finding)(self.out.findings);
        self.kinds.insert(finding.kind);
        let line = finding.place.line.unwrap_or(0);
        let Some(scope) = self.scopes.get_mut(self.current) else {
            return Err(before_its_scan("a finding"));
        };
        let keys = key::of(&finding, &scope.scan.tool);
        scope.saw(&finding.rule, finding.place.file.as_deref());
        let (id, fresh, late) = (scope.id, scope.is_fresh(), scope.late);
        if !fresh && let Some(known) = scope.equal(&keys, line) {
            let unchanged = known.state == FindingState::Open && known.said == keys.said;
            if unchanged && !late {
                scope.present.push(known.id);
                self.out.same += 1;
                return Ok(());
            }
            let waiting = self.row(id, &keys, finding)?;
            return self.with_scope(|this, scope| this.seen_again(scope, &known, &waiting));
        }
        let waiting = self.row(id, &keys, finding)?;
        self.with_scope(|this, scope| {
            if fresh {
                return this.insert(scope, waiting);
            }
            scope.waiting.push(waiting);
            Ok(())
        })
    }

    fn skipped(&mut self, skipped: Skipped) -> Result<(), Problem> {
        reports::insert_skipped(self.job.tx, self.report, &skipped)?;
        self.out.skipped.push(skipped);
        Ok(())
    }

    fn cover(&mut self, cover: Cover) -> Result<(), Problem> {
        let scope = self.scopes.get_mut(self.current);
        let scope = scope.ok_or_else(|| before_its_scan("what it looked for"))?;
        scope.cover.add(cover);
        Ok(())
    }

    fn component(&mut self, component: Component) -> Result<(), Problem> {
        let scope = self.scopes.get_mut(self.current);
        let scope = scope.ok_or_else(|| before_its_scan("a component"))?;
        let id = components::ensure(self.job.tx, self.job.interner, &component)?;
        scope.components.get_or_insert_default().insert(id);
        Ok(())
    }

    fn claim(&mut self, claim: NewClaim) -> Result<(), Problem> {
        let scope = self.scopes.get(self.current);
        let scope = scope.ok_or_else(|| before_its_scan("a claim"))?;
        let of = (self.report, scope.id);
        claims::insert(self.job.tx, self.job.interner, of, &claim)?;
        self.out.claims += 1;
        Ok(())
    }

    fn conceal(&mut self, secret: &str) {
        self.concealed.insert(secret.to_owned());
    }
}

impl Importer<'_, '_, '_> {
    /// Works on the present scope and on the importer at once.
    fn with_scope(
        &mut self,
        work: impl FnOnce(&mut Self, &mut Scope) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if self.current >= self.scopes.len() {
            return Ok(());
        }
        let mut scope = self.scopes.swap_remove(self.current);
        let out = work(self, &mut scope);
        self.scopes.push(scope);
        let last = self.scopes.len() - 1;
        self.scopes.swap(self.current, last);
        out
    }
}

fn before_its_scan(what: &str) -> Problem {
    Problem::new(Kind::Bug, format!("{what} came before its scan"))
}
