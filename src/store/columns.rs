//! The whole queue as columns, for filtering in memory.

use super::issues::place;
use super::rows::to_json;
use super::{Result, Tx};
use crate::model::{Columns, Digest, Pool, TextId};
use rusqlite::Row;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Loads every issue, in priority order: highest score, then the oldest, then the fingerprint.
pub fn load(tx: &Tx<'_>) -> Result<Columns> {
    read(tx, &format!("select {COLUMNS} from issue"), [])
}

/// Loads the issues of one application in the same form and order.
pub fn load_of(tx: &Tx<'_>, application: i64) -> Result<Columns> {
    let sql = format!("select {COLUMNS} from issue where application_id = ?1");
    read(tx, &sql, [application])
}

/// How the issues of an application stand: one row for each difference in band, severity, status or
/// listing as exploited, with nothing else filled in, and how many issues are so.
pub fn standings(tx: &Tx<'_>, application: i64) -> Result<(Columns, Vec<usize>)> {
    let mut stmt = tx.0.prepare_cached(
        "select band, severity, status, kev, kev_asked, count(*) from issue
         where application_id = ?1 group by 1, 2, 3, 4, 5",
    )?;
    let (mut out, mut counts) = (Columns::default(), Vec::new());
    let mut rows = stmt.query([application])?;
    while let Some(row) = rows.next()? {
        out.id.push(0);
        out.band.push(row.get(0)?);
        out.severity.push(row.get(1)?);
        out.status.push(row.get(2)?);
        out.kev.push(row.get(3)?);
        out.kev_asked.push(row.get(4)?);
        counts.push(row.get(5)?);
    }
    Ok((out, counts))
}

/// Loads the issues of an application that stand like one of these rows.
pub fn load_standing(
    tx: &Tx<'_>,
    application: i64,
    standings: &Columns,
    rows: &[usize],
) -> Result<Columns> {
    if rows.len() == standings.len() {
        return load_of(tx, application);
    }
    let row = |at: &usize| {
        let of = standings;
        let words = (of.band.get(*at)?.name(), of.severity.get(*at)?.name());
        let status = of.status.get(*at)?.name();
        let kev = (of.kev.get(*at)?, of.kev_asked.get(*at)?);
        Some((
            words.0,
            words.1,
            status,
            i64::from(*kev.0),
            i64::from(*kev.1),
        ))
    };
    let wanted: Vec<_> = rows.iter().filter_map(row).collect();
    // The order of a cross join stands: each wanted standing is looked up in the index.
    let sql = format!(
        "select {COLUMNS} from json_each(?2) as it cross join issue on application_id = ?1
         and band = it.value ->> 0 and severity = it.value ->> 1 and status = it.value ->> 2
         and issue.kev = it.value ->> 3 and kev_asked = it.value ->> 4"
    );
    read(tx, &sql, (application, to_json("standings", &wanted)?))
}

/// Loads some issues in the same form.
pub fn load_some(tx: &Tx<'_>, ids: &[i64]) -> Result<Columns> {
    let sql = format!("select {COLUMNS} from issue where id in (select value from json_each(?1))");
    read(tx, &sql, [to_json("row numbers", &ids)?])
}

const COLUMNS: &str =
    "points, first_seen, fingerprint, issue.id, application_id, title_id, place_id,
    team_id, person_id, tools_id, rule_id, ids_id, cwes_id, package_id, class, severity, band,
    status, tool_count, findings, kev, epss, line, due, kev_asked";

fn read(tx: &Tx<'_>, sql: &str, params: impl rusqlite::Params) -> Result<Columns> {
    let mut stmt = tx.0.prepare(sql)?;
    let (mut loaded, mut lines) = (Columns::default(), Vec::new());
    let mut rows = stmt.query(params)?;
    while let Some(row) = rows.next()? {
        push(&mut loaded, row)?;
        lines.push(row.get(22)?);
        loaded.due.push(row.get(23)?);
    }
    let apps = texts(tx, &mut loaded)?;
    places(&mut loaded, &lines);
    for app in &mut loaded.app {
        *app = apps
            .iter()
            .find(|(id, _)| id == app)
            .map_or(0, |(_, text)| *text);
    }
    Ok(sorted(loaded))
}

