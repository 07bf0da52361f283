//! What a filter makes of a report, record by record, for the person who writes it. Nothing is stored.

use crate::error::Problem;
use crate::formats::{Claim, Filter, Format as _, Input as _, Probe, SecretKey, Sink};
use crate::model::{Component, NewClaim, NewFinding, RecordPlace, Scan, Skipped};
use crate::ops::source::Source;
use std::cell::RefCell;

/// What came of one record.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Where it stands.
    pub place: RecordPlace,
    /// What the filter made of it.
    pub findings: Vec<NewFinding>,
    /// Why something of it could not be used.
    pub skipped: Vec<String>,
}

/// What came of a report.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The filter's header recognises the report.
    pub recognised: bool,
    /// Runs of the tool that it tells of.
    pub scans: Vec<Scan>,
    /// Its records, in order.
    pub records: Vec<Tried>,
}

/// Runs a filter over a report.
pub fn run(filter: &Filter, report: &Source) -> Result<Outcome, Problem> {
    let tried = RefCell::new(Outcome::default());
    let mut sink = Record {
        tried: &tried,
        at: 0,
    };
    // What is shown of a secret does not depend on the key.
    let key = SecretKey::new(b"for trying only");
    let read = filter.read_telling(report, &key, &mut sink, &mut |place| {
        tried.borrow_mut().records.push(Tried {
            place: place.clone(),
            findings: Vec::new(),
            skipped: Vec::new(),
        });
    });
    read.map_err(|problem| problem.in_file(report.name()))?;
    let mut out = tried.into_inner();
    out.recognised = filter.claims(&Probe::new(report)?) != Claim::No;
    Ok(out)
}

/// Puts what is made to the record that it is made of.
struct Record<'a> {
    tried: &'a RefCell<Outcome>,
    at: usize,
}

impl Record<'_> {
    fn put(&mut self, place: &RecordPlace, what: impl FnOnce(&mut Tried)) {
        let mut tried = self.tried.borrow_mut();
        let is_of = |it: &Tried| {
            let inside = place.path.strip_prefix(it.place.path.as_str());
            let inside = inside.is_some_and(|it| it.is_empty() || it.starts_with('.'));
            inside && it.place.offset == place.offset
        };
        let rest = tried.records.get_mut(self.at..).unwrap_or_default();
        if let Some(ahead) = rest.iter().position(is_of) {
            self.at += ahead;
            if let Some(record) = rest.get_mut(ahead) {
                what(record);
            }
        }
    }
}

impl Sink for Record<'_> {
    fn scan(&mut self, scan: Scan) -> Result<(), Problem> {
        self.tried.borrow_mut().scans.push(scan);
        Ok(())
    }

    fn finding(&mut self, finding: NewFinding) -> Result<(), Problem> {
        let place = finding.record.clone();
        self.put(&place, |it| it.findings.push(finding));
        Ok(())
    }

    fn skipped(&mut self, skipped: Skipped) -> Result<(), Problem> {
        self.put(&skipped.record, |it| it.skipped.push(skipped.reason));
        Ok(())
    }

    // Filters make findings only.
    fn component(&mut self, _: Component) -> Result<(), Problem> {
        Ok(())
    }

    fn claim(&mut self, _: NewClaim) -> Result<(), Problem> {
        Ok(())
    }

    fn conceal(&mut self, _: &str) {}
}
