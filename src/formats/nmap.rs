//! Nmap 5 and later: the XML output (`-oX`).
//!
//! Severity: an open port is info; what a script says has the CVSS score that the script gives, by
//! its band, and is unknown without one.
//! A finding is one open port of one host, one CVE that the `vulners` script lists for it, or one
//! weakness that a script of the `vuln` category calls VULNERABLE. The place is the `resource`
//! `host:port/protocol`; the host is the name that the user gave, or the address.
//! A scan that did not end (`runstats/finished` missing or not `success`) is incomplete.
//! Not read: closed and filtered ports, operating system guesses, traceroutes, other scripts.

use super::read::xml::{self, Captured};
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, TITLE, fact};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, host, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, Location, NewFinding, RecordPlace, Scan, Severity};

/// See the module's text.
pub(super) struct Nmap;

impl Format for Nmap {
    fn name(&self) -> &'static str {
        "nmap"
    }

    fn tool(&self) -> &'static str {
        "Nmap 5-7"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Infra]
    }

    fn file_types(&self) -> &'static str {
        "XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.xml_root() == Some("nmaprun") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let unfinished = "nmap did not come to its end";
        let mut scan = Scan {
            tool: "nmap".to_owned(),
            incomplete: Some(unfinished.to_owned()),
            ..Scan::default()
        };
        let head = ["nmaprun@", "nmaprun/runstats/finished"];
        xml::walk(input, &head, &mut |it| {
            let attribute = |name: &str| it.node.attribute(name);
            if it.want == 0 {
                attribute("version")
                    .unwrap_or_default()
                    .clone_into(&mut scan.tool_version);
                scan.scanned_at = attribute("start").and_then(|it| it.parse().ok());
            } else if !matches!(attribute("exit"), Some(it) if it != "success") {
                scan.incomplete = None;
            }
            Ok(())
        })?;
        sink.scan(scan)?;
        xml::walk(input, &["nmaprun/host"], &mut |it| read_host(it, sink))
    }
}

/// The name that was asked for, else the address.
fn name(node: &Node) -> String {
    let names = node.child("hostnames").into_iter();
    let mut names = names.flat_map(|it| it.children("hostname"));
    let asked = names.find(|it| it.attribute("type") == Some("user"));
    let asked = asked.and_then(|it| it.attribute("name"));
    let mut all = node.children("address");
    let address = all.find(|it| it.attribute("addrtype") != Some("mac"));
    let address = address.and_then(|it| it.attribute("addr"));
    asked.or(address).unwrap_or_default().to_owned()
}

fn read_host(it: &Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let host = name(it.node);
    let ports = it.node.child("ports").into_iter();
    for (idx, port) in ports.flat_map(|it| it.children("port")).enumerate() {
        let path = format!("ports[0].port[{idx}]");
        let state = port.child("state").and_then(|it| it.attribute("state"));
        match state {
            Some("open") => {}
            Some(_) => continue,
            None => {
                let mut refused = it.refuse("the port has no `state`");
                refused.record = it.place_within(port, &path);
                sink.skipped(refused)?;
                continue;
            }
        }
        let number = port.attribute("portid").unwrap_or_default();
        let protocol = port.attribute("protocol").unwrap_or_default();
        let resource = host::resource(&host, number, protocol);
        let place = it.place_within(port, &path);
        sink.finding(open_port(port, resource.clone(), place))?;
        for (idx, script) in port.children("script").enumerate() {
            let place = it.place_within(script, &format!("{path}.script[{idx}]"));
            script_says(script, resource.as_ref(), &place, sink)?;
        }
    }
    let scripts = it.node.child("hostscript").into_iter();
    for (idx, script) in scripts.flat_map(|it| it.children("script")).enumerate() {
        let place = it.place_within(script, &format!("hostscript[0].script[{idx}]"));
        let resource = host::resource(&host, "", "");
        script_says(script, resource.as_ref(), &place, sink)?;
    }
    Ok(())
}

