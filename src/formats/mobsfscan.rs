//! mobsfscan 0.x JSON (`mobsfscan --json`).
//!
//! Severity, and what a finding is: see `njsscan.rs`, which is made of the same parts. Rules that
//! miss something in the whole application, such as the pinning of certificates, have no file.

use super::{Claim, Format, Input, Probe, SecretKey, Sink, njsscan};
use crate::error::Problem;
use crate::model::FindingKind;

/// See the module's text.
pub(super) struct Mobsfscan;

impl Format for Mobsfscan {
    fn name(&self) -> &'static str {
        "mobsfscan"
    }

    fn tool(&self) -> &'static str {
        "mobsfscan 0.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Sast]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if probe.has_all(&["mobsfscan_version", "results"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        njsscan::read("mobsfscan", input, sink)
    }
}
