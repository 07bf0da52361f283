//! SonarQube and SonarCloud, the answers of `api/issues/search` and `api/hotspots/search`.
//!
//! Severity of an issue: the worst of its `impacts`, BLOCKER → critical, HIGH → high, MEDIUM → medium,
//! LOW → low, INFO → info; without them `severity`, BLOCKER → critical, CRITICAL → high,
//! MAJOR → medium, MINOR → low, INFO → info. Of a hotspot: `vulnerabilityProbability`, HIGH → high,
//! MEDIUM → medium, LOW → low.
//! Issues of every type are read, bugs and smells among them; the type is a tag. The key is kept as
//! the tool's own identity: the server follows an issue through moved lines. What the server holds
//! for fixed is skipped; what somebody resolved otherwise is kept with that claim.
//! One page of several is an incomplete scan: ask for the others, or a larger one.
//! Not read: `components`, `rules`, `flows`, the HTML reports of other tools.

use super::read::{json, loose::Loose};
use super::wire::{TITLE, fact, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity, text};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Sonarqube;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    key: String,
    #[serde(alias = "ruleKey")]
    rule: String,
    message: String,
    component: String,
    #[serde(default, deserialize_with = "or_default")]
    project: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    impacts: Vec<Impact>,
    #[serde(default, deserialize_with = "or_default")]
    vulnerability_probability: String,
    #[serde(default, deserialize_with = "or_default")]
    security_category: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    resolution: String,
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    sort: String,
    line: Option<u32>,
    text_range: Option<Range>,
    #[serde(default)]
    tags: Loose,
}

#[derive(Deserialize)]
struct Impact {
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Range {
    start_line: u32,
    end_line: u32,
    start_offset: Option<u32>,
    end_offset: Option<u32>,
}

impl Format for Sonarqube {
    fn name(&self) -> &'static str {
        "sonarqube"
    }

    fn tool(&self) -> &'static str {
        "SonarQube 7-10, SonarCloud (web API)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let paged = probe.has_all(&["paging.pageIndex", "paging.total"]);
        if paged && (probe.has("issues") || probe.has("hotspots")) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let lists = ["issues[]", "hotspots[]"];
        let (mut total, mut count) = (0_u64, 0_u64);
        let wants = ["paging.total", lists[0], lists[1]];
        json::walk(input, &wants, &mut |it| {
            if it.want == 0 {
                total += it.parse::<u64>().unwrap_or_default();
            } else {
                count += 1;
            }
            Ok(())
        })?;
        sink.scan(Scan {
            tool: "sonarqube".to_owned(),
            incomplete: (count < total)
                .then(|| format!("the report holds {count} of {total} entries")),
            ..Scan::default()
        })?;
        json::walk(input, &lists, &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            if record.resolution == "FIXED" || record.resolution == "REMOVED" {
                return sink.skipped(it.refuse("the server holds it for fixed"));
            }
            let mut out = record.into_finding();
            out.record = it.place();
            sink.finding(out)
        })
    }
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let rule = text::one_line(&self.rule, 300);
        let title = text::one_line(&self.message, TITLE);
        let mut out = NewFinding::new(FindingKind::Sast, rule, title);
        self.rate(&mut out);
        let project = format!("{}:", self.project);
        let file = self.component.strip_prefix(&project);
        // A branch or module may stand between the project and the path.
        let behind = || self.component.rsplit_once(':').map(|it| it.1);
        let file = file.or_else(behind).unwrap_or_default();
        let first = self.text_range.as_ref().map(|it| it.start_line);
        out.place = place(file, first.or(self.line));
        if let Some(range) = &self.text_range {
            out.place.end_line = Some(range.end_line).filter(|it| *it > range.start_line);
            out.place.column = range.start_offset.map(|it| it + 1);
            out.place.end_column = range.end_offset.map(|it| it + 1);
        }
        out.native = Some(text::bounded(self.key, 512));
        let tags = self.tags.iter().filter(|it| it.starts_with("cwe-"));
        out.cwes = normalise::cwes(tags);
        let tags = [self.sort.as_str(), self.security_category.as_str()];
        let tags = tags.into_iter().chain(self.tags.iter());
        let tags = tags.filter(|it| !it.is_empty());
        out.detail.tags = tags.map(|it| text::one_line(it, 200)).take(32).collect();
        let accepted = !matches!(self.resolution.as_str(), "" | "ACKNOWLEDGED");
        out.detail.suppression = accepted.then(|| Claimed {
            kind: "external".to_owned(),
            justification: text::one_line(&self.resolution, 100),
            ..Claimed::default()
        });
        fact(&mut out.detail.facts, "status", self.status);
        out
    }

    fn rate(&self, out: &mut NewFinding) {
        let impact = |word: &str| match word {
            "BLOCKER" => Severity::Critical,
            "HIGH" => Severity::High,
            "MEDIUM" => Severity::Medium,
            "LOW" => Severity::Low,
            "INFO" => Severity::Info,
            _ => Severity::Unknown,
        };
        let old = |word: &str| match word {
            "BLOCKER" => Severity::Critical,
            "CRITICAL" => Severity::High,
            "MAJOR" => Severity::Medium,
            "MINOR" => Severity::Low,
            "INFO" => Severity::Info,
            _ => Severity::Unknown,
        };
        let order = ["BLOCKER", "HIGH", "MEDIUM", "LOW", "INFO"];
        let has = |word: &&&str| self.impacts.iter().any(|it| it.severity == **word);
        let worst = order.iter().find(has);
        let (severity, word) = match worst {
            Some(word) => (impact(word), *word),
            None if self.severity.is_empty() => {
                let word = self.vulnerability_probability.as_str();
                (impact(word), word)
            }
            None => (old(&self.severity), self.severity.as_str()),
        };
        out.severity = severity;
        out.severity_word = text::one_line(word, 60);
    }
}
