//! What inventories of other systems say, reduced to facts. One file per form, one list.

mod backstage;
mod own;
mod table;

use crate::error::Problem;
use crate::model::Subject;
use crate::model::inventory::Key;

/// No value of an inventory is longer, in characters.
const LONGEST: usize = 2_000;

/// What a file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Facts with the line that says so, in the order of the file.
    pub facts: Vec<(Key, String, u32)>,
    /// Entries that count for nothing: line and reason.
    pub skipped: Vec<(u32, String)>,
}

impl Catalogue {
    fn say(&mut self, (subject, name): (Subject, &str), field: &str, value: &str, line: u32) {
        let value = crate::model::text::one_line(value, LONGEST);
        let value = value.trim();
        if !value.is_empty() {
            let key = Key {
                subject,
                name: crate::model::text::one_line(name, LONGEST),
                field: field.to_owned(),
            };
            self.facts.push((key, value.to_owned(), line));
        }
    }

    fn of_application(&mut self, name: &str, field: &str, value: &str, line: u32) {
        self.say((Subject::Application, name), field, value, line);
    }

    fn skip(&mut self, line: u32, reason: impl Into<String>) {
        self.skipped.push((line, reason.into()));
    }
}

/// A form of inventory: its name, how its files are called, what reads it.
pub struct Form {
    /// The `--as` value.
    pub name: &'static str,
    /// Ends of the names of its files.
    pub endings: &'static [&'static str],
    /// Reads a whole file. The file's name is for messages.
    pub read: fn(&str, &str) -> Result<Catalogue, Problem>,
}

/// Every form.
pub const FORMS: &[Form] = &[
    Form {
        name: "toml",
        endings: &[".toml"],
        read: own::read,
    },
    Form {
        name: "backstage",
        endings: &[".yaml", ".yml"],
        read: backstage::read,
    },
    Form {
        name: "csv",
        endings: &[".csv"],
        read: table::read,
    },
];

/// The business criticality that a word or number of a catalogue means; ServiceNow counts from
/// `1 - most critical` to `4 - not critical`.
fn criticality(word: &str) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    let first = word.split([' ', '-']).next().unwrap_or_default();
    match first {
        "1" | "critical" | "most" | "highest" => Some("critical"),
        "2" | "high" | "somewhat" => Some("high"),
        "3" | "medium" | "moderate" | "less" => Some("medium"),
        "4" | "5" | "low" | "lowest" | "not" => Some("low"),
        _ => None,
    }
}

/// Yes, no or unknown, as catalogues write it.
fn ternary(word: &str) -> Option<&'static str> {
    match word.trim().to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" | "x" => Some("yes"),
        "no" | "false" | "0" | "n" => Some("no"),
        "unknown" | "?" => Some("unknown"),
        _ => None,
    }
}

/// Whether an environment or a life cycle is production. Words that could be either say nothing.
fn in_production(word: &str) -> Option<&'static str> {
    match word.trim().to_lowercase().as_str() {
        "production" | "prod" | "live" | "prd" => Some("yes"),
        "test" | "testing" | "development" | "dev" | "qa" | "quality assurance" | "staging"
        | "sandbox" | "training" | "demonstration" => Some("no"),
        _ => None,
    }
}
