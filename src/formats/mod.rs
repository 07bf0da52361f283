//! Bytes in; findings and skipped records out. One file per report format, one list.
//!
//! A format states in its `//!`: tool and versions, its severity table, and what is deliberately
//! not read. It never gives up on a bad record and never hides one: what cannot be used goes to
//! [`Sink::skipped`] with its place. It does no I/O of its own: the [`Input`] opens the bytes.

pub mod advisory;
pub mod base64;
pub mod bundle;
pub mod feeds;
pub mod filter;
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
pub mod vulnerable;
pub mod wire;

mod acunetix;
mod anchore;
mod aqua;
mod asff;
mod aws_inspector2;
mod bandit;
mod bearer;
mod black_duck;
mod brakeman;
mod burp;
mod burp_api;
mod cargo_audit;
mod checkmarx;
mod checkmarx_one;
mod checkmarx_osa;
mod checkov;
mod clair;
mod coverity;
mod cppcheck;
mod csaf;
mod cxflow;
mod cyclonedx;
mod defectdojo;
mod dependabot;
mod dependency_check;
mod dependency_track;
mod detect_secrets;
mod eslint;
mod flawfinder;
mod fortify;
mod github_code_scanning;
mod github_secret_scanning;
mod gitlab;
mod gitleaks;
mod gosec;
mod govulncheck;
mod graph;
mod grype;
mod hadolint;
mod hcl_appscan;
mod invicti;
mod kics;
mod kube_bench;
mod kubescape;
mod leak;
mod mobsfscan;
mod nessus;
mod nexpose;
mod nikto;
mod njsscan;
mod nmap;
mod npm_advisory;
mod npm_audit;
mod nuclei;
mod ocsf;
mod openscap;
mod openvas;
mod openvex;
mod osv_scanner;
mod pip_audit;
mod plain_csv;
mod pmd;
mod pnpm_audit;
mod prowler;
mod qualys;
mod qualys_was;
mod retire;
mod safety;
mod sarif;
mod scorecard;
mod semgrep;
mod semgrep_rule;
mod snyk;
mod sonarqube;
mod spdx;
mod spotbugs;
mod syft;
mod sysdig;
mod terrascan;
mod tfsec;
mod trivy;
mod trivy_operator;
mod trufflehog;
mod trufflehog3;
mod twistlock;
mod veracode;
mod veracode_sca;
mod vex;
mod webinspect;
mod wiz;
mod wiz_cli;
mod xray;
mod yarn_audit;
mod zap;
mod zizmor;

pub use filter::{Filter, Runner};
pub use input::{Input, MemoryInput};
pub use plain_csv::Mapping;
pub use probe::Probe;
pub use secret::SecretKey;

use crate::error::Problem;
use crate::model::{Component, Cover, FindingKind, NewClaim, NewFinding, Scan, Skipped};
use std::sync::Arc;

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
    /// What the last announced scan tells of what it looked for, and where.
    fn cover(&mut self, cover: Cover) -> Result<(), Problem> {
        drop(cover);
        Ok(())
    }
    /// Clear text that must not be kept: masked in the kept copy of the report.
    fn conceal(&mut self, secret: &str);
}