fn open_port(port: &Node, resource: Option<String>, record: RecordPlace) -> NewFinding {
    let number = port.attribute("portid").unwrap_or_default();
    let protocol = port.attribute("protocol").unwrap_or_default();
    let service = |name: &str| {
        let service = port.child("service");
        service
            .and_then(|it| it.attribute(name))
            .unwrap_or_default()
    };
    let title = format!("Open port {number}/{protocol} {}", service("name"));
    let mut out = NewFinding::new(FindingKind::Infra, "open-port", one_line(&title, TITLE));
    out.severity = Severity::Info;
    out.place = Location {
        resource,
        ..Location::default()
    };
    let facts = &mut out.detail.facts;
    for label in ["product", "version", "extrainfo", "tunnel"] {
        fact(facts, label, service(label));
    }
    let scripts = port.children("script");
    for script in scripts.filter(|it| it.attribute("id") != Some("vulners")) {
        let output = script.attribute("output").unwrap_or_default().trim();
        let label = script.attribute("id").unwrap_or_default();
        fact(facts, label, bounded(output.to_owned(), DESCRIPTION));
    }
    out.record = record;
    out
}

/// The weaknesses that a script reports.
fn script_says(
    script: &Node,
    resource: Option<&String>,
    place: &RecordPlace,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let id = script.attribute("id").unwrap_or_default();
    let mut all = Vec::new();
    if id == "vulners" {
        let products = script.children("table");
        for (product, each) in products.flat_map(|it| it.children("table").map(move |t| (it, t))) {
            all.extend(listed(product, each));
        }
    } else {
        all.extend(script.children("table").filter_map(|it| vulnerable(id, it)));
    }
    for mut out in all {
        out.place.resource = resource.cloned();
        fact(&mut out.detail.facts, "script", id);
        out.record = place.clone();
        sink.finding(out)?;
    }
    Ok(())
}

fn element(table: &Node, key: &str) -> String {
    let mut all = table.children("elem");
    let found = all.find(|it| it.attribute("key") == Some(key));
    found.map_or_else(String::new, |it| it.text().trim().to_owned())
}

/// An entry of `vulners`: exploits are listed beside vulnerabilities, which alone have a CVE.
fn listed(product: &Node, table: &Node) -> Option<NewFinding> {
    let id = normalise::vulnerability(&element(table, "id"))?;
    if !id.starts_with("CVE-") {
        return None;
    }
    let mut out = NewFinding::new(FindingKind::Infra, id.clone(), id.clone());
    let score = element(table, "cvss");
    if let Ok(number) = score.parse() {
        out.severity = normalise::severity_of_score(number);
    }
    out.severity_word = score;
    out.detail.references = vec![format!("https://vulners.com/cve/{id}")];
    out.vulnerabilities = vec![id];
    fact(
        &mut out.detail.facts,
        "exploit",
        element(table, "is_exploit"),
    );
    let cpe = product.attribute("key").unwrap_or_default();
    fact(&mut out.detail.facts, "product", cpe);
    Some(out)
}

/// An entry of the `vulns` library, which all scripts of the category use.
fn vulnerable(script: &str, table: &Node) -> Option<NewFinding> {
    let state = element(table, "state");
    if !matches!(
        state.as_str(),
        "VULNERABLE" | "LIKELY VULNERABLE" | "VULNERABLE (Exploitable)"
    ) {
        return None;
    }
    let key = table.attribute("key").unwrap_or_default();
    let id = normalise::vulnerability(key);
    let title = match element(table, "title") {
        it if it.is_empty() => script.to_owned(),
        it => it,
    };
    let rule = id.clone().unwrap_or_else(|| script.to_owned());
    let mut out = NewFinding::new(FindingKind::Infra, rule, one_line(&title, TITLE));
    out.vulnerabilities = id.into_iter().collect();
    out.detail.confidence = state;
    let texts = |name: &str| {
        let mut tables = table.children("table");
        let found = tables.find(|it| it.attribute("key") == Some(name));
        found.map_or_else(String::new, |it| it.text().trim().to_owned())
    };
    out.detail.description = bounded(texts("description"), DESCRIPTION);
    let references = texts("refs");
    out.detail.references = references.split_whitespace().map(str::to_owned).collect();
    Some(out)
}
