//! Ends are announced before they come.

use crate::model::DAY;
use crate::policy::rules::Rules;

/// The days of warning that an end has come to: 3 when it is 2.5 days away. `None` while it is
/// farther than all of them, or past.
pub fn days(ends: i64, now: i64, rules: &Rules) -> Option<u32> {
    let mut days = rules.warn.days.clone();
    days.sort_unstable();
    let left = ends - now;
    if left <= 0 {
        return None;
    }
    days.into_iter().find(|it| left <= i64::from(*it) * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_announced_at_thirty_fourteen_and_three_days() {
        let rules = Rules::builtin().unwrap();
        let at = |left: i64| days(left * DAY, 0, &rules);
        let said = [at(31), at(30), at(14), at(3), at(0)];
        assert_eq!(said, [None, Some(30), Some(14), Some(3), None]);
    }
}
