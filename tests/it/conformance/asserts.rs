//! What the peer's tests assert of single findings, asked of ours.
//!
//! The peer numbers findings in its own order, so the asserts of one number are held against the
//! finding of ours that fits most of them.

use serde::Deserialize;
use serde_json::Value;
use sluice::model::{FindingKind, NewClaim, NewFinding, Severity};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
pub(crate) struct Assert {
    index: Value,
    field: String,
    #[serde(default)]
    value: Value,
    op: Option<String>,
}

/// How many asserts hold, and those that do not.
pub(crate) fn check(asserts: &[&Assert], findings: &[NewFinding]) -> (usize, Vec<String>) {
    let mut by_finding = BTreeMap::<_, Vec<&&Assert>>::new();
    for (at, it) in asserts.iter().enumerate().filter(|(_, it)| it.asks()) {
        // Without a number each is about some finding, not all about the same.
        let alone = if it.index.is_null() { at } else { 0 };
        let group = (it.index.to_string(), alone);
        by_finding.entry(group).or_default().push(it);
    }
    let (mut held, mut unheld) = (0, Vec::new());
    for ((index, _), group) in by_finding {
        let holds = |it: &NewFinding| group.iter().filter(|assert| assert.holds(it)).count();
        // What is said of all findings is held against the one that it fits least.
        let best = match index.as_str() {
            "\"all\"" => findings.iter().min_by_key(|it| holds(it)),
            _ => findings.iter().max_by_key(|it| holds(it)),
        };
        let Some(best) = best else {
            unheld.push(format!("[{index}] no finding at all"));
            continue;
        };
        held += holds(best);
        for it in group.iter().filter(|assert| !assert.holds(best)) {
            unheld.push(format!(
                "[{index}] {} {} {}; best: {} {:?} {} {:?} {:?} {:?} {:?}",
                it.field,
                it.op.as_deref().unwrap_or("="),
                it.value,
                best.severity,
                best.title,
                best.rule,
                best.vulnerabilities,
                best.cwes,
                best.place,
                best.package,
            ));
        }
    }
    (held, unheld)
}

/// What a claim says, in the shape that the peer gives it.
pub(crate) fn as_finding(it: &NewClaim) -> NewFinding {
    let main = it.vulnerabilities.first().cloned().unwrap_or_default();
    let mut out = NewFinding::new(FindingKind::Sbom, main.as_str(), main.as_str());
    out.vulnerabilities.clone_from(&it.vulnerabilities);
    out.package = Some(it.package.clone());
    out
}

impl Assert {
    /// The field it is about.
    pub(crate) fn field(&self) -> &str {
        &self.field
    }

    /// Whether the report says the number of a weakness at all: the peer likes to put one of its
    /// own choice, which is ours to leave out.
    pub(crate) fn is_said(&self, report: &str) -> bool {
        !matches!(self.field.as_str(), "cwe" | "unsaved_cwes")
            || self.list().iter().all(|cwe| {
                let number = cwe.trim_start_matches("CWE-");
                report
                    .split(|it: char| !it.is_ascii_digit())
                    .any(|word| word == number)
            })
    }

    /// Whether it is about something that both products mean alike.
    fn asks(&self) -> bool {
        let said = match &self.value {
            Value::Null | Value::Bool(_) => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Number(it) => it.as_i64() != Some(0),
            Value::Array(_) | Value::Object(_) => true,
        };
        said && match self.op.as_deref() {
            None => matches!(
                self.field.as_str(),
                "severity"
                    | "title"
                    | "cve"
                    | "cwe"
                    | "unsaved_cwes"
                    | "file_path"
                    | "line"
                    | "component_name"
                    | "component_version"
            ),
            Some("has" | "set") => self.field == "cve",
            Some("contains") => self.field == "title",
            Some(_) => false,
        }
    }

    fn holds(&self, it: &NewFinding) -> bool {
        let package = it.package.as_ref();
        match self.field.as_str() {
            "severity" => severity(&self.text()).is_none_or(|peer| peer == it.severity),
            "title" => same_sense(&self.text(), it),
            "cve" => self.list().iter().all(|id| {
                let ids = it.vulnerabilities.iter().chain([&it.rule]);
                ids.into_iter().any(|it| it.eq_ignore_ascii_case(id))
            }),
            "cwe" | "unsaved_cwes" => self.list().iter().all(|cwe| {
                let number = cwe.trim_start_matches("CWE-").parse();
                number.is_ok_and(|number| it.cwes.contains(&number))
            }),
            "file_path" => {
                let ours = it.place.file.as_deref().or(it.place.resource.as_deref());
                ours.is_some_and(|ours| same_end(&self.text(), ours))
            }
            "line" => it.place.line.map(|it| it.to_string()) == Some(self.text()),
            "component_name" => {
                let resource = it.place.resource.as_deref();
                package.is_some_and(|it| same_end(&self.text(), &it.name))
                    || resource.is_some_and(|it| same_end(&self.text(), it))
            }
            _ => package.is_some_and(|it| same_version(&self.text(), &it.version)),
        }
    }

    fn text(&self) -> String {
        plain(&self.value)
    }

    fn list(&self) -> Vec<String> {
        self.value
            .as_array()
            .map_or_else(|| vec![self.text()], |all| all.iter().map(plain).collect())
    }
}

/// A text without its quotes, or another value as JSON.
fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), |it| it.trim().to_owned())
}

fn severity(word: &str) -> Option<Severity> {
    Severity::parse(&word.to_lowercase())
}

/// Paths and names end alike: one side may know more folders, or the group of an artefact.
fn same_end(left: &str, right: &str) -> bool {
    let plain = |it: &str| {
        let it = it.replace(['\\', ':'], "/").to_lowercase();
        it.trim_start_matches("./")
            .trim_start_matches('/')
            .to_owned()
    };
    let (left, right) = (plain(left), plain(right));
    let ends = |long: &str, short: &str| {
        !short.is_empty()
            && long
                .strip_suffix(short)
                .is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    ends(&left, &right) || ends(&right, &left)
}

fn same_version(left: &str, right: &str) -> bool {
    left.trim_start_matches('v') == right.trim_start_matches('v')
}

/// Titles mean the same when most words of the shorter are said by the other side. The peer likes
/// to put the component, the place or the severity into its titles.
fn same_sense(peer: &str, it: &NewFinding) -> bool {
    let mut said = words(&it.title);
    let title = said.clone();
    said.extend(words(&it.rule));
    said.extend(words(it.severity.name()));
    said.extend(words(&it.severity_word));
    said.extend(words(&it.detail.description));
    for id in &it.vulnerabilities {
        said.extend(words(id));
    }
    if let Some(package) = &it.package {
        said.extend(words(&package.name));
        said.extend(words(&package.version));
    }
    for it in [&it.place.file, &it.place.url, &it.place.resource] {
        said.extend(words(it.as_deref().unwrap_or_default()));
    }
    let peer = words(peer);
    let most = |of: &BTreeSet<String>, other: &BTreeSet<String>| {
        let both = of.iter().filter(|it| other.contains(*it)).count();
        !of.is_empty() && both * 2 >= of.len()
    };
    most(&peer, &said) || most(&title, &peer)
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect()
}
