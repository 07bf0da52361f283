//! Nikto 2.1 to 2.6: XML, JSON (one report or a list) and CSV.
//!
//! Severity: Nikto knows none; all stay unknown.
//! A finding is one item at one URL. In the CSV, which has no ids, the rule is the message with its
//! numbers left out, so that a changed count is not another rule.
//! The target is the host, with its port unless that is the usual one.
//! Several reports in one file, nested ones of old versions included, are read one after the other.
//! Not read: banners, statistics, certificates, the OSVDB numbers of a database that is gone.

use super::probe::Shape;
use super::read::json;
use super::read::loose::Loose;
use super::read::xml;
use super::read::xml_node::Node;
use super::wire::{DESCRIPTION, TITLE, links};
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{FindingKind, Location, NewFinding, RecordPlace, Scan};
use serde::Deserialize;

/// See the module's text.
pub(super) struct Nikto;

/// What Nikto says once for all items of a host.
#[derive(Clone, Default)]
struct Host {
    name: String,
    port: String,
    site: String,
    started: String,
    version: String,
}

/// One item, however it was written.
#[derive(Default, Deserialize)]
struct Item {
    #[serde(default)]
    id: Loose,
    #[serde(default)]
    method: Loose,
    #[serde(default)]
    url: Loose,
    msg: String,
    #[serde(default)]
    references: Loose,
}

impl Format for Nikto {
    fn name(&self) -> &'static str {
        "nikto"
    }

    fn tool(&self) -> &'static str {
        "Nikto 2.1-2.6"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Dast]
    }

    fn file_types(&self) -> &'static str {
        "XML, JSON, CSV"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let xml = matches!(probe.xml_root(), Some("niktoscan" | "niktoscans"));
        let csv = probe.shape == Shape::Text && probe.head.starts_with("\"Nikto - v");
        let json = ["host", "ip", "port", "vulnerabilities"];
        let list = ["[].host", "[].ip", "[].port", "[].vulnerabilities"];
        if xml || csv || probe.has_all(&json) || probe.has_all(&list) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        match Probe::new(input)?.shape {
            Shape::Xml => read_xml(input, sink),
            Shape::Json => read_json(input, sink),
            Shape::Empty | Shape::Text | Shape::Binary => read_csv(input, sink),
        }
    }
}

impl Host {
    fn scan(&self) -> Scan {
        let target = match self.port.as_str() {
            "" | "80" | "443" => self.name.clone(),
            port => format!("{}:{port}", self.name),
        };
        Scan {
            tool: "nikto".to_owned(),
            tool_version: self.version.clone(),
            target,
            scanned_at: time(&self.started),
            incomplete: None,
            ..Scan::default()
        }
    }

    /// The URL of a path on this host.
    fn url(&self, path: &str) -> Option<String> {
        if path.is_empty() || path.contains("://") {
            return Some(path.to_owned()).filter(|it| !it.is_empty());
        }
        let base = match (self.site.trim_end_matches('/'), self.port.as_str()) {
            ("", "443") => format!("https://{}", self.name),
            ("", "" | "80") => format!("http://{}", self.name),
            ("", port) => format!("http://{}:{port}", self.name),
            (site, _) => site.to_owned(),
        };
        let slash = if path.starts_with('/') { "" } else { "/" };
        Some(format!("{base}{slash}{path}"))
    }
}

impl Item {
    fn into_finding(self, host: &Host, record: RecordPlace) -> NewFinding {
        let path = self.url.first().unwrap_or_default().trim();
        // Newer versions put the path before the message in XML.
        let message = self.msg.trim();
        let message = message
            .strip_prefix(&format!("{path}: "))
            .unwrap_or(message);
        let rule = match self.id.first() {
            Some(id) => id.trim().to_owned(),
            None => message.chars().filter(|it| !it.is_ascii_digit()).collect(),
        };
        let title = one_line(message, TITLE);
        let mut out = NewFinding::new(FindingKind::Dast, one_line(&rule, TITLE), title);
        let method = self.method.first().map(|it| it.trim().to_uppercase());
        out.place = Location {
            url: host.url(path),
            method,
            ..Location::default()
        };
        out.detail.description = bounded(message.to_owned(), DESCRIPTION);
        let references = self.references.iter().flat_map(|it| it.split([' ', ',']));
        out.detail.references = links(references.map(str::to_owned));
        out.vulnerabilities = links(out.detail.references.iter().filter_map(|it| {
            normalise::vulnerability(it.rsplit(['/', '=']).next().unwrap_or_default())
        }));
        out.record = record;
        out
    }
}

/// `2020-11-16 03:45:07`, and the same with ` +0000` behind it.
fn time(text: &str) -> Option<i64> {
    let text = text.trim();
    let (plain, zone) = text.rsplit_once(' ').unwrap_or((text, ""));
    match zone.as_bytes() {
        [b'+' | b'-', ..] => normalise::timestamp(&format!("{plain}{zone}")),
        _ => normalise::timestamp(text),
    }
}

