//! What is known of applications, and the CVSS claims of findings, as facts for the score.

use crate::error::Problem;
use crate::model::inventory::{Key, Said, field};
use crate::model::{Criticality, CvssClaim, Subject, Ternary};
use crate::ops::regroup::Words;
use crate::prioritize::cvss::Version;
use crate::prioritize::{self, CvssFact, Sourced};
use crate::store::Tx;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of an application.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    pub(super) in_production: Sourced<Ternary>,
    pub(super) internet_facing: Sourced<Ternary>,
    pub(super) personal_data: Sourced<Ternary>,
    pub(super) criticality: Sourced<Option<Criticality>>,
}

/// What the facts say of each application, by name.
pub(super) fn of(facts: &[(Key, Said)]) -> BTreeMap<String, Context> {
    let mut out = BTreeMap::<String, Context>::new();
    for (key, said) in facts {
        if key.subject == Subject::Application {
            let it = out.entry(key.name.clone()).or_default();
            it.take(&key.field, said);
        }
    }
    out
}

impl Context {
    fn take(&mut self, field: &str, said: &Said) {
        let answer = || Sourced {
            value: Ternary::parse(&said.value).unwrap_or_default(),
            source: said.cited(),
        };
        match field {
            field::IN_PRODUCTION => self.in_production = answer(),
            field::INTERNET_FACING => self.internet_facing = answer(),
            field::PERSONAL_DATA => self.personal_data = answer(),
            field::CRITICALITY => {
                self.criticality = Sourced {
                    value: Criticality::parse(&said.value),
                    source: said.cited(),
                }
            }
            _ => {}
        }
    }
}

/// The CVSS claim that counts, as it is kept with a finding: score, version, source and vector,
/// separated by blanks; empty when there is none.
pub(super) fn cvss_text(claims: &[CvssClaim]) -> String {
    prioritize::cvss::best(claims).map_or_else(String::new, |it| {
        let source = if it.source.is_empty() {
            "-".to_owned()
        } else {
            it.source.replace(' ', "-")
        };
        let version = if it.scored.version == Version::Unstated {
            "-"
        } else {
            it.scored.version.name()
        };
        format!(
            "{} {version} {source} {}",
            it.scored.score, it.scored.vector
        )
    })
}

fn cvss_fact(text: &str) -> Option<CvssFact> {
    let mut parts = text.splitn(4, ' ');
    Some(CvssFact {
        score: parts.next()?.parse().ok()?,
        version: version(parts.next()?),
        source: parts.next()?.to_owned(),
        vector: parts.next()?.to_owned(),
    })
}

fn version(name: &str) -> Version {
    let all = [Version::V2, Version::V30, Version::V31, Version::V40];
    all.into_iter()
        .find(|it| it.name() == name)
        .unwrap_or(Version::Unstated)
}

/// The highest claim among some findings; of equal ones always the same, whichever came in first.
pub(super) fn best_cvss(
    tx: &Tx<'_>,
    words: &mut Words,
    claims: &BTreeSet<i64>,
) -> Result<Option<CvssFact>, Problem> {
    let mut out: Option<CvssFact> = None;
    for claim in claims {
        let text = words.get(tx, *claim)?;
        if let Some(fact) = cvss_fact(&text)
            && out.as_ref().is_none_or(|it| rank(it) < rank(&fact))
        {
            out = Some(fact);
        }
    }
    Ok(out)
}

/// Higher wins: the score, the newer version, a source with a name.
fn rank(it: &CvssFact) -> (f64, &Version, bool, Reverse<(&str, &str)>) {
    let is_named = it.source != "-";
    let rest = Reverse((it.source.as_str(), it.vector.as_str()));
    (it.score, &it.version, is_named, rest)
}
