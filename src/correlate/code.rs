//! The same weakness family at overlapping lines of the same file, by any code scanners.

use super::bands::MOST_PLACES;
use super::{Edge, Rule, Sighting, classes, family, place};
use crate::model::{Confidence, FindingKind};

/// See the module's text.
pub(super) struct Code;

impl Rule for Code {
    fn name(&self) -> &'static str {
        "code"
    }

    fn version(&self) -> u32 {
        3
    }

    fn about(&self) -> &'static str {
        "the same weakness family at overlapping lines of the same file, now or before one moved"
    }

    fn keys(&self, it: &Sighting) -> Vec<String> {
        keys(it)
    }

    fn edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        place::in_each_file(bucket, |file| self.in_file(file))
    }
}

impl Code {
    fn in_file(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let starts = place::Starts::of(bucket);
        let mut out = Vec::new();
        let mut firsts: Vec<(usize, &Sighting)> = Vec::new();
        for class in classes(bucket, place::range) {
            let Some((first, others)) = class.split_first() else {
                continue;
            };
            // Several findings of one tool about the same many lines are several things, and
            // nobody knows which of them another tool means.
            if place::is_broad(first.1) && !each_by_another_tool(&class) {
                continue;
            }
            out.extend(others.iter().map(|other| self.edge(*first, *other)));
            firsts.push(*first);
        }
        for (idx, one) in firsts.iter().enumerate() {
            for other in firsts.iter().skip(idx + 1) {
                if other.1.line > place::range(one.1).1
                    || (firsts.len() > MOST_PLACES && other.1.line != one.1.line)
                {
                    break;
                }
                if !starts.same(one.1, other.1) {
                    continue;
                }
                let mut edge = self.edge(*one, *other);
                if !place::is_only(&firsts, one.1, other.1) {
                    edge.confidence = Confidence::Low;
                }
                out.push(edge);
            }
        }
        out.extend(self.past_edges(bucket));
        out
    }
}

/// The keys of a finding in code: its families, in the name of its file. One without a family is
/// compared by its rule, which only its own tool shares.
pub(super) fn keys(it: &Sighting) -> Vec<String> {
    if it.kind != FindingKind::Sast || it.file.is_empty() || it.line == 0 {
        return Vec::new();
    }
    let file = place::tail(&it.file);
    match family::of(it) {
        [] => vec![format!("{}/{} {file}", it.tool, it.rule)],
        names => names.iter().map(|name| format!("{name} {file}")).collect(),
    }
}

/// What two findings of one bucket are both about, in words.
pub(super) fn what(one: &Sighting, other: &Sighting) -> String {
    let others = family::of(other);
    let mut names = family::of(one).iter();
    let shared = names.find(|it| others.contains(it));
    shared.unwrap_or(&one.rule).clone()
}

impl Code {
    /// One tool was run again after lines moved, another was not yet: what the second says of the
    /// old lines is still about the same code, unless the first tool has something there now.
    fn past_edges(&self, bucket: &[(usize, &Sighting)]) -> Vec<Edge> {
        let moved: Vec<_> = bucket
            .iter()
            .filter(|(_, it)| !it.past.is_empty())
            .collect();
        if moved.len().saturating_mul(bucket.len()) > MOST_PLACES * MOST_PLACES {
            return Vec::new();
        }
        let met = |one: &Sighting, tool: &str| {
            let mut others = bucket.iter().filter(|(_, it)| it.tool == tool);
            others.any(|(_, it)| place::overlap(one, it))
        };
        let mut out = Vec::new();
        for (a, one) in moved {
            for (b, other) in bucket {
                if one.tool != other.tool
                    && !place::is_broad(other)
                    && one.past.iter().any(|it| place::meets(*it, other))
                    && !met(one, &other.tool)
                    && !met(other, &one.tool)
                {
                    out.push(Edge {
                        confidence: Confidence::Medium,
                        evidence: format!(
                            "{} {}, before it moved to line {}",
                            one.file,
                            place::words(other, other),
                            one.line
                        ),
                        ..self.edge((*a, one), (*b, other))
                    });
                }
            }
        }
        out
    }

    fn edge(&self, (a, one): (usize, &Sighting), (b, other): (usize, &Sighting)) -> Edge {
        let same_line = one.line == other.line;
        let what = what(one, other);
        Edge {
            a,
            b,
            rule: self.name(),
            version: self.version(),
            confidence: if same_line && one.file == other.file {
                Confidence::High
            } else {
                Confidence::Medium
            },
            evidence: format!("{what} at {} {}", one.file, place::words(one, other)),
        }
    }
}

fn each_by_another_tool(class: &[(usize, &Sighting)]) -> bool {
    let mut tools: Vec<&str> = class.iter().map(|(_, it)| it.tool.as_str()).collect();
    tools.sort_unstable();
    tools.windows(2).all(|pair| pair.first() != pair.last())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::correlate::tests::sighting;

    fn at(id: u8, tool: &str, cwe: u32, line: u32, end: u32) -> Sighting {
        let mut it = sighting(id, tool, FindingKind::Sast, "r");
        it.file = "a.py".to_owned();
        it.cwes = vec![cwe];
        (it.line, it.end_line) = (line, end);
        it
    }

    fn joined(all: &[Sighting]) -> Vec<(usize, usize)> {
        let bucket: Vec<_> = all.iter().enumerate().collect();
        let sure = |it: &&Edge| it.confidence != Confidence::Low;
        let edges = Code.edges(&bucket);
        edges.iter().filter(sure).map(|it| (it.a, it.b)).collect()
    }

    #[test]
    fn overlapping_lines_join_and_near_ones_do_not() {
        assert_eq!(
            joined(&[at(1, "a", 89, 10, 12), at(2, "b", 89, 12, 0)]),
            [(0, 1)]
        );
        assert_eq!(joined(&[at(1, "a", 89, 10, 0), at(2, "b", 89, 11, 0)]), []);
    }

    #[test]
    fn a_broad_range_joins_only_when_it_can_mean_one_place() {
        let wide = at(1, "a", 89, 1, 100);
        assert_eq!(joined(&[wide.clone(), at(2, "b", 89, 20, 0)]), [(0, 1)]);
        assert_eq!(
            joined(&[wide, at(2, "b", 89, 20, 0), at(3, "b", 89, 60, 0)]),
            []
        );
    }

    #[test]
    fn equal_broad_ranges_join_only_when_each_tool_says_one_thing_there() {
        let (a, b) = (at(1, "a", 89, 1, 100), at(2, "b", 89, 1, 100));
        assert_eq!(joined(&[a.clone(), b.clone()]), [(0, 1)]);
        assert_eq!(joined(&[a, b, at(3, "b", 89, 1, 100)]), []);
    }

    #[test]
    fn a_tool_that_was_not_run_again_still_speaks_of_the_old_lines() {
        let mut moved = at(1, "a", 89, 14, 0);
        moved.past = vec![(10, 10)];
        let stale = at(2, "b", 89, 10, 0);
        assert_eq!(joined(&[moved.clone(), stale.clone()]), [(0, 1)]);
        // Something of the first tool is there now: the stale one means that.
        let here = at(3, "a", 89, 10, 0);
        assert_eq!(joined(&[moved, stale, here]), [(1, 2)]);
    }

    #[test]
    fn without_a_cwe_only_the_same_rule_can_share_a_key() {
        let mut one = at(1, "my-linter", 89, 3, 0);
        one.cwes.clear();
        assert_eq!(Code.keys(&one), ["my-linter/r a.py"]);
    }
}
