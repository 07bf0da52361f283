//! Parts of patterns with signs in them (`*.rs`, `v?`, `test_*_old`), and which of them fit a name.
//!
//! A name is not held against each of them: one that begins plainly is looked up by its beginning,
//! one that ends plainly by its end, another by three letters of its longest plain piece. Where that
//! does not settle it, a matcher answers, made when it is first needed.

use globset::{GlobBuilder, GlobMatcher};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Letters (bytes) of a piece by which a part without a plain beginning or end is found.
const GRAM: usize = 3;

/// Parts with signs, each with a number.
#[derive(Debug, Default)]
pub(super) struct Wilds {
    numbers: BTreeMap<String, usize>,
    parts: Vec<Wild>,
    beginnings: Texts,
    ends: Texts,
    grams: BTreeMap<Vec<u8>, Vec<usize>>,
    /// Those that nothing plain is known of.
    rest: Vec<usize>,
}

/// Parts by a text, and the lengths that these texts have.
#[derive(Debug, Default)]
struct Texts {
    parts: BTreeMap<String, Vec<usize>>,
    lengths: BTreeSet<usize>,
}

impl Texts {
    fn add(&mut self, text: &str, number: usize) {
        self.lengths.insert(text.len());
        self.parts.entry(text.to_owned()).or_default().push(number);
    }

    /// Parts under what `cut` makes of a length.
    fn under<'a>(&'a self, cut: impl Fn(usize) -> Option<&'a str>) -> impl Iterator<Item = usize> {
        let cuts = self.lengths.iter().filter_map(move |it| cut(*it));
        cuts.filter_map(|it| self.parts.get(it)).flatten().copied()
    }
}

#[derive(Debug)]
struct Wild {
    /// What stands before the first sign.
    beginning: String,
    /// What stands behind the last sign.
    end: String,
    shape: Shape,
}

/// What is between the plain beginning and the plain end.
#[derive(Debug)]
enum Shape {
    /// One star, or several in a row.
    Star,
    /// Anything else; the matcher answers, `None` when it cannot be made.
    Glob(String, OnceCell<Option<GlobMatcher>>),
}

impl Wild {
    fn new(text: &str) -> Self {
        // A class or an escape may hold anything: nothing is plain in such a part.
        let odd = text.contains(['[', '\\']);
        let signs = |it: char| it == '*' || it == '?';
        let beginning = text.split(signs).next().filter(|_| !odd);
        let end = text.rsplit(signs).next().filter(|_| !odd);
        let (beginning, end) = (beginning.unwrap_or_default(), end.unwrap_or_default());
        let middle = text.strip_prefix(beginning).unwrap_or(text);
        let middle = middle.strip_suffix(end).unwrap_or(middle);
        let shape = if middle.chars().all(|it| it == '*') {
            Shape::Star
        } else {
            Shape::Glob(text.to_owned(), OnceCell::new())
        };
        Self {
            beginning: beginning.to_owned(),
            end: end.to_owned(),
            shape,
        }
    }

    fn fits(&self, name: &str) -> bool {
        let rest = name.strip_prefix(self.beginning.as_str());
        let rest = rest.and_then(|it| it.strip_suffix(self.end.as_str()));
        match &self.shape {
            Shape::Star => rest.is_some(),
            Shape::Glob(text, matcher) => {
                let matcher = matcher.get_or_init(|| {
                    // Braces mean nothing in either dialect.
                    let glob = text.replace('{', "\\{").replace('}', "\\}");
                    let glob = GlobBuilder::new(&glob).literal_separator(true).build();
                    glob.ok().map(|it| it.compile_matcher())
                });
                rest.is_some() && matcher.as_ref().is_some_and(|it| it.is_match(name))
            }
        }
    }

    /// Some letters that every name has which fits.
    fn gram(&self) -> Option<&[u8]> {
        let Shape::Glob(text, _) = &self.shape else {
            return None;
        };
        let pieces = text
            .split(['*', '?'])
            .filter(|_| !text.contains(['[', '\\']));
        pieces.max_by_key(|it| it.len())?.as_bytes().get(..GRAM)
    }
}

impl Wilds {
    /// The number of a part; the same text has the same.
    pub(super) fn insert(&mut self, text: &str) -> usize {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = self.parts.len();
        let wild = Wild::new(text);
        if !wild.beginning.is_empty() {
            self.beginnings.add(&wild.beginning, number);
        } else if !wild.end.is_empty() {
            self.ends.add(&wild.end, number);
        } else if let Some(gram) = wild.gram() {
            self.grams.entry(gram.to_vec()).or_default().push(number);
        } else {
            self.rest.push(number);
        }
        self.parts.push(wild);
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The numbers of the parts that fit a name, each once.
    pub(super) fn fit(&self, name: &str) -> Vec<usize> {
        let beginnings = self.beginnings.under(|it| name.get(..it));
        let ends = self
            .ends
            .under(|it| name.get(name.len().checked_sub(it)?..));
        let mut candidates: Vec<usize> = beginnings.chain(ends).collect();
        if !self.grams.is_empty() {
            let grams = name.as_bytes().windows(GRAM);
            candidates.extend(grams.filter_map(|it| self.grams.get(it)).flatten());
        }
        candidates.extend(&self.rest);
        let fits = |it: &usize| self.parts.get(*it).is_some_and(|it| it.fits(name));
        candidates.retain(fits);
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}
