//! Bytes in; findings and skipped records out. One file per report format, one list.
//!
//! A format states in its `//!`: tool and versions, its severity table, and what is deliberately
//! not read. It never gives up on a bad record and never hides one: what cannot be used goes to
//! [`Sink::skipped`] with its place. It does no I/O of its own: the [`Input`] opens the bytes.

pub mod advisory;
pub mod base64;
pub mod feeds;
pub mod host;
pub mod html;
pub mod http;
pub mod image;
pub mod input;
pub mod licence;
pub mod literal;
pub mod normalise;
pub mod probe;
pub mod purl;
pub mod read;
pub mod secret;
pub mod wire;

mod asff;
mod bandit;
mod bearer;
mod brakeman;
mod burp;
mod cargo_audit;
mod checkmarx;
mod checkov;
mod cppcheck;
mod csaf;
mod cyclonedx;
mod defectdojo;
mod dependabot;
mod dependency_check;
mod dependency_track;
mod detect_secrets;
mod eslint;
mod github_code_scanning;
mod github_secret_scanning;
mod gitlab;
mod gitleaks;
mod gosec;
mod govulncheck;
mod graph;
mod grype;
mod hadolint;
mod kics;
mod kube_bench;
mod kubescape;
mod leak;
mod mobsfscan;
mod nessus;
mod nikto;
mod njsscan;
mod nmap;
mod npm_advisory;
mod npm_audit;
mod nuclei;
mod ocsf;
mod openvas;
mod openvex;
mod osv_scanner;
mod pip_audit;
mod plain_csv;
mod pnpm_audit;
mod prowler;
mod retire;
mod safety;
mod sarif;
mod semgrep;
mod semgrep_rule;
mod snyk;
mod sonarqube;
mod spdx;
mod spotbugs;
mod syft;
mod terrascan;
mod tfsec;
mod trivy;
mod trufflehog;
mod trufflehog3;
mod twistlock;
mod vex;
mod yarn_audit;
mod zap;
mod zizmor;

pub use input::{Input, MemoryInput};
pub use plain_csv::Mapping;
pub use probe::Probe;
pub use secret::SecretKey;

use crate::error::Problem;
use crate::model::{Component, FindingKind, NewClaim, NewFinding, Scan, Skipped};

/// How sure a format is that a document is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// Not this format.
    No,
    /// A general format that many tools write (SARIF, CycloneDX, plain CSV).
    Generic,
    /// Fits the shape, could be another's.
    Maybe,
    /// Carries the tool's own mark.
    Yes,
}

/// Where a format puts what it reads. Findings belong to the last announced scan.
pub trait Sink {
    /// A tool's run begins (or goes on, when equal to an earlier one). Comes before its findings.
    fn scan(&mut self, scan: Scan) -> Result<(), Problem>;
    /// One usable record.
    fn finding(&mut self, finding: NewFinding) -> Result<(), Problem>;
    /// One record that could not be used.
    fn skipped(&mut self, skipped: Skipped) -> Result<(), Problem>;
    /// One component of what was scanned, of a bill of materials.
    fn component(&mut self, component: Component) -> Result<(), Problem>;
    /// What an issuer claims of a vulnerability, where that is no finding.
    fn claim(&mut self, claim: NewClaim) -> Result<(), Problem>;
    /// Clear text that must not be kept: masked in the kept copy of the report.
    fn conceal(&mut self, secret: &str);
}

/// A report format.
pub trait Format: Sync {
    /// Stable name: the `--format` value, the file stem here, the folder under `tests/samples/`.
    fn name(&self) -> &'static str;
    /// The tool, as people write it, with the versions read.
    fn tool(&self) -> &'static str;
    /// What sorts of findings it holds.
    fn kinds(&self) -> &'static [FindingKind];
    /// File types, such as `JSON` or `XML, JSON`.
    fn file_types(&self) -> &'static str;
    /// Judges a document from its probe.
    fn claims(&self, probe: &Probe) -> Claim;
    /// Reads a whole document, in memory that does not grow with it unless the format's doc says so.
    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem>;
}

/// Every format, by name. The only list.
pub const ALL: &[&dyn Format] = &[
    &asff::Asff,
    &bandit::Bandit,
    &bearer::Bearer,
    &brakeman::Brakeman,
    &burp::Burp,
    &cargo_audit::CargoAudit,
    &checkmarx::Checkmarx,
    &checkov::Checkov,
    &cppcheck::Cppcheck,
    &csaf::Csaf,
    &plain_csv::PlainCsv { mapping: None },
    &cyclonedx::CycloneDx,
    &defectdojo::DefectDojo,
    &dependabot::Dependabot,
    &dependency_check::DependencyCheck,
    &dependency_track::DependencyTrack,
    &detect_secrets::DetectSecrets,
    &eslint::Eslint,
    &github_code_scanning::GithubCodeScanning,
    &github_secret_scanning::GithubSecretScanning,
    &gitlab::Gitlab,
    &gitleaks::Gitleaks,
    &gosec::Gosec,
    &govulncheck::Govulncheck,
    &grype::Grype,
    &hadolint::Hadolint,
    &kics::Kics,
    &kube_bench::KubeBench,
    &kubescape::Kubescape,
    &mobsfscan::Mobsfscan,
    &nessus::Nessus,
    &nikto::Nikto,
    &njsscan::Njsscan,
    &nmap::Nmap,
    &npm_audit::NpmAudit,
    &nuclei::Nuclei,
    &ocsf::Ocsf,
    &openvas::OpenVas,
    &openvex::OpenVex,
    &osv_scanner::OsvScanner,
    &pip_audit::PipAudit,
    &pnpm_audit::PnpmAudit,
    &prowler::Prowler,
    &retire::Retire,
    &safety::Safety,
    &sarif::Sarif,
    &semgrep::Semgrep,
    &snyk::Snyk,
    &sonarqube::Sonarqube,
    &spdx::Spdx,
    &spotbugs::Spotbugs,
    &syft::Syft,
    &terrascan::Terrascan,
    &tfsec::Tfsec,
    &trivy::Trivy,
    &trufflehog3::Trufflehog3,
    &trufflehog::Trufflehog,
    &twistlock::Twistlock,
    &yarn_audit::YarnAudit,
    &zap::Zap,
    &zizmor::Zizmor,
];

/// The format of plain tables, with columns as a person named them.
pub fn mapped(mapping: Mapping) -> Box<dyn Format> {
    Box::new(plain_csv::PlainCsv {
        mapping: Some(mapping),
    })
}

/// The format called `name`.
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    ALL.iter().copied().find(|it| it.name() == name)
}

/// The one format that claims a document most strongly. None, or several that claim it equally,
/// is an error that says what to do.
pub fn detect(probe: &Probe) -> Result<&'static dyn Format, Problem> {
    let claims: Vec<_> = ALL.iter().map(|it| (it.claims(probe), *it)).collect();
    let best = claims
        .iter()
        .map(|(claim, _)| *claim)
        .max()
        .unwrap_or(Claim::No);
    let mut first = claims
        .iter()
        .filter(|(claim, _)| *claim == best)
        .map(|(_, it)| *it);
    match (best, first.next(), first.next()) {
        (Claim::No, _, _) | (_, None, _) => Err(Problem::input(probe.refusal())
            .hint("see `sluice formats` for what can be read, or name one with --format")),
        (_, Some(one), None) => Ok(one),
        (_, Some(one), Some(other)) => Err(Problem::input(format!(
            "both '{}' and '{}' recognise this report",
            one.name(),
            other.name()
        ))
        .hint(format!("say which with --format {}", one.name()))),
    }
}
