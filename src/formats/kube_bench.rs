//! kube-bench 0.x JSON (`kube-bench --json`): an object with `Controls`, or the bare list of older
//! versions.
//!
//! Severity: kube-bench knows none; a FAIL and a WARN stay unknown, with the status as the word.
//! FAIL and WARN are findings: a WARN is a check that a person has to make. PASS and INFO are none.
//! The rule is the version of the benchmark and the number of the test, such as `cis-1.6 4.1.1`; the
//! resource is the type of the node. Manual tests (`scored` false) say so in a fact.
//! Not read: totals, the shell commands of audits.

use super::read::{json, part};
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, Location, NewFinding, RecordPlace, Scan};
use serde::Deserialize;
use serde_json::value::RawValue;

/// See the module's text.
pub(super) struct KubeBench;

#[derive(Deserialize)]
struct Control<'a> {
    #[serde(default, deserialize_with = "or_default")]
    version: String,
    #[serde(default, deserialize_with = "or_default")]
    node_type: String,
    #[serde(borrow, default, deserialize_with = "or_default")]
    tests: Vec<Section<'a>>,
}

#[derive(Deserialize)]
struct Section<'a> {
    #[serde(default, deserialize_with = "or_default")]
    desc: String,
    #[serde(borrow, default, deserialize_with = "or_default")]
    results: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Record {
    test_number: String,
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    test_desc: String,
    #[serde(default, deserialize_with = "or_default")]
    remediation: String,
    #[serde(default, deserialize_with = "or_default")]
    actual_value: String,
    #[serde(default, deserialize_with = "or_default")]
    expected_result: String,
    #[serde(default, deserialize_with = "or_default")]
    reason: String,
    scored: Option<bool>,
}

impl Format for KubeBench {
    fn name(&self) -> &'static str {
        "kube-bench"
    }

    fn tool(&self) -> &'static str {
        "kube-bench 0.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Iac]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let new = ["Controls", "Totals"];
        let old = ["[].node_type", "[].tests"];
        if probe.has_all(&new) || probe.has_all(&old) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "kube-bench".to_owned(),
            ..Scan::default()
        })?;
        json::walk(input, &["Controls[]", "[]"], &mut |it| {
            let Some(control) = it.record::<Control<'_>>(sink)? else {
                return Ok(());
            };
            for (section, test) in control.tests.iter().enumerate() {
                for (idx, raw) in test.results.iter().enumerate() {
                    let path = format!("tests[{section}].results[{idx}]");
                    let Some(record) = part::record::<Record>(it, raw, &path, sink)? else {
                        continue;
                    };
                    if matches!(record.status.as_str(), "FAIL" | "WARN") {
                        let place = part::place(it, raw, &path);
                        sink.finding(record.into_finding(&control, test, place))?;
                    }
                }
            }
            Ok(())
        })
    }
}

impl Record {
    fn into_finding(
        self,
        control: &Control<'_>,
        test: &Section<'_>,
        at: RecordPlace,
    ) -> NewFinding {
        let rule = format!("{} {}", control.version, self.test_number);
        let title = match self.test_desc.as_str() {
            "" => rule.as_str(),
            text => text,
        };
        let rule = one_line(&rule, TITLE);
        let mut out = NewFinding::new(FindingKind::Iac, rule, one_line(title, TITLE));
        out.severity_word = self.status;
        out.place = Location {
            resource: Some(control.node_type.clone()).filter(|it| !it.is_empty()),
            ..Location::default()
        };
        let detail = &mut out.detail;
        detail.remediation = bounded(self.remediation.trim().to_owned(), DESCRIPTION);
        detail.evidence = bounded(self.actual_value, SNIPPET);
        fact(&mut detail.facts, "section", test.desc.as_str());
        fact(&mut detail.facts, "expected", self.expected_result);
        fact(&mut detail.facts, "reason", self.reason);
        if self.scored == Some(false) {
            fact(&mut detail.facts, "scored", "no, a person has to check");
        }
        out.record = at;
        out
    }
}
