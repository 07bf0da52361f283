//! Why an issue is one thing, why a finding is the one of the last scan, and why two findings are one
//! issue or not.

use crate::correlate::constraint::{Constraint, Kind};
use crate::correlate::explain::Would;
use crate::correlate::{self, Edge, Sighting};
use crate::error::Problem;
use crate::identity::{explain as identity, pairing::Side};
use crate::model::{Confidence, Digest, Finding, Issue, KeptApart, Link, short_id};
use crate::ops::Workspace;
use crate::ops::constraints::Constraints;
use crate::ops::issues::{self, Depth};
use crate::ops::regroup::Words;
use crate::store::images::{self, Sighted};
use crate::store::{Tx, findings, links, members};
use std::collections::{BTreeMap, BTreeSet};

/// Two findings, and all that is known of whether they are one.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The one.
    pub a: Finding,
    /// The other.
    pub b: Finding,
    /// True when one issue holds both.
    pub together: bool,
    /// The links that lead from the one to the other, in order.
    pub path: Vec<Link>,
    /// What the rules say when these two meet alone.
    pub edges: Vec<Edge>,
    /// What people said of the two, the newest first.
    pub said: Vec<String>,
    /// What would have to be equal; empty when a rule joins them.
    pub would: Vec<Would>,
    /// All of it in a sentence.
    pub verdict: String,
}

/// A finding that a later scan saw again, not quite as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Number of the import.
    pub event: i64,
    /// When, UTC seconds.
    pub at: i64,
    /// By what it is the same.
    pub evidence: &'static str,
    /// What was otherwise, such as `line 12 → 15`.
    pub changes: Vec<String>,
}

/// An issue with the history of each finding's identity.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The issue with findings and links.
    pub issue: Issue,
    /// By fingerprint: how each finding was found again.
    pub matches: BTreeMap<Digest, Vec<Match>>,
}

/// Explains an issue.
pub fn issue(workspace: &Workspace, id: i64) -> Result<Whole, Problem> {
    let issue = issues::load_to(workspace, id, Depth::Everything)?;
    let tx = &workspace.store.read();
    let mut matches = BTreeMap::new();
    for it in &issue.findings {
        matches.insert(it.fingerprint, matches_of(tx, it.id)?);
    }
    Ok(Whole { issue, matches })
}

fn matches_of(tx: &Tx<'_>, finding: i64) -> Result<Vec<Match>, Problem> {
    let all = images::history(tx, finding)?;
    let pairs = all.iter().zip(all.iter().skip(1));
    let side = |it: &Sighted| Side {
        id: 0,
        bucket: it.bucket,
        native: it.native,
        content: it.content,
        line: it.line,
    };
    let told = pairs.map(|(before, after)| {
        let mut changes = Vec::new();
        let mut differ = |what: &str, a: String, b: String| {
            if a != b {
                changes.push(format!("{what} {a} → {b}"));
            }
        };
        differ("file", before.file.clone(), after.file.clone());
        differ("line", before.line.to_string(), after.line.to_string());
        let (a, b) = (before.severity.name(), after.severity.name());
        differ("severity", a.to_owned(), b.to_owned());
        let (a, b) = (before.state.name(), after.state.name());
        differ("state", a.to_owned(), b.to_owned());
        Match {
            event: before.event,
            at: before.at,
            evidence: if after.state == crate::model::FindingState::Gone {
                "the scan looked there and did not see it"
            } else {
                identity::words(identity::evidence(&side(before), &side(after)))
            },
            changes,
        }
    });
    Ok(told.collect())
}

