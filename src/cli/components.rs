//! `sluice components`

use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::ops::components;
use crate::ops::export::Style;

/// List what applications are made of, from the latest bills of materials
///
/// Words are looked for in names; `log4j-core<2.17` asks for a component with an earlier version.
#[derive(Debug, clap::Args)]
#[command(after_long_help = fields())]
pub(super) struct ComponentsArgs {
    /// Which components
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
}

fn fields() -> String {
    format!(
        "Fields of the filter, each with an example:\n{}",
        crate::query::components::help()
    )
}

impl ComponentsArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let workspace = at.workspace()?;
        let filter = self.filter.join(" ");
        let style = match at.output {
            Output::Json => Some(Style::Json),
            Output::Csv => Some(Style::Csv),
            Output::Table => None,
        };
        if let Some(style) = style {
            components::write(&workspace, &filter, style, at.out)?;
            return Ok(Status::Done);
        }
        let mut rows = Vec::new();
        components::walk(&workspace, &filter, &mut |it| {
            let package = &it.component.package;
            rows.push(vec![
                it.app.clone(),
                it.target.clone(),
                it.branch.clone(),
                package.ecosystem.clone(),
                package.name.clone(),
                package.version.clone(),
                it.component.licence.clone(),
                it.component.place.clone(),
                it.tool.clone(),
            ]);
            Ok(())
        })?;
        let count = rows.len();
        let headings = [
            "app", "target", "branch", "type", "name", "version", "licence", "where", "tool",
        ];
        table::print(at, &headings, rows)?;
        writeln!(at.err, "{count} components")?;
        Ok(Status::Done)
    }
}
