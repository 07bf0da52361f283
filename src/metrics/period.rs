//! A period and its days, in UTC.

use crate::model::DAY;

/// So many points a course has at most; longer periods are told in weeks.
const POINTS: i64 = 120;

/// From a moment to another, both inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// UTC seconds.
    pub from: i64,
    /// UTC seconds.
    pub to: i64,
}

impl Period {
    /// True when a moment lies inside.
    pub const fn holds(self, at: i64) -> bool {
        self.from <= at && at <= self.to
    }

    /// The moments at which a course is told: the end of each day, or of each week when there are many
    /// days, and the end of the period.
    pub fn points(self) -> Vec<i64> {
        let days = (self.to - self.from) / DAY + 1;
        let step = if days > POINTS { 7 * DAY } else { DAY };
        let mut out = Vec::new();
        // Told from the end, so that the last point is always that of the end.
        let mut at = self.to;
        while at >= self.from && out.len() < 2_000 {
            out.push(at);
            at = end_of_day(at - step);
        }
        out.reverse();
        out
    }
}

/// The last second of a moment's day.
pub const fn end_of_day(at: i64) -> i64 {
    at.div_euclid(DAY) * DAY + DAY - 1
}

/// Seconds as days.
#[expect(
    clippy::cast_precision_loss,
    reason = "seconds of a few centuries are exact in an f64"
)]
pub const fn days(seconds: i64) -> f64 {
    seconds as f64 / DAY as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_ends_with_the_period_and_holds_the_end_of_every_day() {
        let period = Period {
            from: 0,
            to: 2 * DAY + 50,
        };
        assert_eq!(period.points(), [DAY - 1, 2 * DAY - 1, 2 * DAY + 50]);
        let year = Period {
            from: 0,
            to: 365 * DAY,
        };
        assert_eq!(year.points().len(), 53);
    }
}
