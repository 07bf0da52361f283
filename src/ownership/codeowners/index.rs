//! Finds the last of many patterns that fits a path without trying each.
//!
//! Most patterns of real files are plain paths, names and endings: those are looked up. What is
//! left is tried from the last to the first, only where its plain beginning fits, and its matcher
//! is made when it is first needed. A pattern that is written again counts only where it stands last,
//! and one whose longest plain word the path does not have is not tried.

use globset::{GlobBuilder, GlobMatcher};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// What a line of a file fits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    /// Glob from the root of the repository; `**/` in front means at any depth.
    pub(super) glob: String,
    /// It fits a path that the glob fits.
    pub(super) itself: bool,
    /// It fits everything below a folder that the glob fits.
    pub(super) below: bool,
}

/// Patterns by number. The higher number wins.
#[derive(Debug, Default)]
pub(super) struct Index {
    everything: Option<usize>,
    paths: BTreeMap<String, Reach>,
    names: BTreeMap<String, Vec<Named>>,
    endings: BTreeMap<String, Reach>,
    globs: BTreeMap<String, Vec<Tried>>,
    known: BTreeSet<Pattern>,
}

/// The last pattern that fits the path itself, and the last that fits what is below.
#[derive(Debug, Default)]
struct Reach {
    itself: Option<usize>,
    below: Option<usize>,
}

impl Reach {
    fn add(&mut self, number: usize, pattern: &Pattern) {
        if pattern.itself {
            self.itself = Some(number);
        }
        if pattern.below {
            self.below = Some(number);
        }
    }

    fn get(&self, whole: bool) -> Option<usize> {
        if whole { self.itself } else { self.below }
    }
}

/// A plain path at any depth, kept by its last part.
#[derive(Debug)]
struct Named {
    number: usize,
    path: String,
    pattern: Pattern,
}

#[derive(Debug)]
struct Tried {
    number: usize,
    pattern: Pattern,
    /// A text without which no path fits; empty when there is none.
    word: String,
    matcher: OnceCell<Option<GlobMatcher>>,
}

impl Tried {
    fn fits(&self, path: &str) -> bool {
        if !path.contains(self.word.as_str()) {
            return false;
        }
        let matcher = self.matcher.get_or_init(|| {
            // Braces mean nothing in either dialect.
            let glob = self.pattern.glob.replace('{', "\\{").replace('}', "\\}");
            let glob = GlobBuilder::new(&glob).literal_separator(true).build();
            glob.ok().map(|it| it.compile_matcher())
        });
        let Some(matcher) = matcher else { return false };
        (self.pattern.itself && matcher.is_match(path))
            || (self.pattern.below && folders(path).any(|it| matcher.is_match(it)))
    }
}

impl Index {
    /// Adds a pattern whose number is not below any other's.
    pub(super) fn insert(&mut self, number: usize, pattern: &Pattern) {
        let glob = pattern.glob.as_str();
        if matches!(glob, "**" | "**/*" | "**/**") {
            self.everything = Some(number);
        } else if is_plain(glob) {
            let reach = self.paths.entry(glob.to_owned()).or_default();
            reach.add(number, pattern);
        } else if let Some(path) = glob.strip_prefix("**/").filter(|it| is_plain(it)) {
            let name = path.rsplit('/').next().unwrap_or(path);
            let named = Named {
                number,
                path: path.to_owned(),
                pattern: pattern.clone(),
            };
            self.names.entry(name.to_owned()).or_default().push(named);
        } else if let Some(ending) = glob
            .strip_prefix("**/*.")
            .filter(|it| is_plain(it) && !it.contains('/'))
        {
            let reach = self.endings.entry(ending.to_owned()).or_default();
            reach.add(number, pattern);
        } else {
            let tried = Tried {
                number,
                matcher: OnceCell::new(),
                pattern: pattern.clone(),
                word: word(glob).to_owned(),
            };
            let before = beginning(glob).to_owned();
            let tries = self.globs.entry(before).or_default();
            if !self.known.insert(pattern.clone()) {
                tries.retain(|it| it.pattern != *pattern);
            }
            tries.push(tried);
        }
    }

    /// Number of the last pattern that fits a path.
    pub(super) fn last(&self, path: &str) -> Option<usize> {
        let mut best = self.everything;
        for part in folders(path).chain([path]) {
            let whole = part.len() == path.len();
            best = best.max(self.paths.get(part).and_then(|it| it.get(whole)));
            best = best.max(self.named(part, whole, best));
            best = best.max(self.ending(part, whole));
            best = best.max(self.tried(part, path, best));
        }
        best.max(self.tried("", path, best))
    }

    fn named(&self, part: &str, whole: bool, best: Option<usize>) -> Option<usize> {
        let name = part.rsplit('/').next().unwrap_or(part);
        let candidates = self.names.get(name)?.iter().rev();
        candidates
            .take_while(|it| Some(it.number) > best || best.is_none())
            .find(|it| {
                let reach = if whole {
                    it.pattern.itself
                } else {
                    it.pattern.below
                };
                reach
                    && part
                        .strip_suffix(it.path.as_str())
                        .is_some_and(|before| before.is_empty() || before.ends_with('/'))
            })
            .map(|it| it.number)
    }

    fn ending(&self, part: &str, whole: bool) -> Option<usize> {
        let name = part.rsplit('/').next().unwrap_or(part);
        name.match_indices('.')
            .filter_map(|(at, _)| self.endings.get(name.get(at + 1..)?)?.get(whole))
            .max()
    }

    fn tried(&self, before: &str, path: &str, best: Option<usize>) -> Option<usize> {
        let candidates = self.globs.get(before)?.iter().rev();
        candidates
            .take_while(|it| Some(it.number) > best || best.is_none())
            .find(|it| it.fits(path))
            .map(|it| it.number)
    }
}

/// The folders that a path lies in, from the outermost.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

fn is_plain(glob: &str) -> bool {
    !glob.contains(['*', '?', '[', '\\'])
}

/// The longest piece of a glob behind its [`beginning`] that stands in every path which fits: no sign,
/// no `/`. A glob with classes or escapes has none.
fn word(glob: &str) -> &str {
    if glob.contains(['[', '\\']) {
        return "";
    }
    let rest = glob.strip_prefix(beginning(glob)).unwrap_or(glob);
    let pieces = rest.split(['*', '?', '/']);
    pieces.max_by_key(|it| it.len()).unwrap_or_default()
}

/// The folders in front of the first part that is not plain, which anything that fits lies in.
fn beginning(glob: &str) -> &str {
    let end = glob
        .match_indices('/')
        .map(|(at, _)| at)
        .take_while(|at| glob.get(..*at).is_some_and(is_plain))
        .last();
    end.and_then(|at| glob.get(..at)).unwrap_or_default()
}
