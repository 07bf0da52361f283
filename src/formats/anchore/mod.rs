//! Anchore: vulnerabilities of an image (Anchore Engine `image vuln`, `anchorectl image vulnerabilities`,
//! the report of the Enterprise console), and policy evaluations (`evaluate check`, `anchorectl image
//! check`) in their forms of Engine and Enterprise. JSON.
//!
//! Severity of a vulnerability: Critical, High, Medium, Low as they say, Negligible → info, Unknown
//! → unknown. Of a policy check: the word its text begins with (`CRITICAL Vulnerability found in …`),
//! else its action: STOP → high, WARN → medium, GO → info.
//! A finding is one vulnerability of one package, or one check of a gate that stops or warns (kind
//! iac, rule `gate/trigger`). The target is the image without tag and digest where the report names it.
//! Checks of the vulnerability gate name the vulnerability in their trigger id (`CVE-…+package`).
//! A check that an allow list lets pass is kept with that as a claim.
//! Not read: the policies themselves, whole-image verdicts.

mod check;
mod vulnerability;

use super::read::json;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};
use check::{Check, Row};
use vulnerability::{Evaluated, Vulnerability};

/// See the module's text.
pub(super) struct Anchore;

const HEAD: &[&str] = &[
    "imageFullTag",
    "metadata.repository",
    "metadata.registry",
    "evaluatedTag",
    "[].tag",
    "[].*.*[].detail.result.result.*.result.header",
];

const BODY: &[&str] = &[
    "vulnerabilities[]",
    "securityEvaluation[]",
    "evaluations[].details[]",
    "[].detail[]",
    "[].*.*[].detail.result.result.*.result.rows[]",
];

impl Format for Anchore {
    fn name(&self) -> &'static str {
        "anchore"
    }

    fn tool(&self) -> &'static str {
        "Anchore Engine and Enterprise, anchorectl"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Container, FindingKind::Iac]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        let packages = ["vulnerabilities[].feed", "[].feedGroup"];
        let engine = probe.has_all(&["vulnerability_type", "vulnerabilities"]);
        let console = probe.has("securityEvaluation");
        let policies = [
            ["evaluatedTag", "evaluations"],
            ["[].finalAction", "[].detail"],
        ];
        let checks = policies.iter().any(|it| probe.has_all(it));
        let rows = is_enterprise(probe);
        let packages = packages.iter().any(|it| probe.has(it));
        if packages || engine || console || checks || rows || probe.is_empty_list_of("anchore") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut names = [const { String::new() }; 5];
        let mut header: Vec<String> = Vec::new();
        json::walk(input, HEAD, &mut |it| {
            match names.get_mut(it.want) {
                Some(name) => *name = it.parse().unwrap_or_default(),
                None => header = it.parse().unwrap_or_default(),
            }
            Ok(())
        })?;
        let [full, repository, registry, evaluated, tag] = names;
        let joined = [registry, repository];
        let joined: Vec<String> = joined.into_iter().filter(|it| !it.is_empty()).collect();
        let named = [full, joined.join("/"), evaluated, tag];
        let target = named.into_iter().find(|it| !it.is_empty());
        let mut last = scan(&target.unwrap_or_default());
        sink.scan(last.clone())?;
        // A bare list of packages is read by the same paths as one inside an object.
        let list = Probe::new(input)?.has("[].feedGroup");
        let list = [if list { "[]" } else { "vulnerabilities[]" }];
        let wants: Vec<&str> = list
            .into_iter()
            .chain(BODY.iter().skip(1).copied())
            .collect();
        json::walk(input, &wants, &mut |it| {
            let place = it.place();
            let found = match it.want {
                0 => it
                    .record::<Vulnerability>(sink)?
                    .map(|it| it.into_finding(place)),
                1 => it
                    .record::<Evaluated>(sink)?
                    .map(|it| it.into_finding(place)),
                2 | 3 => it.record::<Check>(sink)?.map(|it| it.into_finding(place)),
                _ => {
                    let Some(row) = it.record::<Row>(sink)? else {
                        return Ok(());
                    };
                    let image = scan(it.key(1));
                    if image != last {
                        sink.scan(image.clone())?;
                        last = image;
                    }
                    let Some(check) = Check::of_row(&header, &row) else {
                        return sink.skipped(it.refuse("neither gate nor trigger names it"));
                    };
                    Some(check.into_finding(place))
                }
            };
            match found {
                Some(out) => sink.finding(out),
                None => Ok(()),
            }
        })
    }
}

/// Evaluations of Anchore Engine stand under the image's digest and its tag.
fn is_enterprise(probe: &Probe) -> bool {
    let head: String = probe
        .head
        .chars()
        .filter(|it| !it.is_whitespace())
        .collect();
    let digest = head.starts_with("[{\"sha256:");
    digest && head.contains("\"last_evaluation\"") && head.contains("\"Trigger_Id\"")
}

fn scan(name: &str) -> Scan {
    Scan {
        tool: "anchore".to_owned(),
        target: image::repository(name).to_owned(),
        ..Scan::default()
    }
}
