//! SPDX 3.0 as JSON-LD, in the compact names of its published context.

use super::finish;
use crate::error::Problem;
use crate::formats::read::json;
use crate::formats::read::loose::Loose;
use crate::formats::vex::Statement;
use crate::formats::wire::{DESCRIPTION, or_default};
use crate::formats::{Input, Sink, advisory, image, licence, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{
    ClaimText, Component, CvssClaim, FindingKind, NewFinding, Package, RecordPlace, Scan, Severity,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Element {
    #[serde(
        rename = "spdxId",
        alias = "@id",
        default,
        deserialize_with = "or_default"
    )]
    id: String,
    #[serde(
        rename = "type",
        alias = "@type",
        default,
        deserialize_with = "or_default"
    )]
    sort: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    summary: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    #[serde(default, deserialize_with = "or_default")]
    created: String,
    #[serde(rename = "createdBy", default)]
    created_by: Loose,
    #[serde(rename = "createdUsing", default)]
    created_using: Loose,
    #[serde(rename = "rootElement", default)]
    roots: Loose,
    #[serde(default, deserialize_with = "or_default")]
    from: String,
    #[serde(default)]
    to: Loose,
    #[serde(rename = "relationshipType", default, deserialize_with = "or_default")]
    relation: String,
    #[serde(
        rename = "externalIdentifier",
        default,
        deserialize_with = "or_default"
    )]
    identifiers: Vec<Identifier>,
    #[serde(
        rename = "software_packageVersion",
        default,
        deserialize_with = "or_default"
    )]
    version: String,
    #[serde(
        rename = "software_packageUrl",
        default,
        deserialize_with = "or_default"
    )]
    purl: String,
    #[serde(
        rename = "software_primaryPurpose",
        default,
        deserialize_with = "or_default"
    )]
    purpose: String,
    #[serde(
        rename = "simplelicensing_licenseExpression",
        default,
        deserialize_with = "or_default"
    )]
    expression: String,
    #[serde(rename = "security_severity", default, deserialize_with = "or_default")]
    severity: String,
    #[serde(rename = "security_score", default)]
    score: Option<f64>,
    #[serde(
        rename = "security_vectorString",
        default,
        deserialize_with = "or_default"
    )]
    vector: String,
    #[serde(
        rename = "security_justificationType",
        default,
        deserialize_with = "or_default"
    )]
    justification: String,
    #[serde(
        rename = "security_impactStatement",
        default,
        deserialize_with = "or_default"
    )]
    impact: String,
    #[serde(
        rename = "security_actionStatement",
        default,
        deserialize_with = "or_default"
    )]
    action: String,
    #[serde(
        rename = "security_statusNotes",
        default,
        deserialize_with = "or_default"
    )]
    notes: String,
    #[serde(
        rename = "security_publishedTime",
        default,
        deserialize_with = "or_default"
    )]
    published: String,
}

#[derive(Deserialize)]
struct Identifier {
    #[serde(default, deserialize_with = "or_default")]
    identifier: String,
    #[serde(
        rename = "externalIdentifierType",
        default,
        deserialize_with = "or_default"
    )]
    sort: String,
}

