//! Facts about the store itself, among them its secret key, and its check.

use super::{Result, Tx};
use rusqlite::{OptionalExtension as _, named_params};

/// The value under a name.
pub fn get(tx: &Tx<'_>, name: &str) -> Result<Option<String>> {
    let mut stmt =
        tx.0.prepare_cached("select value from meta where name = :name")?;
    Ok(stmt
        .query_row(named_params! {":name": name}, |row| row.get("value"))
        .optional()?)
}

/// Puts a value under a name.
pub fn set(tx: &Tx<'_>, name: &str, value: &str) -> Result<()> {
    let sql = "insert into meta (name, value) values (:name, :value)
               on conflict (name) do update set value = excluded.value";
    tx.0.execute(sql, named_params! {":name": name, ":value": value})?;
    Ok(())
}

/// The key under which secrets are hashed, in hex; made when it is first asked for.
pub fn secret_key(tx: &Tx<'_>) -> Result<String> {
    if let Some(key) = get(tx, "secret_key")? {
        return Ok(key);
    }
    let key: String =
        tx.0.query_row("select lower(hex(randomblob(32)))", [], |row| row.get(0))?;
    set(tx, "secret_key", &key)?;
    Ok(key)
}

/// Number of rows of a table; the tables are a closed list.
#[derive(Clone, Copy, Debug)]
pub enum Table {
    /// Applications.
    Application,
    /// Reports.
    Report,
    /// Findings.
    Finding,
    /// Issues.
    Issue,
    /// Events.
    Event,
}

/// Counts the rows of a table.
pub fn count(tx: &Tx<'_>, table: Table) -> Result<i64> {
    let sql = match table {
        Table::Application => "select count(*) from application",
        Table::Report => "select count(*) from report where withdrawn = 0",
        Table::Finding => "select count(*) from finding where state <> 'withdrawn'",
        Table::Issue => "select count(*) from issue",
        Table::Event => "select count(*) from event",
    };
    Ok(tx.0.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The highest row number that a finding has; 0 without any. Never less than their number, and looked up
/// at once where counting reads them all.
pub fn highest_finding(tx: &Tx<'_>) -> Result<i64> {
    let sql = "select coalesce(max(id), 0) from finding";
    Ok(tx.0.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// What is wrong with the file or its rows; empty when all is well.
pub fn check(tx: &Tx<'_>) -> Result<Vec<String>> {
    let mut out = Vec::new();
    let mut stmt = tx.0.prepare("pragma integrity_check(20)")?;
    for line in stmt.query_map([], |row| row.get::<_, String>(0))? {
        out.push(line?);
    }
    out.retain(|it| it != "ok");
    let rules = [
        (
            "rows point to rows that are not there",
            "select count(*) from pragma_foreign_key_check",
        ),
        (
            "findings are in no issue",
            "select count(*) from finding where state <> 'withdrawn' and
             (issue_id is null or issue_id not in (select id from issue))",
        ),
        (
            "issues have no finding",
            "select count(*) from issue where id not in
             (select issue_id from finding where issue_id is not null and state <> 'withdrawn')",
        ),
        (
            "issues count their findings wrongly",
            "select count(*) from issue where findings <> (select count(*) from finding
             where issue_id = issue.id and state <> 'withdrawn')",
        ),
        (
            "findings have no detail",
            "select count(*) from finding where detail_block not in (select id from detail_block)",
        ),
    ];
    for (what, sql) in rules {
        let count: i64 = tx.0.query_row(sql, [], |row| row.get(0))?;
        if count > 0 {
            out.push(format!("{count} {what}"));
        }
    }
    for (child, columns, parent) in POINTERS {
        for column in *columns {
            let sql = format!(
                "select count(*) from {child} where {column} not in (select id from {parent})"
            );
            let count: i64 = tx.0.query_row(&sql, [], |row| row.get(0))?;
            if count > 0 {
                out.push(format!(
                    "{count} rows of {child} point to no {parent} by {column}"
                ));
            }
        }
    }
    Ok(out)
}

/// Pointers that the database does not check by itself: table, its columns, the table they point to.
const POINTERS: &[(&str, &[&str], &str)] = &[
    (
        "finding",
        &[
            "rule_id",
            "title_id",
            "file_id",
            "hints_id",
            "resource_id",
            "endpoint_id",
            "package_id",
            "version_id",
            "ids_id",
            "cwes_id",
            "cvss_id",
        ],
        "text",
    ),
    (
        "issue",
        &[
            "title_id",
            "team_id",
            "person_id",
            "proof_id",
            "place_id",
            "tools_id",
            "rule_id",
            "ids_id",
            "cwes_id",
            "package_id",
        ],
        "text",
    ),
    ("issue", &["score_id"], "score"),
    ("link", &["finding_id", "to_id"], "finding"),
    ("suggestion", &["finding_id", "other_id"], "finding"),
    ("correlation_key", &["finding_id"], "finding"),
    ("finding_vulnerability", &["finding_id"], "finding"),
    ("finding_vulnerability", &["vulnerability_id"], "text"),
];

/// Bytes of the database without its journal.
pub fn size(tx: &Tx<'_>) -> Result<i64> {
    let sql = "select page_count * page_size from pragma_page_count, pragma_page_size";
    Ok(tx.0.query_row(sql, [], |row| row.get(0))?)
}
