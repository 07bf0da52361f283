//! Coverity: `cov-format-errors --json-output-v1` to `-v10` (JSON), and the answer of Coverity
//! Connect for a view of issues (`viewContentsV1`, and the newer `issues` search).
//!
//! Severity is Coverity's impact: High → high, Medium → medium, Low → low, Audit → info. Checkers
//! without one are unknown.
//! A finding is one occurrence; the merge key, or the CID of Connect, is Coverity's identity across
//! scans. The place is the main event, the others are its flow.
//! Kept with that as a claim: what is classified as Intentional or False Positive, or suppressed by
//! a comment in the code. What Connect holds for Fixed or Absent is no finding.
//! Issues of quality are read too: the kinds are tags. Not read: code around events.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, literal, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Flow, NewFinding, Scan, Severity, Step};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Coverity;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issue {
    merge_key: String,
    checker_name: String,
    #[serde(default, deserialize_with = "or_default")]
    main_event_file_pathname: String,
    #[serde(default, deserialize_with = "or_default")]
    stripped_main_event_file_pathname: String,
    main_event_line_number: Option<u32>,
    main_event_column_number: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    function_display_name: String,
    #[serde(default, deserialize_with = "or_default")]
    language: String,
    #[serde(default, deserialize_with = "or_default")]
    events: Vec<Event>,
    #[serde(default, deserialize_with = "or_default")]
    checker_properties: Properties,
    #[serde(default, deserialize_with = "or_default")]
    local_triage: Triage,
    #[serde(default, deserialize_with = "or_default")]
    state_on_server: OnServer,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(default, deserialize_with = "or_default")]
    event_description: String,
    #[serde(default, deserialize_with = "or_default")]
    event_tag: String,
    #[serde(default, deserialize_with = "or_default")]
    stripped_file_pathname: String,
    #[serde(default, deserialize_with = "or_default")]
    file_pathname: String,
    line_number: Option<u32>,
    main: Option<bool>,
    remediation: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Properties {
    cwe_category: Loose,
    issue_kinds: Loose,
    #[serde(deserialize_with = "or_default")]
    category: String,
    #[serde(deserialize_with = "or_default")]
    impact: String,
    #[serde(deserialize_with = "or_default")]
    subcategory_short_description: String,
    #[serde(deserialize_with = "or_default")]
    subcategory_long_description: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Triage {
    #[serde(deserialize_with = "or_default")]
    classification: String,
    #[serde(deserialize_with = "or_default")]
    comment: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OnServer {
    cid: Loose,
    #[serde(deserialize_with = "or_default")]
    triage: Triage,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    cid: Loose,
    #[serde(default, deserialize_with = "or_default")]
    display_type: String,
    #[serde(default, deserialize_with = "or_default")]
    display_impact: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    classification: String,
    #[serde(default, deserialize_with = "or_default")]
    display_category: String,
    #[serde(default, deserialize_with = "or_default")]
    display_file: String,
    #[serde(default, deserialize_with = "or_default")]
    display_function: String,
    #[serde(default, deserialize_with = "or_default")]
    display_issue_kind: String,
    #[serde(default, deserialize_with = "or_default")]
    checker: String,
    #[serde(default)]
    line_number: Loose,
    #[serde(default)]
    cwe: Loose,
    #[serde(default, deserialize_with = "or_default")]
    owner: String,
    #[serde(default, deserialize_with = "or_default")]
    first_detected: String,
}

impl Format for Coverity {
    fn name(&self) -> &'static str {
        "coverity"
    }

    fn tool(&self) -> &'static str {
        "Coverity"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let named = probe.value("type") == Some("Coverity issues");
        let shaped = probe.has_all(&["issues[].mergeKey", "issues[].checkerName"]);
        if named || shaped || probe.has("viewContentsV1") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(scan(input)?)?;
        let wants = ["issues[]", "viewContentsV1.rows[]"];
        json::walk(input, &wants, &mut |it| {
            let found = if it.want == 0 {
                it.record::<Issue>(sink)?.map(Issue::into_finding)
            } else {
                match it.record::<Row>(sink)? {
                    Some(row) if matches!(row.status.as_str(), "Fixed" | "Absent Dismissed") => {
                        None
                    }
                    row => row.map(Row::into_finding),
                }
            };
            let Some(mut out) = found else {
                return Ok(());
            };
            for clear in literal::reduce(&mut out, key) {
                sink.conceal(&clear);
            }
            out.record = it.place();
            sink.finding(out)
        })
    }
}

