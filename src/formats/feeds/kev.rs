//! CISA Known Exploited Vulnerabilities, JSON and CSV (schema of 2025).
//!
//! `knownRansomwareCampaignUse` is `Known` or `Unknown`; CISA's unknown means "not confirmed".
//! Entries are removed now and then, without trace in the file: a caller replaces the whole list.
//! Not read: `shortDescription`, `notes`, `cwes`, `vendorProject`, `product`.

use super::{cve, day, unmarked};
use crate::error::{Place, Problem};
use crate::formats::read::json;
use crate::formats::{Input, Probe, probe::Shape};
use crate::model::{RecordPlace, Skipped};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The whole catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KevCatalogue {
    /// Version, such as `2025.08.25`; empty in CSV.
    pub version: String,
    /// When it was released, as written; empty in CSV.
    pub released: String,
    /// Entries, in the order of the file.
    pub entries: Vec<KevEntry>,
    /// Rows that could not be used.
    pub skipped: Vec<Skipped>,
}

/// One exploited vulnerability.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KevEntry {
    /// The CVE, upper case.
    pub cve: String,
    /// Day it was added, `YYYY-MM-DD`.
    pub date_added: String,
    /// Day by which US agencies must act, `YYYY-MM-DD`; empty when not given.
    pub due_date: String,
    /// Known use in ransomware campaigns; false means not confirmed.
    pub ransomware: bool,
    /// What CISA calls it.
    pub name: String,
    /// What CISA says to do.
    pub action: String,
}

/// One row, as in JSON and as in CSV.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(rename = "cveID")]
    cve_id: String,
    vulnerability_name: Option<String>,
    date_added: String,
    required_action: Option<String>,
    due_date: Option<String>,
    known_ransomware_campaign_use: Option<String>,
}

/// True for a catalogue.
pub(super) fn claims(probe: &Probe) -> bool {
    match probe.shape {
        Shape::Json => {
            probe.has("vulnerabilities[].cveID")
                || probe.has_all(&["catalogVersion", "vulnerabilities"])
        }
        Shape::Text => probe
            .head
            .trim_start_matches('\u{feff}')
            .starts_with("cveID,"),
        Shape::Empty | Shape::Xml | Shape::Binary => false,
    }
}

/// Reads a catalogue.
pub fn read(input: &dyn Input) -> Result<KevCatalogue, Problem> {
    let mut into = Collector::default();
    match Probe::new(input)?.shape {
        Shape::Json => from_json(input, &mut into),
        Shape::Text => from_csv(input, &mut into),
        Shape::Empty | Shape::Xml | Shape::Binary => Err(not_kev()),
    }
    .map_err(|problem| problem.in_file(input.name()))?;
    Ok(into.out)
}

/// The catalogue as far as it is read, and which CVEs it has.
#[derive(Default)]
struct Collector {
    out: KevCatalogue,
    seen: BTreeSet<String>,
}

fn not_kev() -> Problem {
    Problem::input("not a KEV catalogue").hint(
        "download known_exploited_vulnerabilities.json or .csv from cisa.gov and import that file",
    )
}

fn from_json(input: &dyn Input, into: &mut Collector) -> Result<(), Problem> {
    let mut promised: Option<u64> = None;
    let wants = [
        "catalogVersion",
        "dateReleased",
        "count",
        "vulnerabilities[]",
    ];
    json::walk(input, &wants, &mut |it| {
        match it.want {
            0 => into.out.version = it.parse().unwrap_or_default(),
            1 => into.out.released = it.parse().unwrap_or_default(),
            2 => promised = it.parse().ok(),
            _ => match it.parse::<Row>() {
                Ok(row) => into.take(row, &it.place()),
                Err(problem) => {
                    let mut record = it.place();
                    if let Some(place) = problem.place() {
                        record.line = place.line.unwrap_or(record.line);
                        record.path.clone_from(&place.path);
                    }
                    let reason = problem.to_string();
                    into.out.skipped.push(Skipped { record, reason });
                }
            },
        }
        Ok(())
    })?;
    let out = &mut into.out;
    let found = (out.entries.len() + out.skipped.len()) as u64;
    if found == 0 && out.version.is_empty() {
        return Err(not_kev());
    }
    if let Some(promised) = promised.filter(|it| *it != found) {
        let record = RecordPlace {
            path: "count".to_owned(),
            ..RecordPlace::default()
        };
        let reason = format!("the catalogue says it has {promised} entries, {found} are there");
        out.skipped.push(Skipped { record, reason });
    }
    Ok(())
}

fn from_csv(input: &dyn Input, into: &mut Collector) -> Result<(), Problem> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(unmarked(input)?);
    let headers = reader.headers().map_err(broken)?.clone();
    if !headers.iter().any(|it| it == "cveID") {
        return Err(not_kev());
    }
    let mut record = csv::StringRecord::new();
    let mut row = 0_u64;
    loop {
        let read = reader.read_record(&mut record);
        let place = RecordPlace {
            line: record.position().map_or(row + 2, csv::Position::line),
            path: format!("row {}", row + 1),
            ..RecordPlace::default()
        };
        row += 1;
        let skip = |err: &csv::Error| Skipped {
            record: place.clone(),
            reason: plain(err),
        };
        match read {
            Ok(false) => return Ok(()),
            Ok(true) => match record.deserialize::<Row>(Some(&headers)) {
                Ok(row) => into.take(row, &place),
                Err(err) => into.out.skipped.push(skip(&err)),
            },
            Err(err) if matches!(err.kind(), csv::ErrorKind::Utf8 { .. }) => {
                into.out.skipped.push(skip(&err));
            }
            Err(err) => return Err(broken(err)),
        }
    }
}

/// What is wrong with a row, without the reader's own place.
fn plain(err: &csv::Error) -> String {
    if let csv::ErrorKind::Deserialize { err, .. } = err.kind() {
        return err.to_string();
    }
    "not UTF-8".to_owned()
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

impl Collector {
    /// Takes a row over, or says why not.
    fn take(&mut self, row: Row, record: &RecordPlace) {
        match self.entry(row) {
            Ok(entry) => self.out.entries.push(entry),
            Err(reason) => {
                let record = record.clone();
                self.out.skipped.push(Skipped { record, reason });
            }
        }
    }

    fn entry(&mut self, row: Row) -> Result<KevEntry, String> {
        let Some(cve) = cve(&row.cve_id) else {
            return Err(format!("'{}' is no CVE id", row.cve_id));
        };
        let Some(date_added) = day(&row.date_added) else {
            return Err(format!("'{}' is no date", row.date_added));
        };
        if !self.seen.insert(cve.clone()) {
            return Err(format!("{cve} is listed twice"));
        }
        let ransomware = row.known_ransomware_campaign_use.unwrap_or_default();
        Ok(KevEntry {
            cve,
            date_added,
            due_date: row.due_date.as_deref().and_then(day).unwrap_or_default(),
            ransomware: ransomware.trim().eq_ignore_ascii_case("known"),
            name: row.vulnerability_name.unwrap_or_default(),
            action: row.required_action.unwrap_or_default(),
        })
    }
}
