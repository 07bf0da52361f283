//! Issues and findings as JSON (`assets/schema/issues.schema.json`), written one at a time so that a
//! store of any size fits.

use super::time;
use crate::model::{
    Claim, Finding, HandSet, Issue, KeptApart, Link, Package, Suggestion, Term, text,
};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct IssueOut<'a> {
    id: &'a str,
    app: &'a str,
    title: &'a str,
    class: &'static str,
    severity: &'static str,
    priority: PriorityOut<'a>,
    status: &'static str,
    owner: OwnerOut<'a>,
    first_seen: String,
    due: Option<String>,
    vulnerabilities: &'a [String],
    cwes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<FindingOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<LinkOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<Vec<SuggestionOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<&'a [HandSet]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    apart: Option<&'a [KeptApart]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Vec<ClaimOut<'a>>>,
}

#[derive(Serialize)]
struct PriorityOut<'a> {
    score: f64,
    band: &'static str,
    terms: Vec<TermOut<'a>>,
}

#[derive(Serialize)]
struct TermOut<'a> {
    factor: &'a str,
    value: &'a str,
    points: f64,
    of: f64,
    source: &'a str,
    assumed: bool,
}

#[derive(Serialize)]
struct OwnerOut<'a> {
    team: Option<&'a str>,
    person: Option<&'a str>,
    proof: Option<&'a str>,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    fingerprint: String,
    tool: &'a str,
    rule: &'a str,
    title: &'a str,
    severity: &'static str,
    kind: &'static str,
    file: Option<&'a str>,
    line: Option<u32>,
    end_line: Option<u32>,
    package: Option<PackageOut<'a>>,
    url: Option<&'a str>,
    method: Option<&'a str>,
    parameter: Option<&'a str>,
    resource: Option<&'a str>,
    vulnerabilities: &'a [String],
    cwes: Vec<String>,
    report: &'a str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    absence: Option<&'static str>,
}

#[derive(Serialize)]
struct PackageOut<'a> {
    purl: Option<&'a str>,
    ecosystem: &'a str,
    name: &'a str,
    version: &'a str,
    fixed: &'a [String],
}

#[derive(Serialize)]
struct LinkOut<'a> {
    finding: String,
    to: String,
    rule: &'a str,
    version: u32,
    confidence: &'static str,
    evidence: &'a str,
}

#[derive(Serialize)]
struct SuggestionOut<'a> {
    finding: String,
    other: String,
    rule: &'a str,
    version: u32,
    confidence: &'static str,
    evidence: &'a str,
}

#[derive(Serialize)]
struct ClaimOut<'a> {
    finding: String,
    status: &'static str,
    vulnerability: &'a str,
    product: &'a str,
    issuer: &'a str,
    document: &'a str,
    justification: &'a str,
    statement: &'a str,
    at: Option<String>,
    report: &'a str,
}

/// Writes a document of issues, findings or other things, item by item.
pub struct Document<W: Write> {
    to: W,
    first: bool,
}

impl<W: Write> Document<W> {
    /// Begins a document whose items stand under `list`.
    pub fn begin(mut to: W, list: &str) -> io::Result<Self> {
        write!(to, "{{\n  \"version\": 1,\n  \"{list}\": [")?;
        Ok(Self { to, first: true })
    }

    pub(super) fn item<T: Serialize>(&mut self, item: &T) -> io::Result<()> {
        self.to
            .write_all(if self.first { b"\n    " } else { b",\n    " })?;
        self.first = false;
        let json = serde_json::to_string(item)?;
        self.to.write_all(text::escape_json(&json).as_bytes())
    }

