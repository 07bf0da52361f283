//! Plain tables for people, cut to the width of the terminal.

use super::Terminal;
use crate::error::Problem;
use crate::model::{DAY, text};
use comfy_table::presets::NOTHING;
use comfy_table::{ContentArrangement, Table};

/// Prints rows under headings. Cells are made safe for the terminal here.
pub(super) fn print(
    at: &mut Terminal<'_>,
    headings: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<(), Problem> {
    let mut table = Table::new();
    table
        .load_style(NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(headings.iter().map(|it| it.to_uppercase()));
    for row in rows {
        table.add_row(row.iter().map(|it| text::one_line(it, 70)));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for line in table.lines() {
        writeln!(at.out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// How long ago, in one word: `5m`, `3h`, `12d`, `4mo`, `2y`.
pub(super) fn age(seconds: i64) -> String {
    match seconds.max(0) {
        it if it < 3600 => format!("{}m", it / 60),
        it if it < DAY => format!("{}h", it / 3600),
        it if it < DAY * 60 => format!("{}d", it / DAY),
        it if it < DAY * 730 => format!("{}mo", it / (DAY * 30)),
        it => format!("{}y", it / (DAY * 365)),
    }
}
