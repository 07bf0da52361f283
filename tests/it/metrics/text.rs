//! `OpenMetrics` text, read as its grammar says (specification 1.0.0, "ABNF").

use crate::harness::Sluice;
use std::collections::BTreeSet;

/// One sample: name, labels, value.
pub(crate) type Sample = (String, Vec<(String, String)>, f64);

/// Reads a whole exposition; the first line that does not fit is an error.
pub(crate) fn parse(text: &str) -> Result<Vec<Sample>, String> {
    let body = text
        .strip_suffix("# EOF\n")
        .ok_or("it does not end with # EOF")?;
    let (mut seen, mut out) = (BTreeSet::new(), Vec::new());
    let (mut family, mut unit) = (String::new(), String::new());
    let mut samples = BTreeSet::new();
    for line in body.split_inclusive('\n') {
        let line = line.strip_suffix('\n').ok_or("a line has no end")?;
        if let Some(rest) = line.strip_prefix("# ") {
            let mut words = rest.splitn(3, ' ');
            let (what, name, value) = (words.next(), words.next(), words.next());
            let (Some(what), Some(name), Some(value)) = (what, name, value) else {
                return Err(format!("half a description: {line}"));
            };
            name_fits(name, true)?;
            match what {
                "TYPE" if value == "gauge" => {
                    if !seen.insert(name.to_owned()) {
                        return Err(format!("{name} comes twice"));
                    }
                    name.clone_into(&mut family);
                    unit.clear();
                }
                "UNIT" if name == family => value.clone_into(&mut unit),
                "HELP" if name == family => {
                    escaped(value)?;
                }
                _ => return Err(format!("what is this? {line}")),
            }
            if !unit.is_empty() && !family.ends_with(&format!("_{unit}")) {
                return Err(format!("{family} does not end with its unit {unit}"));
            }
            continue;
        }
        let sample = sample(line)?;
        if sample.0 != family {
            return Err(format!("{} is not of {family}", sample.0));
        }
        if !samples.insert(format!("{}{:?}", sample.0, sample.1)) {
            return Err(format!("twice: {line}"));
        }
        out.push(sample);
    }
    Ok(out)
}

fn name_fits(name: &str, colon: bool) -> Result<(), String> {
    let begins = |c: char| c.is_ascii_alphabetic() || c == '_' || (colon && c == ':');
    let fits = name.starts_with(begins) && name.chars().all(|c| begins(c) || c.is_ascii_digit());
    if fits {
        Ok(())
    } else {
        Err(format!("'{name}' is no name"))
    }
}

/// The text behind the escapes.
fn escaped(raw: &str) -> Result<String, String> {
    let (mut out, mut chars) = (String::new(), raw.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => return Err(format!("a bare quote in {raw}")),
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some(c @ ('\\' | '"')) => out.push(c),
                other => return Err(format!("a wrong escape {other:?} in {raw}")),
            },
            c => out.push(c),
        }
    }
    Ok(out)
}

fn sample(line: &str) -> Result<Sample, String> {
    let (name, rest) = line
        .split_once('{')
        .ok_or_else(|| format!("no labels: {line}"))?;
    name_fits(name, true)?;
    let (mut labels, mut rest) = (Vec::new(), rest);
    loop {
        let (label, after) = rest
            .split_once("=\"")
            .ok_or_else(|| format!("no value: {line}"))?;
        name_fits(label, false)?;
        let end = closing(after).ok_or_else(|| format!("no end of a value: {line}"))?;
        labels.push((label.to_owned(), escaped(&after[..end])?));
        rest = &after[end + 1..];
        match rest.chars().next() {
            Some(',') => rest = &rest[1..],
            Some('}') => break,
            _ => return Err(format!("what comes after a label? {line}")),
        }
    }
    let names: BTreeSet<_> = labels.iter().map(|it| &it.0).collect();
    if names.len() != labels.len() {
        return Err(format!("a label comes twice: {line}"));
    }
    let value = rest
        .strip_prefix("} ")
        .ok_or_else(|| format!("no blank: {line}"))?;
    let value: f64 = value.parse().map_err(|err| format!("{err}: {line}"))?;
    Ok((name.to_owned(), labels, value))
}

/// Where a quoted value ends.
fn closing(text: &str) -> Option<usize> {
    let mut escape = false;
    text.char_indices().find_map(|(at, c)| {
        let end = c == '"' && !escape;
        escape = c == '\\' && !escape;
        end.then_some(at)
    })
}

#[test]
fn the_reader_refuses_what_the_grammar_does() {
    let good = "# TYPE a_days gauge\n# UNIT a_days days\n# HELP a_days x \\\\ \\\"\na_days{b=\"c\\n\"} 1.5\n# EOF\n";
    assert_eq!(parse(good).unwrap().len(), 1);
    for (from, to) in [
        ("# EOF\n", ""),
        ("a_days{", "b_days{"),
        ("1.5", "many"),
        ("\\n", "\\x"),
        ("UNIT a_days days", "UNIT a_days weeks"),
        ("b=\"c", "b=c"),
        ("{b=", "{b=\"\",b="),
    ] {
        assert!(parse(&good.replace(from, to)).is_err(), "{from} as {to}");
    }
}

#[test]
fn what_is_written_for_dashboards_fits_the_grammar() {
    let mut sluice = Sluice::with_shop();
    sluice.ok(&[
        "feed",
        "import",
        "sample-data/feeds/kev.json",
        "sample-data/feeds/epss.csv",
    ]);
    sluice.ok(&["decide", "tool:zap", "false-positive", "--reason", "a test"]);
    let hostile = "sh\"op\\n";
    sluice.ok(&[
        "import",
        "tests/samples/bandit/typical.json",
        "--app",
        hostile,
    ]);
    sluice.at("2026-03-09T08:00:00Z");
    let text = sluice.quiet(&["metrics", "--format", "openmetrics"]);
    let samples = parse(&text).unwrap();
    let apps: BTreeSet<_> = samples.iter().map(|it| it.1[0].1.clone()).collect();
    assert!(apps.contains(hostile) && apps.contains("shop"), "{apps:?}");
    let find = |name: &str, app: &str| {
        let found = samples.iter().find(|it| it.0 == name && it.1[0].1 == app);
        found.unwrap_or_else(|| panic!("{name} of {app}: {text}")).2
    };
    let critical = sluice.issues("app:shop band:P1").len();
    assert!(critical > 0);
    let told = find("sluice_critical_queue_issues", "shop");
    assert!((told - f64::from(u32::try_from(critical).unwrap())).abs() < 1e-9);
}
