//! Formats written as jq filters: one file is a header and a filter, run record by record.
//!
//! The long tail of tools, and tools that nobody but their users has heard of. What a header may say,
//! which shape records have and what a filter makes is in `sluice formats --help`; the built-in ones
//! in `assets/formats/` are examples.
//!
//! A filter of a stranger can do no more than make wrong findings: it has no way to the world outside
//! (`program.rs`), and whoever reads reports with it runs it in a process of its own with limits on time
//! and memory, through a [`Runner`]. [`Here`] runs it without, for tests.

mod builtin;
mod detect;
mod fields;
mod finding;
mod frame;
mod header;
mod here;
mod program;
mod records;
mod serve;
mod yaml;

pub use builtin::builtin;
pub use frame::{Down, Up};
pub use here::Here;
pub use serve::serve;

use super::{Claim, Format, Input, Probe, SecretKey, Sink};
use crate::error::{Place, Problem};
use crate::model::{FindingKind, RecordPlace, Scan, Skipped, text};
use fields::Fields;
use header::{Header, Kind};
use records::Record;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// Bytes of the text of a filter.
const LARGEST: usize = 256 * 1024;

/// Runs filters.
pub trait Runner: Send + Sync {
    /// Begins a run of one filter over one report.
    fn start(&self, order: &Order<'_>) -> Result<Box<dyn Session>, Problem>;
}

/// What a run needs before its first record.
pub struct Order<'a> {
    /// The name of the filter, for messages.
    pub name: &'a str,
    /// The text of the filter, and that of the one that makes the scan.
    pub texts: [&'a str; 2],
    /// `$context`, as JSON.
    pub context: &'a [u8],
}

/// One record to run a filter over.
pub struct Job<'a> {
    /// The filter that makes the scan, in place of the one for records.
    pub scan: bool,
    /// The record, as JSON.
    pub record: &'a [u8],
    /// `$at`, as JSON, where the filter looks at it.
    pub at: Option<&'a [u8]>,
    /// Where the record stands.
    pub place: RecordPlace,
}

/// What came of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A value that the filter made, as JSON.
    Value(Vec<u8>),
    /// The filter could not go on with this record.
    Failed(String),
}

/// Takes answers, with the place of their record, in the order of the records.
pub type Take<'t> = dyn FnMut(&RecordPlace, Answer) -> Result<(), Problem> + 't;

/// A run of one filter over one report.
pub trait Session {
    /// Runs the filter over one more record. Answers may come later.
    fn run(&mut self, job: Job<'_>, take: &mut Take<'_>) -> Result<(), Problem>;
    /// Waits for all answers that are still to come.
    fn finish(&mut self, take: &mut Take<'_>) -> Result<(), Problem>;
}

/// What is wrong with the text of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, counted from one.
    pub line: u64,
    /// One sentence.
    pub message: String,
}

impl Fault {
    /// As a failure with its place in the file called `file`.
    pub fn in_filter(self, file: &str) -> Problem {
        let place = Place {
            file: file.to_owned(),
            line: Some(self.line),
            ..Place::default()
        };
        Problem::input(format!("this filter cannot be used: {}", self.message))
            .at(place)
            .hint("`sluice formats --help` says how filters are written")
    }
}

/// A format written as a filter.
pub struct Filter {
    name: String,
    origin: String,
    text: String,
    header: Header,
    /// The filter looks at `$at`.
    at: bool,
    runner: Arc<dyn Runner>,
}

impl fmt::Debug for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({})", self.name)
    }
}

impl Filter {
    /// The filter called `name`, out of its text. `origin` is the file that it came from.
    pub fn new(
        name: &str,
        origin: &str,
        text: &str,
        runner: Arc<dyn Runner>,
    ) -> Result<Self, Problem> {
        let fault = |line, message: &str| {
            let message = message.to_owned();
            Fault { line, message }.in_filter(origin)
        };
        if text.len() > LARGEST {
            return Err(fault(1, "it is larger than 256 KiB"));
        }
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || !name.chars().all(word) {
            return Err(fault(1, "its file is named with a-z, 0-9 and '-'"));
        }
        let header = header::parse(text).map_err(|it| it.in_filter(origin))?;
        Ok(Self {
            name: name.to_owned(),
            origin: origin.to_owned(),
            text: text.to_owned(),
            at: text.contains("$at"),
            header,
            runner,
        })
    }

    /// The file that it came from; `built in` for those of the program.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Says whether its text is a filter that can be run.
    pub fn check(&self) -> Result<(), Problem> {
        self.start(b"{}")?.finish(&mut |_, _| Ok(()))
    }

    fn start(&self, context: &[u8]) -> Result<Box<dyn Session>, Problem> {
        let scan = match self.header.scan.trim() {
            "" => "empty",
            said => said,
        };
        let order = Order {
            name: &self.name,
            texts: [&self.text, scan],
            context,
        };
        let session = self.runner.start(&order);
        session.map_err(|problem| problem.in_file(&self.origin))
    }

