//! `.grype.yaml` (Grype 0.x): vulnerabilities by id and the name and version of the package.

use super::{HEAD, Key, comment, entries, quoted};
use crate::export::item::{Exporter, Family, Head, Item, Source, Told};
use crate::model::Finding;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct Grype;

impl Exporter for Grype {
    fn name(&self) -> &'static str {
        "grype"
    }

    fn family(&self) -> Family {
        Family::IgnoreFiles
    }

    fn about(&self) -> &'static str {
        ".grype.yaml"
    }

    fn loses(&self) -> &'static str {
        "Grype knows no end date: it stands in a comment, so write the file anew in every build"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let all = entries(from, (None, &key), &mut told)?;
        writeln!(
            to,
            "{HEAD}\nignore:{}",
            if all.is_empty() { " []" } else { "" }
        )?;
        for (key, why) in &all {
            if let [id, name, version] = key.as_slice() {
                writeln!(to, "  {}", comment(why))?;
                writeln!(to, "  - vulnerability: {}", quoted(id))?;
                writeln!(to, "    include-aliases: true")?;
                writeln!(to, "    reason: {}", quoted(&why.text))?;
                writeln!(to, "    package:\n      name: {}", quoted(name))?;
                if !version.is_empty() {
                    writeln!(to, "      version: {}", quoted(version))?;
                }
            }
        }
        Ok(told)
    }
}

fn key(it: &Item<'_>, finding: &Finding) -> Option<Key> {
    let (id, _) = it.vulnerability()?;
    let package = finding.package.as_ref()?;
    // Grype names a Maven package by its artifact alone.
    let name = match package.ecosystem.as_str() {
        "maven" => package.name.rsplit(['/', ':']).next().unwrap_or_default(),
        _ => &package.name,
    };
    Some([id, name, &package.version].map(str::to_owned).to_vec())
}
