//! One issue, whole; and what an id that a person typed stands for.

use crate::error::{Kind, Problem};
use crate::formats::purl;
use crate::model::{
    Claim, Digest, Finding, FindingState, HandSet, Issue, Priority, TimelineEntry, short_id,
};
use crate::ops::decided::Decided;
use crate::ops::{Workspace, explain};
use crate::store::{Tx, claims, events, findings, issues, links, meta, reports, suggestions};
use std::collections::{BTreeMap, BTreeSet};

/// How much of an issue is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The issue itself.
    Head,
    /// Its findings and links too.
    Findings,
    /// Its history too.
    Everything,
}

/// The issue with this row number, whole.
pub fn load(workspace: &Workspace, id: i64) -> Result<Issue, Problem> {
    load_to(workspace, id, Depth::Everything)
}

/// The issue with this row number, as far as is wanted; the rest of it is empty.
pub fn load_to(workspace: &Workspace, id: i64, depth: Depth) -> Result<Issue, Problem> {
    let tx = &workspace.store.read();
    let head = issues::one(tx, id)?.ok_or_else(|| {
        Problem::new(Kind::Usage, "the issue is not there any more")
            .hint("refresh the list; its findings may be in another issue now")
    })?;
    let mut out = Issue {
        priority: Priority {
            score: head.row.score,
            band: head.row.band,
            terms: head.terms,
        },
        vulnerabilities: head.vulnerabilities,
        cwes: head.cwes,
        due: head.due,
        hidden: head.hidden,
        timeline: Vec::new(),
        links: Vec::new(),
        apart: Vec::new(),
        set: Vec::new(),
        suggestions: Vec::new(),
        claims: Vec::new(),
        findings: Vec::new(),
        row: head.row,
    };
    if depth >= Depth::Findings {
        out.findings = findings::of_issue(tx, id)?;
        out.links = links::of_issue(tx, id)?;
        out.set = set_by_hand(tx, &out.findings)?;
        out.apart = explain::kept_apart(tx, &out)?;
        out.suggestions = suggestions::of_issue(tx, id)?;
    }
    if depth >= Depth::Findings {
        out.claims = claims(tx, &out.findings)?;
    }
    if depth >= Depth::Everything {
        let short = short_id(out.row.fingerprint, digits(tx)?);
        out.findings
            .iter_mut()
            .for_each(|it| it.issue.clone_from(&short));
        out.timeline = timeline(tx, &out.findings)?;
    }
    Ok(out)
}

/// What issuers claim of the vulnerabilities of findings, in the components that they are about.
fn claims(tx: &Tx<'_>, findings: &[Finding]) -> Result<Vec<Claim>, Problem> {
    let mut out = Vec::new();
    for it in findings {
        let found = it.package.clone().unwrap_or_default();
        let about = claims::of_finding(tx, it)?.into_iter();
        out.extend(about.filter(|it| purl::speaks_of(&it.package, &found)));
    }
    Ok(out)
}

/// The raw findings of an issue, without their history.
pub fn findings(workspace: &Workspace, id: i64) -> Result<Vec<Finding>, Problem> {
    Ok(findings::of_issue(&workspace.store.read(), id)?)
}

/// The issue that a typed id stands for: a prefix of the fingerprint of any finding that is or ever
/// was in it.
pub fn resolve(workspace: &Workspace, typed: &str) -> Result<i64, Problem> {
    let hex = hex(typed)?;
    let found = findings::by_prefix(&workspace.store.read(), &hex)?;
    let mut all: Vec<i64> = found.iter().filter_map(|it| it.1).collect();
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [] => Err(unknown(format!("there is no issue '{typed}'"))),
        [one] => Ok(*one),
        _ => {
            let longer: Vec<String> = found
                .iter()
                .map(|it| short_id(it.2, hex.len() + 4))
                .collect();
            Err(unknown(format!("'{typed}' could be {}", longer.join(", "))))
        }
    }
}

/// The one finding that typed digits of its fingerprint stand for.
pub fn resolve_finding(workspace: &Workspace, typed: &str) -> Result<Digest, Problem> {
    let hex = hex(typed)?;
    let found = findings::by_prefix(&workspace.store.read(), &hex)?;
    match found.as_slice() {
        [] => Err(unknown(format!("there is no finding '{typed}'"))),
        [(_, _, print)] => Ok(*print),
        more => {
            let longer = more.iter().map(|it| short_id(it.2, hex.len() + 4));
            let longer: Vec<String> = longer.collect();
            let text = format!("'{typed}' could be {}", longer.join(", "));
            Err(unknown(text))
        }
    }
}

