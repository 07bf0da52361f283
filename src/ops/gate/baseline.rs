//! Baselines: named, recorded sets of findings by fingerprint, so that moved lines make nothing new.

use super::{Request, Run, application};
use crate::error::{Kind, Problem};
use crate::model::gate::BaselineRef;
use crate::model::{Digest, Event, digest};
use crate::ops::{Who, Workspace};
use crate::store::events::{self, NewEvent};
use crate::store::gates::{self, BaselineRow};
use crate::store::{Keep, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

/// What a release is compared with.
pub(super) struct Before {
    /// As a record cites it.
    pub(super) cited: BaselineRef,
    /// Its findings, sorted.
    pub(super) prints: Vec<Digest>,
    /// Row numbers of findings that were gone since and are back.
    pub(super) back: BTreeSet<i64>,
}

/// The baseline that a request names: one that was recorded, or what the scans of that release saw.
pub(super) fn resolve(tx: &Tx<'_>, id: i64, request: &Request) -> Result<Option<Before>, Problem> {
    if let Some((cited, prints)) = request.given.clone() {
        let back = BTreeSet::new();
        return Ok(Some(Before {
            cited,
            prints,
            back,
        }));
    }
    let known = gates::baselines(tx, Some(&request.app))?;
    let found = match &request.baseline {
        Some(name) => known.iter().find(|it| it.name == *name),
        None => known.iter().find(|it| it.origin == "recorded"),
    };
    if let Some(row) = found {
        return Ok(Some(Before {
            cited: row.cited(),
            prints: gates::set(tx, &row.sha256)?,
            back: gates::back_since(tx, row.event)?.into_iter().collect(),
        }));
    }
    let Some(name) = &request.baseline else {
        return Ok(None);
    };
    if let Some((event, at, prints)) = gates::seen_by_release(tx, id, name)? {
        let cited = BaselineRef {
            name: name.clone(),
            origin: "scans".to_owned(),
            at,
            findings: prints.len(),
            sha256: sha256(&prints),
        };
        let back = gates::back_since(tx, event)?.into_iter().collect();
        return Ok(Some(Before {
            cited,
            prints,
            back,
        }));
    }
    let names: Vec<_> = known.iter().map(|it| it.name.as_str()).collect();
    let app = &request.app;
    let hint = if names.is_empty() {
        format!("record one: `sluice gate baseline record {name} --app {app}`")
    } else {
        format!("there are: {}", names.join(", "))
    };
    Err(Problem::usage(format!("{app} has no baseline '{name}'")).hint(hint))
}

fn sha256(prints: &[Digest]) -> String {
    let bytes: Vec<u8> = prints.iter().flat_map(|it| it.0).collect();
    digest::sha256_hex(&bytes)
}

/// Keeps what a passed run saw as the baseline of its release. It is a part of the run, not a
/// decision of its own, so it is no event.
pub(super) fn of_run(tx: &Tx<'_>, run: &Run, who: &Who) -> Result<(), Problem> {
    let inputs = &run.record.inputs;
    let of_app = gates::baselines(tx, Some(&inputs.app))?;
    let known = of_app.iter().find(|it| it.name == inputs.release);
    if known.is_some_and(|it| it.origin == "recorded") {
        return Ok(());
    }
    let event = events::next(tx)? - 1;
    let prints = gates::open_findings(tx, application(tx, &inputs.app)?)?;
    let row = BaselineRow {
        app: inputs.app.clone(),
        name: inputs.release.clone(),
        origin: "gate".to_owned(),
        at: who.at,
        by: who.name.clone(),
        event,
        findings: prints.len(),
        sha256: gates::keep_set(tx, &prints)?,
    };
    gates::set_baseline(tx, (&inputs.app, &inputs.release), Some(&row))?;
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct Payload {
    app: String,
    name: String,
    before: Option<BaselineRow>,
    after: Option<BaselineRow>,
}

/// Records what is open in an application now, hidden issues included, under a name.
pub fn record(
    workspace: &mut Workspace,
    (app, name): (&str, &str),
    who: &Who,
) -> Result<BaselineRow, Problem> {
    let name = name.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Problem::usage("the baseline needs a name"));
    }
    workspace.store.write(|tx| {
        let id = application(tx, app)?;
        let prints = gates::open_findings(tx, id)?;
        let before = gates::baselines(tx, Some(app))?;
        let before = before.into_iter().find(|it| it.name == name);
        let row = BaselineRow {
            app: app.to_owned(),
            name: name.to_owned(),
            origin: "recorded".to_owned(),
            at: who.at,
            by: who.name.clone(),
            event: events::next(tx)?,
            findings: prints.len(),
            sha256: gates::keep_set(tx, &prints)?,
        };
        gates::set_baseline(tx, (app, name), Some(&row))?;
        let summary = format!(
            "recorded baseline {name} of {app}: {} findings",
            prints.len()
        );
        let payload = Payload {
            app: app.to_owned(),
            name: name.to_owned(),
            before,
            after: Some(row.clone()),
        };
        let event = NewEvent {
            at: who.at,
            actor: who.person(),
            operation: "baseline",
            summary,
            payload: json!(payload).to_string(),
        };
        events::append(tx, event)?;
        Ok((row, Keep::All))
    })
}

