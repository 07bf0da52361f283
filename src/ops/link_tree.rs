//! The links of an issue: a tree that grows from its first finding.

use crate::correlate::{self, group};
use crate::store::links::NewLink;
use crate::store::members::Member;
use std::collections::BTreeSet;

/// One link for every finding but the first: the edges of the group as a tree that grows from the
/// first finding.
pub(super) fn tree(rows: &[Member], members: &[&Member], group: &group::Group) -> Vec<NewLink> {
    let mut reached: BTreeSet<i64> = members.first().map(|it| it.id).into_iter().collect();
    let mut left: Vec<&correlate::Edge> = group.edges.iter().collect();
    let mut out = Vec::new();
    let row = |at: usize| rows.get(at).map(|it| it.id);
    while !left.is_empty() {
        let before = left.len();
        left.retain(|edge| {
            let (Some(a), Some(b)) = (row(edge.a), row(edge.b)) else {
                return false;
            };
            let (to, finding) = match (reached.contains(&a), reached.contains(&b)) {
                (true, _) => (a, b),
                (false, true) => (b, a),
                (false, false) => return true,
            };
            reached.insert(finding);
            out.push(link(finding, to, edge));
            false
        });
        if left.len() == before {
            break;
        }
    }
    out
}

/// An edge as a link between row numbers.
pub(super) fn link(finding: i64, to: i64, edge: &correlate::Edge) -> NewLink {
    NewLink {
        finding,
        to,
        rule: edge.rule,
        version: edge.version,
        confidence: edge.confidence,
        evidence: edge.evidence.clone(),
    }
}