fn unknown(message: String) -> Problem {
    Problem::usage(message).hint("`sluice list` shows the ids")
}

fn hex(typed: &str) -> Result<String, Problem> {
    let hex = typed.trim().to_ascii_lowercase();
    if hex.len() < 4 || hex.len() > 32 || !hex.bytes().all(|it| it.is_ascii_hexdigit()) {
        return Err(unknown(format!(
            "'{typed}' is no id: at least four hex digits are needed"
        )));
    }
    Ok(hex)
}

/// How many digits of a fingerprint tell issues apart: more for more findings, as git does.
pub fn id_digits(workspace: &Workspace) -> Result<usize, Problem> {
    digits(&workspace.store.read())
}

pub(super) fn digits(tx: &Tx<'_>) -> Result<usize, Problem> {
    let count = meta::highest_finding(tx)?.max(1);
    // Twice the bits of the count, in hex digits, and some to spare.
    Ok(usize::try_from((i64::BITS - count.leading_zeros()) / 2 + 3)
        .unwrap_or(12)
        .clamp(8, 32))
}

/// The bytes of a finding's record as the tool wrote them, secrets masked.
pub fn record(workspace: &Workspace, finding: &Finding) -> Result<String, Problem> {
    let tx = &workspace.store.read();
    let Some(report) = reports::with_sha256(tx, &finding.report)? else {
        return Ok(String::new());
    };
    let (offset, len) = finding.record;
    Ok(String::from_utf8_lossy(&reports::bytes(tx, report, offset, len)?).into_owned())
}

/// The fields that somebody set, beside what the tools say of them.
fn set_by_hand(tx: &Tx<'_>, findings: &[Finding]) -> Result<Vec<HandSet>, Problem> {
    let decided = Decided::load(tx, findings.iter().map(|it| &it.fingerprint))?;
    let open = findings.iter().any(|it| it.state == FindingState::Open);
    let shown = findings
        .iter()
        .filter(|it| !open || it.state == FindingState::Open);
    let worst = shown.map(|it| it.severity).min().unwrap_or_default();
    let first = findings.first();
    let speaks = decided.lead();
    let lead = findings.iter().find(|it| Some(it.fingerprint) == speaks);
    let title = lead.or(first).map(|it| it.title.clone());
    let tools = BTreeMap::from([
        ("severity", worst.name().to_owned()),
        ("title", title.unwrap_or_default()),
        (
            "lead",
            first
                .map(|it| it.fingerprint.to_string())
                .unwrap_or_default(),
        ),
    ]);
    decided.both(tx, &tools)
}

fn timeline(tx: &Tx<'_>, findings: &[Finding]) -> Result<Vec<TimelineEntry>, Problem> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for it in findings {
        out.push(TimelineEntry {
            at: it.first_seen,
            event: 0,
            actor: it.tool.clone(),
            what: format!("first reports {}", place(it)),
        });
        if it.state == FindingState::Gone {
            out.push(TimelineEntry {
                at: it.last_seen,
                event: 0,
                actor: it.tool.clone(),
                what: no_longer(it),
            });
        }
        for event in events::about(tx, it.fingerprint)? {
            if seen.insert(event.seq) {
                out.push(entry(event));
            }
        }
    }
    out.sort_by(|a, b| (a.at, a.event, &a.actor, &a.what).cmp(&(b.at, b.event, &b.actor, &b.what)));
    Ok(out)
}

fn entry(event: crate::model::Event) -> TimelineEntry {
    let text = |key: &str| {
        let payload: serde_json::Value = serde_json::from_str(&event.payload).unwrap_or_default();
        payload
            .get(key)
            .and_then(|it| it.as_str())
            .map(str::to_owned)
    };
    let what = match event.operation.as_str() {
        "note" => text("text").map_or_else(|| event.summary.clone(), |it| format!("note: {it}")),
        _ => event.summary.clone(),
    };
    TimelineEntry {
        at: event.at,
        event: event.seq,
        actor: event.actor.name,
        what,
    }
}

fn no_longer(it: &Finding) -> String {
    let why = it.absence.map(|it| format!(": {}", it.says()));
    format!("no longer reports {}{}", place(it), why.unwrap_or_default())
}

fn place(it: &Finding) -> String {
    let file = it.place.file.clone().or_else(|| it.place.url.clone());
    match (file, it.place.line) {
        (Some(file), Some(line)) => format!("{} at {file}:{line}", it.rule),
        (Some(file), None) => format!("{} at {file}", it.rule),
        (None, _) => it.rule.clone(),
    }
}
