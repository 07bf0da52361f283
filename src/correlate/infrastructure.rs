//! The same control on the same resource, in infrastructure and in pipelines.
//!
//! Which rules of different tools check one control is `assets/crosswalk/controls.tsv`; a rule that
//! is in none is compared with those of its own family of tools only: Trivy took its checks over
//! from tfsec, and a Checkov report in SARIF has the same rules as one in JSON, without the resource.

use super::bands::MOST_PLACES;
use super::{Edge, Rule, Sighting, classes, crosswalk, place};
use crate::model::{Confidence, FindingKind};

/// See the module's text.
pub(super) struct Control;

impl Rule for Control {
    fn name(&self) -> &'static str {
        "control"
    }

    fn version(&self) -> u32 {
        3
    }

    fn about(&self) -> &'static str {
        "the same or an equivalent control on the same resource, or at the same lines of a file"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        let known = crosswalk::control(&it.tool, &it.rule);
        let about = matches!(it.kind, FindingKind::Iac | FindingKind::Cicd)
            || it.kind == FindingKind::Sast && known.is_some();
        if !about || it.file.is_empty() && it.resource.is_empty() {
            return Vec::new();
        }
        let control = known.map_or_else(|| own(&it.rule), str::to_owned);
        vec![format!("{control} {}", it.file)]
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let mut out = Vec::new();
        let mut firsts: Vec<(usize, &Sighting)> = Vec::new();
        let class = |it: &'_ Sighting| {
            let check = (it.tool.clone(), own(&it.rule));
            (it.resource.clone(), place::range(it), check)
        };
        for class in classes(bucket, class) {
            if let Some((first, others)) = class.split_first() {
                out.extend(
                    others
                        .iter()
                        .map(|other| self.edge(*first, *other, sure(is_named(first.1, other.1)))),
                );
                firsts.push(*first);
            }
        }
        let few = firsts.len() <= MOST_PLACES;
        for (idx, one) in firsts.iter().enumerate() {
            for other in firsts.iter().skip(idx + 1) {
                // In the order of the resources: above the limit only equal ones are compared.
                if !few && one.1.resource != other.1.resource {
                    break;
                }
                if let Some(mut sure) = compare(one.1, other.1, &firsts) {
                    if says_more(one.1, &firsts) || says_more(other.1, &firsts) {
                        sure = Confidence::Low;
                    }
                    out.push(self.edge(*one, *other, sure));
                }
            }
        }
        out
    }
}

impl Control {
    fn edge(
        &self,
        (a, one): (usize, &Sighting),
        (b, other): (usize, &Sighting),
        confidence: Confidence,
    ) -> Edge {
        let what = if is_named(one, other) {
            one.resource.clone()
        } else {
            place::words(one, other)
        };
        let known = crosswalk::control(&one.tool, &one.rule);
        let control = known.map_or_else(|| own(&one.rule), str::to_owned);
        Edge {
            a,
            b,
            rule: self.name(),
            version: self.version(),
            confidence,
            evidence: format!("{control} on {what} in {}", one.file),
        }
    }
}

const fn sure(named: bool) -> Confidence {
    if named {
        Confidence::Certain
    } else {
        Confidence::High
    }
}

/// How sure it is that two findings of one control are about one thing; `None` when they are not.
fn compare(one: &Sighting, other: &Sighting, bucket: &[(usize, &Sighting)]) -> Option<Confidence> {
    if one.tool == other.tool {
        if own(&one.rule) != own(&other.rule) {
            return None;
        }
        let same = if is_named(one, other) {
            one.resource == other.resource && one.line == other.line
        } else {
            place::overlap(one, other) && one.line == other.line
        };
        return same.then(|| sure(is_named(one, other)));
    }
    if is_named(one, other) {
        let (a, b) = (address(&one.resource), address(&other.resource));
        if a == b {
            return Some(Confidence::Certain);
        }
        if is_type(&a) && is_type(&b) {
            return None;
        }
    }
    if place::range(one) == place::range(other) {
        return Some(Confidence::High);
    }
    if !is_whole_file(one) && !is_whole_file(other) {
        return place::overlap(one, other).then_some(if is_named(one, other) {
            // Two names for what overlaps: a block and one inside it, or two spellings of one name.
            Confidence::Medium
        } else {
            Confidence::High
        });
    }
    // Said of the file: one of each tool is the same, and of several nobody knows which.
    let of = |tool: &str| bucket.iter().filter(|(_, it)| it.tool == tool).count();
    Some(if of(&one.tool) == 1 && of(&other.tool) == 1 {
        Confidence::Medium
    } else {
        Confidence::Low
    })
}

/// True when its tool has another check of this control that fails at the very place: an open port
/// for administration and one for the web are two things, and what a tool with one check for all
/// ports means nobody knows.
fn says_more(it: &Sighting, bucket: &[(usize, &Sighting)]) -> bool {
    let mut others = bucket.iter().map(|(_, other)| *other);
    others.any(|other| {
        let there = (&it.resource, place::range(it)) == (&other.resource, place::range(other));
        there && it.tool == other.tool && own(&it.rule) != own(&other.rule)
    })
}

/// True when a finding says no more than that it is in this file.
const fn is_whole_file(it: &Sighting) -> bool {
    it.line == 0 || it.line == 1 && it.end_line <= 1 || it.line == 1 && place::is_broad(it)
}