/// Takes a recorded baseline back, or records it again.
pub(in crate::ops) fn take_back(
    tx: &Tx<'_>,
    origin: &Event,
    forward: bool,
) -> Result<usize, Problem> {
    let payload: Payload = serde_json::from_str(&origin.payload).map_err(|err| {
        Problem::new(Kind::Store, format!("event {} cannot be read", origin.seq)).because(err)
    })?;
    let row = if forward {
        payload.after
    } else {
        payload.before
    };
    gates::set_baseline(tx, (&payload.app, &payload.name), row.as_ref())?;
    Ok(1)
}

/// The baselines there are, newest first.
pub fn list(workspace: &Workspace, app: Option<&str>) -> Result<Vec<BaselineRow>, Problem> {
    Ok(gates::baselines(&workspace.store.read(), app)?)
}

/// A baseline as a file, for gates that keep no store.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    app: String,
    name: String,
    at: i64,
    sha256: String,
    findings: Vec<Digest>,
}

/// Writes a baseline as one JSON document (`assets/schema/gate-baseline.schema.json`).
pub fn export(workspace: &Workspace, app: &str, name: &str) -> Result<serde_json::Value, Problem> {
    let tx = &workspace.store.read();
    let id = application(tx, app)?;
    let request = Request {
        app: app.to_owned(),
        baseline: Some(name.to_owned()),
        ..Request::default()
    };
    let Some(before) = resolve(tx, id, &request)? else {
        return Err(Problem::usage(format!("{app} has no baseline '{name}'")));
    };
    Ok(json!(File {
        version: 1,
        app: app.to_owned(),
        name: name.to_owned(),
        at: before.cited.at,
        sha256: before.cited.sha256,
        findings: before.prints,
    }))
}

/// Reads what [`export`] wrote.
pub fn read(file: &str, text: &str) -> Result<(BaselineRef, Vec<Digest>), Problem> {
    let wrong = |why: &str| {
        Problem::input(format!("not a baseline: {why}"))
            .in_file(file)
            .hint("write one with `sluice gate baseline export NAME --app APP`")
    };
    let mut it: File = serde_json::from_str(text).map_err(|err| wrong(&err.to_string()))?;
    it.findings.sort_unstable();
    if it.sha256 != sha256(&it.findings) {
        return Err(wrong("its findings do not fit its SHA-256"));
    }
    let cited = BaselineRef {
        name: it.name,
        origin: "recorded".to_owned(),
        at: it.at,
        findings: it.findings.len(),
        sha256: it.sha256,
    };
    Ok((cited, it.findings))
}
