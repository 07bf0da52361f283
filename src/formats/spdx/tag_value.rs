//! SPDX 2.x as tag-value: a line is `Tag: value`, a value of several lines stands in `<text>`.

use super::creator;
use super::package::{Package, Reference};
use super::two::Head;
use crate::error::Problem;
use crate::formats::{Input, Sink, normalise};
use crate::model::{RecordPlace, Skipped};
use std::io::{BufRead as _, BufReader, Read as _};

/// A line longer than this is read in pieces, and a value longer than this cut.
const LINE: u64 = 1024 * 1024;

/// A package being read.
struct Open {
    package: Package,
    place: RecordPlace,
}

/// One tag with its value.
struct Tag<'a> {
    name: &'a str,
    value: &'a str,
    /// Where its line begins, and where it ends.
    offset: u64,
    end: u64,
    line: u64,
}

/// What a walk comes to.
enum Seen<'a> {
    Tag(&'a Tag<'a>),
    Package(Open),
}

pub(super) fn read(input: &dyn Input, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut head = Head::default();
    packages(input, &mut |seen| {
        match seen {
            Seen::Tag(tag) => head.take(tag),
            Seen::Package(open) => head.package(&open.package),
        }
        Ok(())
    })?;
    let (scan, subject) = head.finish();
    sink.scan(scan)?;
    packages(input, &mut |seen| {
        let Seen::Package(Open { package, place }) = seen else {
            return Ok(());
        };
        if package.name.is_empty() {
            return sink.skipped(Skipped {
                record: place,
                reason: "the package has no name".to_owned(),
            });
        }
        let is_subject = !subject.is_empty() && package.id == subject;
        package.hand_over(is_subject, &place, sink)
    })
}

impl Head {
    fn take(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "Created" => self.scan.scanned_at = normalise::timestamp(tag.value),
            "Creator" => creator(&mut self.scan, tag.value),
            "Relationship" => {
                let words: Vec<&str> = tag.value.split_whitespace().collect();
                if let [from, how, to, ..] = words.as_slice() {
                    self.relation(from, how, to);
                }
            }
            _ => {}
        }
    }
}

/// Walks all tags, and all packages once they are whole.
fn packages(
    input: &dyn Input,
    visit: &mut dyn FnMut(Seen<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut open: Option<Open> = None;
    let mut count = 0;
    tags(input, &mut |tag| {
        // Another section ends a package; the document's own tags come before the first.
        let ends = matches!(
            tag.name,
            "PackageName" | "FileName" | "SnippetSPDXID" | "LicenseID" | "Relationship"
        );
        if ends && let Some(whole) = open.take() {
            visit(Seen::Package(whole))?;
        }
        if tag.name == "PackageName" {
            open = Some(Open {
                package: Package::default(),
                place: RecordPlace {
                    offset: tag.offset,
                    line: tag.line,
                    path: format!("package {count}"),
                    ..RecordPlace::default()
                },
            });
            count += 1;
        }
        if let Some(open) = &mut open {
            open.place.len = tag.end - open.place.offset;
            open.package.take(tag);
        }
        visit(Seen::Tag(tag))
    })?;
    open.map_or(Ok(()), |it| visit(Seen::Package(it)))
}

impl Package {
    fn take(&mut self, tag: &Tag<'_>) {
        let value = tag.value.to_owned();
        match tag.name {
            "PackageName" => self.name = value,
            "SPDXID" => self.id = value,
            "PackageVersion" => self.version_info = value,
            "PackageFileName" => self.package_file_name = value,
            "PackageSourceInfo" => self.source_info = value,
            "PrimaryPackagePurpose" => self.primary_package_purpose = value,
            "PackageLicenseConcluded" => self.license_concluded = value,
            "PackageLicenseDeclared" => self.license_declared = value,
            "ExternalRef" => {
                let mut words = value.splitn(3, ' ').map(str::to_owned);
                let mut next = || words.next().unwrap_or_default();
                self.external_refs.push(Reference {
                    reference_category: next(),
                    reference_type: next(),
                    reference_locator: next().trim().to_owned(),
                    comment: String::new(),
                });
            }
            "ExternalRefComment" => {
                if let Some(last) = self.external_refs.last_mut() {
                    last.comment = value;
                }
            }
            _ => {}
        }
    }
}

/// Walks all tags. Comments and blank lines are passed over.
fn tags(
    input: &dyn Input,
    visit: &mut dyn FnMut(&Tag<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut from = BufReader::new(input.open()?);
    let mut raw = Vec::new();
    let (mut offset, mut line) = (0, 0);
    // A value of several lines: its tag, its place and what has been read of it.
    let mut long: Option<(String, u64, u64, String)> = None;
    loop {
        raw.clear();
        let length = from.by_ref().take(LINE).read_until(b'\n', &mut raw)? as u64;
        if length == 0 {
            return Ok(());
        }
        let start = offset;
        offset += length;
        line += 1;
        let text = String::from_utf8_lossy(&raw);
        let text = text.trim_end_matches(['\r', '\n']);
        if let Some((_, _, _, value)) = &mut long {
            let (inside, ended) = until_end(text);
            if (value.len() as u64) < LINE {
                value.push('\n');
                value.push_str(inside);
            }
            if !ended {
                continue;
            }
        } else {
            let trimmed = text.trim_start_matches('\u{feff}').trim();
            let Some((name, value)) = trimmed
                .split_once(':')
                .filter(|_| !trimmed.starts_with('#'))
            else {
                continue;
            };
            let value = value.trim();
            let Some(begun) = value.strip_prefix("<text>") else {
                visit(&Tag {
                    name,
                    value,
                    offset: start,
                    end: offset,
                    line,
                })?;
                continue;
            };
            let (inside, ended) = until_end(begun);
            long = Some((name.to_owned(), start, line, inside.to_owned()));
            if !ended {
                continue;
            }
        }
        if let Some((name, begin, first, value)) = long.take() {
            visit(&Tag {
                name: &name,
                value: value.trim(),
                offset: begin,
                end: offset,
                line: first,
            })?;
        }
    }
}

/// The part of a line that belongs to a value of several lines, and whether that ends there.
fn until_end(text: &str) -> (&str, bool) {
    match text.split_once("</text>") {
        Some((inside, _)) => (inside, true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::MemoryInput;

    #[test]
    fn values_of_several_lines_are_whole() {
        let text = "# c\r\nA: 1\r\nB: <text>x\ny: z</text>\nC: <text>q</text>\n";
        let input = MemoryInput::new("x", text.as_bytes().to_vec());
        let mut out = Vec::new();
        tags(&input, &mut |it| {
            out.push(format!(
                "{}={}@{}",
                it.name,
                it.value.escape_debug(),
                it.line
            ));
            Ok(())
        })
        .unwrap();
        assert_eq!(out, ["A=1@2", "B=x\\ny: z@3", "C=q@5"]);
    }
}
