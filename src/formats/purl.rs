//! Package URLs: read, and built where a tool gives the parts but not the whole.
//!
//! A component's name is one thing in every tool: `group/artifact` for Maven, `@scope/name` for npm,
//! `Vendor/name` for Composer, the module path for Go, without the distribution for `deb`, `rpm` and
//! `apk` (tools disagree on its name: `redhat`, `rhel`; the purl keeps it).

use crate::model::Package;
use packageurl::PackageUrl;
use std::str::FromStr as _;

/// The component that a purl names. `None` for a text that is no purl.
pub fn package(text: &str) -> Option<Package> {
    let purl = PackageUrl::from_str(text.trim()).ok()?;
    let name = match purl.namespace() {
        Some(space) if !is_distribution(purl.ty()) => format!("{space}/{}", purl.name()),
        Some(_) | None => purl.name().to_owned(),
    };
    Some(Package {
        ecosystem: purl.ty().to_owned(),
        name,
        version: purl.version().unwrap_or_default().to_owned(),
        fixed: Vec::new(),
        purl: Some(purl.to_string()),
    })
}

/// True when what is said of `product` is said of `found` too: type, namespace and name are equal,
/// the version is equal or missing on one side, and qualifiers and subpath are equal where both
/// have them. A product that is a whole image holds every component. Without a purl on both sides
/// the names and versions decide.
pub fn speaks_of(product: &Package, found: &Package) -> bool {
    let parse = |it: &Package| {
        let purl = it.purl.as_deref()?;
        PackageUrl::from_str(purl).ok()
    };
    let either = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
    let versions = either(&product.version, &found.version);
    let Some(a) = parse(product) else {
        return !product.name.is_empty() && versions && product.name == found.name;
    };
    if matches!(a.ty(), "oci" | "docker") {
        return true;
    }
    let Some(b) = parse(found) else {
        return versions && product.name == found.name;
    };
    let named = (a.ty(), a.namespace(), a.name()) == (b.ty(), b.namespace(), b.name());
    let has = b.qualifiers();
    let qualified = a
        .qualifiers()
        .iter()
        .all(|(key, value)| has.get(key).is_none_or(|it| it == value));
    let subpath = a.subpath().unwrap_or_default();
    named && versions && qualified && either(subpath, b.subpath().unwrap_or_default())
}

/// Ecosystems whose namespace is the distribution.
pub fn is_distribution(ecosystem: &str) -> bool {
    matches!(ecosystem, "deb" | "rpm" | "apk" | "alpm" | "ebuild")
}

/// The component of an ecosystem by the name that its own tools use. `space` is the distribution of
/// an operating system's package, and empty otherwise.
pub fn build(ecosystem: &str, space: &str, name: &str, version: &str) -> Option<Package> {
    let (space, name) = match ecosystem {
        "maven" => name.split_once([':', '/'])?,
        "npm" | "composer" | "golang" | "swift" | "github" => {
            name.rsplit_once('/').unwrap_or(("", name))
        }
        _ => (space, name),
    };
    let mut purl = PackageUrl::new(ecosystem, name).ok()?;
    if !space.is_empty() {
        purl.with_namespace(space).ok()?;
    }
    if !version.is_empty() {
        purl.with_version(version).ok()?;
    }
    package(&purl.to_string())
}

/// The component of an ecosystem, also where no purl can be built from its name.
pub fn component(ecosystem: &str, space: &str, name: &str, version: &str) -> Package {
    build(ecosystem, space, name, version).unwrap_or_else(|| Package {
        ecosystem: ecosystem.to_owned(),
        name: name.to_owned(),
        version: version.to_owned(),
        ..Package::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_make_the_same_component_as_the_purl() {
        for (parts, purl, name) in [
            (
                ("maven", "", "org.apache.logging.log4j:log4j-core", "2.14.1"),
                "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1",
                "org.apache.logging.log4j/log4j-core",
            ),
            (
                ("npm", "", "@babel/traverse", "7.0.0"),
                "pkg:npm/%40babel/traverse@7.0.0",
                "@babel/traverse",
            ),
            (
                ("pypi", "", "Flask_Login", "0.6"),
                "pkg:pypi/flask-login@0.6",
                "flask-login",
            ),
            (
                (
                    "golang",
                    "",
                    "github.com/docker/distribution",
                    "v2.7.1+incompatible",
                ),
                "pkg:golang/github.com/docker/distribution@v2.7.1%2Bincompatible",
                "github.com/docker/distribution",
            ),
            (
                ("apk", "alpine", "musl", "1.1.20-r4"),
                "pkg:apk/alpine/musl@1.1.20-r4",
                "musl",
            ),
        ] {
            let it = build(parts.0, parts.1, parts.2, parts.3).unwrap();
            assert_eq!(it.purl.as_deref(), Some(purl));
            assert_eq!(it.name, name);
            assert_eq!(package(purl), Some(it));
        }
    }

    #[test]
    fn what_is_no_purl_is_no_component() {
        assert_eq!(package("6290db55-8336"), None);
        assert_eq!(build("maven", "", "log4j", "1"), None);
    }
}
