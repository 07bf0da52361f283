//! Alerts and their instances, however they were written.

use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use crate::formats::{html, http, normalise};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Location, NewFinding, RecordPlace, Severity};
use std::borrow::Cow;

/// What all instances of an alert share.
#[derive(Clone, Debug, Default)]
pub(super) struct Alert {
    pub(super) plugin: String,
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) risk: String,
    pub(super) risk_text: String,
    pub(super) confidence: String,
    pub(super) confidence_text: String,
    pub(super) description: String,
    pub(super) solution: String,
    pub(super) other: String,
    pub(super) references: String,
    pub(super) cwe: String,
    pub(super) wasc: String,
    pub(super) tags: Vec<String>,
}

/// One place of an alert.
#[derive(Clone, Debug, Default)]
pub(super) struct Instance {
    pub(super) url: String,
    pub(super) method: String,
    pub(super) parameter: String,
    pub(super) attack: String,
    pub(super) evidence: String,
    pub(super) other: String,
    pub(super) request: String,
    pub(super) body: String,
}

/// Why an alert cannot be used.
pub(super) const NAMELESS: &str = "neither `pluginid` nor `alert` names it";

impl Alert {
    /// `alertRef` tells apart what one plugin finds; older reports have the plugin only.
    fn rule(&self) -> &str {
        let all = [&self.reference, &self.plugin, &self.name];
        all.into_iter()
            .find(|it| !it.is_empty())
            .map_or("", |it| it)
    }

    pub(super) fn is_nameless(&self) -> bool {
        self.rule().is_empty()
    }

    /// What the instances share, as a finding without a place.
    pub(super) fn finding(&self) -> NewFinding {
        let title = match self.name.as_str() {
            "" => format!("ZAP rule {}", self.rule()),
            name => one_line(&html::plain(name), TITLE),
        };
        let mut out = NewFinding::new(FindingKind::Dast, self.rule(), title);
        out.severity = match self.risk.as_str() {
            "3" => Severity::High,
            "2" => Severity::Medium,
            "1" => Severity::Low,
            "0" => Severity::Info,
            _ => Severity::Unknown,
        };
        out.severity_word.clone_from(&self.risk);
        if !self.risk_text.is_empty() {
            // `Medium (High)`: the risk, then the confidence.
            let word = self.risk_text.split('(').next().unwrap_or_default();
            word.trim().clone_into(&mut out.severity_word);
        }
        out.cwes = normalise::cwes([self.cwe.as_str()]);
        let detail = &mut out.detail;
        detail.description = bounded(html::plain(&self.description), DESCRIPTION);
        detail.remediation = bounded(html::plain(&self.solution), DESCRIPTION);
        let references = html::plain(&self.references);
        detail.references = links(references.split_whitespace().map(str::to_owned));
        let tags = self.tags.iter().filter(|it| !it.starts_with("CWE-"));
        detail.tags = tags.cloned().collect();
        if self.wasc.parse::<u32>().is_ok_and(|it| it > 0) {
            detail.tags.push(format!("WASC-{}", self.wasc));
        }
        self.confidence_word().clone_into(&mut detail.confidence);
        if self.confidence == "0" {
            detail.suppression = Some(Claimed {
                kind: "False Positive".to_owned(),
                ..Claimed::default()
            });
        }
        out
    }

    fn confidence_word(&self) -> &str {
        match (self.confidence_text.as_str(), self.confidence.as_str()) {
            ("", "0") => "False Positive",
            ("", "1") => "Low",
            ("", "2") => "Medium",
            ("", "3") => "High",
            ("", "4") => "Confirmed",
            ("", other) => other,
            (word, _) => word,
        }
    }

    /// One instance as a finding. `conceal` is told the credentials in its request.
    pub(super) fn at(
        &self,
        base: &NewFinding,
        it: Instance,
        record: RecordPlace,
        conceal: &mut dyn FnMut(&str),
    ) -> NewFinding {
        let mut out = base.clone();
        let some = |text: String| (!text.is_empty()).then_some(text);
        out.place = Location {
            url: some(it.url),
            method: some(upper(it.method)),
            parameter: some(it.parameter),
            ..Location::default()
        };
        let other = match it.other.as_str() {
            "" => self.other.as_str(),
            other => other,
        };
        let mut request = Cow::Borrowed(it.request.trim());
        if !it.body.trim().is_empty() {
            request = format!("{request}\n\n{}", it.body.trim()).into();
        }
        // A short value would take ordinary words of the report with it.
        let mut clear = |it: &str| {
            if it.len() >= 8 {
                conceal(it);
            }
        };
        let evidence = http::mask_message(&it.evidence, &mut clear);
        out.detail.evidence = bounded(evidence, SNIPPET);
        let request = http::mask_message(&request, &mut clear);
        out.detail.request = bounded(request, SNIPPET);
        fact(&mut out.detail.facts, "attack", bounded(it.attack, SNIPPET));
        let other = bounded(html::plain(other), DESCRIPTION);
        fact(&mut out.detail.facts, "other information", other);
        out.record = record;
        out
    }
}

fn upper(mut text: String) -> String {
    text.make_ascii_uppercase();
    text
}
