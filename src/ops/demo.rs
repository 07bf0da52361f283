//! The demo: the sample data of an invented company, compiled in, imported into a throw-away store.

use crate::error::Problem;
use crate::formats::Formats;
use crate::ops::source::Source;
use crate::ops::upkeep::{self, Info};
use crate::ops::{Who, Workspace, feeds, import, inventory};
use std::collections::BTreeSet;

/// A report of the sample data.
struct Sample {
    app: &'static str,
    name: &'static str,
    bytes: &'static [u8],
}

macro_rules! report {
    ($app:literal, $name:literal) => {
        Sample {
            app: $app,
            name: $name,
            bytes: include_bytes!(concat!("../../sample-data/reports/", $name)),
        }
    };
}

/// Every report under `sample-data/reports`, in the order of import. A test holds it complete.
const REPORTS: &[Sample] = &[
    report!("shop", "shop/bandit.json"),
    report!("shop", "shop/cyclonedx.json"),
    report!("shop", "shop/gitleaks.json"),
    report!("shop", "shop/grype.json"),
    report!("shop", "shop/hadolint.sarif"),
    report!("shop", "shop/semgrep.json"),
    report!("shop", "shop/trivy.json"),
    report!("shop", "shop/zap.xml"),
    report!("payments", "payments/eslint.sarif"),
    report!("payments", "payments/gitleaks.json"),
    report!("payments", "payments/njsscan.sarif"),
    report!("payments", "payments/semgrep.json"),
    report!("payments", "payments/syft.cdx.json"),
    report!("payments", "payments/trivy.json"),
    report!("payments", "payments/zap.json"),
    report!("warehouse", "warehouse/bandit.json"),
    report!("warehouse", "warehouse/checkov.json"),
    report!("warehouse", "warehouse/semgrep.sarif"),
    report!("platform", "platform/bandit.sarif"),
    report!("platform", "platform/checkov.json"),
    report!("platform", "platform/trivy-config.json"),
    report!("platform", "platform/trivy-search.json"),
    report!("platform", "platform/zizmor.json"),
    report!("shop", "shop/next/bandit.json"),
];

const INVENTORY: &str = include_str!("../../sample-data/inventory.toml");
const KEV: &[u8] = include_bytes!("../../sample-data/feeds/kev.json");
const EPSS: &[u8] = include_bytes!("../../sample-data/feeds/epss.csv");

/// What the demo's store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Reports imported.
    pub reports: usize,
    /// Tools that wrote them.
    pub tools: usize,
    /// Findings.
    pub findings: i64,
    /// Issues.
    pub issues: i64,
    /// Applications.
    pub applications: i64,
}

/// The names of the bundled reports.
pub fn names() -> impl Iterator<Item = &'static str> {
    REPORTS.iter().map(|it| it.name)
}

/// Imports inventory, feeds and reports.
pub fn fill(workspace: &mut Workspace, who: &Who) -> Result<Made, Problem> {
    let request = inventory::Request {
        name: "inventory.toml".to_owned(),
        text: INVENTORY.to_owned(),
        ..inventory::Request::default()
    };
    inventory::import(workspace, &request, who, false)?;
    feeds::import(workspace, &Source::memory("kev.json", KEV.to_vec()), who)?;
    feeds::import(workspace, &Source::memory("epss.csv", EPSS.to_vec()), who)?;
    let mut tools = BTreeSet::new();
    let mut reports = 0;
    for sample in REPORTS {
        let request = import::Request {
            sources: vec![Source::memory(sample.name, sample.bytes.to_vec())],
            app: sample.app.to_owned(),
            ..import::Request::default()
        };
        let mut done = import::run(workspace, &Formats::native(), &request, who, &mut |_| {})?;
        if let Some(problem) = done.failed.pop() {
            return Err(problem);
        }
        reports += done.reports.len();
        tools.extend(done.reports.into_iter().flat_map(|it| it.tools));
    }
    let Info {
        findings,
        issues,
        applications,
        ..
    } = upkeep::info(workspace)?;
    Ok(Made {
        reports,
        tools: tools.len(),
        findings,
        issues,
        applications,
    })
}
