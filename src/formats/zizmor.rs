//! zizmor 1.x JSON (`zizmor --format json`, `json-v1`).
//!
//! Severity: High → high, Medium → medium, Low → low, Informational → info, Unknown → unknown.
//! zizmor has no critical.
//! A finding names several places of one workflow; the one marked Primary is its own, else the
//! first; the others are kept as a flow. Rows and columns count from zero in the report and from
//! one here. The resource is the route to the job or step, such as `jobs.build.steps[0]`.
//! An empty report is a bare `[]`: it is recognised by a file name with `zizmor` in it.
//! A finding that a comment ignores is kept with that claim.
//! Not read: `fixes` beyond their titles, offsets, related code.

use super::read::json;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{
    Claimed, FindingKind, Flow, Location, NewFinding, RecordPlace, Scan, Severity, Snippet, Step,
    text,
};
use serde::Deserialize;
use std::fmt::Write as _;

/// See the module's text.
pub(super) struct Zizmor;

#[derive(Deserialize)]
struct Record {
    ident: String,
    desc: String,
    url: Option<String>,
    determinations: Determinations,
    locations: Vec<Place>,
    #[serde(default)]
    ignored: bool,
    #[serde(default)]
    fixes: Vec<Fix>,
}

#[derive(Deserialize)]
struct Determinations {
    confidence: Option<String>,
    severity: String,
    persona: Option<String>,
}

#[derive(Deserialize)]
struct Place {
    symbolic: Symbolic,
    concrete: Concrete,
}

/// Where something is in terms of the workflow; also inside zizmor's SARIF.
#[derive(Deserialize)]
pub(super) struct Symbolic {
    key: Key,
    annotation: Option<String>,
    route: Option<Route>,
    kind: Option<String>,
}

/// One of these, or a sort of input without a file.
#[derive(Deserialize)]
struct Key {
    #[serde(rename = "Local")]
    local: Option<LocalKey>,
    #[serde(rename = "Remote")]
    remote: Option<RemoteKey>,
}

#[derive(Deserialize)]
struct LocalKey {
    verbatim_path: Option<String>,
    given_path: Option<String>,
}

#[derive(Deserialize)]
struct RemoteKey {
    path: Option<String>,
}

#[derive(Deserialize)]
struct Route {
    /// Absent in the oldest reports of version 1, which call it `components`.
    #[serde(alias = "components")]
    route: Vec<Part>,
}

#[derive(Deserialize)]
enum Part {
    Key(String),
    Index(u64),
}

#[derive(Deserialize)]
struct Concrete {
    location: Span,
    feature: Option<String>,
}

#[derive(Deserialize)]
struct Span {
    start_point: Point,
    end_point: Point,
}

#[derive(Clone, Copy, Deserialize)]
struct Point {
    row: u32,
    column: u32,
}

#[derive(Deserialize)]
struct Fix {
    title: Option<String>,
}

impl Format for Zizmor {
    fn name(&self) -> &'static str {
        "zizmor"
    }

    fn tool(&self) -> &'static str {
        "zizmor 1.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Cicd]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["[].ident", "[].determinations"]) {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("zizmor") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "zizmor".to_owned(),
            ..Scan::default()
        })?;
        json::walk(input, &["[]"], &mut |it| {
            if let Some(record) = it.record::<Record>(sink)? {
                match record.into_finding(it.place()) {
                    Some(finding) => sink.finding(finding)?,
                    None => sink.skipped(it.refuse("it names no place"))?,
                }
            }
            Ok(())
        })
    }
}

impl Record {
    fn into_finding(self, place: RecordPlace) -> Option<NewFinding> {
        let is_primary = |it: &&Place| it.symbolic.kind.as_deref() == Some("Primary");
        let main = self.locations.iter().find(is_primary);
        let main = main.or_else(|| self.locations.first())?;
        let title = text::one_line(&self.desc, 300);
        let mut out = NewFinding::new(FindingKind::Cicd, text::one_line(&self.ident, 300), title);
        out.severity = match self.determinations.severity.as_str() {
            "High" => Severity::High,
            "Medium" => Severity::Medium,
            "Low" => Severity::Low,
            "Informational" => Severity::Info,
            _ => Severity::Unknown,
        };
        out.severity_word = text::one_line(&self.determinations.severity, 60);
        out.place = main.location();
        out.detail.description = text::bounded(self.description(main), 64 * 1024);
        out.detail.snippet = main.concrete.feature.as_ref().map(|it| Snippet {
            start: main.concrete.location.start_point.row.saturating_add(1),
            text: text::bounded(it.clone(), 32 * 1024),
        });
        if self.locations.len() > 1 {
            let steps = self.locations.iter().take(100).map(Place::step).collect();
            out.detail.flows = vec![Flow { steps }];
        }
        let fixes = self.fixes.into_iter().filter_map(|it| it.title);
        out.detail.remediation = text::bounded(fixes.collect::<Vec<_>>().join("\n"), 64 * 1024);
        let confidence = self.determinations.confidence.unwrap_or_default();
        out.detail.confidence = text::one_line(&confidence, 60);
        let links = self.url.into_iter().map(|it| text::bounded(it, 2048));
        out.detail.references = links.collect();
        let persona = self.determinations.persona;
        out.detail.facts = persona
            .map(|it| ("persona".to_owned(), text::one_line(&it, 60)))
            .into_iter()
            .collect();
        out.detail.suppression = self.ignored.then(|| Claimed {
            kind: "inSource".to_owned(),
            ..Claimed::default()
        });
        out.record = place;
        Some(out)
    }

    fn description(&self, main: &Place) -> String {
        match &main.symbolic.annotation {
            Some(it) if !it.is_empty() => format!("{}: {it}", self.desc),
            Some(_) | None => self.desc.clone(),
        }
    }
}

impl Place {
    fn location(&self) -> Location {
        let (start, end) = (
            self.concrete.location.start_point,
            self.concrete.location.end_point,
        );
        let line = start.row.saturating_add(1);
        let (end_line, end_column) = normalise::region_end(
            line,
            end.row.saturating_add(1),
            end.column.saturating_add(1),
        );
        Location {
            file: self.symbolic.file(),
            line: Some(line),
            end_line,
            column: Some(start.column.saturating_add(1)),
            end_column,
            resource: resource(&self.symbolic),
            ..Location::default()
        }
    }

    fn step(&self) -> Step {
        let at = self.location();
        Step {
            file: at.file.unwrap_or_default(),
            line: at.line.unwrap_or_default(),
            text: text::one_line(self.symbolic.annotation.as_deref().unwrap_or_default(), 300),
        }
    }
}

impl Symbolic {
    fn file(&self) -> Option<String> {
        let local = self.key.local.as_ref();
        let local = local.and_then(|it| it.verbatim_path.as_ref().or(it.given_path.as_ref()));
        let path = local.or_else(|| self.key.remote.as_ref()?.path.as_ref());
        path.map(|it| normalise::path(it))
    }
}

/// The route to a job or step, such as `jobs.build.steps[0]`; none for the whole file.
pub(super) fn resource(symbolic: &Symbolic) -> Option<String> {
    let mut out = String::new();
    for part in symbolic.route.iter().flat_map(|it| &it.route) {
        _ = match part {
            Part::Key(key) if out.is_empty() => write!(out, "{key}"),
            Part::Key(key) => write!(out, ".{key}"),
            Part::Index(index) => write!(out, "[{index}]"),
        };
    }
    (!out.is_empty()).then(|| text::one_line(&out, 300))
}
