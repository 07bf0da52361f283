//! OpenVEX 0.0.1 to 0.2.0: what an issuer says of vulnerabilities in products.
//!
//! `affected` and `under_investigation` are findings; OpenVEX rates nothing, so their severity is
//! unknown. `not_affected` and `fixed` are claims (see `vex`). There is one for each product, or
//! for each of its subcomponents where the statement names them. Of several statements about one
//! vulnerability in one product the latest counts, as the specification says; the others are
//! listed as skipped.
//! The target is the document's `@id`: its next version replaces what it said.
//! Not read: `supplier`, hashes, identifiers other than purls.

use super::read::json;
use super::vex::Statement;
use super::wire::{DESCRIPTION, or_default};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, advisory, normalise, purl};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{ClaimText, Digest, FindingKind, NewFinding, Package, RecordPlace, Scan};
use serde::Deserialize;
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct OpenVex;

#[derive(Deserialize)]
struct Record {
    vulnerability: Named,
    #[serde(default, deserialize_with = "or_default")]
    products: Vec<Product>,
    /// Of all products, before 0.2.0.
    #[serde(default, deserialize_with = "or_default")]
    subcomponents: Vec<Product>,
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    status_notes: String,
    #[serde(default, deserialize_with = "or_default")]
    justification: String,
    #[serde(default, deserialize_with = "or_default")]
    impact_statement: String,
    #[serde(default, deserialize_with = "or_default")]
    action_statement: String,
    #[serde(default, deserialize_with = "or_default")]
    timestamp: String,
}

/// A text before 0.2.0.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Id(String),
    Parts {
        #[serde(default, deserialize_with = "or_default")]
        name: String,
        #[serde(rename = "@id", default, deserialize_with = "or_default")]
        id: String,
        #[serde(default, deserialize_with = "or_default")]
        description: String,
        #[serde(default, deserialize_with = "or_default")]
        aliases: Vec<String>,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Product {
    Id(String),
    Parts {
        #[serde(rename = "@id", default, deserialize_with = "or_default")]
        id: String,
        #[serde(default, deserialize_with = "or_default")]
        identifiers: BTreeMap<String, String>,
        #[serde(default, deserialize_with = "or_default")]
        subcomponents: Vec<Self>,
    },
}

/// What stands above the statements.
#[derive(Default)]
struct Head {
    id: String,
    author: String,
    timestamp: String,
    /// For each vulnerability in each product the latest time and the number of its statement.
    latest: BTreeMap<Digest, (Option<i64>, usize)>,
}

impl Format for OpenVex {
    fn name(&self) -> &'static str {
        "openvex"
    }

    fn tool(&self) -> &'static str {
        "OpenVEX 0.0.1-0.2.0"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sbom]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let context = probe.value("@context").unwrap_or_default();
        if context.contains("openvex.dev/ns") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut head = Head::default();
        json::walk(
            input,
            &["@id", "author", "timestamp", "statements[]"],
            &mut |it| {
                match it.want {
                    0 => head.id = one_line(&it.parse::<String>()?, 500),
                    1 => head.author = one_line(&it.parse::<String>()?, 300),
                    2 => head.timestamp = it.parse::<String>()?,
                    _ => {
                        if let Ok(record) = it.parse::<Record>() {
                            head.note(&record, it.index(0));
                        }
                    }
                }
                Ok(())
            },
        )?;
        sink.scan(Scan {
            tool: "openvex".to_owned(),
            target: head.id.clone(),
            scanned_at: normalise::timestamp(&head.timestamp),
            ..Scan::default()
        })?;
        json::walk(input, &["statements[]"], &mut |it| {
            let Some(record) = it.record::<Record>(sink)? else {
                return Ok(());
            };
            if record.vulnerability.ids().is_none() {
                return sink.skipped(it.refuse("the vulnerability has no name"));
            }
            if record.products().is_empty() {
                return sink.skipped(it.refuse("it names no product"));
            }
            let mut overridden = false;
            for (package, product) in record.products() {
                let key = record.key(&product);
                if head
                    .latest
                    .get(&key)
                    .is_some_and(|(_, at)| *at != it.index(0))
                {
                    overridden = true;
                    continue;
                }
                if let Some(statement) = record.statement(package, product, &head, it.place()) {
                    statement.hand_over(sink)?;
                }
            }
            if overridden {
                return sink.skipped(it.refuse("a later statement overrides it"));
            }
            Ok(())
        })
    }
}

