//! FIRST EPSS scores: the daily CSV (about 300,000 rows, decompressed by the caller) and the JSON of
//! the API.
//!
//! CSV: a comment `#model_version:v2025.03.14,score_date:2025-09-24T12:55:00Z` (older files end in
//! `+0000`; the oldest have no comment, then the day in the file's name counts), a header with `cve`,
//! `epss` and mostly `percentile`, rows. JSON: `{"data":[{"cve","epss","percentile","date"}]}` with
//! the numbers as texts. Not read: the `time-series` of the API.
//!
//! Rows are handed over one by one, in bounded memory. A probability outside 0–1 is skipped.

use super::{cve, day, unmarked};
use crate::error::{Place, Problem};
use crate::formats::read::json;
use crate::formats::{Input, Probe, probe::Shape};
use crate::model::{RecordPlace, Skipped};
use serde::Deserialize;
use std::io::{BufRead as _, Read as _};

/// Longest comment line that is looked at.
const LONGEST_COMMENT: u64 = 4096;

/// What a file says about all of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EpssHeader {
    /// Version of the model, such as `v2025.03.14`; empty when not given.
    pub model_version: String,
    /// Day of the scores, `YYYY-MM-DD`; empty when not given.
    pub score_date: String,
    /// Rows handed over.
    pub rows: u64,
    /// Rows that could not be used.
    pub skipped: Vec<Skipped>,
}

/// One score. Probability and percentile belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EpssRow {
    /// The CVE, upper case.
    pub cve: String,
    /// Probability of exploitation within 30 days, 0–1.
    pub epss: f64,
    /// Share of all scored CVEs with this score or less, 0–1; the oldest files have none.
    pub percentile: Option<f64>,
}

/// Where rows go.
pub type Rows<'r> = dyn FnMut(EpssRow) -> Result<(), Problem> + 'r;

/// True for a file of scores.
pub(super) fn claims(probe: &Probe) -> bool {
    let head = probe.head.trim_start_matches('\u{feff}');
    match probe.shape {
        Shape::Json => probe.has_all(&["data[].cve", "data[].epss"]),
        Shape::Text => head.starts_with("#model_version") || head.starts_with("cve,epss"),
        Shape::Empty | Shape::Xml | Shape::Binary => false,
    }
}

/// Reads all scores and hands them over.
pub fn read(input: &dyn Input, rows: &mut Rows<'_>) -> Result<EpssHeader, Problem> {
    let mut out = match Probe::new(input)?.shape {
        Shape::Json => from_json(input, rows),
        Shape::Text => from_csv(input, rows),
        Shape::Empty | Shape::Xml | Shape::Binary => Err(not_epss()),
    }
    .map_err(|problem| problem.in_file(input.name()))?;
    if out.score_date.is_empty() {
        out.score_date = day_of_name(input.name()).unwrap_or_default();
    }
    Ok(out)
}

/// The day of the scores as the file's first lines or its name say it, before any row is read; empty
/// when they do not.
pub fn score_date(input: &dyn Input) -> Result<String, Problem> {
    let probe = Probe::new(input)?;
    let mut out = EpssHeader::default();
    let head = probe.head.trim_start_matches('\u{feff}').lines();
    for line in head.take_while(|it| it.starts_with('#')) {
        out.comment(line);
    }
    if out.score_date.is_empty() {
        let first = probe.value("data[].date").and_then(day);
        out.score_date = first
            .or_else(|| day_of_name(input.name()))
            .unwrap_or_default();
    }
    Ok(out.score_date)
}

fn not_epss() -> Problem {
    Problem::input("not a file of EPSS scores")
        .hint("download epss_scores-YYYY-MM-DD.csv.gz from FIRST and import that file")
}

/// The day in `epss_scores-2022-01-01.csv`.
fn day_of_name(name: &str) -> Option<String> {
    let at = name.rfind("epss_scores-")?;
    day(name.get(at + "epss_scores-".len()..)?)
}

