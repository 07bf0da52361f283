//! Streaming CSV: hands over one row at a time by the names of its columns, with line and bytes.
//!
//! The delimiter is the one of `,`, `;`, tab and `|` that the first line has most of outside quotes.
//! Rows may be shorter or longer than the header. Bytes that are not UTF-8 are read as `U+FFFD`.

use crate::error::{Place, Problem};
use crate::formats::Input;
use crate::model::{RecordPlace, Skipped};
use csv::{ByteRecord, ReaderBuilder, StringRecord};
use std::io::{self, BufRead as _, BufReader, Read};

/// The lower-case names of columns with their positions; of several equal ones the first counts.
struct Columns {
    names: Vec<(String, usize)>,
    /// A bit for each [`mark`] that a name has.
    marks: u64,
}

impl Columns {
    fn new(names: &[String]) -> Self {
        let names: Vec<_> = names.iter().map(|it| it.to_lowercase()).zip(0..).collect();
        let marks = names.iter().fold(0, |all, (it, _)| all | mark(it));
        Self { names, marks }
    }

    /// A format asks for dozens of columns in every row, most of which are not there: a look at the
    /// marks tells, and comparing lengths first is quicker than any map.
    fn find(&self, name: &str) -> Option<usize> {
        if self.marks & mark(name) == 0 {
            return None;
        }
        let same =
            |(it, _): &&(String, usize)| it.len() == name.len() && it.eq_ignore_ascii_case(name);
        self.names.iter().find(same).map(|it| it.1)
    }
}

/// One bit, the same for names that differ in case only.
const fn mark(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let end = match bytes {
        [first, .., last] => (*first & 0x1f) as usize * 5 + (*last & 0x1f) as usize * 3,
        _ => 0,
    };
    1 << ((bytes.len() + end) % 64)
}

/// Bytes of the first line that are looked at for the delimiter.
const LOOK: u64 = 64 * 1024;

/// Bytes that are read at once.
const CHUNK: usize = 128 * 1024;

/// A row of more bytes is refused: none of any tool comes near.
const LARGEST: usize = 64 * 1024 * 1024;

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
    record: &'a StringRecord,
    place: RecordPlace,
}

impl Row<'_> {
    /// The trimmed text of a column, whatever the case of its name, which is ASCII; empty where there
    /// is none.
    pub(in crate::formats) fn text(&self, name: &str) -> &str {
        let column = self.columns.find(name);
        column.map_or("", |idx| self.nth_text(idx))
    }

    /// The text of the first of several columns that says something.
    pub(in crate::formats) fn first_text(&self, names: &[&str]) -> &str {
        let mut all = names.iter().map(|it| self.text(it));
        all.find(|it| !it.is_empty()).unwrap_or_default()
    }

    /// [`Self::text`] to keep.
    pub(in crate::formats) fn get(&self, name: &str) -> String {
        self.text(name).to_owned()
    }

    /// [`Self::first_text`] to keep.
    pub(in crate::formats) fn first(&self, names: &[&str]) -> String {
        self.first_text(names).to_owned()
    }

    /// Names, as the header spells them, and trimmed texts of all columns that have a name.
    pub(in crate::formats) fn pairs(&self) -> impl Iterator<Item = (&str, String)> {
        let all = self.names.iter().enumerate();
        let named = all.filter(|(_, name)| !name.is_empty());
        named.map(|(idx, name)| (name.as_str(), self.nth(idx)))
    }

    /// The trimmed text of a column by position.
    pub(in crate::formats) fn nth(&self, idx: usize) -> String {
        self.nth_text(idx).to_owned()
    }

    fn nth_text(&self, idx: usize) -> &str {
        let text = self.record.get(idx).unwrap_or_default();
        match text.as_bytes() {
            // As nearly always: there is nothing to trim.
            [b'!'..=b'~', .., b'!'..=b'~'] => text,
            _ => text.trim(),
        }
    }

    /// The names of the columns, as the header spells them.
    pub(in crate::formats) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
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
        .buffer_capacity(CHUNK)
        .from_reader(Kept::new(input.open()?));
    let mut names: Option<Vec<String>> = layout.names.map(<[_]>::to_vec);
    let mut columns = Columns::new(names.as_deref().unwrap_or_default());
    let mut bytes = ByteRecord::new();
    let mut count = 0;
    while reader.read_byte_record(&mut bytes).map_err(broken)? {
        let record = text(std::mem::take(&mut bytes));
        let Some(names) = &names else {
            let found = header(&record);
            columns = Columns::new(&found);
            names = Some(found);
            continue;
        };
        if record
            .iter()
            .all(|it| it.as_bytes().trim_ascii().is_empty())
        {
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
        bytes = record.into_byte_record();
    }
    Ok(())
}

