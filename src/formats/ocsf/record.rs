//! One record of any of the classes.

use super::vulnerability::Vulnerability;
use crate::formats::normalise;
use crate::formats::read::loose::Loose;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, links, or_default};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, NewFinding, Scan, Severity};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Record {
    class_uid: u32,
    #[serde(default)]
    activity_id: Loose,
    #[serde(default)]
    severity_id: Option<i64>,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default)]
    status_id: Option<i64>,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    comment: String,
    #[serde(default, deserialize_with = "or_default")]
    message: String,
    metadata: Metadata,
    finding_info: Info,
    #[serde(default, deserialize_with = "or_default")]
    confidence: String,
    #[serde(default, deserialize_with = "or_default")]
    risk_details: String,
    #[serde(default, deserialize_with = "or_default")]
    impact: String,
    /// One before version 1.1, a list since.
    resource: Option<Resource>,
    #[serde(default, deserialize_with = "or_default")]
    resources: Vec<Resource>,
    #[serde(default, deserialize_with = "or_default")]
    cloud: Cloud,
    #[serde(default, deserialize_with = "or_default")]
    application: Named,
    #[serde(default, deserialize_with = "or_default")]
    remediation: Remediation,
    #[serde(default, deserialize_with = "or_default")]
    compliance: Compliance,
    #[serde(default, deserialize_with = "or_default")]
    vulnerabilities: Vec<Vulnerability>,
}

#[derive(Deserialize)]
struct Metadata {
    #[serde(default, deserialize_with = "or_default")]
    product: Product,
    #[serde(default, deserialize_with = "or_default")]
    event_code: String,
}

#[derive(Default, Deserialize)]
struct Product {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    version: String,
}

#[derive(Deserialize)]
struct Info {
    #[serde(default, deserialize_with = "or_default")]
    uid: String,
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    desc: String,
    #[serde(default, deserialize_with = "or_default")]
    types: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    src_url: String,
    #[serde(default, deserialize_with = "or_default")]
    analytic: Named,
}

#[derive(Default, Deserialize)]
pub(super) struct Named {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    uid: String,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(flatten)]
    named: Named,
}

#[derive(Default, Deserialize)]
struct Cloud {
    #[serde(default, deserialize_with = "or_default")]
    account: Named,
    #[serde(default, deserialize_with = "or_default")]
    region: String,
}

#[derive(Default, Deserialize)]
pub(super) struct Remediation {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) desc: String,
    #[serde(default)]
    references: Loose,
}

#[derive(Default, Deserialize)]
struct Compliance {
    #[serde(default, deserialize_with = "or_default")]
    control: String,
    #[serde(default)]
    requirements: Loose,
    #[serde(default)]
    standards: Loose,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default)]
    status_id: Option<i64>,
    #[serde(default)]
    status_detail: Loose,
}

impl Record {
    pub(super) fn is_finding_class(&self) -> bool {
        matches!(self.class_uid, 2002 | 2003 | 2004 | 2007)
    }

    pub(super) fn refusal(&self) -> String {
        format!("class {} is no finding that is read", self.class_uid)
    }

    pub(super) fn scan(&self) -> Scan {
        let product = &self.metadata.product;
        let tool = normalise::tool(&product.name);
        Scan {
            tool: if tool.is_empty() {
                "ocsf".to_owned()
            } else {
                tool
            },
            tool_version: one_line(&product.version, 100),
            target: one_line(&self.cloud.account.uid, 300),
            ..Scan::default()
        }
    }

    pub(super) fn into_findings(mut self) -> Vec<NewFinding> {
        if self.class_uid == 2003 && self.passed() {
            return Vec::new();
        }
        let vulnerabilities = std::mem::take(&mut self.vulnerabilities);
        let base = self.base();
        if vulnerabilities.is_empty() {
            return vec![base];
        }
        vulnerabilities
            .into_iter()
            .flat_map(|it| it.findings(&base))
            .collect()
    }

