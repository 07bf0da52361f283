//! What the exporters of issues are given, and what they tell.

use super::stand::Stand;
use crate::model::{Exception, Finding, FindingState, Issue};
use std::io::{self, Write};

/// An issue as it leaves.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// Short id.
    pub id: &'a str,
    /// With its findings.
    pub issue: &'a Issue,
    /// What was decided of it.
    pub stand: &'a Stand,
}

impl<'a> Item<'a> {
    /// The findings that speak for the issue: those that scans still see, else all of them.
    pub fn findings(&self) -> Vec<&'a Finding> {
        let all = &self.issue.findings;
        let open = |it: &&Finding| it.state == FindingState::Open;
        let seen: Vec<&Finding> = all.iter().filter(open).collect();
        if seen.is_empty() {
            return all.iter().collect();
        }
        seen
    }

    /// The vulnerability's best known id (a CVE before all others) and its other ids.
    pub fn vulnerability(&self) -> Option<(&'a str, Vec<&'a str>)> {
        let all = &self.issue.vulnerabilities;
        let cve = all.iter().find(|it| it.starts_with("CVE-"));
        let main = cve.or(all.first())?;
        let others = all.iter().filter(|it| *it != main);
        Some((main, others.map(String::as_str).collect()))
    }
}

/// What a document says of itself.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Who issues it.
    pub author: String,
    /// A URL that the issuer holds; ids begin with it.
    pub namespace: String,
    /// The application, where it is about one only.
    pub app: String,
    /// The product as its users know it, in place of one named after the application.
    pub product: String,
    /// Now, UTC seconds.
    pub now: i64,
    /// Number of the newest event in the log: grows with every change, as versions must.
    pub version: i64,
    /// State of the past that results are compared with, UTC seconds.
    pub since: Option<i64>,
}

/// An exception that waits for an answer or holds, as a calendar shows it.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The exception.
    pub exception: Exception,
    /// Short ids of those of its issues that were asked for.
    pub issues: Vec<String>,
}

/// Visits one issue.
pub type Visit<'v> = dyn FnMut(&Item<'_>) -> io::Result<()> + 'v;

/// Where issues come from, in priority order and as often as is asked: no exporter need hold them.
pub trait Source {
    /// Names of the tools that see any of them, sorted.
    fn tools(&self) -> Vec<String>;
    /// The exceptions about any of them that are asked for or in force, the first to end first.
    fn endings(&self) -> io::Result<Vec<Ending>>;
    /// Visits each issue, or each that a tool sees.
    fn each(&self, tool: Option<&str>, visit: &mut Visit<'_>) -> io::Result<()>;
}

/// What an exporter has to tell beside what it wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Entries written.
    pub written: usize,
    /// What was left out or could not be said, one line each.
    pub notes: Vec<String>,
}

impl Told {
    /// Notes that some issues were left out.
    pub fn left_out(&mut self, issues: usize, why: &str) {
        match issues {
            0 => {}
            1 => self.notes.push(format!("1 issue was left out: {why}")),
            n => self.notes.push(format!("{n} issues were left out: {why}")),
        }
    }
}

/// What a format is for; the word of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Statements about vulnerabilities in products.
    Vex,
    /// Results of static analysis.
    Sarif,
    /// What a scanner reads to be silent.
    IgnoreFiles,
    /// Work for developers.
    Tickets,
    /// Dates.
    Calendar,
}

/// A format in which issues leave.
pub trait Exporter: Sync {
    /// Stable name.
    fn name(&self) -> &'static str;
    /// What for.
    fn family(&self) -> Family;
    /// One line for help.
    fn about(&self) -> &'static str;
    /// What is known here and cannot be said there, in one sentence.
    fn loses(&self) -> &'static str;
    /// Writes issues. Nothing is written where the told number is 0 and [`Exporter::may_be_empty`]
    /// is false.
    fn write(&self, head: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told>;
    /// True where a document without entries is one.
    fn may_be_empty(&self) -> bool {
        true
    }
}
