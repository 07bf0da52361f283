//! What rules of different tools have in common: the same control, the same weakness.
//!
//! Three tables under `assets/crosswalk/`. A table that cannot be read is empty; tests hold each
//! readable, without duplicates, and naming known weaknesses only.

use super::memo::Memo;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const CONTROLS: &str = include_str!("../../assets/crosswalk/controls.tsv");
const RULES: &str = include_str!("../../assets/crosswalk/rules.tsv");
const WORDS: &str = include_str!("../../assets/crosswalk/words.tsv");

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct About {
    /// A CWE number, or the name of a family of our own.
    pub(super) what: &'static str,
    /// True when it counts more than what the tool says.
    pub(super) replaces: bool,
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|it| !it.starts_with('#'))
}

fn about(cell: &'static str) -> About {
    let stripped = cell.strip_prefix('!');
    About {
        what: stripped.unwrap_or(cell),
        replaces: stripped.is_some(),
    }
}

/// Tool and rule → control.
fn controls() -> &'static BTreeMap<(&'static str, String), &'static str> {
    static TABLE: OnceLock<BTreeMap<(&'static str, String), &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let row = |line: &'static str| {
            let (control, rules) = line.split_once('\t').unwrap_or((line, ""));
            let pair = move |it: &'static str| {
                let (tool, rule) = it.split_once(':')?;
                Some(((tool, rule.to_ascii_lowercase()), control))
            };
            rules.split(' ').filter_map(pair)
        };
        lines(CONTROLS).flat_map(row).collect()
    })
}

/// Our name of the control that a tool's rule checks.
///
/// Trivy, tfsec and the cloud scanners built on them share ids, so the table of each is asked for
/// the other's rules; a rule inside a namespace is also looked for by its last part.
pub(super) fn control(tool: &str, rule: &str) -> Option<&'static str> {
    KNOWN.with(|known| Memo::get(known, [tool, rule], || find(tool, rule)))
}

thread_local! {
    static KNOWN: RefCell<Memo<Option<&'static str>>> = const { RefCell::new(Memo::new()) };
}

fn find(tool: &str, rule: &str) -> Option<&'static str> {
    let table = controls();
    let rule = rule.to_ascii_lowercase();
    let plain = rule.strip_prefix("avd-").unwrap_or(&rule);
    let hyphen = hyphenated(plain);
    let last = plain.rsplit('.').next().unwrap_or(plain);
    let families: &[&str] = match tool {
        "trivy" | "tfsec" | "gitlab" => &["trivy", "tfsec"],
        "opengrep" => &["semgrep"],
        _ => &[],
    };
    for tool in std::iter::once(&tool).chain(families) {
        for rule in [plain, hyphen.as_str(), last] {
            if let Some(found) = table.get(&(*tool, rule.to_owned())) {
                return Some(found);
            }
        }
    }
    None
}

/// `ds002` and `ksv12` as Trivy wrote them earlier: `ds-0002`, `ksv-0012`.
fn hyphenated(rule: &str) -> String {
    let letters = rule.trim_end_matches(|it: char| it.is_ascii_digit());
    let digits = rule.get(letters.len()..).unwrap_or_default();
    let number = digits.trim_start_matches('0');
    let letters = letters.trim_end_matches('-');
    if digits.is_empty()
        || !letters
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it == b'-')
    {
        return rule.to_owned();
    }
    format!("{letters}-{number:0>4}")
}

/// Tool and rule → weakness.
fn rules() -> &'static BTreeMap<(&'static str, &'static str), About> {
    static TABLE: OnceLock<BTreeMap<(&'static str, &'static str), About>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            let key = (cells.next()?, cells.next()?);
            Some((key, about(cells.next()?)))
        };
        lines(RULES).filter_map(row).collect()
    })
}

/// Rules that are in the table once, under whatever tool: their names say enough for a tool that
/// bears another name here.
fn anybodys() -> &'static BTreeMap<&'static str, About> {
    static TABLE: OnceLock<BTreeMap<&'static str, About>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut seen: BTreeMap<&str, Vec<About>> = BTreeMap::new();
        for ((_, rule), about) in rules() {
            if rule.len() >= DISTINCT {
                seen.entry(rule).or_default().push(*about);
            }
        }
        let only = |(rule, all): (_, Vec<About>)| Some((rule, *all.first()?));
        seen.into_iter()
            .filter(|it| it.1.len() == 1)
            .filter_map(only)
            .collect()
    })
}

/// A shorter name than this may be another tool's, and mean something else there.
const DISTINCT: usize = 12;

