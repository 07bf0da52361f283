//! Whether a report is a filter's: its header against the probe. No filter is run for it.

use super::header::{Detect, Header, Kind};
use crate::formats::probe::Shape;
use crate::formats::read::csv;
use crate::formats::{Claim, Probe};

/// How sure the filter called `name` is.
pub(super) fn claims(header: &Header, name: &str, probe: &Probe) -> Claim {
    let fits = match (header.input, probe.shape) {
        (_, Shape::Empty | Shape::Binary) => false,
        (Kind::Json, shape) => shape == Shape::Json,
        (Kind::Xml, shape) => shape == Shape::Xml,
        (Kind::Csv | Kind::Yaml, shape) => shape != Shape::Xml,
        // A log may begin with a bracket, and a page in HTML is text.
        (Kind::Text, shape) => (shape != Shape::Xml || is_page(probe)) && !probe.is_json(),
    };
    if !fits {
        return Claim::No;
    }
    // What a tool writes that found nothing has no marks of its own.
    if header.input == Kind::Json && probe.is_empty_list_of(name) {
        return Claim::Yes;
    }
    let all = header.detect.iter();
    let holding = all.filter(|it| holds(it, probe)).map(|it| it.claim.0);
    holding.max().unwrap_or(Claim::No)
}

fn is_page(probe: &Probe) -> bool {
    probe
        .xml_root()
        .is_some_and(|it| it.eq_ignore_ascii_case("html"))
}

fn holds(it: &Detect, probe: &Probe) -> bool {
    let name = probe.name.to_ascii_lowercase();
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let named = |pattern: &str| is_like(file, pattern) || is_like(&name, pattern);
    let start = probe.head.trim_start();
    it.has.iter().all(|path| has(probe, path))
        && !it.lacks.iter().any(|path| has(probe, path))
        && it.value.iter().all(|(path, texts)| {
            let value = probe.value(path);
            value.is_some_and(|it| texts.0.iter().any(|text| text == it))
        })
        && none_or_any(&it.root, |root| probe.xml_root() == Some(root))
        && has_columns(&it.columns, start)
        && it.contains.iter().all(|text| probe.head.contains(text))
        && none_or_any(&it.starts, |text| start.starts_with(text))
        && none_or_any(&it.name, |pattern| named(&pattern.to_lowercase()))
}

fn none_or_any(all: &[String], fits: impl Fn(&str) -> bool) -> bool {
    all.is_empty() || all.iter().any(|it| fits(it))
}

/// `*` in a path stands for any key.
fn has(probe: &Probe, path: &str) -> bool {
    match path.split_once('*') {
        Some((before, after)) => probe.has_between(before, after),
        None => probe.has(path),
    }
}

fn has_columns(wanted: &[String], head: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let line = head.trim_start_matches('\u{feff}').lines().next();
    let line = line.unwrap_or_default().to_lowercase();
    let delimiter = char::from(csv::delimiter_of(line.as_bytes()));
    let names: Vec<&str> = line
        .split(delimiter)
        .map(|it| it.trim().trim_matches('"').trim())
        .collect();
    let there = |it: &String| names.contains(&it.to_lowercase().as_str());
    wanted.iter().all(there)
}

/// `*` in the pattern is any text.
fn is_like(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut last = None;
    for part in parts {
        last = Some(part);
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    match last {
        Some(last) => name.ends_with(last),
        None => rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_matched() {
        for (name, pattern, expected) in [
            ("a-wpscan-1.json", "*wpscan*", true),
            ("wpscan", "wpscan", true),
            ("wpscan.json", "wpscan", false),
            ("results.csv", "*.csv", true),
            ("results.csv.txt", "*.csv", false),
            ("ab", "a*ab", false),
        ] {
            assert_eq!(is_like(name, pattern), expected, "{name} {pattern}");
        }
    }
}
