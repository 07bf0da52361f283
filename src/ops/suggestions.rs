//! The merge inbox: pairs of issues that may be one, and what people answer.

use crate::error::Problem;
use crate::model::{Confidence, Finding, short_id};
use crate::ops::Workspace;
use crate::ops::issues;
use crate::store::{Tx, findings, issues as rows, members, suggestions};

/// One suggestion with all that is needed to answer it.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    /// One side.
    pub one: Side,
    /// The other side.
    pub other: Side,
    /// Stable name of the rule.
    pub rule: String,
    /// Version of the rule.
    pub version: u32,
    /// How sure it is.
    pub confidence: Confidence,
    /// What matched, in words.
    pub evidence: String,
}

/// One of the two issues.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Row number of the issue.
    pub issue: i64,
    /// Its id as people see it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many findings it holds.
    pub findings: u32,
    /// The finding that the suggestion is about.
    pub finding: Finding,
}

/// How many there are.
pub fn count(workspace: &Workspace) -> Result<i64, Problem> {
    Ok(suggestions::count(&workspace.store.read())?)
}

/// Some of the suggestions, the strongest first.
pub fn list(workspace: &Workspace, offset: i64, limit: i64) -> Result<Vec<Suggested>, Problem> {
    let tx = &workspace.store.read();
    let digits = issues::id_digits(workspace)?;
    let mut out = Vec::new();
    for it in suggestions::window(tx, offset, limit)? {
        let sides = (side(tx, it.finding, digits)?, side(tx, it.other, digits)?);
        if let (Some(one), Some(other)) = sides {
            out.push(Suggested {
                one,
                other,
                rule: it.rule,
                version: it.version,
                confidence: it.confidence,
                evidence: it.evidence,
            });
        }
    }
    Ok(out)
}

fn side(tx: &Tx<'_>, print: crate::model::Digest, digits: usize) -> Result<Option<Side>, Problem> {
    let Some(id) = members::with_fingerprint(tx, print)? else {
        return Ok(None);
    };
    let issue = findings::issue_of(tx, print)?.unwrap_or_default();
    let (Some(finding), Some(head)) = (findings::one(tx, id)?, rows::one(tx, issue)?) else {
        return Ok(None);
    };
    Ok(Some(Side {
        issue,
        id: short_id(head.row.fingerprint, digits),
        title: head.row.title,
        findings: head.row.findings,
        finding,
    }))
}
