//! SARIF 2.1.0 of any tool. A scan per run; runs of one tool over one target are one scan.
//!
//! Read twice: rules, artifacts and invocations first, wherever they stand, then the results. The
//! memory needed grows with the rules and the listed artifacts, not with the results.
//!
//! Severity, the first that is said, on the result before the rule:
//!
//! | said | severity |
//! |---|---|
//! | `security-severity` (a number) | CVSS bands: 9 critical, 7 high, 4 medium, above 0 low, 0 info |
//! | `kind` informational | info |
//! | `severity`, `issue_severity`, `securityRisk`, `zizmor/severity`, `DevSkimSeverity` | the word |
//! | `level` of the result, else of the rule | error high, warning medium, note low, none info |
//! | `problem.severity` | error high, warning medium, recommendation low |
//! | nothing | medium, as SARIF's default is warning; for tools that look for credentials high |
//!
//! What is a finding: kinds fail, open, review, informational and none at all. `pass` and
//! `notApplicable` say that there is nothing and are passed over. A result whose `baselineState` is
//! absent is gone; it is reported as skipped, and its absence from the scan closes it.
//! A result with several locations is a finding for each (of the first 1000; more are reported as
//! skipped), without the fingerprint of the whole
//! (mobsfscan and njsscan write all occurrences so); only Cppcheck means a path to the last by it.
//! A suppression, the first of several, is kept as the claim that it is. Who made it decides nothing.
//!
//! The target is the category of `automationDetails.id` (all before its last `/`), else the image
//! that Trivy names. A run that did not succeed, notes an error, or keeps its results in another
//! file is incomplete.
//!
//! The sort of tool is in the table of `tools.rs`. Where it looks for credentials, the snippet is
//! reduced to a keyed hash and a mask.
//!
//! Not read: help pages (the link is kept), `graphs`, `stacks`, `attachments`, `relatedLocations`,
//! `fixes` beyond their text, `conversion`, web requests beyond their method, tables of taxonomies
//! other than CWE.

mod component;
mod detail;
mod fingerprint;
mod message;
mod place;
mod result;
mod rules;
mod runs;
mod severity;
mod tools;
mod wire;

use super::read::json;
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::FindingKind;
use runs::Run;

/// See the module's text.
pub(super) struct Sarif;

impl Format for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn tool(&self) -> &'static str {
        "any tool that writes SARIF 2.1.0"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[
            FindingKind::Sast,
            FindingKind::Dast,
            FindingKind::Sca,
            FindingKind::Container,
            FindingKind::Iac,
            FindingKind::Secrets,
            FindingKind::Cicd,
        ]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let said = |path, text| probe.value(path).is_some_and(|it| it.contains(text));
        let marked = said("$schema", "sarif") || said("version", "2.1");
        let shaped = probe.has("runs[].tool.driver")
            || probe.has("runs[].results[].ruleId")
            || probe.has("runs[].results[].locations");
        if shaped || (marked && probe.has("runs")) {
            return Claim::Generic;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let runs = runs::collect(input, sink)?;
        for run in runs.values() {
            sink.scan(run.scan.clone())?;
            sink.cover(run.cover())?;
        }
        let nameless = Run::nameless();
        let mut current = runs.values().last().map(|it| &it.scan);
        json::walk(input, &["runs[].results[]"], &mut |it| {
            let at = (it.root(), it.index(0));
            let run = runs.get(&at).unwrap_or(&nameless);
            if current != Some(&run.scan) {
                sink.scan(run.scan.clone())?;
                current = Some(&run.scan);
            }
            result::read(it, run, key, sink)
        })
    }
}

/// What sort of tool a name stands for.
pub(super) fn kind_of(tool: &str) -> Option<FindingKind> {
    tools::known(tool).1
}
