//! OpenSSF Scorecard 4 and 5 JSON (`scorecard --format json`, with or without `--show-details`, and
//! the answer of its web API).
//!
//! Severity by the risk that Scorecard's documentation of checks gives each: critical, high, medium,
//! low; a check that is not in it is unknown. A finding is one warning of a check that scored below
//! 10, at its file where it names one; of a check without details it is the check itself. The target is
//! the repository.
//! A score of -1 says nothing; where it comes from an error the scan is incomplete.
//! Not read: what a check found good (`Info`), debug lines, the project's total score.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{DESCRIPTION, TITLE, fact, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, NewFinding, RecordPlace, Scan, Severity, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Scorecard;

#[derive(Deserialize)]
struct Check {
    name: String,
    score: f64,
    #[serde(default, deserialize_with = "or_default")]
    reason: String,
    #[serde(default)]
    details: Loose,
    #[serde(default, deserialize_with = "or_default")]
    documentation: Documentation,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Documentation {
    #[serde(deserialize_with = "or_default")]
    short: String,
    #[serde(deserialize_with = "or_default")]
    url: String,
}

impl Format for Scorecard {
    fn name(&self) -> &'static str {
        "scorecard"
    }

    fn tool(&self) -> &'static str {
        "OpenSSF Scorecard 4, 5"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Cicd]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["scorecard.version", "repo.name", "checks"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut scan = Scan {
            tool: "scorecard".to_owned(),
            ..Scan::default()
        };
        let head = ["date", "scorecard.version", "repo.name", "checks[]"];
        json::walk(input, &head, &mut |it| {
            match it.want {
                0 => scan.scanned_at = it.parse::<String>().ok().as_deref().and_then(date),
                1 => scan.tool_version = text::one_line(&it.parse::<String>()?, 100),
                2 => scan.target = text::one_line(&it.parse::<String>()?, 300),
                _ => {
                    if let Ok(check) = it.parse::<Check>()
                        && check.score < 0.0
                        && check.reason.contains("error")
                    {
                        let said = text::one_line(&check.reason, 300);
                        scan.incomplete
                            .get_or_insert(format!("{} could not run: {said}", check.name));
                    }
                }
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        json::walk(
            input,
            &["checks[]"],
            &mut |it| match it.record::<Check>(sink)? {
                Some(check) => check.findings(&it.place(), sink),
                None => Ok(()),
            },
        )
    }
}

/// `2024-05-01T10:00:00Z` and, before 4.9, `2024-05-01`.
fn date(text: &str) -> Option<i64> {
    normalise::timestamp(text).or_else(|| normalise::timestamp(&format!("{text}T00:00:00")))
}

impl Check {
    fn findings(&self, record: &RecordPlace, sink: &mut dyn Sink) -> Result<(), Problem> {
        if !(0.0..10.0).contains(&self.score) {
            return Ok(());
        }
        let warnings = self
            .details
            .iter()
            .filter_map(|it| it.strip_prefix("Warn: "));
        let mut warnings = warnings.peekable();
        if warnings.peek().is_none() {
            return sink.finding(self.finding(&self.reason, record));
        }
        for said in warnings {
            let mut out = self.finding(said, record);
            let (message, at) = split(said);
            if let Some((file, line)) = at {
                out.title = text::one_line(message, TITLE);
                out.place = place(file, Some(line));
            } else {
                // What two warnings of one check without a file differ in.
                out.place.resource = Some(text::one_line(said, 500));
            }
            sink.finding(out)?;
        }
        Ok(())
    }

    fn finding(&self, said: &str, record: &RecordPlace) -> NewFinding {
        let rule = text::one_line(&self.name, 300);
        let title = text::one_line(said, TITLE);
        let mut out = NewFinding::new(FindingKind::Cicd, rule, title);
        (out.severity, out.severity_word) = risk(&self.name);
        let words = said.split(|c: char| c.is_whitespace() || matches!(c, '/' | ','));
        out.vulnerabilities = words.filter_map(normalise::vulnerability).collect();
        let detail = &mut out.detail;
        detail.description = text::bounded(self.documentation.short.clone(), DESCRIPTION);
        let page = Some(self.documentation.url.clone());
        detail.references = page.filter(|it| !it.is_empty()).into_iter().collect();
        fact(&mut detail.facts, "score", format!("{} of 10", self.score));
        fact(
            &mut detail.facts,
            "reason",
            text::one_line(&self.reason, 500),
        );
        out.record = record.clone();
        out
    }
}

/// The message, and the file and line in warnings such as `image not pinned by hash: Dockerfile:3`
/// with or without advice behind it.
fn split(said: &str) -> (&str, Option<(&str, u32)>) {
    for (at, _) in said.match_indices(": ") {
        let (message, rest) = said.split_at_checked(at).unwrap_or((said, ""));
        let word = rest.trim_start_matches([':', ' ']);
        let word = word.split_whitespace().next().unwrap_or_default();
        if let Some((file, line)) = word.trim_end_matches(':').rsplit_once(':')
            && let Ok(line) = line.parse()
            && !file.contains("//")
        {
            return (message, Some((file, line)));
        }
    }
    (said, None)
}

/// Scorecard's documentation of checks, "Risk".
fn risk(check: &str) -> (Severity, String) {
    let (severity, word) = match check {
        "Dangerous-Workflow" | "Webhooks" => (Severity::Critical, "Critical"),
        "Binary-Artifacts"
        | "Branch-Protection"
        | "Code-Review"
        | "Dependency-Update-Tool"
        | "Maintained"
        | "Signed-Releases"
        | "Token-Permissions"
        | "Vulnerabilities" => (Severity::High, "High"),
        "Fuzzing" | "Packaging" | "Pinned-Dependencies" | "SAST" | "SBOM" | "Security-Policy" => {
            (Severity::Medium, "Medium")
        }
        "CI-Tests" | "CII-Best-Practices" | "Contributors" | "License" => (Severity::Low, "Low"),
        _ => (Severity::Unknown, ""),
    };
    (severity, word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_stands_behind_a_colon() {
        let said = "pip not pinned by hash: .github/workflows/ci.yml:24: pin it with https://a.b/c";
        assert_eq!(
            split(said),
            (
                "pip not pinned by hash",
                Some((".github/workflows/ci.yml", 24))
            )
        );
        let said = "branch protection not enabled for branch 'main'";
        assert_eq!(split(said), (said, None));
    }
}
