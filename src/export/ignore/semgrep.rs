//! `.semgrepignore` (Semgrep 1.x, Opengrep): files that are not scanned at all, in the patterns of
//! gitignore. A file stands there only when nothing that Semgrep says of it is open.

use super::{HEAD, Key, comment, entries};
use crate::export::item::{Exporter, Family, Head, Item, Source, Told};
use crate::model::Finding;
use std::io::{self, Write};

/// See the module's text.
pub(in crate::export) struct Semgrep;

/// As Semgrep calls itself, and its fork.
const TOOLS: [&str; 2] = ["semgrep", "opengrep"];

impl Exporter for Semgrep {
    fn name(&self) -> &'static str {
        "semgrep"
    }

    fn family(&self) -> Family {
        Family::IgnoreFiles
    }

    fn about(&self) -> &'static str {
        ".semgrepignore"
    }

    fn loses(&self) -> &'static str {
        "Semgrep can only leave out whole files, for good: what appears in them later is not seen \
         either, and a file with anything open is left out here. Prefer `nosemgrep` comments. Its \
         built-in list of files to leave out does not count beside this file"
    }

    fn write(&self, _: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let all = entries(from, (None, &key), &mut told)?;
        writeln!(to, "{HEAD}\n:include .gitignore")?;
        for (key, why) in &all {
            writeln!(to, "{}\n/{}", comment(why), key.join("/"))?;
        }
        Ok(told)
    }
}

fn key(_: &Item<'_>, finding: &Finding) -> Option<Key> {
    if !TOOLS.contains(&finding.tool.as_str()) {
        return None;
    }
    Some(vec![escape(super::file(finding)?)])
}

/// A path as a pattern that fits it alone.
fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if "\\*?[]!# ".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
