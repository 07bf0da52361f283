//! How one text is held against another: whole, part, or with stars; always ignoring case.

use super::field::How;
use super::tree::{Op, Text};

/// What the texts of a column must look like.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    how: How,
    shape: Shape,
    /// The pattern names a folder, or does not care: the whole path is looked at.
    whole_path: bool,
}

#[derive(Clone, Debug)]
enum Shape {
    Whole(String),
    Part(String),
    /// One of the variants; the flag says that none has a letter beyond ASCII.
    Stars(Vec<Vec<Glyph>>, bool),
}

/// A piece of a pattern with stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Glyph {
    /// This byte, in lower case.
    Byte(u8),
    /// Any text without `/`.
    Star,
    /// Any text.
    Stars,
}

impl Pattern {
    /// The pattern of a term.
    pub(super) fn new(text: &Text, op: Op, how: How) -> Self {
        let lower = text.text.to_lowercase();
        let starred = !text.literal && lower.contains('*');
        let shape = match (starred, op, how) {
            (true, Op::Is, How::Part) => stars(&format!("*{lower}*"), false),
            (true, _, How::Place) => stars(&lower, true),
            (true, ..) => stars(&lower, false),
            (false, Op::Is, How::Part | How::Place) => Shape::Part(lower),
            (false, ..) => Shape::Whole(lower),
        };
        Self {
            how,
            whole_path: text.text.contains('/'),
            shape,
        }
    }

    /// The pattern of a bare word.
    pub(super) fn bare(text: &Text) -> Self {
        Self::new(text, Op::Is, How::Part)
    }

    /// True when a text of the column fits.
    pub(super) fn fits(&self, text: &str) -> bool {
        match self.how {
            How::Name | How::Part => self.shape.fits(text),
            How::List | How::Cwe => text.split(',').any(|it| self.shape.fits(it)),
            How::Package => {
                let last = text.rsplit('/').next().unwrap_or(text);
                self.shape.fits(text) || self.shape.fits(last)
            }
            How::Place => self.fits_place(text),
        }
    }

    fn fits_place(&self, place: &str) -> bool {
        let path = match place.rsplit_once(':') {
            Some((path, line)) if line.bytes().all(|it| it.is_ascii_digit()) => path,
            _ => place,
        };
        let named = match self.shape {
            Shape::Stars(..) if !self.whole_path => path.rsplit('/').next().unwrap_or(path),
            Shape::Whole(_) | Shape::Part(_) | Shape::Stars(..) => path,
        };
        self.shape.fits(place) || self.shape.fits(named)
    }
}

impl Shape {
    fn fits(&self, text: &str) -> bool {
        match self {
            Self::Whole(whole) if whole.is_ascii() => text.eq_ignore_ascii_case(whole),
            Self::Whole(whole) => text.to_lowercase() == *whole,
            Self::Part(part) if part.is_ascii() => holds(text.as_bytes(), part.as_bytes()),
            Self::Part(part) => text.to_lowercase().contains(part),
            Self::Stars(variants, true) => variants.iter().any(|it| walk(it, text.as_bytes())),
            Self::Stars(variants, false) => {
                let text = text.to_lowercase();
                variants.iter().any(|it| walk(it, text.as_bytes()))
            }
        }
    }
}

/// True when `part`, in lower case, stands in `text`.
fn holds(text: &[u8], part: &[u8]) -> bool {
    let Some((first, rest)) = part.split_first() else {
        return true;
    };
    memchr::memchr2_iter(*first, first.to_ascii_uppercase(), text).any(|at| {
        let after = text.get(at + 1..at + 1 + rest.len());
        after.is_some_and(|it| it.eq_ignore_ascii_case(rest))
    })
}

/// A pattern with stars. In paths `/**/` also stands for one `/`, and a leading `**/` for nothing.
fn stars(pattern: &str, path: bool) -> Shape {
    let mut variants = vec![pattern.to_owned()];
    if path {
        let short = pattern.replace("/**/", "/");
        variants.extend(short.strip_prefix("**/").map(str::to_owned));
        variants.extend((short != pattern).then_some(short));
    }
    let glyphs = variants.iter().map(|it| glyphs(it, path)).collect();
    Shape::Stars(glyphs, pattern.is_ascii())
}