fn push(to: &mut Columns, row: &Row<'_>) -> rusqlite::Result<()> {
    to.score.push(row.get(0)?);
    to.first_seen.push(row.get(1)?);
    to.fingerprint.push(row.get(2)?);
    to.id.push(row.get(3)?);
    to.app.push(row.get(4)?);
    to.title.push(row.get(5)?);
    to.place.push(row.get(6)?);
    to.team.push(row.get(7)?);
    to.person.push(row.get(8)?);
    to.tools.push(row.get(9)?);
    to.rule.push(row.get(10)?);
    to.vulnerabilities.push(row.get(11)?);
    to.cwes.push(row.get(12)?);
    to.package.push(row.get(13)?);
    to.class.push(row.get(14)?);
    to.severity.push(row.get(15)?);
    to.band.push(row.get(16)?);
    to.status.push(row.get(17)?);
    to.tool_count
        .push(u8::try_from(row.get::<_, u32>(18)?).unwrap_or(u8::MAX));
    to.findings.push(row.get(19)?);
    to.kev.push(row.get(20)?);
    to.kev_asked.push(row.get(24)?);
    to.epss
        .push(row.get::<_, Option<u16>>(21)?.unwrap_or(u16::MAX));
    Ok(())
}

/// Fills the pool with the texts that issues use, and appends the names of the applications.
/// Returns application → number in the pool.
fn texts(tx: &Tx<'_>, to: &mut Columns) -> Result<Vec<(u32, TextId)>> {
    let mut used: Vec<TextId> = Vec::new();
    let columns = [
        &to.title,
        &to.place,
        &to.team,
        &to.person,
        &to.tools,
        &to.rule,
        &to.vulnerabilities,
        &to.cwes,
        &to.package,
    ];
    for column in columns {
        used.extend_from_slice(column);
        if used.len() > 2_000_000 {
            used.sort_unstable();
            used.dedup();
        }
    }
    used.sort_unstable();
    used.dedup();
    let mut pool = Pool::default();
    let mut stmt = tx.0.prepare("select value from text where id = ?1")?;
    for id in used {
        stmt.query_row([id], |row| {
            pool.set(id, row.get_ref(0)?.as_str()?);
            Ok(())
        })?;
    }
    let mut stmt =
        tx.0.prepare("select id, name from application order by id")?;
    let rows = stmt.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let mut apps = Vec::new();
    for row in rows {
        let (id, name) = row?;
        apps.push((id, pool.push(&name)));
    }
    to.pool = pool;
    Ok(apps)
}

/// Makes the places with a line texts of their own.
fn places(to: &mut Columns, lines: &[u32]) {
    let mut with_line: BTreeMap<(TextId, u32), TextId> = BTreeMap::new();
    for (at, line) in to.place.iter_mut().zip(lines).filter(|it| *it.1 > 0) {
        *at = *with_line.entry((*at, *line)).or_insert_with(|| {
            let text = place(to.pool.get(*at), *line);
            to.pool.push(&text)
        });
    }
}

fn sorted(from: Columns) -> Columns {
    let mut order: Vec<(Reverse<u16>, i64, Digest, u32)> = Vec::with_capacity(from.len());
    let keys = from
        .score
        .iter()
        .zip(&from.first_seen)
        .zip(&from.fingerprint);
    for (((score, seen), fingerprint), row) in keys.zip(0..) {
        order.push((Reverse(*score), *seen, *fingerprint, row));
    }
    order.sort_unstable();
    let order: Vec<usize> = order.into_iter().map(|(.., row)| row as usize).collect();
    Columns {
        pool: from.pool,
        id: pick(&from.id, &order),
        fingerprint: pick(&from.fingerprint, &order),
        app: pick(&from.app, &order),
        title: pick(&from.title, &order),
        place: pick(&from.place, &order),
        team: pick(&from.team, &order),
        person: pick(&from.person, &order),
        tools: pick(&from.tools, &order),
        rule: pick(&from.rule, &order),
        vulnerabilities: pick(&from.vulnerabilities, &order),
        cwes: pick(&from.cwes, &order),
        package: pick(&from.package, &order),
        class: pick(&from.class, &order),
        severity: pick(&from.severity, &order),
        score: pick(&from.score, &order),
        band: pick(&from.band, &order),
        status: pick(&from.status, &order),
        tool_count: pick(&from.tool_count, &order),
        findings: pick(&from.findings, &order),
        first_seen: pick(&from.first_seen, &order),
        kev: pick(&from.kev, &order),
        kev_asked: pick(&from.kev_asked, &order),
        epss: pick(&from.epss, &order),
        due: pick(&from.due, &order),
    }
}

fn pick<T: Copy>(column: &[T], order: &[usize]) -> Vec<T> {
    order
        .iter()
        .filter_map(|row| column.get(*row).copied())
        .collect()
}
