//! Against real scans.

use super::{Answer, Label, Tally, Verdict, holds};
use crate::formats::read;
use serde::Deserialize;
use sluice::correlate::Sighting;
use sluice::identity::key;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[derive(Deserialize)]
struct Report {
    app: String,
    tool: String,
    format: String,
    file: String,
}

#[derive(Deserialize)]
struct Pair {
    id: String,
    app: String,
    a: Side,
    b: Side,
    same: bool,
    why: String,
}

#[derive(Deserialize)]
struct Side {
    tool: String,
    file: String,
    rule: String,
    #[serde(default)]
    line: Option<u32>,
    #[serde(default)]
    package: Option<String>,
}

/// Every finding of an application by one report of each tool, with the report's name.
fn findings(dir: &Path, reports: &[&Report]) -> Vec<(String, Sighting)> {
    let mut out = Vec::new();
    for report in reports {
        let Ok((_, got)) = read(&dir.join(&report.file)) else {
            continue;
        };
        let tool = got
            .scans
            .first()
            .map(|it| it.tool.clone())
            .unwrap_or_default();
        for it in &got.findings {
            let code = key::code(it);
            let sighting = Sighting::of(it, 1, &tool, code.as_deref());
            out.push((report.file.clone(), sighting));
        }
    }
    out
}

/// The report of each tool that says most: its own JSON, else whatever there is.
fn best<'a>(all: &'a [Report], app: &str) -> Vec<&'a Report> {
    let rank = |it: &Report| {
        let order = ["json", "xml", "sarif", "csv"];
        order.iter().position(|format| *format == it.format)
    };
    let mut out: BTreeMap<&str, &Report> = BTreeMap::new();
    for it in all.iter().filter(|it| it.app == app && rank(it).is_some()) {
        let failed = it.file.contains("failed");
        let known = out.get(it.tool.as_str());
        if !failed && known.is_none_or(|known| rank(it) < rank(known)) {
            out.insert(&it.tool, it);
        }
    }
    out.into_values().collect()
}

fn find(all: &[(String, Sighting)], side: &Side, golden: bool) -> Option<usize> {
    let package = side.package.as_deref();
    let package = package.map(|it| it.split('@').next().unwrap_or(it));
    let last = side.rule.rsplit('.').next().unwrap();
    all.iter().position(|(report, it)| {
        if golden {
            let file = report.rsplit('/').next().unwrap();
            let named = Some(it.package.as_str()) == package;
            return file == side.file && it.rule == side.rule && named;
        }
        let rule = it.rule == side.rule
            || it.rule.starts_with(&format!("{}.", side.rule))
            || it.rule.rsplit('.').next() == Some(last) && side.rule.contains('.');
        it.tool == side.tool
            && it.file.ends_with(&side.file)
            && rule
            && [it.line, 0].contains(&side.line.unwrap_or(0))
    })
}

#[test]
fn real_scans_are_grouped_as_a_reader_would() {
    let dir = env::var_os("SLUICE_TRIAGE").map_or("../shared/triage".into(), PathBuf::from);
    let Ok(pairs) = fs::read_to_string(dir.join("truth/pairs.jsonl")) else {
        println!("skipped: no labelled scans at {}", dir.display());
        return;
    };
    let pairs: Vec<Pair> = pairs
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let index = fs::read_to_string(dir.join("index.json")).unwrap();
    let reports: Vec<Report> = serde_json::from_str(&index).unwrap();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut lost = Vec::new();
    let mut apps: Vec<&str> = pairs.iter().map(|it| it.app.as_str()).collect();
    apps.dedup();
    for app in apps {
        let golden = app.ends_with("-golden");
        let of_app: Vec<&Report> = if golden {
            let named = |it: &&Report| {
                let mut sides = pairs.iter().flat_map(|it| [&it.a, &it.b]);
                sides.any(|side| it.file.ends_with(&format!("/{}", side.file)))
            };
            reports
                .iter()
                .filter(|it| it.app == app)
                .filter(named)
                .collect()
        } else {
            best(&reports, app)
        };
        let all = findings(&dir, &of_app);
        let mut sightings: Vec<Sighting> = all.iter().map(|it| it.1.clone()).collect();
        let answer = Answer::of(&mut sightings);
        for pair in pairs.iter().filter(|it| it.app == app) {
            let (a, b) = (find(&all, &pair.a, golden), find(&all, &pair.b, golden));
            let (Some(a), Some(b)) = (a, b) else {
                lost.push(pair.id.clone());
                continue;
            };
            let label = if pair.same {
                Label::Same
            } else {
                Label::Different
            };
            let verdict = answer.verdict(a, b);
            let what = format!("{} {} ({})", pair.app, pair.id, pair.why);
            if label == Label::Same && verdict != Verdict::Joined {
                println!("  {verdict:?}: {what}");
            }
            let tally = tallies.entry(app.to_owned()).or_default();
            tally.count(label, verdict, what);
        }
    }
    assert!(lost.is_empty(), "not found in the reports: {lost:?}");
    holds("real scans", &tallies);
}

/// Prints what is joined and suggested across tools, for a reader.
#[test]
fn joined_findings_of_real_scans_can_be_read() {
    let Some(app) = env::var_os("SLUICE_READ") else {
        return;
    };
    let app = app.to_str().unwrap().to_owned();
    let dir = env::var_os("SLUICE_TRIAGE").map_or("../shared/triage".into(), PathBuf::from);
    let index = fs::read_to_string(dir.join("index.json")).unwrap();
    let reports: Vec<Report> = serde_json::from_str(&index).unwrap();
    let all = findings(&dir, &best(&reports, &app));
    let mut sightings: Vec<Sighting> = all.into_iter().map(|it| it.1).collect();
    for (at, it) in sightings.iter_mut().enumerate() {
        it.fingerprint = sluice::model::Digest::of("test/1", &[&at.to_string()]);
    }
    let made = sluice::correlate::group::group(&sightings);
    let show = |at: usize| {
        let it = &sightings[at];
        format!(
            "{} {} {}{}:{}-{} {} {} {:?}",
            it.tool,
            it.rule,
            it.file,
            it.endpoint,
            it.line,
            it.end_line,
            it.resource,
            it.package,
            it.cwes
        )
    };
    for group in made.groups.iter().filter(|it| it.members.len() > 1) {
        println!(
            "== {}",
            group
                .edges
                .iter()
                .map(|it| it.rule)
                .collect::<Vec<_>>()
                .join(" ")
        );
        for at in &group.members {
            println!("   {}", show(*at));
        }
    }
    for it in &made.suggestions {
        println!(
            "?? {} {}\n   {}\n   {}",
            it.rule,
            it.evidence,
            show(it.a),
            show(it.b)
        );
    }
    println!("-- alone");
    for group in made.groups.iter().filter(|it| it.members.len() == 1) {
        println!("   {}", show(group.members[0]));
    }
}
