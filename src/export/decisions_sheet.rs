//! The sheet of [`super::decisions_csv`] read back after somebody edited it.
//!
//! Columns are found by their names, in any order; `event` and `fingerprints` say which decision a
//! row is, `decision`, `reason`, `team` and `person` what it says now. The separator may be `,`, `;`
//! or a tab and a byte order mark may stand before it, as spreadsheets save. Ids and times are not
//! read: spreadsheets turn some of them into numbers.

use super::csv_cell;
use crate::error::{Kind, Problem};
use crate::model::Digest;

/// A row as it was edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedRow {
    /// Line in the sheet, counted from one.
    pub line: u64,
    /// Number of the event that made the decision.
    pub event: i64,
    /// Findings that the decision names.
    pub fingerprints: Vec<Digest>,
    /// What it says now.
    pub cells: Cells,
}

/// What a row says of a decision, without what could move a cursor, and without blanks around.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// The word of the decision.
    pub decision: String,
    /// The reason or text.
    pub reason: String,
    /// Team of an assignment.
    pub team: String,
    /// Person of an assignment.
    pub person: String,
}

/// Columns that a sheet needs.
const NEEDED: [&str; 6] = [
    "event",
    "fingerprints",
    "decision",
    "reason",
    "team",
    "person",
];

/// The rows of a sheet. Fails at the first row that cannot be told, before anything is done.
pub fn read(text: &str) -> Result<Vec<EditedRow>, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|it| head.bytes().filter(|byte| byte == it).count())
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|err| broken(&err))?.clone();
    let column = |name: &str| {
        let found = header
            .iter()
            .position(|it| it.trim().eq_ignore_ascii_case(name));
        found.ok_or_else(|| {
            Problem::input(format!("the sheet has no column '{name}'"))
                .hint("it begins as `sluice export decisions --output csv` writes it")
        })
    };
    let mut columns = Vec::new();
    for name in NEEDED {
        columns.push(column(name)?);
    }
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|err| broken(&err))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        let cell = |at: usize| {
            let cell = columns
                .get(at)
                .and_then(|it| record.get(*it))
                .unwrap_or_default();
            csv_cell::plain(cell).trim().to_owned()
        };
        out.push(row(line, &cell)?);
    }
    Ok(out)
}

fn row(line: u64, cell: &dyn Fn(usize) -> String) -> Result<EditedRow, Problem> {
    let wrong = |what: &str, text: &str| {
        Problem::input(format!("line {line}: '{text}' is no {what}"))
            .hint("only decision, reason, team and person may be edited")
    };
    let event = cell(0);
    let prints = cell(1);
    let mut fingerprints = Vec::new();
    for it in prints.split_whitespace() {
        fingerprints.push(Digest::parse(it).ok_or_else(|| wrong("fingerprint", it))?);
    }
    if fingerprints.is_empty() {
        return Err(wrong("fingerprint", ""));
    }
    Ok(EditedRow {
        line,
        event: event
            .parse()
            .map_err(|err| wrong("number of an event", &event).because(err))?,
        fingerprints,
        cells: Cells {
            decision: cell(2),
            reason: cell(3),
            team: cell(4),
            person: cell(5),
        },
    })
}

fn broken(err: &csv::Error) -> Problem {
    Problem::new(Kind::Input, format!("the sheet cannot be read: {err}"))
        .hint("save it as CSV in UTF-8")
}

impl Cells {
    /// Texts as a sheet would give them back.
    pub fn of(decision: &str, reason: &str, team: &str, person: &str) -> Self {
        let told = |text: &str| csv_cell::cleaned(text).trim().to_owned();
        Self {
            decision: told(decision),
            reason: told(reason),
            team: told(team),
            person: told(person),
        }
    }

    /// What differs, in words: `reason 'a' → 'b'`.
    pub fn difference(&self, to: &Self) -> String {
        let pairs = [
            ("decision", &self.decision, &to.decision),
            ("reason", &self.reason, &to.reason),
            ("team", &self.team, &to.team),
            ("person", &self.person, &to.person),
        ];
        let changed = pairs.into_iter().filter(|(_, a, b)| a != b);
        let words = changed.map(|(name, a, b)| format!("{name} '{a}' → '{b}'"));
        words.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{
        DecisionExporter as _, DecisionRow, Decisions, decisions_csv::DecisionsCsv,
    };
    use proptest::prelude::*;

    fn written(reason: &str, team: &str) -> String {
        let row = DecisionRow {
            issue: "0dd56d45".to_owned(),
            app: "shop".to_owned(),
            title: "x".to_owned(),
            fingerprints: vec!["0dd56d450dd56d450dd56d450dd56d45".to_owned()],
            decision: "false-positive".to_owned(),
            reason: reason.to_owned(),
            team: team.to_owned(),
            person: String::new(),
            by: "ann".to_owned(),
            at: 0,
            until: None,
            event: 7,
        };
        let mut out = Vec::new();
        let all = Decisions {
            rows: vec![row],
            exceptions: Vec::new(),
        };
        DecisionsCsv.write(&all, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn any_text_survives_the_sheet_and_none_begins_a_formula(
            reason in "[=+@\t\r\n'\",;a-c é\\-\u{1b}\u{202e}]{0,12}", team in ".{0,8}",
        ) {
            let text = written(&reason, &team);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            for cell in &reader.records().next().unwrap().unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
            }
            let rows = read(&text).unwrap();
            let expected = Cells::of("false-positive", &reason, &team, "");
            prop_assert_eq!(&rows[0].cells, &expected);
        }
    }

    #[test]
    fn sheets_are_read_as_programs_save_them() {
        let text = written("test code", "");
        let semicolons = format!("\u{feff}{}", text.replace("\",\"", "\";\""));
        assert_eq!(read(&semicolons).unwrap(), read(&text).unwrap());
        let other = "person,team,reason,decision,fingerprints,event\r\n,,x,note,0dd56d450dd56d450dd56d450dd56d45,3\r\n,,,,,\r\n";
        assert_eq!(read(other).unwrap()[0].event, 3);
        for (text, expected) in [
            ("a,b\n1,2\n", "no column 'event'"),
            (
                "event,fingerprints,decision,reason,team,person\nx,0dd56d450dd56d450dd56d450dd56d45,,,,\n",
                "line 2: 'x'",
            ),
            (
                "event,fingerprints,decision,reason,team,person\n1,zz,,,,\n",
                "line 2: 'zz'",
            ),
        ] {
            let err = read(text).unwrap_err().to_string();
            assert!(err.contains(expected), "{err}");
        }
    }
}