/// Explains two findings, by their fingerprints.
pub fn pair(workspace: &Workspace, one: Digest, other: Digest) -> Result<Pair, Problem> {
    if one == other {
        return Err(Problem::usage("both are the same finding")
            .hint("name two findings, or one issue to explain it whole"));
    }
    let tx = &workspace.store.read();
    let ((a, left), (b, right)) = (both(tx, one)?, both(tx, other)?);
    let issue = |print| findings::issue_of(tx, print);
    let (home, away) = (issue(one)?, issue(other)?);
    let together = home.is_some() && home == away;
    let path = match home.filter(|_| together) {
        Some(issue) => path(&links::of_issue(tx, issue)?, one, other),
        None => Vec::new(),
    };
    let edges = correlate::explain::edges(&left, &right);
    let constraints = Constraints::load(tx)?;
    let (said, kept) = said(&constraints, one, other);
    let would = if edges.is_empty() {
        correlate::explain::would(&left, &right)
    } else {
        Vec::new()
    };
    let verdict = verdict(
        together,
        &edges,
        kept || together && !said.is_empty(),
        !would.is_empty(),
    );
    Ok(Pair {
        a,
        b,
        together,
        path,
        edges,
        said,
        would,
        verdict,
    })
}

/// A finding as it is shown and as the rules see it.
fn both(tx: &Tx<'_>, print: Digest) -> Result<(Finding, Sighting), Problem> {
    let gone = || Problem::usage(format!("the finding {print} is not there any more"));
    let id = members::with_fingerprint(tx, print)?.ok_or_else(gone)?;
    let member = members::one(tx, id)?.ok_or_else(gone)?;
    let shown = findings::one(tx, id)?.ok_or_else(gone)?;
    Ok((shown, Words::default().sighting(tx, &member)?))
}

/// What people said that these two are or are not, and whether that keeps them apart.
fn said(constraints: &Constraints, one: Digest, other: Digest) -> (Vec<String>, bool) {
    let mut kept = false;
    let about = constraints.about([one, other].iter()).into_iter();
    let told = about.filter_map(|it| match &it.kind {
        Kind::Together(all) if all.contains(&one) && all.contains(&other) => {
            Some(format!("one, says {}", it.says))
        }
        Kind::Apart(left, right) if opposite(left, right, one, other) => {
            kept = true;
            Some(format!("not one, says {}", it.says))
        }
        Kind::Waived(left, right) if opposite(left, right, one, other) => {
            Some(format!("not to be suggested again, says {}", it.says))
        }
        Kind::Together(_) | Kind::Apart(..) | Kind::Waived(..) => None,
    });
    (told.collect(), kept)
}

fn opposite(left: &[Digest], right: &[Digest], one: Digest, other: Digest) -> bool {
    (left.contains(&one) && right.contains(&other))
        || (left.contains(&other) && right.contains(&one))
}

fn verdict(together: bool, edges: &[Edge], said: bool, would: bool) -> String {
    let rule = edges.first().map(|it| it.rule).unwrap_or_default();
    let sure = edges.iter().any(|it| it.confidence < Confidence::Low);
    match (together, sure, said) {
        (true, true, _) => format!("one issue: rule {rule} joins these two"),
        (true, false, true) => "one issue: a person joined them, no rule would".to_owned(),
        (true, false, false) => {
            "one issue, though no rule joins these two: others in between do".to_owned()
        }
        (false, _, true) => "two issues: a person keeps them apart".to_owned(),
        (false, true, false) => format!(
            "two issues: rule {rule} would join these two alone, but other findings at the place \
             make it doubtful"
        ),
        (false, false, false) if !edges.is_empty() => {
            format!("two issues: rule {rule} only suggests that they are one")
        }
        (false, false, false) if would => "two issues: no rule joins them as they are".to_owned(),
        (false, false, false) => "two issues: no rule compares such findings".to_owned(),
    }
}

/// The links that lead from one finding to another: an issue's links are a tree.
fn path(links: &[Link], from: Digest, to: Digest) -> Vec<Link> {
    let mut reached: BTreeMap<Digest, Option<&Link>> = BTreeMap::from([(from, None)]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for link in links {
            let next = match at {
                at if link.finding == at => link.to,
                at if link.to == at => link.finding,
                _ => continue,
            };
            if let std::collections::btree_map::Entry::Vacant(slot) = reached.entry(next) {
                slot.insert(Some(link));
                open.push(next);
            }
        }
    }
    let mut out = Vec::new();
    let mut at = to;
    while let Some(Some(link)) = reached.get(&at) {
        out.push((*link).clone());
        at = if link.finding == at {
            link.to
        } else {
            link.finding
        };
    }
    out.reverse();
    out
}

