//! Streaming CSV: hands over one row at a time by the names of its columns, with line and bytes.
//!
//! The delimiter is the one of `,`, `;`, tab and `|` that the first line has most of outside quotes.
//! Rows may be shorter or longer than the header. Bytes that are not UTF-8 are read as `U+FFFD`.

use crate::error::{Place, Problem};
use crate::formats::Input;
use crate::model::{RecordPlace, Skipped};
use csv::{ByteRecord, ReaderBuilder};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufRead as _, BufReader, Read};

/// Columns by their lower-case name.
pub(in crate::formats) type Columns = BTreeMap<String, usize>;

/// Bytes of the first line that are looked at for the delimiter.
const LOOK: u64 = 64 * 1024;

/// What a table does not say of itself.
#[derive(Default)]
pub(in crate::formats) struct Layout<'a> {
    /// Its delimiter; guessed from the first line without.
    pub(in crate::formats) delimiter: Option<u8>,
    /// The names of its columns, where the first line is a row.
    pub(in crate::formats) names: Option<&'a [String]>,
}

/// One row.
pub(in crate::formats) struct Row<'a> {
    names: &'a [String],
    columns: &'a Columns,
    record: &'a ByteRecord,
    place: RecordPlace,
}

impl Row<'_> {
    /// The trimmed text of a column, whatever the case of its name; empty where there is none.
    pub(in crate::formats) fn get(&self, name: &str) -> String {
        let column = self.columns.get(&name.to_lowercase());
        column.map_or_else(String::new, |idx| self.nth(*idx))
    }

    /// The first of several columns that says something.
    pub(in crate::formats) fn first(&self, names: &[&str]) -> String {
        let mut all = names.iter().map(|it| self.get(it));
        all.find(|it| !it.is_empty()).unwrap_or_default()
    }

    /// Names, as the header spells them, and trimmed texts of all columns that have a name.
    pub(in crate::formats) fn pairs(&self) -> impl Iterator<Item = (&str, String)> {
        let all = self.names.iter().enumerate();
        let named = all.filter(|(_, name)| !name.is_empty());
        named.map(|(idx, name)| (name.as_str(), self.nth(idx)))
    }

    /// The trimmed text of a column by position.
    pub(in crate::formats) fn nth(&self, idx: usize) -> String {
        let bytes = self.record.get(idx).unwrap_or_default();
        String::from_utf8_lossy(bytes).trim().to_owned()
    }

    /// The names of the columns in lower case, sorted.
    pub(in crate::formats) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// Where it stands.
    pub(in crate::formats) fn place(&self) -> RecordPlace {
        self.place.clone()
    }

    /// A row to be reported as skipped for a reason of the format's own.
    pub(in crate::formats) fn refuse(&self, reason: impl Into<String>) -> Skipped {
        Skipped {
            record: self.place(),
            reason: reason.into(),
        }
    }
}

