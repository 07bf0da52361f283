//! Gate runs as they were recorded: list, one, verify, follow-up.

use super::Run;
use crate::error::{Kind, Problem};
use crate::model::gate::{Answer, GateRecord};
use crate::model::{Digest, Event, digest};
use crate::ops::{Who, Workspace, log};
use crate::policy::gate::{self, GatePolicy};
use crate::store::events::{self, NewEvent};
use crate::store::gates::{self, GateRow};
use crate::store::{Keep, Tx};
use serde_json::json;

/// A record as bytes: the same value gives the same ones, whose SHA-256 is its id.
pub fn bytes(record: &GateRecord) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(record)
        .map_err(|err| Problem::new(Kind::Bug, "a record cannot be written").because(err))
}

/// The newest runs, of one application or of all.
pub fn list(workspace: &Workspace, app: Option<&str>, limit: u32) -> Result<Vec<GateRow>, Problem> {
    Ok(gates::list(&workspace.store.read(), app, limit)?)
}

/// How many runs are recorded.
pub fn count(workspace: &Workspace) -> Result<u64, Problem> {
    Ok(gates::count(&workspace.store.read())?)
}

/// A run with what it told people.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// As the list shows it.
    pub row: GateRow,
    /// Lines for people: the verdict, what blocks, how to get through, then the list.
    pub told: Vec<String>,
    /// Who asked.
    pub by: String,
    /// Name and version of the policy.
    pub policy: String,
    /// What it was compared with; empty for nothing.
    pub baseline: String,
    /// Ids of the issues that block, or would.
    pub blocking: Vec<String>,
    /// What was said.
    pub answer: Answer,
}

/// The newest runs of all applications, each with what it told people.
pub fn whole(workspace: &Workspace, limit: u32) -> Result<Vec<RunRow>, Problem> {
    let tx = &workspace.store.read();
    let mut out = Vec::new();
    for row in gates::list(tx, None, limit)? {
        let record = parse(&gates::record(tx, &row.id)?)?;
        let text = crate::export::gate::told(&row.id, &record)
            .map_err(|err| Problem::new(Kind::Bug, "a verdict cannot be told").because(err))?;
        let baseline = record.inputs.baseline;
        out.push(RunRow {
            told: text.lines().map(str::to_owned).collect(),
            by: record.inputs.by,
            policy: record.policy.label,
            baseline: baseline
                .map_or_else(String::new, |it| format!("{} ({})", it.name, it.origin)),
            blocking: record.verdict.blocking,
            answer: record.verdict.answer,
            row,
        });
    }
    Ok(out)
}

fn row(tx: &Tx<'_>, typed: &str) -> Result<GateRow, Problem> {
    let hex = typed.trim().to_ascii_lowercase();
    let unknown = |message| Problem::usage(message).hint("`sluice gate list` shows the ids");
    if hex.len() < 4 || !hex.bytes().all(|it| it.is_ascii_hexdigit()) {
        let message =
            format!("'{typed}' is no id of a gate run: at least four hex digits are needed");
        return Err(unknown(message));
    }
    let mut found = gates::by_prefix(tx, &hex)?;
    match (found.pop(), found.is_empty()) {
        (Some(row), true) => Ok(row),
        (Some(_), false) => Err(unknown(format!("'{typed}' could be several gate runs"))),
        (None, _) => Err(unknown(format!("there is no gate run '{typed}'"))),
    }
}

/// The run that a typed id stands for.
pub fn load(workspace: &Workspace, typed: &str) -> Result<(GateRow, Run), Problem> {
    let tx = &workspace.store.read();
    let row = row(tx, typed)?;
    let record = parse(&gates::record(tx, &row.id)?)?;
    let id = row.id.clone();
    Ok((row, Run { id, record }))
}

fn parse(bytes: &[u8]) -> Result<GateRecord, Problem> {
    serde_json::from_slice(bytes).map_err(|err| {
        Problem::input("not a record of a gate run")
            .hint("`sluice gate … --record FILE` writes one")
            .because(err)
    })
}

/// The issues that a run said no for: each one's fingerprint, and those of its findings, at that time.
pub(in crate::ops) fn blocking(
    tx: &Tx<'_>,
    id: &str,
) -> Result<Vec<(Digest, Vec<Digest>)>, Problem> {
    let GateRecord {
        verdict, inputs, ..
    } = parse(&gates::record(tx, id)?)?;
    let cases = inputs.cases.into_iter();
    let blocking = cases.filter(|it| verdict.blocking.contains(&it.id));
    Ok(blocking.map(|it| (it.fingerprint, it.findings)).collect())
}

