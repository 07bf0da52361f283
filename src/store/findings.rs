//! Rows of `finding` with their details: insert, update, states, images for undo, and reading.

use super::details::{self, At, Body};
use super::rows::from_json;
use super::{Result, Tx};
use crate::model::{Absence, Digest, Finding, FindingKind, FindingState, Location, Severity};
use rusqlite::{OptionalExtension as _, Row, Statement, ToSql, named_params, params};

/// A finding as it is stored; texts are already numbers.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// Fingerprint.
    pub fingerprint: Digest,
    /// Scope.
    pub scope: i64,
    /// Identity: see the schema.
    pub bucket: i64,
    /// Identity.
    pub native: i64,
    /// Identity.
    pub content: i64,
    /// Identity.
    pub said: i64,
    /// Sort of tool.
    pub kind: FindingKind,
    /// Rule.
    pub rule: i64,
    /// Title.
    pub title: i64,
    /// Severity.
    pub severity: Severity,
    /// File.
    pub file: i64,
    /// First line, 0 for none.
    pub line: u32,
    /// Last line, 0 for none.
    pub end_line: u32,
    /// See [`super::members::Member`], as the next two.
    pub flow: String,
    /// There.
    pub code: i64,
    /// There.
    pub hints: i64,
    /// Resource.
    pub resource: i64,
    /// Method, templated URL and parameter of a web finding.
    pub endpoint: i64,
    /// Package name.
    pub package: i64,
    /// Package version.
    pub version: i64,
    /// Vulnerability ids, joined by `,`.
    pub ids: i64,
    /// CWE numbers, joined by `,`.
    pub cwes: i64,
    /// The CVSS claim that counts, as score and source.
    pub cvss: i64,
    /// Keyed hash of a secret.
    pub secret: Option<Vec<u8>>,
    /// State.
    pub state: FindingState,
    /// The report.
    pub report: i64,
    /// First sighting.
    pub first_seen: i64,
    /// First byte and number of bytes of the record.
    pub record: (u64, u64),
    /// Where the rest is.
    pub detail: At,
}

/// What identity needs to know of a stored finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Row number.
    pub id: i64,
    /// Bucket.
    pub bucket: i64,
    /// The tool's own fingerprint.
    pub native: i64,
    /// Content.
    pub content: i64,
    /// Line.
    pub line: u32,
    /// State.
    pub state: FindingState,
    /// Everything else the tool said.
    pub said: i64,
}

/// All findings of a scope, by row number.
pub fn known(tx: &Tx<'_>, scope: i64) -> Result<Vec<Known>> {
    let mut stmt = tx.0.prepare_cached(
        "select id, bucket, native, content, line, state, said from finding
         where scope_id = :scope",
    )?;
    let rows = stmt.query_map(named_params! {":scope": scope}, |row| {
        Ok(Known {
            id: row.get(0)?,
            bucket: row.get(1)?,
            native: row.get(2)?,
            content: row.get(3)?,
            line: row.get(4)?,
            state: row.get(5)?,
            said: row.get(6)?,
        })
    })?;
    let mut out = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    out.sort_unstable_by_key(|it| it.id);
    Ok(out)
}

/// True when a fingerprint is taken.
pub fn is_taken(tx: &Tx<'_>, fingerprint: Digest) -> Result<bool> {
    let sql = "select 1 from finding where fingerprint = ?1";
    Ok(tx.0.prepare_cached(sql)?.exists([fingerprint])?)
}

