//! Findings as correlation sees them, any number of them.

use sluice::correlate::Sighting;
use sluice::model::{Digest, FindingKind};

/// Two tools that mostly agree, 40 places a file.
pub(crate) fn sighting(nth: u64) -> Sighting {
    let (pair, second) = (nth / 2, nth % 2 == 1);
    let mut fingerprint = [0; 16];
    fingerprint[..8].copy_from_slice(&nth.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    Sighting {
        id: nth.cast_signed(),
        fingerprint: Digest(fingerprint),
        application: 1,
        tool: if second { "codeql" } else { "semgrep" }.to_owned(),
        kind: FindingKind::Sast,
        rule: format!("rule-{}", pair % 150),
        file: format!("services/a/src/main/b/file_{}.py", pair / 40),
        line: 10 + (pair % 40) as u32 * 3,
        cwes: vec![[79, 89, 22, 502][pair as usize % 4]],
        ..Sighting::default()
    }
}
