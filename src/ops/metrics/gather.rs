//! The history of a store, from its rows.

use crate::error::Problem;
use crate::formats::Formats;
use crate::metrics::history::{History, RuleName, Sighting};
use crate::metrics::life::{Life, Span, State, union};
use crate::metrics::period::Period;
use crate::metrics::sightings::Fold;
use crate::model::{Digest, FindingKind, FindingState};
use crate::store::history::{self, FindingRow};
use crate::store::{Tx, texts};
use std::collections::{BTreeMap, BTreeSet};

/// A scope as far as metrics go.
struct Scope {
    tool: String,
    app: usize,
    /// The last scan in or before the period.
    last: Option<i64>,
    /// Kinds that its findings are of, and those of the formats of its reports.
    kinds: BTreeSet<FindingKind>,
}

/// Gathers what is known of some applications: row number and name, sorted by name.
pub(super) fn history(
    tx: &Tx<'_>,
    formats: &Formats,
    (period, present): (Period, bool),
    apps: &[(i64, String)],
) -> Result<History, Problem> {
    let mut out = History {
        period,
        present,
        apps: apps.iter().map(|it| it.1.clone()).collect(),
        ..History::default()
    };
    let places: BTreeMap<i64, usize> = apps.iter().map(|it| it.0).zip(0..).collect();
    let (mut scopes, spans) = scans(tx, formats, period, &places)?;
    let rows = lives(tx, &places, &mut out)?;
    findings(tx, (&mut scopes, &spans), &rows, &mut out)?;
    changes(tx, &mut out)?;
    super::risks::add(tx, &rows, &mut out)?;
    out.heard = vec![BTreeMap::new(); apps.len()];
    for scope in scopes.values() {
        let heard = out.heard.get_mut(scope.app);
        if let (Some(heard), Some(at)) = (heard, scope.last) {
            for kind in &scope.kinds {
                let last = heard.entry(*kind).or_insert(at);
                *last = at.max(*last);
            }
        }
    }
    Ok(out)
}

type Spans = Vec<(i64, Span)>;

fn scans(
    tx: &Tx<'_>,
    formats: &Formats,
    period: Period,
    places: &BTreeMap<i64, usize>,
) -> Result<(BTreeMap<i64, Scope>, Spans), Problem> {
    let (mut scopes, mut spans) = (BTreeMap::new(), Vec::new());
    for row in history::scopes(tx)? {
        let Some(app) = places.get(&row.application) else {
            continue;
        };
        let mut scope = Scope {
            tool: row.tool,
            app: *app,
            last: None,
            kinds: BTreeSet::new(),
        };
        let (mut fold, mut last) = (Fold::default(), i64::MIN);
        history::each_scan(tx, row.id, &mut |mut scan| {
            scan.at = scan.at.max(last);
            last = scan.at;
            // A format of one kind speaks for scans that found nothing.
            let kinds = formats
                .by_name(&scan.format)
                .map_or(&[][..], |it| it.kinds());
            if scan.at <= period.to {
                scope.last = scope.last.max(Some(scan.at));
                scope
                    .kinds
                    .extend(kinds.first().filter(|_| kinds.len() == 1));
            }
            fold.scan(&scan.branch, scan.at, scan.present, !scan.incomplete);
        })?;
        spans.extend(fold.spans());
        scopes.insert(row.id, scope);
    }
    spans.sort_unstable();
    Ok((scopes, spans))
}

/// Reads the issues; their row numbers, ascending, as those of the lives.
fn lives(
    tx: &Tx<'_>,
    places: &BTreeMap<i64, usize>,
    out: &mut History,
) -> Result<Vec<i64>, Problem> {
    let mut rows = Vec::new();
    history::each_issue(tx, &mut |row| {
        if let Some(app) = places.get(&row.application) {
            rows.push(row.id);
            out.lives.push(Life {
                fingerprint: row.fingerprint,
                app: *app,
                now: State {
                    band: row.band,
                    severity: row.severity,
                    status: row.status,
                    due: row.due,
                },
                was: Vec::new(),
                seen: Vec::new(),
                findings: 0,
                owned: row.owned,
            });
        }
    })?;
    Ok(rows)
}

fn findings(
    tx: &Tx<'_>,
    (scopes, spans): (&mut BTreeMap<i64, Scope>, &Spans),
    rows: &[i64],
    out: &mut History,
) -> Result<(), Problem> {
    let mut names: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    let mut rules: Vec<(String, i64)> = Vec::new();
    history::each_finding(tx, &mut |row| {
        let (Ok(life), Some(scope)) = (rows.binary_search(&row.issue), scopes.get_mut(&row.scope))
        else {
            return;
        };
        let rule = *names.entry((row.scope, row.rule)).or_insert_with(|| {
            rules.push((scope.tool.clone(), row.rule));
            rules.len() - 1
        });
        let seen = seen(&row, spans);
        if seen.first().is_some_and(|it| it.from <= out.period.to) {
            scope.kinds.insert(row.kind);
        }
        if let Some(life) = out.lives.get_mut(life) {
            let now = seen.iter().any(|it| it.holds(out.period.to));
            life.findings += usize::from(now);
            life.seen.extend(&seen);
        }
        out.sightings.push(Sighting { life, rule, seen });
    })?;
    for (tool, rule) in rules {
        let rule = texts::get(tx, rule)?;
        out.rules.push(RuleName { tool, rule });
    }
    for life in &mut out.lives {
        life.seen = union(std::mem::take(&mut life.seen));
    }
    Ok(())
}

/// When a finding was seen: by the scans; where none lists it, by its own row.
fn seen(row: &FindingRow, spans: &Spans) -> Vec<Span> {
    let from = spans.partition_point(|it| it.0 < row.id);
    let mine = spans.iter().skip(from).take_while(|it| it.0 == row.id);
    let mine: Vec<Span> = mine.map(|it| it.1).collect();
    if !mine.is_empty() {
        return mine;
    }
    let until = (row.state == FindingState::Gone).then_some(row.last_seen);
    vec![Span {
        from: row.first_seen,
        until,
    }]
}

/// What issues were until something changed them.
fn changes(tx: &Tx<'_>, out: &mut History) -> Result<(), Problem> {
    let prints = out.lives.iter().map(|it| it.fingerprint).zip(0_usize..);
    let places: BTreeMap<Digest, usize> = prints.collect();
    history::each_was(tx, &mut |row| {
        let life = places.get(&row.fingerprint);
        if let Some(life) = life.and_then(|at| out.lives.get_mut(*at)) {
            life.was.push((
                row.until,
                State {
                    band: row.band,
                    severity: row.severity,
                    status: row.status,
                    due: row.due,
                },
            ));
        }
    })?;
    Ok(())
}
