//! The fields of the filter language. The only list: parsing, help, completion and evaluation loop
//! over it, so a new field is one entry here.

use super::field::{Compares, Field, How, TextColumn, bits, field, has, numbers, texts, within};
use crate::model::{Band, Class, Columns, Severity, Status};
use std::fmt::Write as _;
use std::ops::Range;

/// The field with this name or alias, in any case.
pub fn by_name(name: &str) -> Option<&'static Field> {
    FIELDS
        .iter()
        .find(|it| it.names().any(|known| known.eq_ignore_ascii_case(name)))
}

/// All fields as help text, one a line.
pub fn help() -> String {
    let mut out = String::new();
    for field in FIELDS {
        let names = field.names().collect::<Vec<_>>().join(", ");
        _ = writeln!(out, "{names:25} {:23} {}", field.example, field.about);
    }
    out
}

/// The columns that a bare word is looked for in.
pub(super) const BARE: &[TextColumn] = &[
    |it| &it.title,
    |it| &it.place,
    |it| &it.rule,
    |it| &it.vulnerabilities,
    |it| &it.package,
];

/// Every field. The only list.
pub const FIELDS: &[Field] = &[
    field(
        "app",
        &["application"],
        "app:shop,pay*",
        "application",
        texts(&[|it| &it.app], How::Name),
    ),
    field(
        "severity",
        &["sev"],
        "sev>=high",
        "the tools' worst opinion",
        Compares::Words {
            word: |at| Severity::ALL.get(at).map(|it| it.name()),
            groups: &[],
            ordered: 5,
            rows: |all, rows, set| bits(&all.severity, rows, |it| has(set, it as u32)),
        },
    ),
    field(
        "band",
        &["priority"],
        "band:P1",
        "band of our priority; P1 is the critical queue",
        Compares::Words {
            word: |at| Band::ALL.get(at).map(|it| it.name()),
            groups: &[],
            ordered: 4,
            rows: |all, rows, set| bits(&all.band, rows, |it| has(set, it as u32)),
        },
    ),
    field(
        "score",
        &[],
        "score>=70",
        "our priority, 0–100",
        numbers(100.0, 10_000, None, |all, rows, span| {
            bits(&all.score, rows, |it| within(it, span))
        }),
    ),
    field(
        "status",
        &[],
        "status:false-positive",
        "where it stands; open is what is to be done: new, confirmed, in-work, reopened",
        Compares::Words {
            word: |at| Status::ALL.get(at).map(|it| it.name()),
            groups: &[
                (
                    "open",
                    1 << Status::New as u32
                        | 1 << Status::Confirmed as u32
                        | 1 << Status::InWork as u32
                        | 1 << Status::Reopened as u32,
                ),
                ("any", u32::MAX),
            ],
            ordered: 0,
            rows: |all, rows, set| bits(&all.status, rows, |it| has(set, it as u32)),
        },
    ),
    field(
        "class",
        &[],
        "class:code",
        "sort of weakness",
        Compares::Words {
            word: |at| Class::ALL.get(at).map(|it| it.name()),
            groups: &[],
            ordered: 0,
            rows: |all, rows, set| bits(&all.class, rows, |it| has(set, it as u32)),
        },
    ),
    field(
        "kev",
        &["exploited"],
        "kev:yes",
        "in CISA's list of exploited vulnerabilities; unknown: it has no id to look up",
        Compares::Words {
            word: |at| ["yes", "no", "unknown"].get(at).copied(),
            groups: &[],
            ordered: 0,
            rows: kev,
        },
    ),
    field(
        "epss",
        &[],
        "epss>.1",
        "probability of exploitation within 30 days, 0–1; none: no feed knows it",
        numbers(
            10_000.0,
            10_000,
            Some(u16::MAX as i64),
            |all, rows, span| bits(&all.epss, rows, |it| within(it, span)),
        ),
    ),
    field(
        "owner",
        &[],
        "owner:none",
        "team or person who has it",
        texts(&[|it| &it.team, |it| &it.person], How::Name),
    ),
    field(
        "team",
        &[],
        "team:payments",
        "team that holds the queue",
        texts(&[|it| &it.team], How::Name),
    ),
    field(
        "person",
        &["assignee"],
        "person:ada",
        "person who does the work",
        texts(&[|it| &it.person], How::Name),
    ),
    field(
        "tool",
        &["scanner"],
        "tool:bandit,semgrep",
        "tool that sees it",
        texts(&[|it| &it.tools], How::List),
    ),
    field(
        "tools",
        &[],
        "tools>=2",
        "number of tools that see it",
        numbers(1.0, u8::MAX as i64, None, |all, rows, span| {
            bits(&all.tool_count, rows, |it| within(it, span))
        }),
    ),
    field(
        "findings",
        &[],
        "findings>=3",
        "number of findings in it",
        numbers(1.0, u32::MAX as i64, None, |all, rows, span| {
            bits(&all.findings, rows, |it| within(it, span))
        }),
    ),
    field(
        "rule",
        &["check"],
        "rule:B608",
        "the tool's rule",
        texts(&[|it| &it.rule], How::Name),
    ),
    field(
        "cve",
        &["vulnerability", "vuln"],
        "cve:CVE-2021-44228",
        "vulnerability id of any scheme",
        texts(&[|it| &it.vulnerabilities], How::List),
    ),
    field(
        "cwe",
        &[],
        "cwe:89",
        "weakness number",
        texts(&[|it| &it.cwes], How::Cwe),
    ),
    field(
        "package",
        &["pkg", "component"],
        "package:log4j*",
        "package, with or without its namespace",
        texts(&[|it| &it.package], How::Package),
    ),
    field(
        "place",
        &["file", "path"],
        "file:src/**",
        "file, URL path, package or resource",
        texts(&[|it| &it.place], How::Place),
    ),
    field(
        "title",
        &[],
        "title:\"sql inj\"",
        "the one line that says what it is",
        texts(&[|it| &it.title], How::Part),
    ),
    field(
        "age",
        &["first", "seen"],
        "age>30d",
        "time since the first sighting (h, d, w, m, y), or its day",
        Compares::Age,
    ),
    field(
        "due",
        &[],
        "due<7d",
        "time until it is to be closed, or that day; what is late is below any time",
        Compares::Due,
    ),
    field(
        "overdue",
        &["late"],
        "overdue:yes",
        "past the day by which it was to be closed",
        Compares::Overdue,
    ),
    field(
        "id",
        &[],
        "id:3f2a",
        "first digits of the issue's id",
        Compares::Id,
    ),
];

/// Listed, not listed, or without an id that the list could hold.
fn kev(all: &Columns, rows: Range<usize>, set: u32) -> u64 {
    let listed = bits(&all.kev, rows.clone(), |it| it);
    let exists = bits(&all.kev, rows.clone(), |_| true);
    let nameless = bits(&all.vulnerabilities, rows, |it| it == 0);
    let pick = |bit: u32, word: u64| if has(set, bit) { word } else { 0 };
    pick(0, listed) | pick(1, exists & !listed & !nameless) | pick(2, nameless & !listed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    #[test]
    fn every_name_is_given_once_and_every_example_parses() {
        let mut names: Vec<_> = FIELDS.iter().flat_map(Field::names).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        for field in FIELDS {
            let query = Query::parse(field.example).unwrap();
            assert!(query.tree.mentions(field.name), "{}", field.example);
        }
    }

    #[test]
    fn help_has_one_line_for_each() {
        assert_eq!(help().lines().count(), FIELDS.len());
        assert!(help().starts_with("app, application          app:shop,pay*"));
    }
}