fn glyphs(pattern: &str, path: bool) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(pattern.len());
    for byte in pattern.bytes() {
        let glyph = match (byte, out.last()) {
            (b'*', Some(Glyph::Star | Glyph::Stars)) => {
                out.pop();
                Glyph::Stars
            }
            (b'*', _) if path => Glyph::Star,
            (b'*', _) => Glyph::Stars,
            (byte, _) => Glyph::Byte(byte),
        };
        out.push(glyph);
    }
    out
}

/// Holds a text against a pattern. A star takes as little as it can and is asked for more when what
/// follows does not fit; only the last star of each sort can need it, so this takes no recursion.
fn walk(pattern: &[Glyph], text: &[u8]) -> bool {
    let (mut at, mut pos) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    let mut stars: Option<(usize, usize)> = None;
    loop {
        match (pattern.get(at), text.get(pos)) {
            (None, None) => return true,
            (Some(Glyph::Star), _) => {
                star = Some((at, pos));
                at += 1;
                continue;
            }
            (Some(Glyph::Stars), _) => {
                stars = Some((at, pos));
                star = None;
                at += 1;
                continue;
            }
            (Some(Glyph::Byte(want)), Some(have)) if *want == have.to_ascii_lowercase() => {
                at += 1;
                pos += 1;
                continue;
            }
            (Some(Glyph::Byte(_)), _) | (None, Some(_)) => {}
        }
        if let Some((from, taken)) = star
            && text.get(taken).is_some_and(|it| *it != b'/')
        {
            star = Some((from, taken + 1));
            (at, pos) = (from + 1, taken + 1);
        } else if let Some((from, taken)) = stars
            && taken < text.len()
        {
            star = None;
            stars = Some((from, taken + 1));
            (at, pos) = (from + 1, taken + 1);
        } else {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(how: How, pattern: &str, text: &str) -> bool {
        let op = if pattern.starts_with('=') {
            Op::Equal
        } else {
            Op::Is
        };
        let text_of = Text::new(pattern.trim_start_matches('='), false);
        Pattern::new(&text_of, op, how).fits(text)
    }

    #[test]
    fn texts_fit_or_do_not() {
        for (how, pattern, text, expected) in [
            (How::Name, "shop", "Shop", true),
            (How::Name, "shop", "shop-old", false),
            (How::Name, "shop*", "shop-old", true),
            (How::Name, "*-*", "shop-old", true),
            (How::Name, "İ", "x", false),
            (How::Name, "éa", "ÉA", true),
            (How::List, "bandit", "bandit,semgrep", true),
            (How::List, "sem*", "bandit,semgrep", true),
            (How::List, "grep", "bandit,semgrep", false),
            (How::Cwe, "8", "89,564", false),
            (How::Cwe, "564", "89,564", true),
            (How::Part, "SQL inj", "An sql Injection", true),
            (How::Part, "sql*query", "raw SQL in a query string", true),
            (How::Part, "=sql", "an sql", false),
            (How::Package, "log4j-core", "org.apache/log4j-core", true),
            (How::Package, "log4j*", "org.apache/log4j-core", true),
            (How::Package, "apache", "org.apache/log4j-core", false),
            (How::Place, "app.py", "src/app.py:12", true),
            (How::Place, "=src/app.py", "src/app.py:12", true),
            (How::Place, "*.py", "src/a/app.py:12", true),
            (How::Place, "src/*.py", "src/a/app.py:12", false),
            (How::Place, "src/**", "src/a/app.py:12", true),
            (How::Place, "src/**/app.py", "src/app.py:1", true),
            (How::Place, "**/test/**", "test/x.rs", true),
            (How::Place, "src/**", "lib/src/x.rs", false),
        ] {
            assert_eq!(fits(how, pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_do_not_take_forever() {
        let pattern = format!("{}b", "a*".repeat(60));
        assert!(!fits(How::Name, &pattern, &"a".repeat(5000)));
    }
}
