//! Text, line by line or in blocks, as tools print it to a terminal.
//!
//! Colours and other escape codes are taken out. Bytes that are not UTF-8 are read as `U+FFFD`. A
//! line longer than [`LONGEST`] is cut there, and goes on as the next.

use crate::error::Problem;
use crate::formats::Input;
use crate::model::RecordPlace;
use std::borrow::Cow;
use std::io::{BufRead as _, BufReader, Read as _};

/// Bytes of a line.
const LONGEST: u64 = 1024 * 1024;

/// Bytes of a text that is handed over whole.
const LARGEST: u64 = 64 * 1024 * 1024;

type Visit<'v> = dyn FnMut(&str, RecordPlace) -> Result<(), Problem> + 'v;

/// Walks all lines that are not blank.
pub(in crate::formats) fn walk(input: &dyn Input, visit: &mut Visit<'_>) -> Result<(), Problem> {
    each(input, &mut |line, place| match line.trim() {
        "" => Ok(()),
        _ => visit(line, place),
    })
}

/// Walks all runs of lines that are not blank, each as one text.
pub(in crate::formats) fn blocks(input: &dyn Input, visit: &mut Visit<'_>) -> Result<(), Problem> {
    let mut text = String::new();
    let mut place = RecordPlace::default();
    let mut count = 0;
    let mut flush = |text: &mut String, place: &mut RecordPlace| {
        if text.is_empty() {
            return Ok(());
        }
        count += 1;
        place.path = format!("block {count}");
        let place = std::mem::take(place);
        visit(&std::mem::take(text), place)
    };
    each(input, &mut |line, at| {
        if line.trim().is_empty() || text.len() as u64 > LARGEST {
            return flush(&mut text, &mut place);
        }
        if text.is_empty() {
            place = at;
        } else {
            text.push('\n');
            place.len = at.offset + at.len - place.offset;
        }
        text.push_str(line);
        Ok(())
    })?;
    flush(&mut text, &mut place)
}

/// The whole text as one record.
pub(in crate::formats) fn whole(input: &dyn Input, visit: &mut Visit<'_>) -> Result<(), Problem> {
    let mut bytes = Vec::new();
    input.open()?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::input("the text is larger than 64 MiB").in_file(input.name()));
    }
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = text.lines().map(bare).collect();
    let place = RecordPlace {
        offset: 0,
        len: bytes.len() as u64,
        line: 1,
        path: "text".to_owned(),
    };
    visit(&lines.join("\n"), place)
}

fn each(input: &dyn Input, visit: &mut Visit<'_>) -> Result<(), Problem> {
    let mut from = BufReader::with_capacity(64 * 1024, input.open()?);
    let (mut offset, mut number) = (0, 1);
    let mut line = Vec::new();
    while from.by_ref().take(LONGEST).read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}');
        let text = bare(text.trim_end_matches(['\n', '\r']));
        let place = RecordPlace {
            offset,
            len: line.len() as u64,
            line: number,
            path: format!("line {number}"),
        };
        visit(&text, place).map_err(|problem| problem.in_file(input.name()))?;
        offset += line.len() as u64;
        number += u64::from(line.ends_with(b"\n"));
        line.clear();
    }
    Ok(())
}

/// A line without escape codes (ECMA-48, section 5.4: `ESC [`, parameters, a final byte `@` to `~`).
fn bare(line: &str) -> Cow<'_, str> {
    if !line.contains('\u{1b}') {
        return Cow::Borrowed(line);
    }
    let mut parts = line.split('\u{1b}');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = match part.strip_prefix('[') {
            Some(code) => {
                let last = code.find(|c: char| ('@'..='~').contains(&c));
                last.and_then(|it| code.get(it + 1..)).unwrap_or_default()
            }
            None => part,
        };
        out.push_str(rest);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::MemoryInput;

    const TEXT: &str = "\u{feff}a\r\n\u{1b}[1;31mred\u{1b}[0m b\n\n \nc";

    fn read(walk: fn(&dyn Input, &mut Visit<'_>) -> Result<(), Problem>) -> Vec<String> {
        let input = MemoryInput::new("t.txt", TEXT.as_bytes().to_vec());
        let mut out = Vec::new();
        walk(&input, &mut |text, at| {
            out.push(format!(
                "{text}|{}|{}+{}|{}",
                at.line, at.offset, at.len, at.path
            ));
            Ok(())
        })
        .unwrap();
        out
    }

    #[test]
    fn lines_and_blocks_come_bare_with_their_place() {
        assert_eq!(
            read(walk),
            ["a|1|0+6|line 1", "red b|2|6+15|line 2", "c|5|24+1|line 5"]
        );
        assert_eq!(
            read(blocks),
            ["a\nred b|1|0+21|block 1", "c|5|24+1|block 2"]
        );
        assert_eq!(read(whole), ["a\nred b\n\n \nc|1|0+25|text"]);
    }
}
