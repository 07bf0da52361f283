//! A weakness that was seen from outside and one in the code that reads the attacked parameter: a
//! suggestion, for a person knows whether that code serves that page.

use super::bands::MOST_PLACES;
use super::{Edge, Rule, Sighting, family};
use crate::model::url::Endpoint;
use crate::model::{Confidence, FindingKind};

/// See the module's text.
pub(super) struct Route;

impl Rule for Route {
    fn name(&self) -> &'static str {
        "route"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "suggests code that reads the parameter which a web scanner attacked, with the same weakness family"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        let names: Vec<String> = match it.kind {
            FindingKind::Dast if !it.endpoint.is_empty() => {
                let parameter = Endpoint::parse(&it.endpoint).parameter;
                Some(parameter)
                    .filter(|it| !it.is_empty())
                    .into_iter()
                    .collect()
            }
            FindingKind::Sast => {
                let names = it.hints.iter().filter_map(|it| it.strip_prefix("param:"));
                names.map(str::to_owned).collect()
            }
            _ => return Vec::new(),
        };
        let mut out = Vec::new();
        for family in family::of(it) {
            out.extend(names.iter().map(|name| format!("{family} {name}")));
        }
        out
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let mut out = Vec::new();
        let web = bucket.iter().filter(|(_, it)| it.kind == FindingKind::Dast);
        let code = || bucket.iter().filter(|(_, it)| it.kind == FindingKind::Sast);
        for (a, one) in web.take(MOST_PLACES) {
            let endpoint = Endpoint::parse(&one.endpoint);
            for (b, other) in code().take(MOST_PLACES) {
                let path = file_says(&other.file, &endpoint.path);
                let also = path.map(|it| format!(", and the file is named after '{it}'"));
                out.push(Edge {
                    a: *a,
                    b: *b,
                    rule: self.name(),
                    version: self.version(),
                    confidence: Confidence::Low,
                    evidence: format!(
                        "{}:{} reads '{}', which was attacked at {}{}",
                        other.file,
                        other.line,
                        endpoint.parameter,
                        endpoint.path,
                        also.unwrap_or_default()
                    ),
                });
            }
        }
        out
    }
}

/// The part of a path that the file is named after.
fn file_says<'a>(file: &str, path: &'a str) -> Option<&'a str> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.split('.').next().unwrap_or(name);
    let mut parts = path.split('/').filter(|it| it.len() > 2);
    parts.find(|it| it.split('.').next() == Some(stem))
}
