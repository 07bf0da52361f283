//! Streaming JSON: walks a document and hands over the values at wanted paths, raw.
//!
//! A wanted path is written as in `runs[].results[]`, `results[]`, `[]` (elements of the root) or
//! `*.vulnerabilities[]` (any key). Everything else is passed over at the speed of a byte scan.
//! Several documents in one file (JSON lines, NUL separated) are walked one after the other.

use super::json_scan::Scanner;
use crate::error::{Place, Problem};
use crate::formats::{Input, Sink};
use crate::model::{RecordPlace, Skipped};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fmt::Write as _;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Key(String),
    Index(usize),
}

#[derive(Debug, PartialEq, Eq)]
enum Want<'p> {
    Key(&'p str),
    AnyKey,
    Element,
}

/// A value found at a wanted path.
pub struct Captured<'a> {
    /// Which of the wanted paths, by position.
    pub want: usize,
    /// The bytes of the value.
    pub raw: &'a [u8],
    offset: u64,
    line: u64,
    path: &'a [Segment],
    root: usize,
}

impl Captured<'_> {
    /// The index of the `nth` array on the way here, from zero: for `runs[2].results[5]`, 2 and 5.
    pub fn index(&self, nth: usize) -> usize {
        let mut indexes = self.path.iter().filter_map(|it| match it {
            Segment::Index(idx) => Some(*idx),
            Segment::Key(_) => None,
        });
        indexes.nth(nth).unwrap_or_default()
    }

    /// The `nth` key on the way here.
    pub fn key(&self, nth: usize) -> &str {
        let mut keys = self.path.iter().filter_map(|it| match it {
            Segment::Key(key) => Some(key.as_str()),
            Segment::Index(_) => None,
        });
        keys.nth(nth).unwrap_or_default()
    }

    /// All keys on the way here, and all array indexes, each in order.
    pub fn way(&self) -> (Vec<&str>, Vec<usize>) {
        let (mut keys, mut indexes) = (Vec::new(), Vec::new());
        for segment in self.path {
            match segment {
                Segment::Key(key) => keys.push(key.as_str()),
                Segment::Index(idx) => indexes.push(*idx),
            }
        }
        (keys, indexes)
    }

    /// Which document of the file this is in, from zero.
    pub const fn root(&self) -> usize {
        self.root
    }

    /// Where the value stands.
    pub fn place(&self) -> RecordPlace {
        let mut path = String::new();
        if self.root > 0 {
            _ = write!(path, "#{}", self.root + 1);
        }
        for segment in self.path {
            _ = match segment {
                Segment::Key(key) if path.is_empty() => write!(path, "{key}"),
                Segment::Key(key) => write!(path, ".{key}"),
                Segment::Index(idx) => write!(path, "[{idx}]"),
            };
        }
        RecordPlace {
            offset: self.offset,
            len: self.raw.len() as u64,
            line: self.line,
            path,
        }
    }

    /// The value as a type, or a failure that names line and path.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(self.raw).map_err(|_first| {
            let skipped = self.failure::<T>();
            let place = Place {
                file: String::new(),
                line: Some(skipped.record.line),
                path: skipped.record.path,
            };
            Problem::input(skipped.reason).at(place)
        })
    }

    /// The value as a type; what does not fit goes to the sink as skipped.
    pub fn record<'s, T: Deserialize<'s>>(
        &'s self,
        sink: &mut dyn Sink,
    ) -> Result<Option<T>, Problem> {
        if let Ok(value) = serde_json::from_slice(self.raw) {
            return Ok(Some(value));
        }
        sink.skipped(self.failure::<T>())?;
        Ok(None)
    }

    /// A record to be reported as skipped for a reason of the format's own.
    pub fn refuse(&self, reason: impl Into<String>) -> Skipped {
        Skipped {
            record: self.place(),
            reason: reason.into(),
        }
    }

    fn failure<'s, T: Deserialize<'s>>(&'s self) -> Skipped {
        let mut record = self.place();
        let de = &mut serde_json::Deserializer::from_slice(self.raw);
        let mut reason = "not valid JSON".to_owned();
        if let Err(err) = serde_path_to_error::deserialize::<_, T>(de) {
            let inner = err.path().to_string();
            if inner != "." {
                _ = write!(
                    record.path,
                    "{}{inner}",
                    if inner.starts_with('[') { "" } else { "." }
                );
            }
            let err = err.into_inner();
            record.line += (err.line() as u64).saturating_sub(1);
            let text = err.to_string();
            // The parser's own position repeats the place, relative to the record.
            let end = text.rfind(" at line ").unwrap_or(text.len());
            text.get(..end).unwrap_or_default().clone_into(&mut reason);
        }
        Skipped { record, reason }
    }
}

