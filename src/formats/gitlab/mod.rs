//! GitLab security reports, schemas 2 to 15: SAST, DAST, dependency scanning, container scanning,
//! secret detection, API and coverage fuzzing. Many tools can write them.
//!
//! Severity: Critical, High, Medium, Low, Info; Unknown, Undefined and anything else unknown
//! (GitLab Docs, "Vulnerability severity levels").
//! The tool is the scanner inside, by its own name, so that it meets its other reports. The rule is
//! the first identifier; a vulnerability's is its own id. `id` and `cve` are not kept: in some
//! reports they are random, in others they hold the line.
//! The ecosystem of a package is that of its lock file or operating system. A status other than
//! `success` makes the scan incomplete.
//! The way to a dependency is told by the names that `dependency_files` gives to its numbers: memory
//! grows with that list.
//! Not read: `remediations`, `tracking`, `flags`.

mod place;
mod record;

use super::read::json;
use super::wire::fact;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, leak, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Scan, text};
use place::{Listed, Names};
use record::Record;

/// See the module's text.
pub(super) struct Gitlab;

#[derive(Default)]
struct Head {
    scan: Scan,
    sort: String,
    names: Names,
}

impl Format for Gitlab {
    fn name(&self) -> &'static str {
        "gitlab"
    }

    fn tool(&self) -> &'static str {
        "any tool that writes GitLab security reports"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Sast,
            FindingKind::Dast,
            FindingKind::Sca,
            FindingKind::Container,
            FindingKind::Secrets,
            FindingKind::Iac,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let full = [
            "vulnerabilities[].identifiers",
            "vulnerabilities[].location",
        ];
        let empty = ["vulnerabilities", "scan.type", "scan.scanner"];
        if probe.has_all(&full) || probe.has_all(&empty) {
            return Claim::Yes;
        }
        if probe.has_all(&["version", "vulnerabilities", "remediations"]) {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let head = head(input)?;
        // Not announced before it is known to be one: the image of a scan stands on its records.
        let mut present = Scan::default();
        json::walk(input, &["vulnerabilities[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let scan = Scan {
                tool: record.tool().unwrap_or_else(|| head.scan.tool.clone()),
                target: image::repository(record.image()).to_owned(),
                ..head.scan.clone()
            };
            if scan != present {
                sink.scan(scan.clone())?;
                present = scan;
            }
            let extract = record.extract().to_owned();
            let way = record.way(&head.names);
            let mut clear = Vec::new();
            let mut out = record.into_finding(&head.sort, &present.tool, &mut clear);
            for it in &clear {
                sink.conceal(it);
            }
            if out.kind == FindingKind::Secrets {
                leak::reduce(&mut out, &extract, key, sink);
                leak::conceal(&extract, sink);
            }
            fact(&mut out.detail.facts, "path", way);
            out.record = it.place();
            sink.finding(out)
        })?;
        if present.tool.is_empty() {
            sink.scan(head.scan)?;
        }
        Ok(())
    }
}

fn head(input: &dyn Input) -> Result<Head, Problem> {
    let mut head = Head::default();
    let wants = [
        "scan.scanner.id",
        "scan.scanner.version",
        "scan.type",
        "scan.end_time",
        "scan.status",
        "vulnerabilities[].scanner.id",
        "dependency_files[]",
    ];
    let mut inner = None;
    let mut status = "success".to_owned();
    json::walk(input, &wants, &mut |it| {
        if it.want == 6 {
            if let Ok(file) = it.parse::<Listed>() {
                head.names.take(file);
            }
            return Ok(());
        }
        let Ok(said) = it.parse::<String>() else {
            return Ok(());
        };
        match it.want {
            0 => head.scan.tool = record::tool_name(&said),
            1 => head.scan.tool_version = text::one_line(&said, 100),
            2 => head.sort = said,
            3 => head.scan.scanned_at = normalise::timestamp(&said),
            4 => status = said,
            _ => _ = inner.get_or_insert_with(|| record::tool_name(&said)),
        }
        Ok(())
    })?;
    // Bearer calls a scan that found something a failure (`calculateStatus` in its GitLab report).
    let found = head.scan.tool == "bearer" && status == "failure";
    if status != "success" && !found {
        let status = text::one_line(&status, 100);
        head.scan.incomplete = Some(format!("the status of the scan is {status}"));
    }
    if head.scan.tool.is_empty() {
        head.scan.tool = inner.unwrap_or_else(|| "gitlab".to_owned());
    }
    Ok(head)
}