/// A report format.
pub trait Format: Sync {
    /// Stable name: the `--format` value, the file stem here, the folder under `tests/samples/`.
    fn name(&self) -> &str;
    /// The tool, as people write it, with the versions read.
    fn tool(&self) -> &str;
    /// What sorts of findings it holds.
    fn kinds(&self) -> &[FindingKind];
    /// File types, such as `JSON` or `XML, JSON`.
    fn file_types(&self) -> &str;
    /// Judges a document from its probe.
    fn claims(&self, probe: &Probe) -> Claim;
    /// Reads a whole document, in memory that does not grow with it unless the format's doc says so.
    fn read(&self, input: &dyn Input, key: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem>;
    /// The filter that it is, if it is one.
    fn filter(&self) -> Option<&Filter> {
        None
    }
}

/// Every native format, by name. The only list of them; that of the filters is in [`filter`].
pub const ALL: &[&dyn Format] = &[
    &acunetix::Acunetix,
    &anchore::Anchore,
    &aqua::Aqua,
    &asff::Asff,
    &aws_inspector2::AwsInspector2,
    &bandit::Bandit,
    &bearer::Bearer,
    &black_duck::BlackDuck,
    &brakeman::Brakeman,
    &burp::Burp,
    &burp_api::BurpApi,
    &cargo_audit::CargoAudit,
    &checkmarx::Checkmarx,
    &checkmarx_one::CheckmarxOne,
    &checkmarx_osa::CheckmarxOsa,
    &checkov::Checkov,
    &clair::Clair,
    &coverity::Coverity,
    &cppcheck::Cppcheck,
    &csaf::Csaf,
    &cxflow::CxFlow,
    &plain_csv::PlainCsv { mapping: None },
    &cyclonedx::CycloneDx,
    &defectdojo::DefectDojo,
    &dependabot::Dependabot,
    &dependency_check::DependencyCheck,
    &dependency_track::DependencyTrack,
    &detect_secrets::DetectSecrets,
    &eslint::Eslint,
    &flawfinder::Flawfinder,
    &fortify::Fortify,
    &github_code_scanning::GithubCodeScanning,
    &github_secret_scanning::GithubSecretScanning,
    &gitlab::Gitlab,
    &gitleaks::Gitleaks,
    &gosec::Gosec,
    &govulncheck::Govulncheck,
    &grype::Grype,
    &hadolint::Hadolint,
    &hcl_appscan::HclAppScan,
    &invicti::Invicti,
    &kics::Kics,
    &kube_bench::KubeBench,
    &kubescape::Kubescape,
    &mobsfscan::Mobsfscan,
    &nessus::Nessus,
    &nexpose::Nexpose,
    &nikto::Nikto,
    &njsscan::Njsscan,
    &nmap::Nmap,
    &npm_audit::NpmAudit,
    &nuclei::Nuclei,
    &ocsf::Ocsf,
    &openscap::OpenScap,
    &openvas::OpenVas,
    &openvex::OpenVex,
    &osv_scanner::OsvScanner,
    &pip_audit::PipAudit,
    &pmd::Pmd,
    &pnpm_audit::PnpmAudit,
    &prowler::Prowler,
    &qualys::Qualys,
    &qualys_was::QualysWas,
    &retire::Retire,
    &safety::Safety,
    &sarif::Sarif,
    &scorecard::Scorecard,
    &semgrep::Semgrep,
    &snyk::Snyk,
    &sonarqube::Sonarqube,
    &spdx::Spdx,
    &spotbugs::Spotbugs,
    &syft::Syft,
    &sysdig::Sysdig,
    &terrascan::Terrascan,
    &tfsec::Tfsec,
    &trivy::Trivy,
    &trivy_operator::TrivyOperator,
    &trufflehog3::Trufflehog3,
    &trufflehog::Trufflehog,
    &twistlock::Twistlock,
    &veracode::Veracode,
    &veracode_sca::VeracodeSca,
    &webinspect::WebInspect,
    &wiz::Wiz,
    &wiz_cli::WizCli,
    &xray::Xray,
    &yarn_audit::YarnAudit,
    &zap::Zap,
    &zizmor::Zizmor,
];

/// What sort of tool a name stands for, where it is known for one sort above all.
pub fn kind_of(tool: &str) -> Option<FindingKind> {
    sarif::kind_of(tool)
}

/// The format of plain tables, with columns as a person named them.
pub fn mapped(mapping: Mapping) -> Box<dyn Format> {
    Box::new(plain_csv::PlainCsv {
        mapping: Some(mapping),
    })
}

/// All formats that can be read: the native ones and the filters, those of the program and the
/// person's own.
#[derive(Debug)]
pub struct Formats {
    filters: Vec<Filter>,
}

impl Formats {
    /// The native formats and the built-in filters, which `runner` runs.
    pub fn new(runner: &Arc<dyn Runner>) -> Result<Self, Problem> {
        let filters = filter::builtin(runner)?;
        Ok(Self { filters })
    }

    /// The native formats alone.
    pub const fn native() -> Self {
        Self {
            filters: Vec::new(),
        }
    }

    /// Adds a person's own filter. Its name must be new.
    pub fn add(&mut self, filter: Filter) -> Result<(), Problem> {
        if let Some(known) = self.by_name(filter.name()) {
            let origin = match known.filter() {
                Some(known) => known.origin(),
                None => "built in",
            };
            let message = format!("there is a format '{}' already ({origin})", filter.name());
            return Err(Problem::input(message)
                .in_file(filter.origin())
                .hint("give the file another name"));
        }
        self.filters.push(filter);
        Ok(())
    }

    /// Every format: native ones, then built-in filters, then the person's own.
    pub fn all(&self) -> impl Iterator<Item = &dyn Format> {
        let native = ALL.iter().copied();
        native.chain(self.filters.iter().map(|it| -> &dyn Format { it }))
    }

    /// The format called `name`.
    pub fn by_name(&self, name: &str) -> Option<&dyn Format> {
        self.all().find(|it| it.name() == name)
    }

    /// The one format that claims a document most strongly. None, or several that claim it equally,
    /// is an error that says what to do.
    pub fn detect(&self, probe: &Probe) -> Result<&dyn Format, Problem> {
        let claims: Vec<_> = self.all().map(|it| (it.claims(probe), it)).collect();
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
}