/// Walks all rows behind the header, blank ones left out.
pub(in crate::formats) fn walk(
    input: &dyn Input,
    visit: &mut dyn FnMut(&Row<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    walk_as(input, &Layout::default(), visit)
}

/// Walks all rows of a text without header.
pub(in crate::formats) fn walk_bare(
    input: &dyn Input,
    visit: &mut dyn FnMut(&Row<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let layout = Layout {
        names: Some(&[]),
        ..Layout::default()
    };
    walk_as(input, &layout, visit)
}

/// Walks all rows of a table of a known layout.
pub(in crate::formats) fn walk_as(
    input: &dyn Input,
    layout: &Layout<'_>,
    visit: &mut dyn FnMut(&Row<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    rows(input, layout, visit).map_err(|problem| problem.in_file(input.name()))
}

fn rows(
    input: &dyn Input,
    layout: &Layout<'_>,
    visit: &mut dyn FnMut(&Row<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let delimiter = match layout.delimiter {
        Some(delimiter) => delimiter,
        None => delimiter(input.open()?)?,
    };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(Ends::new(input.open()?));
    let mut names: Option<Vec<String>> = layout.names.map(<[_]>::to_vec);
    let mut columns = positions(names.as_deref().unwrap_or_default());
    let mut record = ByteRecord::new();
    let mut count = 0;
    while reader.read_byte_record(&mut record).map_err(broken)? {
        let Some(names) = &names else {
            let found = header(&record);
            columns = positions(&found);
            names = Some(found);
            continue;
        };
        if record.iter().all(|it| it.trim_ascii().is_empty()) {
            continue;
        }
        let (offset, line) = record
            .position()
            .map_or((0, 0), |it| (it.byte(), it.line()));
        let (offset, line) = reader.get_mut().begin(offset, line);
        let place = RecordPlace {
            offset,
            len: reader.position().byte().saturating_sub(offset),
            line,
            path: format!("row {}", count + 1),
        };
        count += 1;
        visit(&Row {
            names,
            columns: &columns,
            record: &record,
            place,
        })?;
    }
    Ok(())
}

/// Remembers where lines end: the reader counts what stands between two rows, the end of the one and
/// blank lines, to the row behind it.
struct Ends<R> {
    inner: R,
    offset: u64,
    ends: VecDeque<(u64, u8)>,
}

impl<R: Read> Ends<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            offset: 0,
            ends: VecDeque::new(),
        }
    }

    /// First byte and line of the row that the reader places at `offset` and `line`.
    fn begin(&mut self, mut offset: u64, mut line: u64) -> (u64, u64) {
        while let Some((at, byte)) = self.ends.front().copied() {
            if offset < at {
                break;
            }
            self.ends.pop_front();
            if at == offset {
                offset += 1;
                line += u64::from(byte == b'\n');
            }
        }
        (offset, line)
    }
}

impl<R: Read> Read for Ends<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        let made = into.get(..count).unwrap_or_default();
        for (byte, at) in made.iter().zip(self.offset..) {
            if matches!(byte, b'\r' | b'\n') {
                self.ends.push_back((at, *byte));
            }
        }
        self.offset += count as u64;
        Ok(count)
    }
}

/// The names of a header, as it spells them.
fn header(record: &ByteRecord) -> Vec<String> {
    let clean = |raw: &[u8]| {
        let name = String::from_utf8_lossy(raw);
        let name = name.trim_start_matches('\u{feff}').trim().trim_matches('"');
        name.to_owned()
    };
    record.iter().map(clean).collect()
}

/// Where each name stands; of several equal ones the first counts.
fn positions(names: &[String]) -> Columns {
    let mut out = Columns::new();
    for (idx, name) in names.iter().enumerate() {
        out.entry(name.to_lowercase()).or_insert(idx);
    }
    out
}

fn delimiter(from: Box<dyn Read + '_>) -> Result<u8, Problem> {
    let mut line = Vec::new();
    BufReader::new(from.take(LOOK)).read_until(b'\n', &mut line)?;
    Ok(delimiter_of(&line))
}

/// The delimiter of a first line.
pub(in crate::formats) fn delimiter_of(line: &[u8]) -> u8 {
    let count = |sign: u8| {
        let mut quoted = false;
        let outside = line.iter().filter(|it| {
            quoted ^= **it == b'"';
            !quoted && **it == sign
        });
        outside.count()
    };
    // Of equal counts the last of `max_by_key` wins: the comma.
    let all = [b'|', b'\t', b';', b','];
    all.into_iter().max_by_key(|it| count(*it)).unwrap_or(b',')
}

fn broken(err: csv::Error) -> Problem {
    let line = err.position().map(csv::Position::line);
    Problem::input("not a table of comma separated values")
        .because(err)
        .at(Place {
            line,
            ..Place::default()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::MemoryInput;

    fn read(text: &str) -> Vec<String> {
        let input = MemoryInput::new("t.csv", text.as_bytes().to_vec());
        let mut out = Vec::new();
        walk(&input, &mut |row| {
            let at = row.place();
            let end = usize::try_from(at.offset + at.len).unwrap();
            let start = usize::try_from(at.offset).unwrap();
            let raw = text.get(start..end).unwrap();
            out.push(format!(
                "{}|{}|{}|{}",
                row.get("NAME"),
                row.get("x"),
                at.line,
                raw.trim()
            ));
            Ok(())
        })
        .unwrap();
        out
    }

    #[test]
    fn rows_come_by_name_with_their_line_and_bytes() {
        assert_eq!(
            read("\u{feff}Name;x\r\na;1\r\n\r\n\"b\nc\";2;3\nd"),
            ["a|1|2|a;1", "b\nc|2|4|\"b\nc\";2;3", "d||6|d"]
        );
        assert_eq!(read("\"na;me\",x,name\n1,2,3\n"), ["3|2|2|1,2,3"]);
        assert!(read("").is_empty());
    }
}