fn from_csv(input: &dyn Input, rows: &mut Rows<'_>) -> Result<EpssHeader, Problem> {
    let mut out = EpssHeader::default();
    let mut reader = unmarked(input)?;
    let mut lines = 0;
    while reader.fill_buf()?.first() == Some(&b'#') {
        let mut line = Vec::new();
        (&mut reader)
            .take(LONGEST_COMMENT)
            .read_until(b'\n', &mut line)?;
        out.comment(&String::from_utf8_lossy(&line));
        lines += 1;
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let columns = columns(reader.byte_headers().map_err(broken)?)?;
    let mut record = csv::ByteRecord::new();
    let mut row = 0_u64;
    while reader.read_byte_record(&mut record).map_err(broken)? {
        row += 1;
        let cell = |at: usize| record.get(at).map(String::from_utf8_lossy);
        let percentile = columns.2.map(|it| cell(it).unwrap_or_default());
        let (id, epss) = (cell(columns.0), cell(columns.1));
        let read = read_row(
            &id.unwrap_or_default(),
            &epss.unwrap_or_default(),
            percentile.as_deref(),
        );
        match read {
            Ok(read) => {
                rows(read)?;
                out.rows += 1;
            }
            Err(reason) => {
                let at = record.position();
                let record = RecordPlace {
                    line: at.map_or(0, csv::Position::line) + lines,
                    path: format!("row {row}"),
                    ..RecordPlace::default()
                };
                out.skipped.push(Skipped { record, reason });
            }
        }
    }
    Ok(out)
}

/// Where the three columns stand.
fn columns(header: &csv::ByteRecord) -> Result<(usize, usize, Option<usize>), Problem> {
    let find = |name: &[u8]| {
        let same = |it: &[u8]| it.trim_ascii().eq_ignore_ascii_case(name);
        header.iter().position(same)
    };
    match (find(b"cve"), find(b"epss")) {
        (Some(cve), Some(epss)) => Ok((cve, epss, find(b"percentile"))),
        _ => Err(not_epss()),
    }
}

fn broken(err: csv::Error) -> Problem {
    let place = Place {
        line: err.position().map(csv::Position::line),
        ..Place::default()
    };
    Problem::input("the CSV cannot be read")
        .at(place)
        .because(err)
}

impl EpssHeader {
    /// `#model_version:v2025.03.14,score_date:2025-09-24T12:55:00Z`
    fn comment(&mut self, line: &str) {
        for part in line.trim().trim_start_matches('#').split(',') {
            match part.split_once(':') {
                Some(("model_version", version)) => version.clone_into(&mut self.model_version),
                Some(("score_date", date)) => self.score_date = day(date).unwrap_or_default(),
                _ => {}
            }
        }
    }
}

/// A row from its texts, or why it cannot be used.
fn read_row(id: &str, epss: &str, percentile: Option<&str>) -> Result<EpssRow, String> {
    let share = |what: &str, text: &str| match text.trim().parse::<f64>() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err(format!("{what} '{}' is not between 0 and 1", text.trim())),
    };
    Ok(EpssRow {
        cve: cve(id).ok_or_else(|| format!("'{id}' is no CVE id"))?,
        epss: share("epss", epss)?,
        percentile: percentile.map(|it| share("percentile", it)).transpose()?,
    })
}

#[derive(Deserialize)]
struct Entry {
    cve: String,
    epss: Number,
    percentile: Option<Number>,
    date: Option<String>,
}

/// The API writes numbers as texts; copies of it do not always.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Text(String),
    Plain(f64),
}

impl Number {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Plain(number) => number.to_string(),
        }
    }
}

fn from_json(input: &dyn Input, rows: &mut Rows<'_>) -> Result<EpssHeader, Problem> {
    let mut out = EpssHeader::default();
    let mut seen = false;
    json::walk(input, &["model_version", "data[]"], &mut |it| {
        if it.want == 0 {
            out.model_version = it.parse().unwrap_or_default();
            return Ok(());
        }
        seen = true;
        let entry = it.parse::<Entry>().map_err(|problem| problem.to_string());
        let read = entry.and_then(|entry| {
            let percentile = entry.percentile.map(|it| it.text());
            let row = read_row(&entry.cve, &entry.epss.text(), percentile.as_deref())?;
            Ok((row, entry.date.as_deref().and_then(day)))
        });
        match read {
            Ok((row, date)) => {
                // Answers of one day are the rule; of several, the oldest is the honest one.
                out.score_date = match (std::mem::take(&mut out.score_date), date) {
                    (known, None) => known,
                    (known, Some(date)) if known.is_empty() => date,
                    (known, Some(date)) => known.min(date),
                };
                out.rows += 1;
                rows(row)
            }
            Err(reason) => {
                out.skipped.push(it.refuse(reason));
                Ok(())
            }
        }
    })?;
    if seen { Ok(out) } else { Err(not_epss()) }
}
