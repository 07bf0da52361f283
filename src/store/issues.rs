//! Rows of `issue`. They are derived: everything in them can be made again.

use super::findings::split;
use super::rows::{from_json, to_json};
use super::{Result, Tx};
use crate::model::{Band, Class, Digest, Hidden, IssueRow, Owner, Severity, Status, Term};
use rusqlite::{OptionalExtension as _, Row, Statement, named_params, params};

/// An issue as it is stored; texts are already numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// Fingerprint of its first finding.
    pub fingerprint: Digest,
    /// Application.
    pub application: i64,
    /// Title.
    pub title: i64,
    /// Class.
    pub class: Class,
    /// Worst severity of its open findings.
    pub severity: Severity,
    /// Score in hundredths.
    pub points: u16,
    /// Band.
    pub band: Band,
    /// The terms, by [`score`].
    pub score: i64,
    /// Status.
    pub status: Status,
    /// Team.
    pub team: i64,
    /// Person.
    pub person: i64,
    /// Proof of the owner.
    pub proof: i64,
    /// Shortest useful place, without its line.
    pub place: i64,
    /// Line of the place, 0 for none.
    pub line: u32,
    /// Tools, sorted, joined by `,`.
    pub tools: i64,
    /// How many tools.
    pub tool_count: u32,
    /// Rule of the first finding.
    pub rule: i64,
    /// Vulnerability ids.
    pub ids: i64,
    /// CWE numbers.
    pub cwes: i64,
    /// Package.
    pub package: i64,
    /// How many findings.
    pub findings: u32,
    /// First sighting.
    pub first_seen: i64,
    /// Last change.
    pub last_seen: i64,
    /// Known to be exploited.
    pub kev: bool,
    /// EPSS in ten-thousandths.
    pub epss: Option<u16>,
    /// When it is to be closed, UTC seconds; 0 when it has no clock.
    pub due: i64,
    /// By what it is hidden; 0 when it is not.
    pub hidden: i64,
    /// Until when, UTC seconds.
    pub hidden_until: Option<i64>,
    /// What changed since it was decided; 0 when nothing did.
    pub woken: i64,
}

/// True when no issue is stored.
pub fn none_at_all(tx: &Tx<'_>) -> Result<bool> {
    let mut stmt = tx.0.prepare_cached("select 1 from issue limit 1")?;
    Ok(!stmt.exists([])?)
}

/// Replaces an issue. False when there is none with this row number.
pub fn update(tx: &Tx<'_>, id: i64, row: &NewRow) -> Result<bool> {
    let mut stmt = tx.0.prepare_cached(
        "update issue set
         fingerprint = ?2, application_id = ?3, title_id = ?4, class = ?5, severity = ?6,
         points = ?7, band = ?8, score_id = ?9, status = ?10, team_id = ?11, person_id = ?12,
         proof_id = ?13, place_id = ?14, line = ?15, tools_id = ?16, tool_count = ?17,
         rule_id = ?18, ids_id = ?19, cwes_id = ?20, package_id = ?21, findings = ?22,
         first_seen = ?23, last_seen = ?24, kev = ?25, epss = ?26,
         hidden_id = ?27, hidden_until = ?28, woken_id = ?29, due = ?30
         where id = ?1",
    )?;
    Ok(write(&mut stmt, id, row)? > 0)
}

/// Stores an issue under the row number of its first finding: one that is alone then never has to
/// be told its issue again.
pub fn insert(tx: &Tx<'_>, id: i64, row: &NewRow) -> Result<()> {
    let mut stmt = tx.0.prepare_cached(
        "insert into issue
         (id, fingerprint, application_id, title_id, class, severity, points, band, score_id,
         status, team_id, person_id, proof_id, place_id, line, tools_id, tool_count, rule_id,
         ids_id, cwes_id, package_id, findings, first_seen, last_seen, kev, epss, hidden_id,
         hidden_until, woken_id, due)
         values
         (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
         ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)",
    )?;
    write(&mut stmt, id, row)?;
    Ok(())
}

/// By position: looking as many names up takes as long as storing the row.
fn write(stmt: &mut Statement<'_>, id: i64, row: &NewRow) -> rusqlite::Result<usize> {
    stmt.execute(params![
        id,
        row.fingerprint,
        row.application,
        row.title,
        row.class,
        row.severity,
        row.points,
        row.band,
        row.score,
        row.status,
        row.team,
        row.person,
        row.proof,
        row.place,
        row.line,
        row.tools,
        row.tool_count,
        row.rule,
        row.ids,
        row.cwes,
        row.package,
        row.findings,
        row.first_seen,
        row.last_seen,
        row.kev,
        row.epss,
        row.hidden,
        row.hidden_until,
        row.woken,
        row.due,
    ])
}

/// Removes an issue that has no finding any more.
pub fn remove_if_empty(tx: &Tx<'_>, id: i64) -> Result<bool> {
    let sql = "delete from issue where id = ?1 and not exists
               (select 1 from finding where issue_id = ?1)";
    Ok(tx.0.prepare_cached(sql)?.execute([id])? > 0)
}

/// Puts a finding into an issue, or into none.
pub fn assign(tx: &Tx<'_>, finding: i64, issue: Option<i64>) -> Result<()> {
    tx.0.prepare_cached("update finding set issue_id = ?2 where id = ?1")?
        .execute((finding, issue))?;
    Ok(())
}

