//! What the evidence answers to the questions of the trees, and where nobody answers.
//!
//! Sources, the first that speaks wins: a person; CISA's Vulnrichment; the feeds; the CVSS vector;
//! the inventory; a stand-in, flagged as assumed. CERT/CC SSVC: exposure that is not known is open.

use crate::model::{Criticality, Severity, Ternary};
use crate::prioritize::{CvssFact, Facts};
use std::collections::BTreeMap;

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Stable name of the question.
    pub question: String,
    /// The answer.
    pub value: String,
    /// Who says so, or why it stands in.
    pub source: String,
    /// True when nobody says so and a stand-in was taken.
    pub assumed: bool,
    /// True when a person said so.
    pub by_hand: bool,
}

/// What a person answered: the answer, and who, why and in which event.
pub type ByHand = BTreeMap<String, (String, String)>;

/// A question that trees, floors and ceilings ask.
pub struct Question {
    /// Stable name.
    pub name: &'static str,
    /// What may be answered.
    pub answers: &'static [&'static str],
    from: fn(&Facts) -> Answer,
}

/// Every question. The only list.
pub const QUESTIONS: &[Question] = &[
    Question {
        name: "exploitation",
        answers: &["none", "public-poc", "active"],
        from: exploitation,
    },
    Question {
        name: "exposure",
        answers: &["small", "controlled", "open"],
        from: exposure,
    },
    Question {
        name: "automatable",
        answers: &["no", "yes"],
        from: automatable,
    },
    Question {
        name: "technical-impact",
        answers: &["partial", "total"],
        from: technical_impact,
    },
    Question {
        name: "human-impact",
        answers: &["low", "medium", "high", "very-high"],
        from: human_impact,
    },
    Question {
        name: "mission",
        answers: &["low", "medium", "high"],
        from: mission,
    },
    Question {
        name: "in-kev",
        answers: &["no", "yes"],
        from: in_kev,
    },
    Question {
        name: "exposed",
        answers: &["no", "yes"],
        from: exposed,
    },
    Question {
        name: "reachable",
        answers: &["no", "yes"],
        from: |_| assumed("yes", "no tool says whether the flawed code is reached"),
    },
];

/// The question with this name.
pub fn question(name: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|it| it.name == name)
}

/// Answers every question: a person's word first, then the evidence, then a stand-in.
pub fn answer(facts: &Facts, by_hand: &ByHand) -> BTreeMap<&'static str, Answer> {
    let all = QUESTIONS.iter().map(|it| {
        let mut out = match by_hand.get(it.name) {
            Some((value, source)) => Answer {
                value: value.clone(),
                source: source.clone(),
                by_hand: true,
                ..Answer::default()
            },
            None => (it.from)(facts),
        };
        it.name.clone_into(&mut out.question);
        (it.name, out)
    });
    all.collect()
}

fn said(value: &str, source: impl Into<String>) -> Answer {
    Answer {
        value: value.to_owned(),
        source: source.into(),
        ..Answer::default()
    }
}

fn assumed(value: &str, source: &str) -> Answer {
    Answer {
        assumed: true,
        ..said(value, source)
    }
}

fn exploitation(facts: &Facts) -> Answer {
    if let Some(kev) = &facts.kev {
        return said("active", format!("CISA KEV, since {}", kev.date_added));
    }
    if let Some(ssvc) = facts.ssvc.as_ref().filter(|it| !it.exploitation.is_empty()) {
        return said(&ssvc.exploitation, ssvc.source());
    }
    match metric(facts.cvss.as_ref(), "E") {
        Some("A" | "H") => said("active", "CVSS, exploit maturity"),
        Some("P" | "POC" | "F") => said("public-poc", "CVSS, exploit maturity"),
        _ if !facts.has_cve => assumed("none", "no CVE to look up"),
        _ if facts.kev_fed => assumed("none", "not in CISA KEV, which lists only what CISA knows"),
        _ => assumed("none", "not fed: no KEV catalogue was imported"),
    }
}

