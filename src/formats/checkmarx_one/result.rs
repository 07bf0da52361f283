//! One result of the API, of any engine.

use super::state;
use crate::formats::read::loose::Loose;
use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, or_default, place};
use crate::formats::{SecretKey, Sink, image, leak, literal, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{CvssClaim, FindingKind, Flow, Location, NewFinding, Package, Snippet, Step};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    #[serde(rename = "type")]
    pub(super) engine: String,
    #[serde(default)]
    id: Loose,
    #[serde(default)]
    similarity_id: Loose,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) status: String,
    #[serde(default, deserialize_with = "or_default")]
    state: String,
    #[serde(default, deserialize_with = "or_default")]
    severity: String,
    #[serde(default, deserialize_with = "or_default")]
    description: String,
    data: Data,
    #[serde(default, deserialize_with = "or_default")]
    vulnerability_details: Details,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Data {
    query_name: Loose,
    rule_name: Loose,
    group: Loose,
    language_name: Loose,
    #[serde(deserialize_with = "or_default")]
    nodes: Vec<Node>,
    line: Option<u32>,
    #[serde(alias = "filename", deserialize_with = "or_default")]
    file_name: String,
    #[serde(deserialize_with = "or_default")]
    value: String,
    #[serde(deserialize_with = "or_default")]
    expected_value: String,
    #[serde(deserialize_with = "or_default")]
    platform: String,
    #[serde(deserialize_with = "or_default")]
    package_identifier: String,
    #[serde(deserialize_with = "or_default")]
    package_data: Vec<Link>,
    sca_package_data: Option<ScaPackage>,
    #[serde(deserialize_with = "or_default")]
    recommended_version: String,
    #[serde(deserialize_with = "or_default")]
    package_name: String,
    #[serde(deserialize_with = "or_default")]
    package_version: String,
    #[serde(deserialize_with = "or_default")]
    image_name: String,
    #[serde(deserialize_with = "or_default")]
    image_file_path: String,
    #[serde(deserialize_with = "or_default")]
    snippet: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Node {
    #[serde(default, deserialize_with = "or_default")]
    file_name: String,
    line: Option<u32>,
    column: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    code: String,
}

#[derive(Deserialize)]
struct Link {
    #[serde(default, deserialize_with = "or_default")]
    url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScaPackage {
    #[serde(default, deserialize_with = "or_default")]
    locations: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    type_of_dependency: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Details {
    cwe_id: Loose,
    cvss_score: Option<f64>,
    #[serde(deserialize_with = "or_default")]
    cve_name: String,
}

/// Takes the clear text of credentials out of a finding and has it masked.
pub(super) fn conceal(out: &mut NewFinding, key: &SecretKey, sink: &mut dyn Sink) {
    if out.kind == FindingKind::Secrets {
        let code = out.detail.snippet.take().map(|it| it.text);
        leak::reduce(out, &code.unwrap_or_default(), key, sink);
        return;
    }
    for clear in literal::reduce(out, key) {
        sink.conceal(&clear);
    }
}

/// A place in the repository, whose root Checkmarx writes as `/`.
pub(super) fn site(file: &str, line: Option<u32>) -> Location {
    place(file.trim_start_matches('/'), line)
}

/// Where a flow ends, with the code there and the flow itself.
pub(super) fn follow(nodes: Vec<Node>, out: &mut NewFinding) {
    if let Some(sink) = nodes.last() {
        out.place = site(&sink.file_name, sink.line);
        out.place.column = sink.column.filter(|it| *it > 0);
        let text = bounded(sink.code.trim_end().to_owned(), SNIPPET);
        let start = sink.line.unwrap_or_default();
        out.detail.snippet = (!text.is_empty()).then_some(Snippet { start, text });
    }
    if 1 < nodes.len() {
        let steps = nodes.into_iter().map(Step::from).collect();
        out.detail.flows = vec![Flow { steps }];
    }
}

impl From<Node> for Step {
    fn from(it: Node) -> Self {
        let text = if it.code.is_empty() { it.name } else { it.code };
        Self {
            file: normalise::path(it.file_name.trim_start_matches('/')),
            line: it.line.unwrap_or_default(),
            text: one_line(&text, TITLE),
        }
    }
}

impl Record {
    pub(super) fn into_finding(mut self) -> NewFinding {
        let mut out = match self.engine.as_str() {
            "sca" | "containers" | "container" => self.component(),
            _ => self.weakness(),
        };
        out.severity = normalise::severity_of_word(&self.severity);
        out.severity_word = one_line(&self.severity, 60);
        out.cwes = normalise::cwes(self.vulnerability_details.cwe_id.iter());
        let detail = &mut out.detail;
        detail.description = bounded(self.description, DESCRIPTION);
        let facts = &mut detail.facts;
        fact(facts, "actual", bounded(self.data.value, 4096));
        fact(facts, "expected", bounded(self.data.expected_value, 4096));
        fact(facts, "platform", self.data.platform);
        detail.tags = links(
            self.data
                .group
                .0
                .into_iter()
                .chain(self.data.language_name.0),
        );
        state(&self.state, &mut out);
        out
    }

    /// Code, infrastructure, a credential.
    fn weakness(&mut self) -> NewFinding {
        let kind = match self.engine.as_str() {
            "kics" => FindingKind::Iac,
            engine if engine.contains("secret") => FindingKind::Secrets,
            engine if engine.contains("sscs") => FindingKind::Cicd,
            _ => FindingKind::Sast,
        };
        let data = &mut self.data;
        let named = data.query_name.first().or_else(|| data.rule_name.first());
        let rule = one_line(named.or_else(|| self.id.first()).unwrap_or_default(), TITLE);
        let title = rule.replace('_', " ");
        let mut out = NewFinding::new(kind, rule, title);
        out.native = self.similarity_id.first().map(str::to_owned);
        out.place = site(&data.file_name, data.line);
        let code = bounded(std::mem::take(&mut data.snippet), SNIPPET);
        out.detail.snippet = (!code.is_empty()).then(|| Snippet {
            start: data.line.unwrap_or_default(),
            text: code,
        });
        if !data.nodes.is_empty() {
            follow(std::mem::take(&mut data.nodes), &mut out);
        }
        out
    }

    /// A vulnerability of a component.
    fn component(&mut self) -> NewFinding {
        let data = &mut self.data;
        let own = self.id.first().unwrap_or_default();
        let named = Some(self.vulnerability_details.cve_name.as_str());
        let id = named.filter(|it| !it.is_empty()).unwrap_or(own);
        let id = normalise::vulnerability(id).unwrap_or_else(|| one_line(id, 100));
        let mut package = identified(&data.package_identifier).unwrap_or_else(|| Package {
            name: data.package_name.clone(),
            version: data.package_version.clone(),
            ..Package::default()
        });
        package.fixed = links([std::mem::take(&mut data.recommended_version)]);
        let title = one_line(&format!("{id} in {}", package.name), TITLE);
        let container = self.engine.starts_with("container");
        let kind = if container {
            FindingKind::Container
        } else {
            FindingKind::Sca
        };
        let mut out = NewFinding::new(kind, id.clone(), title);
        out.vulnerabilities = vec![id];
        out.package = Some(package);
        let detail = &mut out.detail;
        if let Some(score) = self.vulnerability_details.cvss_score {
            detail.cvss = vec![CvssClaim {
                score: Some(score),
                source: "checkmarx".to_owned(),
                ..CvssClaim::default()
            }];
        }
        detail.references = links(data.package_data.drain(..).map(|it| it.url));
        fact(
            &mut detail.facts,
            "image",
            image::repository(&data.image_name),
        );
        let listed = data.sca_package_data.take();
        let listed = listed.map(|it| (it.locations.into_iter().next(), it.type_of_dependency));
        let (location, dependency) = listed.unwrap_or_default();
        fact(&mut detail.facts, "dependency", dependency);
        let path = location.unwrap_or_else(|| data.image_file_path.clone());
        out.place = site(&path, None);
        out
    }
}

/// A component by an id such as `Maven-com.thoughtworks.xstream:xstream-1.4.5`: the version begins
/// at the first digit behind a dash.
fn identified(id: &str) -> Option<Package> {
    let (manager, rest) = id.split_once('-')?;
    let ecosystem = match manager {
        "Python" => "pypi",
        "Ios" => "cocoapods",
        other => normalise::ecosystem(other),
    };
    let mut at = rest.match_indices('-').map(|(at, _)| at);
    let at = at.find(|at| {
        let tail = rest.get(at + 1..).unwrap_or_default();
        tail.starts_with(|c: char| c.is_ascii_digit() || c == 'v')
            && tail.contains(|c: char| c.is_ascii_digit())
    })?;
    let (name, version) = rest.split_at_checked(at)?;
    let version = version.trim_start_matches('-');
    Some(purl::component(ecosystem, "", name, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_read_from_their_ids() {
        for (id, name, version) in [
            ("Maven-com.a.b:c-d-1.4.5", "com.a.b/c-d", "1.4.5"),
            (
                "Npm-@babel/core-7.0.0-beta.1",
                "@babel/core",
                "7.0.0-beta.1",
            ),
            ("Go-github.com/x/y-v1.2.3", "github.com/x/y", "v1.2.3"),
        ] {
            let it = identified(id).unwrap();
            assert_eq!((it.name.as_str(), it.version.as_str()), (name, version));
        }
        assert!(identified("tar").is_none());
    }
}
