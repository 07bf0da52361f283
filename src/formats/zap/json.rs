//! The JSON reports.

use super::alert::{Alert, Instance, NAMELESS};
use super::{Report, Site};
use crate::error::Problem;
use crate::formats::read::{json, part};
use crate::formats::wire::or_default;
use crate::formats::{Input, Sink};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

const HEAD: &[&str] = &[
    "@version",
    "@generated",
    "created",
    "@created",
    "site[].@name",
    "site[].@host",
    "site[].@port",
];

/// Texts; ZAP writes numbers as texts, other writers of the same report do not.
#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Text(String),
    Number(i64),
}

impl Text {
    fn get(it: Option<Self>) -> String {
        match it {
            Some(Self::Text(text)) => text,
            Some(Self::Number(number)) => number.to_string(),
            None => String::new(),
        }
    }
}

#[derive(Deserialize)]
struct WireAlert<'a> {
    pluginid: Option<Text>,
    #[serde(rename = "alertRef")]
    alert_ref: Option<Text>,
    alert: Option<String>,
    name: Option<String>,
    riskcode: Option<Text>,
    riskdesc: Option<String>,
    confidence: Option<Text>,
    confidencedesc: Option<String>,
    desc: Option<String>,
    solution: Option<String>,
    otherinfo: Option<String>,
    reference: Option<String>,
    cweid: Option<Text>,
    wascid: Option<Text>,
    #[serde(default, deserialize_with = "or_default")]
    tags: Vec<Tag>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    instances: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Tag {
    tag: Option<String>,
}

#[derive(Deserialize)]
struct WireInstance {
    uri: Option<String>,
    method: Option<String>,
    param: Option<String>,
    attack: Option<String>,
    evidence: Option<String>,
    otherinfo: Option<String>,
    #[serde(rename = "request-header", alias = "requestheader")]
    request: Option<String>,
    #[serde(rename = "request-body", alias = "requestbody")]
    body: Option<String>,
}

#[derive(Default)]
struct Head {
    report: Report,
    sites: BTreeMap<usize, Site>,
}

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut heads: BTreeMap<usize, Head> = BTreeMap::new();
    json::walk(input, HEAD, &mut |it| {
        heads.entry(it.root()).or_default().take(it);
        Ok(())
    })?;
    // Every site is announced, those without alerts too: there absence counts.
    for head in heads.values() {
        if head.sites.is_empty() {
            sink.scan(head.report.scan(&Site::default()))?;
        }
        for site in head.sites.values() {
            sink.scan(head.report.scan(site))?;
        }
    }
    if heads.is_empty() {
        sink.scan(Report::default().scan(&Site::default()))?;
    }
    let mut last = None;
    json::walk(input, &["site[].alerts[]"], &mut |it| {
        let spot = (it.root(), it.index(0));
        if last != Some(spot) {
            last = Some(spot);
            let head = heads.entry(spot.0).or_default();
            let site = head.sites.entry(spot.1).or_default();
            sink.scan(head.report.scan(site))?;
        }
        alert(it, sink)
    })
}

fn alert(it: &json::Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let Some(wire) = it.record::<WireAlert<'_>>(sink)? else {
        return Ok(());
    };
    let instances = wire.instances.clone();
    let alert = wire.into_alert();
    if alert.is_nameless() {
        return sink.skipped(it.refuse(NAMELESS));
    }
    let base = alert.finding();
    if instances.is_empty() {
        let finding = alert.at(&base, Instance::default(), it.place(), &mut |_| {});
        return sink.finding(finding);
    }
    for (idx, raw) in instances.into_iter().enumerate() {
        let path = format!("instances[{idx}]");
        let Some(instance) = part::record::<WireInstance>(it, raw, &path, sink)? else {
            continue;
        };
        let place = part::place(it, raw, &path);
        let finding = alert.at(&base, instance.into(), place, &mut |it| sink.conceal(it));
        sink.finding(finding)?;
    }
    Ok(())
}

impl Head {
    fn take(&mut self, it: &json::Captured<'_>) {
        let text = Text::get(it.parse::<Option<Text>>().unwrap_or_default());
        match it.want {
            0 => self.report.version = text,
            1 => self.report.generated = text,
            2 | 3 => self.report.created = text,
            part => {
                let site = self.sites.entry(it.index(0)).or_default();
                match part {
                    4 => site.name = text,
                    5 => site.host = text,
                    _ => site.port = text,
                }
            }
        }
    }
}

impl WireAlert<'_> {
    fn into_alert(self) -> Alert {
        Alert {
            plugin: Text::get(self.pluginid),
            reference: Text::get(self.alert_ref),
            name: self.name.or(self.alert).unwrap_or_default(),
            risk: Text::get(self.riskcode),
            risk_text: self.riskdesc.unwrap_or_default(),
            confidence: Text::get(self.confidence),
            confidence_text: self.confidencedesc.unwrap_or_default(),
            description: self.desc.unwrap_or_default(),
            solution: self.solution.unwrap_or_default(),
            other: self.otherinfo.unwrap_or_default(),
            references: self.reference.unwrap_or_default(),
            cwe: Text::get(self.cweid),
            wasc: Text::get(self.wascid),
            tags: self.tags.into_iter().filter_map(|it| it.tag).collect(),
        }
    }
}

impl From<WireInstance> for Instance {
    fn from(it: WireInstance) -> Self {
        Self {
            url: it.uri.unwrap_or_default(),
            method: it.method.unwrap_or_default(),
            parameter: it.param.unwrap_or_default(),
            attack: it.attack.unwrap_or_default(),
            evidence: it.evidence.unwrap_or_default(),
            other: it.otherinfo.unwrap_or_default(),
            request: it.request.unwrap_or_default(),
            body: it.body.unwrap_or_default(),
        }
    }
}
