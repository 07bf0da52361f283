//! What one plugin says about one port, however it was written.

use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use crate::formats::{host, http, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{CvssClaim, FindingKind, Location, NewFinding, RecordPlace, Severity};
use std::borrow::Cow;

/// The parts of a record. Texts of a table are borrowed from its row.
#[derive(Default)]
pub(super) struct Item<'a> {
    pub(super) plugin: Cow<'a, str>,
    pub(super) name: Cow<'a, str>,
    pub(super) family: Cow<'a, str>,
    pub(super) severity: Cow<'a, str>,
    pub(super) host: Cow<'a, str>,
    pub(super) port: Cow<'a, str>,
    pub(super) protocol: Cow<'a, str>,
    pub(super) service: Cow<'a, str>,
    pub(super) synopsis: Cow<'a, str>,
    pub(super) description: Cow<'a, str>,
    pub(super) solution: Cow<'a, str>,
    pub(super) output: Cow<'a, str>,
    pub(super) see_also: Vec<Cow<'a, str>>,
    pub(super) cves: Vec<Cow<'a, str>>,
    pub(super) cwes: Vec<Cow<'a, str>>,
    /// Vectors and scores, of which one may be empty.
    pub(super) cvss: [(Cow<'a, str>, Cow<'a, str>); 3],
    pub(super) facts: [(&'static str, Cow<'a, str>); 6],
    pub(super) web: bool,
}

/// Why a record cannot be used.
pub(super) const NAMELESS: &str = "no plugin id names it";

impl Item<'_> {
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
        let title = match self.name.as_ref() {
            "" => format!("Nessus plugin {}", self.plugin),
            name => one_line(name, TITLE),
        };
        let place = self.place();
        let mut out = NewFinding::new(kind, one_line(&self.plugin, TITLE), title);
        out.place = place;
        out.severity = match self.severity.as_ref() {
            "4" => Severity::Critical,
            "3" => Severity::High,
            "2" => Severity::Medium,
            "1" => Severity::Low,
            "0" => Severity::Info,
            word => normalise::severity_of_word(word),
        };
        out.severity_word = self.severity.into_owned();
        let ids = self.cves.iter().flat_map(|it| it.split([',', ' ', '\n']));
        let ids = ids.filter_map(normalise::vulnerability);
        out.vulnerabilities = links(ids);
        out.cwes = normalise::cwes(self.cwes.iter().map(AsRef::as_ref));
        let detail = &mut out.detail;
        let mut description = self.description;
        if description.is_empty() {
            description.clone_from(&self.synopsis);
        }
        detail.description = bounded(description.into_owned(), DESCRIPTION);
        if self.solution != "n/a" {
            detail.remediation = bounded(self.solution.into_owned(), DESCRIPTION);
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
            let value = bounded(value.into_owned(), DESCRIPTION);
            fact(&mut detail.facts, label, value);
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
fn claim((vector, score): (Cow<'_, str>, Cow<'_, str>)) -> Option<CvssClaim> {
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
        let of = |vector: &str, score: &str| claim((vector.into(), score.into()));
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
