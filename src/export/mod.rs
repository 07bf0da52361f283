//! A snapshot in, bytes out. One file per output format, one list.
//!
//! What is written is a contract: its own structs with a version, a JSON Schema in `assets/schema/`,
//! never our inner types. Every text is stripped of control characters; CSV cells cannot run as
//! formulas.

mod calendar;
pub mod components_csv;
pub mod components_json;
mod csaf_vex;
pub mod csv_cell;
mod cyclonedx_vex;
pub mod decisions_csv;
pub mod decisions_json;
mod decisions_jsonl;
pub mod decisions_sheet;
pub mod evidence_index;
pub mod exception_json;
pub mod gate;
pub mod html;
mod ignore;
pub mod issues_csv;
pub mod issues_json;
pub mod item;
mod json_text;
pub mod markdown;
pub mod metrics_csv;
pub mod metrics_html;
pub mod metrics_json;
pub mod metrics_open;
mod openvex;
pub mod records_csv;
pub mod register;
mod sarif;
pub mod stand;
pub mod svg;
mod ticket;
pub mod time;
mod vex;

use crate::model::Exception;
use crate::model::figures::Figures;
use item::{Exporter, Family};
use std::io::{self, Write};

/// A standing decision on one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    /// Short id of the issue; empty when its findings are not in this store.
    pub issue: String,
    /// Application.
    pub app: String,
    /// Title of the issue.
    pub title: String,
    /// Fingerprints of the findings that the decision names, sorted.
    pub fingerprints: Vec<String>,
    /// `confirm`, `false-positive`, `assign`, `note`, `severity high`, `exception EX-3` and such.
    pub decision: String,
    /// Reason or text.
    pub reason: String,
    /// Team, of an assignment.
    pub team: String,
    /// Person, of an assignment.
    pub person: String,
    /// Who decided.
    pub by: String,
    /// When, UTC seconds.
    pub at: i64,
    /// When it ends by itself, UTC seconds, where a date was given.
    pub until: Option<i64>,
    /// Number of the event in the log.
    pub event: i64,
}

/// What stands, as it leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Decisions, in the order of the log.
    pub rows: Vec<DecisionRow>,
    /// Exceptions that are asked for, hold or have expired, the first to end first.
    pub exceptions: Vec<Exception>,
}

/// An output format for decisions.
pub trait DecisionExporter: Sync {
    /// Stable name.
    fn name(&self) -> &'static str;
    /// One line for help.
    fn about(&self) -> &'static str;
    /// Writes all of them.
    fn write(&self, all: &Decisions, to: &mut dyn Write) -> io::Result<()>;
}

/// Every output format for decisions. The only list.
pub const DECISIONS: &[&dyn DecisionExporter] = &[
    &decisions_csv::DecisionsCsv,
    &decisions_json::DecisionsJson,
    &decisions_jsonl::DecisionsJsonl,
];

/// Every output format for issues that is not our own. The only list.
pub const EXPORTERS: &[&dyn Exporter] = &[
    &openvex::OpenVex,
    &cyclonedx_vex::CycloneDxVex,
    &csaf_vex::CsafVex,
    &sarif::Sarif,
    &ignore::Trivy,
    &ignore::OsvScanner,
    &ignore::Grype,
    &ignore::Gitleaks,
    &ignore::Zizmor,
    &ignore::Semgrep,
    &ticket::Markdown,
    &ticket::Jira,
    &ticket::TicketLines,
    &calendar::Calendar,
];

/// The exporters of a family.
pub fn of(family: Family) -> impl Iterator<Item = &'static dyn Exporter> {
    EXPORTERS
        .iter()
        .copied()
        .filter(move |it| it.family() == family)
}

/// An output format for numbers.
pub trait FiguresExporter: Sync {
    /// Stable name.
    fn name(&self) -> &'static str;
    /// One line for help.
    fn about(&self) -> &'static str;
    /// Writes all of them.
    fn write(&self, figures: &Figures, to: &mut dyn Write) -> io::Result<()>;
}

/// Every output format for numbers. The only list.
pub const FIGURES: &[&dyn FiguresExporter] = &[
    &metrics_csv::MetricsCsv,
    &metrics_html::MetricsHtml,
    &metrics_json::MetricsJson,
    &metrics_open::OpenMetrics,
];
