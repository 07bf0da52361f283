//! Times for people.

/// How long ago, in at most four columns: `5m`, `3h`, `12d`, `7mo`, `2y`.
pub fn age(at: i64, now: i64) -> String {
    let minutes = now.saturating_sub(at).max(0) / 60;
    let (hours, days) = (minutes / 60, minutes / 1440);
    match days {
        0 if hours == 0 => format!("{minutes}m"),
        0 => format!("{hours}h"),
        1..=59 => format!("{days}d"),
        60..=729 => format!("{}mo", days / 30),
        _ => format!("{}y", days / 365),
    }
}

/// The minute, in UTC.
pub fn minute(at: i64) -> String {
    format_at(at, "%Y-%m-%d %H:%M")
}

/// The day, in UTC.
pub fn day(at: i64) -> String {
    format_at(at, "%Y-%m-%d")
}

fn format_at(at: i64, form: &str) -> String {
    jiff::Timestamp::from_second(at)
        .map_or_else(|_| "unknown".to_owned(), |it| it.strftime(form).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DAY;

    #[test]
    fn ages_are_short() {
        let cases = [
            (0, "0m"),
            (3_599, "59m"),
            (3_600, "1h"),
            (DAY * 59, "59d"),
            (DAY * 60, "2mo"),
        ];
        for (seconds, text) in cases {
            assert_eq!(age(0, seconds), text);
        }
        assert_eq!(age(500, 0), "0m");
        assert_eq!(minute(0), "1970-01-01 00:00");
    }
}
