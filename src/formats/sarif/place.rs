//! Where a result is: artifact locations resolved to paths inside the application.
//!
//! A relative path is inside the application. A base (`uriBaseId`) that stands for the root
//! ([`ROOTS`]), that has an absolute address or that the run does not define adds nothing; one that
//! is defined below another adds its folders. From an absolute path the folder that the run says it
//! worked in is cut, else the prefixes that [`normalise::path`] knows.

use super::runs::Run;
use super::wire::{Artifact, Place, Region};
use crate::formats::normalise;
use crate::model::{Location, Snippet, text};

/// Names of bases that mean the root of the application; `%` and case do not matter.
const ROOTS: &[&str] = &[
    "EXECUTIONROOT",
    "PROJECTROOT",
    "REPOROOT",
    "REPO_ROOT",
    "ROOTPATH",
    "SOURCEROOT",
    "SRCROOT",
    "WORKINGDIR",
];

/// Bytes kept of a snippet.
pub(super) const SNIPPET: usize = 32 * 1024;

/// A location in our words.
pub(super) fn location(place: &Place, run: &Run) -> Location {
    let mut out = Location::default();
    let Some(physical) = &place.physical_location else {
        return out;
    };
    if let Some(artifact) = &physical.artifact_location {
        let address = address(artifact, run);
        if address.starts_with("http://") || address.starts_with("https://") {
            out.url = Some(address);
        } else if !address.is_empty() {
            out.file = Some(address);
        }
    }
    if let Some(region) = &physical.region {
        out.line = positive(region.start_line);
        out.column = positive(region.start_column);
        (out.end_line, out.end_column) = normalise::region_end(
            out.line.unwrap_or(u32::MAX),
            positive(region.end_line).unwrap_or_default(),
            positive(region.end_column).unwrap_or_default(),
        );
    }
    out
}

/// The code at a location: of the region, else of its surroundings.
pub(super) fn snippet(place: &Place) -> Option<Snippet> {
    let physical = place.physical_location.as_ref()?;
    let of = |region: Option<&Region>| {
        let region = region?;
        let code = region.snippet.as_ref()?.text.as_deref()?;
        let code = code.trim_end_matches(['\r', '\n']);
        (!code.trim().is_empty()).then(|| Snippet {
            start: positive(region.start_line).unwrap_or_default(),
            text: text::bounded(code.replace("\r\n", "\n"), SNIPPET),
        })
    };
    of(physical.region.as_ref()).or_else(|| of(physical.context_region.as_ref()))
}

/// The path inside the application, or the URL, of an artifact; empty when it has neither.
pub(super) fn address(artifact: &Artifact, run: &Run) -> String {
    let listed = artifact
        .index
        .and_then(|it| run.artifacts.get(usize::try_from(it).ok()?));
    let artifact = match listed {
        Some(listed) if artifact.uri.is_none() => listed,
        Some(_) | None => artifact,
    };
    let raw = artifact.uri.as_deref().unwrap_or_default().trim();
    if raw.starts_with("http://") || raw.starts_with("https://") {
        return text::bounded(raw.to_owned(), 4096);
    }
    let relative = || {
        let id = artifact.uri_base_id.as_deref().unwrap_or_default();
        format!("{}{}", base(id, run, 8), normalise::percent(raw))
    };
    let path = absolute(raw).map_or_else(relative, |it| below_root(&it, run));
    text::bounded(normalise::path(&path), 4096)
}

/// The absolute path that a URI or path names, with percent codes undone and without a host.
pub(super) fn absolute(uri: &str) -> Option<String> {
    let uri = uri.trim();
    if !uri.starts_with('/') && !uri.bytes().any(|it| matches!(it, b':' | b'%')) {
        return None;
    }
    let drive = |it: &str| {
        let mut chars = it.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':')
    };
    let path = match uri.strip_prefix("file:") {
        Some(rest) => match rest.strip_prefix("//") {
            Some(rest) if rest.starts_with('/') || drive(rest) => rest,
            Some(rest) => rest.get(rest.find('/')?..)?,
            None => rest,
        },
        None => uri,
    };
    let path = normalise::percent(path);
    let inner = path.trim_start_matches('/');
    if drive(inner) {
        return Some(inner.to_owned());
    }
    path.starts_with('/').then(|| format!("/{inner}"))
}

