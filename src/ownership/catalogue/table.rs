//! A table of applications: CSV with a header line.
//!
//! Columns are known by their names, in any case, blanks and underscores alike; those of a ServiceNow
//! CMDB export among them (`name`, `business_criticality`, `support_group`, `owned_by`,
//! `environment`, `used_for`, `data_classification`, `internet_facing`, `operational_status`).
//! A value that cannot be read is skipped with its line; the rest of its row counts.

use super::{Catalogue, criticality, in_production, ternary};
use crate::error::Problem;
use crate::model::inventory::field;
use csv::{ReaderBuilder, StringRecord, Trim};

/// Field, and the names of its columns.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        NAME,
        &["application", "name", "application name", "ci name", "app"],
    ),
    (
        field::OWNER,
        &[
            "owner",
            "team",
            "owner team",
            "support group",
            "assignment group",
        ],
    ),
    (
        field::PERSON,
        &["person", "owned by", "managed by", "it application owner"],
    ),
    (
        field::CRITICALITY,
        &["criticality", "business criticality", "busines criticality"],
    ),
    (
        field::INTERNET_FACING,
        &["internet facing", "internet-facing", "exposed"],
    ),
    (
        field::IN_PRODUCTION,
        &["in production", "in-production", "environment", "used for"],
    ),
    (
        field::PERSONAL_DATA,
        &["personal data", "personal-data", "data classification"],
    ),
    (
        field::DATA_CATEGORIES,
        &["data categories", "data-categories"],
    ),
    (
        field::LIFECYCLE,
        &["lifecycle", "operational status", "install status"],
    ),
    (field::REPOSITORY, &["repository", "repo", "source"]),
];

const NAME: &str = "name";

/// Reads a file.
pub(super) fn read(name: &str, text: &str) -> Result<Catalogue, Problem> {
    let mut reader = ReaderBuilder::new()
        .trim(Trim::All)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let broken = |err: csv::Error| {
        Problem::input("the table cannot be read")
            .because(err)
            .in_file(name)
    };
    let header = reader.headers().map_err(broken)?.clone();
    let columns: Vec<Option<&str>> = header.iter().map(column).collect();
    if !columns.contains(&Some(NAME)) {
        let found: Vec<_> = header.iter().collect();
        return Err(
            Problem::input("the table has no column with the applications' names")
                .in_file(name)
                .hint(format!(
                    "call one `application`; found: {}",
                    found.join(", ")
                )),
        );
    }
    let mut out = Catalogue::default();
    for row in reader.records() {
        match row {
            Ok(row) => take(&mut out, &columns, &row),
            Err(err) => {
                let line = err.position().map_or(0, csv::Position::line);
                out.skip(u32::try_from(line).unwrap_or(0), err.to_string());
            }
        }
    }
    Ok(out)
}

fn column(header: &str) -> Option<&'static str> {
    let header = header.trim().to_lowercase().replace('_', " ");
    // ServiceNow puts `u_` before fields of one's own.
    let header = header.strip_prefix("u ").unwrap_or(&header);
    let known = COLUMNS.iter().find(|(_, names)| names.contains(&header));
    known.map(|(field, _)| *field)
}

fn take(out: &mut Catalogue, columns: &[Option<&str>], row: &StringRecord) {
    let line = row.position().map_or(0, csv::Position::line);
    let line = u32::try_from(line).unwrap_or(0);
    let said = || {
        columns
            .iter()
            .zip(row)
            .filter_map(|(field, value)| Some(((*field)?, value)))
    };
    let Some((_, name)) = said().find(|(field, value)| *field == NAME && !value.is_empty()) else {
        return out.skip(line, "a row without the name of an application");
    };
    for (field, value) in said().filter(|(field, value)| *field != NAME && !value.is_empty()) {
        match read_value(field, value) {
            Some(value) => out.of_application(name, field, &value, line),
            None => out.skip(line, format!("{field} '{value}' is not understood")),
        }
    }
}

fn read_value(field: &str, value: &str) -> Option<String> {
    let word = match field {
        field::CRITICALITY => criticality(value)?,
        field::INTERNET_FACING => ternary(value)?,
        field::IN_PRODUCTION => ternary(value).or_else(|| in_production(value))?,
        field::PERSONAL_DATA => ternary(value).unwrap_or_else(|| classified(value)),
        _ => return Some(value.to_owned()),
    };
    Some(word.to_owned())
}

/// A classification that names personal data. Others do not say that there is none.
fn classified(word: &str) -> &'static str {
    let word = word.to_lowercase();
    let personal = ["personal", "pii", "gdpr", "phi", "health"];
    if personal.iter().any(|it| word.contains(it)) {
        "yes"
    } else {
        "unknown"
    }
}
