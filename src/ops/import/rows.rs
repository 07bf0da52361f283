//! The row of a finding that a format read: its texts turned into numbers, its details stored.

use super::scope::Waiting;
use crate::correlate::{self, Sighting};
use crate::error::Problem;
use crate::identity::key::{self, Keys};
use crate::model::{FindingState, Location, NewFinding, text};
use crate::ops::context;
use crate::store::details::{self, At, Body};
use crate::store::findings::NewRow;
use crate::store::{Tx, texts};

/// What the findings of one scan share.
pub(super) struct About<'a> {
    pub(super) application: i64,
    pub(super) scope: i64,
    pub(super) report: i64,
    pub(super) tool: &'a str,
    pub(super) seen_at: i64,
}

/// A finding in rows and numbers. Its details are stored at once: they are large, and whatever it
/// turns out to be, they are needed.
pub(super) fn waiting(
    (tx, interner, details): (&Tx<'_>, &mut texts::Interner, &mut details::Writer<'_>),
    about: &About<'_>,
    keys: &Keys,
    finding: NewFinding,
) -> Result<Waiting, Problem> {
    let code = key::code(&finding);
    let sighting = Sighting::of(&finding, about.application, about.tool, code.as_deref());
    let correlation = correlate::keys(&sighting);
    let place = &finding.place;
    let package = finding.package.as_ref();
    let (name, version) = package.map_or(("", ""), |it| (&*it.name, &*it.version));
    let cwes: Vec<String> = finding.cwes.iter().map(u32::to_string).collect();
    let mut row = NewRow {
        fingerprint: keys.base,
        scope: about.scope,
        bucket: keys.bucket,
        native: keys.native,
        content: keys.content,
        said: keys.said,
        kind: finding.kind,
        rule: interner.id(tx, &finding.rule)?,
        title: interner.id(tx, &text::one_line(&finding.title, 300))?,
        severity: finding.severity,
        file: interner.id(tx, place.file.as_deref().unwrap_or_default())?,
        line: place.line.unwrap_or(0),
        end_line: place.end_line.unwrap_or(0),
        flow: correlate::ranges_text(&sighting.flow),
        code: sighting.code,
        hints: interner.id(tx, &sighting.hints.join(","))?,
        resource: interner.id(tx, place.resource.as_deref().unwrap_or_default())?,
        endpoint: interner.id(tx, &sighting.endpoint)?,
        package: interner.id(tx, name)?,
        version: interner.id(tx, version)?,
        ids: interner.id(tx, &finding.vulnerabilities.join(","))?,
        cwes: interner.id(tx, &cwes.join(","))?,
        cvss: interner.id(tx, &context::cvss_text(&finding.detail.cvss))?,
        secret: sighting.secret,
        state: FindingState::Open,
        report: about.report,
        first_seen: about.seen_at,
        record: (finding.record.offset, finding.record.len),
        detail: At::default(),
    };
    let names = finding.vulnerabilities.iter();
    let vulnerabilities: crate::store::Result<_> = names.map(|it| interner.id(tx, it)).collect();
    row.detail = details.add(&body(finding).to_text()?)?;
    Ok(Waiting {
        keys: *keys,
        line: row.line,
        row,
        vulnerabilities: vulnerabilities?,
        correlation: correlation.into(),
    })
}

/// What only the full view shows of a finding.
fn body(finding: NewFinding) -> Body {
    let place = Location {
        file: None,
        line: None,
        end_line: None,
        resource: None,
        ..finding.place
    };
    Body {
        place,
        package: finding.package,
        word: finding.severity_word,
        masked: finding.secret.map(|it| it.masked),
        detail: finding.detail,
    }
}

/// One line about a finding, for the list of changes.
pub(super) fn line_about(title: &str, file: &str, line: u32) -> String {
    let text = match line {
        0 => format!("{title} {file}"),
        line => format!("{title} {file}:{line}"),
    };
    text::one_line(&text, 200)
}
