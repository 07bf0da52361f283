//! CycloneDX 1.2 to 1.7, JSON and XML, with `vulnerabilities`: what a scanner or an author claims inside a
//! bill of materials; and the bill itself.
//!
//! Severity: critical, high, medium, low, info as written, none → info, unknown → unknown. Of
//! several ratings the one by the vulnerability's own source counts, then the first that says a
//! severity, then the band of the highest CVSS score.
//! A finding is one vulnerability in one affected component; one that names no component is one
//! finding. `analysis` (VEX) is kept as a claim; it hides nothing.
//! The tool is the first in `metadata.tools` that is not a library; the target is the image that
//! the bill describes, without its tag, and empty for everything else.
//! XML before 1.4 has vulnerabilities by an extension; they are read beside the components and
//! inside them.
//! The components are the inventory, with their licence and the first file they were found in;
//! those of type `file` are parts of others and left out.
//! Where the bill has vulnerabilities and `dependencies`, a finding says by which way its component
//! came in.
//! Not read: `services`, `compositions`.
//! Memory grows with the components and their dependencies where a bill has vulnerabilities, else
//! not with the bill.

mod component;
mod record;
mod xml;

use super::graph::Graph;
use super::probe::Shape;
use super::read::json;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, normalise, purl};
use crate::error::Problem;
use crate::model::{FindingKind, Package, Scan};
use component::{Component, plain_ref};
use record::{Refs, Vulnerability};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// See the module's text.
pub(super) struct CycloneDx;

/// What the affected components are, by their reference.
type Known = BTreeMap<String, Package>;

/// Longest way to a component that is shown.
const WAY: usize = 40;

const HEAD: &[&str] = &[
    "metadata.timestamp",
    "metadata.component",
    "metadata.tools[]",
    "metadata.tools.components[]",
    "vulnerabilities[]",
];

/// What stands beside the vulnerabilities.
#[derive(Default)]
struct Head {
    scan: Scan,
    wanted: BTreeSet<String>,
    known: Known,
    /// Names of all components and what depends on what, where something is vulnerable.
    names: BTreeMap<String, String>,
    graph: Graph,
    /// It says something of vulnerabilities: then it may be a list of those and of nothing else.
    speaks: bool,
}

/// What a component depends on.
#[derive(Deserialize)]
struct Edges {
    #[serde(rename = "ref", default)]
    from: String,
    #[serde(rename = "dependsOn", default)]
    to: Vec<String>,
}

#[derive(Deserialize)]
struct Tool {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    version: Option<String>,
}

impl Format for CycloneDx {
    fn name(&self) -> &'static str {
        "cyclonedx"
    }

    fn tool(&self) -> &'static str {
        "CycloneDX 1.2-1.7"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sbom]
    }

    fn file_types(&self) -> &'static str {
        "JSON, XML"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let schema = probe.value("$schema").unwrap_or_default();
        let by_schema = schema.contains("cyclonedx.org/schema/bom");
        let xml =
            probe.xml_root() == Some("bom") && probe.head.contains("cyclonedx.org/schema/bom");
        if probe.value("bomFormat") == Some("CycloneDX") || by_schema || xml {
            return Claim::Generic;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        if Probe::new(input)?.shape == Shape::Xml {
            return xml::read(input, sink);
        }
        let mut heads: Vec<Head> = Vec::new();
        json::walk(input, HEAD, &mut |it| {
            while heads.len() <= it.root() {
                heads.push(Head::default());
            }
            if let Some(head) = heads.last_mut() {
                head.take(it);
            }
            Ok(())
        })?;
        if heads.is_empty() {
            heads.push(Head::default());
        }
        for head in &mut heads {
            head.finish();
        }
        for head in &heads {
            sink.scan(head.scan.clone())?;
        }
        let mut present = heads.len();
        components(input, &mut heads, &mut present, sink)?;
        json::walk(input, &["vulnerabilities[]"], &mut |it| {
            turn_to(&heads, it.root(), &mut present, sink)?;
            let Some(record) = it.record::<Vulnerability>(sink)? else {
                return Ok(());
            };
            let Some(head) = heads.get(it.root()) else {
                return Ok(());
            };
            match record.into_findings(head, &it.place()) {
                Some(findings) => findings.into_iter().try_for_each(|it| sink.finding(it)),
                None => sink.skipped(it.refuse("neither `id` nor `bom-ref` names it")),
            }
        })
    }
}

