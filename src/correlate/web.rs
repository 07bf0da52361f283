//! The same weakness at the same method, templated path and parameter, seen by different tools.

use super::bands::MOST_PLACES;
use super::{Edge, Rule, Sighting, classes, family};
use crate::model::url::Endpoint as Place;
use crate::model::{Confidence, FindingKind};

/// See the module's text.
pub(super) struct Endpoint;

impl Rule for Endpoint {
    fn name(&self) -> &'static str {
        "endpoint"
    }

    fn version(&self) -> u32 {
        2
    }

    fn about(&self) -> &'static str {
        "the same weakness family at the same method, templated path and parameter"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        if it.kind != FindingKind::Dast || it.endpoint.is_empty() {
            return Vec::new();
        }
        let path = Place::parse(&it.endpoint).path;
        family::of(it)
            .iter()
            .map(|name| format!("{name} {path}"))
            .collect()
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let mut out = Vec::new();
        let mut firsts: Vec<(usize, &Sighting, Place)> = Vec::new();
        for class in classes(bucket, |it| (&it.endpoint, &it.tool, &it.rule)) {
            if let Some((first, others)) = class.split_first() {
                let edge = |(b, _): &(usize, _)| self.edge(first.0, *b, first.1, Confidence::High);
                out.extend(others.iter().map(edge));
                firsts.push((first.0, first.1, Place::parse(&first.1.endpoint)));
            }
        }
        let few = firsts.len() <= MOST_PLACES;
        for (idx, (a, one, place)) in firsts.iter().enumerate() {
            for (b, other, there) in firsts.iter().skip(idx + 1) {
                // In the order of the endpoints: above the limit only equal ones are compared.
                if !few && one.endpoint != other.endpoint {
                    break;
                }
                // Two rules of one tool at one place are two opinions of it; only another tool's
                // word makes them one.
                if one.tool == other.tool && one.rule != other.rule {
                    continue;
                }
                if let Some(sure) = compare((one, place), (other, there), &firsts) {
                    out.push(self.edge(*a, *b, one, sure));
                }
            }
        }
        out
    }
}

impl Endpoint {
    fn edge(&self, a: usize, b: usize, one: &Sighting, confidence: Confidence) -> Edge {
        Edge {
            a,
            b,
            rule: self.name(),
            version: self.version(),
            confidence,
            evidence: one.endpoint.clone(),
        }
    }
}

/// How sure it is that two findings of one family and path are one; `None` when they are not.
fn compare(
    (one, place): (&Sighting, &Place),
    (other, there): (&Sighting, &Place),
    bucket: &[(usize, &Sighting, Place)],
) -> Option<Confidence> {
    let meets = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
    if !meets(&place.host, &there.host) || !meets(&place.method, &there.method) {
        return None;
    }
    let (a, b) = (parameter(place), parameter(there));
    if a == b {
        let exact = place.method == there.method && place.host == there.host;
        return Some(if exact {
            Confidence::High
        } else {
            Confidence::Medium
        });
    }
    if !a.is_empty() && !b.is_empty() || one.tool == other.tool {
        return None;
    }
    // One tool names the parameter and the other does not: it is the only one, or nobody knows.
    let of = |tool: &str| bucket.iter().filter(|(_, it, _)| it.tool == tool).count();
    let (named, bare) = if a.is_empty() { (b, place) } else { (a, there) };
    let fits = bare.query.is_empty() || bare.query.iter().any(|it| it.eq_ignore_ascii_case(&named));
    match fits {
        true if of(&one.tool) == 1 && of(&other.tool) == 1 => Some(Confidence::Medium),
        true => Some(Confidence::Low),
        false => None,
    }
}

/// The attacked parameter in lower case: what a tool names, or the only one of the query. The name
/// of a header is the weakness itself for some tools, and is not a parameter.
fn parameter(place: &Place) -> String {
    let named = place.parameter.to_lowercase();
    if !named.is_empty() {
        let header = HEADERS.contains(&named.as_str());
        return if header { String::new() } else { named };
    }
    match place.query.as_slice() {
        [one] => one.to_lowercase(),
        _ => String::new(),
    }
}

/// Headers that scanners put where the parameter stands when the header is missing or wrong.
const HEADERS: &[&str] = &[
    "access-control-allow-origin",
    "cache-control",
    "content-security-policy",
    "content-type",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "server",
    "set-cookie",
    "strict-transport-security",
    "x-aspnet-version",
    "x-content-type-options",
    "x-frame-options",
    "x-powered-by",
    "x-xss-protection",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::tests::sighting;

    fn at(id: u8, tool: &str, endpoint: &str) -> Sighting {
        let mut it = sighting(id, tool, FindingKind::Dast, "r");
        it.cwes = vec![79];
        it.endpoint = endpoint.to_owned();
        it
    }

    fn joined(all: &[Sighting]) -> Vec<Confidence> {
        let bucket: Vec<_> = all.iter().enumerate().collect();
        let edges = Endpoint.edges(&bucket);
        edges.iter().map(|it| it.confidence).collect()
    }

    #[test]
    fn what_a_tool_does_not_say_is_no_difference() {
        let one = at(1, "zap", "GET http://x/find?q q");
        assert_eq!(
            joined(&[one.clone(), at(2, "wapiti", "/find? q")]),
            [Confidence::Medium]
        );
        assert_eq!(
            joined(&[one.clone(), at(2, "burp", "GET http://x:80/find? q")]),
            [Confidence::High]
        );
        assert_eq!(
            joined(&[one, at(2, "nikto", "http://x/find?")]),
            [Confidence::Medium]
        );
    }

    #[test]
    fn another_parameter_method_or_host_is_another_weakness() {
        let one = at(1, "zap", "GET http://x/find? q");
        for other in [
            "GET http://x/find? page",
            "POST http://x/find? q",
            "GET http://y/find? q",
        ] {
            assert_eq!(joined(&[one.clone(), at(2, "burp", other)]), [], "{other}");
        }
    }

    #[test]
    fn without_a_parameter_several_are_only_suggested() {
        let all = [
            at(1, "zap", "GET http://x/find? q"),
            at(2, "zap", "GET http://x/find? page"),
            at(3, "nikto", "http://x/find?"),
        ];
        assert_eq!(joined(&all), [Confidence::Low, Confidence::Low]);
    }
}
