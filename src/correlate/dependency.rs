//! The same vulnerability in the same package, whatever version and wherever it lies.
//!
//! Ids are joined through what the tools themselves say: a record that names a GHSA and a CVE id
//! ties the two. A record that names several CVEs is an advisory about all of them; it stands for
//! its main id only, or it would tie strangers together.

use super::{Edge, Rule, Sighting, star};
use crate::model::{Class, Confidence};
use std::collections::BTreeMap;

/// See the module's text.
pub(super) struct Dependency;

impl Rule for Dependency {
    fn name(&self) -> &'static str {
        "dependency"
    }

    fn version(&self) -> u32 {
        2
    }

    fn about(&self) -> &'static str {
        "the same vulnerability (by any of its ids) in the same package of one application"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        let package = name(&it.package);
        let ids = ids(it);
        ids.iter().map(|id| format!("{id} {package}")).collect()
    }

    /// The same name in two ecosystems is two packages; where a tool does not say which, the name
    /// stands for the one that is there.
    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let mut kinds: BTreeMap<&str, Vec<(usize, &Sighting)>> = BTreeMap::new();
        for (at, it) in bucket {
            kinds.entry(ecosystem(it)).or_default().push((*at, it));
        }
        let unsaid = kinds.remove("").unwrap_or_default();
        let mut groups: Vec<Vec<(usize, &Sighting)>> = kinds.into_values().collect();
        match groups.as_mut_slice() {
            [one] => one.extend(unsaid),
            _ => groups.push(unsaid),
        }
        groups.iter().flat_map(|it| self.joined(it)).collect()
    }
}

impl Dependency {
    fn joined(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
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

/// The ids that a finding of a dependency is compared by; none for other findings.
pub(super) fn ids(it: &Sighting) -> &[String] {
    if super::class(it.kind) != Class::Dependency || it.package.is_empty() {
        return &[];
    }
    match it.vulnerabilities.as_slice() {
        [] => std::slice::from_ref(&it.rule),
        all if all.iter().filter(|it| it.starts_with("CVE-")).count() > 1 => {
            all.get(..1).unwrap_or_default()
        }
        all => all,
    }
}

/// The ecosystem of a finding's package, in purl's words; empty when the tool did not say.
fn ecosystem(it: &Sighting) -> &str {
    let mut hints = it.hints.iter();
    hints
        .find_map(|it| it.strip_prefix("type:"))
        .unwrap_or_default()
}

/// True for a package of an operating system, or one that may be.
pub(super) fn is_system(it: &Sighting) -> bool {
    matches!(ecosystem(it), "" | "deb" | "rpm" | "apk" | "alpm")
}

/// The last part of a package's name, as registries compare it: lower case, `_` and `.` as `-`.
/// Tools disagree about the part before it (`org.apache.logging.log4j/log4j-core`, `log4j-core`). The
/// major version at the end of a Go module is no name.
pub(super) fn name(package: &str) -> String {
    let scoped = package.starts_with('@');
    let package = without_major(package);
    let last = package.rsplit(['/', ':']).next().unwrap_or(package);
    let whole = if scoped { package } else { last };
    whole.to_lowercase().replace(['_', '.'], "-")
}

fn without_major(package: &str) -> &str {
    let cut = package.rsplit_once('/').filter(|(_, last)| {
        let digits = last.strip_prefix('v').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
    });
    cut.map_or(package, |it| it.0)
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
        assert_eq!(name("github.com/go-chi/chi/v5"), "chi");
    }
}
