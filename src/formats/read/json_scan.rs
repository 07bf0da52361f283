//! The byte level of JSON reading: finds where values begin and end without building them.
//!
//! Iterative, so nesting cannot overflow the stack. It checks brackets and strings only; whether a
//! captured value is good JSON is for the parser of that one value to say, so that one bad record
//! costs only itself.

use crate::error::{Place, Problem};
use std::io::Read;

const CHUNK: usize = 256 * 1024;

/// A single value larger than this is refused: no record of any tool comes near.
const LARGEST_VALUE: usize = 256 * 1024 * 1024;

/// A window over the bytes of a document.
pub(super) struct Scanner<'a> {
    from: Box<dyn Read + 'a>,
    buf: Vec<u8>,
    pos: usize,
    base: u64,
    line: u64,
    counted: usize,
    done: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(from: Box<dyn Read + 'a>) -> Self {
        Self {
            from,
            buf: Vec::new(),
            pos: 0,
            base: 0,
            line: 1,
            counted: 0,
            done: false,
        }
    }

    /// Offset of the next byte in the document.
    pub(super) const fn offset(&self) -> u64 {
        self.base + self.pos as u64
    }

    /// Line of the next byte, counted from one.
    pub(super) fn line(&mut self) -> u64 {
        self.count_to(self.pos);
        self.line
    }

    fn count_to(&mut self, to: usize) {
        if let Some(bytes) = self.buf.get(self.counted..to) {
            self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
            self.counted = to;
        }
    }

    /// Reads more, keeping everything from `keep` on. False at the end of the document.
    fn refill(&mut self, keep: usize) -> Result<bool, Problem> {
        if self.done {
            return Ok(false);
        }
        self.count_to(keep);
        self.buf.drain(..keep);
        self.counted = self.counted.saturating_sub(keep);
        self.base += keep as u64;
        self.pos -= keep;
        if self.buf.len() > LARGEST_VALUE {
            return Err(self.problem("one value is larger than 256 MiB"));
        }
        let start = self.buf.len();
        let want = CHUNK.max(start);
        let read = self
            .from
            .by_ref()
            .take(want as u64)
            .read_to_end(&mut self.buf)?;
        self.done = read < want;
        Ok(read > 0)
    }

    /// The next byte that is not white space, without taking it. `None` at the end.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Problem> {
        loop {
            while let Some(byte) = self.buf.get(self.pos) {
                match byte {
                    b' ' | b'\t' | b'\n' | b'\r' | 0 | 0x1e => self.pos += 1,
                    0xef if self.offset() == 0 && self.buf.starts_with(b"\xef\xbb\xbf") => {
                        self.pos += 3;
                    }
                    _ => return Ok(Some(*byte)),
                }
            }
            if !self.refill(self.pos)? {
                return Ok(None);
            }
        }
    }

    /// Takes the byte that [`Self::peek`] showed.
    pub(super) const fn take(&mut self) {
        self.pos += 1;
    }

    /// Takes one value and gives its bytes, its offset and its line.
    pub(super) fn capture(&mut self) -> Result<(&[u8], u64, u64), Problem> {
        self.must_peek()?;
        let line = self.line();
        let offset = self.offset();
        let mut start = self.pos;
        self.scan(&mut Some(&mut start))?;
        let raw = self.buf.get(start..self.pos).unwrap_or_default();
        Ok((raw, offset, line))
    }

    /// Takes one value and forgets it.
    pub(super) fn skip(&mut self) -> Result<(), Problem> {
        self.must_peek()?;
        self.scan(&mut None)
    }

    /// The next byte that is not white space; the end of the document is an error.
    pub(super) fn must_peek(&mut self) -> Result<u8, Problem> {
        match self.peek()? {
            Some(byte) => Ok(byte),
            None => Err(self
                .problem("the document ends too early")
                .hint("the file looks cut off; run the scanner again or fetch the whole file")),
        }
    }

    /// Moves behind one value. `keep` names the first byte that must stay in the window.
    fn scan(&mut self, keep: &mut Option<&mut usize>) -> Result<(), Problem> {
        let mut depth = 0_usize;
        loop {
            let Some(byte) = self.at(keep)? else {
                return if depth == 0 {
                    Ok(())
                } else {
                    self.must_peek().map(|_| ())
                };
            };
            match byte {
                b'"' => {
                    self.pos += 1;
                    self.string(keep)?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.pos += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.pos += 1;
                }
                b'}' | b']' | b',' | b':' if depth == 0 => {
                    return Err(self.problem("a value is missing here"));
                }
                _ if depth == 0 => return self.scalar(keep),
                _ => self.pos += 1,
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Moves behind a number or a word.
    fn scalar(&mut self, keep: &mut Option<&mut usize>) -> Result<(), Problem> {
        while let Some(byte) = self.at(keep)? {
            if matches!(
                byte,
                b',' | b'}' | b']' | b':' | b' ' | b'\n' | b'\r' | b'\t' | 0 | 0x1e
            ) {
                break;
            }
            self.pos += 1;
        }
        Ok(())
    }

    /// Moves behind a string whose opening quote is taken.
    fn string(&mut self, keep: &mut Option<&mut usize>) -> Result<(), Problem> {
        loop {
            let rest = self.buf.get(self.pos..).unwrap_or_default();
            match memchr::memchr2(b'"', b'\\', rest) {
                Some(at) if rest.get(at) == Some(&b'"') => {
                    self.pos += at + 1;
                    return Ok(());
                }
                Some(at) if at + 1 < rest.len() => self.pos += at + 2,
                found => {
                    self.pos += found.unwrap_or(rest.len());
                    if !self.more(keep)? {
                        return Err(self.problem("a text is not closed"));
                    }
                }
            }
        }
    }

    /// The byte at the position, reading more if needed.
    fn at(&mut self, keep: &mut Option<&mut usize>) -> Result<Option<u8>, Problem> {
        if self.pos >= self.buf.len() && !self.more(keep)? {
            return Ok(None);
        }
        Ok(self.buf.get(self.pos).copied())
    }

    fn more(&mut self, keep: &mut Option<&mut usize>) -> Result<bool, Problem> {
        match keep {
            Some(start) => {
                let more = self.refill(**start)?;
                if !self.done || more {
                    **start = 0;
                }
                Ok(more)
            }
            None => self.refill(self.pos),
        }
    }

    /// A failure at the present line.
    pub(super) fn problem(&mut self, message: &str) -> Problem {
        let line = Some(self.line());
        Problem::input(message).at(Place {
            line,
            ..Place::default()
        })
    }
}
