//! `sluice formats`

use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::formats;
use serde_json::json;

/// List the report formats that can be read
#[derive(Debug, clap::Args)]
pub(super) struct FormatsArgs {}

impl FormatsArgs {
    #[expect(clippy::unused_self, reason = "every command has the same form")]
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let kinds = |it: &&dyn formats::Format| {
            it.kinds()
                .iter()
                .map(|it| it.name())
                .collect::<Vec<_>>()
                .join(", ")
        };
        if at.output == Output::Json {
            let all: Vec<_> = formats::ALL
                .iter()
                .map(|it| {
                    json!({
                        "name": it.name(), "tool": it.tool(), "kinds": kinds(it),
                        "file_types": it.file_types(),
                    })
                })
                .collect();
            writeln!(at.out, "{}", json!({"version": 1, "formats": all}))?;
            return Ok(Status::Done);
        }
        let rows = formats::ALL.iter().map(|it| {
            vec![
                it.name().to_owned(),
                it.tool().to_owned(),
                kinds(it),
                it.file_types().to_owned(),
            ]
        });
        table::print(at, &["format", "tool", "kinds", "file types"], rows)?;
        Ok(Status::Done)
    }
}
