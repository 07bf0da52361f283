//! Xray's ids of components.

use crate::formats::{normalise, purl};
use crate::model::Package;

/// The component of `pypi://Jinja2:2.11.2`, `gav://org.x:y:1`, `alpine://3.18:musl:1.2.4-r0`,
/// `deb://debian:buster:shadow:1:4.5-1.1`, `rpm://8:glibc:0:2.28`, or of an id without its scheme.
pub(super) fn of(id: &str) -> Package {
    let (scheme, rest) = id.split_once("://").unwrap_or(("", id));
    let parts: Vec<&str> = rest.split(':').collect();
    let (ecosystem, space, name, version) = match (scheme, parts.as_slice()) {
        ("deb", [space, _, name, version @ ..]) => ("deb", *space, *name, version.join(":")),
        ("alpine", [_, name, version @ ..]) => ("apk", "alpine", *name, version.join(":")),
        ("rpm", [_, name, version @ ..]) => ("rpm", "", *name, version.join(":")),
        ("gav", [group, artifact, version @ ..]) => {
            let name = format!("{group}:{artifact}");
            return purl::component("maven", "", &name, &version.join(":"));
        }
        _ => {
            let (name, version) = rest.rsplit_once(':').unwrap_or((rest, ""));
            (normalise::ecosystem(scheme), "", name, version.to_owned())
        }
    };
    purl::component(ecosystem, space, name, &version)
}

/// The component at the end of an impact path, `…/layer.tar.gz/3.12:openssl:1.1.1k-r0`: what stands
/// before its name is a distribution's release or a group.
pub(super) fn at_end(path: &str) -> Package {
    let last = path.rsplit('/').next().unwrap_or(path);
    let parts: Vec<&str> = last.split(':').collect();
    match parts.as_slice() {
        [release, name, version] if release.starts_with(|it: char| it.is_ascii_digit()) => {
            purl::component("", "", name, version)
        }
        [group, artifact, version] => {
            purl::component("maven", "", &format!("{group}:{artifact}"), version)
        }
        [.., name, version] => purl::component("", "", name, version),
        _ => purl::component("", "", last, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_all_sorts_are_read() {
        for (id, purl) in [
            ("pypi://Jinja2:2.11.2", "pkg:pypi/jinja2@2.11.2"),
            ("npm://@babel/core:7.1.0", "pkg:npm/%40babel/core@7.1.0"),
            ("gav://org.x:y:1.0", "pkg:maven/org.x/y@1.0"),
            (
                "alpine://3.18:libssl3:3.1.1-r1",
                "pkg:apk/alpine/libssl3@3.1.1-r1",
            ),
            (
                "deb://debian:buster:shadow:1:4.5-1.1",
                "pkg:deb/debian/shadow@1:4.5-1.1",
            ),
        ] {
            assert_eq!(of(id).purl.as_deref(), Some(purl), "{id}");
        }
        assert_eq!(of("generic://sha256:abc/x.tar").ecosystem, "");
    }

    #[test]
    fn the_end_of_a_path_names_a_component() {
        let it = at_end("a/b/sha256__1.tar.gz/3.12:openssl:1.1.1k-r0");
        assert_eq!(
            (it.name.as_str(), it.version.as_str()),
            ("openssl", "1.1.1k-r0")
        );
        assert_eq!(at_end("a/x.war/org.x:y:1").name, "org.x/y");
    }
}
