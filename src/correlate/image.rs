//! An image that infrastructure names and whose packages are vulnerable: a suggestion, once for each
//! rule that is about the image itself.

use super::{Edge, Rule, Sighting, crosswalk};
use crate::model::{Confidence, FindingKind};

/// See the module's text.
pub(super) struct Image;

/// Controls that say something of an image rather than of how it is run.
const ABOUT_IMAGES: &[&str] = &[
    "dockerfile-latest-tag",
    "dockerfile-image-not-pinned-by-digest",
    "k8s-latest-tag",
    "k8s-image-digest",
];

impl Rule for Image {
    fn name(&self) -> &'static str {
        "image"
    }

    fn version(&self) -> u32 {
        1
    }

    fn about(&self) -> &'static str {
        "suggests a vulnerable image and the infrastructure that names it without pinning it"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        let about = match it.kind {
            FindingKind::Container => true,
            FindingKind::Iac => {
                crosswalk::control(&it.tool, &it.rule).is_some_and(|it| ABOUT_IMAGES.contains(&it))
            }
            _ => false,
        };
        let images = it.hints.iter().filter(|it| it.starts_with("image:"));
        images.filter(|_| about).cloned().collect()
    }

    /// The first vulnerability stands for all of the image: a hundred suggestions are none.
    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let mut vulnerable = bucket
            .iter()
            .filter(|(_, it)| it.kind == FindingKind::Container);
        let Some((a, one)) = vulnerable.next() else {
            return Vec::new();
        };
        let infrastructure = bucket.iter().filter(|(_, it)| it.kind == FindingKind::Iac);
        let edge = |(b, other): &(usize, &Sighting)| Edge {
            a: *a,
            b: *b,
            rule: self.name(),
            version: self.version(),
            confidence: Confidence::Low,
            evidence: format!(
                "{}:{} names the image in which {} was found",
                other.file, other.line, one.rule
            ),
        };
        infrastructure.map(edge).collect()
    }
}
