//! The JSON reports: lines of version 2, the list of version 3, OCSF since 4.

use super::announce;
use super::item::Item;
use crate::error::Problem;
use crate::formats::read::json;
use crate::formats::read::loose::Loose;
use crate::formats::wire::or_default;
use crate::formats::{Input, Probe, Sink};
use crate::model::Scan;
use serde::Deserialize;

/// OCSF detection findings.
#[derive(Deserialize)]
struct Ocsf {
    metadata: Metadata,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    status_code: String,
    #[serde(default, deserialize_with = "or_default")]
    status_detail: String,
    #[serde(default, deserialize_with = "or_default")]
    finding_info: Info,
    #[serde(default, deserialize_with = "or_default")]
    resources: Vec<Resource>,
    #[serde(default, deserialize_with = "or_default")]
    cloud: Cloud,
    #[serde(default, deserialize_with = "or_default")]
    remediation: Remediation,
    #[serde(default, deserialize_with = "or_default")]
    risk_details: String,
    #[serde(default)]
    time_dt: Loose,
}

#[derive(Deserialize)]
struct Metadata {
    event_code: String,
    #[serde(default, deserialize_with = "or_default")]
    product: Product,
}

#[derive(Default, Deserialize)]
struct Product {
    #[serde(default, deserialize_with = "or_default")]
    version: String,
}

#[derive(Default, Deserialize)]
struct Info {
    #[serde(default, deserialize_with = "or_default")]
    title: String,
    #[serde(default, deserialize_with = "or_default")]
    desc: String,
    #[serde(default, deserialize_with = "or_default")]
    uid: String,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(default, deserialize_with = "or_default")]
    uid: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    region: String,
    #[serde(default, deserialize_with = "or_default")]
    group: Account,
}

#[derive(Default, Deserialize)]
struct Cloud {
    #[serde(default, deserialize_with = "or_default")]
    account: Account,
    #[serde(default, deserialize_with = "or_default")]
    provider: String,
}

#[derive(Default, Deserialize)]
struct Account {
    #[serde(default, deserialize_with = "or_default")]
    uid: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

#[derive(Default, Deserialize)]
struct Remediation {
    #[serde(default, deserialize_with = "or_default")]
    desc: String,
    #[serde(default)]
    references: Loose,
}

/// Prowler's own records; the second names are those of version 2.
#[derive(Deserialize)]
struct Own {
    #[serde(rename = "CheckID", alias = "Control ID")]
    check: String,
    #[serde(rename = "CheckTitle", alias = "Control", default)]
    title: Loose,
    #[serde(rename = "Status")]
    status: String,
    #[serde(rename = "StatusExtended", alias = "Message", default)]
    said: Loose,
    #[serde(rename = "Severity", default)]
    severity: Loose,
    #[serde(rename = "ResourceArn", default)]
    arn: Loose,
    #[serde(rename = "ResourceId", alias = "Resource ID", default)]
    resource: Loose,
    #[serde(rename = "Region", default)]
    region: Loose,
    #[serde(rename = "AccountId", alias = "Account Number", default)]
    account: Loose,
    #[serde(rename = "Provider", default)]
    provider: Loose,
    #[serde(rename = "AssessmentStartTime", alias = "Timestamp", default)]
    time: Loose,
    #[serde(rename = "Description", default)]
    description: Loose,
    #[serde(rename = "Risk", default)]
    risk: Loose,
    #[serde(rename = "Remediation", default)]
    remediation: Option<Fix>,
    #[serde(rename = "RelatedUrl", alias = "Doc link", default)]
    link: Loose,
    #[serde(rename = "ServiceName", alias = "Service", default)]
    service: Loose,
    #[serde(rename = "FindingUniqueId", default)]
    native: Loose,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Fix {
    Text(String),
    Parts {
        #[serde(rename = "Recommendation")]
        recommendation: Recommendation,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Recommendation {
    #[serde(default)]
    text: Loose,
    #[serde(default)]
    url: Loose,
}

pub(super) fn read(
    input: &dyn Input,
    last: &mut Option<Scan>,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let probe = Probe::new(input)?;
    let records = probe.records();
    let dot = if records.is_empty() { "" } else { "." };
    let ocsf = probe.has(&format!("{records}{dot}metadata"));
    json::walk(input, &[records], &mut |it| {
        let item = if ocsf {
            it.record::<Ocsf>(sink)?.map(Item::from)
        } else {
            it.record::<Own>(sink)?.map(Item::from)
        };
        let Some(item) = item else { return Ok(()) };
        announce(&item, last, sink)?;
        if item.is_finding() {
            sink.finding(item.into_finding(it.place()))?;
        }
        Ok(())
    })
}

impl From<Ocsf> for Item {
    fn from(it: Ocsf) -> Self {
        let first = it.resources.into_iter().next();
        let (uid, name, region, service) = first.map_or_else(Default::default, |it| {
            (it.uid, it.name, it.region, it.group.name)
        });
        Self {
            check: it.metadata.event_code,
            title: it.finding_info.title,
            status: it.status_code,
            said: it.status_detail,
            severity: it.severity,
            resource: if uid.is_empty() { name } else { uid },
            region,
            account: it.cloud.account.uid,
            provider: it.cloud.provider,
            version: it.metadata.product.version,
            time: text(&it.time_dt),
            description: it.finding_info.desc,
            risk: it.risk_details,
            remediation: it.remediation.desc,
            links: it.remediation.references.0,
            compliance: String::new(),
            service,
            native: it.finding_info.uid,
            muted: it.status == "Suppressed",
        }
    }
}

impl From<Own> for Item {
    fn from(it: Own) -> Self {
        let (remediation, link) = match it.remediation {
            Some(Fix::Text(text)) => (text, String::new()),
            Some(Fix::Parts { recommendation: it }) => (text(&it.text), text(&it.url)),
            None => Default::default(),
        };
        let arn = text(&it.arn);
        Self {
            check: it.check,
            title: text(&it.title),
            status: it.status,
            said: text(&it.said),
            severity: text(&it.severity),
            resource: if arn.is_empty() {
                text(&it.resource)
            } else {
                arn
            },
            region: text(&it.region),
            account: text(&it.account),
            provider: text(&it.provider),
            version: String::new(),
            time: text(&it.time),
            description: text(&it.description),
            risk: text(&it.risk),
            remediation,
            links: vec![link, text(&it.link)],
            compliance: String::new(),
            service: text(&it.service),
            native: text(&it.native),
            muted: false,
        }
    }
}

fn text(it: &Loose) -> String {
    it.first().unwrap_or_default().trim().to_owned()
}
