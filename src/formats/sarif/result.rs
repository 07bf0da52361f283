//! One result becomes one finding, or one for each of several places.

use super::rules::{Rule, cwes_of_tags};
use super::runs::{Run, rule_id};
use super::wire::{Place, Props, Record};
use super::{component, detail, fingerprint, message, place, severity};
use crate::error::Problem;
use crate::formats::read::json::Captured;
use crate::formats::{SecretKey, Sink, leak, normalise, semgrep_rule, zizmor};
use crate::model::{FindingKind, NewFinding, Package, text};
use std::collections::BTreeSet;

/// Words of ids and tags in which vulnerabilities are looked for.
const TOKENS: usize = 500;

/// Places of one result that become findings.
const PLACES: usize = 1000;

/// Reads one result of `run`.
pub(super) fn read(
    it: &Captured<'_>,
    run: &Run,
    key: &SecretKey,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    let Some(record) = it.record::<Record>(sink)? else {
        return Ok(());
    };
    if matches!(record.kind.as_deref(), Some("pass" | "notApplicable")) {
        return Ok(());
    }
    if record.baseline_state.as_deref() == Some("absent") {
        return sink.skipped(it.refuse("gone since the tool's baseline (baselineState is absent)"));
    }
    let text = record.message.as_ref().and_then(|it| it.text.as_deref());
    let nameless = rule_id(&record).is_none();
    let rule = run
        .rule(&record)
        .or_else(|| run.rule_in(text.filter(|_| nameless)?));
    if rule.is_none() && nameless && record.message.is_none() {
        return sink.skipped(it.refuse("neither a rule nor a message"));
    }
    let mut base = finding(&record, rule, run);
    base.record = it.place();
    let locations = record.locations.as_deref().unwrap_or_default();
    if locations.len() > 1 && run.scan.tool == "cppcheck" {
        // It writes the way to the place here; others write every place of the same weakness.
        base.detail.flows.push(detail::flow(locations, run));
        let out = located(base, locations.last(), run);
        return deliver(out, &record, key, sink);
    }
    if locations.len() < 2 {
        let out = located(base, locations.first(), run);
        return deliver(out, &record, key, sink);
    }
    // The identity is that of the whole result: it cannot tell its places apart.
    base.native = None;
    let mut seen = BTreeSet::new();
    for location in locations.iter().take(PLACES) {
        let out = located(base.clone(), Some(location), run);
        let at = &out.place;
        if seen.insert((at.file.clone(), at.url.clone(), at.line, at.column)) {
            deliver(out, &record, key, sink)?;
        }
    }
    if locations.len() > PLACES {
        let count = locations.len();
        let reason = format!("it names {count} places, of which the first {PLACES} are read");
        sink.skipped(it.refuse(reason))?;
    }
    Ok(())
}

/// All but the place.
fn finding(record: &Record, rule: Option<&Rule>, run: &Run) -> NewFinding {
    let none = Props::default();
    let props = record.properties.as_ref().unwrap_or(&none);
    let id = rule_id(record)
        .or_else(|| rule.map(|it| it.id.as_str()))
        .unwrap_or("no-rule");
    let said = record
        .message
        .as_ref()
        .map(|it| message::text(it, rule, run))
        .unwrap_or_default();
    let package =
        component::of_result(&said, props).or_else(|| rule.and_then(|it| it.package.clone()));
    let ours = props.our_kind.first().and_then(FindingKind::parse);
    let kind = ours.unwrap_or_else(|| kind(run, rule, id, package.as_ref()));
    let mut out = NewFinding::new(kind, stable_rule(run, id), title(&said, rule, kind));
    (out.severity, out.severity_word) = severity::of(record, rule, kind);
    out.package = package.filter(|_| is_component(kind) || ours.is_some());
    out.vulnerabilities = vulnerabilities(id, props, rule, kind);
    if let Some(vulnerability) = out.vulnerabilities.first()
        && run.scan.tool == "grype"
    {
        // Grype appends the package to the id of the rule.
        out.rule.clone_from(vulnerability);
    }
    out.cwes = cwes(record, props, rule, run);
    out.native = fingerprint::best(record);
    let parameter = props.our_parameter.first();
    out.place.parameter = parameter.map(|it| text::one_line(it, 300));
    out.detail = detail::detail(record, props, rule, run);
    out.detail.description = description(said, rule);
    if is_component(kind) {
        out.detail.cvss = detail::cvss(props, rule, run).into_iter().collect();
    }
    out
}

