//! Why a finding that was known is not in a scan: as far as the scan itself tells, and no further.
//!
//! A scan tells which rules were on in two ways: a rule that found something was, and a tool that
//! lists rules which found nothing lists all that were. It tells where it looked in two ways too: a
//! file with any finding was read, and some tools list every file that they read. A list whose files
//! all lie in one folder is a scan of that folder.

use crate::model::Absence;
use std::collections::BTreeSet;

/// What one scan tells of itself.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// Rules that found something, by the names they are followed by.
    pub lit: &'a BTreeSet<String>,
    /// Rules that the tool lists, if it does.
    pub rules: Option<&'a BTreeSet<String>>,
    /// Files that something was found in.
    pub seen: &'a BTreeSet<String>,
    /// Files that the tool says it read, if it does.
    pub read: Option<&'a BTreeSet<String>>,
}

/// Why a finding of `rule` in `file` (empty for none) is not in a scan. One that is about a component
/// has no rule that could be off: its rule is the vulnerability.
pub fn of(looked: &Looked<'_>, rule: &str, file: &str, component: bool) -> Absence {
    let on = component.then_some(true).or_else(|| looked.on(rule));
    match (on, looked.at(file)) {
        (_, Place::Outside) => Absence::OutOfScope,
        (Some(false), _) => Absence::RuleOff,
        (_, Place::Gone) => Absence::FileGone,
        (Some(true), Place::Read) => Absence::Fixed,
        (Some(true) | None, Place::Read | Place::Unknown) => Absence::Unknown,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Read,
    Gone,
    Outside,
    Unknown,
}

impl Looked<'_> {
    /// Whether a rule was on, where the scan tells.
    fn on(&self, rule: &str) -> Option<bool> {
        let named = self.rules.is_some_and(|it| it.contains(rule));
        if named || self.lit.contains(rule) {
            return Some(true);
        }
        // A list of nothing but what found something is no list of what was on, and one that lacks
        // what found something is written in other names.
        let listed = |it: &BTreeSet<String>| self.lit.is_subset(it) && it.len() > self.lit.len();
        let whole = self.rules.is_some_and(listed);
        whole.then_some(false)
    }

    fn at(&self, file: &str) -> Place {
        if file.is_empty() {
            return Place::Unknown;
        }
        if self.seen.contains(file) {
            return Place::Read;
        }
        match self
            .read
            .filter(|it| !it.is_empty() && self.seen.is_subset(it))
        {
            None => Place::Unknown,
            Some(read) if read.contains(file) => Place::Read,
            Some(read) if file.starts_with(&folder(read)) => Place::Gone,
            Some(_) => Place::Outside,
        }
    }
}

/// The folder, with `/` at its end, in which all of some files lie; empty for the topmost.
fn folder(files: &BTreeSet<String>) -> String {
    // Sorted: what the first and the last begin with, all begin with.
    let (first, last) = (files.first(), files.last());
    let (Some(first), Some(last)) = (first, last) else {
        return String::new();
    };
    let parts = |file: &'_ str| -> Vec<String> {
        let mut all: Vec<String> = file.split('/').map(|it| format!("{it}/")).collect();
        all.pop();
        all
    };
    let (first, last) = (parts(first), parts(last));
    let same = first.iter().zip(&last).take_while(|(a, b)| a == b);
    same.map(|(part, _)| part.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(all: &[&str]) -> BTreeSet<String> {
        all.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn a_reason_is_given_only_where_the_scan_tells_it() {
        let (lit, seen) = (set(&["R1"]), set(&["src/a.py"]));
        let plain = Looked {
            lit: &lit,
            rules: None,
            seen: &seen,
            read: None,
        };
        assert_eq!(of(&plain, "R1", "src/a.py", false), Absence::Fixed);
        assert_eq!(of(&plain, "R2", "src/a.py", false), Absence::Unknown);
        assert_eq!(of(&plain, "R1", "src/b.py", false), Absence::Unknown);
        assert_eq!(of(&plain, "CVE-1", "src/a.py", true), Absence::Fixed);
        assert_eq!(of(&plain, "R1", "", false), Absence::Unknown);

        let rules = set(&["R1", "R3"]);
        let listed = Looked {
            rules: Some(&rules),
            ..plain
        };
        assert_eq!(of(&listed, "R3", "src/a.py", false), Absence::Fixed);
        assert_eq!(of(&listed, "R2", "src/a.py", false), Absence::RuleOff);
        let only_lit = Looked {
            rules: Some(&lit),
            ..plain
        };
        assert_eq!(of(&only_lit, "R2", "src/a.py", false), Absence::Unknown);
    }

    #[test]
    fn a_list_of_files_tells_what_is_gone_and_what_lies_outside() {
        let (lit, seen) = (set(&["R1"]), set(&[]));
        let at = |read: &[&str], file: &str| {
            let read = set(read);
            let looked = Looked {
                lit: &lit,
                rules: None,
                seen: &seen,
                read: Some(&read),
            };
            of(&looked, "R1", file, false)
        };
        let all = ["src/api/a.py", "src/web/b.py"];
        assert_eq!(at(&all, "src/api/a.py"), Absence::Fixed);
        assert_eq!(at(&all, "src/api/c.py"), Absence::FileGone);
        assert_eq!(at(&all, "src/old/c.py"), Absence::FileGone);
        assert_eq!(at(&all[..1], "src/web/b.py"), Absence::OutOfScope);
        assert_eq!(at(&all[..1], "src/apis/b.py"), Absence::OutOfScope);
        assert_eq!(at(&["setup.py", "src/a.py"], "lib/c.py"), Absence::FileGone);
        assert_eq!(at(&[], "src/a.py"), Absence::Unknown);
    }
}
