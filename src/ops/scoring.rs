//! The row of an issue from its findings, its application, the feeds and the decisions.

use crate::correlate;
use crate::error::Problem;
use crate::model::{Band, Class, Digest, Owner, Severity};
use crate::ops::clocks::Clock;
use crate::ops::context::{self, Context};
use crate::ops::decided::Decided;
use crate::ops::owners::Owners;
use crate::ops::regroup::{Words, is_open};
use crate::policy::rules::Rules;
use crate::prioritize::{self, CvssFact, EpssFact, Facts, KevFact, Policy};
use crate::store::decisions::{self, Aspect};
use crate::store::findings::split;
use crate::store::issues::{self, NewRow};
use crate::store::members::Member;
use crate::store::{Tx, applications, feeds, inventory, texts};
use std::collections::{BTreeMap, BTreeSet};

/// What scoring needs and what it remembers during one operation.
#[derive(Debug)]
pub(super) struct Scoring {
    policy: Policy,
    clock: Clock,
    pub(super) contexts: BTreeMap<i64, Context>,
    /// What wakes a decision.
    pub(super) rules: Rules,
    /// Releases that were scanned, by application.
    pub(super) releases: BTreeMap<i64, BTreeSet<String>>,
    owners: Owners,
    kev_dated: Option<String>,
    epss_dated: Option<String>,
    undecided: bool,
    scores: BTreeMap<ScoreKey, (u16, Band, i64)>,
    lists: BTreeMap<(List, i64), i64>,
    exploits: BTreeMap<i64, Exploit>,
}

/// What a score depends on while the feeds and the contexts stay: application, severity,
/// vulnerability ids, number of tools, CVSS claims.
type ScoreKey = (i64, Severity, i64, u32, BTreeSet<i64>);

/// How the parts of a joined text are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Words,
    Numbers,
}

/// What the feeds say about a list of vulnerability ids.
#[derive(Clone, Debug, Default)]
struct Exploit {
    has_cve: bool,
    kev: Option<KevFact>,
    epss: Option<EpssFact>,
}

impl Exploit {
    fn hundredths(&self) -> Option<u16> {
        let epss = self.epss.as_ref();
        epss.map(|it| hundredths(it.probability * 100.0))
    }
}

