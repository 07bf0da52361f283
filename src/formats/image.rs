//! Names of container images, and of files inside them.

use super::normalise;

/// The repository of an image reference: without tag and digest, so that the next build of an
/// image is the same target. A bare image id stays as it is.
pub fn repository(reference: &str) -> &str {
    let reference = reference.trim();
    if reference.starts_with("sha256:") {
        return reference;
    }
    let named = reference.split_once('@').map_or(reference, |it| it.0);
    match named.rsplit_once(':') {
        // A colon before a slash belongs to the port of a registry.
        Some((before, tag)) if !tag.contains('/') => before,
        Some(_) | None => named,
    }
}

/// A file inside an image, from its root and without `/` in front: some tools write it, some do not.
/// `/app` is a folder of the image here, not the place where somebody mounted a build.
pub fn file(path: &str) -> String {
    normalise::path(path.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_digests_go() {
        for (reference, expected) in [
            ("alpine:3.10", "alpine"),
            ("alpine", "alpine"),
            (
                "ghcr.io/harbourlane/shop@sha256:abc",
                "ghcr.io/harbourlane/shop",
            ),
            (
                "reg.harbourlane.example:5000/shop",
                "reg.harbourlane.example:5000/shop",
            ),
            ("reg:5000/a/shop:1.2@sha256:abc", "reg:5000/a/shop"),
            ("sha256:abc", "sha256:abc"),
        ] {
            assert_eq!(repository(reference), expected);
        }
    }

    #[test]
    fn a_file_of_an_image_has_one_name() {
        assert_eq!(file("/app/lib/a.jar"), file("app/lib/a.jar"));
        assert_eq!(file("/app/lib/a.jar"), "app/lib/a.jar");
    }
}
