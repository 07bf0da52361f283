//! The indexes of `finding`, while a fresh store is filled.

use super::{Result, Tx};

/// Takes the indexes of an empty table away, and gives what makes them again: filling an index from
/// sorted rows costs less than keeping it while rows come in.
pub fn drop_all(tx: &Tx<'_>) -> Result<Vec<String>> {
    let sql = "select name, sql from sqlite_schema
               where type = 'index' and tbl_name = 'finding' and sql is not null order by rowid";
    let mut stmt = tx.0.prepare(sql)?;
    let rows = stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let all = rows.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    let mut out = Vec::new();
    for (name, sql) in all {
        tx.0.execute_batch(&format!("drop index {name}"))?;
        out.push(sql);
    }
    Ok(out)
}

/// Makes indexes again.
pub fn create(tx: &Tx<'_>, indexes: &[String]) -> Result<()> {
    indexes
        .iter()
        .try_for_each(|sql| Ok(tx.0.execute_batch(sql)?))
}
