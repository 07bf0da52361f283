//! What people said about issues: the `audit.xml` behind the results.

use crate::formats::read::xml_node::Node;
use crate::formats::wire::{DESCRIPTION, fact};
use crate::model::text::bounded;
use crate::model::{Claimed, NewFinding};

/// The tag that says what an auditor found (the "Analysis" of every Fortify version).
const ANALYSIS: &str = "87f2364f-dcd4-49e6-861d-f8d3f351686b";

/// What was said of one issue.
#[derive(Default)]
pub(super) struct Audit {
    suppressed: bool,
    analysis: String,
    comments: String,
}

impl From<&Node> for Audit {
    fn from(node: &Node) -> Self {
        let mut tags = node.children("Tag");
        let analysis = tags.find(|it| it.attribute("id") == Some(ANALYSIS));
        let comments = node.child("ThreadedComments");
        let comments = comments.into_iter().flat_map(|it| it.children("Comment"));
        let comments = comments.map(|it| {
            let part = |name: &str| it.text_of(name).unwrap_or_default();
            let (who, when) = (part("Username"), part("Timestamp"));
            format!("{who}, {when}: {}", part("Content"))
        });
        let comments: Vec<String> = comments.collect();
        Self {
            suppressed: node.attribute("suppressed") == Some("true"),
            analysis: analysis
                .and_then(|it| it.text_of("Value"))
                .unwrap_or_default(),
            comments: bounded(comments.join("\n"), DESCRIPTION),
        }
    }
}

impl Audit {
    /// Adds it to the finding.
    pub(super) fn tell(&self, out: &mut NewFinding) {
        let facts = &mut out.detail.facts;
        fact(facts, "analysis", self.analysis.as_str());
        if self.suppressed {
            out.detail.suppression = Some(Claimed {
                kind: "suppressed".to_owned(),
                status: String::new(),
                justification: self.comments.clone(),
            });
        } else {
            fact(facts, "comments", self.comments.as_str());
        }
    }
}