/// One thing that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub what: &'static str,
    /// True when it holds.
    pub holds: bool,
    /// What is wrong; empty when it holds.
    pub why: String,
}

fn check(what: &'static str, wrong: Option<String>) -> Check {
    Check {
        what,
        holds: wrong.is_none(),
        why: wrong.unwrap_or_default(),
    }
}

/// Makes the verdict of a record again from what it was made from.
fn again(record: &GateRecord) -> Result<Vec<Check>, Problem> {
    let text = &record.policy.text;
    let sha256 = digest::sha256_hex(text.as_bytes());
    let other = (sha256 != record.policy.sha256).then(|| "its text has another SHA-256".to_owned());
    let policy = GatePolicy::parse(&record.policy.file, text)?;
    let said = gate::judge(&policy, &record.inputs);
    let differs = (said != record.verdict).then(|| {
        format!(
            "it comes out as {} with {} blocking issues",
            said.answer.name(),
            said.blocking.len()
        )
    });
    Ok(vec![
        check("the policy", other),
        check("the verdict", differs),
    ])
}

/// Verifies a run: its bytes, its event in the log, the log, its policy and its verdict.
pub fn verify(workspace: &Workspace, typed: &str) -> Result<(GateRow, Vec<Check>), Problem> {
    let tx = &workspace.store.read();
    let row = row(tx, typed)?;
    let bytes = gates::record(tx, &row.id)?;
    let other =
        (digest::sha256_hex(&bytes) != row.id).then(|| "its bytes have another SHA-256".to_owned());
    let mut out = vec![check("the record", other)];
    let logged = events::one(tx, row.event)?.filter(|it| names(it, &row.id));
    let missing = logged
        .is_none()
        .then(|| format!("event {} is of something else", row.event));
    out.push(check("its event", missing));
    let broken = log::verify(workspace)?.broken;
    out.push(check(
        "the log",
        broken.map(|(at, why)| format!("event {at}: {why}")),
    ));
    match parse(&bytes) {
        Ok(record) => out.extend(again(&record)?),
        Err(problem) => out.push(check("the verdict", Some(problem.to_string()))),
    }
    Ok((row, out))
}

/// Verifies a record that was written to a file.
pub fn verify_file(text: &[u8]) -> Result<(GateRecord, Vec<Check>), Problem> {
    let record = parse(text)?;
    let checks = again(&record)?;
    Ok((record, checks))
}

fn names(event: &Event, id: &str) -> bool {
    let payload: serde_json::Value = serde_json::from_str(&event.payload).unwrap_or_default();
    event.operation == "gate" && payload.get("run").and_then(|it| it.as_str()) == Some(id)
}

/// Notes that somebody looked again at a run that passed by break-glass.
pub fn follow_up(
    workspace: &mut Workspace,
    typed: &str,
    text: &str,
    who: &Who,
) -> Result<GateRow, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(
            Problem::usage("a follow-up needs a text").hint("say what came of it with --text")
        );
    }
    workspace.store.write(|tx| {
        let mut row = row(tx, typed)?;
        let short: String = row.id.chars().take(8).collect();
        if row.due.is_none() {
            return Err(Problem::usage(format!(
                "gate run {short} passed by no break-glass"
            )));
        }
        if let Some(event) = row.closed {
            let message = format!("gate run {short} was followed up in event {event}");
            return Err(Problem::usage(message));
        }
        let event = NewEvent {
            at: who.at,
            actor: who.person(),
            operation: "follow-up",
            summary: format!("followed up on gate {short}: {text}"),
            payload: json!({"run": row.id, "text": text}).to_string(),
        };
        row.closed = Some(events::append(tx, event)?);
        gates::set_closed(tx, &row.id, row.closed)?;
        Ok((row, Keep::All))
    })
}

/// Takes a follow-up back, or notes it again.
pub(in crate::ops) fn take_back(
    tx: &Tx<'_>,
    origin: &Event,
    forward: bool,
) -> Result<usize, Problem> {
    let payload: serde_json::Value = serde_json::from_str(&origin.payload).unwrap_or_default();
    let run = payload
        .get("run")
        .and_then(|it| it.as_str())
        .unwrap_or_default();
    gates::set_closed(tx, run, forward.then_some(origin.seq))?;
    Ok(1)
}
