//! Burp Suite Professional, Enterprise and Dastardly: the XML issue report (`issues`).
//!
//! Severity: High → high, Medium → medium, Low → low, Information → info; `False positive` → info
//! with a claim. Burp has no critical.
//! A finding is one issue at one location. The parameter is what stands in brackets behind the
//! path, such as `[q parameter]`. The serial number is another in each scan, and only a fact.
//! The first request is kept, credentials masked, base64 or not. Not read: responses (but masked in the
//! kept report), further requests, Collaborator and Infiltrator events.

use super::read::xml::{self, Captured};
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, base64, html, http, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, FindingKind, Location, NewFinding, Scan, Severity};

/// See the module's text.
pub(super) struct Burp;

impl Format for Burp {
    fn name(&self) -> &'static str {
        "burp"
    }

    fn tool(&self) -> &'static str {
        "Burp Suite 1.6+, Dastardly"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() == Some("issues") && probe.head.contains("burpVersion") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut announced = false;
        xml::walk(input, &["issues@", "issues/issue"], &mut |it| {
            if it.want == 0 {
                announced = true;
                return sink.scan(scan(it.node));
            }
            issue(it, sink)
        })?;
        if !announced {
            sink.scan(scan(&Node::default()))?;
        }
        Ok(())
    }
}

fn scan(root: &Node) -> Scan {
    let time = root.attribute("exportTime").unwrap_or_default();
    Scan {
        tool: "burp".to_owned(),
        tool_version: root.attribute("burpVersion").unwrap_or_default().to_owned(),
        scanned_at: normalise::long_date(time),
        ..Scan::default()
    }
}

fn issue(it: &Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let text = |name: &str| it.node.text_of(name).unwrap_or_default();
    let (rule, name) = (text("type"), text("name"));
    if rule.is_empty() && name.is_empty() {
        return sink.skipped(it.refuse("neither `type` nor `name` says what it is"));
    }
    let rule = if rule.is_empty() { name.clone() } else { rule };
    let title = if name.is_empty() { rule.clone() } else { name };
    let mut out = NewFinding::new(
        FindingKind::Dast,
        one_line(&rule, TITLE),
        one_line(&title, TITLE),
    );
    out.severity_word = text("severity");
    out.severity = severity(&out.severity_word);
    out.cwes = normalise::cwes_in(&text("vulnerabilityClassifications"));
    out.cwes.sort_unstable();
    out.cwes.dedup();
    let method = it.node.at("requestresponse/request");
    let method = method.and_then(|it| it.attribute("method"));
    out.place = place(&text("host"), &text("path"), &text("location"), method);
    let paragraphs = |names: [&str; 2]| {
        let all = names.map(|it| html::plain(&text(it)));
        let all: Vec<String> = all.into_iter().filter(|it| !it.is_empty()).collect();
        bounded(all.join("\n\n"), DESCRIPTION)
    };
    let detail = &mut out.detail;
    detail.description = paragraphs(["issueDetail", "issueBackground"]);
    detail.remediation = paragraphs(["remediationDetail", "remediationBackground"]);
    detail.references = hrefs(&text("references"));
    detail.confidence = text("confidence");
    if out.severity_word.eq_ignore_ascii_case("false positive") {
        detail.suppression = Some(Claimed {
            kind: "false positive".to_owned(),
            ..Claimed::default()
        });
    }
    fact(&mut detail.facts, "path", text("location"));
    fact(&mut detail.facts, "serial number", text("serialNumber"));
    detail.request = bounded(messages(it.node, sink), SNIPPET);
    out.record = it.place();
    sink.finding(out)
}

fn severity(word: &str) -> Severity {
    match word {
        "High" => Severity::High,
        "Medium" => Severity::Medium,
        "Low" => Severity::Low,
        "Information" | "False positive" => Severity::Info,
        _ => normalise::severity_of_word(word),
    }
}

pub(super) fn place(host: &str, path: &str, location: &str, method: Option<&str>) -> Location {
    let url = match (host.is_empty(), path.is_empty()) {
        (true, _) => None,
        (false, true) => Some(host.to_owned()),
        (false, false) => Some(format!("{}{path}", host.trim_end_matches('/'))),
    };
    Location {
        url,
        method: method.filter(|it| !it.is_empty()).map(str::to_uppercase),
        parameter: parameter(location),
        ..Location::default()
    }
}

/// `q` of `/search [q parameter]`, and of `[q JSON parameter]` and `[sid cookie]`.
fn parameter(location: &str) -> Option<String> {
    let (_, rest) = location.split_once(" [")?;
    let inside = rest.split(']').next()?;
    let sorts = [
        " parameter",
        " cookie",
        " header",
        " HTTP header",
        " JSON",
        " XML",
    ];
    let end = sorts.iter().filter_map(|it| inside.find(it)).min()?;
    let name = inside.get(..end)?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn hrefs(html: &str) -> Vec<String> {
    let all = html.split("href=\"").skip(1);
    links(all.filter_map(|it| it.split('"').next().map(str::to_owned)))
}

/// The first request. All messages are looked through for credentials.
fn messages(node: &Node, sink: &mut dyn Sink) -> String {
    let mut first = String::new();
    for pair in node.children("requestresponse") {
        for it in pair.elements() {
            let mut clear = |it: &str| {
                // A short value would take ordinary words of the report with it.
                if it.len() >= 8 {
                    sink.conceal(it);
                }
            };
            let text = match it.attribute("base64") {
                Some("true") => base64::message(&it.text(), &mut clear),
                _ => http::mask_message(&it.text(), &mut clear),
            };
            if first.is_empty() && it.name == "request" {
                text.trim().clone_into(&mut first);
            }
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameter_stands_in_brackets() {
        for (location, expected) in [
            ("/a [q parameter]", Some("q")),
            ("/a [sid cookie]", Some("sid")),
            ("/a [user.name JSON parameter]", Some("user.name")),
            ("/a [Referer HTTP header]", Some("Referer")),
            ("/a", None),
        ] {
            assert_eq!(parameter(location).as_deref(), expected);
        }
    }
}
