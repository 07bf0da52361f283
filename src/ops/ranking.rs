//! Why an issue ranks where it does, and why one ranks above another: as values, and as lines of text
//! for the command and the console alike.

use crate::error::Problem;
use crate::model::{Band, Digest, IssueRow, Priority, Term, short_id};
use crate::ops::trees::{self, Grounds};
use crate::ops::{Workspace, feeds};
use crate::prioritize::trees::Walk;
use crate::store::issues;

/// Why an issue ranks where it does.
#[derive(Clone, Debug)]
pub struct Rank {
    /// The score.
    pub priority: Priority,
    /// What it was made from, the trees, and what would change it.
    pub grounds: Grounds,
    /// What was known of its vulnerabilities, and since when: UTC seconds and a line.
    pub known: Vec<(i64, String)>,
}

/// Why an issue ranks where it does.
pub fn rank(workspace: &Workspace, issue: i64) -> Result<Rank, Problem> {
    let head = head(workspace, issue)?;
    Ok(Rank {
        priority: Priority {
            score: head.row.score,
            band: head.row.band,
            terms: head.terms,
        },
        grounds: trees::grounds(workspace, issue)?,
        known: feeds::history(workspace, &head.vulnerabilities)?,
    })
}

fn head(workspace: &Workspace, issue: i64) -> Result<issues::Head, Problem> {
    issues::one(&workspace.store.read(), issue)?.ok_or_else(|| {
        Problem::usage("the issue is not there any more")
            .hint("refresh the list; its findings may be in another issue now")
    })
}

/// Two issues, term by term; the one that ranks first comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Versus {
    /// The one that ranks first.
    pub first: Side,
    /// The other.
    pub second: Side,
    /// Each term on both sides, the one that makes the largest difference first.
    pub terms: Vec<Both>,
    /// Why the first ranks first, in a sentence.
    pub verdict: String,
}

/// One of two issues.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Fingerprint of its first finding.
    pub fingerprint: Digest,
    /// One line.
    pub title: String,
    /// 0–100.
    pub score: f64,
    /// Band of the score.
    pub band: Band,
}

/// A term on both sides; a side that has none shows nothing and 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Both {
    /// Name of the factor.
    pub factor: String,
    /// Values.
    pub values: [String; 2],
    /// Points.
    pub points: [f64; 2],
}

impl Both {
    /// How far the first is ahead by it.
    pub fn ahead(&self) -> f64 {
        let [first, second] = self.points;
        first - second
    }
}

/// Why one of two issues ranks above the other.
pub fn versus(workspace: &Workspace, one: i64, other: i64) -> Result<Versus, Problem> {
    if one == other {
        return Err(Problem::usage("both are the same issue").hint("name two issues"));
    }
    let (mut a, mut b) = (head(workspace, one)?, head(workspace, other)?);
    if order(&a.row) > order(&b.row) {
        std::mem::swap(&mut a, &mut b);
    }
    let mut names: Vec<&str> = a.terms.iter().map(|it| it.factor.as_str()).collect();
    for it in &b.terms {
        if !names.contains(&it.factor.as_str()) {
            names.push(&it.factor);
        }
    }
    let mut terms: Vec<Both> = names
        .into_iter()
        .map(|name| {
            let [a, b] = [&a.terms, &b.terms].map(|it| it.iter().find(|it| it.factor == name));
            let value = |it: Option<&Term>| it.map(value).unwrap_or_default();
            let points = |it: Option<&Term>| it.map_or(0.0, |it| it.points);
            Both {
                factor: name.to_owned(),
                values: [value(a), value(b)],
                points: [points(a), points(b)],
            }
        })
        .collect();
    terms.sort_by(|x, y| y.ahead().abs().total_cmp(&x.ahead().abs()));
    let verdict = verdict(&a.row, &b.row, &terms);
    Ok(Versus {
        first: side(a.row),
        second: side(b.row),
        terms,
        verdict,
    })
}

/// The order of the queue: highest score, then the oldest, then the fingerprint.
fn order(row: &IssueRow) -> (i64, i64, Digest) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a score lies between 0 and 100"
    )]
    let hundredths = (row.score * 100.0).round() as i64;
    (-hundredths, row.first_seen, row.fingerprint)
}

fn side(row: IssueRow) -> Side {
    Side {
        fingerprint: row.fingerprint,
        title: row.title,
        score: row.score,
        band: row.band,
    }
}

