//! Statements about vulnerabilities in products, as all VEX formats make them.
//!
//! *Affected*, *under investigation* and *unknown* are findings of the product. *Not affected* and
//! *fixed* are claims by their issuer: they are kept, shown beside the findings they are about, and
//! hide none of them.

use super::Sink;
use super::wire::{DESCRIPTION, TITLE, fact};
use crate::error::Problem;
use crate::model::text::{bounded, one_line};
use crate::model::{ClaimStatus, ClaimText, NewClaim, NewFinding, Package, RecordPlace, Skipped};

/// One statement about one product.
pub(super) struct Statement {
    /// The vulnerability: ids, severity, description and what else is true of it in any product.
    pub(super) vulnerability: NewFinding,
    /// The format's own word.
    pub(super) status: String,
    /// The product, or the component of it that is meant.
    pub(super) package: Package,
    /// Who says so, about what, and why.
    pub(super) said: ClaimText,
    /// What to do about it.
    pub(super) action: String,
    /// Further words on the status.
    pub(super) notes: String,
    /// Where it stands.
    pub(super) record: RecordPlace,
}

impl Statement {
    /// Hands over the finding or the claim.
    pub(super) fn hand_over(self, sink: &mut dyn Sink) -> Result<(), Problem> {
        let status = match self.status.as_str() {
            "not_affected" | "known_not_affected" => Some(ClaimStatus::NotAffected),
            "fixed" | "first_fixed" => Some(ClaimStatus::Fixed),
            "affected"
            | "known_affected"
            | "first_affected"
            | "last_affected"
            | "under_investigation"
            | "unknown" => None,
            other => {
                let reason = format!("'{}' is no status", one_line(other, 60));
                let record = self.record;
                return sink.skipped(Skipped { record, reason });
            }
        };
        match status {
            Some(status) => sink.claim(self.into_claim(status)),
            None => sink.finding(self.into_finding()),
        }
    }

    fn into_claim(self, status: ClaimStatus) -> NewClaim {
        let mut vulnerabilities = self.vulnerability.vulnerabilities;
        if vulnerabilities.is_empty() {
            vulnerabilities.push(self.vulnerability.rule);
        }
        let mut said = self.said;
        if said.statement.is_empty() {
            said.statement = self.notes;
        }
        said.statement = bounded(said.statement, DESCRIPTION);
        NewClaim {
            status,
            vulnerabilities,
            package: self.package,
            said,
            record: self.record,
        }
    }

    fn into_finding(self) -> NewFinding {
        let mut out = self.vulnerability;
        let name = match self.package.name.as_str() {
            "" => &self.said.product,
            name => name,
        };
        if !name.is_empty() && !out.title.contains(name) {
            out.title = one_line(&format!("{} in {name}", out.title), TITLE);
        }
        let detail = &mut out.detail;
        let mut action = self.action;
        if !detail.remediation.is_empty() {
            action = format!("{}\n{action}", detail.remediation);
        }
        detail.remediation = bounded(action.trim().to_owned(), DESCRIPTION);
        let facts = &mut detail.facts;
        fact(facts, "status", self.status);
        fact(facts, "product", one_line(&self.said.product, 500));
        fact(facts, "notes", bounded(self.notes, DESCRIPTION));
        fact(facts, "justification", self.said.justification);
        fact(
            facts,
            "statement",
            bounded(self.said.statement, DESCRIPTION),
        );
        fact(facts, "issuer", self.said.issuer);
        fact(facts, "document", self.said.document);
        let names_one = !self.package.name.is_empty();
        out.package = Some(self.package).filter(|_| names_one);
        out.record = self.record;
        out
    }
}