/// A view is asked for page by page.
fn scan(input: &dyn Input) -> Result<Scan, Problem> {
    let (mut total, mut rows) = (0, 0);
    let wants = ["viewContentsV1.totalRows", "viewContentsV1.rows[]"];
    json::walk(input, &wants, &mut |it| {
        match it.want {
            0 => total = it.parse::<usize>().unwrap_or_default(),
            _ => rows += 1,
        }
        Ok(())
    })?;
    let page = rows < total;
    Ok(Scan {
        tool: "coverity".to_owned(),
        incomplete: page.then(|| format!("the report is one page: {rows} of {total} rows")),
        ..Scan::default()
    })
}

fn severity(impact: &str) -> Severity {
    match impact {
        "Audit" => Severity::Info,
        other => normalise::severity_of_word(other),
    }
}

fn dismissed(classification: &str) -> bool {
    matches!(
        classification,
        "Intentional" | "False Positive" | "No Test Needed" | "Tested Elsewhere"
    )
}

impl Issue {
    fn into_finding(self) -> NewFinding {
        let said = self.checker_properties;
        let rule = one_line(&self.checker_name, TITLE);
        let title = one_line(&said.subcategory_short_description, TITLE);
        let title = if title.is_empty() {
            rule.clone()
        } else {
            title
        };
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        out.severity = severity(&said.impact);
        out.severity_word = one_line(&said.impact, 60);
        out.cwes = normalise::cwes(said.cwe_category.iter());
        out.native = Some(bounded(self.merge_key, 512)).filter(|it| !it.is_empty());
        // The path without the build's own folder, where the tool was told of one.
        let paths = [
            self.stripped_main_event_file_pathname,
            self.main_event_file_pathname,
        ];
        let path = paths.into_iter().find(|it| !it.is_empty());
        out.place = place(&path.unwrap_or_default(), self.main_event_line_number);
        out.place.column = self.main_event_column_number.filter(|it| *it > 0);
        let main = self.events.iter().find(|it| it.main == Some(true));
        let message = main.map(|it| it.event_description.clone());
        let texts = [
            message.unwrap_or_default(),
            said.subcategory_long_description,
        ];
        let detail = &mut out.detail;
        detail.description = bounded(texts.join("\n\n").trim().to_owned(), DESCRIPTION);
        let fixes = self.events.iter().filter(|it| it.remediation == Some(true));
        let fixes: Vec<&str> = fixes.map(|it| it.event_description.as_str()).collect();
        detail.remediation = bounded(fixes.join("\n"), DESCRIPTION);
        let steps = self.events.into_iter();
        let steps = steps.filter(|it| it.remediation != Some(true));
        let steps: Vec<Step> = steps.map(Step::from).collect();
        if 1 < steps.len() {
            detail.flows = vec![Flow { steps }];
        }
        detail.tags = said.issue_kinds.0;
        let facts = &mut detail.facts;
        fact(facts, "category", said.category);
        fact(facts, "function", self.function_display_name);
        fact(facts, "language", self.language);
        fact(
            facts,
            "cid",
            self.state_on_server.cid.first().unwrap_or_default(),
        );
        let triage = [self.local_triage, self.state_on_server.triage];
        for it in triage
            .into_iter()
            .filter(|it| dismissed(&it.classification))
        {
            detail.suppression = Some(Claimed {
                kind: it.classification,
                status: String::new(),
                justification: bounded(it.comment, DESCRIPTION),
            });
        }
        out
    }
}

impl From<Event> for Step {
    fn from(it: Event) -> Self {
        let path = if it.stripped_file_pathname.is_empty() {
            it.file_pathname
        } else {
            it.stripped_file_pathname
        };
        let text = format!("{}: {}", it.event_tag, it.event_description);
        Self {
            file: normalise::path(&path),
            line: it.line_number.unwrap_or_default(),
            text: one_line(&text, TITLE),
        }
    }
}

impl Row {
    fn into_finding(self) -> NewFinding {
        let title = one_line(&self.display_type, TITLE);
        let rule = one_line(&self.checker, TITLE);
        let rule = if rule.is_empty() { title.clone() } else { rule };
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        out.severity = severity(&self.display_impact);
        out.severity_word = one_line(&self.display_impact, 60);
        out.cwes = normalise::cwes(self.cwe.iter());
        out.native = self.cid.first().map(str::to_owned);
        let line = self.line_number.first().and_then(|it| it.parse().ok());
        out.place = place(&self.display_file, line);
        let detail = &mut out.detail;
        detail.tags = links([self.display_issue_kind]);
        if dismissed(&self.classification) {
            detail.suppression = Some(Claimed {
                kind: self.classification,
                ..Claimed::default()
            });
        } else {
            fact(&mut detail.facts, "classification", self.classification);
        }
        let facts = &mut detail.facts;
        fact(facts, "status", self.status);
        fact(facts, "category", self.display_category);
        fact(facts, "function", self.display_function);
        fact(facts, "owner", self.owner);
        fact(facts, "first detected", self.first_detected);
        out
    }
}