fn read_xml(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut wants = Vec::new();
    // Old versions write a whole report inside another.
    let roots = ["niktoscan", "niktoscan/niktoscan", "niktoscans/niktoscan"];
    for root in roots {
        wants.push(format!("{root}@"));
        wants.push(format!("{root}/scandetails@"));
        wants.push(format!("{root}/scandetails/item"));
    }
    let wants: Vec<&str> = wants.iter().map(String::as_str).collect();
    let mut host = Host::default();
    let mut announced = false;
    xml::walk(input, &wants, &mut |it| {
        let attribute = |name: &str| it.node.attribute(name).unwrap_or_default().to_owned();
        match it.want % 3 {
            0 => host.version = attribute("version"),
            1 => {
                host = Host {
                    name: [attribute("targethostname"), attribute("targetip")]
                        .into_iter()
                        .find(|it| !it.is_empty())
                        .unwrap_or_default(),
                    port: attribute("targetport"),
                    site: attribute("sitename"),
                    started: attribute("starttime"),
                    version: host.version.clone(),
                };
                announced = true;
                sink.scan(host.scan())?;
            }
            _ => match item(it.node) {
                Some(item) => sink.finding(item.into_finding(&host, it.place()))?,
                None => sink.skipped(it.refuse("it has no `description`"))?,
            },
        }
        Ok(())
    })?;
    if !announced {
        sink.scan(host.scan())?;
    }
    Ok(())
}

fn item(node: &Node) -> Option<Item> {
    let attribute = |name: &str| {
        Loose(
            node.attribute(name)
                .map(str::to_owned)
                .into_iter()
                .collect(),
        )
    };
    let text = |name: &str| Loose(node.text_of(name).into_iter().collect());
    Some(Item {
        id: attribute("id"),
        method: attribute("method"),
        url: text("uri"),
        msg: node.text_of("description")?,
        references: text("references"),
    })
}

fn read_json(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default)]
        host: Loose,
        #[serde(default)]
        port: Loose,
        #[serde(default)]
        start_time: Loose,
    }
    let records = Probe::new(input)?.records();
    let dot = if records.is_empty() { "" } else { "." };
    let mut hosts = Vec::new();
    json::walk(input, &[records], &mut |it| {
        if let Some(head) = it.record::<Head>(sink)? {
            let text = |it: &Loose| it.first().unwrap_or_default().to_owned();
            let host = Host {
                name: text(&head.host),
                port: text(&head.port),
                started: text(&head.start_time),
                ..Host::default()
            };
            sink.scan(host.scan())?;
            hosts.push(((it.root(), it.index(0)), host));
        }
        Ok(())
    })?;
    if hosts.is_empty() {
        sink.scan(Host::default().scan())?;
    }
    let mut last = None;
    let wants = format!("{records}{dot}vulnerabilities[]");
    json::walk(input, &[&wants], &mut |it| {
        let spot = (it.root(), if records.is_empty() { 0 } else { it.index(0) });
        let found = hosts.iter().find(|(at, _)| *at == spot);
        let host = found.map_or_else(Host::default, |(_, host)| host.clone());
        if last != Some(spot) {
            last = Some(spot);
            sink.scan(host.scan())?;
        }
        match it.record::<Item>(sink)? {
            Some(item) => sink.finding(item.into_finding(&host, it.place())),
            None => Ok(()),
        }
    })
}

/// Rows of host, address, port, references, method, path and message, without a header.
fn read_csv(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut version = String::new();
    let mut last = None;
    super::read::csv::walk_bare(input, &mut |row| {
        if let Some(it) = row.nth(0).strip_prefix("Nikto - v") {
            it.trim_end_matches('/').clone_into(&mut version);
            return Ok(());
        }
        let host = Host {
            name: row.nth(0),
            port: row.nth(2),
            version: version.clone(),
            ..Host::default()
        };
        let scan = host.scan();
        if last.as_ref() != Some(&scan) {
            sink.scan(scan.clone())?;
            last = Some(scan);
        }
        let one = |idx: usize| Loose(vec![row.nth(idx)]);
        let item = Item {
            id: Loose::default(),
            references: one(3),
            method: one(4),
            url: one(5),
            msg: row.nth(6),
        };
        match item.msg.as_str() {
            // The first row of a host says only that it was scanned.
            "" if item.method.first().is_none() => Ok(()),
            "" => sink.skipped(row.refuse("it has no message")),
            _ => sink.finding(item.into_finding(&host, row.place())),
        }
    })?;
    if last.is_none() {
        sink.scan(Host::default().scan())?;
    }
    Ok(())
}