/// True for the kinds that are about a component and not about a line.
fn is_component(kind: FindingKind) -> bool {
    matches!(kind, FindingKind::Sca | FindingKind::Container)
}

/// Trivy speaks of several sorts of things in one run, and tells them by the name of the rule.
/// A package of an operating system is a matter of the image.
fn kind(run: &Run, rule: Option<&Rule>, id: &str, package: Option<&Package>) -> FindingKind {
    let name = rule.map_or("", |it| it.name.as_str());
    match (run.scan.tool.as_str(), name) {
        ("trivy", "OsPackageVulnerability") => FindingKind::Container,
        ("trivy", "Misconfiguration") => FindingKind::Iac,
        ("trivy", "Secret") => FindingKind::Secrets,
        ("semgrep" | "opengrep", _) if semgrep_rule::finds_secrets(id) => FindingKind::Secrets,
        ("checkov", _) if id.starts_with("CKV_SECRET_") => FindingKind::Secrets,
        ("checkov", _)
            if ["CKV_GHA_", "CKV2_GHA_"]
                .iter()
                .any(|it| id.starts_with(it)) =>
        {
            FindingKind::Cicd
        }
        _ => match (run.kind(), package) {
            (Some(FindingKind::Sca) | None, Some(it)) if is_of_system(it) => FindingKind::Container,
            (None, Some(_)) => FindingKind::Sca,
            (known, _) => known.unwrap_or(FindingKind::Sast),
        },
    }
}

fn is_of_system(package: &Package) -> bool {
    matches!(package.ecosystem.as_str(), "apk" | "deb" | "rpm")
}

/// The name under which findings bear a rule.
pub(super) fn stable_rule(run: &Run, id: &str) -> String {
    let id = match run.scan.tool.as_str() {
        "semgrep" | "opengrep" => semgrep_rule::stable(id),
        "zizmor" => id.strip_prefix("zizmor/").unwrap_or(id).to_owned(),
        _ => id.to_owned(),
    };
    text::one_line(&id, 300)
}

/// The first line of the message; for a known vulnerability the rule's short text, since the
/// message is a list of labels there.
fn title(said: &str, rule: Option<&Rule>, kind: FindingKind) -> String {
    let known = is_component(kind);
    let short = rule.map_or("", |it| it.short.as_str());
    let first = said.lines().find(|it| !it.trim().is_empty());
    let name = || rule.map_or("", |it| if it.name.is_empty() { &it.id } else { &it.name });
    let title = match first {
        Some(first) if !known || short.is_empty() => first,
        None if short.is_empty() => name(),
        Some(_) | None => short,
    };
    text::one_line(title, 300)
}

/// The message, and what the rule says where it says more.
fn description(said: String, rule: Option<&Rule>) -> String {
    let full = rule.map_or("", |it| {
        if it.full.is_empty() {
            it.short.as_str()
        } else {
            it.full.as_str()
        }
    });
    let mut out = text::bounded(said, 60 * 1024);
    let bare = full.trim();
    if !full.is_empty() && (bare.len() > out.len() || !out.contains(bare)) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(full);
    }
    out
}

fn vulnerabilities(id: &str, props: &Props, rule: Option<&Rule>, kind: FindingKind) -> Vec<String> {
    let known = is_component(kind);
    let texts = std::iter::once(id)
        .chain(props.tags.iter())
        .chain(rule.into_iter().flat_map(|it| it.props.tags.iter()));
    let mut out: Vec<String> = Vec::new();
    let outside = |c: char| !c.is_alphanumeric() && !"-_.:".contains(c);
    let tokens = texts.flat_map(|it| it.split(outside)).take(TOKENS);
    for token in tokens.filter(|it| it.contains('-')) {
        let parts: Vec<&str> = token.split('-').collect();
        // Some tools append the package: `CVE-2020-1-lodash`.
        let bare = match parts.as_slice() {
            ["CVE", year, number, ..] => Some(format!("CVE-{year}-{number}")),
            ["GHSA", a, b, c, ..] => Some(format!("GHSA-{a}-{b}-{c}")),
            _ if known => Some(token.to_owned()),
            _ => None,
        };
        let found = bare.as_deref().and_then(normalise::vulnerability);
        out.extend(found.filter(|it| !out.contains(it)));
    }
    out
}

