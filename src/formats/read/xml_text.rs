//! The bytes of an XML document as UTF-8, with the place of every byte in the original.
//!
//! UTF-8, UTF-16 and the eight-bit encodings ISO-8859-1 and Windows-1252 are read. The bytes are
//! believed before the declaration: tools declare UTF-16 and write UTF-8. What is not valid becomes
//! U+FFFD, so that one broken character costs only itself.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

const CHUNK: usize = 128 * 1024;

/// One event of a document larger than this is refused: no record of any tool comes near.
const LARGEST_EVENT: u64 = 256 * 1024 * 1024;

/// What 0x80–0x9f mean in Windows-1252. Browsers read ISO-8859-1 the same way.
const C1: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Latin,
    Utf16 { big: bool },
}

/// From here on, original bytes and our bytes run in step again.
struct Mark {
    ours: u64,
    original: u64,
}

/// A reader that hands out UTF-8.
pub(super) struct Utf8<'a> {
    from: Box<dyn Read + 'a>,
    encoding: Option<Encoding>,
    raw: Vec<u8>,
    out: Vec<u8>,
    taken: usize,
    /// Our offset of the first byte of `out`.
    base: u64,
    /// Original offset of the first byte of `raw`.
    raw_base: u64,
    marks: VecDeque<Mark>,
    /// Line of the byte at `counted`.
    line: u64,
    /// How far in `out` line ends have been counted: no further than `taken`.
    counted: usize,
    limit: u64,
    done: bool,
}

impl<'a> Utf8<'a> {
    pub(super) fn new(from: Box<dyn Read + 'a>) -> Self {
        Self {
            from,
            encoding: None,
            raw: Vec::new(),
            out: Vec::new(),
            taken: 0,
            base: 0,
            raw_base: 0,
            marks: VecDeque::new(),
            line: 1,
            counted: 0,
            limit: LARGEST_EVENT,
            done: false,
        }
    }

    /// Line of the next byte, counted from one.
    pub(super) fn line(&mut self) -> u64 {
        let passed = self.out.get(self.counted..self.taken).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.counted = self.taken;
        self.line
    }

    /// The original offset of one of our offsets. Offsets must be asked in rising order.
    pub(super) fn original(&mut self, ours: u64) -> u64 {
        while self.marks.get(1).is_some_and(|it| it.ours <= ours) {
            self.marks.pop_front();
        }
        let step = match self.encoding {
            Some(Encoding::Utf16 { .. }) => 2,
            Some(Encoding::Utf8 | Encoding::Latin) | None => 1,
        };
        match self.marks.front() {
            Some(it) if it.ours <= ours => it.original + (ours - it.ours) * step,
            Some(_) | None => ours * step,
        }
    }

    /// Allows as much to be read from here on as one event may hold.
    pub(super) const fn renew_limit(&mut self) {
        self.limit = self.base + self.taken as u64 + LARGEST_EVENT;
    }

    fn mark(&mut self, original: u64) {
        let ours = self.base + self.out.len() as u64;
        self.marks.push_back(Mark { ours, original });
    }

    fn refill(&mut self) -> io::Result<()> {
        self.line();
        self.base += self.out.len() as u64;
        self.out.clear();
        self.taken = 0;
        self.counted = 0;
        while self.out.is_empty() && !self.done {
            let read = self
                .from
                .by_ref()
                .take(CHUNK as u64)
                .read_to_end(&mut self.raw)?;
            self.done = read < CHUNK;
            if self.encoding.is_none() {
                self.detect();
            }
            if self.encoding == Some(Encoding::Utf8) && std::str::from_utf8(&self.raw).is_ok() {
                // As nearly always: nothing is to be replaced, and nothing copied.
                std::mem::swap(&mut self.raw, &mut self.out);
                self.raw_base += self.out.len() as u64;
                continue;
            }
            let used = match self.encoding {
                Some(Encoding::Latin) => self.latin(),
                Some(Encoding::Utf16 { big }) => self.utf16(big),
                Some(Encoding::Utf8) | None => self.utf8(),
            };
            self.raw.drain(..used.min(self.raw.len()));
            self.raw_base += used as u64;
        }
        Ok(())
    }

