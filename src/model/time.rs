//! Days, in UTC.

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// The beginning of a day that is written as 2026-03-01, UTC seconds. Other ways to write a day are
/// refused: they would be printed as another text.
pub fn midnight(day: &str) -> Option<i64> {
    let date = day.parse::<jiff::civil::Date>().ok();
    let date = date.filter(|_| day.len() == 10)?;
    let start = date.to_datetime(jiff::civil::Time::midnight());
    let at = jiff::tz::Offset::UTC.to_timestamp(start).ok()?;
    Some(at.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_and_is_written_in_one_way() {
        assert_eq!(midnight("1970-01-02"), Some(DAY));
        for wrong in [
            "",
            "19700102",
            "1970-01-02T03:04",
            "1970-13-02",
            "+001970-01-02",
        ] {
            assert_eq!(midnight(wrong), None, "{wrong}");
        }
    }
}
