//! GitLab's dialect (GitLab Docs, *Syntax of `CODEOWNERS` file*, path matching, sections).
//!
//! Every section counts by itself, and what stands before the first is one without a name.
//! Sections of the same name, in any case, are one. A path that does not begin with `/` fits at any
//! depth; only a path that ends with `/` includes what is below; `*` alone is everything. A `!`
//! line takes a path out of its section for good. Matching is that of Ruby's `File.fnmatch`, in
//! which `**` is more than `*` only before a slash. There are no comments behind owners: every
//! handle on the line counts.

use super::{Lines, Pattern, Rule, Section, is_handle, is_mail, numbered, words};
use std::collections::BTreeMap;

pub(super) fn parse(text: &str) -> Lines {
    let mut out = Lines {
        sections: vec![Section::default()],
        ..Lines::default()
    };
    let (mut known, mut current) = (BTreeMap::new(), 0);
    for (number, line) in numbered(text) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line.starts_with('[') || line.starts_with("^[") {
            match heading(line) {
                Some(section) => {
                    let fresh = out.sections.len();
                    current = *known.entry(section.name.to_lowercase()).or_insert(fresh);
                    merge(&mut out.sections, current, section);
                }
                None => out
                    .ignored
                    .push((number, "a section heading is `[Name]`".to_owned())),
            }
        } else {
            entry(&mut out, current, line, number);
        }
    }
    out
}

/// `[Name]`, `^[Name]`, `[Name][2]`, each with default owners behind it.
fn heading(line: &str) -> Option<Section> {
    let (optional, rest) = match line.strip_prefix('^') {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let (name, mut rest) = rest.strip_prefix('[')?.split_once(']')?;
    if let Some((approvals, after)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
        approvals.trim().parse::<u32>().ok()?;
        rest = after;
    }
    let name = name.trim();
    (!name.is_empty()).then(|| Section {
        name: name.to_owned(),
        optional,
        defaults: owners(words(rest)),
        ..Section::default()
    })
}

/// Adds a section, or to the one of the same name before it, which takes its defaults over.
fn merge(sections: &mut Vec<Section>, at: usize, section: Section) {
    let Some(known) = sections.get_mut(at) else {
        return sections.push(section);
    };
    // Required once is required.
    known.optional &= section.optional;
    if !section.defaults.is_empty() {
        known.defaults = section.defaults;
    }
}

fn entry(out: &mut Lines, section: usize, line: &str, number: u32) {
    let (excludes, line) = match line.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let mut words = words(line).into_iter();
    let pattern = pattern(&words.next().unwrap_or_default());
    if excludes {
        return out.exclude(section, pattern);
    }
    let mut owners = owners(words);
    if owners.is_empty()
        && let Some(section) = out.sections.get(section)
    {
        owners.clone_from(&section.defaults);
    }
    let rule = Rule {
        line: number,
        owners,
    };
    out.add(section, pattern, rule);
}

fn owners(words: impl IntoIterator<Item = String>) -> Vec<String> {
    words
        .into_iter()
        .filter(|it| is_handle(it) || is_mail(it))
        .collect()
}

fn pattern(text: &str) -> Pattern {
    let text = if text.starts_with("\\#") {
        text.trim_start_matches('\\')
    } else {
        text
    };
    if text == "*" {
        return Pattern {
            glob: "**".to_owned(),
            itself: true,
            below: false,
        };
    }
    let body = text.trim_matches('/');
    let body = match body.strip_suffix("**") {
        Some(before) if !text.ends_with('/') => format!("{before}*"),
        _ => body.to_owned(),
    };
    let folder = text.ends_with('/');
    Pattern {
        glob: if text.starts_with('/') {
            body
        } else {
            format!("**/{body}")
        },
        itself: !folder,
        below: folder,
    }
}