/// The number of a list of score terms; it is stored when new.
pub fn score(tx: &Tx<'_>, terms: &[Term]) -> Result<i64> {
    let text = to_json("score terms", &terms)?;
    let mut stmt =
        tx.0.prepare_cached("select id from score where terms = ?1")?;
    if let Some(id) = stmt.query_row([&text], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    Ok(tx
        .0
        .prepare_cached("insert into score (terms) values (?1)")?
        .insert([&text])?)
}

const ROW: &str = "
    select issue.id, fingerprint, application.name as app, title.value as title, class, severity,
    points, band, status, team.value as team, person.value as person, proof.value as proof,
    place.value as place, line, tools.value as tools, findings, first_seen, last_seen,
    ids.value as ids, cwes.value as cwes, score.terms, hidden.value as hidden, hidden_until,
    woken.value as woken, due
    from issue
    join application on application.id = issue.application_id
    join text as title on title.id = issue.title_id
    join text as team on team.id = issue.team_id
    join text as person on person.id = issue.person_id
    join text as proof on proof.id = issue.proof_id
    join text as place on place.id = issue.place_id
    join text as tools on tools.id = issue.tools_id
    join text as ids on ids.id = issue.ids_id
    join text as cwes on cwes.id = issue.cwes_id
    join text as hidden on hidden.id = issue.hidden_id
    join text as woken on woken.id = issue.woken_id
    join score on score.id = issue.score_id";

/// An issue without its findings.
#[derive(Clone, Debug)]
pub struct Head {
    /// The list row.
    pub row: IssueRow,
    /// Terms of the score.
    pub terms: Vec<Term>,
    /// Vulnerability ids.
    pub vulnerabilities: Vec<String>,
    /// CWE numbers.
    pub cwes: Vec<u32>,
    /// When it is to be closed, UTC seconds.
    pub due: Option<i64>,
    /// What keeps it out of the queue, or why it is back.
    pub hidden: Hidden,
}

/// One issue.
pub fn one(tx: &Tx<'_>, id: i64) -> Result<Option<Head>> {
    let mut stmt =
        tx.0.prepare_cached(&format!("{ROW} where issue.id = :id"))?;
    let mut rows = stmt.query(named_params! {":id": id})?;
    rows.next()?.map(head).transpose()
}

/// A place as people read it.
pub(super) fn place(text: &str, line: u32) -> String {
    if line > 0 {
        format!("{text}:{line}")
    } else {
        text.to_owned()
    }
}

fn head(row: &Row<'_>) -> Result<Head> {
    let text = |name| row.get::<_, String>(name);
    let some = |text: String| (!text.is_empty()).then_some(text);
    let list = |text: String| split(&text).map(str::to_owned).collect::<Vec<_>>();
    let terms: String = row.get("terms")?;
    Ok(Head {
        row: IssueRow {
            id: row.get("id")?,
            fingerprint: row.get("fingerprint")?,
            app: row.get("app")?,
            title: row.get("title")?,
            class: row.get("class")?,
            severity: row.get("severity")?,
            score: f64::from(row.get::<_, u16>("points")?) / 100.0,
            band: row.get("band")?,
            status: row.get("status")?,
            owner: Owner {
                team: some(text("team")?),
                person: some(text("person")?),
                proof: some(text("proof")?),
            },
            place: place(&text("place")?, row.get("line")?),
            tools: list(text("tools")?),
            findings: row.get("findings")?,
            first_seen: row.get("first_seen")?,
            last_seen: row.get("last_seen")?,
        },
        terms: from_json("score terms", &terms)?,
        vulnerabilities: list(text("ids")?),
        due: Some(row.get("due")?).filter(|it| *it != 0),
        cwes: split(&text("cwes")?)
            .filter_map(|it| it.parse().ok())
            .collect(),
        hidden: Hidden {
            by: text("hidden")?,
            until: row.get("hidden_until")?,
            woken: text("woken")?,
        },
    })
}

/// Score in hundredths, whether it is listed in KEV, and EPSS in ten-thousandths.
pub fn scored(tx: &Tx<'_>, id: i64) -> Result<(u16, bool, Option<u16>)> {
    let sql = "select points, kev, epss from issue where id = ?1";
    let mut stmt = tx.0.prepare_cached(sql)?;
    let row = stmt.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    Ok(row.optional()?.unwrap_or_default())
}

/// Row numbers of the issues of an application, ascending.
pub fn of_application(tx: &Tx<'_>, application: i64) -> Result<Vec<i64>> {
    let mut stmt =
        tx.0.prepare_cached("select id from issue where application_id = ?1 order by id")?;
    let rows = stmt.query_map([application], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Row numbers of all issues, ascending.
pub fn all(tx: &Tx<'_>) -> Result<Vec<i64>> {
    let mut stmt = tx.0.prepare_cached("select id from issue order by id")?;
    let rows = stmt.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Those of some findings' issues that no scan sees, by row number of the finding.
pub fn fixed_among(tx: &Tx<'_>, findings: &[i64]) -> Result<Vec<i64>> {
    let mut stmt = tx.0.prepare_cached(
        "select finding.id from finding join issue on issue.id = issue_id
         where finding.id = ?1 and status = 'fixed'",
    )?;
    let mut out = Vec::new();
    for id in findings {
        out.extend(
            stmt.query_row([id], |row| row.get::<_, i64>(0))
                .optional()?,
        );
    }
    Ok(out)
}
