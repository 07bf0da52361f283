//! Checks of policies: one line of what a gate said of an image.

use crate::formats::normalise;
use crate::formats::read::loose::Loose;
use crate::formats::wire::{DESCRIPTION, TITLE, fact, or_default};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, NewFinding, Package, RecordPlace, Severity};
use serde::Deserialize;

/// A row of the table that Anchore Engine writes, in the order of its header.
pub(super) type Row = Vec<Loose>;

/// One check.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Check {
    gate: String,
    #[serde(default, deserialize_with = "or_default")]
    trigger_name: String,
    #[serde(default, deserialize_with = "or_default")]
    trigger_id: String,
    #[serde(alias = "message", default, deserialize_with = "or_default")]
    description: String,
    #[serde(alias = "action", default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    policy_id: String,
    #[serde(default, deserialize_with = "or_default")]
    tag: String,
    #[serde(skip)]
    allowed: String,
}

impl Check {
    /// The check of a row; `None` where neither gate nor trigger names it.
    pub(super) fn of_row(header: &[String], row: &[Loose]) -> Option<Self> {
        let get = |name: &str| {
            let at = header.iter().position(|it| it.eq_ignore_ascii_case(name));
            let cell = at.and_then(|at| row.get(at)).and_then(Loose::first);
            cell.unwrap_or_default().to_owned()
        };
        let out = Self {
            gate: get("Gate"),
            trigger_name: get("Trigger"),
            trigger_id: get("Trigger_Id"),
            description: get("Check_Output"),
            status: get("Gate_Action"),
            policy_id: get("Policy_Id"),
            tag: get("Repo_Tag"),
            allowed: match get("Whitelisted").as_str() {
                "" | "false" => String::new(),
                by => by.to_owned(),
            },
        };
        (!out.gate.is_empty() || !out.trigger_name.is_empty()).then_some(out)
    }

    pub(super) fn into_finding(self, record: RecordPlace) -> NewFinding {
        let rule = one_line(&format!("{}/{}", self.gate, self.trigger_name), TITLE);
        let title = match self.description.trim() {
            "" => rule.clone(),
            text => one_line(text, TITLE),
        };
        let mut out = NewFinding::new(FindingKind::Iac, rule, title);
        (out.severity, out.severity_word) = self.severity();
        out.native = Some(self.trigger_id.clone()).filter(|it| !it.is_empty());
        let (id, name) = self.trigger_id.split_once('+').unwrap_or_default();
        if let Some(id) = normalise::vulnerability(id) {
            out.kind = FindingKind::Container;
            out.vulnerabilities = vec![id];
            out.package = Some(Package {
                name: name.to_owned(),
                ..Package::default()
            });
        }
        if !self.allowed.is_empty() {
            out.detail.suppression = Some(Claimed {
                kind: "allow list".to_owned(),
                justification: self.allowed,
                ..Claimed::default()
            });
        }
        out.detail.description = bounded(self.description, DESCRIPTION);
        let facts = &mut out.detail.facts;
        fact(facts, "policy", self.policy_id);
        fact(facts, "action", self.status);
        fact(facts, "image", self.tag);
        out.record = record;
        out
    }

    /// See the table of the format.
    fn severity(&self) -> (Severity, String) {
        let word = self
            .description
            .split_whitespace()
            .next()
            .unwrap_or_default();
        let shouted = word.chars().all(|it| it.is_ascii_uppercase());
        let said = normalise::severity_of_word(word);
        if shouted && said != Severity::Unknown {
            return (said, word.to_owned());
        }
        let severity = match self.status.to_ascii_lowercase().as_str() {
            "stop" => Severity::High,
            "warn" => Severity::Medium,
            "go" => Severity::Info,
            _ => Severity::Unknown,
        };
        (severity, self.status.clone())
    }
}
