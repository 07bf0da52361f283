//! Exceptions as they leave beside the decisions, and as they are read back: whole, with their
//! approvals and signatures, so that a gate without the store can hold each step to its policy again.

use crate::model::exception::Ended;
use crate::model::{
    Approval, Band, Control, Covered, Digest, EvidenceFile, Exception, ExceptionState, Signature,
    Treatment,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An exception as it is published (`assets/schema/decisions.schema.json`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExceptionRow {
    id: String,
    state: ExceptionState,
    treatment: Treatment,
    reason: String,
    control: Option<ControlRow>,
    evidence: Vec<EvidenceRow>,
    requested_by: String,
    requested_at: Timestamp,
    ends: Timestamp,
    needs: u32,
    approvals: Vec<ApprovalRow>,
    ended: Option<EndedRow>,
    renews: Option<String>,
    renewal: u32,
    amends: Option<String>,
    issues: Vec<CoveredRow>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ControlRow {
    text: String,
    owner: String,
    check: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct EvidenceRow {
    name: String,
    sha256: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ApprovalRow {
    by: String,
    at: Timestamp,
    signature: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct EndedRow {
    by: String,
    at: Timestamp,
    reason: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct CoveredRow {
    issue: Digest,
    findings: Vec<Digest>,
    app: String,
    title: String,
    band: Band,
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or_default()
}

impl From<&Exception> for ExceptionRow {
    fn from(it: &Exception) -> Self {
        let approvals = it.approvals.iter().map(|it| ApprovalRow {
            by: it.by.clone(),
            at: time(it.at),
            signature: it.signature.as_ref().map(|it| it.armour.clone()),
        });
        let evidence = it.evidence.iter().map(|it| EvidenceRow {
            name: it.name.clone(),
            sha256: it.sha256.clone(),
        });
        let issues = it.issues.iter().map(|it| CoveredRow {
            issue: it.issue,
            findings: it.findings.clone(),
            app: it.app.clone(),
            title: it.title.clone(),
            band: it.band,
        });
        Self {
            id: it.id.clone(),
            state: it.state,
            treatment: it.treatment,
            reason: it.reason.clone(),
            control: it.control.as_ref().map(|it| ControlRow {
                text: it.text.clone(),
                owner: it.owner.clone(),
                check: time(it.check),
            }),
            evidence: evidence.collect(),
            requested_by: it.requested_by.clone(),
            requested_at: time(it.requested_at),
            ends: time(it.ends),
            needs: it.needs,
            approvals: approvals.collect(),
            ended: it.ended.as_ref().map(|it| EndedRow {
                by: it.by.clone(),
                at: time(it.at),
                reason: it.reason.clone(),
            }),
            renews: it.renews.clone(),
            renewal: it.renewal,
            amends: it.amends.clone(),
            issues: issues.collect(),
        }
    }
}

impl From<ExceptionRow> for Exception {
    fn from(it: ExceptionRow) -> Self {
        let approvals = it.approvals.into_iter().map(|it| Approval {
            by: it.by,
            at: it.at.as_second(),
            signature: it.signature.map(|armour| Signature {
                armour,
                key: String::new(),
            }),
        });
        let evidence = it.evidence.into_iter().map(|it| EvidenceFile {
            name: it.name,
            sha256: it.sha256,
        });
        let issues = it.issues.into_iter().map(|it| Covered {
            issue: it.issue,
            findings: it.findings,
            app: it.app,
            title: it.title,
            band: it.band,
        });
        Self {
            id: it.id,
            state: it.state,
            treatment: it.treatment,
            reason: it.reason,
            control: it.control.map(|it| Control {
                text: it.text,
                owner: it.owner,
                check: it.check.as_second(),
            }),
            evidence: evidence.collect(),
            requested_by: it.requested_by,
            requested_at: it.requested_at.as_second(),
            ends: it.ends.as_second(),
            needs: it.needs,
            approvals: approvals.collect(),
            ended: it.ended.map(|it| Ended {
                by: it.by,
                at: it.at.as_second(),
                reason: it.reason,
            }),
            renews: it.renews,
            renewal: it.renewal,
            amends: it.amends,
            issues: issues.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_equal_but_for_the_key_that_is_verified_anew() {
        let day = |at: i64| 1_772_352_000 + at * 86_400;
        let it = Exception {
            id: "EX-4".to_owned(),
            state: ExceptionState::Approved,
            treatment: Treatment::Mitigate,
            reason: "moved\nin \u{202e}spring".to_owned(),
            control: Some(Control {
                text: "a rule of the firewall".to_owned(),
                owner: "carl".to_owned(),
                check: day(5),
            }),
            evidence: vec![EvidenceFile {
                name: "rule.txt".to_owned(),
                sha256: "ab".repeat(32),
            }],
            requested_by: "ann".to_owned(),
            requested_at: day(0),
            ends: day(20),
            issues: vec![Covered {
                issue: Digest([1; 16]),
                findings: vec![Digest([1; 16]), Digest([2; 16])],
                app: "shop".to_owned(),
                title: "SQL injection".to_owned(),
                band: Band::P1,
            }],
            needs: 2,
            approvals: vec![Approval {
                by: "bob".to_owned(),
                at: day(1),
                signature: Some(Signature {
                    armour: "-----BEGIN\nx\n".to_owned(),
                    key: String::new(),
                }),
            }],
            ended: Some(Ended {
                by: "bob".to_owned(),
                at: day(2),
                reason: "over".to_owned(),
            }),
            renews: Some("EX-1".to_owned()),
            renewal: 1,
            amends: Some("EX-2".to_owned()),
        };
        let json = serde_json::to_string(&ExceptionRow::from(&it)).unwrap();
        let back: ExceptionRow = serde_json::from_str(&json).unwrap();
        let back = Exception::from(back);
        assert_eq!(back, it);
        assert_eq!(back.statement(), it.statement());
    }
}