/// All that is known before the packages and assessments are read.
#[derive(Default)]
struct Known {
    scan: Scan,
    issuer: String,
    document: String,
    /// Names of agents and tools.
    names: BTreeMap<String, String>,
    by: Vec<String>,
    using: Vec<String>,
    roots: Vec<String>,
    images: BTreeMap<String, String>,
    /// Texts of licences, and which packages have which, concluded ones first.
    licences: BTreeMap<String, String>,
    licensed: BTreeMap<String, (bool, String)>,
    vulnerabilities: BTreeMap<String, NewFinding>,
    rated: BTreeMap<String, (String, CvssClaim)>,
    /// Packages that an assessment is about.
    wanted: BTreeSet<String>,
    packages: BTreeMap<String, Package>,
}

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut known = Known::default();
    json::walk(input, &["@graph[]"], &mut |it| {
        if let Ok(element) = it.parse::<Element>() {
            known.take(element);
        }
        Ok(())
    })?;
    let subject = known.finish();
    sink.scan(known.scan.clone())?;
    json::walk(input, &["@graph[]"], &mut |it| {
        let Some(element) = it.record::<Element>(sink)? else {
            return Ok(());
        };
        if element.sort != "software_Package" {
            return Ok(());
        }
        if element.name.is_empty() && element.purl.is_empty() {
            return sink.skipped(it.refuse("the package has no name"));
        }
        if known.wanted.contains(&element.id) {
            known.packages.insert(element.id.clone(), element.package());
        }
        if element.id == subject {
            return Ok(());
        }
        sink.component(known.component(&element))
    })?;
    json::walk(input, &["@graph[]"], &mut |it| {
        let Ok(element) = it.parse::<Element>() else {
            return Ok(());
        };
        let Some(status) = status(&element.sort) else {
            return Ok(());
        };
        if !known.vulnerabilities.contains_key(&element.from) {
            return sink.skipped(it.refuse("the vulnerability that it is about is not there"));
        }
        known
            .statements(&element, status, &it.place())
            .into_iter()
            .try_for_each(|it| it.hand_over(sink))
    })
}

/// What a class of assessment says, in the words of OpenVEX.
fn status(sort: &str) -> Option<&'static str> {
    match sort {
        "security_VexAffectedVulnAssessmentRelationship" => Some("affected"),
        "security_VexNotAffectedVulnAssessmentRelationship" => Some("not_affected"),
        "security_VexFixedVulnAssessmentRelationship" => Some("fixed"),
        "security_VexUnderInvestigationVulnAssessmentRelationship" => Some("under_investigation"),
        _ => None,
    }
}

impl Known {
    fn take(&mut self, it: Element) {
        match it.sort.as_str() {
            "CreationInfo" => {
                self.scan.scanned_at = normalise::timestamp(&it.created);
                self.by.extend(it.created_by.0);
                self.using.extend(it.created_using.0);
            }
            "SpdxDocument" | "software_Sbom" => {
                if it.sort == "SpdxDocument" {
                    self.document = one_line(&it.id, 500);
                }
                self.roots.extend(it.roots.0);
            }
            "Tool" | "Agent" | "Organization" | "Person" | "SoftwareAgent" => {
                self.names.insert(it.id, one_line(&it.name, 300));
            }
            "software_Package" if it.purpose == "container" => {
                self.images
                    .insert(it.id, image::repository(&it.name).to_owned());
            }
            "security_Vulnerability" => {
                self.vulnerabilities
                    .insert(it.id.clone(), it.vulnerability());
            }
            sort if status(sort).is_some() => self.wanted.extend(it.to.0),
            sort if sort.starts_with("security_Cvss") => {
                let claim = CvssClaim {
                    vector: it.vector,
                    score: it.score,
                    source: String::new(),
                };
                self.rated.entry(it.from).or_insert((it.severity, claim));
            }
            _ if !it.expression.is_empty() => {
                self.licences.insert(it.id, it.expression);
            }
            _ => self.relation(it),
        }
    }

    fn relation(&mut self, it: Element) {
        let concluded = it.relation == "hasConcludedLicense";
        if concluded || it.relation == "hasDeclaredLicense" {
            let to = it.to.0.into_iter().next().unwrap_or_default();
            let have = self.licensed.entry(it.from).or_default();
            if concluded || !have.0 {
                *have = (concluded, to);
            }
        } else if it.relation == "describes" {
            self.roots.extend(it.to.0);
        }
    }

    /// Completes the head, and gives the id of the package that the document is about.
    fn finish(&mut self) -> String {
        let name = |ids: &[String]| ids.iter().find_map(|it| self.names.get(it)).cloned();
        let tool = name(&self.using).map(|it| normalise::tool(&it));
        self.issuer = name(&self.by).unwrap_or_default();
        self.scan.tool = tool.unwrap_or_default();
        finish(&mut self.scan);
        // Other roots are the bill itself.
        let roots: BTreeSet<&String> = self.roots.iter().collect();
        let found = roots
            .iter()
            .find_map(|it| Some((*it, self.images.get(*it)?)));
        if let Some((id, image)) = found {
            self.scan.target.clone_from(image);
            return (*id).clone();
        }
        match roots.into_iter().collect::<Vec<_>>().as_slice() {
            [one] | [one, _] => (*one).clone(),
            _ => String::new(),
        }
    }