/// Second pass: all components, at any depth, and what the vulnerabilities need to know of them.
fn components(
    input: &dyn Input,
    heads: &mut [Head],
    present: &mut usize,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let wants = ["components[]", "metadata.component", "dependencies[]"];
    json::walk(input, &wants, &mut |it| {
        turn_to(heads, it.root(), present, sink)?;
        let Some(head) = heads.get_mut(it.root()) else {
            return Ok(());
        };
        if it.want == 2 {
            // Ways are only asked for where something is vulnerable.
            if head.speaks
                && let Ok(edges) = it.parse::<Edges>()
            {
                head.depends(&edges);
            }
            return Ok(());
        }
        if let Some(component) = it.record::<Component>(sink)? {
            component.find(&head.wanted, &mut head.known);
            if head.speaks {
                component.name_all(&mut head.names);
            }
            if it.want == 0 {
                component.list(sink)?;
            }
        }
        Ok(())
    })
}

/// Makes one of several bills in a file the present one.
fn turn_to(
    heads: &[Head],
    root: usize,
    present: &mut usize,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    // With one bill there is nothing to turn.
    if *present != root
        && heads.len() > 1
        && let Some(head) = heads.get(root)
    {
        sink.scan(head.scan.clone())?;
    }
    *present = root;
    Ok(())
}

impl Head {
    fn take(&mut self, it: &json::Captured<'_>) {
        match it.want {
            0 => {
                let text = it.parse::<String>().ok();
                self.scan.scanned_at = text.as_deref().and_then(normalise::timestamp);
            }
            1 => {
                if let Ok(component) = it.parse::<Component>()
                    && component.is_container()
                {
                    image::repository(&component.name).clone_into(&mut self.scan.target);
                }
            }
            2 | 3 => {
                if let Ok(tool) = it.parse::<Tool>() {
                    self.take_tool(&tool);
                }
            }
            _ => {
                self.speaks = true;
                if let Ok(refs) = it.parse::<Refs>() {
                    self.wanted.extend(refs.all().map(plain_ref));
                }
            }
        }
    }

    /// What is known once the whole bill was seen.
    fn finish(&mut self) {
        if self.scan.tool.is_empty() {
            "cyclonedx".clone_into(&mut self.scan.tool);
        }
        self.scan.inventory = !self.speaks;
    }

    fn depends(&mut self, edges: &Edges) {
        for to in &edges.to {
            self.graph.add(&edges.from, to);
        }
    }

    /// The way by which a component came in, by names. Empty for a direct one that nothing holds.
    fn way(&self, reference: &str) -> String {
        let way = self.graph.way(&plain_ref(reference));
        let named = way.iter().take(WAY).map(|it| {
            let name = self.names.get(it).cloned();
            let package = || purl::package(it).map(|it| format!("{} {}", it.name, it.version));
            name.or_else(package).unwrap_or_else(|| it.clone())
        });
        named.collect::<Vec<_>>().join(" > ")
    }

    fn take_tool(&mut self, tool: &Tool) {
        let name = normalise::tool(tool.name.as_deref().unwrap_or_default());
        if self.scan.tool.is_empty() && !name.is_empty() && !is_library(&name) {
            self.scan.tool = name;
            self.scan.tool_version = tool.version.clone().unwrap_or_default();
        }
    }
}

/// Libraries write themselves down before the tool that uses them.
fn is_library(name: &str) -> bool {
    name.ends_with("-lib") || name.contains("library")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_not_the_tool() {
        assert!(is_library("cyclonedx-python-lib") && !is_library("cyclonedx-gomod"));
    }
}
