//! `pnpm audit --json`, pnpm 5 and later.
//!
//! Severity, and what a finding is: see `npm_advisory.rs`. The shape is that of npm 6: a report is
//! pnpm's where its file name says so or its paths begin at the workspace (`.>axios`).
//! Not read: `actions`, `muted`, `metadata`.

use super::{Claim, Format, Input, Probe, SecretKey, Sink, npm_advisory};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};

/// See the module's text.
pub(super) struct PnpmAudit;

impl Format for PnpmAudit {
    fn name(&self) -> &'static str {
        "pnpm-audit"
    }

    fn tool(&self) -> &'static str {
        "pnpm 5-10 (`pnpm audit`)"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if npm_advisory::client(probe) == Some("pnpm") {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        sink.scan(Scan {
            tool: "pnpm-audit".to_owned(),
            ..Scan::default()
        })?;
        npm_advisory::read(input, sink)
    }
}
