//! One row as a finding.

use super::columns::{Field, Plan};
use crate::formats::read::csv::Row;
use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, place};
use crate::formats::{advisory, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{Claimed, CvssClaim, FindingKind, NewFinding, Package, Severity};

/// The finding of a row, or why it is none.
pub(super) fn finding(plan: &Plan, row: &Row<'_>) -> Result<NewFinding, String> {
    let get = |field| plan.get(row, field);
    let title = one_line(&get(Field::Title), TITLE);
    if title.is_empty() {
        return Err("it has no title".to_owned());
    }
    let rule = one_line(&get(Field::Rule), TITLE);
    let ids = ids(&get(Field::Vulnerability));
    let named = [&rule, ids.first().unwrap_or(&title), &title];
    let rule = named.into_iter().find(|it| !it.is_empty()).cloned();
    let package = package(&get);
    let mut out = NewFinding::new(kind(&get), rule.unwrap_or_default(), title);
    (out.severity, out.severity_word) = severity(&get(Field::Severity));
    out.vulnerabilities = ids;
    out.cwes = weaknesses(&get(Field::Cwe));
    out.place = place(&get(Field::File), get(Field::Line).parse().ok());
    let line = out.place.line.unwrap_or_default();
    out.place.end_line = get(Field::EndLine).parse().ok().filter(|it| *it > line);
    let some = |field, limit| Some(bounded(get(field), limit)).filter(|it| !it.is_empty());
    out.place.url = some(Field::Url, 4096);
    out.place.method = some(Field::Method, 20).map(|it| it.to_uppercase());
    out.place.parameter = some(Field::Parameter, 500);
    out.place.resource = some(Field::Resource, 1000);
    out.native = some(Field::Id, 500);
    out.package = package;
    out.record = row.place();
    let detail = &mut out.detail;
    detail.description = bounded(get(Field::Description), DESCRIPTION);
    detail.remediation = bounded(get(Field::Remediation), DESCRIPTION);
    detail.evidence = bounded(get(Field::Evidence), SNIPPET);
    detail.confidence = one_line(&get(Field::Confidence), 60);
    let addresses = get(Field::References);
    let addresses = addresses.split_whitespace().filter(|it| it.contains("://"));
    detail.references = links(addresses.map(str::to_owned).take(32));
    let tags = get(Field::Tags);
    let tags = tags.split([',', ';']).map(|it| one_line(it, 200));
    detail.tags = links(tags.take(32));
    detail.cvss = scores(&get);
    fact(
        &mut detail.facts,
        "impact",
        bounded(get(Field::Impact), DESCRIPTION),
    );
    fact(&mut detail.facts, "date", one_line(&get(Field::Date), 60));
    detail.suppression = claimed(&get);
    Ok(out)
}

type Get<'g> = dyn Fn(Field) -> String + 'g;

fn kind(get: &Get<'_>) -> FindingKind {
    let has = |field| !get(field).is_empty();
    let said = FindingKind::parse(&get(Field::Kind).to_lowercase());
    said.unwrap_or_else(|| {
        if has(Field::Package) || has(Field::Purl) {
            FindingKind::Sca
        } else if has(Field::Url) {
            FindingKind::Dast
        } else if has(Field::File) {
            FindingKind::Sast
        } else {
            FindingKind::Manual
        }
    })
}

/// Severity and the word for it: `High`, `2 - High`, `P1`… or a score with a decimal point.
fn severity(said: &str) -> (Severity, String) {
    let word = one_line(said, 60);
    let mut out = normalise::severity_of_word(&word);
    if out == Severity::Unknown {
        let bare = |c: char| !c.is_alphabetic();
        out = normalise::severity_of_word(word.trim_matches(bare));
    }
    let score = word
        .parse::<f64>()
        .ok()
        .filter(|it| (0.0..=10.0).contains(it));
    if let Some(score) = score.filter(|_| out == Severity::Unknown && word.contains('.')) {
        out = normalise::severity_of_score(score);
    }
    (out, word)
}

fn ids(said: &str) -> Vec<String> {
    let mut all = said.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'));
    let known = all.by_ref().filter_map(normalise::vulnerability);
    let mut known = known.filter(|it| !advisory::is_erratum(it));
    let Some(first) = known.next() else {
        return Vec::new();
    };
    advisory::aliases(first, known.collect()).0
}

fn weaknesses(said: &str) -> Vec<u32> {
    let all: Vec<&str> = said.split([',', ';', ' ', '|']).collect();
    normalise::cwes(all)
}

fn package(get: &Get<'_>) -> Option<Package> {
    let (name, version) = (get(Field::Package), get(Field::Version));
    let ecosystem = get(Field::Ecosystem).to_lowercase();
    let ecosystem = match normalise::ecosystem(&ecosystem) {
        "" => ecosystem.as_str(),
        known => known,
    };
    let mut out = purl::package(&get(Field::Purl)).or_else(|| {
        let named = !name.is_empty();
        named.then(|| purl::component(ecosystem, "", &one_line(&name, 300), &version))
    })?;
    if out.version.is_empty() {
        out.version = one_line(&version, 100);
    }
    let fixed = get(Field::Fixed);
    let fixed = fixed.split([',', ';']).map(|it| one_line(it, 100));
    out.fixed = links(fixed);
    Some(out)
}

fn scores(get: &Get<'_>) -> Vec<CvssClaim> {
    let vector = get(Field::Cvss);
    // Some tables have the score where others have the vector.
    let (vector, bare) = match vector.parse::<f64>() {
        Ok(score) => (String::new(), Some(score)),
        Err(_vector) => (one_line(&vector, 200), None),
    };
    let score = get(Field::Score).parse().ok().or(bare);
    let said = !vector.is_empty() || score.is_some();
    let claim = CvssClaim {
        vector,
        score,
        source: String::new(),
    };
    said.then_some(claim).into_iter().collect()
}

/// What a tracker says about its own finding.
fn claimed(get: &Get<'_>) -> Option<Claimed> {
    let said = |field| get(field).to_lowercase();
    let yes = |field| matches!(said(field).as_str(), "true" | "yes" | "1" | "y");
    let kind = if yes(Field::FalsePositive) {
        "false positive"
    } else if yes(Field::Duplicate) {
        "duplicate"
    } else if yes(Field::Mitigated) {
        "mitigated"
    } else if matches!(said(Field::Active).as_str(), "false" | "no" | "0" | "n") {
        "inactive"
    } else {
        return None;
    };
    Some(Claimed {
        kind: kind.to_owned(),
        ..Claimed::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_words_or_scores() {
        for (said, expected) in [
            ("High", Severity::High),
            ("2 - Medium", Severity::Medium),
            ("[Critical]", Severity::Critical),
            ("9.8", Severity::Critical),
            ("5", Severity::Unknown),
            ("", Severity::Unknown),
        ] {
            assert_eq!(severity(said).0, expected, "{said}");
        }
    }

    #[test]
    fn ids_come_in_any_list() {
        assert_eq!(
            ids("CVE-2026-1, ghsa-ABCD-2345-efgh"),
            ["CVE-2026-1", "GHSA-abcd-2345-efgh"]
        );
        assert!(ids("none").is_empty());
    }
}
