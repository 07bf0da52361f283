//! Comparisons as ranges: which words, steps or times compare so with a value.

use super::tree::{Op, Value};
use crate::model::DAY;

/// The bits of the words that compare so with the one at a position; the first is the worst.
pub(super) fn spread(op: Op, at: u32, ordered: usize) -> u32 {
    let below = |count: u32| (1_u32 << count.min(31)) - 1;
    let ordered = below(u32::try_from(ordered).unwrap_or(0));
    match op {
        Op::Is | Op::Equal => 1 << at.min(31),
        Op::More => below(at),
        Op::AtLeast => below(at + 1),
        Op::Less => ordered & !below(at + 1),
        Op::AtMost => ordered & !below(at),
    }
}

/// The steps of a column that compare so with a number, both ends included.
pub(super) fn steps(
    op: Op,
    value: &Value,
    scale: f64,
    most: i64,
    none: Option<i64>,
) -> Option<(i64, i64)> {
    let number = match value {
        Value::Number(number) => number * scale,
        Value::None => return none.map(|it| (it, it)),
        Value::Any => return Some((0, most)),
        Value::Text(_) | Value::Word(_) | Value::Age(_) | Value::Day(_) | Value::Id(_) => {
            return None;
        }
    };
    // 0.07 times 100 is not 7; what lies this near to a step means the step.
    let near = number.round();
    let number = if (number - near).abs() < 1e-6 {
        near
    } else {
        number
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the parser bounds numbers far below the limits of i64"
    )]
    let (floor, ceiling) = (number.floor() as i64, number.ceil() as i64);
    Some(match op {
        Op::Is | Op::Equal if floor != ceiling => return None,
        Op::Is | Op::Equal => (floor, floor.min(most)),
        Op::Less => (0, (ceiling - 1).min(most)),
        Op::AtMost => (0, floor.min(most)),
        Op::More => (floor + 1, most),
        Op::AtLeast => (ceiling, most),
    })
}

/// The times of a due date that compare so with a time from now, or a day. Sooner is less; 0 stands for
/// no clock and is never between.
pub(super) fn ahead(op: Op, value: &Value, now: i64) -> Option<(i64, i64)> {
    let (low, high) = match (value, op) {
        (Value::None, _) => return Some((0, 0)),
        (Value::Age(time), Op::Less) => (1, now + time - 1),
        (Value::Age(time), Op::AtMost) => (1, now + time),
        (Value::Age(time), Op::More) => (now + time + 1, i64::MAX),
        (Value::Age(time), Op::AtLeast) => (now + time, i64::MAX),
        (day, op) => seen(op, day, now)?,
    };
    Some((low.max(1), high))
}

/// The times of a first sighting that compare so with an age or a day. Older is more.
pub(super) fn seen(op: Op, value: &Value, now: i64) -> Option<(i64, i64)> {
    let (min, max) = (i64::MIN, i64::MAX);
    Some(match (value, op) {
        (Value::Age(age), Op::More) => (min, now - age - 1),
        (Value::Age(age), Op::AtLeast) => (min, now - age),
        (Value::Age(age), Op::Less) => (now - age + 1, max),
        (Value::Age(age), Op::AtMost) => (now - age, max),
        (Value::Day(day), Op::Is | Op::Equal) => (*day, day + DAY - 1),
        (Value::Day(day), Op::More) => (day + DAY, max),
        (Value::Day(day), Op::AtLeast) => (*day, max),
        (Value::Day(day), Op::Less) => (min, day - 1),
        (Value::Day(day), Op::AtMost) => (min, day + DAY - 1),
        _ => return None,
    })
}
