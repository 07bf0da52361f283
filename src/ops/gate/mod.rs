//! Gate runs: may this release go? Every run is a record with the whole of what it was made from.
//!
//! A run is one event and never taken back. A run that passes records what it saw as the baseline of
//! its release, so that the next release can be compared with it; a baseline that a person recorded
//! is not replaced.

pub mod baseline;
mod carried;
pub mod records;
mod snapshot;
pub mod stateless;

use crate::error::Problem;
use crate::model::digest;
use crate::model::gate::{BaselineRef, BreakGlass, Cover, GateRecord};
use crate::model::{Digest, FindingKind};
use crate::ops::{Who, Workspace};
use crate::policy::gate::{self, GatePolicy};
use crate::store::events::{self, NewEvent};
use crate::store::gates::{self, GateRow};
use crate::store::{Keep, Tx, applications};
use serde_json::json;
use std::collections::BTreeMap;

/// A release that asks to pass.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Application.
    pub app: String,
    /// Release.
    pub release: String,
    /// Name of the baseline; the newest that a person recorded when not given.
    pub baseline: Option<String>,
    /// File and text of the policy; the one that is compiled in when not given.
    pub policy: Option<(String, String)>,
    /// Reason and note of a break-glass.
    pub break_glass: Option<(String, String)>,
    /// A baseline that was read from a file.
    pub given: Option<(BaselineRef, Vec<Digest>)>,
    /// Exceptions that came with a file and do not hold, or not yet.
    pub covers: Vec<Cover>,
    /// SHA-256 of further files that facts came from, by name.
    pub hashes: BTreeMap<String, String>,
}

/// A recorded run.
#[derive(Clone, Debug)]
pub struct Run {
    /// SHA-256 of the record, hex; its first eight digits are its id.
    pub id: String,
    /// The record.
    pub record: GateRecord,
}

/// Events list so many issues; the count is always whole.
const LISTED: usize = 1000;

/// Judges a release and records the run.
pub fn run(workspace: &mut Workspace, request: &Request, who: &Who) -> Result<Run, Problem> {
    let (file, text) = match &request.policy {
        Some((file, text)) => (file.as_str(), text.as_str()),
        None => ("(built in)", gate::DEFAULT),
    };
    let policy = GatePolicy::parse(file, text)?;
    let order = request.break_glass.as_ref();
    if let Some((_, note)) = order
        && note.trim().is_empty()
    {
        return Err(
            Problem::usage("a break-glass needs a note").hint("say what happened with --note")
        );
    }
    let order = order.map(|(reason, note)| BreakGlass {
        reason: reason.clone(),
        note: note.trim().to_owned(),
        by: who.name.clone(),
    });
    workspace.store.write(|tx| {
        let mut inputs = snapshot::take(tx, request, &policy, who)?;
        inputs.break_glass = order;
        let verdict = gate::judge(&policy, &inputs);
        let record = GateRecord {
            version: 1,
            policy: policy.text(file, text),
            inputs,
            verdict,
        };
        let run = keep(tx, record, who)?;
        if run.record.verdict.answer.passes() {
            baseline::of_run(tx, &run, who)?;
        }
        Ok((run, Keep::All))
    })
}

/// The row number of an application that must be there: a name mistyped must never pass.
fn application(tx: &Tx<'_>, app: &str) -> Result<i64, Problem> {
    if let Some(id) = applications::find(tx, app)? {
        return Ok(id);
    }
    let names: Vec<_> = applications::all(tx)?.into_iter().map(|it| it.1).collect();
    let hint = if names.is_empty() {
        "import its reports first: `sluice import FILE… --app NAME`".to_owned()
    } else {
        format!("there are: {}", names.join(", "))
    };
    Err(Problem::usage(format!("there is no application '{app}'")).hint(hint))
}

