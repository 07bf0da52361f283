//! Takes findings as a format reads them, and finds out for each whether it is new.

use super::renames;
use super::scope::{self, Scope, Waiting, line_about, waiting};
use super::{Change, Job, ReportOutcome, SHOWN};
use crate::correlate::{self, Sighting};
use crate::error::{Kind, Problem};
use crate::formats::{SecretKey, Sink, literal};
use crate::identity::key::{self, Keys};
use crate::identity::pairing::{self, Evidence};
use crate::model::{
    Component, Digest, FindingKind, FindingState, NewClaim, NewFinding, Scan, Skipped, text,
};
use crate::ops::context;
use crate::ops::regroup;
use crate::store::findings::{Known, NewRow};
use crate::store::scans::{self, NewScan};
use crate::store::{claims, components, findings, images, members, reports};
use std::collections::BTreeSet;

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
            job,
            application,
            report,
            event,
            scopes: Vec::new(),
            current: 0,
            concealed: BTreeSet::new(),
            kinds: BTreeSet::new(),
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
            self.mark_gone(&scope)?;
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
        self.out.tools.sort();
        self.out.tools.dedup();
        self.out.kinds = self.kinds.iter().map(|it| it.name()).collect();
        Ok((self.out, self.concealed))
    }

    fn pair(&mut self, scope: &mut Scope) -> Result<(), Problem> {
        let (known, seen) = scope.sides();
        let mut pairs = pairing::pair(&known, &seen);
        pairs.extend(renames::of(self.job.tx, scope, &pairs)?);
        self.list_ambiguous(scope, &pairing::ambiguous(&pairs, &known, &seen));
        let mut partner: Vec<Option<(i64, Evidence)>> = vec![None; seen.len()];
        for (known, seen, why) in pairs {
            let slot = usize::try_from(seen)
                .ok()
                .and_then(|it| partner.get_mut(it));
            if let Some(slot) = slot {
                *slot = Some((known, why));
            }
        }
        for (waiting, partner) in std::mem::take(&mut scope.waiting).into_iter().zip(partner) {
            match partner.and_then(|(id, _)| scope.take(id)) {
                Some(known) => self.seen_again(scope, &known, &waiting)?,
                None => self.insert(scope, waiting)?,
            }
        }
        Ok(())
    }

    /// Says of new findings that they could be known ones, and which nobody knows.
    fn list_ambiguous(&mut self, scope: &Scope, seen: &[i64]) {
        self.out.ambiguous += seen.len() as u64;
        for at in seen {
            let found = usize::try_from(*at)
                .ok()
                .and_then(|at| scope.waiting.get(at));
            if let Some(waiting) = found.filter(|_| self.out.changes.len() < SHOWN) {
                self.note("ambiguous", waiting.keys.base, waiting.text.clone());
            }
        }
    }

    fn mark_gone(&mut self, scope: &Scope) -> Result<(), Problem> {
        let tx = self.job.tx;
        for known in scope.absent(tx, &self.job.request.branch)? {
            images::keep(tx, self.event, known.id)?;
            findings::set_state(tx, known.id, FindingState::Gone, scope.scanned_at)?;
            self.out.gone += 1;
            self.changed("gone", known.id, None)?;
        }
        Ok(())
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
        let same_keys = before
            .as_ref()
            .is_some_and(|it| scope::keeps_keys(it, &waiting.row));
        if !same_keys {
            regroup::forget_keys(tx, known.id)?;
        }
        let past = before.as_ref().map(|it| scope::past(it, &waiting.row));
        findings::update(tx, known.id, &waiting.row, &past.unwrap_or_default())?;
        if !same_keys {
            members::add_keys(tx, known.id, &waiting.correlation)?;
        }
        self.vulnerabilities(known.id, &waiting.vulnerabilities)?;
        let what = match known.state {
            FindingState::Gone => "reopened",
            FindingState::Withdrawn => "new",
            FindingState::Open if before.is_some_and(|it| it.severity != waiting.row.severity) => {
                self.out.rescored += 1;
                self.changed("rescored", known.id, Some(&waiting.text))?;
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
        self.changed(what, known.id, Some(&waiting.text))
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
        members::add_keys(tx, id, &waiting.correlation)?;
        self.vulnerabilities(id, &waiting.vulnerabilities)?;
        scope.present.push(id);
        self.out.new += 1;
        self.job.touched.push(id);
        if self.out.changes.len() < SHOWN {
            self.note("new", waiting.row.fingerprint, waiting.text);
        }
        Ok(())
    }

    fn vulnerabilities(&mut self, id: i64, names: &[String]) -> Result<(), Problem> {
        for name in names {
            let text = self.job.interner.id(self.job.tx, name)?;
            members::add_vulnerability(self.job.tx, text, id)?;
        }
        Ok(())
    }

    /// Notes a change of a known finding.
    fn changed(&mut self, what: &'static str, id: i64, text: Option<&str>) -> Result<(), Problem> {
        self.job.touched.push(id);
        if self.out.changes.len() < SHOWN
            && let Some(finding) = findings::one(self.job.tx, id)?
        {
            let text =
                text.map_or_else(|| line_about(&finding.title, &finding.place), str::to_owned);
            self.note(what, finding.fingerprint, text);
        }
        Ok(())
    }

    fn note(&mut self, what: &'static str, fingerprint: Digest, text: String) {
        self.out.changes.push(Change {
            what,
            fingerprint,
            text,
        });
    }

    /// The row of a finding, its texts turned into numbers.
    fn row(&mut self, scope: i64, keys: &Keys, finding: NewFinding) -> Result<Waiting, Problem> {
        let (tx, interner) = (self.job.tx, &mut *self.job.interner);
        let scope_of = self.scopes.get(self.current);
        let tool = scope_of.map(|it| it.scan.tool.clone()).unwrap_or_default();
        let seen_at = scope_of.map_or(0, |it| it.scanned_at);
        let code = key::code(&finding);
        let sighting = Sighting::of(&finding, self.application, &tool, code.as_deref());
        let correlation = correlate::keys(&sighting);
        let place = &finding.place;
        let name = finding
            .package
            .as_ref()
            .map(|it| it.name.as_str())
            .unwrap_or_default();
        let cwes: Vec<String> = finding.cwes.iter().map(u32::to_string).collect();
        let row = NewRow {
            fingerprint: keys.base,
            scope,
            bucket: keys.bucket,
            native: keys.native,
            content: keys.content,
            said: keys.said,
            kind: finding.kind,
            rule: interner.id(tx, &finding.rule)?,
            title: interner.id(tx, &text::one_line(&finding.title, 300))?,
            severity: finding.severity,
            file: interner.id(tx, place.file.as_deref().unwrap_or_default())?,
            line: place.line.unwrap_or(0),
            end_line: place.end_line.unwrap_or(0),
            flow: correlate::ranges_text(&sighting.flow),
            code: sighting.code,
            hints: interner.id(tx, &sighting.hints.join(","))?,
            resource: interner.id(tx, place.resource.as_deref().unwrap_or_default())?,
            endpoint: interner.id(tx, &sighting.endpoint)?,
            package: interner.id(tx, name)?,
            ids: interner.id(tx, &finding.vulnerabilities.join(","))?,
            cwes: interner.id(tx, &cwes.join(","))?,
            cvss: interner.id(tx, &context::cvss_text(&finding.detail.cvss))?,
            secret: sighting.secret,
            state: FindingState::Open,
            report: self.report,
            first_seen: seen_at,
            record: (finding.record.offset, finding.record.len),
            body: String::new(),
        };
        Ok(waiting(row, *keys, correlation, finding)?)
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
        scope.saw(finding.place.file.as_deref());
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