impl Scoring {
    /// Loads what all issues share.
    pub(super) fn load(tx: &Tx<'_>) -> Result<Self, Problem> {
        let fed = feeds::all(tx)?;
        let dated = |name: &str| {
            fed.iter()
                .find(|it| it.name == name)
                .map(|it| it.dated.clone())
        };
        let facts = inventory::all(tx)?;
        let mut said = context::of(&facts);
        let (mut contexts, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (id, name) in applications::all(tx)? {
            contexts.insert(id, said.remove(&name).unwrap_or_default());
            names.insert(id, name);
        }
        Ok(Self {
            owners: Owners::load(tx, &facts, names)?,
            policy: Policy::builtin()?,
            clock: Clock::in_force(tx)?,
            rules: super::decision_rules::rules(tx)?,
            releases: super::standing::releases(tx)?,
            contexts,
            kev_dated: dated("kev"),
            epss_dated: dated("epss"),
            undecided: decisions::none_at_all(tx)?,
            scores: BTreeMap::new(),
            lists: BTreeMap::new(),
            exploits: BTreeMap::new(),
        })
    }

    /// The row of the issue that these findings are, the first one first.
    #[allow(clippy::too_many_lines, reason = "one line for each column of the row")]
    pub(super) fn row(
        &mut self,
        tx: &Tx<'_>,
        words: &mut Words,
        interner: &mut texts::Interner,
        members: &[&Member],
    ) -> Result<NewRow, Problem> {
        let first = *members.first().ok_or_else(nobody)?;
        let open = members.iter().any(|it| is_open(it));
        let shown: Vec<&Member> = members
            .iter()
            .copied()
            .filter(|it| !open || is_open(it))
            .collect();
        let decided = self.decided(tx, members)?;
        let scanned = shown.iter().map(|it| it.severity).min();
        let severity = decided.severity().or(scanned).unwrap_or_default();
        let lead = speaker(members, &decided).unwrap_or(first);
        let title = match decided.title() {
            Some(title) => interner.id(tx, &title)?,
            None => lead.title,
        };
        let tools: BTreeSet<i64> = shown.iter().map(|it| it.tool).collect();
        let tool_count = clamp(tools.len());
        let tools = self.joined((tx, words, interner), tools, List::Words)?;
        let ids = members.iter().map(|it| it.ids).collect();
        let ids = self.joined((tx, words, interner), ids, List::Words)?;
        let cwes = members.iter().map(|it| it.cwes).collect();
        let cwes = self.joined((tx, words, interner), cwes, List::Numbers)?;
        let exploit = self.exploit(tx, words, ids)?;
        let cvss: BTreeSet<i64> = shown.iter().map(|it| it.cvss).collect();
        let score = (first.application, severity, ids, tool_count, cvss);
        let (points, band, score) = self.score((tx, words), score, &exploit)?;
        let known = (points, exploit.kev.is_some(), exploit.hundredths());
        let stand = self.stand((tx, words), members, &decided, known)?;
        let due = self
            .clock
            .due(first.first_seen, (band, severity), exploit.kev.as_ref());
        let owner = self.owner((tx, words), &decided, first)?;
        let text = |it: &Option<String>| it.as_deref().unwrap_or_default().to_owned();
        let (place, line) = place((tx, words, interner), lead)?;
        Ok(NewRow {
            fingerprint: first.fingerprint,
            application: first.application,
            title,
            class: class(members),
            severity,
            points,
            band,
            score,
            status: stand.status,
            team: interner.id(tx, &text(&owner.team))?,
            person: interner.id(tx, &text(&owner.person))?,
            proof: interner.id(tx, &text(&owner.proof))?,
            place,
            line,
            tools,
            tool_count,
            rule: lead.rule,
            ids,
            cwes,
            package: lead.package,
            findings: clamp(members.len()),
            first_seen: first.first_seen,
            last_seen: members.iter().map(|it| it.last_seen).max().unwrap_or(0),
            kev: exploit.kev.is_some(),
            epss: exploit.hundredths(),
            due,
            hidden: interner.id(tx, &stand.hidden.by)?,
            hidden_until: stand.hidden.until,
            woken: interner.id(tx, &stand.hidden.woken)?,
        })
    }

    fn owner(
        &mut self,
        (tx, words): (&Tx<'_>, &mut Words),
        decided: &Decided,
        first: &Member,
    ) -> Result<Owner, Problem> {
        match decided.owner() {
            Some(owner) => Ok(owner),
            None => self.owners.of(tx, words, first),
        }
    }

    /// The number of the joined text of several lists: each part once, sorted. Most issues have one
    /// finding, and few lists are different, so that a list alone is sorted once.
    fn joined(
        &mut self,
        (tx, words, interner): (&Tx<'_>, &mut Words, &mut texts::Interner),
        lists: BTreeSet<i64>,
        sort: List,
    ) -> Result<i64, Problem> {
        let alone = (lists.len() == 1).then(|| lists.first().copied()).flatten();
        let key = alone.map(|it| (sort, it));
        if let Some(known) = key.and_then(|key| self.lists.get(&key)) {
            return Ok(*known);
        }
        let mut parts = union(tx, words, lists)?;
        if sort == List::Numbers {
            parts.sort_by_key(|it| it.parse::<u32>().unwrap_or(u32::MAX));
        }
        let id = interner.id(tx, &parts.join(","))?;
        if self.lists.len() > 100_000 {
            self.lists.clear();
        }
        self.lists.extend(key.map(|key| (key, id)));
        Ok(id)
    }

    fn facts(
        &self,
        application: i64,
        severity: Severity,
        (cvss, exploit): (Option<CvssFact>, &Exploit),
        tools: u32,
    ) -> Facts {
        let context = self.contexts.get(&application).cloned().unwrap_or_default();
        Facts {
            severity,
            cvss,
            has_cve: exploit.has_cve,
            kev: exploit.kev.clone(),
            kev_fed: self.kev_dated.is_some(),
            epss: exploit.epss.clone(),
            epss_fed: self.epss_dated.is_some(),
            tools: tools as usize,
            in_production: context.in_production,
            internet_facing: context.internet_facing,
            personal_data: context.personal_data,
            criticality: context.criticality,
        }
    }

    /// Few sets of facts are different, so a score is computed once for each.
    fn score(
        &mut self,
        (tx, words): (&Tx<'_>, &mut Words),
        key: ScoreKey,
        exploit: &Exploit,
    ) -> Result<(u16, Band, i64), Problem> {
        if let Some(known) = self.scores.get(&key) {
            return Ok(*known);
        }
        let (application, severity, _, tools, cvss) = &key;
        let cvss = context::best_cvss(tx, words, cvss)?;
        let facts = self.facts(*application, *severity, (cvss, exploit), *tools);
        let priority = prioritize::score(&facts, &self.policy);
        let id = issues::score(tx, &priority.terms)?;
        if self.scores.len() > 100_000 {
            self.scores.clear();
        }
        let out = (hundredths(priority.score), priority.band, id);
        self.scores.insert(key, out);
        Ok(out)
    }

    fn exploit(&mut self, tx: &Tx<'_>, words: &mut Words, key: i64) -> Result<Exploit, Problem> {
        if let Some(known) = self.exploits.get(&key) {
            return Ok(known.clone());
        }
        let mut out = Exploit::default();
        let ids = words.get(tx, key)?;
        for cve in split(&ids).filter(|it| it.starts_with("CVE-")) {
            out.has_cve = true;
            if let Some(row) = feeds::kev(tx, cve)? {
                let known = out.kev.as_ref().is_some_and(|it| it.ransomware);
                if !known {
                    out.kev = Some(KevFact {
                        date_added: row.added,
                        ransomware: row.ransomware,
                    });
                }
            }
            if let Some((probability, percentile)) = feeds::epss(tx, cve)?
                && out
                    .epss
                    .as_ref()
                    .is_none_or(|it| it.probability < probability)
            {
                let date = self.epss_dated.clone().unwrap_or_default();
                out.epss = Some(EpssFact {
                    probability,
                    percentile,
                    date,
                });
            }
        }
        self.exploits.insert(key, out.clone());
        Ok(out)
    }

    /// What people decided, where anybody decided anything at all.
    fn decided(&self, tx: &Tx<'_>, members: &[&Member]) -> Result<Decided, Problem> {
        if self.undecided {
            return Ok(Decided::default());
        }
        Decided::load(tx, members.iter().map(|it| &it.fingerprint))
    }
}

/// The finding that somebody chose to give the issue title, place and rule.
fn speaker<'a>(members: &[&'a Member], decided: &Decided) -> Option<&'a Member> {
    let lead = decided.lead()?;
    members.iter().copied().find(|it| it.fingerprint == lead)
}

fn clamp(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn nobody() -> Problem {
    Problem::new(crate::error::Kind::Bug, "an issue without findings")
}

/// A code scanner's word about a hard-coded credential does not make it less of a secret.
fn class(members: &[&Member]) -> Class {
    let classes = members.iter().map(|it| correlate::class(it.kind));
    let mut classes = classes.collect::<BTreeSet<_>>();
    if classes.contains(&Class::Secret) {
        return Class::Secret;
    }
    classes.pop_first().unwrap_or(Class::Code)
}

/// The newest standing decision on any of some fingerprints, with its event.
pub(super) fn newest(
    tx: &Tx<'_>,
    prints: &[Digest],
    aspect: Aspect,
) -> Result<Option<(String, i64)>, Problem> {
    let mut out: Option<(String, i64)> = None;
    for print in prints {
        if let Some(standing) = decisions::get(tx, *print, aspect)?
            && out
                .as_ref()
                .is_none_or(|(_, event)| *event < standing.event)
        {
            out = Some((standing.value, standing.event));
        }
    }
    Ok(out)
}

/// The parts of several joined texts, each once, sorted.
fn union(tx: &Tx<'_>, words: &mut Words, lists: BTreeSet<i64>) -> Result<Vec<String>, Problem> {
    let mut out = BTreeSet::new();
    for list in lists {
        let joined = words.get(tx, list)?;
        out.extend(split(&joined).map(str::to_owned));
    }
    Ok(out.into_iter().collect())
}

/// The shortest useful place of a finding: a text and a line. Lines differ from finding to finding,
/// texts repeat.
fn place(
    (tx, words, interner): (&Tx<'_>, &mut Words, &mut texts::Interner),
    it: &Member,
) -> Result<(i64, u32), Problem> {
    if correlate::class(it.kind) == Class::Dependency && it.package != 0 {
        if it.version == 0 {
            return Ok((it.package, 0));
        }
        let named = format!(
            "{} {}",
            words.get(tx, it.package)?,
            words.get(tx, it.version)?
        );
        return Ok((interner.id(tx, &named)?, 0));
    }
    for (text, line) in [(it.endpoint, 0), (it.file, it.line), (it.resource, 0)] {
        if text != 0 {
            return Ok((text, line));
        }
    }
    Ok((interner.id(tx, &it.target)?, 0))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "scores and probabilities lie between 0 and 100"
)]
fn hundredths(value: f64) -> u16 {
    (value.clamp(0.0, 100.0) * 100.0).round() as u16
}
