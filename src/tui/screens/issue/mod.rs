//! One issue, whole: why it is one thing, its score, its sightings, its evidence, its history.

pub mod draw;
pub mod evidence;
pub mod why;

use crate::model::Issue;
use crate::tui::theme::Theme;
use crate::tui::widgets::page::Page;
use ratatui::text::Line;

/// State of the screen.
#[derive(Clone, Debug)]
pub struct IssueScreen {
    /// Which issue.
    pub id: i64,
    /// It, once it came.
    pub issue: Option<Box<Issue>>,
    /// The first line on the screen.
    pub scroll: usize,
}

impl IssueScreen {
    /// The screen of an issue that is still to come.
    pub const fn new(id: i64) -> Self {
        Self {
            id,
            issue: None,
            scroll: 0,
        }
    }

    /// Scrolls, and stays on the page.
    pub fn scroll(&mut self, by: isize, look: &Look) {
        let last = self.lines(look).len().saturating_sub(look.height);
        self.scroll = self.scroll.saturating_add_signed(by).min(last);
    }

    /// All lines of the page.
    pub fn lines(&self, look: &Look) -> Vec<Line<'static>> {
        let Some(issue) = &self.issue else {
            return Vec::new();
        };
        let mut page = Page::new(look.width, look.theme);
        why::head(&mut page, issue, look.now);
        // What a decision needs most comes first: who says so, why it is one thing, the code.
        why::sightings(&mut page, issue);
        why::links(&mut page, issue);
        why::by_hand(&mut page, issue);
        why::suggested(&mut page, issue);
        evidence::write(&mut page, issue);
        why::score(&mut page, &issue.priority);
        why::timeline(&mut page, issue);
        page.finish()
    }
}

/// What a page depends on besides the issue.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Lines on the screen.
    pub height: usize,
    /// The look.
    pub theme: Theme,
    /// UTC seconds.
    pub now: i64,
}
