//! KEV and EPSS files: what is read, what is skipped, what is refused.

use sluice::formats::feeds::{Feed, detect, epss, kev};
use sluice::formats::{MemoryInput, Probe};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const SAMPLES: &str = "tests/samples/stories/feeds";

fn sample(name: &str) -> MemoryInput {
    let path = Path::new(SAMPLES).join(name);
    MemoryInput::new(name, fs::read(path).unwrap())
}

/// Entries and skipped rows, one a line.
fn catalogue(input: &MemoryInput) -> String {
    let got = kev::read(input).unwrap();
    let mut out = format!("{} {}\n", got.version, got.released);
    for it in &got.entries {
        let known = if it.ransomware { " ransomware" } else { "" };
        let action = it.action.replace('\n', "|");
        writeln!(
            out,
            "{} {} {}{known} {} {action}",
            it.cve, it.date_added, it.due_date, it.name
        )
        .unwrap();
    }
    for it in &got.skipped {
        writeln!(out, "{}:{} {}", it.record.path, it.record.line, it.reason).unwrap();
    }
    out
}

fn scores(input: &MemoryInput) -> String {
    let mut out = String::new();
    let header = epss::read(input, &mut |row| {
        let percentile = row
            .percentile
            .map(|it| format!(" {it}"))
            .unwrap_or_default();
        writeln!(out, "{} {}{percentile}", row.cve, row.epss).unwrap();
        Ok(())
    })
    .unwrap();
    for it in &header.skipped {
        writeln!(out, "{}:{} {}", it.record.path, it.record.line, it.reason).unwrap();
    }
    format!(
        "{} {} {}\n{out}",
        header.model_version, header.score_date, header.rows
    )
}

#[test]
fn every_sample_is_told_apart() {
    for file in fs::read_dir(SAMPLES).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let probe = Probe::new(&sample(&name)).unwrap();
        let feed = detect(&probe).unwrap_or_else(|| panic!("{name}"));
        assert!(name.starts_with(feed.name()), "{name}: {}", feed.name());
    }
    let report = fs::read("tests/samples/bandit/minimal.json").unwrap();
    let probe = Probe::new(&MemoryInput::new("x", report)).unwrap();
    assert_eq!(detect(&probe), None);
    assert_eq!(Feed::ALL.len(), 4);
}

#[test]
fn a_catalogue_in_json_is_read() {
    assert_eq!(
        catalogue(&sample("kev.json")),
        "\
2025.08.25 2025-08-25T17:04:19.9796Z
CVE-2021-44228 2021-12-10 2021-12-24 ransomware Apache Log4j2 Remote Code Execution Vulnerability Apply mitigations / updates.
CVE-2025-48384 2025-08-25 2025-09-15 Git Link Following Vulnerability Patch.
vulnerabilities[2]:9 'CVE-1' is no CVE id
vulnerabilities[3]:10 'yesterday' is no date
vulnerabilities[4].dateAdded:11 invalid type: integer `5`, expected a string
vulnerabilities[5]:12 CVE-2021-44228 is listed twice
count:0 the catalogue says it has 7 entries, 6 are there
"
    );
}

#[test]
fn a_catalogue_in_csv_is_read() {
    assert_eq!(
        catalogue(&sample("kev.csv")),
        " 
CVE-2021-44228 2021-12-10 2021-12-24 ransomware Apache Log4j2 Remote Code Execution Vulnerability Apply mitigations|or updates, now.
CVE-2025-48384 2025-08-25 2025-09-15 Git Link Following Vulnerability Patch.
row 2:4 'yesterday' is no date
row 3:5 expected field, but got end of row
"
    );
}

#[test]
fn scores_of_all_ages_and_forms_are_read() {
    for (name, expected) in [
        (
            "epss.csv",
            "v2025.03.14 2025-09-24 3
CVE-1999-0001 0.01316 0.78977
CVE-2021-44228 0.94432 0.99981
CVE-2024-0003 0.00001 0.00001
row 3:5 epss '1.5' is not between 0 and 1
row 4:6 'not-a-cve' is no CVE id
row 5:7 percentile '' is not between 0 and 1
",
        ),
        (
            "epss-2023.csv",
            "v2023.03.01 2023-03-09 1\nCVE-2020-5902 0.97563 1\n",
        ),
        (
            "epss_scores-2022-01-01.csv",
            " 2022-01-01 1\nCVE-2020-5902 0.97\n",
        ),
        (
            "epss.json",
            " 2026-05-18 2
CVE-2022-27225 0.00187 0.40129
CVE-2022-27223 0.5 0.9
data[2]:4 epss 'high' is not between 0 and 1
",
        ),
    ] {
        assert_eq!(scores(&sample(name)), expected, "{name}");
    }
}

#[test]
fn other_files_are_refused_with_a_hint() {
    for text in ["", "a,b\n1,2\n", "{\"a\":1}", "<x/>", "{\"data\":[]}"] {
        let input = MemoryInput::new("x", text.as_bytes().to_vec());
        let problem = kev::read(&input).unwrap_err();
        assert_eq!(problem.to_string(), "not a KEV catalogue", "{text}");
        assert_eq!(problem.place().unwrap().to_string(), "x");
        let problem = epss::read(&input, &mut |_| Ok(())).unwrap_err();
        assert_eq!(problem.to_string(), "not a file of EPSS scores", "{text}");
        assert!(problem.hint_text().unwrap().starts_with("download"));
    }
}

#[test]
fn cut_and_damaged_feeds_return() {
    for name in ["kev.json", "kev.csv", "epss.csv", "epss.json"] {
        let bytes = fs::read(Path::new(SAMPLES).join(name)).unwrap();
        for step in 0..100 {
            let at = bytes.len() * step / 100;
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x95;
            for damaged in [bytes[..at].to_vec(), flipped] {
                let input = MemoryInput::new(name, damaged);
                _ = kev::read(&input).is_ok();
                _ = epss::read(&input, &mut |_| Ok(())).is_ok();
            }
        }
    }
}

#[test]
fn the_real_catalogue_is_read_whole_where_it_is_at_hand() {
    let path = Path::new("shared/feeds/known_exploited_vulnerabilities.json");
    let Some(bytes) = [path, &Path::new("..").join(path)]
        .iter()
        .find_map(|it| fs::read(it).ok())
    else {
        println!("skipped: {} is not here", path.display());
        return;
    };
    let got = kev::read(&MemoryInput::new("kev.json", bytes)).unwrap();
    let ransomware = got.entries.iter().filter(|it| it.ransomware).count();
    assert_eq!(
        (got.entries.len(), ransomware, got.skipped.len()),
        (1404, 293, 0)
    );
}

#[test]
fn a_whole_day_of_scores_streams_through() {
    let mut text =
        "#model_version:v2025.03.14,score_date:2025-09-24T12:55:00Z\ncve,epss,percentile\n"
            .to_owned();
    for idx in 0..300_000 {
        writeln!(text, "CVE-2020-{idx:04},0.{:05},0.5", idx % 100_000).unwrap();
    }
    let mut sum = 0.0;
    let input = MemoryInput::new("epss.csv", text.into_bytes());
    let header = epss::read(&input, &mut |row| {
        sum += row.epss;
        Ok(())
    });
    assert_eq!(header.unwrap().rows, 300_000);
    assert!((sum - 149_998.5).abs() < 1.0, "{sum}");
}