/// Most pairs of findings that are compared to say what a rule would do.
const TRIED: usize = 64;

/// The issues that people keep apart from one, and what a rule would say of it.
pub(super) fn kept_apart(tx: &Tx<'_>, issue: &Issue) -> Result<Vec<KeptApart>, Problem> {
    let constraints = Constraints::load(tx)?;
    if constraints.is_empty() {
        return Ok(Vec::new());
    }
    let here: BTreeSet<Digest> = issue.findings.iter().map(|it| it.fingerprint).collect();
    let mut out: BTreeMap<i64, KeptApart> = BTreeMap::new();
    for it in constraints.about(here.iter()) {
        for (mine, theirs) in sides(it, &here) {
            let mut issues = BTreeSet::new();
            for print in &theirs {
                issues.extend(findings::issue_of(tx, *print)?);
            }
            for other in issues.into_iter().filter(|other| *other != issue.row.id) {
                let Some(head) = crate::store::issues::one(tx, other)? else {
                    continue;
                };
                let against = against(tx, &mine, &theirs);
                out.entry(other).or_insert(KeptApart {
                    other: head.row.fingerprint,
                    title: head.row.title,
                    says: it.says.clone(),
                    against,
                });
            }
        }
    }
    Ok(out.into_values().collect())
}

/// The findings of an issue that a constraint keeps from others, and those others.
fn sides(it: &Constraint, here: &BTreeSet<Digest>) -> Vec<(Vec<Digest>, Vec<Digest>)> {
    let Kind::Apart(left, right) = &it.kind else {
        return Vec::new();
    };
    let mine = |side: &[Digest]| -> Vec<Digest> {
        side.iter()
            .copied()
            .filter(|it| here.contains(it))
            .collect()
    };
    [(left, right), (right, left)]
        .into_iter()
        .map(|(side, other)| (mine(side), other.clone()))
        .filter(|(side, _)| !side.is_empty())
        .collect()
}

/// In which band an edge of this confidence is.
pub const fn band(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain | Confidence::High | Confidence::Medium => "join",
        Confidence::Low => "suggest",
    }
}

/// The surest thing that a rule says against keeping findings apart.
fn against(tx: &Tx<'_>, mine: &[Digest], theirs: &[Digest]) -> String {
    let mut best: Option<Edge> = None;
    let pairs = mine
        .iter()
        .flat_map(|a| theirs.iter().map(move |b| (*a, *b)));
    for (a, b) in pairs.take(TRIED) {
        let (Ok((_, a)), Ok((_, b))) = (both(tx, a), both(tx, b)) else {
            continue;
        };
        for edge in correlate::explain::edges(&a, &b) {
            if best
                .as_ref()
                .is_none_or(|it| edge.confidence < it.confidence)
            {
                best = Some(edge);
            }
        }
    }
    best.map_or_else(String::new, |it| {
        format!(
            "{} v{}, {}: {}",
            it.rule, it.version, it.confidence, it.evidence
        )
    })
}

/// A finding in a few words: tool, rule and where.
pub fn name(it: &Finding) -> String {
    let place = it.place.file.as_deref().or(it.place.url.as_deref());
    let place = place.or(it.place.resource.as_deref()).unwrap_or_default();
    let line = it.place.line.map(|it| format!(":{it}")).unwrap_or_default();
    let package = it.package.as_ref().map(|it| format!(" {}", it.name));
    format!(
        "{} {} {}{} {place}{line}",
        short_id(it.fingerprint, 12),
        it.tool,
        it.rule,
        package.unwrap_or_default()
    )
}
