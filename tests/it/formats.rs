//! Every format, on every sample under `tests/samples/<format>/`.

use sluice::error::Problem;
use sluice::formats::filter::Here;
use sluice::formats::{Format, Formats, Input, MemoryInput, Probe, Runner, SecretKey, Sink};
use sluice::model::{Component, NewClaim, NewFinding, Scan, Skipped};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// What a format made of a report, in order.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub scans: Vec<Scan>,
    pub findings: Vec<NewFinding>,
    pub components: Vec<Component>,
    pub claims: Vec<NewClaim>,
    pub skipped: Vec<Skipped>,
    pub concealed: Vec<String>,
}

impl Sink for Collected {
    fn scan(&mut self, scan: Scan) -> Result<(), Problem> {
        self.scans.push(scan);
        Ok(())
    }

    fn finding(&mut self, finding: NewFinding) -> Result<(), Problem> {
        assert!(!self.scans.is_empty(), "a finding before its scan");
        self.findings.push(finding);
        Ok(())
    }

    fn skipped(&mut self, skipped: Skipped) -> Result<(), Problem> {
        self.skipped.push(skipped);
        Ok(())
    }

    fn component(&mut self, component: Component) -> Result<(), Problem> {
        assert!(!self.scans.is_empty(), "a component before its scan");
        self.components.push(component);
        Ok(())
    }

    fn claim(&mut self, claim: NewClaim) -> Result<(), Problem> {
        assert!(!self.scans.is_empty(), "a claim before its scan");
        self.claims.push(claim);
        Ok(())
    }

    fn conceal(&mut self, secret: &str) {
        self.concealed.push(secret.to_owned());
    }
}

/// Every format, filters run in this process.
pub(crate) fn formats() -> &'static Formats {
    static FORMATS: LazyLock<Formats> = LazyLock::new(|| {
        let here: Arc<dyn Runner> = Arc::new(Here::default());
        Formats::new(&here).unwrap()
    });
    &FORMATS
}

/// Detects the format of a file and reads it.
pub(crate) fn read(path: &Path) -> Result<(&'static dyn Format, Collected), Problem> {
    let input = MemoryInput::new(&path.display().to_string(), fs::read(path).unwrap());
    let format = formats().detect(&Probe::new(&input)?)?;
    Ok((format, read_as(format, &input)?))
}

/// Reads a report as one format.
pub(crate) fn read_as(format: &dyn Format, input: &dyn Input) -> Result<Collected, Problem> {
    let mut out = Collected::default();
    format.read(input, &SecretKey::new(b"key of the tests"), &mut out)?;
    Ok(out)
}

/// The sample files of a format.
pub(crate) fn samples(format: &dyn Format) -> Vec<PathBuf> {
    let dir = Path::new("tests/samples").join(format.name());
    let mut out: Vec<_> = fs::read_dir(&dir)
        .unwrap_or_else(|_| panic!("{} has no folder {}", format.name(), dir.display()))
        .map(|it| it.unwrap().path())
        .collect();
    out.sort();
    out
}

