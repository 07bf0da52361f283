//! Times as people and schemas expect them: RFC 3339 in UTC.

/// `2026-03-01T08:00:00Z`.
pub fn rfc3339(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map(|it| it.to_string())
        .unwrap_or_default()
}

/// The day in UTC, as `2026-03-01`.
pub fn date(seconds: i64) -> String {
    rfc3339(seconds).chars().take(10).collect()
}
