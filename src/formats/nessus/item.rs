//! What one plugin says about one port, however it was written.

use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use crate::formats::{host, http, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{CvssClaim, FindingKind, Location, NewFinding, RecordPlace, Severity};

/// The parts of a record.
#[derive(Default)]
pub(super) struct Item {
    pub(super) plugin: String,
    pub(super) name: String,
    pub(super) family: String,
    pub(super) severity: String,
    pub(super) host: String,
    pub(super) port: String,
    pub(super) protocol: String,
    pub(super) service: String,
    pub(super) synopsis: String,
    pub(super) description: String,
    pub(super) solution: String,
    pub(super) output: String,
    pub(super) see_also: Vec<String>,
    pub(super) cves: Vec<String>,
    pub(super) cwes: Vec<String>,
    pub(super) cvss: Vec<(String, String)>,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) web: bool,
}

/// Why a record cannot be used.
pub(super) const NAMELESS: &str = "no plugin id names it";

impl Item {
    /// The record as a finding. `conceal` is told the credentials in what the plugin saw.
    pub(super) fn into_finding(
        self,
        record: RecordPlace,
        conceal: &mut dyn FnMut(&str),
    ) -> NewFinding {
        let kind = if self.web {
            FindingKind::Dast
        } else {
            FindingKind::Infra
        };
        let title = match self.name.as_str() {
            "" => format!("Nessus plugin {}", self.plugin),
            name => one_line(name, TITLE),
        };
        let place = self.place();
        let mut out = NewFinding::new(kind, one_line(&self.plugin, TITLE), title);
        out.place = place;
        out.severity = match self.severity.to_lowercase().as_str() {
            "4" => Severity::Critical,
            "3" => Severity::High,
            "2" => Severity::Medium,
            "1" => Severity::Low,
            "0" => Severity::Info,
            word => normalise::severity_of_word(word),
        };
        out.severity_word = self.severity;
        let ids = self.cves.iter().flat_map(|it| it.split([',', ' ', '\n']));
        let ids = ids.filter_map(normalise::vulnerability);
        out.vulnerabilities = links(ids);
        out.cwes = normalise::cwes(self.cwes.iter().map(String::as_str));
        let detail = &mut out.detail;
        let mut description = self.description;
        if description.is_empty() {
            description.clone_from(&self.synopsis);
        }
        detail.description = bounded(description, DESCRIPTION);
        if self.solution != "n/a" {
            detail.remediation = bounded(self.solution, DESCRIPTION);
        }
        let mut clear = |it: &str| {
            // A short value would take ordinary words of the report with it.
            if it.len() >= 8 {
                conceal(it);
            }
        };
        detail.evidence = bounded(http::mask_message(&self.output, &mut clear), SNIPPET);
        let see = self.see_also.iter().flat_map(|it| it.split_whitespace());
        detail.references = links(see.map(str::to_owned));
        detail.cvss = self.cvss.into_iter().filter_map(claim).collect();
        if detail.description != self.synopsis {
            fact(&mut detail.facts, "synopsis", self.synopsis);
        }
        fact(&mut detail.facts, "family", self.family);
        fact(&mut detail.facts, "service", self.service);
        for (label, value) in self.facts {
            fact(&mut detail.facts, label, bounded(value, DESCRIPTION));
        }
        out.record = record;
        out
    }

    fn place(&self) -> Location {
        let host = self.host.trim();
        if self.web {
            let url = said_url(&self.output);
            let url = url.or_else(|| (!host.is_empty()).then(|| host.to_owned()));
            return Location {
                url,
                ..Location::default()
            };
        }
        Location {
            resource: host::resource(host, &self.port, &self.protocol),
            ..Location::default()
        }
    }
}

/// The URL that Web App Scanning names in its output.
fn said_url(output: &str) -> Option<String> {
    let (_, rest) = output.split_once("on URL '")?;
    let (url, _) = rest.split_once('\'')?;
    Some(url.to_owned())
}

/// A vector and a score, of which one may be empty. Nessus writes `CVSS2#` where others write
/// nothing, and leaves the version out in some exports.
fn claim((vector, score): (String, String)) -> Option<CvssClaim> {
    let vector = vector.trim();
    let vector = vector.strip_prefix("CVSS2#").unwrap_or(vector);
    let vector = if vector.contains("PR:") && !vector.starts_with("CVSS:") {
        format!("CVSS:3.0/{vector}")
    } else {
        vector.to_owned()
    };
    let score: Option<f64> = score.parse().ok();
    let score = score.filter(|it| (0.0..=10.0).contains(it));
    (score.is_some() || !vector.is_empty()).then(|| CvssClaim {
        vector,
        score,
        source: "tenable".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_needs_a_vector_or_a_score() {
        let of = |vector: &str, score: &str| claim((vector.to_owned(), score.to_owned()));
        assert_eq!(of("", ""), None);
        assert_eq!(of("CVSS2#AV:N/AC:L", "5.0").unwrap().vector, "AV:N/AC:L");
        assert_eq!(
            of("AV:N/AC:L/PR:N", "").unwrap().vector,
            "CVSS:3.0/AV:N/AC:L/PR:N"
        );
        // A sheet that lost its decimal point.
        assert_eq!(of("", "75").unwrap_or_default().score, None);
    }
}