#[test]
fn every_format_has_its_four_samples() {
    for format in formats().all() {
        let stems: Vec<_> = samples(format)
            .iter()
            .map(|it| it.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        for needed in ["minimal", "typical", "empty", "one-bad-record"] {
            assert!(
                stems.iter().any(|it| it == needed),
                "{}: no {needed} sample",
                format.name()
            );
        }
    }
}

#[test]
fn no_folder_of_samples_is_forgotten() {
    for dir in fs::read_dir("tests/samples").unwrap() {
        let name = dir.unwrap().file_name().into_string().unwrap();
        let known = formats().by_name(&name).is_some()
            || ["correlation", "schemas", "stories"].contains(&name.as_str());
        assert!(known, "tests/samples/{name} belongs to no format");
    }
}

#[test]
fn samples_read_as_recorded() {
    for format in formats().all() {
        for path in samples(format) {
            let name = format!("{}__{}", format.name(), path.file_name().unwrap().display());
            let text = match read(&path) {
                Ok((found, got)) => {
                    assert_eq!(found.name(), format.name(), "{}", path.display());
                    snapshot(&got)
                }
                Err(problem) => panic!("{}: {problem}", path.display()),
            };
            insta::assert_snapshot!(name, text);
        }
    }
}

#[test]
fn one_bad_record_costs_only_itself() {
    for format in formats().all() {
        for path in samples(format) {
            if path.file_stem().unwrap() == "one-bad-record" {
                let (_, got) = read(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
                assert!(
                    !got.skipped.is_empty(),
                    "{}: nothing skipped",
                    path.display()
                );
                let read = got.findings.len() + got.components.len() + got.claims.len();
                assert!(read > 0, "{}: nothing read", path.display());
                assert!(got.skipped.iter().all(|it| !it.reason.is_empty()));
            }
        }
    }
}

#[test]
fn record_ranges_lie_inside_the_report() {
    for format in formats().all() {
        for path in samples(format) {
            let size = fs::metadata(&path).unwrap().len();
            let (_, got) = read(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
            for it in got.findings {
                let end = it.record.offset + it.record.len;
                assert!(
                    it.record.len > 0 && end <= size,
                    "{}: {:?}",
                    path.display(),
                    it.record
                );
            }
        }
    }
}

fn finding(out: &mut String, it: &NewFinding) {
    writeln!(
        out,
        "\n{} {} [{}] {}",
        it.severity, it.kind, it.rule, it.title
    )
    .unwrap();
    writeln!(out, "  word {:?} native {:?}", it.severity_word, it.native).unwrap();
    writeln!(out, "  place {}", serde_json::to_string(&it.place).unwrap()).unwrap();
    if let Some(package) = &it.package {
        writeln!(out, "  package {}", serde_json::to_string(package).unwrap()).unwrap();
    }
    writeln!(out, "  ids {:?} cwes {:?}", it.vulnerabilities, it.cwes).unwrap();
    if let Some(secret) = &it.secret {
        writeln!(out, "  secret {} {}", secret.masked, &secret.hash[..12]).unwrap();
    }
    writeln!(
        out,
        "  detail {}",
        serde_json::to_string(&it.detail).unwrap()
    )
    .unwrap();
    let at = &it.record;
    writeln!(
        out,
        "  record {} line {} bytes {}+{}",
        at.path, at.line, at.offset, at.len
    )
    .unwrap();
}

fn snapshot(got: &Collected) -> String {
    let mut out = String::new();
    for it in &got.scans {
        // Most reports are no bill of materials.
        let scan = format!("{it:?}").replace(", inventory: false", "");
        writeln!(out, "{scan}").unwrap();
    }
    for it in &got.findings {
        finding(&mut out, it);
    }
    for it in &got.components {
        let package = serde_json::to_string(&it.package).unwrap();
        let (licence, place) = (&it.licence, &it.place);
        writeln!(
            out,
            "\ncomponent {package} licence {licence:?} in {place:?}"
        )
        .unwrap();
    }
    for it in &got.claims {
        let package = serde_json::to_string(&it.package).unwrap();
        let said = serde_json::to_string(&it.said).unwrap();
        let at = &it.record;
        writeln!(
            out,
            "\nclaim {} {:?} {package}",
            it.status, it.vulnerabilities
        )
        .unwrap();
        writeln!(out, "  {said}").unwrap();
        writeln!(
            out,
            "  record {} line {} bytes {}+{}",
            at.path, at.line, at.offset, at.len
        )
        .unwrap();
    }
    for it in &got.skipped {
        let at = &it.record;
        writeln!(out, "\nskipped {} line {}: {}", at.path, at.line, it.reason).unwrap();
    }
    if !got.concealed.is_empty() {
        writeln!(out, "\nconcealed {} texts", got.concealed.len()).unwrap();
    }
    out
}
