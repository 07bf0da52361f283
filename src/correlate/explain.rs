//! Why two findings are one issue, or what would have to be otherwise. Pure.
//!
//! Nothing here knows a rule. Each answer comes from running the rules on the two findings: as they
//! are, and with few fields of one put on the other. So an explanation is what the rules do now.

use super::{Asked, Edge, Sighting, asked, ranges_text};
use crate::model::{Confidence, digest};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// What would make a rule join two findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Would {
    /// Name of the rule.
    pub rule: &'static str,
    /// Version of the rule.
    pub version: u32,
    /// How sure it would be.
    pub confidence: Confidence,
    /// The fields that keep them apart: as few as there can be.
    pub fields: Vec<Difference>,
}

/// A field in which two findings differ, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its name.
    pub field: &'static str,
    /// What the one has.
    pub a: String,
    /// What the other has.
    pub b: String,
}

/// A field that rules look at.
struct Field {
    name: &'static str,
    show: fn(&Sighting) -> String,
    put: fn(&mut Sighting, &Sighting),
}

/// Every field that rules look at, the most telling first.
const FIELDS: &[Field] = &[
    Field {
        name: "application",
        show: |it| it.application.to_string(),
        put: |to, from| to.application = from.application,
    },
    Field {
        name: "file",
        show: |it| it.file.clone(),
        put: |to, from| to.file.clone_from(&from.file),
    },
    Field {
        name: "line",
        show: lines,
        put: |to, from| {
            (to.line, to.end_line) = (from.line, from.end_line);
            to.past.clone_from(&from.past);
        },
    },
    Field {
        name: "weakness",
        show: |it| {
            let cwes = it.cwes.iter().map(|it| format!("CWE-{it}"));
            cwes.collect::<Vec<_>>().join(" ")
        },
        put: |to, from| to.cwes.clone_from(&from.cwes),
    },
    Field {
        name: "code",
        show: |it| match it.code {
            0 => String::new(),
            code => format!("{code:016x}"),
        },
        put: |to, from| to.code = from.code,
    },
    Field {
        name: "data flow",
        show: |it| ranges_text(&it.flow),
        put: |to, from| to.flow.clone_from(&from.flow),
    },
    Field {
        name: "named in code",
        show: |it| it.hints.join(" "),
        put: |to, from| to.hints.clone_from(&from.hints),
    },
    Field {
        name: "package",
        show: |it| it.package.clone(),
        put: |to, from| to.package.clone_from(&from.package),
    },
    Field {
        name: "vulnerability",
        show: |it| it.vulnerabilities.join(" "),
        put: |to, from| to.vulnerabilities.clone_from(&from.vulnerabilities),
    },
    Field {
        name: "endpoint",
        show: |it| it.endpoint.clone(),
        put: |to, from| to.endpoint.clone_from(&from.endpoint),
    },
    Field {
        name: "resource",
        show: |it| it.resource.clone(),
        put: |to, from| to.resource.clone_from(&from.resource),
    },
    Field {
        name: "secret",
        show: |it| {
            let start = it.secret.as_ref().and_then(|it| it.first_chunk::<4>());
            start.map_or_else(String::new, |it| {
                format!("value with keyed hash {}…", digest::hex(it))
            })
        },
        put: |to, from| to.secret.clone_from(&from.secret),
    },
    Field {
        name: "rule",
        show: |it| it.rule.clone(),
        put: |to, from| to.rule.clone_from(&from.rule),
    },
    Field {
        name: "title",
        show: |it| it.title.clone(),
        put: |to, from| to.title.clone_from(&from.title),
    },
    Field {
        name: "tool",
        show: |it| it.tool.clone(),
        put: |to, from| to.tool.clone_from(&from.tool),
    },
    Field {
        name: "kind",
        show: |it| it.kind.name().to_owned(),
        put: |to, from| to.kind = from.kind,
    },
];

fn lines(it: &Sighting) -> String {
    match (it.line, it.end_line) {
        (0, _) => String::new(),
        (first, last) if last > first => format!("{first}–{last}"),
        (first, _) => first.to_string(),
    }
}

