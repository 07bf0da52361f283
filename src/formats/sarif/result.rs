//! One result becomes one finding, or one for each of several places.

use super::rules::{Rule, cwes_of_tags};
use super::runs::{Run, rule_id};
use super::wire::{CodeFlow, Place, Props, Record, Suppression};
use super::{component, fingerprint, message, place, severity};
use crate::error::Problem;
use crate::formats::read::json::Captured;
use crate::formats::{SecretKey, Sink, leak, normalise, semgrep_rule, zizmor};
use crate::model::{
    Claimed, CvssClaim, Detail, FindingKind, Flow, Location, NewFinding, Step, text,
};

/// Flows kept of a result, and steps kept of a flow.
const FLOWS: usize = 8;
const STEPS: usize = 100;

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
    let rule = run.rule(&record);
    if rule.is_none() && rule_id(&record).is_none() && record.message.is_none() {
        return sink.skipped(it.refuse("neither a rule nor a message"));
    }
    let mut base = finding(&record, rule, run);
    base.record = it.place();
    let locations = record.locations.as_deref().unwrap_or_default();
    // Cppcheck writes the way to the place here; others write every place of the same weakness.
    let several = locations.len() > 1 && run.scan.tool != "cppcheck";
    if !several {
        if locations.len() > 1 {
            base.detail.flows.push(flow(locations.iter().rev(), run));
        }
        let out = located(base, locations.first(), run);
        return deliver(out, &record, key, sink);
    }
    // The identity is that of the whole result: it cannot tell its places apart.
    base.native = None;
    let mut seen: Vec<Location> = Vec::new();
    for location in locations {
        let out = located(base.clone(), Some(location), run);
        if !seen.contains(&out.place) {
            seen.push(out.place.clone());
            deliver(out, &record, key, sink)?;
        }
    }
    Ok(())
}

/// All but the place.
fn finding(record: &Record, rule: Option<&Rule>, run: &Run) -> NewFinding {
    let props = record.properties.clone().unwrap_or_default();
    let id = rule_id(record)
        .or_else(|| rule.map(|it| it.id.as_str()))
        .unwrap_or("no-rule");
    let kind = kind(run, rule, id);
    let said = record
        .message
        .as_ref()
        .map(|it| message::text(it, rule, run))
        .unwrap_or_default();
    let mut out = NewFinding::new(kind, stable_rule(run, id), title(&said, rule, kind));
    (out.severity, out.severity_word) = severity::of(record, rule, kind);
    out.package = component::of_result(&said, &props)
        .or_else(|| rule.and_then(|it| it.package.clone()))
        .filter(|_| matches!(kind, FindingKind::Sca | FindingKind::Container));
    out.vulnerabilities = vulnerabilities(id, &props, rule, kind);
    if let Some(vulnerability) = out.vulnerabilities.first()
        && run.scan.tool == "grype"
    {
        // Grype appends the package to the id of the rule.
        out.rule.clone_from(vulnerability);
    }
    out.cwes = cwes(record, &props, rule, run);
    out.native = fingerprint::best(record);
    out.detail = detail(record, &props, rule, run);
    out.detail.description = description(said, rule);
    if matches!(kind, FindingKind::Sca | FindingKind::Container) {
        out.detail.cvss = cvss(&props, rule, run).into_iter().collect();
    }
    out
}

/// Trivy speaks of several sorts of things in one run, and tells them by the name of the rule.
fn kind(run: &Run, rule: Option<&Rule>, id: &str) -> FindingKind {
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
        _ => run.kind(),
    }
}

