//! `.trivyignore.yaml` (Trivy 0.47 and later): vulnerabilities by id and purl, checks and secrets by
//! rule and path.

use super::{HEAD, Key, Why, entries, quoted};
use crate::export::item::{Exporter, Family, Head, Item, Source, Told};
use crate::export::time;
use crate::model::{Finding, FindingKind};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct Trivy;

/// Our kind of key, Trivy's section, what narrows an entry.
const SECTIONS: &[(&str, &str, &str)] = &[
    ("dependency", "vulnerabilities", "purls"),
    ("check", "misconfigurations", "paths"),
    ("secret", "secrets", "paths"),
];

impl Exporter for Trivy {
    fn name(&self) -> &'static str {
        "trivy"
    }

    fn family(&self) -> Family {
        Family::IgnoreFiles
    }

    fn about(&self) -> &'static str {
        ".trivyignore.yaml"
    }

    fn loses(&self) -> &'static str {
        "Trivy knows checks and secrets by rule and file, without the line"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let all = entries(from, (None, &key), &mut told)?;
        writeln!(to, "{HEAD}")?;
        for (kind, section, narrow) in SECTIONS {
            let mine: BTreeMap<&Key, &Why> = all
                .iter()
                .filter(|(key, _)| key.first().is_some_and(|it| it == kind))
                .collect();
            if mine.is_empty() {
                continue;
            }
            writeln!(to, "{section}:")?;
            for (key, why) in mine {
                if let [_, id, place] = key.as_slice() {
                    writeln!(to, "  - id: {}", quoted(id))?;
                    writeln!(to, "    {narrow}:\n      - {}", quoted(place))?;
                    if let Some(until) = why.until {
                        writeln!(to, "    expired_at: {}", time::date(until))?;
                    }
                    writeln!(to, "    statement: {}", quoted(&why.text))?;
                }
            }
        }
        Ok(told)
    }
}

fn key(it: &Item<'_>, finding: &Finding) -> Option<Key> {
    let key =
        |kind: &str, id: &str, place: &str| Some([kind, id, place].map(str::to_owned).to_vec());
    if let Some((id, purl)) = super::dependency(it, finding) {
        return key("dependency", &id, &purl);
    }
    let file = super::file(finding).filter(|_| finding.tool == "trivy")?;
    if finding.kind == FindingKind::Iac {
        return key("check", &finding.rule, file);
    }
    let secret = finding.kind == FindingKind::Secrets;
    secret.then(|| key("secret", &finding.rule, file)).flatten()
}
