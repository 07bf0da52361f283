//! The CWE list as a tree: what is known, what it is called, what it is a kind of.
//!
//! The data is `assets/crosswalk/cwe.tsv`, MITRE's view 1000; parents are those of `ChildOf`. A
//! weakness may have several parents, and none is its own ancestor: a test holds that.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How general an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The most general: "improper neutralization".
    Pillar,
    /// Independent of language and technology.
    Class,
    /// What a detection can name.
    Base,
    /// Of one language, technology or resource.
    Variant,
    /// A combination or a chain of others.
    Compound,
    /// A group of the list's makers, no weakness.
    Category,
}

/// One entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weakness {
    /// How general.
    pub level: Level,
    /// Parents, the primary one first.
    pub parents: Vec<u32>,
    /// MITRE's name.
    pub name: &'static str,
}

const TEXT: &str = include_str!("../../assets/crosswalk/cwe.tsv");

/// The list by number. Lines that cannot be read are left out; a test holds that there are none.
fn list() -> &'static BTreeMap<u32, Weakness> {
    static LIST: OnceLock<BTreeMap<u32, Weakness>> = OnceLock::new();
    LIST.get_or_init(|| rows().filter_map(row).collect())
}

fn rows() -> impl Iterator<Item = &'static str> {
    TEXT.lines().filter(|it| !it.starts_with('#'))
}

fn row(line: &'static str) -> Option<(u32, Weakness)> {
    let mut cells = line.split('\t');
    let number = cells.next()?.parse().ok()?;
    let level = match cells.next()? {
        "P" => Level::Pillar,
        "C" => Level::Class,
        "B" => Level::Base,
        "V" => Level::Variant,
        "X" => Level::Compound,
        "K" => Level::Category,
        _ => return None,
    };
    let parents = cells.next()?.split(',').filter_map(|it| it.parse().ok());
    let parents = parents.collect();
    let name = cells.next()?;
    Some((
        number,
        Weakness {
            level,
            parents,
            name,
        },
    ))
}

/// The entry with a number.
pub fn get(cwe: u32) -> Option<&'static Weakness> {
    list().get(&cwe)
}

/// All ancestors of a weakness, nearest first, itself left out; each once.
pub fn ancestors(cwe: u32) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::new();
    let mut at = 0;
    let mut next = Some(cwe);
    while let Some(one) = next {
        for parent in get(one).map_or(&[][..], |it| &it.parents) {
            if !out.contains(parent) && *parent != cwe {
                out.push(*parent);
            }
        }
        next = out.get(at).copied();
        at += 1;
    }
    out
}

/// The nearest entry that is an ancestor of both, or one of the two themselves.
pub fn common(a: u32, b: u32) -> Option<u32> {
    let line = |cwe| {
        let mut out = vec![cwe];
        out.extend(ancestors(cwe));
        out
    };
    let others = line(b);
    line(a).into_iter().find(|it| others.contains(it))
}

/// True when one is the other or a kind of it.
pub fn is_kind_of(cwe: u32, of: u32) -> bool {
    cwe == of || ancestors(cwe).contains(&of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_once_and_names_known_parents_only() {
        assert_eq!(rows().count(), list().len());
        assert!(list().len() > 940);
        for (number, it) in list() {
            assert!(!it.name.is_empty());
            assert!(
                it.parents.iter().all(|it| get(*it).is_some()),
                "CWE-{number}"
            );
            let top = matches!(it.level, Level::Pillar | Level::Category);
            assert_eq!(it.parents.is_empty(), top, "CWE-{number}");
        }
    }

    #[test]
    fn there_are_no_circles() {
        for number in list().keys() {
            for up in ancestors(*number) {
                assert!(!ancestors(up).contains(number), "CWE-{number}, CWE-{up}");
            }
        }
    }

    #[test]
    fn kinds_and_common_ancestors() {
        assert!(is_kind_of(564, 89) && !is_kind_of(89, 564));
        assert_eq!(common(564, 89), Some(89));
        assert_eq!(common(78, 89), Some(74));
        assert_eq!(common(79, 310), None);
    }
}
