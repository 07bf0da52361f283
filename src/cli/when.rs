//! Times as people type them, and when something ends.

use crate::error::Problem;
use crate::model::{DAY, Until, midnight};

/// When something ends
#[derive(Debug, Default, clap::Args)]
pub(super) struct UntilArgs {
    /// Ends at this date: 2026-03-01, or 30d for thirty days from now
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// Ends once a version that holds a fix is known
    #[arg(long)]
    until_fix: bool,

    /// Ends once this release was scanned; `next` is any new one
    #[arg(long, value_name = "RELEASE")]
    until_release: Option<String>,
}

impl UntilArgs {
    pub(super) fn read(&self, now: i64) -> Result<Until, Problem> {
        let date = self.until.as_deref().map(|it| time(it, now)).transpose()?;
        Ok(Until {
            date,
            fix: self.until_fix,
            release: self.until_release.clone(),
        })
    }
}

/// UTC seconds of a date, a time (RFC 3339) or a number of days from now (`30d`).
pub(super) fn time(text: &str, now: i64) -> Result<i64, Problem> {
    let text = text.trim();
    let days = text.strip_suffix('d').and_then(|it| it.parse::<u16>().ok());
    if let Some(days) = days {
        return Ok(now + i64::from(days) * DAY);
    }
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Ok(time.as_second());
    }
    midnight(text).ok_or_else(|| {
        Problem::usage(format!("'{text}' is no date"))
            .hint("write it as 2026-03-01, or as 30d for thirty days from now")
    })
}

/// The day of a time, UTC.
pub(super) fn day(at: i64) -> String {
    let time = jiff::Timestamp::from_second(at);
    time.map(|it| it.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
