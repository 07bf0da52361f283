//! The keys of a finding: bucket, native, content, what else was said, and its first fingerprint.

use crate::identity::content;
use crate::model::{Digest, FindingKind, Location, NewFinding, Package};

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

/// The keys of a finding. For secrets the content is the keyed hash, which differs from store to
/// store and so stays out of the fingerprint's base.
pub fn of(finding: &NewFinding) -> Keys {
    let place = &finding.place;
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let package = finding.package.as_ref();
    let (ecosystem, name) = package.map_or(("", ""), |it| (&*it.ecosystem, &*it.name));
    let url = place.url.as_deref().map(templated).unwrap_or_default();
    let bucket = Digest::of(
        "bucket/1",
        &[
            &finding.rule,
            &text(&place.file),
            ecosystem,
            name,
            &url,
            &text(&place.method),
            &text(&place.parameter),
            &text(&place.resource),
        ],
    );
    let code = finding
        .detail
        .snippet
        .as_ref()
        .and_then(|it| content::of_snippet(it, place));
    let portable = match package {
        Some(package) => package.version.clone(),
        None if finding.kind == FindingKind::Secrets => String::new(),
        None => code.unwrap_or_default(),
    };
    // The rule is part of it, so that a renamed file cannot pair two rules about one line.
    let content = match &finding.secret {
        Some(secret) => Digest::of("content/1", &[&finding.rule, name, &secret.hash]).short(),
        None if portable.is_empty() => 0,
        None => Digest::of("content/1", &[&finding.rule, name, &portable]).short(),
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

/// Method, templated URL and parameter of a finding with a URL; empty for others.
pub fn endpoint(place: &Location) -> String {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    match &place.url {
        Some(url) => {
            let parts = [text(&place.method), templated(url), text(&place.parameter)];
            parts.join(" ").trim().to_owned()
        }
        None => String::new(),
    }
}

/// A URL whose changing parts are replaced: numbers and hashes in the path, values of the query.
fn templated(url: &str) -> String {
    let (rest, query) = url.split_once('?').unwrap_or((url, ""));
    let rest = rest.split('#').next().unwrap_or_default();
    let mut out: Vec<&str> = Vec::new();
    for part in rest.split('/') {
        let long_hex =
            part.len() >= 16 && part.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
        let number = !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        out.push(if number || long_hex { "{}" } else { part });
    }
    let mut names: Vec<&str> = query
        .split('&')
        .filter_map(|it| it.split('=').next())
        .filter(|it| !it.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    format!(
        "{}?{}",
        out.join("/").trim_end_matches('/'),
        names.join("&")
    )
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
    use crate::model::{Secret, Severity};

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
            of(&finding(1, Severity::Low)),
            of(&finding(90, Severity::High)),
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
        let (one, two) = (of(&one), of(&two));
        assert_ne!(one.content, two.content);
        assert_eq!(one.base, two.base);
    }

    #[test]
    fn urls_lose_what_changes() {
        assert_eq!(templated("https://x/a/42/?b=1&a=2#z"), "https://x/a/{}?a&b");
        assert_eq!(templated("https://x/a/7?a=9&b=2"), "https://x/a/{}?a&b");
    }
}
