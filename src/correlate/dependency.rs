//! The same vulnerability in the same package, whatever version and wherever it lies.
//!
//! Ids are joined through what the tools themselves say: a record that names a GHSA and a CVE id
//! ties the two. A record that names several CVEs is an advisory about all of them; it stands for
//! its main id only, or it would tie strangers together.

use super::{Edge, Rule, Sighting, star};
use crate::model::{Class, Confidence};

/// See the module's text.
pub(super) struct Dependency;

impl Rule for Dependency {
    fn name(&self) -> &'static str {
        "dependency"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "the same vulnerability (by any of its ids) in the same package of one application"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        if super::class(it.kind) != Class::Dependency || it.package.is_empty() {
            return Vec::new();
        }
        let package = name(&it.package);
        let ids: &[String] = match it.vulnerabilities.as_slice() {
            [] => std::slice::from_ref(&it.rule),
            all if all.iter().filter(|it| it.starts_with("CVE-")).count() > 1 => {
                all.get(..1).unwrap_or_default()
            }
            all => all,
        };
        ids.iter().map(|id| format!("{id} {package}")).collect()
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let Some((_, first)) = bucket.first() else {
            return Vec::new();
        };
        let shared = |id: &&String| bucket.iter().all(|(_, it)| it.vulnerabilities.contains(id));
        let id = first
            .vulnerabilities
            .iter()
            .find(shared)
            .unwrap_or(&first.rule);
        let evidence = format!("{id} in {}", name(&first.package));
        star(self, bucket, Confidence::Certain, &evidence)
    }
}

/// The last part of a package's name, as registries compare it: lower case, `_` and `.` as `-`.
/// Tools disagree about the part before it (`org.apache.logging.log4j/log4j-core`, `log4j-core`).
fn name(package: &str) -> String {
    let scoped = package.starts_with('@');
    let last = package.rsplit(['/', ':']).next().unwrap_or(package);
    let whole = if scoped { package } else { last };
    whole.to_lowercase().replace(['_', '.'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::tests::sighting;
    use crate::model::FindingKind;

    fn seen(package: &str, ids: &[&str]) -> Vec<String> {
        let mut it = sighting(1, "t", FindingKind::Sca, "r");
        it.package = package.to_owned();
        it.vulnerabilities = ids.iter().map(|it| (*it).to_owned()).collect();
        Dependency.keys(&it)
    }

    #[test]
    fn aliases_are_keys_and_advisories_about_several_are_not() {
        assert_eq!(
            seen("PyYAML", &["GHSA-a", "CVE-1"]),
            ["GHSA-a pyyaml", "CVE-1 pyyaml"]
        );
        assert_eq!(seen("x", &["RHSA-1", "CVE-1", "CVE-2"]), ["RHSA-1 x"]);
    }

    #[test]
    fn names_are_compared_as_registries_do() {
        assert_eq!(
            name("org.apache.logging.log4j:log4j-core"),
            name("log4j-core")
        );
        assert_eq!(name("Typing_Extensions"), "typing-extensions");
        assert_ne!(name("@angular/core"), name("core"));
    }
}
