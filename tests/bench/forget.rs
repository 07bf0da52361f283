//! A sink that counts what it is given and keeps nothing: parsing alone.

use sluice::error::Problem;
use sluice::formats::Sink;
use sluice::model::{Component, NewClaim, NewFinding, Scan, Skipped};

/// Counts and forgets.
#[derive(Default)]
pub(crate) struct Forget {
    pub(crate) findings: u64,
    pub(crate) skipped: u64,
}

impl Sink for Forget {
    fn scan(&mut self, _scan: Scan) -> Result<(), Problem> {
        Ok(())
    }

    fn finding(&mut self, finding: NewFinding) -> Result<(), Problem> {
        self.findings += 1;
        drop(finding);
        Ok(())
    }

    fn skipped(&mut self, _skipped: Skipped) -> Result<(), Problem> {
        self.skipped += 1;
        Ok(())
    }

    fn component(&mut self, component: Component) -> Result<(), Problem> {
        drop(component);
        Ok(())
    }

    fn claim(&mut self, claim: NewClaim) -> Result<(), Problem> {
        drop(claim);
        Ok(())
    }

    fn conceal(&mut self, _secret: &str) {}
}