    /// Writes an issue; with its findings and links when asked for.
    pub fn issue(&mut self, id: &str, issue: &Issue, with_findings: bool) -> io::Result<()> {
        let row = &issue.row;
        let owner = &row.owner;
        self.item(&IssueOut {
            id,
            app: &row.app,
            title: &row.title,
            class: row.class.name(),
            severity: row.severity.name(),
            priority: PriorityOut {
                score: issue.priority.score,
                band: issue.priority.band.name(),
                terms: issue.priority.terms.iter().map(term).collect(),
            },
            status: row.status.name(),
            owner: OwnerOut {
                team: owner.team.as_deref(),
                person: owner.person.as_deref(),
                proof: owner.proof.as_deref(),
            },
            first_seen: time::rfc3339(row.first_seen),
            due: issue.due.map(time::rfc3339),
            vulnerabilities: &issue.vulnerabilities,
            cwes: cwes(&issue.cwes),
            findings: with_findings.then(|| issue.findings.iter().map(finding).collect()),
            links: with_findings.then(|| issue.links.iter().map(link).collect()),
            suggestions: with_findings.then(|| issue.suggestions.iter().map(suggestion).collect()),
            set: with_findings.then_some(issue.set.as_slice()),
            apart: with_findings.then_some(issue.apart.as_slice()),
            claims: with_findings.then(|| issue.claims.iter().map(claim).collect()),
        })
    }

    /// Writes a finding of its own.
    pub fn finding(&mut self, it: &Finding) -> io::Result<()> {
        #[derive(Serialize)]
        struct Standalone<'a> {
            issue: &'a str,
            app: &'a str,
            #[serde(flatten)]
            finding: FindingOut<'a>,
        }
        self.item(&Standalone {
            issue: &it.issue,
            app: &it.app,
            finding: finding(it),
        })
    }

    /// Ends the document.
    pub fn end(mut self) -> io::Result<()> {
        self.to
            .write_all(if self.first { b"]\n}\n" } else { b"\n  ]\n}\n" })
    }
}

fn term(it: &Term) -> TermOut<'_> {
    TermOut {
        factor: &it.factor,
        value: &it.value,
        points: it.points,
        of: it.of,
        source: &it.source,
        assumed: it.assumed,
    }
}

fn cwes(numbers: &[u32]) -> Vec<String> {
    numbers.iter().map(|it| format!("CWE-{it}")).collect()
}

fn finding(it: &Finding) -> FindingOut<'_> {
    FindingOut {
        fingerprint: it.fingerprint.to_string(),
        tool: &it.tool,
        rule: &it.rule,
        title: &it.title,
        severity: it.severity.name(),
        kind: it.kind.name(),
        file: it.place.file.as_deref(),
        line: it.place.line,
        end_line: it.place.end_line,
        package: it.package.as_ref().map(package),
        url: it.place.url.as_deref(),
        method: it.place.method.as_deref(),
        parameter: it.place.parameter.as_deref(),
        resource: it.place.resource.as_deref(),
        vulnerabilities: &it.vulnerabilities,
        cwes: cwes(&it.cwes),
        report: &it.report,
        state: it.state.name(),
        absence: it.absence.map(crate::model::Absence::name),
    }
}

fn package(it: &Package) -> PackageOut<'_> {
    PackageOut {
        purl: it.purl.as_deref(),
        ecosystem: &it.ecosystem,
        name: &it.name,
        version: &it.version,
        fixed: &it.fixed,
    }
}

fn link(it: &Link) -> LinkOut<'_> {
    LinkOut {
        finding: it.finding.to_string(),
        to: it.to.to_string(),
        rule: &it.rule,
        version: it.version,
        confidence: it.confidence.name(),
        evidence: &it.evidence,
    }
}

fn suggestion(it: &Suggestion) -> SuggestionOut<'_> {
    SuggestionOut {
        finding: it.finding.to_string(),
        other: it.other.to_string(),
        rule: &it.rule,
        version: it.version,
        confidence: it.confidence.name(),
        evidence: &it.evidence,
    }
}

fn claim(it: &Claim) -> ClaimOut<'_> {
    let said = &it.said;
    ClaimOut {
        finding: it.finding.to_string(),
        status: it.status.name(),
        vulnerability: &it.vulnerability,
        product: &said.product,
        issuer: &said.issuer,
        document: &said.document,
        justification: &said.justification,
        statement: &said.statement,
        at: said.at.map(time::rfc3339),
        report: &it.report,
    }
}