fn stable_rule(run: &Run, id: &str) -> String {
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
    let known = matches!(kind, FindingKind::Sca | FindingKind::Container);
    let short = rule.map_or("", |it| it.short.as_str());
    let first = said.lines().find(|it| !it.trim().is_empty());
    let name = || rule.map_or("", |it| if it.name.is_empty() { &it.id } else { &it.name });
    let title = match first {
        Some(first) if !known || short.is_empty() => first,
        Some(_) => short,
        None if short.is_empty() => name(),
        None => short,
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
    if !full.is_empty() && !out.contains(full.trim()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(full);
    }
    out
}

fn vulnerabilities(id: &str, props: &Props, rule: Option<&Rule>, kind: FindingKind) -> Vec<String> {
    let known = matches!(kind, FindingKind::Sca | FindingKind::Container);
    let texts = std::iter::once(id)
        .chain(props.tags.iter())
        .chain(rule.into_iter().flat_map(|it| it.props.tags.iter()));
    let mut out: Vec<String> = Vec::new();
    for token in
        texts.flat_map(|it| it.split(|c: char| !c.is_alphanumeric() && !"-_.:".contains(c)))
    {
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

fn cvss(props: &Props, rule: Option<&Rule>, run: &Run) -> Option<CvssClaim> {
    let bags = || std::iter::once(props).chain(rule.map(|it| &it.props));
    let vector = bags().find_map(|it| it.cvssv3_vector.first());
    let score = bags()
        .find_map(|it| it.cvssv3_score.first()?.parse().ok())
        .or_else(|| bags().find_map(severity::score).map(|it| it.0));
    (vector.is_some() || score.is_some()).then(|| CvssClaim {
        vector: text::one_line(vector.unwrap_or_default(), 300),
        score,
        source: run.scan.tool.clone(),
    })
}

fn detail(record: &Record, props: &Props, rule: Option<&Rule>, run: &Run) -> Detail {
    let bags = || std::iter::once(props).chain(rule.map(|it| &it.props));
    let tags = || bags().flat_map(|it| it.tags.iter());
    let tagged = || tags().find_map(|it| it.strip_suffix(" CONFIDENCE"));
    let confidence = bags().find_map(|it| {
        let words = [
            &it.confidence,
            &it.issue_confidence,
            &it.zizmor_confidence,
            &it.devskim_confidence,
        ];
        words.into_iter().find_map(|it| it.first())
    });
    let precision = || bags().find_map(|it| it.precision.first());
    let confidence = confidence.or_else(tagged).or_else(precision);
    let uris = record.work_item_uris.iter().flatten();
    let links = uris.chain(&record.hosted_viewer_uri).map(String::as_str);
    let links = links.chain(rule.and_then(|it| it.help_uri.as_deref()));
    let fixes = record.fixes.iter().flatten();
    let fix = fixes.filter_map(|it| it.description.as_ref()).next();
    let mut out = Detail {
        remediation: fix
            .map(|it| message::text(it, rule, run))
            .unwrap_or_default(),
        confidence: text::one_line(confidence.unwrap_or_default(), 60),
        suppression: record
            .suppressions
            .as_ref()
            .and_then(|it| it.first())
            .map(claimed),
        flows: flows(record.code_flows.as_deref().unwrap_or_default(), run),
        ..Detail::default()
    };
    out.remediation = text::bounded(out.remediation, 64 * 1024);
    for link in links
        .chain(props.reference.iter())
        .filter(|it| !it.is_empty())
    {
        if !out.references.iter().any(|it| it == link) && out.references.len() < 32 {
            out.references.push(text::bounded(link.to_owned(), 2048));
        }
    }
    for tag in tags().filter(|it| !it.to_ascii_lowercase().contains("cwe")) {
        let known = tag.ends_with(" CONFIDENCE") || out.tags.iter().any(|it| it == tag);
        if !known && out.tags.len() < 32 {
            out.tags.push(text::one_line(tag, 200));
        }
    }
    let rank = record.rank.filter(|it| *it >= 0.0).map(|it| it.to_string());
    for (label, value) in [
        ("rank", rank.as_deref()),
        ("commit", props.commit.first()),
        ("author", props.author.first()),
        ("date", props.date.first()),
    ] {
        let fact = value.map(|it| (label.to_owned(), text::one_line(it, 300)));
        out.facts.extend(fact);
    }
    out
}

fn claimed(it: &Suppression) -> Claimed {
    let said = |text: Option<&str>| text::one_line(text.unwrap_or_default(), 2000);
    Claimed {
        kind: said(it.kind.as_deref()),
        status: said(it.status.as_deref().or(it.state.as_deref())),
        justification: said(it.justification.as_deref()),
    }
}

/// Paths of at least two stations; one alone is the place again.
fn flows(all: &[CodeFlow], run: &Run) -> Vec<Flow> {
    let threads = all.iter().flat_map(|it| it.thread_flows.iter().flatten());
    threads
        .map(|it| {
            let steps = it.locations.iter().flatten();
            flow(steps.filter_map(|it| it.location.as_ref()), run)
        })
        .filter(|it| it.steps.len() > 1)
        .take(FLOWS)
        .collect()
}

fn flow<'a>(places: impl Iterator<Item = &'a Place>, run: &Run) -> Flow {
    let step = |it: &Place| {
        let at = place::location(it, run);
        let said = it.message.as_ref().map(|it| message::text(it, None, run));
        let code = || place::snippet(it).map(|it| it.text);
        Step {
            file: at.file.or(at.url).unwrap_or_default(),
            line: at.line.unwrap_or_default(),
            text: text::one_line(&said.or_else(code).unwrap_or_default(), 300),
        }
    };
    Flow {
        steps: places.take(STEPS).map(step).collect(),
    }
}

fn located(mut out: NewFinding, at: Option<&Place>, run: &Run) -> NewFinding {
    let Some(at) = at else {
        return out;
    };
    out.place = place::location(at, run);
    out.detail.snippet = place::snippet(at);
    let component = matches!(out.kind, FindingKind::Sca | FindingKind::Container);
    if component && out.place.line == Some(1) && out.place.end_line.is_none() {
        // The whole file: these tools know no line, and SARIF viewers insist on one.
        out.place.line = None;
        out.place.column = None;
        out.place.end_column = None;
    }
    if out.kind == FindingKind::Container && run.scan.tool == "trivy" {
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
