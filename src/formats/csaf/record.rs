//! One vulnerability with the status of each product.

use super::Head;
use super::tree::{Product, Products};
use crate::formats::read::loose::Loose;
use crate::formats::vex::Statement;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use crate::formats::{advisory, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{ClaimText, CvssClaim, FindingKind, NewFinding, RecordPlace, Severity};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

#[derive(Deserialize)]
pub(super) struct Vulnerability {
    #[serde(default, deserialize_with = "or_default")]
    cve: String,
    #[serde(default, deserialize_with = "or_default")]
    ids: Vec<Id>,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    cwe: Option<Weakness>,
    #[serde(default, deserialize_with = "or_default")]
    cwes: Vec<Weakness>,
    #[serde(default, deserialize_with = "or_default")]
    notes: Vec<Note>,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
    #[serde(default)]
    release_date: Loose,
    #[serde(default, deserialize_with = "or_default")]
    product_status: BTreeMap<String, Vec<String>>,
    #[serde(default, deserialize_with = "or_default")]
    scores: Vec<Scores>,
    #[serde(default, deserialize_with = "or_default")]
    metrics: Vec<Metric>,
    #[serde(default, deserialize_with = "or_default")]
    threats: Vec<Said>,
    #[serde(default, deserialize_with = "or_default")]
    remediations: Vec<Said>,
    #[serde(default, deserialize_with = "or_default")]
    flags: Vec<Said>,
}

#[derive(Deserialize)]
struct Id {
    #[serde(default, deserialize_with = "or_default")]
    text: String,
}

#[derive(Deserialize)]
struct Weakness {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
}

#[derive(Deserialize)]
struct Note {
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    text: String,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

/// Scores of 2.0, and the content of a metric of 2.1.
#[derive(Default, Deserialize)]
struct Scores {
    #[serde(default, deserialize_with = "or_default")]
    products: Vec<String>,
    cvss_v4: Option<Cvss>,
    cvss_v3: Option<Cvss>,
    cvss_v2: Option<Cvss>,
}

#[derive(Deserialize)]
struct Metric {
    #[serde(default, deserialize_with = "or_default")]
    products: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    content: Scores,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cvss {
    #[serde(default, deserialize_with = "or_default")]
    vector_string: String,
    base_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    base_severity: String,
}

/// A threat, a remediation or a flag: something said of some products.
#[derive(Deserialize)]
struct Said {
    #[serde(default, alias = "label", deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    details: String,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
    restart_required: Option<Note>,
    #[serde(default, deserialize_with = "or_default")]
    product_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    group_ids: Vec<String>,
}

impl Vulnerability {
    /// One statement for each product and what is said of it.
    pub(super) fn statements(&self, head: &Head, place: &RecordPlace) -> Vec<Statement> {
        let base = self.base();
        let mut out = Vec::new();
        let mut seen = BTreeSet::new();
        // The known ones first: first and last affected versions may stand among them.
        let mut statuses: Vec<_> = self.product_status.iter().collect();
        statuses.sort_by_key(|(status, _)| !status.starts_with("known"));
        for (status, ids) in statuses {
            if status == "recommended" {
                continue;
            }
            for id in ids {
                let word = match status.as_str() {
                    "first_affected" | "last_affected" => "known_affected",
                    "first_fixed" => "fixed",
                    other => other,
                };
                if !seen.insert((word, id)) {
                    continue;
                }
                let product = head.products.get(id);
                let vulnerability = self.rated(base.clone(), id, head);
                let mut statement = self.statement(id, product, head, place);
                statement.vulnerability = vulnerability;
                statement.status.clone_from(status);
                out.push(statement);
            }
        }
        out
    }

    fn statement(&self, id: &str, product: Product, head: &Head, place: &RecordPlace) -> Statement {
        let of = |all: &[Said], category: &str| {
            let mine = all.iter().filter(|it| it.means(&head.products, id));
            let mine = mine.filter(|it| category.is_empty() || it.category == category);
            mine.map(Said::line).collect::<Vec<_>>()
        };
        let flags = self.flags.iter().filter(|it| it.means(&head.products, id));
        let flags: Vec<&str> = flags.map(|it| it.category.as_str()).collect();
        let Product { name, mut package } = product;
        package.fixed = self.fixes(&package.name, head);
        Statement {
            vulnerability: NewFinding::new(FindingKind::Sbom, "", ""),
            status: String::new(),
            package,
            said: ClaimText {
                issuer: head.issuer.clone(),
                document: head.id.clone(),
                product: name,
                justification: one_line(&flags.join(", "), 300),
                statement: of(&self.threats, "impact").join("\n"),
                at: head.released,
            },
            action: of(&self.remediations, "").join("\n"),
            notes: String::new(),
            record: place.clone(),
        }
    }

    /// All that is true of it in any product.
    fn base(&self) -> NewFinding {
        let mut named = self.ids.iter().map(|it| it.text.clone());
        let main = Some(self.cve.clone()).filter(|it| !it.trim().is_empty());
        let main = main
            .or_else(|| named.next())
            .unwrap_or_else(|| self.title.clone());
        let main = one_line(&main, TITLE);
        let known = normalise::vulnerability(&main).is_some();
        let (ids, errata) = advisory::aliases(main.clone(), named.collect());
        let title = if self.title.trim().is_empty() {
            &main
        } else {
            &self.title
        };
        let mut out = NewFinding::new(FindingKind::Sbom, main.as_str(), one_line(title, TITLE));
        out.vulnerabilities = ids.into_iter().skip(usize::from(!known)).collect();
        let weaknesses = self.cwe.iter().chain(&self.cwes);
        out.cwes = normalise::cwes(weaknesses.map(|it| it.id.as_str()));
        let wanted = ["description", "summary", "details", "general"];
        let notes = self.notes.iter();
        let notes = notes.filter(|it| wanted.contains(&it.category.as_str()));
        let notes: Vec<&str> = notes.map(|it| it.text.as_str()).collect();
        out.detail.description = bounded(notes.join("\n\n"), DESCRIPTION);
        out.detail.references = links(self.references.iter().map(|it| it.url.clone()).take(32));
        fact(&mut out.detail.facts, "other ids", errata.join(", "));
        let released = self.release_date.first().unwrap_or_default();
        fact(&mut out.detail.facts, "released", released);
        out
    }

    /// The same with the scores and the severity in a product.
    fn rated(&self, mut out: NewFinding, id: &str, head: &Head) -> NewFinding {
        let of = |all: &[String]| all.iter().any(|it| it == id);
        let old = self.scores.iter().filter(|it| of(&it.products));
        let new = self.metrics.iter().filter(|it| of(&it.products));
        let all: Vec<&Scores> = old.chain(new.map(|it| &it.content)).collect();
        let by_version: [fn(&Scores) -> Option<&Cvss>; 3] = [
            |it| it.cvss_v4.as_ref(),
            |it| it.cvss_v3.as_ref(),
            |it| it.cvss_v2.as_ref(),
        ];
        let scores = by_version
            .iter()
            .flat_map(|one| all.iter().filter_map(|it| one(it)));
        for it in scores {
            if out.severity == Severity::Unknown {
                (out.severity, out.severity_word) = it.severity();
            }
            out.detail.cvss.push(CvssClaim {
                vector: it.vector_string.clone(),
                score: it.base_score,
                source: head.issuer.clone(),
            });
        }
        let impacts = self.threats.iter().filter(|it| it.category == "impact");
        let impacts = impacts.filter(|it| it.means(&head.products, id));
        let words = impacts
            .map(|it| it.details.as_str())
            .chain([head.severity.as_str()]);
        for word in words {
            if out.severity == Severity::Unknown {
                out.severity = normalise::severity_of_word(word);
                if out.severity != Severity::Unknown {
                    out.severity_word = one_line(word, 60);
                }
            }
        }
        out
    }

    /// Versions of a product that hold the fix.
    fn fixes(&self, name: &str, head: &Head) -> Vec<String> {
        let fixed = ["first_fixed", "fixed"].into_iter();
        let ids = fixed.filter_map(|it| self.product_status.get(it)).flatten();
        let packages = ids.map(|it| head.products.get(it).package);
        links(packages.filter(|it| it.name == name).map(|it| it.version))
    }
}

impl Said {
    fn means(&self, products: &Products, id: &str) -> bool {
        // Without a product it is said of all.
        let all = self.product_ids.is_empty() && self.group_ids.is_empty();
        all || products.mean(&self.product_ids, &self.group_ids, id)
    }

    fn line(&self) -> String {
        let mut out = match self.category.as_str() {
            "impact" => self.details.clone(),
            category => format!("{category}: {}", self.details),
        };
        if let Some(it) = &self.restart_required {
            _ = write!(out, "\nRestart required: {}", it.category);
        }
        if !self.url.is_empty() {
            _ = write!(out, " ({})", self.url);
        }
        out
    }
}

impl Cvss {
    fn severity(&self) -> (Severity, String) {
        if !self.base_severity.is_empty() {
            let severity = normalise::severity_of_word(&self.base_severity);
            return (severity, one_line(&self.base_severity, 60));
        }
        let Some(score) = self.base_score else {
            return (Severity::Unknown, String::new());
        };
        // CVSS 2 has no critical band, and only it leaves the word out.
        let severity = normalise::severity_of_score(score).max(Severity::High);
        (severity, score.to_string())
    }
}
