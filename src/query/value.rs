//! A written value as what its field compares with, or why it does not fit and what to write.

use super::field::{Compares, Field, How};
use super::lex::Piece;
use super::tree::{Op, Text, Value};
use crate::model::{DAY, midnight};

/// A value that does not fit its field.
pub(super) struct Wrong {
    /// What is wrong.
    pub(super) message: String,
    /// What to write.
    pub(super) hint: String,
    /// True when the comparison is at fault, not the value.
    pub(super) about_op: bool,
}

/// Reads one value of a term.
pub(super) fn read(field: &Field, op: Op, piece: &Piece) -> Result<Value, Wrong> {
    match &field.compares {
        Compares::Texts { how, .. } => text(field, *how, op, piece),
        Compares::Words { ordered, .. } => word(field, *ordered, op, piece),
        Compares::Numbers { scale, none, .. } => number(field, *scale, *none, op, piece),
        Compares::Due if piece.text.eq_ignore_ascii_case("none") && !is_order(op) => {
            Ok(Value::None)
        }
        Compares::Age | Compares::Due => age(field, op, piece),
        Compares::Overdue => word(field, 0, op, piece),
        Compares::Id => id(field, op, piece),
    }
}

fn wrong(message: String, hint: String) -> Wrong {
    Wrong {
        message,
        hint,
        about_op: false,
    }
}

fn unordered(field: &Field) -> Wrong {
    Wrong {
        message: format!("'{}' has no order", field.name),
        hint: format!("write it with ':', as in {}", field.example),
        about_op: true,
    }
}

const fn is_order(op: Op) -> bool {
    !matches!(op, Op::Is | Op::Equal)
}

fn text(field: &Field, how: How, op: Op, piece: &Piece) -> Result<Value, Wrong> {
    if is_order(op) {
        return Err(unordered(field));
    }
    let lower = piece.text.to_ascii_lowercase();
    let text = match (piece.quoted, lower.as_str()) {
        (false, "none") => return Ok(Value::None),
        (false, "any") => return Ok(Value::Any),
        (_, "") => {
            let hint = format!("write {}:none to ask for no value at all", field.name);
            return Err(wrong("there is nothing to look for".to_owned(), hint));
        }
        _ if how == How::Cwe => {
            let digits = lower.trim_start_matches("cwe").trim_start_matches('-');
            let Ok(number) = digits.parse::<u32>() else {
                let message = format!("'{}' is no weakness number", piece.text);
                return Err(wrong(message, "write cwe:89 or cwe:CWE-89".to_owned()));
            };
            number.to_string()
        }
        _ => piece.text.clone(),
    };
    Ok(Value::Text(Text::new(text, piece.quoted)))
}

fn word(field: &Field, ordered: usize, op: Op, piece: &Piece) -> Result<Value, Wrong> {
    let words = field.words();
    let Some(at) = words
        .iter()
        .position(|it| it.eq_ignore_ascii_case(&piece.text))
    else {
        let message = format!("'{}' is no {}", piece.text, field.name);
        let hint = match nearest(&piece.text, words.iter().copied()) {
            Some(near) => format!("did you mean '{near}'?"),
            None => format!("one of {}", words.join(", ")),
        };
        return Err(wrong(message, hint));
    };
    if is_order(op) && ordered == 0 {
        return Err(unordered(field));
    }
    let word = words.get(at).copied().unwrap_or_default();
    if is_order(op) && at >= ordered {
        let message = format!("'{word}' is neither above nor below anything");
        return Err(wrong(message, format!("write {}:{word}", field.name)));
    }
    Ok(Value::Word(word))
}

fn number(
    field: &Field,
    scale: f64,
    none: Option<i64>,
    op: Op,
    piece: &Piece,
) -> Result<Value, Wrong> {
    if none.is_some() && !is_order(op) {
        match piece.text.to_ascii_lowercase().as_str() {
            "none" => return Ok(Value::None),
            "any" => return Ok(Value::Any),
            _ => {}
        }
    }
    let (digits, part) = match piece.text.strip_suffix('%') {
        Some(percent) => (percent, 100.0),
        None => (piece.text.as_str(), 1.0),
    };
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    match digits.parse::<f64>() {
        Ok(number) if plain && number.abs() * scale < 1e15 => Ok(Value::Number(number / part)),
        _ => {
            let message = format!("'{}' is no number", piece.text);
            Err(wrong(message, format!("write it as in {}", field.example)))
        }
    }
}

fn age(field: &Field, op: Op, piece: &Piece) -> Result<Value, Wrong> {
    let text = piece.text.as_str();
    if let Some(seconds) = duration(text) {
        if is_order(op) {
            return Ok(Value::Age(seconds));
        }
        let name = field.name;
        return Err(Wrong {
            message: "an age needs < or >".to_owned(),
            hint: format!("write {name}<{text} for younger, {name}>{text} for older"),
            about_op: true,
        });
    }
    match midnight(text) {
        Some(start) => Ok(Value::Day(start)),
        None => Err(wrong(
            format!("'{text}' is neither an age nor a day"),
            "write an age such as 12h, 30d, 2w, 6m, 1y, or a day such as 2026-07-01".to_owned(),
        )),
    }
}

/// `30d` as seconds. A month is 30 days, a year 365.
fn duration(text: &str) -> Option<i64> {
    let unit = text.chars().next_back()?;
    let seconds = match unit {
        'h' => 3600,
        'd' => DAY,
        'w' => 7 * DAY,
        'm' => 30 * DAY,
        'y' => 365 * DAY,
        _ => return None,
    };
    let digits = text.strip_suffix(unit)?;
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    digits.parse::<u16>().ok().map(|it| i64::from(it) * seconds)
}

fn id(field: &Field, op: Op, piece: &Piece) -> Result<Value, Wrong> {
    if is_order(op) {
        return Err(unordered(field));
    }
    let digits = piece.text.to_ascii_lowercase();
    if digits.is_empty() || digits.len() > 32 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        let message = format!("'{}' is no id", piece.text);
        let hint = "write its first hex digits, as in id:3f2a".to_owned();
        return Err(wrong(message, hint));
    }
    Ok(Value::Id(digits))
}

/// The known word that was probably meant: one that begins so, or differs by two letters at most.
pub(super) fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let word = word.to_ascii_lowercase();
    let allowed = (word.chars().count() / 2).min(2);
    let near = known.into_iter().filter_map(|it| {
        let lower = it.to_ascii_lowercase();
        let begins = word.len() >= 2 && lower.starts_with(&word);
        let steps = if begins { 0 } else { distance(&word, &lower) };
        (steps <= allowed).then_some((steps, it))
    });
    near.min_by_key(|(steps, _)| *steps).map(|(_, it)| it)
}

/// Letters to add, drop or replace to turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (idx, from) in a.chars().enumerate() {
        let mut left = idx + 1;
        let mut corner = idx;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, to) in row.iter_mut().skip(1).zip(b.chars()) {
            let replaced = corner + usize::from(from != to);
            corner = *cell;
            left = replaced.min(corner + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_or_none() {
        for (word, expected) in [
            ("sevv", Some("sev")),
            ("packge", Some("package")),
            ("crit", Some("critical")),
            ("zzz", None),
            ("x", None),
        ] {
            let known = ["sev", "package", "critical", "app"];
            assert_eq!(nearest(word, known), expected, "{word}");
        }
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
