//! Numbers about a programme, as they are shown and written: each with its definition and the issues
//! that it counts.

use super::Digest;

/// Fewer cases than this, and a share or a median says little. Such numbers are flagged.
pub const FEW: usize = 10;

/// The numbers of one period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// First moment of the period, UTC seconds.
    pub from: i64,
    /// Last moment of the period, UTC seconds.
    pub to: i64,
    /// Applications that are compared, by name.
    pub apps: Vec<String>,
    /// Digits of an issue's id.
    pub digits: usize,
    /// The metrics, those of the first page first.
    pub metrics: Vec<MetricFigures>,
}

/// One metric with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricFigures {
    /// Stable name.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What is counted, and what is not.
    pub definition: &'static str,
    /// `issues`, `days`, `%`, …
    pub unit: &'static str,
    /// True for one of the three that a programme is steered by.
    pub first_page: bool,
    /// The numbers, in a fixed order.
    pub numbers: Vec<Number>,
    /// What to do about them, the most useful first.
    pub advice: Vec<Advice>,
    /// Why there is no number; empty when there is one.
    pub absent: &'static str,
}

impl MetricFigures {
    /// The number that stands for all of them, of one application or (empty) of all: of band P1 where
    /// there is one, since that queue is what a programme is steered by, else the first.
    pub fn headline(&self, app: &str) -> Option<&Number> {
        let of_app = || self.numbers.iter().filter(|it| it.app == app);
        of_app()
            .find(|it| it.group == "P1")
            .or_else(|| of_app().next())
    }
}

/// One number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Number {
    /// The application; empty for all of them.
    pub app: String,
    /// What is measured, such as `median`.
    pub stat: &'static str,
    /// Of what part, such as `P1` or `bandit B101`; empty for all.
    pub group: String,
    /// The number; `None` where it cannot be said.
    pub value: Option<f64>,
    /// How many cases it is made of.
    pub cases: usize,
    /// True when the cases are too few for a share or a median.
    pub small: bool,
    /// The queue that holds what is counted now; empty when no filter says it.
    pub filter: String,
    /// The issues that are counted, sorted.
    pub issues: Vec<Digest>,
    /// Its course: end of the day in UTC seconds, value.
    pub series: Vec<(i64, f64)>,
}

/// What to do about a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Advice {
    /// What it is about, such as `bandit B101`.
    pub about: String,
    /// What to do and why.
    pub text: String,
    /// A piece of the tool's configuration; empty where none is known.
    pub snippet: String,
    /// The file that it belongs into.
    pub file: &'static str,
}

impl MetricFigures {
    /// The number with this application, stat and group.
    pub fn number(&self, app: &str, stat: &str, group: &str) -> Option<&Number> {
        let mut all = self.numbers.iter();
        all.find(|it| it.app == app && it.stat == stat && it.group == group)
    }
}

impl Number {
    /// A number of all cases that are counted.
    pub fn count(app: &str, stat: &'static str, group: &str, issues: Vec<Digest>) -> Self {
        Self {
            value: Some(as_f64(issues.len())),
            ..Self::of(app, stat, group, issues)
        }
    }

    /// A number without its value yet.
    pub fn of(app: &str, stat: &'static str, group: &str, mut issues: Vec<Digest>) -> Self {
        issues.sort_unstable();
        Self {
            app: app.to_owned(),
            stat,
            group: group.to_owned(),
            cases: issues.len(),
            issues,
            ..Self::default()
        }
    }

    /// A share of cases in percent, flagged when they are few; `None` of none.
    #[must_use]
    pub fn share(mut self, part: usize, whole: usize) -> Self {
        self.value = (whole > 0).then(|| 100.0 * as_f64(part) / as_f64(whole));
        self.cases = whole;
        self.small = whole < FEW;
        self
    }

    /// The value as people read it: no needless decimals, `-` for none.
    pub fn shown(&self) -> String {
        self.value.map_or_else(|| "-".to_owned(), shown)
    }
}

/// A value as people read it: at most one decimal.
pub fn shown(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A count as a number.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts lie far below 2^52, where this begins to round"
)]
pub const fn as_f64(count: usize) -> f64 {
    count as f64
}