fn exposure(facts: &Facts) -> Answer {
    let it = &facts.internet_facing;
    match it.value {
        Ternary::Yes => said("open", by(&it.source, "internet-facing")),
        Ternary::No => said("controlled", by(&it.source, "not internet-facing")),
        Ternary::Unknown => assumed("open", "the inventory does not say; SSVC: assume open"),
    }
}

fn exposed(facts: &Facts) -> Answer {
    let it = exposure(facts);
    Answer {
        value: if it.value == "open" { "yes" } else { "no" }.to_owned(),
        ..it
    }
}

fn automatable(facts: &Facts) -> Answer {
    if let Some(ssvc) = facts.ssvc.as_ref().filter(|it| !it.automatable.is_empty()) {
        return said(&ssvc.automatable, ssvc.source());
    }
    let cvss = facts.cvss.as_ref();
    match metric(cvss, "AU").filter(|_| metric(cvss, "VC").is_some()) {
        Some("Y") => return said("yes", "CVSS 4.0, automatable"),
        Some("N") => return said("no", "CVSS 4.0, automatable"),
        _ => {}
    }
    let Some(way) = metric(cvss, "AV") else {
        return assumed("yes", "no CVSS vector; the worse answer stands in");
    };
    let is = |name, value| metric(cvss, name).is_none_or(|it| it == value);
    let alone = is("PR", "N") && is("UI", "N") && is("Au", "N");
    let easy = way == "N" && is("AC", "L") && alone && is("AT", "N");
    said(
        if easy { "yes" } else { "no" },
        "read from CVSS: network, low complexity, no privileges, nobody has to act",
    )
}

fn technical_impact(facts: &Facts) -> Answer {
    if let Some(ssvc) = facts.ssvc.as_ref().filter(|it| !it.impact.is_empty()) {
        return said(&ssvc.impact, ssvc.source());
    }
    let cvss = facts.cvss.as_ref();
    let [secrecy, integrity] =
        [["VC", "C"], ["VI", "I"]].map(|names| names.iter().find_map(|name| metric(cvss, name)));
    match (secrecy, integrity) {
        (Some(secrecy), Some(integrity)) => {
            let full = |it| matches!(it, "H" | "C");
            let total = full(secrecy) && full(integrity);
            let value = if total { "total" } else { "partial" };
            said(value, "read from CVSS: confidentiality and integrity")
        }
        _ => match facts.severity {
            Severity::Critical | Severity::High | Severity::Unknown => {
                assumed("total", "no CVSS vector; the severity stands in")
            }
            Severity::Medium | Severity::Low | Severity::Info => {
                assumed("partial", "no CVSS vector; the severity stands in")
            }
        },
    }
}

fn human_impact(facts: &Facts) -> Answer {
    let it = &facts.criticality;
    let source = by(&it.source, "criticality");
    match it.value {
        Some(Criticality::Critical) => said("very-high", source),
        Some(Criticality::High) => said("high", source),
        Some(Criticality::Medium) => said("medium", source),
        Some(Criticality::Low) => said("low", source),
        None => assumed("medium", "the inventory does not say how critical it is"),
    }
}

fn mission(facts: &Facts) -> Answer {
    let it = human_impact(facts);
    let value = match it.value.as_str() {
        "very-high" => "high".to_owned(),
        _ => it.value.clone(),
    };
    Answer { value, ..it }
}

fn in_kev(facts: &Facts) -> Answer {
    match &facts.kev {
        Some(kev) => said("yes", format!("CISA KEV, since {}", kev.date_added)),
        None if !facts.has_cve => said("no", "no CVE that the catalogue could list"),
        None if facts.kev_fed => said("no", "CISA KEV"),
        None => assumed("no", "not fed: no KEV catalogue was imported"),
    }
}

fn by(source: &str, what: &str) -> String {
    match source {
        "" => format!("inventory: {what}"),
        source => format!("{source}: {what}"),
    }
}

/// The value of a metric of the vector.
fn metric<'a>(cvss: Option<&'a CvssFact>, name: &str) -> Option<&'a str> {
    let parts = cvss?.vector.split('/');
    let mut pairs = parts.filter_map(|it| it.split_once(':'));
    pairs.find(|it| it.0 == name).map(|it| it.1)
}
