//! After a change of findings: which issues are they in now? Cost follows what changed.
//!
//! Correlation is a function of the set of findings that share keys, directly or through others. So
//! for every changed finding its whole neighbourhood is found through the key index, grouped anew,
//! and only rows that differ are written.

use crate::correlate::{self, Sighting, group};
use crate::error::Problem;
use crate::model::FindingState;
use crate::ops::constraints::Constraints;
use crate::ops::link_tree::{link, tree};
use crate::ops::neighbourhoods::Neighbourhoods;
use crate::ops::scoring::Scoring;
use crate::store::members::Member;
use crate::store::{Tx, findings, issues, links, members, suggestions, texts};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Findings whose issues must be looked at again.
#[derive(Debug, Default)]
pub(super) struct Regroup {
    pub(super) touched: Vec<i64>,
}

impl Regroup {
    /// Adds findings that changed.
    pub(super) fn touch(&mut self, findings: &[i64]) {
        self.touched.extend_from_slice(findings);
    }

    /// Groups anew and refreshes the issues that are affected. Returns their row numbers.
    pub(super) fn run(
        mut self,
        tx: &Tx<'_>,
        interner: &mut texts::Interner,
    ) -> Result<BTreeSet<i64>, Problem> {
        self.touched.sort_unstable();
        self.touched.dedup();
        let fresh = issues::none_at_all(tx)?;
        let mut work = Work {
            tx,
            words: Words::default(),
            scoring: Scoring::load(tx)?,
            constraints: Constraints::load(tx)?,
            demoted: super::scores::demoted(tx)?,
            interner,
            touched: self.touched.clone(),
            done: BTreeSet::new(),
            changed: BTreeSet::new(),
            left: BTreeSet::new(),
            fresh,
        };
        let last = findings::last(tx)?;
        let share = usize::try_from(last).unwrap_or(usize::MAX) / FEW;
        if self.touched.len() > share {
            let mut together = Neighbourhoods::new(last);
            members::each_pair(tx, &mut |a, b| together.join(a, b))?;
            work.constraints
                .each_pair(tx, &mut |a, b| together.join(a, b))?;
            for ids in together.of(&self.touched) {
                work.together(&ids)?;
            }
            return work.sweep();
        }
        for id in self.touched {
            if !work.done.contains(&id) {
                work.neighbourhood(id)?;
            }
        }
        work.sweep()
    }
}

/// When more than one finding in so many changed, all keys are read once, in order, instead of the
/// keys of each.
const FEW: usize = 20;

/// Ranks issues anew, after something about their application or their vulnerabilities changed.
pub(super) fn rank(tx: &Tx<'_>, issues: impl IntoIterator<Item = i64>) -> Result<usize, Problem> {
    let mut regroup = Regroup::default();
    let mut count = 0;
    for issue in issues {
        count += 1;
        // Any finding of an issue leads to all of them.
        regroup
            .touched
            .extend(members::of_issue(tx, issue)?.first().map(|it| it.id));
    }
    regroup.run(tx, &mut texts::Interner::default())?;
    Ok(count)
}

/// Texts by their number, remembered.
#[derive(Debug, Default)]
pub(super) struct Words {
    known: BTreeMap<i64, Rc<str>>,
}

impl Words {
    /// The text with a number.
    pub(super) fn get(&mut self, tx: &Tx<'_>, id: i64) -> Result<Rc<str>, Problem> {
        if let Some(text) = self.known.get(&id) {
            return Ok(Rc::clone(text));
        }
        let text: Rc<str> = texts::get(tx, id)?.into();
        if self.known.len() > 200_000 {
            self.known.clear();
        }
        self.known.insert(id, Rc::clone(&text));
        Ok(text)
    }

