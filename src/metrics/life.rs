//! The life of one issue: when it was seen, and what it was when.

use crate::model::{Band, Digest, Severity, Status};

/// A time in which something was so: from a moment on, until before another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// UTC seconds.
    pub from: i64,
    /// UTC seconds; `None` while it still is so.
    pub until: Option<i64>,
}

impl Span {
    /// True at a moment.
    pub fn holds(&self, at: i64) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

/// What an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Its band.
    pub band: Band,
    /// Its severity.
    pub severity: Severity,
    /// Its status; whether scans see it is said by [`Life::seen`].
    pub status: Status,
    /// Until when it is to be closed, UTC seconds; `None` without a clock.
    pub due: Option<i64>,
}

impl State {
    /// True when a decision says that nothing is left to do. What is only put off counts as undone.
    pub fn is_decided(&self) -> bool {
        !self.status.is_open() && !["fixed", "snoozed"].contains(&self.status.name())
    }
}

/// Where an issue stood at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nobody had seen it.
    Unknown,
    /// In the queue.
    Open,
    /// No scan saw it any more, since a moment.
    Fixed(i64),
    /// A decision took it out of the queue, since a moment.
    Decided(i64),
}

/// The life of one issue.
#[derive(Clone, Debug)]
pub struct Life {
    /// Fingerprint of its first finding.
    pub fingerprint: Digest,
    /// Application, as a place in the list of names.
    pub app: usize,
    /// What it is now.
    pub now: State,
    /// What it was until a moment, oldest first.
    pub was: Vec<(i64, State)>,
    /// When scans saw it, in order, without overlaps.
    pub seen: Vec<Span>,
    /// Findings in it that scans see at the end of the period.
    pub findings: usize,
    /// True when a team has it now.
    pub owned: bool,
}

impl Life {
    /// What it was at a moment.
    pub fn at(&self, at: i64) -> State {
        let was = self.was.iter().find(|(until, _)| at < *until);
        was.map_or(self.now, |(_, state)| *state)
    }

    /// The first sighting, UTC seconds.
    pub fn first(&self) -> Option<i64> {
        self.seen.first().map(|it| it.from)
    }

    /// Where it stood at a moment. A decision counts before a fix: what people declared to be no risk
    /// was not repaired when a scan stops to say it.
    pub fn stand(&self, at: i64) -> Stand {
        let Some(first) = self.first().filter(|it| *it <= at) else {
            return Stand::Unknown;
        };
        if self.at(at).is_decided() {
            return Stand::Decided(self.decided_at(at).max(first));
        }
        if self.seen.iter().any(|it| it.holds(at)) {
            return Stand::Open;
        }
        let ends = self.seen.iter().filter_map(|it| it.until);
        Stand::Fixed(ends.filter(|it| *it <= at).max().unwrap_or(first))
    }

    /// Since when the decision that holds at a moment holds.
    fn decided_at(&self, at: i64) -> i64 {
        let before = self.was.iter().filter(|(until, _)| *until <= at);
        let open = before.filter(|(_, state)| !state.is_decided());
        open.map(|it| it.0).max().unwrap_or(i64::MIN)
    }

    /// The times in which it was in the queue, with what it was.
    pub fn queued(&self) -> Vec<(Span, State)> {
        let mut out = Vec::new();
        let mut from = i64::MIN;
        let past = self.was.iter().map(|(until, state)| (Some(*until), *state));
        for (until, state) in past.chain([(None, self.now)]) {
            if !state.is_decided() {
                let cut = self.seen.iter().filter_map(|it| {
                    let span = Span {
                        from: it.from.max(from),
                        until: earlier(it.until, until),
                    };
                    span.until
                        .is_none_or(|it| span.from < it)
                        .then_some((span, state))
                });
                out.extend(cut);
            }
            from = until.unwrap_or(from);
        }
        out
    }
}

/// The earlier of two ends, of which `None` is never.
fn earlier(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Spans as one list: in order, and those that touch or overlap as one.
pub fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if last.until.is_none_or(|until| span.from <= until) => {
                last.until = match (last.until, span.until) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
            }
            _ => out.push(span),
        }
    }
    out
}
