//! A vulnerability of a component, as most scanners of packages write it: the parts in, a finding
//! out.

use super::wire::{DESCRIPTION, TITLE, links};
use super::{image, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{CvssClaim, FindingKind, NewFinding, Package, RecordPlace};

/// The parts. What is empty was not said.
pub struct Vulnerable {
    /// [`FindingKind::Container`] where the package is inside an image.
    pub kind: FindingKind,
    /// The tool's main id: the rule, and the first of the ids.
    pub id: String,
    /// Further ids of the same vulnerability.
    pub aliases: Vec<String>,
    /// Empty for "id in package".
    pub title: String,
    /// The tool's word, read by the table that most tools share.
    pub severity: String,
    /// The component.
    pub package: Package,
    /// File of the component.
    pub file: String,
    /// See [`crate::model::Detail`].
    pub description: String,
    /// See [`crate::model::Detail`].
    pub remediation: String,
    /// See [`crate::model::Detail`].
    pub cvss: Vec<CvssClaim>,
    /// Addresses, blank and repeated ones among them.
    pub links: Vec<String>,
    /// Texts that name CWE numbers.
    pub cwes: Vec<String>,
    /// See [`crate::model::Detail`].
    pub facts: Vec<(String, String)>,
}

impl Vulnerable {
    /// A vulnerability of which only the id is known.
    pub fn new(kind: FindingKind, id: &str) -> Self {
        Self {
            kind,
            id: id.trim().to_owned(),
            aliases: Vec::new(),
            title: String::new(),
            severity: String::new(),
            package: Package::default(),
            file: String::new(),
            description: String::new(),
            remediation: String::new(),
            cvss: Vec::new(),
            links: Vec::new(),
            cwes: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// The finding of a record.
    pub fn into_finding(self, record: RecordPlace) -> NewFinding {
        let title = match self.title.trim() {
            "" if self.package.name.is_empty() => self.id.clone(),
            "" => format!("{} in {}", self.id, self.package.name),
            title => title.to_owned(),
        };
        let rule = one_line(&self.id, TITLE);
        let mut out = NewFinding::new(self.kind, rule, one_line(&title, TITLE));
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = one_line(&self.severity, 60);
        let ids = [self.id].into_iter().chain(self.aliases);
        out.vulnerabilities = links(ids.filter_map(|it| normalise::vulnerability(&it)));
        let texts = self.cwes.iter();
        out.cwes = texts.flat_map(|it| normalise::cwes_in(it)).collect();
        out.cwes.sort_unstable();
        out.cwes.dedup();
        let file = match self.kind {
            FindingKind::Container => image::file(&self.file),
            _ => normalise::path(&self.file),
        };
        out.place.file = Some(bounded(file, 4096)).filter(|it| !it.is_empty());
        let named = !self.package.name.is_empty();
        out.package = named.then_some(self.package);
        out.detail.description = bounded(self.description, DESCRIPTION);
        out.detail.remediation = bounded(self.remediation, DESCRIPTION);
        out.detail.cvss = self.cvss;
        out.detail.references = links(self.links);
        out.detail.facts = self.facts;
        out.record = record;
        out
    }
}

/// A CVSS assessment; `None` where neither vector nor number says anything. The prefix that some
/// tools put before a vector of version 2 is not part of it.
pub fn cvss(source: &str, vector: &str, score: Option<f64>) -> Option<CvssClaim> {
    let score = score.filter(|it| *it > 0.0);
    let vector = vector.trim();
    let vector = vector.strip_prefix("CVSS:2.0/").unwrap_or(vector);
    (score.is_some() || !vector.is_empty()).then(|| CvssClaim {
        vector: vector.to_owned(),
        score,
        source: source.to_lowercase(),
    })
}

/// The versions in a list such as `1.2, 2.0`; the words for "none" are none.
pub fn fixed(text: &str) -> Vec<String> {
    let parts = text.split([',', ';']).map(|it| it.trim().to_owned());
    links(parts.filter(|it| !matches!(it.to_lowercase().as_str(), "none" | "n/a" | "null")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vulnerability_without_title_is_named_by_its_package() {
        let mut it = Vulnerable::new(FindingKind::Container, " cve-2021-44228 ");
        it.package.name = "log4j-core".to_owned();
        it.file = "/app/log4j-core.jar".to_owned();
        it.aliases = vec!["CVE-2021-44228".to_owned(), "no id".to_owned()];
        let out = it.into_finding(RecordPlace::default());
        assert_eq!(out.title, "cve-2021-44228 in log4j-core");
        assert_eq!(out.vulnerabilities, ["CVE-2021-44228"]);
        assert_eq!(out.place.file.as_deref(), Some("app/log4j-core.jar"));
    }

    #[test]
    fn an_empty_assessment_is_none() {
        assert_eq!(cvss("nvd", "", Some(0.0)), None);
        let it = cvss("NVD", "CVSS:2.0/AV:N/AC:L/Au:N/C:N/I:N/A:P", None).unwrap();
        assert!(it.vector.starts_with("AV:N") && it.source == "nvd");
    }

    #[test]
    fn words_for_no_version_are_no_version() {
        assert_eq!(fixed("1.2, 2.0,1.2"), ["1.2", "2.0"]);
        assert!(fixed("None").is_empty());
    }
}
