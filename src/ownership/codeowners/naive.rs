//! What the index must answer, found the slow way: every line of the file is tried with a matcher
//! over the whole path, and of each section the last that fits counts.

use super::index::Pattern;
use super::{CodeOwners, Dialect, EXCLUDED, Lines};
use globset::{GlobBuilder, GlobMatcher};
use proptest::prelude::{ProptestConfig, Strategy, prop_assert_eq, proptest};
use proptest::{collection, sample, strategy::Union};
use std::collections::BTreeMap;

fn matcher(pattern: &Pattern) -> Option<GlobMatcher> {
    let glob = pattern.glob.replace('{', "\\{").replace('}', "\\}");
    let glob = GlobBuilder::new(&glob).literal_separator(true).build();
    glob.ok().map(|it| it.compile_matcher())
}

fn fits(pattern: &Pattern, path: &str) -> bool {
    let Some(matcher) = matcher(pattern) else {
        return false;
    };
    let mut folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    (pattern.itself && matcher.is_match(path))
        || (pattern.below && folders.any(|it| matcher.is_match(it)))
}

/// Line and section of each rule that owns a path.
fn naive(dialect: Dialect, text: &str, path: &str) -> Vec<(u32, String)> {
    let lines = Lines::read(dialect, text);
    let mut last = BTreeMap::new();
    for (section, number, pattern) in &lines.patterns {
        if fits(pattern, path) {
            let known = last.entry(*section).or_insert(*number);
            *known = (*known).max(*number);
        }
    }
    let kept = last.into_iter().filter(|it| it.1 != EXCLUDED);
    kept.map(|(section, number)| {
        let section = &lines.sections[section];
        (section.rules[number].line, section.name.clone())
    })
    .collect()
}

/// Names so few that random patterns meet random paths.
const NAMES: &[&str] = &[
    "a",
    "b",
    "ab",
    "a.js",
    "b.js",
    "ab.min.js",
    "{a}",
    "x y",
    "ö.js",
];
/// Parts of patterns, plain ones and every kind of sign.
const SIGNS: &[&str] = &[
    "*", "**", "*.js", "a*", "*b", "a*.js", "?", "?.js", "*.min.*", "*i*n*", "[ab]", "[!a]*",
    "\\*", "*a*b*", "a?*", "*.*", "a**", "**b", "*ö*", "{a}*",
];

fn part() -> impl Strategy<Value = &'static str> {
    Union::new_weighted(vec![(3, sample::select(NAMES)), (2, sample::select(SIGNS))])
}

fn pattern() -> impl Strategy<Value = String> {
    let ends = |words: &'static [&'static str]| sample::select(words);
    let parts = collection::vec(part(), 1..4);
    (ends(&["", "/"]), parts, ends(&["", "/", "/**", "/*"]))
        .prop_map(|(before, parts, after)| format!("{before}{}{after}", parts.join("/")))
}

fn line() -> impl Strategy<Value = String> {
    let heads = &["[S]", "[s] @s", "^[T]", "[T][2] @t"][..];
    let signs = &["", "", "", "!"][..];
    let line = (
        sample::select(signs),
        pattern(),
        sample::select(&["", " @x"][..]),
    );
    let line =
        line.prop_map(|(sign, it, owner)| format!("{sign}{}{owner}", it.replace(' ', "\\ ")));
    let head = sample::select(heads).prop_map(str::to_owned);
    Union::new_weighted(vec![(6, line.boxed()), (1, head.boxed())])
}

fn path() -> impl Strategy<Value = String> {
    collection::vec(sample::select(NAMES), 1..6).prop_map(|it| it.join("/"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_index_finds_what_trying_every_line_finds(
        lines in collection::vec(line(), 1..25),
        paths in collection::vec(path(), 1..12),
    ) {
        let text = lines.join("\n");
        for dialect in Dialect::ALL {
            let file = CodeOwners::parse(*dialect, &text);
            for path in &paths {
                let found = file.of(path);
                let found: Vec<_> =
                    found.iter().map(|it| (it.line, it.section.to_owned())).collect();
                prop_assert_eq!(&found, &naive(*dialect, &text, path), "{} in\n{}", path, &text);
            }
        }
    }
}
