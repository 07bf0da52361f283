//! The keys of a finding: bucket, native, content, what else was said, and its first fingerprint.

use crate::identity::{alias, content};
use crate::model::url::{Endpoint, endpoint, templated};
use crate::model::{Digest, FindingKind, NewFinding, Package};

/// The keys of one finding; 0 stands for "the tool gave nothing to go by".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Rule and place without line.
    pub bucket: i64,
    /// The tool's own fingerprint.
    pub native: i64,
    /// Content.
    pub content: i64,
    /// Everything else that a list or a score depends on; a change of it is an update, never a new
    /// finding.
    pub said: i64,
    /// What a fingerprint is made of, before it gets its ordinal.
    pub base: Digest,
}

/// The keys of a tool's finding. For secrets the content is the keyed hash, which differs from store to
/// store and so stays out of the fingerprint's base.
pub fn of(finding: &NewFinding, tool: &str) -> Keys {
    let place = &finding.place;
    let rule = &*alias::canonical(tool, &finding.rule);
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let package = finding.package.as_ref();
    let (ecosystem, name) = package.map_or(("", ""), |it| (&*it.ecosystem, &*it.name));
    let url = place.url.as_deref().map(templated).unwrap_or_default();
    let bucket = Digest::of(
        "bucket/1",
        &[
            rule,
            &text(&place.file),
            ecosystem,
            name,
            &url,
            &text(&place.method),
            &parameter(&text(&place.parameter)),
            &text(&place.resource),
        ],
    );
    let code = code(finding);
    let portable = match package {
        Some(package) => package.version.clone(),
        None if finding.kind == FindingKind::Secrets => String::new(),
        None => code.unwrap_or_default(),
    };
    // The rule is part of it, so that a renamed file cannot pair two rules about one line.
    let content = match &finding.secret {
        Some(secret) => Digest::of(content::VERSION, &[rule, name, &secret.hash]).short(),
        None if place.url.is_some() => path_only(rule, &endpoint(place)),
        None if portable.is_empty() => 0,
        None => Digest::of(content::VERSION, &[rule, name, &portable]).short(),
    };
    let native = finding.native.as_deref().unwrap_or_default();
    Keys {
        bucket: bucket.short(),
        native: if native.is_empty() {
            0
        } else {
            Digest::of("native/1", &[native]).short()
        },
        content,
        said: said(finding),
        base: Digest::of("finding/1", &[&bucket.to_string(), &portable]),
    }
}

/// What stays of a web finding when its server moved to another host, port or scheme.
fn path_only(rule: &str, endpoint: &str) -> i64 {
    let it = Endpoint::parse(endpoint);
    let query = it.query.join("&");
    let parameter = parameter(&it.parameter);
    let parts = [rule, &it.method, &it.path, &query, &parameter];
    Digest::of("web-content/1", &parts).short()
}

/// A parameter without the numbers of list entries: `items[3].id` is `items[].id`.
fn parameter(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut inside = false;
    for c in name.chars() {
        inside = (inside && c != ']') || c == '[';
        if !(inside && c.is_ascii_digit()) {
            out.push(c);
        }
    }
    out
}

/// The flagged code without layout and comments.
pub fn code(finding: &NewFinding) -> Option<String> {
    let snippet = finding.detail.snippet.as_ref()?;
    content::of_snippet(snippet, &finding.place)
}

fn said(finding: &NewFinding) -> i64 {
    let package = finding.package.as_ref();
    let fixed = package
        .map(|it: &Package| it.fixed.join(","))
        .unwrap_or_default();
    let version = package.map(|it| it.version.as_str()).unwrap_or_default();
    let cwes: Vec<String> = finding.cwes.iter().map(u32::to_string).collect();
    let cvss: Vec<String> = finding
        .detail
        .cvss
        .iter()
        .map(|it| format!("{}{:?}", it.vector, it.score))
        .collect();
    let claim = finding.detail.suppression.as_ref();
    let claim = claim
        .map(|it| format!("{}/{}", it.kind, it.status))
        .unwrap_or_default();
    let columns = format!("{:?}{:?}", finding.place.end_line, finding.place.column);
    Digest::of(
        "said/1",
        &[
            &finding.title,
            finding.severity.name(),
            &finding.severity_word,
            version,
            &fixed,
            &finding.vulnerabilities.join(","),
            &cwes.join(","),
            &cvss.join(","),
            &claim,
            &columns,
        ],
    )
    .short()
}

/// The fingerprint of the `ordinal`th equal finding of a scope, counted from zero in the order of
/// the report. Without line, severity and date, so that every laptop finds the same one.
pub fn fingerprint(scope: &[&str; 3], keys: &Keys, ordinal: u32) -> Digest {
    let [application, tool, target] = scope;
    Digest::of(
        "fingerprint/1",
        &[
            application,
            tool,
            target,
            &keys.base.to_string(),
            &ordinal.to_string(),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Location, Secret, Severity};

    fn finding(line: u32, severity: Severity) -> NewFinding {
        let mut it = NewFinding::new(FindingKind::Sast, "R1", "t");
        it.severity = severity;
        it.place = Location {
            file: Some("a.py".into()),
            line: Some(line),
            ..Location::default()
        };
        it
    }

    #[test]
    fn line_and_severity_are_no_identity() {
        let (a, b) = (
            of(&finding(1, Severity::Low), "t"),
            of(&finding(90, Severity::High), "t"),
        );
        assert_eq!((a.bucket, a.base), (b.bucket, b.base));
        assert_ne!(a.said, b.said);
    }

    #[test]
    fn a_secret_matches_by_hash_but_its_fingerprint_is_portable() {
        let mut one = finding(1, Severity::High);
        one.kind = FindingKind::Secrets;
        let mut two = one.clone();
        one.secret = Some(Secret {
            hash: "aa".into(),
            masked: String::new(),
        });
        two.secret = Some(Secret {
            hash: "bb".into(),
            masked: String::new(),
        });
        let (one, two) = (of(&one, "t"), of(&two, "t"));
        assert_ne!(one.content, two.content);
        assert_eq!(one.base, two.base);
    }

    #[test]
    fn a_renamed_rule_keeps_its_bucket() {
        let mut old = finding(1, Severity::Low);
        old.rule = "DS002".into();
        let mut new = old.clone();
        new.rule = "AVD-DS-0002".into();
        assert_eq!(of(&old, "trivy").bucket, of(&new, "trivy").bucket);
        assert_ne!(of(&old, "other").bucket, of(&new, "other").bucket);
    }

    #[test]
    fn a_server_that_moved_keeps_the_content_of_its_findings() {
        let at = |url: &str, parameter: &str| {
            let mut it = finding(0, Severity::Low);
            it.place = Location {
                url: Some(url.into()),
                parameter: Some(parameter.into()),
                ..Location::default()
            };
            of(&it, "zap")
        };
        let old = at("http://shop:8080/orders/7", "items[1].id");
        let new = at("https://shop.test/orders/9", "items[4].id");
        assert_ne!(old.bucket, new.bucket);
        assert_eq!(old.content, new.content);
        assert_ne!(
            old.content,
            at("https://shop.test/orders/9", "name").content
        );
    }
}
