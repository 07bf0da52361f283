//! A consultant's report: a Markdown template with blanks, filled from the store.
//!
//! Blanks are `{{client}}`, `{{brand}}`, `{{apps}}`, `{{from}}`, `{{to}}`, `{{tools}}`, `{{summary}}`,
//! `{{first}}`, `{{findings}}` and `{{numbers}}`. What is filled in cannot be Markdown or HTML itself;
//! what is to be blacked out is so before it is filled in.

use crate::error::Problem;
use crate::export::{markdown, time};
use crate::formats::Formats;
use crate::model::figures::Figures;
use crate::model::{Band, Issue, short_id, text};
use crate::ops::issues::{self, Depth};
use crate::ops::{Workspace, metrics, queue};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

/// The template that is used when no other is given.
pub const TEMPLATE: &str = include_str!("../../assets/report/client.md");

/// Issues told one by one; more are counted.
const TOLD: usize = 500;
/// Issues to begin with.
const FIRST: usize = 10;

/// Whose report it is, and how it looks.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// Who made it.
    pub name: String,
    /// For whom.
    pub client: String,
    /// Colour, six hex digits.
    pub accent: String,
    /// A template in place of [`TEMPLATE`].
    pub template: Option<String>,
    /// Words to black out.
    pub redact: Vec<String>,
    /// Whether places are blacked out.
    pub redact_places: bool,
    /// Which issues.
    pub filter: String,
}

/// What stands in place of a blacked out text.
const BLACK: &str = "█████";

/// A template is written by people: none is larger.
const LARGEST: u64 = 1024 * 1024;

/// Reads a template.
pub fn template(file: &Path) -> Result<String, Problem> {
    let name = file.display().to_string();
    let mut text = String::new();
    let read = fs::File::open(file).and_then(|it| it.take(LARGEST).read_to_string(&mut text));
    read.map_err(|err| Problem::from(err).in_file(&name))?;
    Ok(text)
}

/// Writes a file that is not there yet.
pub fn write_new(file: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let name = file.display().to_string();
    let placed = |err: std::io::Error| Problem::from(err).in_file(&name);
    if file.exists() {
        return Err(Problem::usage("a report never overwrites a file")
            .in_file(&name)
            .hint("name a file that is not there yet"));
    }
    let mut to = fs::File::create_new(file).map_err(placed)?;
    to.write_all(bytes).map_err(placed)
}