    fn passed(&self) -> bool {
        let status = &self.compliance;
        status.status_id == Some(1) || status.status.eq_ignore_ascii_case("pass")
    }

    /// The finding without what single vulnerabilities say.
    fn base(self) -> NewFinding {
        let info = self.finding_info;
        let titles = [&info.title, &self.message, &info.desc, &info.uid];
        let title = titles.into_iter().find(|it| !it.is_empty());
        let title = one_line(title.map_or("", |it| it), TITLE);
        let rules = [
            &info.analytic.uid,
            &info.analytic.name,
            &self.compliance.control,
            &self.metadata.event_code,
            &title,
        ];
        let rule = rules.into_iter().find(|it| !it.is_empty());
        let rule = one_line(rule.map_or("", |it| it), TITLE);
        let kind = match self.class_uid {
            2003 => FindingKind::Iac,
            _ => FindingKind::Infra,
        };
        let mut out = NewFinding::new(kind, rule, title);
        out.severity = severity(self.severity_id, &self.severity);
        out.severity_word = one_line(&self.severity, 60);
        out.native = Some(one_line(&info.uid, 500)).filter(|it| !it.is_empty());
        let detail = &mut out.detail;
        let described = if info.desc.is_empty() {
            self.message
        } else {
            info.desc
        };
        detail.description = bounded(described, DESCRIPTION);
        detail.remediation = bounded(self.remediation.desc, DESCRIPTION);
        let addresses = self.remediation.references.iter().map(str::to_owned);
        detail.references = links([info.src_url].into_iter().chain(addresses).take(32));
        detail.confidence = one_line(&self.confidence, 60);
        detail.tags = links(info.types.iter().map(|it| one_line(it, 200)).take(32));
        let detail_of = self.compliance.status_detail.iter().collect::<Vec<_>>();
        detail.evidence = bounded(detail_of.join("\n"), DESCRIPTION);
        let closed = self.activity_id.first() == Some("3");
        if closed || matches!(self.status_id, Some(3..=6)) {
            let kind = if self.status.is_empty() {
                "closed"
            } else {
                &self.status
            };
            detail.suppression = Some(Claimed {
                kind: one_line(kind, 60).to_lowercase(),
                status: String::new(),
                justification: bounded(self.comment, DESCRIPTION),
            });
        }
        let facts = &mut detail.facts;
        let joined = |it: &Loose| bounded(it.iter().collect::<Vec<_>>().join(", "), DESCRIPTION);
        fact(facts, "status", one_line(&self.compliance.status, 60));
        fact(facts, "standards", joined(&self.compliance.standards));
        fact(facts, "requirements", joined(&self.compliance.requirements));
        fact(facts, "risk", bounded(self.risk_details, DESCRIPTION));
        fact(facts, "impact", one_line(&self.impact, 300));
        fact(facts, "region", one_line(&self.cloud.region, 100));
        fact(facts, "application", self.application.best());
        let mut named = self.resource.iter().chain(&self.resources);
        let mut resources = named.by_ref().map(|it| it.named.best());
        out.place.resource = resources.next().filter(|it| !it.is_empty());
        for it in resources.take(32) {
            fact(facts, "resource", it);
        }
        out
    }
}

/// By the number of OCSF's dictionary, else by the word.
pub(super) fn severity(id: Option<i64>, word: &str) -> Severity {
    match id {
        Some(5 | 6) => Severity::Critical,
        Some(4) => Severity::High,
        Some(3) => Severity::Medium,
        Some(2) => Severity::Low,
        Some(1) => Severity::Info,
        Some(_) | None if word.eq_ignore_ascii_case("fatal") => Severity::Critical,
        Some(_) | None => normalise::severity_of_word(word),
    }
}

impl Named {
    /// What names it for good, else its name.
    pub(super) fn best(&self) -> String {
        let text = if self.uid.is_empty() {
            &self.name
        } else {
            &self.uid
        };
        one_line(text, 500)
    }
}
