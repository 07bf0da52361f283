//! Several outputs in one text, with a line between them: the lines, and what is not JSON behind
//! one, are read as blanks, so that offsets and line numbers stay those of the report.

use crate::error::Problem;
use crate::formats::Input;
use std::collections::VecDeque;
use std::io::{self, BufRead as _, BufReader, Read};

/// A report with delimiter lines blanked.
pub(in crate::formats) struct Delimited<'a> {
    inner: &'a dyn Input,
    line: &'static [u8],
}

impl<'a> Delimited<'a> {
    /// Blanks the lines of `inner` that begin with `line`.
    pub(in crate::formats) fn new(inner: &'a dyn Input, line: &'static [u8]) -> Self {
        Self { inner, line }
    }
}

impl Input for Delimited<'_> {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn open(&self) -> Result<Box<dyn Read + '_>, Problem> {
        Ok(Box::new(Blanker {
            from: BufReader::with_capacity(64 * 1024, self.inner.open()?),
            line: self.line,
            matched: Some(0),
            state: State::Json,
            held: Vec::new(),
            ready: VecDeque::new(),
        }))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Bytes are passed on.
    Json,
    /// In a delimiter line.
    Line,
    /// Behind one: the first byte that is not white space decides.
    Decide,
    /// Not JSON: blanks until the next delimiter.
    Other,
}

struct Blanker<R> {
    from: BufReader<R>,
    line: &'static [u8],
    /// How much of the delimiter has been seen since the line began; `None` when it is another line.
    matched: Option<usize>,
    state: State,
    /// Bytes of a line that may still become a delimiter.
    held: Vec<u8>,
    /// Made, not yet asked for.
    ready: VecDeque<u8>,
}

impl<R: Read> Blanker<R> {
    fn take(&mut self, byte: u8, out: &mut Vec<u8>) {
        if byte == b'\n' {
            self.release(out);
            if self.state == State::Line {
                self.state = State::Decide;
            }
            self.matched = Some(0);
            out.push(byte);
            return;
        }
        if let Some(seen) = self.matched {
            if self.line.get(seen) == Some(&byte) {
                self.held.push(byte);
                self.matched = Some(seen + 1);
                if seen + 1 == self.line.len() {
                    self.state = State::Line;
                    self.matched = None;
                    out.extend(self.held.drain(..).map(|_| b' '));
                }
                return;
            }
            self.release(out);
            self.matched = None;
        }
        self.pass(byte, out);
    }

    fn release(&mut self, out: &mut Vec<u8>) {
        for byte in std::mem::take(&mut self.held) {
            self.pass(byte, out);
        }
    }

    fn pass(&mut self, byte: u8, out: &mut Vec<u8>) {
        if self.state == State::Decide && !byte.is_ascii_whitespace() {
            let json = matches!(byte, b'{' | b'[');
            self.state = if json { State::Json } else { State::Other };
        }
        out.push(if self.state == State::Json {
            byte
        } else {
            b' '
        });
    }
}

impl<R: Read> Read for Blanker<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() {
            let chunk = self.from.fill_buf()?.to_vec();
            let mut made = Vec::with_capacity(chunk.len() + self.held.len());
            if chunk.is_empty() {
                self.release(&mut made);
            }
            for byte in &chunk {
                self.take(*byte, &mut made);
            }
            self.from.consume(chunk.len());
            self.ready.extend(made);
            if chunk.is_empty() {
                break;
            }
        }
        self.ready.read(into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::MemoryInput;

    fn read(text: &str) -> String {
        let inner = MemoryInput::new("x", text.as_bytes().to_vec());
        let input = Delimited::new(&inner, b"--- OUT ---");
        let mut out = String::new();
        input.open().unwrap().read_to_string(&mut out).unwrap();
        assert_eq!(out.len(), text.len());
        out
    }

    #[test]
    fn reads_of_any_size_get_the_same() {
        let inner = MemoryInput::new("x", b"-{}\n--- OUT ---\n[1]\n--- OU".to_vec());
        let input = Delimited::new(&inner, b"--- OUT ---");
        let mut from = input.open().unwrap();
        let (mut got, mut one) = (Vec::new(), [0]);
        while from.read(&mut one).unwrap() > 0 {
            got.push(one[0]);
        }
        assert_eq!(got, b"-{}\n           \n[1]\n--- OU");
    }

    #[test]
    fn delimiters_and_what_is_not_json_are_blank() {
        let got = read("{\"a\":\n--- OUX\n1}\n--- OUT ---\n\n[2]\n--- OUT ---\npassed: 3\n");
        let got: Vec<_> = got.lines().map(str::trim_end).collect();
        assert_eq!(got, ["{\"a\":", "--- OUX", "1}", "", "", "[2]", "", ""]);
    }
}
