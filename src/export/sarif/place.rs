//! Where a result is, and the way the data went to it.

use crate::export::json_text::put;
use crate::model::{Finding, FindingKind, Flow};
use serde_json::{Value, json};

/// The one location of a finding, when it has any.
pub(super) fn location(finding: &Finding) -> Option<Value> {
    let place = &finding.place;
    let mut out = json!({});
    let address = place.url.as_deref().filter(|it| is_web(it)).map(escape);
    let address = address.or_else(|| place.file.as_deref().map(escape));
    if let Some(uri) = address {
        let mut physical = json!({"artifactLocation": {"uri": uri}});
        let region = region(finding);
        if region.as_object().is_some_and(|it| !it.is_empty()) {
            put(&mut physical, "region", region);
        }
        if let Some(surroundings) = surroundings(finding) {
            put(&mut physical, "contextRegion", surroundings);
        }
        put(&mut out, "physicalLocation", physical);
    }
    if let Some(resource) = &place.resource {
        put(
            &mut out,
            "logicalLocations",
            json!([{"fullyQualifiedName": resource}]),
        );
    }
    out.as_object()
        .is_some_and(|it| !it.is_empty())
        .then_some(out)
}

fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// The numbers of a region; a column without a line is none (§3.30.5).
fn region(finding: &Finding) -> Value {
    let place = &finding.place;
    let mut out = json!({});
    let Some(line) = place.line else {
        return out;
    };
    put(&mut out, "startLine", line);
    if let Some(end) = place.end_line {
        put(&mut out, "endLine", end);
    }
    if let Some(column) = place.column {
        put(&mut out, "startColumn", column);
        // An end before the beginning on the same line is no region.
        let ends_later = place.end_line.is_some_and(|end| end > line);
        if let Some(end) = place.end_column.filter(|it| ends_later || *it >= column) {
            put(&mut out, "endColumn", end);
        }
    }
    out
}

/// The code that the tool showed, never that of a secret.
fn surroundings(finding: &Finding) -> Option<Value> {
    let snippet = finding.detail.snippet.as_ref()?;
    if finding.kind == FindingKind::Secrets || snippet.start == 0 {
        return None;
    }
    let lines = u32::try_from(snippet.text.lines().count().max(1)).ok()?;
    let end = snippet.start.saturating_add(lines - 1);
    // A context holds its region (§3.29.5).
    let line = finding.place.line.unwrap_or(snippet.start);
    let last = finding.place.end_line.unwrap_or(line);
    let holds = snippet.start <= line && last <= end;
    holds.then(
        || json!({"startLine": snippet.start, "endLine": end, "snippet": {"text": snippet.text}}),
    )
}

/// Ways of the data.
pub(super) fn flows(finding: &Finding) -> Vec<Value> {
    if finding.kind == FindingKind::Secrets {
        return Vec::new();
    }
    let flows = finding
        .detail
        .flows
        .iter()
        .filter(|it| !it.steps.is_empty());
    flows.map(flow).collect()
}

fn flow(flow: &Flow) -> Value {
    let steps = flow.steps.iter().map(|it| {
        let mut location = json!({"message": {"text": it.text}});
        if !it.file.is_empty() {
            let mut physical = json!({"artifactLocation": {"uri": escape(&it.file)}});
            if it.line > 0 {
                put(&mut physical, "region", json!({"startLine": it.line}));
            }
            put(&mut location, "physicalLocation", physical);
        }
        json!({"location": location})
    });
    json!({"threadFlows": [{"locations": steps.collect::<Vec<Value>>()}]})
}

/// A path or URL as a URI reference (RFC 3986 §2): what may not stand in one is percent-encoded.
/// A first colon of a path would make it a scheme.
fn escape(text: &str) -> String {
    let web = is_web(text);
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let kept = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        // In a URL what has a meaning keeps it; in a path it is a name.
        if kept || (web && b":?#[]%".contains(&byte)) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&crate::model::digest::hex(&[byte]).to_uppercase());
        }
    }
    out
}
