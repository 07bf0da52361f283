//! The `.nessus` XML.

use super::item::{Item, NAMELESS};
use super::scan;
use crate::error::Problem;
use crate::formats::read::xml::{self, Captured};
use crate::formats::read::xml_node::Node;
use crate::formats::{Input, Sink, normalise};
use std::borrow::Cow;

const HOST: &str = "NessusClientData_v2/Report/ReportHost";

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut scan = scan();
    let properties = format!("{HOST}/HostProperties");
    xml::walk(input, &[&properties], &mut |it| {
        let tags = it.node.children("tag");
        let mut ends = tags.filter(|it| it.attribute("name") == Some("HOST_END_TIMESTAMP"));
        let at = ends.next().and_then(|it| it.text().trim().parse().ok());
        scan.scanned_at = scan.scanned_at.max(at).or_else(|| ended(it.node));
        Ok(())
    })?;
    sink.scan(scan)?;
    let items = format!("{HOST}/ReportItem");
    xml::walk(input, &[&items], &mut |it| {
        let item = item(it);
        if item.plugin.is_empty() {
            return sink.skipped(it.refuse(NAMELESS));
        }
        let finding = item.into_finding(it.place(), &mut |it| sink.conceal(it));
        sink.finding(finding)
    })
}

/// The end of a host's scan where it is written as people read it.
fn ended(properties: &Node) -> Option<i64> {
    let mut tags = properties.children("tag");
    let end = tags.find(|it| it.attribute("name") == Some("HOST_END"))?;
    normalise::timestamp(&end.text()).or_else(|| normalise::long_date(&end.text()))
}

fn item<'a>(it: &'a Captured<'_>) -> Item<'a> {
    let node = it.node;
    let attribute = |name: &str| Cow::Borrowed(node.attribute(name).unwrap_or_default());
    let text = |name: &str| Cow::Owned(node.text_of(name).unwrap_or_default());
    let all = |name: &'static str| -> Vec<Cow<'a, str>> {
        let texts = node.children(name).map(Node::text);
        texts.map(Cow::Owned).collect()
    };
    let web = it.attribute_of("Report", "type") == Some("was");
    let xrefs = all("xref");
    let cwes = xrefs.iter().filter(|it| it.starts_with("CWE:")).cloned();
    Item {
        plugin: attribute("pluginID"),
        name: node
            .text_of("plugin_name")
            .map_or_else(|| attribute("pluginName"), Cow::Owned),
        family: attribute("pluginFamily"),
        severity: attribute("severity"),
        host: it
            .attribute_of("ReportHost", "name")
            .unwrap_or_default()
            .into(),
        port: attribute("port"),
        protocol: attribute("protocol"),
        service: attribute("svc_name"),
        synopsis: text("synopsis"),
        description: text("description"),
        solution: text("solution"),
        output: text("plugin_output"),
        see_also: all("see_also"),
        cves: all("cve"),
        cwes: all("cwe").into_iter().chain(cwes).collect(),
        cvss: [
            (text("cvss4_vector"), text("cvss4_base_score")),
            (
                text("cvss3_vector"),
                first(node, &["cvss3_base_score", "cvssv3"]),
            ),
            (
                text("cvss_vector"),
                first(node, &["cvss_base_score", "cvss"]),
            ),
        ],
        facts: [
            ("exploit available", text("exploit_available")),
            ("VPR", text("vpr_score")),
            ("EPSS", text("epss_score")),
            ("published", text("vuln_publication_date")),
            ("cross references", xrefs.join(", ").into()),
            ("", Cow::default()),
        ],
        web,
    }
}

fn first(node: &Node, names: &[&str]) -> Cow<'static, str> {
    let mut all = names.iter().filter_map(|it| node.text_of(it));
    all.next().unwrap_or_default().into()
}