    /// A stored finding as correlation sees it.
    pub(super) fn sighting(&mut self, tx: &Tx<'_>, it: &Member) -> Result<Sighting, Problem> {
        let mut text = |id| self.get(tx, id).map(|it| it.to_string());
        let list = |joined: String| {
            findings::split(&joined)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        Ok(Sighting {
            id: it.id,
            fingerprint: it.fingerprint,
            application: it.application,
            tool: text(it.tool)?,
            kind: it.kind,
            rule: text(it.rule)?,
            title: text(it.title)?,
            file: text(it.file)?,
            line: it.line,
            end_line: it.end_line,
            past: correlate::ranges(&it.past),
            flow: correlate::ranges(&it.flow),
            code: it.code,
            hints: list(text(it.hints)?),
            resource: text(it.resource)?,
            package: text(it.package)?,
            vulnerabilities: list(text(it.ids)?),
            cwes: list(text(it.cwes)?)
                .iter()
                .filter_map(|it| it.parse().ok())
                .collect(),
            secret: it.secret.clone(),
            endpoint: text(it.endpoint)?,
            ..Sighting::default()
        })
    }
}

/// Takes the keys of a stored finding away, before it changes.
pub(super) fn forget_keys(tx: &Tx<'_>, id: i64) -> Result<(), Problem> {
    if let Some(member) = members::one(tx, id)? {
        let sighting = Words::default().sighting(tx, &member)?;
        members::clear_keys(tx, id, &correlate::keys(&sighting))?;
    }
    Ok(())
}

/// Gives a stored finding the keys it now has.
pub(super) fn learn_keys(tx: &Tx<'_>, id: i64) -> Result<(), Problem> {
    if let Some(member) = members::one(tx, id)? {
        let sighting = Words::default().sighting(tx, &member)?;
        members::add_keys(tx, id, &correlate::keys(&sighting))?;
    }
    Ok(())
}

/// Gives a stored finding everything by which it is found: its keys and its vulnerability ids.
pub(super) fn learn(
    tx: &Tx<'_>,
    (words, interner): (&mut Words, &mut texts::Interner),
    id: i64,
) -> Result<(), Problem> {
    if let Some(member) = members::one(tx, id)? {
        let sighting = words.sighting(tx, &member)?;
        members::add_keys(tx, id, &correlate::keys(&sighting))?;
        for name in &sighting.vulnerabilities {
            members::add_vulnerability(tx, interner.id(tx, name)?, id)?;
        }
    }
    Ok(())
}

struct Work<'a, 'tx> {
    tx: &'a Tx<'tx>,
    words: Words,
    scoring: Scoring,
    constraints: Constraints,
    /// Rules that may only suggest.
    demoted: BTreeSet<String>,
    interner: &'a mut texts::Interner,
    /// Findings that changed, ascending.
    touched: Vec<i64>,
    done: BTreeSet<i64>,
    changed: BTreeSet<i64>,
    /// Issues that lost a finding.
    left: BTreeSet<i64>,
    /// There was no issue before.
    fresh: bool,
}

impl Work<'_, '_> {
    /// Groups one finding and all that hangs together with it.
    fn neighbourhood(&mut self, start: i64) -> Result<(), Problem> {
        let mut open = vec![start];
        let (mut keys_seen, mut said) = (BTreeSet::new(), BTreeSet::new());
        let mut rows: Vec<Member> = Vec::new();
        let mut sightings: Vec<Sighting> = Vec::new();
        while let Some(id) = open.pop() {
            if !self.done.insert(id) {
                continue;
            }
            // One whose import was taken back has no row any more, but may have left an issue.
            let Some(member) = members::one(self.tx, id)? else {
                continue;
            };
            let sighting = self.words.sighting(self.tx, &member)?;
            for key in correlate::keys(&sighting) {
                if keys_seen.insert(key) {
                    open.extend(members::sharing(self.tx, key)?);
                }
            }
            if !self.constraints.is_empty() {
                open.extend(
                    self.constraints
                        .mates(self.tx, member.fingerprint, &mut said)?,
                );
            }
            rows.push(member);
            sightings.push(sighting);
        }
        self.group(&rows, &sightings)
    }

    /// Groups findings of which it is known that nothing else hangs together with them.
    fn together(&mut self, ids: &[i64]) -> Result<(), Problem> {
        let mut rows = Vec::with_capacity(ids.len());
        let mut sightings = Vec::new();
        for id in ids {
            rows.extend(members::one(self.tx, *id)?);
        }
        if rows.len() > 1 {
            for row in &rows {
                sightings.push(self.words.sighting(self.tx, row)?);
            }
        }
        self.group(&rows, &sightings)
    }