/// Walks all of `input` and calls `visit` for every value at one of the wanted paths, in the order
/// of the document.
pub fn walk(
    input: &dyn Input,
    wants: &[&str],
    visit: &mut dyn FnMut(&Captured<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut walker = Walker {
        scan: Scanner::new(input.open()?),
        wants: wants.iter().map(|want| parse_want(want)).collect(),
        path: Vec::new(),
        root: 0,
    };
    walker
        .run(visit)
        .map_err(|problem| problem.in_file(input.name()))
}

fn parse_want(text: &str) -> Vec<Want<'_>> {
    let mut out = Vec::new();
    for part in text.split('.') {
        let name = part.trim_end_matches("[]");
        match name {
            "" => {}
            "*" => out.push(Want::AnyKey),
            _ => out.push(Want::Key(name)),
        }
        out.extend((0..(part.len() - name.len()) / 2).map(|_| Want::Element));
    }
    out
}

struct Walker<'a, 'p> {
    scan: Scanner<'a>,
    wants: Vec<Vec<Want<'p>>>,
    path: Vec<Segment>,
    root: usize,
}

type Visit<'v> = dyn FnMut(&Captured<'_>) -> Result<(), Problem> + 'v;

/// What to do with the value at the present path.
enum Step {
    Enter,
    Capture(usize),
    Skip,
}

impl Walker<'_, '_> {
    fn run(&mut self, visit: &mut Visit<'_>) -> Result<(), Problem> {
        while let Some(byte) = self.scan.peek()? {
            if self.root > 0 && matches!(byte, b',' | b':' | b'}' | b']') {
                return Err(self.scan.problem("text after the end of the document"));
            }
            self.document(visit)?;
            self.root += 1;
        }
        if self.root == 0 {
            return Err(self.scan.problem("the document is empty"));
        }
        Ok(())
    }

    /// One whole document. The stack of open containers is `self.path`: an array is open where its
    /// last segment is an index.
    fn document(&mut self, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let mut open: Vec<u8> = Vec::new();
        self.value(&mut open, visit)?;
        while let Some(kind) = open.last().copied() {
            let close = if kind == b'{' { b'}' } else { b']' };
            let mut byte = self.scan.must_peek()?;
            if byte == b',' {
                self.scan.take();
                byte = self.scan.must_peek()?;
            }
            if byte == close {
                self.scan.take();
                open.pop();
                self.path.pop();
            } else if kind == b'{' {
                self.key(byte)?;
                self.value(&mut open, visit)?;
            } else {
                if let Some(Segment::Index(idx)) = self.path.last_mut() {
                    *idx = idx.wrapping_add(1);
                }
                self.value(&mut open, visit)?;
            }
        }
        Ok(())
    }

    fn key(&mut self, byte: u8) -> Result<(), Problem> {
        if byte != b'"' {
            return Err(self.scan.problem("a key in quotes is expected here"));
        }
        let raw = self.scan.capture()?.0;
        let key = serde_json::from_slice(raw)
            .unwrap_or_else(|_| String::from_utf8_lossy(raw).trim_matches('"').to_owned());
        if let Some(last) = self.path.last_mut() {
            *last = Segment::Key(key);
        }
        if self.scan.must_peek()? != b':' {
            return Err(self.scan.problem("a colon is expected here"));
        }
        self.scan.take();
        Ok(())
    }