fn below_root(path: &str, run: &Run) -> String {
    let cut = run.roots.iter().find_map(|root| {
        let root = root.trim_end_matches('/');
        let rest = path.strip_prefix(root)?.strip_prefix('/')?;
        (!root.is_empty()).then(|| rest.to_owned())
    });
    cut.unwrap_or_else(|| path.to_owned())
}

/// The folders that a base adds, with a `/` at the end.
fn base(id: &str, run: &Run, depth: usize) -> String {
    let bare = id.trim_matches('%').to_ascii_uppercase();
    let Some(entry) = run.bases.get(id) else {
        return String::new();
    };
    let own = entry.uri.as_deref().unwrap_or_default();
    if depth == 0 || ROOTS.contains(&bare.as_str()) || own.is_empty() || absolute(own).is_some() {
        return String::new();
    }
    let parent = entry.uri_base_id.as_deref().unwrap_or_default();
    let own = normalise::percent(own);
    format!(
        "{}{}/",
        base(parent, run, depth - 1),
        own.trim_end_matches('/')
    )
}

/// An image without its tag or digest.
pub(super) fn without_tag(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        Some(_) | None => image,
    }
}

fn positive(number: Option<i64>) -> Option<u32> {
    u32::try_from(number?).ok().filter(|it| *it > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Run {
        let base = |uri: &str, parent: Option<&str>| Artifact {
            uri: Some(uri.to_owned()),
            uri_base_id: parent.map(str::to_owned),
            index: None,
        };
        let mut run = Run::default();
        let bases = [
            ("SRCROOT", base("file:///opt/ci/shop/", None)),
            ("GEN", base("target/gen/", Some("SRCROOT"))),
            ("HOME", base("file:///home/ci", None)),
        ];
        run.bases = bases.map(|(id, it)| (id.to_owned(), it)).into();
        run.roots = vec!["/opt/ci/shop/".to_owned()];
        run.artifacts = vec![base("listed.c", Some("GEN"))];
        run
    }

    #[test]
    fn bases_are_resolved_or_removed() {
        for (uri, base, index, expected) in [
            (Some("a/b.c"), Some("SRCROOT"), None, "a/b.c"),
            (Some("a/b.c"), Some("%SRCROOT%"), None, "a/b.c"),
            (Some("a%20b.c"), Some("GEN"), None, "target/gen/a b.c"),
            (Some("x.c"), Some("HOME"), None, "x.c"),
            (Some("file:///opt/ci/shop/a.c"), None, None, "a.c"),
            (Some("file://host/opt/ci/shop/a.c"), None, None, "a.c"),
            (Some("file:////src/lib/a.js"), None, None, "lib/a.js"),
            (Some("file:///C:/shop/a.c"), None, None, "shop/a.c"),
            (
                Some("https://h.example/x"),
                None,
                None,
                "https://h.example/x",
            ),
            (None, None, Some(0), "target/gen/listed.c"),
            (None, None, Some(9), ""),
        ] {
            let artifact = Artifact {
                uri: uri.map(str::to_owned),
                uri_base_id: base.map(str::to_owned),
                index,
            };
            assert_eq!(address(&artifact, &run()), expected);
        }
    }

    #[test]
    fn images_lose_their_tag() {
        assert_eq!(
            without_tag("r.example:5000/shop/api:1.2"),
            "r.example:5000/shop/api"
        );
        assert_eq!(without_tag("shop@sha256:00"), "shop");
    }
}
