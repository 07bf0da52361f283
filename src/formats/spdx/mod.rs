//! SPDX 2.2 and 2.3 as JSON and tag-value, SPDX 3.0 as JSON-LD: a bill of materials, with what it
//! says of vulnerabilities.
//!
//! Every package is a component, with its concluded licence, else the declared one, and the file
//! that the bill names for it. The one package that a document describes is its subject and no
//! component. The tool is the first creator of type `Tool`; the target is the repository of an
//! image (a described package of purpose CONTAINER), and empty for everything else.
//! 2.x: an external reference of category SECURITY and type `advisory`, `fix` or `url` (annex F.2)
//! that names a vulnerability makes a finding of that vulnerability in the package; SPDX gives no
//! severity there, so it is unknown.
//! 3.0 (profile Security): an assessment that says `affected` or under investigation is a finding,
//! `not affected` and `fixed` are claims of the document's creator. Severity: that of a CVSS
//! assessment of the vulnerability, `none` → info.
//! GitHub's export of the dependency graph, which puts the document under `sbom`, is read too.
//! Not read: files, snippets, other relationships, annotations, EPSS and SSVC assessments.
//! Memory grows with the licences and the vulnerabilities of a 3.0 document, not with a 2.x one.

mod package;
mod tag_value;
mod three;
mod two;

use super::probe::Shape;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Scan, text};

/// See the module's text.
pub(super) struct Spdx;

impl Format for Spdx {
    fn name(&self) -> &'static str {
        "spdx"
    }

    fn tool(&self) -> &'static str {
        "SPDX 2.2, 2.3, 3.0"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sbom]
    }

    fn file_types(&self) -> &'static str {
        "JSON, JSON-LD, tag-value"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let two = probe.has("spdxVersion") || probe.has("sbom.spdxVersion");
        let context = ["@context", "@context[]"];
        let mut contexts = context.iter().filter_map(|it| probe.value(it));
        let three = contexts.any(|it| it.contains("spdx.org/rdf/3"));
        let tagged = probe.shape == Shape::Text
            && probe
                .head
                .lines()
                .take(100)
                .any(|it| it.trim_start().starts_with("SPDXVersion:"));
        if two || three || tagged {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let probe = Probe::new(input)?;
        if probe.shape != Shape::Json {
            return tag_value::read(input, sink);
        }
        if probe.has("@context") {
            return three::read(input, sink);
        }
        two::read(input, sink)
    }
}

/// Takes the tool of a creator such as `Tool: syft-1.18.1`, unless one is known.
fn creator(scan: &mut Scan, said: &str) {
    let Some(name) = said.trim().strip_prefix("Tool:") else {
        return;
    };
    if !scan.tool.is_empty() {
        return;
    }
    let name = name.trim();
    let (name, version) = match name.rsplit_once('-') {
        Some((name, version))
            if version
                .trim_start_matches('v')
                .starts_with(|c: char| c.is_ascii_digit()) =>
        {
            (name, version)
        }
        Some(_) | None => (name, ""),
    };
    scan.tool = normalise::tool(name);
    scan.tool_version = text::one_line(version, 100);
}

/// What is announced once the head of a document was seen.
fn finish(scan: &mut Scan) {
    if scan.tool.is_empty() {
        "spdx".clone_into(&mut scan.tool);
    }
    scan.inventory = true;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tool_is_told_from_its_version() {
        for (said, tool, version) in [
            ("Tool: syft-1.18.1", "syft", "1.18.1"),
            ("Tool: sbom-tool-v2", "sbom-tool", "v2"),
            (
                "Tool: GitHub.com-Dependency-Graph",
                "github.com-dependency-graph",
                "",
            ),
            ("Organization: Acme", "", ""),
        ] {
            let mut scan = Scan::default();
            creator(&mut scan, said);
            assert_eq!(
                (scan.tool.as_str(), scan.tool_version.as_str()),
                (tool, version)
            );
        }
    }
}