const fn is_named(a: &Sighting, b: &Sighting) -> bool {
    !a.resource.is_empty() && !b.resource.is_empty()
}

/// The address of a resource as most tools write it: type and name, without quotes, brackets, the
/// attribute below and the file before it.
fn address(resource: &str) -> String {
    let text = resource.to_lowercase().replace(['[', '/', ':'], ".");
    let text = text.replace([']', '"', '\'', '{', '}'], "");
    let parts: Vec<&str> = text.split('.').filter(|it| !it.is_empty()).collect();
    // `aws_s3_bucket.data.acl` and `module.x.aws_s3_bucket.data`: from the last part that is a type.
    let kind = parts.iter().rposition(|it| is_type(it));
    let from = kind.unwrap_or(0);
    let take = if kind.is_some() { 2 } else { parts.len() };
    let kept: Vec<&str> = parts.iter().skip(from).take(take).copied().collect();
    kept.join(".")
}

/// True for a type of Terraform's larger providers.
fn is_type(part: &str) -> bool {
    const PROVIDERS: [&str; 8] = [
        "aws_",
        "azurerm_",
        "azuread_",
        "google_",
        "kubernetes_",
        "github_",
        "digitalocean_",
        "oci_",
    ];
    PROVIDERS.iter().any(|it| part.starts_with(it))
}

/// A control's id without the prefix and the letters that members of a family differ in:
/// `AVD-AWS-0086`, `AWS-0086` and `aws0086` are one.
fn own(rule: &str) -> String {
    let upper = rule.to_uppercase();
    let rest = upper.strip_prefix("AVD-").unwrap_or(&upper);
    let letters = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = rest.get(letters.len()..).unwrap_or_default();
    if digits.is_empty() || letters.contains('_') {
        return rest.to_owned();
    }
    format!("{}-{digits}", letters.trim_end_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::tests::sighting;

    #[test]
    fn ids_of_one_family_are_one() {
        assert_eq!(own("AVD-AWS-0086"), own("aws-0086"));
        assert_eq!(own("AVD-DS-0002"), own("DS0002"));
        assert_eq!(own("CKV_AWS_20"), "CKV_AWS_20");
        assert_ne!(own("CKV_AWS_20"), own("CKV_AWS_21"));
    }

    #[test]
    fn addresses_are_compared_by_type_and_name() {
        for other in [
            "aws_s3_bucket[data].acl",
            "module.store.aws_s3_bucket.data",
            "aws_s3_bucket.data",
        ] {
            assert_eq!(address(other), "aws_s3_bucket.data");
        }
        assert_ne!(address("Deployment.web"), address("Deployment.api"));
        assert_eq!(address("Deployment/web"), address("Deployment.web"));
    }

    fn at(id: u8, tool: &str, rule: &str, resource: &str, lines: (u32, u32)) -> Sighting {
        let mut it = sighting(id, tool, FindingKind::Iac, rule);
        (it.file, it.resource) = ("main.tf".into(), resource.into());
        (it.line, it.end_line) = lines;
        it
    }

    fn joined(all: &[Sighting]) -> Vec<Confidence> {
        let bucket: Vec<_> = all.iter().enumerate().collect();
        let edges = Control.edges(&bucket);
        edges.iter().map(|it| it.confidence).collect()
    }

    #[test]
    fn equivalent_controls_join_on_one_resource_and_not_on_two() {
        let one = at(1, "checkov", "CKV_AWS_53", "aws_s3_bucket.data", (1, 9));
        let same = at(2, "trivy", "AWS-0086", "aws_s3_bucket.data", (3, 3));
        let other = at(3, "trivy", "AWS-0086", "aws_s3_bucket.logs", (20, 20));
        assert_eq!(Control.keys(&one), Control.keys(&same));
        assert_eq!(joined(&[one.clone(), same]), [Confidence::Certain]);
        assert_eq!(joined(&[one, other]), []);
    }

    #[test]
    fn checks_of_different_ports_are_not_one_and_what_a_general_check_means_is_asked() {
        let group = "aws_security_group.web";
        let check = |id, rule| at(id, "checkov", rule, group, (1, 9));
        let any = at(9, "trivy", "AWS-0107", group, (4, 4));
        let shell = check(1, "CKV_AWS_24");
        assert_eq!(joined(&[shell.clone(), any.clone()]), [Confidence::Certain]);
        assert_eq!(joined(&[shell.clone(), check(2, "CKV_AWS_260")]), []);
        let all = joined(&[shell, check(2, "CKV_AWS_260"), any]);
        assert_eq!(all, [Confidence::Low, Confidence::Low]);
    }

    #[test]
    fn what_is_said_of_the_whole_file_joins_only_when_each_tool_says_it_once() {
        let whole = at(1, "checkov", "CKV2_GHA_1", "on(build)", (0, 1));
        let job = |id, lines| at(id, "zizmor", "excessive-permissions", "", lines);
        assert_eq!(
            joined(&[whole.clone(), job(2, (5, 60))]),
            [Confidence::Medium]
        );
        let two = joined(&[whole, job(2, (5, 60)), job(3, (61, 90))]);
        assert_eq!(two, [Confidence::Low, Confidence::Low]);
    }
}
