//! Components: what bills of materials list. A bill is a list of row numbers in its scan; what an
//! application is made of now are the latest bills of its scopes and branches, so that taking back
//! an import brings the bill before it back.

use super::scans::unpack;
use super::{Result, Tx, texts};
use crate::model::{Component, ComponentRow, Digest, Package};
use rusqlite::{OptionalExtension as _, Row, named_params};
use std::collections::BTreeMap;

/// The row number of a component, stored when it is new.
pub fn ensure(tx: &Tx<'_>, interner: &mut texts::Interner, component: &Component) -> Result<i64> {
    let package = &component.package;
    let purl = package.purl.as_deref().unwrap_or_default();
    let parts = [
        &package.ecosystem,
        &package.name,
        &package.version,
        purl,
        &component.licence,
        &component.place,
    ];
    let key = Digest::of("component v1", &parts).short();
    let mut stmt =
        tx.0.prepare_cached("select id from component where key = ?1")?;
    if let Some(id) = stmt.query_row([key], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    let mut stmt = tx.0.prepare_cached(
        "insert into component (key, ecosystem, name_id, version, purl, licence_id, place_id)
         values (:key, :ecosystem, :name, :version, :purl, :licence, :place)",
    )?;
    Ok(stmt.insert(named_params! {
        ":key": key, ":ecosystem": package.ecosystem,
        ":name": interner.id(tx, &package.name)?, ":version": package.version, ":purl": purl,
        ":licence": interner.id(tx, &component.licence)?,
        ":place": interner.id(tx, &component.place)?,
    })?)
}

/// The latest bills, by application, tool, target and branch: the row number of the scan, and what
/// all its components have in common.
pub fn bills(tx: &Tx<'_>) -> Result<Vec<(i64, ComponentRow)>> {
    let mut stmt = tx.0.prepare_cached(
        "select scan.id, application.name as app, tool.value as tool, scope.target, scan.branch,
         report.sha256, scan.scanned_at
         from scan join scope on scope.id = scan.scope_id
         join application on application.id = scope.application_id
         join text as tool on tool.id = scope.tool_id
         join report on report.id = scan.report_id
         where scan.components is not null and scan.withdrawn = 0 and not exists (
             select 1 from scan as later
             where later.scope_id = scan.scope_id and later.branch = scan.branch
             and later.withdrawn = 0 and later.components is not null
             and (later.scanned_at, later.id) > (scan.scanned_at, scan.id))
         order by app, tool, target, scan.branch",
    )?;
    let rows = stmt.query_map([], |row| Ok((row.get("id")?, bill(row)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn bill(row: &Row<'_>) -> rusqlite::Result<ComponentRow> {
    Ok(ComponentRow {
        app: row.get("app")?,
        tool: row.get("tool")?,
        target: row.get("target")?,
        branch: row.get("branch")?,
        report: row.get("sha256")?,
        scanned_at: row.get("scanned_at")?,
        component: Component::default(),
    })
}

/// The row numbers of the components that a scan lists.
pub fn listed(tx: &Tx<'_>, scan: i64) -> Result<Vec<i64>> {
    let mut stmt =
        tx.0.prepare_cached("select components from scan where id = ?1")?;
    let blob = stmt.query_row([scan], |row| row.get::<_, Option<Vec<u8>>>(0))?;
    unpack(&blob.unwrap_or_default())
}

/// The distinct components of all bills that are wanted, by row number.
pub fn distinct(
    tx: &Tx<'_>,
    wanted: &dyn Fn(&Component) -> bool,
) -> Result<BTreeMap<i64, Component>> {
    let mut stmt = tx.0.prepare_cached(
        "select component.id, ecosystem, name.value as name, version, purl,
         licence.value as licence, place.value as place
         from component join text as name on name.id = name_id
         join text as licence on licence.id = licence_id
         join text as place on place.id = place_id",
    )?;
    let mut rows = stmt.query([])?;
    let mut out = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let purl: String = row.get("purl")?;
        let it = Component {
            package: Package {
                ecosystem: row.get("ecosystem")?,
                name: row.get("name")?,
                version: row.get("version")?,
                fixed: Vec::new(),
                purl: Some(purl).filter(|it| !it.is_empty()),
            },
            licence: row.get("licence")?,
            place: row.get("place")?,
        };
        if wanted(&it) {
            out.insert(row.get("id")?, it);
        }
    }
    Ok(out)
}

/// How many components and claims a report brought.
pub fn counts(tx: &Tx<'_>, report: i64) -> Result<(u64, u64)> {
    let mut stmt = tx.0.prepare_cached(
        "select components from scan where report_id = ?1 and components is not null",
    )?;
    let mut rows = stmt.query([report])?;
    let mut components = 0;
    while let Some(row) = rows.next()? {
        let blob = row.get_ref(0)?;
        components += unpack(blob.as_blob().map_err(rusqlite::Error::from)?)?.len() as u64;
    }
    let mut stmt =
        tx.0.prepare_cached("select count(*) from claim where report_id = ?1")?;
    Ok((components, stmt.query_row([report], |row| row.get(0))?))
}
