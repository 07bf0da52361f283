//! Where an issue stands: what was decided, held against what is known now.

use crate::error::Problem;
use crate::model::{Hidden, Seen, Status, Verdict};
use crate::ops::decided::Decided;
use crate::ops::regroup::{Words, is_open};
use crate::ops::scoring::Scoring;
use crate::policy::wake;
use crate::store::members::Member;
use crate::store::{Tx, findings, issues, reports};
use std::collections::{BTreeMap, BTreeSet};

/// Where an issue stands, and by what it is hidden or woken.
#[derive(Clone, Debug, Default)]
pub(super) struct Stand {
    pub(super) status: Status,
    pub(super) hidden: Hidden,
}

/// Score in hundredths, listed in KEV, EPSS in ten-thousandths.
pub(super) type Known = (u16, bool, Option<u16>);

/// Releases that were scanned, by application.
pub(super) fn releases(tx: &Tx<'_>) -> Result<BTreeMap<i64, BTreeSet<String>>, Problem> {
    let mut out = BTreeMap::<i64, BTreeSet<String>>::new();
    for (app, release) in reports::releases(tx)? {
        out.entry(app).or_default().insert(release);
    }
    Ok(out)
}

impl Scoring {
    /// What is known of an issue now.
    pub(super) fn seen(
        &self,
        (tx, words): (&Tx<'_>, &mut Words),
        members: &[&Member],
        (points, kev, epss): Known,
    ) -> Result<Seen, Problem> {
        let mut out = Seen {
            points,
            kev,
            epss,
            ..Seen::default()
        };
        let application = members.first().map_or(0, |it| it.application);
        if let Some(context) = self.contexts.get(&application) {
            out.internet = context.internet_facing.value;
            out.production = context.in_production.value;
        }
        out.releases = self.releases.get(&application).cloned().unwrap_or_default();
        for it in members.iter().filter(|it| is_open(it)) {
            out.code.extend((it.code != 0).then_some(it.code));
            out.tools.insert(words.get(tx, it.tool)?.to_string());
            if it.package != 0 {
                let package = findings::one(tx, it.id)?.and_then(|it| it.package);
                out.fixed.extend(package.unwrap_or_default().fixed);
            }
        }
        Ok(out)
    }

    /// Where an issue stands. What nobody decided costs nothing.
    pub(super) fn stand(
        &self,
        (tx, words): (&Tx<'_>, &mut Words),
        members: &[&Member],
        decided: &Decided,
        known: Known,
    ) -> Result<Stand, Problem> {
        let open = members.iter().any(|it| is_open(it));
        if decided.is_silent() {
            let status = if open { Status::New } else { Status::Fixed };
            return Ok(Stand {
                status,
                ..Stand::default()
            });
        }
        let now = self.seen((tx, words), members, known)?;
        let uncovered = members.iter().filter(|it| is_open(it));
        let uncovered = uncovered.filter(|it| !decided.excepts(&it.fingerprint));
        Ok(self.judge(decided, &now, (open, uncovered.count())))
    }

    fn judge(&self, decided: &Decided, now: &Seen, (open, uncovered): (bool, usize)) -> Stand {
        let verdict = decided.verdict();
        let said = verdict.as_ref().map(|it| it.verdict);
        if !open && said != Some(Verdict::FalsePositive) {
            return plain(Status::Fixed);
        }
        if let Some(it) = decided.exception() {
            let mut reasons = wake::reasons(&it.seen, now, &self.rules);
            if uncovered > 0 {
                reasons.push(format!("{uncovered} findings came after its request"));
            }
            let by = format!("exception {}", it.exception);
            return hidden(Status::Exception, by, Some(it.until), &reasons);
        }
        if let Some(it) = verdict.filter(|_| said == Some(Verdict::FalsePositive)) {
            let then = it.seen.unwrap_or_else(|| now.clone());
            let mut reasons = wake::reasons(&then, now, &self.rules);
            reasons.extend(wake::ended(&it.until, &then, now));
            // What no scan sees any more has nothing to wake for.
            if !open {
                reasons.clear();
            }
            let by = match it.rule {
                Some(rule) => format!("rule {rule}: {}", it.reason),
                None => format!("false positive: {}", it.reason),
            };
            return hidden(Status::FalsePositive, by, it.until.date, &reasons);
        }
        if let Some(it) = decided.snooze() {
            let mut reasons = wake::reasons(&it.seen, now, &self.rules);
            reasons.extend(wake::ended(&it.until, &it.seen, now));
            let by = format!("snoozed until {}", super::wording::ends(&it.until));
            return hidden(Status::Snoozed, by, it.until.date, &reasons);
        }
        if let Some(it) = decided.woken() {
            return woken(it.woken);
        }
        plain(match said {
            Some(Verdict::Confirm) => Status::Confirmed,
            Some(Verdict::InWork) => Status::InWork,
            Some(Verdict::Reset | Verdict::FalsePositive) | None => Status::New,
        })
    }
}

fn plain(status: Status) -> Stand {
    Stand {
        status,
        ..Stand::default()
    }
}

fn woken(why: String) -> Stand {
    let hidden = Hidden {
        woken: why,
        ..Hidden::default()
    };
    Stand {
        status: Status::Reopened,
        hidden,
    }
}

/// Hidden, unless something changed since.
fn hidden(status: Status, by: String, until: Option<i64>, reasons: &[String]) -> Stand {
    if !reasons.is_empty() {
        return woken(format!("{} ({by})", reasons.join("; ")));
    }
    let hidden = Hidden {
        by,
        until,
        woken: String::new(),
    };
    Stand { status, hidden }
}

/// What is known of one issue after another, for decisions about them.
#[derive(Debug)]
pub(super) struct Evidence {
    scoring: Scoring,
    words: Words,
}

impl Evidence {
    /// Loads what all issues share.
    pub(super) fn load(tx: &Tx<'_>) -> Result<Self, Problem> {
        Ok(Self {
            scoring: Scoring::load(tx)?,
            words: Words::default(),
        })
    }

    /// What is known of an issue with these findings.
    pub(super) fn of(
        &mut self,
        tx: &Tx<'_>,
        issue: i64,
        findings: &[Member],
    ) -> Result<Seen, Problem> {
        let known = issues::scored(tx, issue)?;
        let members: Vec<&Member> = findings.iter().collect();
        self.scoring.seen((tx, &mut self.words), &members, known)
    }
}