/// What the rules say of two findings that meet alone, the surest first. `a` is position 0.
pub fn edges(a: &Sighting, b: &Sighting) -> Vec<Edge> {
    if a.application != b.application {
        return Vec::new();
    }
    let mut bucket = [(0, a), (1, b)];
    bucket.sort_by_key(|(_, it)| it.fingerprint);
    let mut out: Vec<Edge> = Vec::new();
    for Asked { rule, by } in asked() {
        let keys: BTreeSet<String> = rule.keys(a).into_iter().collect();
        if rule.keys(b).iter().any(|it| keys.contains(it)) {
            let firsts = by
                .iter()
                .flat_map(|(_, it)| it.edges(&bucket).into_iter().take(1));
            out.extend(firsts);
        }
    }
    out.sort_by_key(|it| it.confidence);
    out
}

/// What would make the rules join two findings that none joins: the sets of fields, as small as there
/// are, which if they were equal would do. Empty when even equal fields would not.
pub fn would(a: &Sighting, b: &Sighting) -> Vec<Would> {
    let differ: Vec<&Field> = FIELDS
        .iter()
        .filter(|it| (it.show)(a) != (it.show)(b))
        .collect();
    for size in 1..=3 {
        let mut out: Vec<Would> = Vec::new();
        for fields in choose(&differ, size) {
            for it in swapped(a, b, &fields) {
                let known = |known: &Would| known.rule == it.rule && known.fields == it.fields;
                if !out.iter().any(known) {
                    out.push(it);
                }
            }
        }
        if !out.is_empty() {
            out.sort_by_key(|it| it.confidence);
            return out;
        }
    }
    Vec::new()
}

/// Runs the rules with some fields of the one on the other, and the other way round.
fn swapped(a: &Sighting, b: &Sighting, fields: &[&Field]) -> Vec<Would> {
    let mut out = Vec::new();
    for (from, onto) in [(a, b), (b, a)] {
        let mut changed = onto.clone();
        for it in fields {
            (it.put)(&mut changed, from);
        }
        // What was found out of the old fields is no longer true.
        changed.families = OnceCell::new();
        for edge in edges(from, &changed) {
            let fields = fields.iter().map(|it| Difference {
                field: it.name,
                a: (it.show)(a),
                b: (it.show)(b),
            });
            out.push(Would {
                rule: edge.rule,
                version: edge.version,
                confidence: edge.confidence,
                fields: fields.collect(),
            });
        }
    }
    out
}

/// Every choice of so many of some fields, in order.
fn choose<'a>(all: &[&'a Field], size: usize) -> Vec<Vec<&'a Field>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut out = Vec::new();
    for (at, first) in all.iter().enumerate() {
        for mut rest in choose(all.get(at + 1..).unwrap_or_default(), size - 1) {
            rest.insert(0, first);
            out.push(rest);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::tests::sighting;
    use crate::model::FindingKind;

    fn code(id: u8, tool: &str, line: u32) -> Sighting {
        let mut it = sighting(id, tool, FindingKind::Sast, "r");
        (it.file, it.line, it.cwes) = ("a.py".to_owned(), line, vec![89]);
        it
    }

    fn missing(a: &Sighting, b: &Sighting) -> Vec<&'static str> {
        let first = would(a, b).into_iter().next();
        let fields = first.map(|it| it.fields).unwrap_or_default();
        fields.iter().map(|it| it.field).collect()
    }

    #[test]
    fn what_a_rule_joins_is_told_with_its_evidence() {
        let edges = edges(&code(1, "x", 5), &code(2, "y", 5));
        assert_eq!(edges.len(), 1);
        assert_eq!(edges[0].rule, "code");
    }

    #[test]
    fn the_fewest_fields_that_keep_two_apart_are_named() {
        let one = code(1, "x", 5);
        assert_eq!(missing(&one, &code(2, "y", 90)), ["line"]);
        let mut other = code(2, "y", 90);
        other.file = "b.py".to_owned();
        assert_eq!(missing(&one, &other), ["file", "line"]);
        let mut other = code(2, "y", 5);
        other.cwes = vec![79];
        assert_eq!(missing(&one, &other), ["weakness"]);
        other.application = 2;
        assert_eq!(missing(&one, &other), ["application", "weakness"]);
    }
}
