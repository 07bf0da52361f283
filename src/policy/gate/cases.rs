//! Issues as the gate keeps them, and as columns again, so that filters can be held against a record.

use super::rules::GatePolicy;
use crate::model::gate::{Case, Exposure, Inputs};
use crate::model::{Columns, Status, TextId};
use crate::query::Matcher;
use std::collections::{BTreeMap, BTreeSet};

/// True when an issue of this status can block: everything that is there and that nobody called a
/// false positive. What hides an issue from the queue alone (a snooze, say) does not let it pass.
pub const fn counts(status: Status) -> bool {
    !matches!(status, Status::FalsePositive | Status::Fixed)
}

/// What [`possible`] asks: how an issue stands.
const STANDING: &[&str] = &["band", "severity", "status", "kev"];

/// The standings (band, severity, status, listing as exploited) that some rule may speak of.
pub fn possible(
    policy: &GatePolicy,
    standings: &Columns,
    (app, exposure): (&str, &Exposure),
    now: i64,
) -> Vec<usize> {
    let mut out = BTreeSet::new();
    for rule in policy.rules.iter().filter(|it| it.is_for(app, exposure)) {
        let rows = Matcher::new(&rule.query.only(STANDING), standings, now).filter();
        out.extend(rows.into_iter().map(|it| it as usize));
    }
    out.retain(|row| standings.status.get(*row).is_some_and(|it| counts(*it)));
    out.into_iter().collect()
}

/// The rows of an application's issues that some rule speaks of, in order. What rules say of newness,
/// fixes and exceptions is not asked yet.
pub fn candidates(
    policy: &GatePolicy,
    columns: &Columns,
    (app, exposure): (&str, &Exposure),
    now: i64,
) -> Vec<usize> {
    let mut out = BTreeSet::new();
    for rule in policy.rules.iter().filter(|it| it.is_for(app, exposure)) {
        let rows = Matcher::new(&rule.query, columns, now).filter();
        out.extend(rows.into_iter().map(|it| it as usize));
    }
    out.retain(|row| columns.status.get(*row).is_some_and(|it| counts(*it)));
    out.into_iter().collect()
}

/// For each rule the cases it speaks of.
pub(super) fn spoken_of(
    policy: &GatePolicy,
    columns: &Columns,
    inputs: &Inputs,
) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    for rule in &policy.rules {
        let mut rows: Vec<usize> = Vec::new();
        if rule.is_for(&inputs.app, &inputs.exposure) {
            let found = Matcher::new(&rule.query, columns, inputs.at).filter();
            rows.extend(found.into_iter().map(|it| it as usize));
        }
        rows.retain(|row| {
            inputs.cases.get(*row).is_some_and(|it| {
                counts(it.status) && rule.fix_available.is_none_or(|fix| fix == it.fix_available)
            })
        });
        out.push(rows);
    }
    out
}

/// A row of the queue as a case. Its id, findings and newness are not known here.
pub fn case(columns: &Columns, row: usize) -> Option<Case> {
    let text = |column: &[TextId]| columns.text(column, row).to_owned();
    Some(Case {
        id: String::new(),
        fingerprint: *columns.fingerprint.get(row)?,
        findings: Vec::new(),
        app: text(&columns.app),
        title: text(&columns.title),
        place: text(&columns.place),
        rule: text(&columns.rule),
        tools: text(&columns.tools),
        team: text(&columns.team),
        person: text(&columns.person),
        vulnerabilities: text(&columns.vulnerabilities),
        cwes: text(&columns.cwes),
        package: text(&columns.package),
        class: *columns.class.get(row)?,
        severity: *columns.severity.get(row)?,
        score: *columns.score.get(row)?,
        band: *columns.band.get(row)?,
        status: *columns.status.get(row)?,
        tool_count: *columns.tool_count.get(row)?,
        finding_count: *columns.findings.get(row)?,
        first_seen: *columns.first_seen.get(row)?,
        kev: *columns.kev.get(row)?,
        epss: *columns.epss.get(row)?,
        fix_available: false,
        known: false,
        reopened: false,
    })
}

/// Cases as columns, in their order.
pub fn columns(cases: &[Case]) -> Columns {
    let mut to = Columns::default();
    let mut known: BTreeMap<&str, TextId> = BTreeMap::from([("", 0)]);
    for it in cases {
        let mut text = |text| *known.entry(text).or_insert_with(|| to.pool.push(text));
        to.app.push(text(&it.app));
        to.title.push(text(&it.title));
        to.place.push(text(&it.place));
        to.rule.push(text(&it.rule));
        to.tools.push(text(&it.tools));
        to.team.push(text(&it.team));
        to.person.push(text(&it.person));
        to.vulnerabilities.push(text(&it.vulnerabilities));
        to.cwes.push(text(&it.cwes));
        to.package.push(text(&it.package));
        to.id.push(0);
        to.fingerprint.push(it.fingerprint);
        to.class.push(it.class);
        to.severity.push(it.severity);
        to.score.push(it.score);
        to.band.push(it.band);
        to.status.push(it.status);
        to.tool_count.push(it.tool_count);
        to.findings.push(it.finding_count);
        to.first_seen.push(it.first_seen);
        to.kev.push(it.kev);
        to.epss.push(it.epss);
    }
    to
}
