//! CODEOWNERS files: who owns a path, with the line that says so.
//!
//! GitHub and GitLab mean different things by the same text, so each dialect has its own parser,
//! and whoever keeps a file keeps its dialect with it. Sources: GitHub Docs, *About code owners*;
//! GitLab Docs, *Syntax of `CODEOWNERS` file* and *Advanced `CODEOWNERS` configuration*.

mod github;
mod gitlab;
mod index;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod tests;
mod wild;

use index::{Index, Pattern};

/// Whose rules a file follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Last matching line wins; a line without owners takes ownership away.
    GitHub,
    /// Sections that all count, default owners, exclusions.
    GitLab,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: &[Self] = &[Self::GitHub, Self::GitLab];

    /// The stable word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
        }
    }

    /// The dialect with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == word)
    }

    /// Tells the dialect by where the file lies, else by what only GitLab knows: section headings,
    /// roles and exclusions.
    pub fn guess(path: &str, text: &str) -> Self {
        let path = path.replace('\\', "/");
        if path.contains(".github/") {
            return Self::GitHub;
        }
        let only_gitlab = |line: &str| {
            let line = line.trim_start();
            line.starts_with('[')
                || line.starts_with("^[")
                || line.starts_with('!')
                || line.contains(" @@")
        };
        if path.contains(".gitlab/") || text.lines().any(only_gitlab) {
            Self::GitLab
        } else {
            Self::GitHub
        }
    }
}

/// A file, ready to be asked.
#[derive(Debug)]
pub struct CodeOwners {
    sections: Vec<Section>,
    index: Index,
    /// Lines that count for nothing, with the reason.
    pub ignored: Vec<(u32, String)>,
}

/// One line that owns a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ownership<'a> {
    /// Handles and mail addresses as written; empty when the line takes ownership away.
    pub owners: &'a [String],
    /// Line of the file, counted from one.
    pub line: u32,
    /// Name of the section; empty outside of any.
    pub section: &'a str,
    /// True in an optional section of GitLab.
    pub optional: bool,
}

/// Rules of which the last that fits counts.
#[derive(Debug, Default)]
struct Section {
    name: String,
    optional: bool,
    defaults: Vec<String>,
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    line: u32,
    owners: Vec<String>,
}

impl Section {
    /// The rule of a number; [`EXCLUDED`] is none.
    fn ownership(&self, number: usize) -> Option<Ownership<'_>> {
        let rule = self.rules.get(number)?;
        Some(Ownership {
            owners: &rule.owners,
            line: rule.line,
            section: &self.name,
            optional: self.optional,
        })
    }
}

/// Number of a pattern that takes a path out of its section for good: after all others.
const EXCLUDED: usize = usize::MAX;

/// A file as its dialect reads it.
#[derive(Debug, Default)]
struct Lines {
    sections: Vec<Section>,
    /// Section, number of the rule in it or [`EXCLUDED`], pattern; in the order of the file.
    patterns: Vec<(usize, usize, Pattern)>,
    ignored: Vec<(u32, String)>,
}

impl Lines {
    fn add(&mut self, section: usize, pattern: Pattern, rule: Rule) {
        if let Some(it) = self.sections.get_mut(section) {
            self.patterns.push((section, it.rules.len(), pattern));
            it.rules.push(rule);
        }
    }

    fn read(dialect: Dialect, text: &str) -> Self {
        match dialect {
            Dialect::GitHub => github::parse(text),
            Dialect::GitLab => gitlab::parse(text),
        }
    }

    fn exclude(&mut self, section: usize, pattern: Pattern) {
        self.patterns.push((section, EXCLUDED, pattern));
    }
}

impl CodeOwners {
    /// Reads a file. Lines that cannot be understood are left out and listed, as both hosts do.
    pub fn parse(dialect: Dialect, text: &str) -> Self {
        let lines = Lines::read(dialect, text);
        let mut index = Index::default();
        for (section, number, pattern) in &lines.patterns {
            index.insert(*section, *number, pattern);
        }
        Self {
            sections: lines.sections,
            index,
            ignored: lines.ignored,
        }
    }

    /// The lines that own a path: one of each section that fits, in the order of the file. The
    /// path stands from the root of the repository, `/` separated, without a leading one.
    pub fn of(&self, path: &str) -> Vec<Ownership<'_>> {
        let last = self.index.last(path).into_iter();
        last.filter_map(|(section, number)| self.sections.get(section)?.ownership(number))
            .collect()
    }

    /// The line that counts where one owner is wanted: that of the last section that fits and is
    /// required, else of the last optional one. General sections are written first.
    pub fn owner(&self, path: &str) -> Option<Ownership<'_>> {
        let all = self.of(path);
        let required = all.iter().rev().find(|it| !it.optional);
        required
            .or(all.last())
            .copied()
            .filter(|it| !it.owners.is_empty())
    }
}

/// Words of a line; a blank after a backslash belongs to its word.
fn words(line: &str) -> Vec<String> {
    let (mut out, mut word) = (Vec::new(), String::new());
    let mut chars = line.chars().peekable();
    while let Some(it) = chars.next() {
        match it {
            '\\' if chars.peek().is_some_and(|it| it.is_whitespace()) => word.extend(chars.next()),
            _ if it.is_whitespace() => {
                if !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(it),
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

fn is_handle(word: &str) -> bool {
    word.strip_prefix('@')
        .is_some_and(|it| !it.is_empty() && it != "@")
}

fn is_mail(word: &str) -> bool {
    word.split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

/// Line numbers of text, from one.
fn numbered(text: &str) -> impl Iterator<Item = (u32, &str)> {
    (1..).zip(text.lines().map(str::trim))
}
