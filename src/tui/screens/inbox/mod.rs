//! The merge inbox: issues that may be one, side by side; a person says yes, no or never.

pub mod diff;
pub mod draw;

use crate::model::{Finding, text};
use crate::ops::suggestions::Suggested;
use crate::tui::screens::issue::why::place;
use crate::tui::theme::Theme;
use ratatui::layout::{Position, Rect, Size};

/// State of the screen.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    /// What is suggested, once it came.
    pub items: Option<Vec<Suggested>>,
    /// How many there are in all.
    pub all: i64,
    /// The one under the cursor.
    pub at: usize,
    /// The first line of the comparison on the screen.
    pub scroll: usize,
}

impl Inbox {
    /// The one under the cursor.
    pub fn current(&self) -> Option<&Suggested> {
        self.items.as_ref()?.get(self.at)
    }

    /// How many are there.
    pub fn len(&self) -> usize {
        self.items.as_ref().map_or(0, Vec::len)
    }

    /// True when nothing is there to answer.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        let last = self.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.scroll = 0;
    }

    /// Scrolls the comparison, and stays on it.
    pub fn scroll(&mut self, by: isize, size: Size, theme: Theme) {
        let (_, below) = draw::halves(Rect::from((Position::ORIGIN, size)), self.len());
        let lines = self.current().map_or(0, |it| {
            draw::lines(it, usize::from(below.width), theme).len()
        });
        let last = lines.saturating_sub(usize::from(below.height));
        self.scroll = self.scroll.saturating_add_signed(by).min(last);
    }

    /// Takes what was read anew; the cursor stays on its place, so that the next one slides under it.
    pub fn renew(&mut self, items: Vec<Suggested>, all: i64) {
        self.items = Some(items);
        self.all = all;
        self.step(0);
    }
}

/// What is compared: a label and the text of either side.
pub fn rows(it: &Suggested) -> Vec<(&'static str, String, String)> {
    let (a, b) = (&it.one, &it.other);
    let both = |of: &dyn Fn(&Finding) -> String| (of(&a.finding), of(&b.finding));
    let mut out = vec![
        ("issue", issue(a), issue(b)),
        ("title", a.title.clone(), b.title.clone()),
    ];
    let mut add = |label, of: &dyn Fn(&Finding) -> String| {
        let (a, b) = both(of);
        if !a.is_empty() || !b.is_empty() {
            out.push((label, a, b));
        }
    };
    add("tool", &|it| format!("{} ({})", it.tool, it.kind));
    add("rule", &|it| it.rule.clone());
    add("says", &|it| {
        if it.title == a.title || it.title == b.title {
            String::new()
        } else {
            it.title.clone()
        }
    });
    add("severity", &|it| it.severity.name().to_owned());
    add("where", &|it| place(&it.place));
    add("weakness", &|it| {
        let cwes = it.cwes.iter().map(|it| format!("CWE-{it}"));
        cwes.collect::<Vec<_>>().join(" ")
    });
    add("package", &|it| {
        let package = it.package.as_ref();
        package.map_or_else(String::new, |it| format!("{} {}", it.name, it.version))
    });
    add("known as", &|it| it.vulnerabilities.join(" "));
    add("code", &|it| {
        let snippet = it.detail.snippet.as_ref();
        snippet.map_or_else(String::new, |it| text::lines(&it.text, 12).join("\n"))
    });
    add("evidence", &|it| text::one_line(&it.detail.evidence, 200));
    out
}

fn issue(it: &crate::ops::suggestions::Side) -> String {
    match it.findings {
        1 => it.id.clone(),
        many => format!("{}, {many} findings", it.id),
    }
}