/// The report as Markdown.
pub fn markdown(
    workspace: &Workspace,
    formats: &Formats,
    (period, brand): (&metrics::Request, &Brand),
) -> Result<String, Problem> {
    let figures = metrics::figures(workspace, formats, period)?;
    let columns = queue::load(workspace)?;
    let rows = queue::filter(&columns, &brand.filter, period.now)?;
    let digits = issues::id_digits(workspace)?;
    let (mut told, mut counts) = (Vec::new(), BTreeMap::<(Band, &str), usize>::new());
    let mut tools = BTreeSet::new();
    for row in rows.iter().map(|it| *it as usize) {
        let app = columns.text(&columns.app, row);
        let known = columns.id.get(row).zip(columns.band.get(row));
        let Some((id, band)) = known.filter(|_| figures.apps.iter().any(|it| it == app)) else {
            continue;
        };
        *counts.entry((*band, app)).or_default() += 1;
        let names = columns.text(&columns.tools, row).split(',');
        tools.extend(names.map(str::to_owned));
        if told.len() < TOLD {
            told.push(issues::load_to(workspace, *id, Depth::Findings)?);
        }
    }
    let all: usize = counts.values().sum();
    let fill = Fill { brand, digits };
    let mut findings = told.iter().map(|it| fill.issue(it)).collect::<String>();
    if all > told.len() {
        writeln!(
            findings,
            "\n{} more are not told one by one.",
            all - told.len()
        )
        .ok();
    }
    let day = |at| {
        time::rfc3339(at)
            .split('T')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let tools: Vec<String> = tools.into_iter().collect();
    let blanks = [
        ("client", fill.text(&brand.client)),
        ("brand", fill.text(&brand.name)),
        ("apps", fill.text(&figures.apps.join(", "))),
        ("from", day(figures.from)),
        ("to", day(figures.to)),
        ("tools", fill.text(&tools.join(", "))),
        ("summary", fill.summary(&counts, all)),
        ("first", fill.first(&told)),
        ("findings", findings),
        ("numbers", fill.numbers(&figures)),
    ];
    let template = brand.template.as_deref().unwrap_or(TEMPLATE);
    Ok(filled(template, &blanks))
}

/// The same report as one HTML page.
pub fn html(markdown: &str, brand: &Brand) -> String {
    markdown::page("Application security report", &brand.accent, markdown)
}

/// The template with its blanks filled, in one pass: what is filled in is not looked at again.
fn filled(template: &str, blanks: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let known = after.split_once("}}").and_then(|(name, tail)| {
            let blank = blanks.iter().find(|it| it.0 == name.trim());
            blank.map(|it| (it.1.as_str(), tail))
        });
        if let Some((text, tail)) = known {
            out.push_str(text);
            rest = tail;
        } else {
            out.push_str("{{");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

struct Fill<'a> {
    brand: &'a Brand,
    digits: usize,
}

impl Fill<'_> {
    /// A text of the store as it may stand in Markdown, blacked out.
    fn text(&self, raw: &str) -> String {
        let mut out = text::one_line(raw, 2000);
        for word in self.brand.redact.iter().filter(|it| !it.is_empty()) {
            out = black(&out, word);
        }
        markdown::escape(&out)
    }

    fn place(&self, it: &Issue) -> String {
        if self.brand.redact_places {
            BLACK.to_owned()
        } else {
            self.text(&it.row.place)
        }
    }

    fn summary(&self, counts: &BTreeMap<(Band, &str), usize>, all: usize) -> String {
        let mut out =
            format!("{all} open issues.\n\n| band | application | issues |\n|---|---|---|\n");
        for ((band, app), count) in counts {
            writeln!(out, "| {band} | {} | {count} |", self.text(app)).ok();
        }
        out
    }

    fn first(&self, told: &[Issue]) -> String {
        let line = |it: &Issue| {
            let (title, place) = (self.text(&it.row.title), self.place(it));
            format!("- {} {title} ({place})\n", it.row.band)
        };
        told.iter().take(FIRST).map(line).collect()
    }

    fn issue(&self, it: &Issue) -> String {
        let id = short_id(it.row.fingerprint, self.digits);
        let mut out = format!("### {} {}\n\n", id, self.text(&it.row.title));
        let ids = it.vulnerabilities.join(", ");
        let cwes: Vec<String> = it.cwes.iter().map(|it| format!("CWE-{it}")).collect();
        let told = it.findings.iter().map(|it| &it.detail.remediation);
        let remedy = told.into_iter().find(|it| !it.is_empty());
        let pairs = [
            (
                "Priority",
                format!("{}, score {:.2}", it.row.band, it.row.score),
            ),
            ("Severity", it.row.severity.to_string()),
            ("Application", self.text(&it.row.app)),
            ("Place", self.place(it)),
            ("Vulnerabilities", self.text(&ids)),
            ("Weakness", self.text(&cwes.join(", "))),
            ("Seen by", self.text(&it.row.tools.join(", "))),
            (
                "Remedy",
                remedy.map_or_else(String::new, |it| self.text(it)),
            ),
        ];
        for (name, value) in pairs.iter().filter(|it| !it.1.is_empty()) {
            writeln!(out, "- {name}: {value}").ok();
        }
        out.push('\n');
        out
    }

    fn numbers(&self, figures: &Figures) -> String {
        let mut out = String::new();
        for metric in &figures.metrics {
            let mine = metric
                .numbers
                .iter()
                .filter(|it| it.group.is_empty() || metric.first_page);
            let told: Vec<_> = mine.filter(|it| it.value.is_some()).take(30).collect();
            if told.is_empty() {
                continue;
            }
            writeln!(
                out,
                "### {}\n\n{}\n",
                metric.name,
                markdown::escape(metric.definition)
            )
            .ok();
            writeln!(
                out,
                "| application | what | {} | cases |\n|---|---|---|---|",
                metric.unit
            )
            .ok();
            for it in told {
                let app = if it.app.is_empty() { "all" } else { &it.app };
                let what = format!("{} {}", it.stat, it.group);
                let few = if it.small { " (few)" } else { "" };
                let (app, what) = (self.text(app), self.text(what.trim()));
                writeln!(
                    out,
                    "| {app} | {what} | {} | {}{few} |",
                    it.shown(),
                    it.cases
                )
                .ok();
            }
            out.push('\n');
        }
        out
    }
}

/// A text with a word blacked out, whatever its case.
fn black(text: &str, word: &str) -> String {
    let (low, word) = (text.to_lowercase(), word.to_lowercase());
    if low.len() != text.len() {
        return text.replace(&word, BLACK);
    }
    let (mut out, mut from) = (String::new(), 0);
    for (at, found) in low.match_indices(&word) {
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(BLACK);
        from = at + found.len();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