impl Head {
    fn note(&mut self, record: &Record, number: usize) {
        let at = normalise::timestamp(&record.timestamp);
        let at = at.or_else(|| normalise::timestamp(&self.timestamp));
        for (_, product) in record.products() {
            let latest = self
                .latest
                .entry(record.key(&product))
                .or_insert((at, number));
            if latest.0 <= at {
                *latest = (at, number);
            }
        }
    }
}

impl Record {
    fn key(&self, product: &str) -> Digest {
        let id = self.vulnerability.main().unwrap_or_default();
        Digest::of("openvex statement", &[id, product])
    }

    /// Each product or subcomponent, with the words that name it.
    fn products(&self) -> Vec<(Package, String)> {
        let mut out = Vec::new();
        for it in &self.products {
            let (own, mut inner) = it.parts();
            if inner.is_empty() {
                inner = &self.subcomponents;
            }
            if inner.is_empty() {
                out.push((it.package(), own.to_owned()));
            }
            let each = inner.iter().map(|it| {
                let product = format!("{} in {own}", it.parts().0);
                (it.package(), product)
            });
            out.extend(each);
        }
        out
    }

    fn statement(
        &self,
        package: Package,
        product: String,
        head: &Head,
        record: RecordPlace,
    ) -> Option<Statement> {
        let (rule, ids, description) = self.vulnerability.ids()?;
        let cve = ids.iter().find(|it| it.starts_with("CVE-"));
        let title = cve.or(ids.first()).unwrap_or(&rule).clone();
        let mut vulnerability = NewFinding::new(FindingKind::Sbom, rule, title);
        vulnerability.vulnerabilities = ids;
        vulnerability.detail.description = bounded(description, DESCRIPTION);
        let at = normalise::timestamp(&self.timestamp);
        Some(Statement {
            vulnerability,
            status: self.status.clone(),
            package,
            said: ClaimText {
                issuer: head.author.clone(),
                document: head.id.clone(),
                product: one_line(&product, 500),
                justification: one_line(&self.justification, 100),
                statement: self.impact_statement.clone(),
                at: at.or_else(|| normalise::timestamp(&head.timestamp)),
            },
            action: self.action_statement.clone(),
            notes: self.status_notes.clone(),
            record,
        })
    }
}

impl Named {
    fn main(&self) -> Option<&str> {
        let all = match self {
            Self::Id(id) => [id, id],
            Self::Parts { name, id, .. } => [name, id],
        };
        all.into_iter()
            .map(|it| it.trim())
            .find(|it| !it.is_empty())
    }

    /// The id as given, all ids of a known scheme, and the description.
    fn ids(&self) -> Option<(String, Vec<String>, String)> {
        let main = one_line(self.main()?, 300);
        let (aliases, description) = match self {
            Self::Id(_) => (Vec::new(), String::new()),
            Self::Parts {
                aliases,
                description,
                ..
            } => (aliases.clone(), description.clone()),
        };
        let known = normalise::vulnerability(&main).is_some();
        let (ids, _) = advisory::aliases(main.clone(), aliases);
        let ids = ids.into_iter().skip(usize::from(!known)).collect();
        Some((main, ids, description))
    }
}

impl Product {
    fn parts(&self) -> (&str, &[Self]) {
        match self {
            Self::Id(id) => (id, &[]),
            Self::Parts {
                id,
                identifiers,
                subcomponents,
            } => {
                let named = identifiers.get("purl").filter(|_| id.is_empty());
                (named.unwrap_or(id), subcomponents)
            }
        }
    }

    fn package(&self) -> Package {
        let named = match self {
            Self::Id(_) => None,
            Self::Parts { identifiers, .. } => identifiers.get("purl"),
        };
        let own = self.parts().0;
        let purl = named
            .and_then(|it| purl::package(it))
            .or_else(|| purl::package(own));
        purl.unwrap_or_else(|| Package {
            name: one_line(own, 300),
            ..Package::default()
        })
    }
}