/// The highest row number of a finding; 0 for none.
pub fn last(tx: &Tx<'_>) -> Result<i64> {
    let sql = "select coalesce(max(id), 0) from finding";
    Ok(tx.0.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Stores a finding under a row number that is free. Until it is grouped its issue is its own: most
/// stay so, and the row need not be written twice.
pub fn insert(tx: &Tx<'_>, id: i64, row: &NewRow) -> Result<()> {
    let mut stmt = tx.0.prepare_cached(
        "insert into finding (id, issue_id, fingerprint, scope_id, born_id, first_seen, bucket,
         native, content, said, kind, rule_id, title_id, severity, file_id, line, end_line,
         flow, code, hints_id, resource_id, endpoint_id, package_id, version_id, ids_id, cwes_id,
         cvss_id, secret, state, last_seen, report_id, record_start, record_length, detail_block,
         detail_nth)
         values (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
         ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34)",
    )?;
    let head = params![id, row.fingerprint, row.scope, row.report, row.first_seen];
    bind(&mut stmt, head, row)?;
    stmt.raw_execute()?;
    Ok(())
}

/// Replaces what a later scan says of a known finding; fingerprint and first sighting stay. `past`
/// is where earlier scans saw it in the same file.
pub fn update(tx: &Tx<'_>, id: i64, row: &NewRow, past: &str) -> Result<()> {
    let mut stmt = tx.0.prepare_cached(
        "update finding set absence = null, past = ?2, bucket = ?3, native = ?4, content = ?5, said = ?6, kind = ?7,
         rule_id = ?8, title_id = ?9, severity = ?10, file_id = ?11, line = ?12, end_line = ?13,
         flow = ?14, code = ?15, hints_id = ?16, resource_id = ?17, endpoint_id = ?18,
         package_id = ?19, version_id = ?20, ids_id = ?21, cwes_id = ?22, cvss_id = ?23,
         secret = ?24, state = ?25, last_seen = ?26, report_id = ?27, record_start = ?28,
         record_length = ?29, detail_block = ?30, detail_nth = ?31
         where id = ?1",
    )?;
    bind(&mut stmt, params![id, past], row)?;
    stmt.raw_execute()?;
    Ok(())
}

/// Binds `head`, and behind it what inserting and updating share. By position: looking thirty names
/// up takes as long as storing the row.
fn bind(stmt: &mut Statement<'_>, head: &[&dyn ToSql], row: &NewRow) -> rusqlite::Result<()> {
    let shared = params![
        row.bucket,
        row.native,
        row.content,
        row.said,
        row.kind,
        row.rule,
        row.title,
        row.severity,
        row.file,
        row.line,
        row.end_line,
        row.flow,
        row.code,
        row.hints,
        row.resource,
        row.endpoint,
        row.package,
        row.version,
        row.ids,
        row.cwes,
        row.cvss,
        row.secret,
        row.state,
        row.first_seen,
        row.report,
        row.record.0,
        row.record.1,
        row.detail.block,
        row.detail.nth,
    ];
    for (at, value) in (1..).zip(head.iter().chain(shared)) {
        stmt.raw_bind_parameter(at, value)?;
    }
    Ok(())
}

/// Says that a finding was not seen by a scan of some time, and why.
pub fn set_gone(tx: &Tx<'_>, id: i64, why: Absence, at: i64) -> Result<()> {
    tx.0.prepare_cached(
        "update finding set state = 'gone', absence = ?2, last_seen = ?3 where id = ?1",
    )?
    .execute((id, why, at))?;
    Ok(())
}

/// Moves the first sighting back when an older scan already saw the finding.
pub fn seen_since(tx: &Tx<'_>, id: i64, at: i64) -> Result<bool> {
    let sql = "update finding set first_seen = ?2 where id = ?1 and first_seen > ?2";
    Ok(tx.0.prepare_cached(sql)?.execute((id, at))? > 0)
}

/// The row numbers of findings that a report brought in.
pub fn born_of(tx: &Tx<'_>, report: i64) -> Result<Vec<i64>> {
    let sql = "select id from finding where born_id = ?1 order by id";
    let mut stmt = tx.0.prepare_cached(sql)?;
    let rows = stmt.query_map([report], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The columns of a full view; `text` rows joined by name.
const FULL: &str = "
    select finding.id, finding.fingerprint, application.name as app, tool.value as tool,
    finding.kind, rule.value as rule, title.value as title, finding.severity,
    file.value as file, finding.line, finding.end_line, resource.value as resource,
    ids.value as ids, cwes.value as cwes, finding.state, finding.absence, finding.first_seen, finding.last_seen,
    report.sha256, finding.record_start, finding.record_length, finding.issue_id, finding.detail_nth, detail.body
    from finding
    join scope on scope.id = finding.scope_id
    join application on application.id = scope.application_id
    join text as tool on tool.id = scope.tool_id
    join text as rule on rule.id = finding.rule_id
    join text as title on title.id = finding.title_id
    join text as file on file.id = finding.file_id
    join text as resource on resource.id = finding.resource_id
    join text as ids on ids.id = finding.ids_id
    join text as cwes on cwes.id = finding.cwes_id
    join report on report.id = finding.report_id
    join detail_block as detail on detail.id = finding.detail_block";

/// The findings of an issue, the first one first.
pub fn of_issue(tx: &Tx<'_>, issue: i64) -> Result<Vec<Finding>> {
    let sql = format!(
        "{FULL} where finding.issue_id = :issue and finding.state <> 'withdrawn'
         order by finding.first_seen, finding.fingerprint"
    );
    let mut stmt = tx.0.prepare_cached(&sql)?;
    let mut rows = stmt.query(named_params! {":issue": issue})?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(full(row)?);
    }
    Ok(out)
}

/// What a line about a finding says of it: fingerprint, title, file, line.
pub fn brief(tx: &Tx<'_>, id: i64) -> Result<Option<(Digest, String, String, u32)>> {
    let mut stmt = tx.0.prepare_cached(
        "select fingerprint, title.value, file.value, line from finding
         join text as title on title.id = title_id join text as file on file.id = file_id
         where finding.id = ?1",
    )?;
    let row = stmt.query_row([id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    });
    Ok(row.optional()?)
}

/// One finding.
pub fn one(tx: &Tx<'_>, id: i64) -> Result<Option<Finding>> {
    let mut stmt =
        tx.0.prepare_cached(&format!("{FULL} where finding.id = :id"))?;
    let mut rows = stmt.query(named_params! {":id": id})?;
    rows.next()?.map(full).transpose()
}

fn full(row: &Row<'_>) -> Result<Finding> {
    let block = row
        .get_ref("body")?
        .as_blob()
        .map_err(rusqlite::Error::from)?;
    let text = details::unpack(block, row.get("detail_nth")?)?;
    let body: Body = from_json("the detail of a finding", &text)?;
    let text = |name| row.get::<_, String>(name);
    let some = |text: String| (!text.is_empty()).then_some(text);
    let line = |name| row.get::<_, u32>(name).map(|it| (it > 0).then_some(it));
    Ok(Finding {
        id: row.get("id")?,
        fingerprint: row.get("fingerprint")?,
        app: text("app")?,
        tool: text("tool")?,
        kind: row.get("kind")?,
        rule: text("rule")?,
        title: text("title")?,
        severity: row.get("severity")?,
        severity_word: body.word,
        place: Location {
            file: some(text("file")?),
            line: line("line")?,
            end_line: line("end_line")?,
            resource: some(text("resource")?),
            ..body.place
        },
        package: body.package,
        vulnerabilities: split(&text("ids")?).map(str::to_owned).collect(),
        cwes: split(&text("cwes")?)
            .filter_map(|it| it.parse().ok())
            .collect(),
        secret_masked: body.masked,
        state: row.get("state")?,
        absence: row.get("absence")?,
        first_seen: row.get("first_seen")?,
        last_seen: row.get("last_seen")?,
        report: text("sha256")?,
        record: (row.get("record_start")?, row.get("record_length")?),
        detail: body.detail,
        issue: String::new(),
    })
}

/// The parts of a joined list; none of the empty text.
pub fn split(joined: &str) -> impl Iterator<Item = &str> {
    joined.split(',').filter(|it| !it.is_empty())
}

/// Row number and issue of the findings whose fingerprint begins with some hex digits, at most ten.
pub fn by_prefix(tx: &Tx<'_>, hex: &str) -> Result<Vec<(i64, Option<i64>, Digest)>> {
    let low = Digest::parse(&format!("{hex:0<32}"));
    let high = Digest::parse(&format!("{hex:f<32}"));
    let (Some(low), Some(high)) = (low, high) else {
        return Ok(Vec::new());
    };
    let mut stmt = tx.0.prepare_cached(
        "select id, issue_id, fingerprint from finding
         where fingerprint between :low and :high and state <> 'withdrawn'
         order by fingerprint limit 10",
    )?;
    let rows = stmt.query_map(named_params! {":low": low, ":high": high}, |row| {
        Ok((
            row.get("id")?,
            row.get("issue_id")?,
            row.get("fingerprint")?,
        ))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The issue that a finding with this fingerprint is in.
pub fn issue_of(tx: &Tx<'_>, fingerprint: Digest) -> Result<Option<i64>> {
    let sql = "select issue_id from finding where fingerprint = ?1";
    let mut stmt = tx.0.prepare_cached(sql)?;
    let row = stmt.query_row([fingerprint], |row| row.get(0)).optional()?;
    Ok(row.flatten())
}

/// Marks a finding as one whose import was taken back.
pub fn withdraw(tx: &Tx<'_>, id: i64) -> Result<()> {
    tx.0.prepare_cached("update finding set state = 'withdrawn' where id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Takes a withdrawn finding out of its issue and says which it was.
pub fn detach_withdrawn(tx: &Tx<'_>, id: i64) -> Result<Option<i64>> {
    let mut stmt =
        tx.0.prepare_cached("select issue_id from finding where id = ?1 and state = 'withdrawn'")?;
    let issue: Option<i64> = stmt.query_row([id], |row| row.get(0)).optional()?.flatten();
    if issue.is_some() {
        tx.0.prepare_cached("update finding set issue_id = null where id = ?1")?
            .execute([id])?;
    }
    Ok(issue)
}
