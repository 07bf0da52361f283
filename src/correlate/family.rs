//! Weakness families: what different tools call by different numbers and mean alike.
//!
//! A family of `assets/crosswalk/families.toml` holds its numbers and every kind of them in the CWE
//! list that is not in another family. A number below no family is one of its own. Where a tool gives
//! no number, or one that says nothing ("improper input validation"), its rule is looked up, and the
//! words in the name of its rule.

use super::memo::Memo;
use super::{Sighting, crosswalk};
use crate::model::FindingKind;
use crate::model::cwe::{self, Level};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;

#[cfg(test)]
/// Families without a number: what only the words of a rule tell apart.
pub(super) const OWN: &[&str] = &[
    "cookie-name",
    "cookie-domain",
    "cookie-path",
    "cookie-lifetime",
    "header-csp",
    "header-hsts",
    "header-nosniff",
    "header-permissions",
    "header-powered-by",
    "header-referrer",
    "header-server",
    "header-xss-protection",
];

/// Numbers that tools give when they have nothing to say: too general to compare by when there is
/// anything better.
const VAGUE: &[u32] = &[16, 20, 254, 388, 398, 668, 676, 749, 1006, 1164];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    #[expect(
        dead_code,
        reason = "read so that a table without a version is refused"
    )]
    version: u32,
    families: BTreeMap<String, Vec<u32>>,
}

const TEXT: &str = include_str!("../../assets/crosswalk/families.toml");

/// CWE number → family. A table that cannot be read is empty; a test holds it readable.
fn table() -> &'static BTreeMap<u32, String> {
    static TABLE: OnceLock<BTreeMap<u32, String>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let families = toml::from_str::<Asset>(TEXT)
            .map(|it| it.families)
            .unwrap_or_default();
        let of =
            |(name, cwes): (String, Vec<u32>)| cwes.into_iter().map(move |cwe| (cwe, name.clone()));
        families.into_iter().flat_map(of).collect()
    })
}

/// The family of a number: its own, or that of its nearest ancestor with one.
fn of_number(number: u32) -> String {
    let mut line = vec![number];
    line.extend(cwe::ancestors(number));
    let found = line.iter().find_map(|it| table().get(it));
    found.cloned().unwrap_or_else(|| format!("cwe-{number}"))
}

fn is_vague(number: u32) -> bool {
    let pillar = cwe::get(number).is_some_and(|it| it.level == Level::Pillar);
    pillar || VAGUE.contains(&number)
}

/// The families of some CWE numbers, sorted.
fn of_numbers(cwes: &[u32]) -> Vec<String> {
    let mut out: Vec<String> = cwes.iter().map(|it| of_number(*it)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The families that a sighting belongs to, sorted; none when nothing is known of it.
pub(super) fn of(it: &Sighting) -> &[String] {
    it.families.get_or_init(|| {
        let cwes: Vec<String> = it.cwes.iter().map(u32::to_string).collect();
        // Titles differ from finding to finding, and few are looked at.
        let telling = it.kind == FindingKind::Dast || it.cwes.iter().all(|it| is_vague(*it));
        let title = if telling { &it.title } else { "" };
        let head = [it.tool.as_str(), &it.rule, it.kind.name(), title];
        let question = head.into_iter().chain(cwes.iter().map(String::as_str));
        KNOWN.with(|known| Memo::get(known, question, || find(it).into()))
    })
}

thread_local! {
    static KNOWN: RefCell<Memo<Rc<[String]>>> = const { RefCell::new(Memo::new()) };
}

fn find(it: &Sighting) -> Vec<String> {
    let by_rule = crosswalk::rule(&it.tool, &it.rule);
    let by_words = crosswalk::by_words(last(&it.rule));
    // Web scanners number their rules, and say what they are about in the title.
    let in_title = || crosswalk::by_words(&it.title);
    let titled = (it.kind == FindingKind::Dast).then(in_title).flatten();
    let named = [by_rule, by_words, titled].into_iter().flatten();
    if let Some(about) = named.clone().find(|it| it.replaces) {
        return vec![name(about.what)];
    }
    let (vague, plain): (Vec<u32>, Vec<u32>) = it.cwes.iter().partition(|it| is_vague(**it));
    if !plain.is_empty() {
        return of_numbers(&plain);
    }
    match named.into_iter().next().or_else(in_title) {
        Some(about) => vec![name(about.what)],
        None => of_numbers(&vague),
    }
}

fn name(what: &str) -> String {
    what.parse().map_or_else(|_| what.to_owned(), of_number)
}

/// The name of a rule without the folders before it: those of Semgrep's rules say "security" and
/// "audit" of everything.
fn last(rule: &str) -> &str {
    rule.rsplit('.').next().unwrap_or(rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::tests::sighting;

    fn family(tool: &str, rule: &str, cwes: &[u32]) -> Vec<String> {
        let mut it = sighting(1, tool, FindingKind::Sast, rule);
        it.cwes = cwes.to_vec();
        of(&it).to_vec()
    }

    #[test]
    fn the_table_is_readable_and_no_number_is_in_two_families() {
        let asset: Asset = toml::from_str(TEXT).unwrap();
        let all: usize = asset.families.values().map(Vec::len).sum();
        assert_eq!(all, table().len());
        for number in table().keys() {
            assert!(cwe::get(*number).is_some(), "CWE-{number}");
        }
    }

    #[test]
    fn kinds_share_a_family_and_strangers_do_not() {
        assert_eq!(family("a", "r", &[564]), family("b", "r", &[89]));
        assert_eq!(family("a", "r", &[23]), family("b", "r", &[22]));
        assert_ne!(family("a", "r", &[79]), family("b", "r", &[89]));
        assert_eq!(family("a", "r", &[1234]), ["cwe-1234"]);
    }

    #[test]
    fn a_rule_without_a_number_is_known_by_its_name() {
        let eval = family("semgrep", "javascript.browser.eval-detected", &[95]);
        assert_eq!(family("eslint", "no-eval", &[]), eval);
        assert_eq!(family("bandit", "B307", &[78]), eval);
        assert_eq!(family("new-tool", "detect-eval", &[]), eval);
        assert_eq!(family("new-tool", "unused-name", &[]), Vec::<String>::new());
    }

    #[test]
    fn a_general_number_is_not_compared_by_when_the_rule_says_more() {
        assert_eq!(
            family("a", "xml-external-entity", &[20]),
            family("b", "r", &[611])
        );
        assert_eq!(family("a", "r", &[20]), ["input-validation"]);
    }

    #[test]
    fn attributes_of_a_cookie_are_told_apart_though_the_number_is_one() {
        let of = |rule| family("semgrep", rule, &[522]);
        assert_ne!(of("cookie-session-no-domain"), of("cookie-session-no-path"));
        assert_eq!(
            of("cookie-session-no-secure"),
            family("njsscan", "cookie_session_no_secure", &[614])
        );
    }
}