    fn group(&mut self, rows: &[Member], sightings: &[Sighting]) -> Result<(), Problem> {
        let made = match rows.len() {
            0 => return Ok(()),
            1 => group::Grouping {
                groups: vec![group::Group {
                    members: vec![0],
                    edges: Vec::new(),
                }],
                suggestions: Vec::new(),
            },
            _ => {
                let prints = rows.iter().map(|it| &it.fingerprint);
                let wishes = group::Wishes {
                    said: self.constraints.about(prints),
                    demoted: &self.demoted,
                };
                group::group_with(sightings, &wishes)
            }
        };
        let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
        for issue in rows.iter().filter_map(|it| it.issue) {
            *sizes.entry(issue).or_default() += 1;
        }
        for it in made.groups {
            if !self.stays(rows, &it, &sizes) {
                self.put(rows, &it)?;
            }
        }
        self.suggest(rows, &made.suggestions)
    }

    /// True when a group is one finding that did not change and was an issue by itself before: so are
    /// most of those that only share a file with one that changed.
    fn stays(&self, rows: &[Member], group: &group::Group, sizes: &BTreeMap<i64, usize>) -> bool {
        let [at] = group.members.as_slice() else {
            return false;
        };
        !self.fresh
            && rows.get(*at).is_some_and(|it| {
                it.issue == Some(it.id)
                    && sizes.get(&it.id) == Some(&1)
                    && self.touched.binary_search(&it.id).is_err()
            })
    }

    /// Replaces what is suggested of these findings.
    fn suggest(&self, rows: &[Member], edges: &[correlate::Edge]) -> Result<(), Problem> {
        if self.fresh && edges.is_empty() {
            return Ok(());
        }
        let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
        let links = edges.iter().filter_map(|edge| {
            let (a, b) = (rows.get(edge.a)?, rows.get(edge.b)?);
            let (low, high) = if a.fingerprint < b.fingerprint {
                (a, b)
            } else {
                (b, a)
            };
            Some(link(low.id, high.id, edge))
        });
        suggestions::replace(self.tx, &ids, &links.collect::<Vec<_>>())?;
        Ok(())
    }

    /// Makes one group an issue.
    fn put(&mut self, rows: &[Member], group: &group::Group) -> Result<(), Problem> {
        let tx = self.tx;
        let mut members: Vec<&Member> = group
            .members
            .iter()
            .filter_map(|at| rows.get(*at))
            .collect();
        members.sort_by_key(|it| (it.first_seen, it.fingerprint));
        let Some(first) = members.first() else {
            return Ok(());
        };
        let row = self
            .scoring
            .row(tx, &mut self.words, self.interner, &members)?;
        let issue = first.id;
        let known = !self.fresh && issues::update(tx, issue, &row)?;
        if !known {
            issues::insert(tx, issue, &row)?;
        }
        for member in &members {
            // The first finding of an issue, whose number the issue bears, has no link, nor has one
            // that was never grouped. One that leaves an issue for one of its own had.
            let linkless = member.issue.is_none_or(|it| it == member.id);
            if member.issue != Some(issue) {
                issues::assign(tx, member.id, Some(issue))?;
                self.left.extend(member.issue.filter(|_| !self.fresh));
            }
            if !linkless {
                links::clear(tx, member.id)?;
            }
        }
        self.changed.insert(issue);
        for link in tree(rows, &members, group) {
            links::set(tx, &link)?;
        }
        Ok(())
    }

    /// Removes issues that lost their last finding; their ids resolve through the findings.
    fn sweep(mut self) -> Result<BTreeSet<i64>, Problem> {
        for id in self.left {
            if issues::remove_if_empty(self.tx, id)? {
                self.changed.remove(&id);
            }
        }
        Ok(self.changed)
    }
}

/// True when an issue's finding is still seen by some scan.
pub(super) const fn is_open(it: &Member) -> bool {
    matches!(it.state, FindingState::Open)
}