fn keep(tx: &Tx<'_>, record: GateRecord, who: &Who) -> Result<Run, Problem> {
    let bytes = records::bytes(&record)?;
    let id = digest::sha256_hex(&bytes);
    // The same asked again within one second is the same run.
    if gates::by_prefix(tx, &id)?.is_empty() {
        let event = log(tx, &id, &record, who)?;
        let verdict = &record.verdict;
        let row = GateRow {
            id: id.clone(),
            event,
            at: who.at,
            app: record.inputs.app.clone(),
            release: record.inputs.release.clone(),
            answer: verdict.answer.name().to_owned(),
            blocking: u32::try_from(verdict.blocking.len()).unwrap_or(u32::MAX),
            due: verdict.follow_up_due,
            closed: None,
        };
        gates::insert(tx, &row, &bytes)?;
        for it in blocking(&record) {
            events::add_subject(tx, it, event)?;
        }
    }
    Ok(Run { id, record })
}

/// Fingerprints of what blocks, as far as events list it.
fn blocking(record: &GateRecord) -> Vec<Digest> {
    let mut prints: BTreeMap<&str, Digest> = BTreeMap::new();
    for it in &record.inputs.cases {
        prints.insert(&it.id, it.fingerprint);
    }
    let ids = record.verdict.blocking.iter().take(LISTED);
    ids.filter_map(|it| prints.get(it.as_str()).copied())
        .collect()
}

fn log(tx: &Tx<'_>, id: &str, record: &GateRecord, who: &Who) -> Result<i64, Problem> {
    let GateRecord {
        inputs, verdict, ..
    } = record;
    let count = verdict.blocking.len();
    let scans = verdict.scans.iter();
    let scans = scans.map(|it| json!({"what": it.what, "state": it.state, "blocks": it.blocks}));
    let cited = verdict.exceptions.iter().map(|it| it.id.as_str());
    let payload = json!({
        "run": id, "app": inputs.app, "release": inputs.release,
        "baseline": inputs.baseline.as_ref().map(|it| it.name.as_str()),
        "answer": verdict.answer, "blocking_count": count, "blocking": blocking(record),
        "scans": scans.collect::<Vec<_>>(), "exceptions": cited.collect::<Vec<_>>(),
        "policy": record.policy.label, "policy_sha256": record.policy.sha256,
        "break_glass": inputs.break_glass, "follow_up_due": verdict.follow_up_due,
    });
    let short: String = id.chars().take(8).collect();
    let summary = format!(
        "gate {short}: {} release {}: {}, {}",
        inputs.app,
        inputs.release,
        verdict.answer.name(),
        crate::ops::wording::count(count, "blocking issue"),
    );
    let event = NewEvent {
        at: who.at,
        actor: who.person(),
        operation: "gate",
        summary,
        payload: payload.to_string(),
    };
    Ok(events::append(tx, event)?)
}

/// A policy to begin with: it observes, and asks for the kinds of scans that each application has
/// had. An exception has a way before anything is ever blocked.
pub fn first_policy(workspace: &Workspace) -> Result<String, Problem> {
    let tx = &workspace.store.read();
    let mut out = gate::DEFAULT
        .replace("name = \"default\"", "name = \"ours\"")
        .replace("mode = \"enforce\"", "mode = \"observe\"");
    let mut more = String::new();
    for (id, name) in applications::all(tx)? {
        let scans = snapshot::scans(tx, id, &BTreeMap::new())?;
        let mut kinds: Vec<FindingKind> = scans.into_iter().flat_map(|it| it.kinds).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let name = name.replace(['\\', '"'], "?");
            more = format!(
                "{more}[[require]]\nkind = \"{kind}\"\nmax_age_days = 30\napps = [\"{name}\"]\n\n"
            );
        }
    }
    if !more.is_empty() {
        out = out.replace("# Sorts of findings", &format!("{more}# Sorts of findings"));
    }
    GatePolicy::parse("(new policy)", &out)?;
    Ok(out)
}
