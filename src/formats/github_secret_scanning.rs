//! GitHub secret scanning alerts, as the REST API gives them (`/repos/…/secret-scanning/alerts`, also
//! of an organisation). The secret itself is never kept.
//!
//! Severity: GitHub gives none. A credential that it checked and found `active` works today:
//! critical; one that is `inactive` counts as low, any other as high, as for TruffleHog.
//! A finding is one alert at the first location that GitHub gives. Resolved ones (false positive,
//! revoked, used in tests, won't fix, pattern edited or deleted) are kept with that as a claim.
//! Not read: people, push protection beyond a fact, further locations, which are another call.

use super::read::json;
use super::read::loose::Loose;
use super::wire::{TITLE, fact, links, or_default, place};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, leak};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity};
use serde::Deserialize;

/// See the module's text.
pub(super) struct GithubSecretScanning;

#[derive(Deserialize)]
struct Record {
    number: u64,
    secret_type: String,
    #[serde(default, deserialize_with = "or_default")]
    secret_type_display_name: String,
    #[serde(default, deserialize_with = "or_default")]
    secret: String,
    #[serde(default, deserialize_with = "or_default")]
    html_url: String,
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    #[serde(default)]
    resolution: Loose,
    #[serde(default)]
    resolution_comment: Loose,
    #[serde(default, deserialize_with = "or_default")]
    validity: String,
    #[serde(default)]
    publicly_leaked: Loose,
    #[serde(default)]
    multi_repo: Loose,
    #[serde(default)]
    push_protection_bypassed: Loose,
    #[serde(default)]
    created_at: Loose,
    repository: Option<Repository>,
    first_location_detected: Option<Site>,
}

#[derive(Deserialize)]
struct Repository {
    #[serde(default, deserialize_with = "or_default")]
    full_name: String,
}

/// A place in a commit. Issues, comments and pull requests have only a URL of their own name.
#[derive(Deserialize)]
struct Site {
    #[serde(default, deserialize_with = "or_default")]
    path: String,
    start_line: Option<u32>,
    end_line: Option<u32>,
    start_column: Option<u32>,
    end_column: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    commit_sha: String,
}

impl Format for GithubSecretScanning {
    fn name(&self) -> &'static str {
        "github-secret-scanning"
    }

    fn tool(&self) -> &'static str {
        "GitHub secret scanning (REST API)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Secrets]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["[].secret_type", "[].locations_url", "[].number"]) {
            return Claim::Yes;
        }
        if probe.is_empty_list_of("secret-scanning") {
            return Claim::Maybe;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "github-secret-scanning".to_owned(),
            ..Scan::default()
        })?;
        json::walk(input, &["[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            let clear = record.secret.clone();
            let mut out = record.into_finding();
            out.record = it.place();
            leak::reduce(&mut out, &clear, key, sink);
            sink.finding(out)
        })
    }
}

impl Record {
    fn into_finding(self) -> NewFinding {
        let name = match self.secret_type_display_name.trim() {
            "" => &self.secret_type,
            name => name,
        };
        let title = one_line(name, TITLE);
        let rule = one_line(&self.secret_type, TITLE);
        let mut out = NewFinding::new(FindingKind::Secrets, rule, title);
        out.severity = match self.validity.as_str() {
            "active" => Severity::Critical,
            "inactive" => Severity::Low,
            _ => Severity::High,
        };
        out.native = Some(match &self.repository {
            Some(it) => format!("{} alert {}", it.full_name, self.number),
            None => format!("alert {}", self.number),
        });
        let mut commit = String::new();
        if let Some(site) = self.first_location_detected {
            out.place = place(&site.path, site.start_line);
            let line = site.start_line.unwrap_or_default();
            out.place.end_line = site.end_line.filter(|it| *it > line);
            out.place.column = site.start_column.filter(|it| *it > 0);
            out.place.end_column = site.end_column.filter(|it| *it > 0);
            commit = site.commit_sha;
        }
        if self.state == "resolved" {
            let why = self.resolution.iter().chain(self.resolution_comment.iter());
            out.detail.suppression = Some(Claimed {
                kind: "external".to_owned(),
                status: String::new(),
                justification: bounded(why.collect::<Vec<_>>().join(": "), 4096),
            });
        }
        out.detail.references = links([self.html_url]);
        let repository = self.repository.map(|it| it.full_name).unwrap_or_default();
        let facts = &mut out.detail.facts;
        fact(facts, "validity", one_line(&self.validity, 60));
        for (label, value) in [
            ("publicly leaked", &self.publicly_leaked),
            ("in several repositories", &self.multi_repo),
            ("push protection bypassed", &self.push_protection_bypassed),
        ] {
            fact(
                facts,
                label,
                value
                    .first()
                    .filter(|it| *it == "true")
                    .map_or("", |_| "yes"),
            );
        }
        fact(facts, "repository", one_line(&repository, 300));
        fact(facts, "commit", one_line(&commit, 100));
        fact(facts, "since", self.created_at.first().unwrap_or_default());
        out
    }
}