fn verdict(a: &IssueRow, b: &IssueRow, terms: &[Both]) -> String {
    let by = a.score - b.score;
    if by.abs() < 0.005 {
        return if a.first_seen == b.first_seen {
            "equal scores, seen first at the same time: the fingerprint decides".to_owned()
        } else {
            "equal scores: the one that was seen first goes first".to_owned()
        };
    }
    let most: Vec<String> = terms
        .iter()
        .filter(|it| it.ahead() > 0.0)
        .take(3)
        .map(|it| format!("{} ({:+.2})", it.factor, it.ahead()))
        .collect();
    format!("the first is ahead by {by:.2}: {}", most.join(", "))
}

fn value(it: &Term) -> String {
    let assumed = if it.assumed { " (assumed)" } else { "" };
    format!("{}{assumed}", it.value)
}

/// Two issues compared, line by line; ids in so many digits.
pub fn versus_text(it: &Versus, digits: usize) -> Vec<String> {
    let mut out = vec![it.verdict.clone(), String::new()];
    for side in [&it.first, &it.second] {
        let id = short_id(side.fingerprint, digits);
        out.push(format!(
            "  {id}  {} {:.2}  {}",
            side.band, side.score, side.title
        ));
    }
    out.extend([String::new(), "Term by term".to_owned()]);
    for it in &it.terms {
        let ([a, b], [x, y]) = (&it.values, it.points);
        out.push(format!("  {:+7.2}  {}", it.ahead(), it.factor));
        let none = |text: &str| match text {
            "" => "does not fire".to_owned(),
            text => text.to_owned(),
        };
        if a == b {
            out.push(format!("      both {x:.2}: {}", none(a)));
        } else {
            out.push(format!("      {x:6.2}  {}", none(a)));
            out.push(format!("      {y:6.2}  {}", none(b)));
        }
    }
    out
}

/// Why an issue ranks where it does, line by line.
pub fn text(it: &Rank) -> Vec<String> {
    let Priority { score, band, terms } = &it.priority;
    let mut out = vec![format!(
        "Priority {score:.2} of 100, band {band}, by profile {}",
        it.grounds.policy.label()
    )];
    for it in terms {
        out.push(format!(
            "  {:+6.2} of {:5.2}  {}: {}",
            it.points,
            it.of,
            it.factor,
            value(it)
        ));
        out.push(format!("      {}", it.source));
    }
    out.extend([String::new(), "What would change it".to_owned()]);
    if it.grounds.what_if.is_empty() {
        out.push("  no single fact would".to_owned());
    }
    for it in &it.grounds.what_if {
        out.push(format!(
            "  {:+6.2} to {:.2}, {}: {} {}",
            it.score - score,
            it.score,
            it.band,
            it.factor,
            it.change
        ));
    }
    for walk in &it.grounds.walks {
        out.push(String::new());
        out.extend(walk_text(walk));
    }
    if !it.known.is_empty() {
        out.extend([String::new(), "What was known when".to_owned()]);
    }
    for (at, line) in &it.known {
        let day = jiff::Timestamp::from_second(*at).map(|it| it.strftime("%Y-%m-%d").to_string());
        out.push(format!("  {}  {line}", day.unwrap_or_default()));
    }
    out
}

/// The path through a tree, one step deeper on each line.
fn walk_text(walk: &Walk) -> Vec<String> {
    let assumed = match walk.path.iter().filter(|it| it.assumed).count() {
        0 => String::new(),
        1 => " (1 answer assumed)".to_owned(),
        count => format!(" ({count} answers assumed)"),
    };
    let mut out = vec![format!(
        "{} {}: {}{assumed}",
        walk.title, walk.version, walk.outcome
    )];
    for (depth, it) in walk.path.iter().enumerate() {
        let pad = 2 + 2 * depth;
        let assumed = if it.assumed { " (assumed)" } else { "" };
        let branch = if depth == 0 { "" } else { "└ " };
        out.push(format!(
            "{:pad$}{branch}{} = {}{assumed} — {}",
            "", it.question, it.value, it.source
        ));
    }
    let pad = 2 + 2 * walk.path.len();
    out.push(format!("{:pad$}⇒ {}: {}", "", walk.outcome, walk.about));
    for (question, answer, outcome) in &walk.changes {
        out.push(format!("  if {question} were {answer}: {outcome}"));
    }
    out
}