    fn scan(&self, session: &mut dyn Session) -> Result<Scan, Problem> {
        let base = Scan {
            tool: self.name.clone(),
            ..Scan::default()
        };
        if self.header.scan.trim().is_empty() {
            return Ok(base);
        }
        let job = Job {
            scan: true,
            record: b"null",
            at: None,
            place: RecordPlace::default(),
        };
        let mut made = Vec::new();
        let mut take = |_: &RecordPlace, answer| {
            made.push(answer);
            Ok(())
        };
        session.run(job, &mut take)?;
        session.finish(&mut take)?;
        let scan = match made.into_iter().next() {
            Some(Answer::Value(json)) => of_json(&json)
                .and_then(|it| Fields::of(it, "scan"))
                .and_then(|it| finding::scan_of(it, &base)),
            Some(Answer::Failed(why)) => Err(why),
            None => Ok(base),
        };
        scan.map_err(|why| {
            Problem::input(format!("the scan of filter '{}' fails: {why}", self.name))
        })
    }

    /// Reads a report as [`Format::read`] does, and tells of every record, also of those of which the
    /// filter makes nothing. Records may be told of before what is made of the ones before.
    pub fn read_telling(
        &self,
        input: &dyn Input,
        key: &SecretKey,
        sink: &mut dyn Sink,
        tell: &mut dyn FnMut(&RecordPlace),
    ) -> Result<(), Problem> {
        let converted;
        // JSON is YAML too, and read as such keeps the places of its records.
        let input: &dyn Input = if self.header.input == Kind::Yaml && !yaml::is_json(input)? {
            converted = yaml::as_json(input)?;
            &converted
        } else {
            input
        };
        let context = records::context(input, &self.header)?;
        let mut session = self.start(&context)?;
        let scan = self.scan(session.as_mut())?;
        let mut reading = Reading {
            filter: self,
            scan,
            announced: None,
            key,
            sink,
        };
        records::walk(input, &self.header, self.at, &mut |it: Record<'_>| {
            tell(&it.place);
            let job = Job {
                scan: false,
                record: &it.json,
                at: it.at.as_deref(),
                place: it.place,
            };
            session.run(job, &mut |place, answer| reading.take(place, answer))
        })?;
        session.finish(&mut |place, answer| reading.take(place, answer))?;
        reading.finish()
    }
}

/// A report being read.
struct Reading<'a> {
    filter: &'a Filter,
    /// The run that the report names, and the one announced last. The first is announced where
    /// something belongs to it, or nothing belongs to another.
    scan: Scan,
    announced: Option<Scan>,
    key: &'a SecretKey,
    sink: &'a mut dyn Sink,
}

impl Reading<'_> {
    fn take(&mut self, place: &RecordPlace, answer: Answer) -> Result<(), Problem> {
        let json = match answer {
            Answer::Value(json) => json,
            Answer::Failed(why) => return self.skip(place, &why),
        };
        let mut door = finding::Door {
            key: self.key,
            sink: &mut *self.sink,
        };
        let made = of_json(&json)
            .and_then(|it| finding::read(it, &self.filter.header, &self.scan, &mut door));
        let made = match made {
            Ok(made) => made,
            Err(why) => return self.skip(place, &why),
        };
        let scan = made.scan.unwrap_or_else(|| self.scan.clone());
        self.announce(scan)?;
        let Some(mut out) = made.finding else {
            return Ok(());
        };
        out.record = place.clone();
        if !made.at.is_empty() {
            out.record.path = format!("{}.{}", place.path, made.at);
        }
        self.sink.finding(out)
    }

    fn announce(&mut self, scan: Scan) -> Result<(), Problem> {
        if self.announced.as_ref() == Some(&scan) {
            return Ok(());
        }
        self.announced = Some(scan.clone());
        self.sink.scan(scan)
    }

    fn finish(&mut self) -> Result<(), Problem> {
        match &self.announced {
            Some(_) => Ok(()),
            None => self.announce(self.scan.clone()),
        }
    }

    fn skip(&mut self, place: &RecordPlace, why: &str) -> Result<(), Problem> {
        self.sink.skipped(Skipped {
            record: place.clone(),
            reason: text::one_line(why, 300),
        })
    }
}

impl Format for Filter {
    fn name(&self) -> &str {
        &self.name
    }

    fn tool(&self) -> &str {
        &self.header.tool
    }

    fn kinds(&self) -> &[FindingKind] {
        &self.header.kinds
    }

    fn file_types(&self) -> &str {
        self.header.file_types()
    }

    fn claims(&self, probe: &Probe) -> Claim {
        detect::claims(&self.header, &self.name, probe)
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        self.read_telling(input, key, sink, &mut |_| {})
    }

    fn filter(&self) -> Option<&Filter> {
        Some(self)
    }
}

/// A value that a filter made. Numbers that JSON has no word for are the reason why not.
fn of_json(json: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(json).map_err(|_not_json| "a value that is no JSON was made".to_owned())
}

/// What a value is, in words.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