/// A row as text: a field that is not valid loses only the broken characters.
fn text(bytes: ByteRecord) -> StringRecord {
    StringRecord::from_byte_record(bytes).unwrap_or_else(|err| {
        let bytes = err.into_byte_record();
        let fields = bytes.iter().map(String::from_utf8_lossy);
        let mut record: StringRecord = fields.collect();
        record.set_position(bytes.position().cloned());
        record
    })
}

/// Keeps the bytes since the last row: the reader counts what stands between two rows, the end of
/// the one and blank lines, to the row behind it.
struct Kept<R> {
    inner: R,
    /// Offset of the first byte that is kept.
    base: u64,
    bytes: Vec<u8>,
    /// How many of them lie before the last row.
    passed: usize,
}

impl<R: Read> Kept<R> {
    const fn new(inner: R) -> Self {
        Self {
            inner,
            base: 0,
            bytes: Vec::new(),
            passed: 0,
        }
    }

    /// First byte and line of the row that the reader places at `offset` and `line`.
    fn begin(&mut self, offset: u64, line: u64) -> (u64, u64) {
        self.passed = usize::try_from(offset.saturating_sub(self.base)).unwrap_or(usize::MAX);
        let from = self.bytes.get(self.passed..).unwrap_or_default();
        let ends = from.iter().take_while(|it| matches!(it, b'\r' | b'\n'));
        ends.fold((offset, line), |(offset, line), byte| {
            (offset + 1, line + u64::from(*byte == b'\n'))
        })
    }
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let passed = self.passed.min(self.bytes.len());
        self.bytes.drain(..passed);
        self.base += passed as u64;
        self.passed = 0;
        if self.bytes.len() > LARGEST {
            return Err(io::Error::other(
                "one row is larger than 64 MiB: is a quote not closed?",
            ));
        }
        let count = self.inner.read(into)?;
        let made = into.get(..count).unwrap_or_default();
        self.bytes.extend_from_slice(made);
        Ok(count)
    }
}

/// The names of a header, as it spells them.
fn header(record: &StringRecord) -> Vec<String> {
    let clean = |name: &str| {
        let name = name.trim_start_matches('\u{feff}').trim().trim_matches('"');
        name.to_owned()
    };
    record.iter().map(clean).collect()
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
        // A bad byte costs itself only, and the row keeps its place.
        let input = MemoryInput::new("t.csv", b"n,x\na,1\n\n\xffb,\xc3\n".to_vec());
        let mut out = Vec::new();
        walk(&input, &mut |row| {
            out.push((row.get("n"), row.get("x"), row.place().line));
            Ok(())
        })
        .unwrap();
        let last = ("\u{fffd}b".to_owned(), "\u{fffd}".to_owned(), 4);
        assert_eq!(out, [("a".to_owned(), "1".to_owned(), 2), last]);
    }

    #[test]
    fn places_hold_across_reads_and_a_quote_that_is_never_closed_is_refused() {
        let cell = "x".repeat(CHUNK / 3);
        let rows: Vec<String> = (0..40)
            .map(|nth| format!("{nth},\"{cell}\n\"\r\n\r\n"))
            .collect();
        let text = rows.concat();
        let text = format!("name,x\n{text}");
        for (nth, row) in read(&text).iter().enumerate() {
            assert!(row.starts_with(&format!("{nth}|{cell}|{}|{nth},", 2 + nth * 3)));
        }
        let endless = "a,b\n\"".to_owned() + &"x".repeat(LARGEST + 2 * CHUNK);
        let input = MemoryInput::new("t.csv", endless.into_bytes());
        let problem = walk(&input, &mut |_| Ok(())).unwrap_err();
        assert!(format!("{problem:?}").contains("64 MiB"), "{problem:?}");
    }
}
