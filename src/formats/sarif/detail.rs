//! What only the full view of a finding shows.

use super::rules::Rule;
use super::runs::Run;
use super::wire::{CodeFlow, Place, Props, Record, Suppression};
use super::{message, place, severity};
use crate::model::{Claimed, CvssClaim, Detail, Flow, Step, text};

/// Flows kept of a result.
const FLOWS: usize = 8;

/// Steps kept of a flow.
const STEPS: usize = 100;

/// What is claimed of a vulnerability's CVSS.
pub(super) fn cvss(props: &Props, rule: Option<&Rule>, run: &Run) -> Option<CvssClaim> {
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

/// What only the full view shows, all but the description and the snippet.
pub(super) fn detail(record: &Record, props: &Props, rule: Option<&Rule>, run: &Run) -> Detail {
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
    let mut fixes = record.fixes.iter().flatten();
    let fix = fixes.find_map(|it| it.description.as_ref());
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

/// One path through places.
pub(super) fn flow<'a>(places: impl IntoIterator<Item = &'a Place>, run: &Run) -> Flow {
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
        steps: places.into_iter().take(STEPS).map(step).collect(),
    }
}