/// What a tool's rule is about, by the table of rules. A rule inside a namespace is also looked for
/// by its last part.
pub(super) fn rule(tool: &str, rule: &str) -> Option<About> {
    let table = rules();
    let plugin = rule.strip_prefix('@').unwrap_or(rule);
    let last = rule.rsplit(['.', ':']).next().unwrap_or(rule);
    let found = [(tool, rule), (tool, plugin), (tool, last), (tool, "*")];
    let found = found.iter().find_map(|it| table.get(it));
    found.or_else(|| anybodys().get(rule)).copied()
}

/// A set of words with what it says.
struct Wording {
    words: Vec<&'static str>,
    about: About,
}

/// Sets of words under their first word, the longest first, then in the order of the table.
fn wordings() -> &'static BTreeMap<&'static str, Vec<Wording>> {
    static TABLE: OnceLock<BTreeMap<&'static str, Vec<Wording>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut out: BTreeMap<&str, Vec<Wording>> = BTreeMap::new();
        for line in lines(WORDS) {
            let Some((words, what)) = line.split_once('\t') else {
                continue;
            };
            let words: Vec<&str> = words.split(' ').collect();
            let first = words.first().copied().unwrap_or_default();
            let about = about(what);
            out.entry(first).or_default().push(Wording { words, about });
        }
        for all in out.values_mut() {
            all.sort_by_key(|it| std::cmp::Reverse(it.words.len()));
        }
        out
    })
}

/// What the words in the name of a rule, or in a title, say it is about.
pub(super) fn by_words(text: &str) -> Option<About> {
    let all = split(text);
    let has = |word: &&str| all.iter().any(|it| it == word);
    let fits = |word: &String| {
        let mut of_word = wordings().get(word.as_str())?.iter();
        of_word.find(|it| it.words.iter().all(has))
    };
    let best = all.iter().filter_map(fits);
    let best = best.reduce(|a, b| if b.words.len() > a.words.len() { b } else { a });
    best.map(|it| it.about)
}

/// The words of a name in any of the usual spellings, in lower case.
fn split(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let starts = c.is_uppercase() && before.is_lowercase();
        if (starts || !c.is_alphanumeric()) && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::family;
    use crate::model::cwe;
    use std::collections::BTreeSet;

    #[test]
    fn controls_name_every_rule_once() {
        let mut seen = BTreeSet::new();
        let mut names = BTreeSet::new();
        for line in lines(CONTROLS) {
            let (control, rules) = line.split_once('\t').unwrap();
            assert!(names.insert(control), "{control} has two lines");
            let rules: Vec<_> = rules.split(' ').collect();
            assert!(rules.len() > 1, "{control} is nothing to compare");
            for it in rules {
                let (tool, rule) = it.split_once(':').unwrap();
                assert!(!rule.is_empty());
                let key = (tool, rule.to_ascii_lowercase());
                assert!(seen.insert(key), "{it} is in two controls");
            }
        }
        assert!(names.len() > 300 && seen.len() == controls().len());
    }

    #[test]
    fn rules_and_words_are_whole_and_name_known_weaknesses() {
        assert_eq!(lines(RULES).count(), rules().len());
        let all: Vec<&Wording> = wordings().values().flatten().collect();
        assert_eq!(lines(WORDS).count(), all.len());
        let named = all.iter().map(|it| it.about);
        let named = named.chain(rules().values().copied());
        for it in named {
            let known = match it.what.parse() {
                Ok(number) => cwe::get(number).is_some(),
                Err(_) => family::OWN.contains(&it.what),
            };
            assert!(known, "{}", it.what);
        }
        let distinct: BTreeSet<_> = all.iter().map(|it| &it.words).collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn one_control_has_many_ids() {
        let one = control("checkov", "CKV_AWS_53");
        assert_eq!(one, Some("aws-s3-block-public-acls"));
        assert_eq!(control("trivy", "AVD-AWS-0086"), one);
        assert_eq!(control("tfsec", "aws-s3-block-public-acls"), one);
        let user = control("hadolint", "DL3002");
        assert_eq!(control("trivy", "DS002"), user);
        assert_eq!(
            control(
                "semgrep",
                "dockerfile.security.last-user-is-root.last-user-is-root"
            ),
            user
        );
        assert_eq!(control("checkov", "CKV_NEW_1"), None);
    }

    #[test]
    fn words_are_found_in_every_spelling() {
        let what = |text| by_words(text).map(|it| it.what);
        assert_eq!(what("cookie_session_no_maxage"), Some("cookie-lifetime"));
        assert_eq!(what("express-cookie-session-no-httponly"), Some("1004"));
        assert_eq!(what("detectSqlInjection"), Some("89"));
        assert_eq!(what("unused variable"), None);
    }
}