fn cwes(record: &Record, props: &Props, rule: Option<&Rule>, run: &Run) -> Vec<u32> {
    let mut out: Vec<u32> = props
        .cwe
        .iter()
        .flat_map(normalise::cwes_in)
        .chain(cwes_of_tags(props))
        .chain(rule.into_iter().flat_map(|it| it.cwes.iter().copied()))
        .collect();
    let taxa = record.taxa.iter().flatten();
    for reference in taxa.chain(rule.into_iter().flat_map(|it| &it.taxa)) {
        out.extend(run.taxon(reference));
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn located(mut out: NewFinding, at: Option<&Place>, run: &Run) -> NewFinding {
    let Some(at) = at else {
        return out;
    };
    let parameter = out.place.parameter.take();
    out.place = place::location(at, run);
    out.place.parameter = parameter;
    out.detail.snippet = place::snippet(at);
    let component = is_component(out.kind);
    if component && out.place.line == Some(1) && out.place.end_line.is_none() {
        // The whole file: these tools know no line, and SARIF viewers insist on one.
        out.place.line = None;
        out.place.column = None;
        out.place.end_column = None;
    }
    // What our own exporter wrote has its image elsewhere.
    let ours = out
        .native
        .as_ref()
        .is_some_and(|it| it.starts_with("sluice/"));
    if out.kind == FindingKind::Container && run.scan.tool == "trivy" && !ours {
        // The image stands where the file belongs.
        let image = out.place.file.take();
        out.detail
            .facts
            .extend(image.map(|it| ("image".to_owned(), it)));
    }
    let Some(logical) = at.logical_locations.as_ref().and_then(|it| it.first()) else {
        return out;
    };
    let symbolic = logical
        .properties
        .as_ref()
        .and_then(|it| it.symbolic.as_ref());
    let name = logical
        .fully_qualified_name
        .as_ref()
        .or(logical.name.as_ref());
    if let Some(symbolic) = symbolic {
        out.place.resource = zizmor::resource(symbolic);
    } else if let Some(name) = name {
        let name = text::one_line(name, 300);
        if matches!(out.kind, FindingKind::Iac | FindingKind::Cicd) {
            out.place.resource = Some(name);
        } else {
            let label = logical.kind.clone().filter(|it| !it.is_empty());
            let label = label.unwrap_or_else(|| "inside".to_owned());
            out.detail.facts.push((text::one_line(&label, 60), name));
        }
    }
    out
}

fn deliver(
    mut out: NewFinding,
    record: &Record,
    key: &SecretKey,
    sink: &mut dyn Sink,
) -> Result<(), Problem> {
    if let Some(request) = &record.web_request
        && out.place.url.is_some()
    {
        out.place.method = request.method.as_ref().map(|it| it.to_ascii_uppercase());
    }
    if out.kind == FindingKind::Secrets {
        let offender = record
            .properties
            .as_ref()
            .and_then(|it| it.offender.first());
        let matched = offender.map(str::to_owned).or_else(|| matched(&out));
        for step in out.detail.flows.iter_mut().flat_map(|it| &mut it.steps) {
            step.text.clear();
        }
        leak::reduce(&mut out, &matched.unwrap_or_default(), key, sink);
    }
    sink.finding(out)
}

/// The text that a secrets tool matched: the columns of the snippet when they lie inside it, for
/// tools that write the whole line, else all of it.
fn matched(out: &NewFinding) -> Option<String> {
    let text = &out.detail.snippet.as_ref()?.text;
    let range = || {
        let from = usize::try_from(out.place.column?).ok()?.checked_sub(1)?;
        let to = usize::try_from(out.place.end_column?)
            .ok()?
            .checked_sub(1)?;
        let fits = from < to && to <= text.chars().count() && !text.contains('\n');
        fits.then(|| text.chars().skip(from).take(to - from).collect())
    };
    Some(range().unwrap_or_else(|| text.clone()))
}