    fn detect(&mut self) {
        let (encoding, skip) = match self.raw.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
            [0xff, 0xfe, ..] => (Encoding::Utf16 { big: false }, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16 { big: true }, 2),
            [b'<', 0, ..] => (Encoding::Utf16 { big: false }, 0),
            [0, b'<', ..] => (Encoding::Utf16 { big: true }, 0),
            raw => (declared(raw), 0),
        };
        self.encoding = Some(encoding);
        self.raw.drain(..skip);
        self.raw_base = skip as u64;
        self.mark(self.raw_base);
    }

    fn utf8(&mut self) -> usize {
        let mut used = 0;
        loop {
            let rest = self.raw.get(used..).unwrap_or_default();
            let (valid, bad) = match std::str::from_utf8(rest) {
                Ok(_) => (rest.len(), 0),
                Err(err) if err.error_len().is_none() && !self.done => (err.valid_up_to(), 0),
                Err(err) => {
                    let end = rest.len() - err.valid_up_to();
                    (err.valid_up_to(), err.error_len().unwrap_or(end))
                }
            };
            self.out
                .extend_from_slice(rest.get(..valid).unwrap_or_default());
            used += valid + bad;
            if bad == 0 {
                return used;
            }
            self.out.extend_from_slice("\u{fffd}".as_bytes());
            self.mark(self.raw_base + used as u64);
        }
    }

    fn latin(&mut self) -> usize {
        let raw = std::mem::take(&mut self.raw);
        for (idx, byte) in raw.iter().copied().enumerate() {
            if byte.is_ascii() {
                self.out.push(byte);
                continue;
            }
            let c = match byte {
                0x80..=0x9f => C1
                    .get(usize::from(byte - 0x80))
                    .copied()
                    .unwrap_or('\u{fffd}'),
                _ => char::from(byte),
            };
            self.push(c, self.raw_base + idx as u64 + 1);
        }
        self.raw = raw;
        self.raw.len()
    }

    fn utf16(&mut self, big: bool) -> usize {
        let raw = std::mem::take(&mut self.raw);
        let units = raw.chunks_exact(2).filter_map(|it| {
            let pair = <[u8; 2]>::try_from(it).ok()?;
            Some(if big {
                u16::from_be_bytes(pair)
            } else {
                u16::from_le_bytes(pair)
            })
        });
        let mut used = 0;
        for unit in char::decode_utf16(units) {
            let (c, size) = match unit {
                Ok(c) => (c, c.len_utf16() * 2),
                // Half a pair at the end waits for its other half.
                Err(_) if used + 2 >= raw.len() - raw.len() % 2 && !self.done => break,
                Err(_) => ('\u{fffd}', 2),
            };
            used += size;
            if c.is_ascii() {
                self.out.push(c as u8);
            } else {
                self.push(c, self.raw_base + used as u64);
            }
        }
        self.raw = raw;
        used
    }

    fn push(&mut self, c: char, next: u64) {
        let mut bytes = [0; 4];
        self.out
            .extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
        self.mark(next);
    }
}

/// The encoding that the declaration names, where the bytes allow it.
fn declared(raw: &[u8]) -> Encoding {
    let head = String::from_utf8_lossy(raw.get(..raw.len().min(200)).unwrap_or_default());
    let head = head.split_once("?>").map_or("", |it| it.0);
    let name = head
        .split_once("encoding")
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1))
        .unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        "iso-8859-1" | "latin1" | "iso8859-1" | "windows-1252" | "cp1252" | "us-ascii"
        | "iso-8859-15" => Encoding::Latin,
        _ => Encoding::Utf8,
    }
}

impl Read for Utf8<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.fill_buf()?.read(into)?;
        self.consume(size);
        Ok(size)
    }
}

impl BufRead for Utf8<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken >= self.out.len() {
            if self.base + self.out.len() as u64 > self.limit {
                return Err(io::Error::other("one part is larger than 256 MiB"));
            }
            self.refill()?;
        }
        Ok(self.out.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.taken = self.taken.saturating_add(amount).min(self.out.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Vec<u64>) {
        let mut it = Utf8::new(Box::new(bytes));
        let mut text = String::new();
        it.read_to_string(&mut text).unwrap();
        let places = text
            .char_indices()
            .map(|(at, _)| it.original(at as u64))
            .collect();
        (text, places)
    }

    #[test]
    fn eight_bit_text_keeps_its_places() {
        let mut bytes = b"<?xml version='1.0' encoding='ISO-8859-1'?>".to_vec();
        let head = bytes.len() as u64;
        bytes.extend(b"a\xe9\x80b");
        let (text, places) = read(&bytes);
        assert!(text.ends_with("?>aé€b"));
        assert_eq!(
            places[places.len() - 4..],
            [head, head + 1, head + 2, head + 3]
        );
    }

    #[test]
    fn utf16_is_read_in_both_orders() {
        let units: Vec<u16> = "<a>é😀b</a>".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|it| it.to_le_bytes()).collect();
        let mut big = vec![0xfe, 0xff];
        big.extend(units.iter().flat_map(|it| it.to_be_bytes()));
        assert_eq!(read(&little).0, "<a>é😀b</a>");
        let (text, places) = read(&big);
        assert_eq!(text, "<a>é😀b</a>");
        assert_eq!(places[..6], [2, 4, 6, 8, 10, 14]);
    }

    #[test]
    fn a_broken_character_costs_only_itself() {
        let (text, places) = read(b"a\xffb\xc3");
        assert_eq!(text, "a\u{fffd}b\u{fffd}");
        assert_eq!(places, [0, 1, 2, 3]);
    }

    #[test]
    fn utf8_that_calls_itself_utf16_is_utf8() {
        let (text, _) = read("<?xml version='1.0' encoding='utf-16'?><a>é</a>".as_bytes());
        assert!(text.ends_with("<a>é</a>"));
    }

    #[test]
    fn a_character_across_two_chunks_is_whole() {
        let text = format!("{}é", "x".repeat(CHUNK - 1));
        assert_eq!(read(text.as_bytes()).0, text);
        let wide = format!("<{}😀", "x".repeat(CHUNK / 2 - 2));
        let bytes: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes).0, wide);
    }
}
