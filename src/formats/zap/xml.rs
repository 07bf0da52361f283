//! The XML reports.

use super::alert::{Alert, Instance, NAMELESS};
use super::{Report, Site};
use crate::error::Problem;
use crate::formats::read::xml;
use crate::formats::read::xml_node::Node;
use crate::formats::{Input, Sink};

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let wants = [
        "OWASPZAPReport@",
        "OWASPZAPReport/site@",
        "OWASPZAPReport/site/alerts/alertitem",
    ];
    let mut present = Report::default();
    let mut sites = 0;
    xml::walk(input, &wants, &mut |it| match it.want {
        0 => {
            present = report(it.node);
            Ok(())
        }
        1 => {
            // Every site is announced, those without alerts too: there absence counts.
            sites += 1;
            sink.scan(present.scan(&site(it.node)))
        }
        _ => alert(it, sink),
    })?;
    if sites == 0 {
        sink.scan(present.scan(&Site::default()))?;
    }
    Ok(())
}

fn report(node: &Node) -> Report {
    Report {
        version: owned(node.attribute("version")),
        generated: owned(node.attribute("generated")),
        created: owned(node.attribute("created")),
    }
}

fn site(node: &Node) -> Site {
    Site {
        name: owned(node.attribute("name")),
        host: owned(node.attribute("host")),
        port: owned(node.attribute("port")),
    }
}

fn owned(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn alert(it: &xml::Captured<'_>, sink: &mut dyn Sink) -> Result<(), Problem> {
    let alert = Alert::from(it.node);
    if alert.is_nameless() {
        return sink.skipped(it.refuse(NAMELESS));
    }
    let base = alert.finding();
    let inside = it.node.child("instances");
    let path = it.place().path;
    let mut instances = 0;
    for (idx, node) in inside
        .iter()
        .flat_map(|it| it.children("instance"))
        .enumerate()
    {
        instances += 1;
        let place = node.place(format!("{path}.instances[0].instance[{idx}]"));
        let finding = alert.at(&base, Instance::from(node), place, &mut |it| {
            sink.conceal(it);
        });
        sink.finding(finding)?;
    }
    if instances == 0 {
        // Before 2.5 the place stood on the alert itself.
        let instance = Instance::from(it.node);
        let finding = alert.at(&base, instance, it.place(), &mut |it| sink.conceal(it));
        sink.finding(finding)?;
    }
    Ok(())
}

impl From<&Node> for Alert {
    fn from(node: &Node) -> Self {
        let text = |name: &str| node.text_of(name).unwrap_or_default();
        let tags = node.child("tags").into_iter();
        let tags = tags.flat_map(|it| it.children("tag"));
        Self {
            plugin: text("pluginid"),
            reference: text("alertRef"),
            name: node.text_of("name").unwrap_or_else(|| text("alert")),
            risk: text("riskcode"),
            risk_text: text("riskdesc"),
            confidence: node
                .text_of("confidence")
                .unwrap_or_else(|| text("reliability")),
            confidence_text: text("confidencedesc"),
            description: text("desc"),
            solution: text("solution"),
            other: text("otherinfo"),
            references: text("reference"),
            cwe: text("cweid"),
            wasc: text("wascid"),
            tags: tags.filter_map(|it| it.text_of("tag")).collect(),
        }
    }
}

impl From<&Node> for Instance {
    fn from(node: &Node) -> Self {
        let mut out = Self::default();
        // One pass over what is there: a report has hundreds of thousands of these.
        for it in node.elements() {
            let field = match it.name.as_str() {
                "uri" => &mut out.url,
                "method" => &mut out.method,
                "param" => &mut out.parameter,
                "attack" => &mut out.attack,
                "evidence" => &mut out.evidence,
                "otherinfo" => &mut out.other,
                "requestheader" => &mut out.request,
                "requestbody" => &mut out.body,
                _ => continue,
            };
            if field.is_empty() {
                *field = it.own_text().unwrap_or_default();
            }
        }
        out
    }
}
