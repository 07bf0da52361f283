//! The inventory of components: what the latest bills of materials list.

use crate::error::Problem;
use crate::export::components_csv::Sheet;
use crate::export::issues_json::Document;
use crate::model::{Component, ComponentRow};
use crate::ops::Workspace;
use crate::ops::export::Style;
use crate::query::components::ComponentQuery;
use crate::store::components;
use std::io::Write;

/// Walks the components that a filter keeps, by application, tool, target and branch, then by name
/// and version.
pub fn walk(
    workspace: &Workspace,
    filter: &str,
    visit: &mut dyn FnMut(&ComponentRow) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let query = ComponentQuery::parse(filter)?;
    let tx = &workspace.store.read();
    // Each is read and judged once, not once for every bill.
    let all = components::distinct(tx, &|it| query.may_fit(it))?;
    for (scan, mut row) in components::bills(tx)? {
        let listed = components::listed(tx, scan)?;
        let mut here: Vec<&Component> = listed.iter().filter_map(|it| all.get(it)).collect();
        let order = |it: &Component| {
            let package = &it.package;
            (
                package.name.clone(),
                package.version.clone(),
                it.place.clone(),
            )
        };
        here.sort_by_cached_key(|it| order(it));
        for it in here {
            row.component.clone_from(it);
            if query.fits(&row) {
                visit(&row)?;
            }
        }
    }
    Ok(())
}

/// Writes the components that a filter keeps.
pub fn write(
    workspace: &Workspace,
    filter: &str,
    style: Style,
    to: &mut dyn Write,
) -> Result<(), Problem> {
    match style {
        Style::Json => {
            let mut document = Document::begin(to, "components")?;
            walk(workspace, filter, &mut |it| Ok(document.component(it)?))?;
            document.end()?;
        }
        Style::Csv => {
            let mut sheet = Sheet::begin(to)?;
            walk(workspace, filter, &mut |it| Ok(sheet.component(it)?))?;
            sheet.end()?;
        }
    }
    Ok(())
}
