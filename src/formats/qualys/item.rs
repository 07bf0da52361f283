//! One record of Qualys, however it was written.

use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use crate::formats::{host, html, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, RecordPlace, Scan, Severity};

/// One QID on one host.
#[derive(Default)]
pub(super) struct Item {
    pub qid: String,
    /// The one CVE of the QID that the record is about.
    pub only: Option<String>,
    pub title: String,
    pub level: String,
    /// Vulnerability, potential vulnerability, or information gathered, in the report's word.
    pub sort: String,
    pub host: String,
    pub address: String,
    pub port: String,
    pub protocol: String,
    pub cves: String,
    pub cvss: Vec<(String, String)>,
    pub threat: String,
    pub impact: String,
    pub solution: String,
    pub result: String,
    pub instance: String,
    pub claim: Option<Claimed>,
    pub facts: Vec<(&'static str, String)>,
}

/// The scan of a report.
pub(super) fn scan() -> Scan {
    Scan {
        tool: "qualys".to_owned(),
        ..Scan::default()
    }
}

/// The severity of Qualys' level, 1 to 5.
pub(in crate::formats) fn severity(level: &str) -> Severity {
    match level {
        "5" => Severity::Critical,
        "4" => Severity::High,
        "3" => Severity::Medium,
        "2" => Severity::Low,
        "1" => Severity::Info,
        _ => Severity::Unknown,
    }
}

impl Item {
    /// `None` without a QID.
    pub(super) fn into_finding(self, record: RecordPlace) -> Option<NewFinding> {
        if self.qid.is_empty() {
            return None;
        }
        let title = match one_line(&self.title, TITLE) {
            it if it.is_empty() => format!("QID {}", self.qid),
            it => it,
        };
        let rule = match self.only {
            Some(cve) => format!("{}/{cve}", self.qid),
            None => self.qid.clone(),
        };
        let rule = one_line(&rule, TITLE);
        let mut out = NewFinding::new(FindingKind::Infra, rule, title);
        let gathered = self.sort.eq_ignore_ascii_case("ig") || self.sort.starts_with("Info");
        out.severity = match severity(&self.level) {
            _ if gathered => Severity::Info,
            known => known,
        };
        out.severity_word = one_line(&self.level, 60);
        let host = [&self.host, &self.address];
        let host = host.into_iter().find(|it| !it.is_empty());
        let host = host.map_or("", String::as_str);
        out.place.resource = host::resource(host, &self.port, &self.protocol);
        out.place.parameter = Some(one_line(&self.instance, 300)).filter(|it| !it.is_empty());
        let cves = self.cves.split([',', ' ', '\n']);
        out.vulnerabilities = links(cves.filter_map(normalise::vulnerability));
        let detail = &mut out.detail;
        let plain = |it: &str| match html::plain(it) {
            text if matches!(text.as_str(), "N/A" | "-") => String::new(),
            text => text,
        };
        let said = [plain(&self.threat), plain(&self.impact)];
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        detail.description = bounded(said.join("\n\n").trim().to_owned(), DESCRIPTION);
        detail.remediation = bounded(plain(&self.solution), DESCRIPTION);
        detail.evidence = bounded(plain(&self.result), SNIPPET);
        detail.confidence = one_line(&self.sort, 60);
        detail.cvss = self
            .cvss
            .iter()
            .filter_map(|it| claim(&it.0, &it.1))
            .collect();
        detail.suppression = self.claim;
        fact(&mut detail.facts, "address", self.address);
        for (label, value) in self.facts {
            fact(&mut detail.facts, label, one_line(&value, 500));
        }
        out.record = record;
        Some(out)
    }
}

/// A CVSS value as Qualys writes it: `8.1 (AV:N/AC:H/…)`, or the number alone. `version` is what a
/// vector of that column begins with: `CVSS:3.0/` or nothing.
fn claim(version: &str, text: &str) -> Option<CvssClaim> {
    let (number, vector) = text.split_once('(').unwrap_or((text, ""));
    let score: f64 = number.trim().parse().ok()?;
    let vector = vector.trim_end_matches(')').trim();
    let vector = if vector.is_empty() {
        String::new()
    } else {
        format!("{version}{vector}")
    };
    (score > 0.0).then(|| CvssClaim {
        vector,
        score: Some(score),
        source: "qualys".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_stands_in_brackets() {
        let it = claim("CVSS:3.0/", "8.1 (AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H)").unwrap();
        assert_eq!(it.vector, "CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H");
        assert_eq!(it.score, Some(8.1));
        assert_eq!(claim("", "-"), None);
    }
}
