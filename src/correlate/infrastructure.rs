//! The same control on the same resource, for tools that share their rule ids.
//!
//! Trivy took its checks over from tfsec; a Checkov report in SARIF has the same rules as one in
//! JSON, without the resource. Equivalent controls of different families are a table of a later day.

use super::{Edge, Rule, Sighting, classes, place};
use crate::model::{Confidence, FindingKind};

/// See the module's text.
pub(super) struct Control;

impl Rule for Control {
    fn name(&self) -> &'static str {
        "control"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "the same control of a family of tools on the same resource or the same lines"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        let about = matches!(it.kind, FindingKind::Iac | FindingKind::Cicd);
        if !about || it.file.is_empty() && it.resource.is_empty() {
            return Vec::new();
        }
        vec![format!("{} {}", control(&it.rule), it.file)]
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let mut out = Vec::new();
        let mut firsts: Vec<(usize, &Sighting)> = Vec::new();
        let class = |it: &'_ Sighting| (it.resource.clone(), place::range(it), it.tool.clone());
        for class in classes(bucket, class) {
            if let Some((first, others)) = class.split_first() {
                out.extend(others.iter().map(|other| self.edge(*first, *other)));
                firsts.push(*first);
            }
        }
        // In the order of the resources: those without one come first and are compared with all,
        // the others among their equals only.
        for (idx, one) in firsts.iter().enumerate() {
            for other in firsts.iter().skip(idx + 1) {
                let named = is_named(one.1, other.1);
                if named && one.1.resource != other.1.resource {
                    break;
                }
                let same = if named {
                    one.1.line == other.1.line || one.1.tool != other.1.tool
                } else {
                    place::overlap(one.1, other.1) || (one.1.line == 0 && other.1.line == 0)
                };
                if same {
                    out.push(self.edge(*one, *other));
                }
            }
        }
        out
    }
}

impl Control {
    fn edge(&self, (a, one): (usize, &Sighting), (b, other): (usize, &Sighting)) -> Edge {
        let named = is_named(one, other);
        let what = if named {
            one.resource.clone()
        } else {
            place::words(one, other)
        };
        Edge {
            a,
            b,
            rule: self.name(),
            version: self.version(),
            confidence: if named {
                Confidence::Certain
            } else {
                Confidence::High
            },
            evidence: format!("{} on {what} in {}", control(&one.rule), one.file),
        }
    }
}

const fn is_named(a: &Sighting, b: &Sighting) -> bool {
    !a.resource.is_empty() && !b.resource.is_empty()
}

/// A control's id without the prefix and the letters that members of a family differ in:
/// `AVD-AWS-0086`, `AWS-0086` and `aws0086` are one.
fn control(rule: &str) -> String {
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

    #[test]
    fn ids_of_one_family_are_one() {
        assert_eq!(control("AVD-AWS-0086"), control("aws-0086"));
        assert_eq!(control("AVD-DS-0002"), control("DS0002"));
        assert_eq!(control("CKV_AWS_20"), "CKV_AWS_20");
        assert_ne!(control("CKV_AWS_20"), control("CKV_AWS_21"));
    }
}