    fn component(&self, it: &Element) -> Component {
        let licence = self.licensed.get(&it.id).map(|(_, id)| {
            // Listed licences are named by the end of their address.
            let listed = id
                .rsplit_once("spdx.org/licenses/")
                .map(|it| it.1.to_owned());
            self.licences
                .get(id)
                .cloned()
                .or(listed)
                .unwrap_or_default()
        });
        Component {
            package: it.package(),
            licence: licence::expression(licence),
            place: String::new(),
        }
    }

    fn statements(&self, it: &Element, status: &str, place: &RecordPlace) -> Vec<Statement> {
        let Some(vulnerability) = self.vulnerabilities.get(&it.from) else {
            return Vec::new();
        };
        let mut vulnerability = vulnerability.clone();
        if let Some((word, claim)) = self.rated.get(&it.from) {
            vulnerability.severity = normalise::severity_of_word(word);
            vulnerability.severity_word.clone_from(word);
            if let Some(score) = claim.score.filter(|_| word.is_empty()) {
                vulnerability.severity = normalise::severity_of_score(score);
                vulnerability.severity_word = score.to_string();
            }
            vulnerability.detail.cvss.push(claim.clone());
        }
        let each = it.to.iter().map(|to| {
            let package = self.packages.get(to).cloned().unwrap_or_default();
            let named = package.purl.as_deref().unwrap_or(&package.name);
            let product = if named.is_empty() { to } else { named };
            Statement {
                vulnerability: vulnerability.clone(),
                status: status.to_owned(),
                said: ClaimText {
                    issuer: self.issuer.clone(),
                    document: self.document.clone(),
                    product: one_line(product, 500),
                    justification: snake(&it.justification),
                    statement: it.impact.clone(),
                    at: normalise::timestamp(&it.published).or(self.scan.scanned_at),
                },
                package,
                action: it.action.clone(),
                notes: it.notes.clone(),
                record: place.clone(),
            }
        });
        each.collect()
    }
}

impl Element {
    fn package(&self) -> Package {
        let listed = self.identifiers.iter();
        let listed = listed.filter(|it| it.sort.eq_ignore_ascii_case("packageurl"));
        let all = listed.map(|it| &it.identifier).chain([&self.purl]);
        let mut out = all
            .filter_map(|it| purl::package(it))
            .next()
            .unwrap_or_else(|| Package {
                name: self.name.clone(),
                ..Package::default()
            });
        if !self.version.is_empty() {
            out.version.clone_from(&self.version);
        }
        out
    }

    fn vulnerability(self) -> NewFinding {
        let mut ids = self.identifiers.into_iter().map(|it| it.identifier);
        let named = Some(self.name).filter(|it| normalise::vulnerability(it).is_some());
        let main = named.or_else(|| ids.next()).unwrap_or(self.id);
        let main = one_line(&main, 300);
        let known = normalise::vulnerability(&main).is_some();
        let (all, _) = advisory::aliases(main.clone(), ids.collect());
        let all: Vec<String> = all.into_iter().skip(usize::from(!known)).collect();
        let title = all.first().unwrap_or(&main).clone();
        let mut out = NewFinding::new(FindingKind::Sbom, main, title);
        out.vulnerabilities = all;
        out.severity = Severity::Unknown;
        let description = [self.summary, self.description].join("\n\n");
        out.detail.description = bounded(description.trim().to_owned(), DESCRIPTION);
        out
    }
}

/// A label of SPDX, such as `vulnerableCodeNotPresent`, as all others write it.
fn snake(label: &str) -> String {
    let mut out = String::new();
    for c in label.chars().take(100) {
        if c.is_uppercase() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