    fn value(&mut self, open: &mut Vec<u8>, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let byte = self.scan.must_peek()?;
        match self.step() {
            Step::Capture(want) => {
                let (raw, offset, line) = self.scan.capture()?;
                let path = &self.path;
                visit(&Captured {
                    want,
                    raw,
                    offset,
                    line,
                    path,
                    root: self.root,
                })
            }
            Step::Enter if byte == b'{' || byte == b'[' => {
                self.scan.take();
                open.push(byte);
                self.path.push(match byte {
                    b'{' => Segment::Key(String::new()),
                    _ => Segment::Index(usize::MAX),
                });
                Ok(())
            }
            Step::Enter | Step::Skip => self.scan.skip(),
        }
    }

    fn step(&self) -> Step {
        let mut enter = self.path.is_empty();
        for (idx, want) in self.wants.iter().enumerate() {
            let fits = want
                .iter()
                .zip(&self.path)
                .all(|(want, have)| match (want, have) {
                    (Want::Key(name), Segment::Key(key)) => name == key,
                    (Want::AnyKey, Segment::Key(_)) | (Want::Element, Segment::Index(_)) => true,
                    (Want::Key(_) | Want::AnyKey, Segment::Index(_))
                    | (Want::Element, Segment::Key(_)) => false,
                });
            if fits && want.len() == self.path.len() {
                return Step::Capture(idx);
            }
            enter |= fits && want.len() > self.path.len();
        }
        if enter { Step::Enter } else { Step::Skip }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::MemoryInput;

    fn captured(text: &str, wants: &[&str]) -> Vec<String> {
        let input = MemoryInput::new("t.json", text.as_bytes().to_vec());
        let mut out = Vec::new();
        walk(&input, wants, &mut |it| {
            let place = it.place();
            let raw = String::from_utf8_lossy(it.raw);
            out.push(format!(
                "{}:{}@{} {raw}",
                place.path, place.line, place.offset
            ));
            Ok(())
        })
        .unwrap();
        out
    }

    #[test]
    fn wanted_values_come_with_path_line_and_offset() {
        let text = "{\"a\":[{\"b\":[1,2]},\n{\"x\":\"]}\\\"\",\"b\":[3]}],\"c\":{\"d\":null}}";
        assert_eq!(
            captured(text, &["a[].b[]", "c"]),
            [
                "a[0].b[0]:1@12 1",
                "a[0].b[1]:1@14 2",
                "a[1].b[0]:2@36 3",
                "c:2@45 {\"d\":null}"
            ]
        );
    }

    #[test]
    fn several_documents_in_one_file_are_walked() {
        assert_eq!(
            captured("{\"a\":1}\n{\"a\":2}", &["a"]),
            ["a:1@5 1", "#2.a:2@13 2"]
        );
        assert_eq!(captured("[1,[2]]", &["[]"]), ["[0]:1@1 1", "[1]:1@3 [2]"]);
    }

    #[test]
    fn a_cut_document_says_where() {
        let input = MemoryInput::new("t.json", b"{\"a\":[\n1,".to_vec());
        let problem = walk(&input, &["a[]"], &mut |_| Ok(())).unwrap_err();
        assert_eq!(problem.place().unwrap().to_string(), "t.json:2");
        assert_eq!(problem.to_string(), "the document ends too early");
    }

    #[test]
    fn deep_nesting_is_passed_over() {
        let text = format!(
            "{{\"x\":{}{},\"a\":1}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(captured(&text, &["a"]).len(), 1);
    }

    #[test]
    fn values_longer_than_the_window_are_whole() {
        let long = "y".repeat(700_000);
        let text = format!("{{\"pad\":\"{long}\",\"a\":[\"{long}\",\"z\"]}}");
        let got = captured(&text, &["a[]"]);
        assert_eq!(got.len(), 2);
        assert!(got[0].ends_with(&format!("\"{long}\"")) && got[1].ends_with("\"z\""));
    }
}
