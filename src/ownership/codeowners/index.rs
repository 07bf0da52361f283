//! Finds the last of many patterns that fits a path, of every section, without trying each.
//!
//! The patterns of a file are laid into one tree, a level for each part between slashes, so that a
//! path is walked once whatever the number of lines and sections. Plain parts are looked up. Parts
//! with signs are told apart by [`Wilds`]. `**` is a place that the walk does not leave again.
//! Of a pattern that is written again only the last line of each section is kept.

use super::wild::Wilds;
use std::collections::BTreeMap;

/// What a line of a file fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// Glob from the root of the repository; `**/` in front means at any depth.
    pub(super) glob: String,
    /// It fits a path that the glob fits.
    pub(super) itself: bool,
    /// It fits everything below a folder that the glob fits.
    pub(super) below: bool,
}

/// Where the tree begins.
const ROOT: usize = 0;

/// Patterns by section and number. In a section the higher number wins.
#[derive(Debug)]
pub(super) struct Index {
    plain: BTreeMap<String, usize>,
    wilds: Wilds,
    /// Place and part to place.
    next: BTreeMap<(usize, Part), usize>,
    places: Vec<Place>,
}

/// A part of a glob between slashes: its number among those of its sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Plain(usize),
    Wild(usize),
}

/// What is known of the paths that lead to one place of the tree.
#[derive(Debug, Default)]
struct Place {
    /// The place of `**` behind this one.
    deep: Option<usize>,
    /// This is the place of `**`: any part leads back to it.
    stays: bool,
    /// Parts with signs lead on from here.
    wild: bool,
    itself: Ends,
    below: Ends,
}

/// Sections in their order, each with the number of its last pattern that ends here.
type Ends = Vec<(usize, usize)>;

impl Default for Index {
    fn default() -> Self {
        Self {
            plain: BTreeMap::new(),
            wilds: Wilds::default(),
            next: BTreeMap::new(),
            places: vec![Place::default()],
        }
    }
}

impl Index {
    /// Adds a pattern of a section under a number.
    pub(super) fn insert(&mut self, section: usize, number: usize, pattern: &Pattern) {
        let mut at = ROOT;
        for part in pattern.glob.split('/') {
            at = if part == "**" {
                self.deep(at)
            } else {
                self.step(at, part)
            };
        }
        let Some(place) = self.places.get_mut(at) else {
            return;
        };
        if pattern.itself {
            end(&mut place.itself, section, number);
        }
        if pattern.below {
            end(&mut place.below, section, number);
        }
    }

    /// The place of `**` behind a place; two in a row are one.
    fn deep(&mut self, at: usize) -> usize {
        let fresh = self.places.len();
        let Some(place) = self.places.get_mut(at).filter(|it| !it.stays) else {
            return at;
        };
        let deep = *place.deep.get_or_insert(fresh);
        if deep == fresh {
            let stays = true;
            self.places.push(Place {
                stays,
                ..Place::default()
            });
        }
        deep
    }

    fn step(&mut self, at: usize, text: &str) -> usize {
        let part = if is_plain(text) {
            let fresh = self.plain.len();
            // The text is only kept when it is new; most parts are written often.
            Part::Plain(self.plain.get(text).copied().unwrap_or_else(|| {
                self.plain.insert(text.to_owned(), fresh);
                fresh
            }))
        } else {
            if let Some(place) = self.places.get_mut(at) {
                place.wild = true;
            }
            Part::Wild(self.wilds.insert(text))
        };
        let fresh = self.places.len();
        let to = *self.next.entry((at, part)).or_insert(fresh);
        if to == fresh {
            self.places.push(Place::default());
        }
        to
    }

    /// The number of the last pattern that fits a path, of each section that has one, by section.
    pub(super) fn last(&self, path: &str) -> Vec<(usize, usize)> {
        let mut walk = Walk::default();
        walk.enter(self, ROOT);
        let (mut parts, mut now) = (path.split('/').peekable(), Vec::new());
        while let Some(part) = parts.next() {
            let whole = parts.peek().is_none();
            now.clear();
            std::mem::swap(&mut now, &mut walk.at);
            self.walk(&mut walk, &now, part, whole);
        }
        walk.found()
    }

    /// From the places `now`, one part on.
    fn walk(&self, walk: &mut Walk, now: &[usize], part: &str, whole: bool) {
        let plain = self.plain.get(part).copied().map(Part::Plain);
        let mut wild = None;
        for &at in now {
            let Some(place) = self.places.get(at) else {
                continue;
            };
            if place.stays {
                walk.arrive(self, at, whole);
            }
            if let Some(to) = plain.and_then(|it| self.next.get(&(at, it))) {
                walk.arrive(self, *to, whole);
            }
            if place.wild {
                for fits in wild.get_or_insert_with(|| self.wilds.fit(part)).iter() {
                    if let Some(to) = self.next.get(&(at, Part::Wild(*fits))) {
                        walk.arrive(self, *to, whole);
                    }
                }
            }
        }
    }
}

/// Where the walk stands, and what it has found.
#[derive(Default)]
struct Walk {
    at: Vec<usize>,
    hits: Vec<(usize, usize)>,
}

impl Walk {
    fn arrive(&mut self, index: &Index, at: usize, whole: bool) {
        if let Some(place) = index.places.get(at) {
            let ends = if whole { &place.itself } else { &place.below };
            self.hits.extend(ends);
            self.enter(index, at);
        }
    }

    /// Stands at a place, and where `**` behind it stands for nothing. No place twice.
    fn enter(&mut self, index: &Index, at: usize) {
        let deep = index.places.get(at).and_then(|it| it.deep);
        for at in std::iter::once(at).chain(deep) {
            if !self.at.contains(&at) {
                self.at.push(at);
            }
        }
    }

    fn found(mut self) -> Vec<(usize, usize)> {
        // The last of each section stays.
        self.hits.sort_unstable_by(|a, b| b.cmp(a));
        self.hits.dedup_by_key(|it| it.0);
        self.hits.reverse();
        self.hits
    }
}

/// Notes that a pattern ends here. The higher number stays, as an exclusion stands before the rule that
/// names the same again.
fn end(ends: &mut Ends, section: usize, number: usize) {
    let at = ends.partition_point(|it| it.0 < section);
    match ends.get_mut(at).filter(|it| it.0 == section) {
        Some(known) => known.1 = known.1.max(number),
        None => ends.insert(at, (section, number)),
    }
}

fn is_plain(part: &str) -> bool {
    !part.contains(['*', '?', '[', '\\'])
}
