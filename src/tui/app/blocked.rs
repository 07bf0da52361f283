//! Why an action cannot be done now. The footer and the palette show it pale, pressing it says why.

use crate::tui::action::Action;
use crate::tui::app::{App, decides};

impl App {
    /// The reason, or `None` when it can be done.
    pub(in crate::tui) fn blocked(&self, action: Action) -> Option<&'static str> {
        let queue = &self.queue;
        if decides(action) && self.issue.is_none() && queue.is_empty() && queue.marks.is_empty() {
            return Some("there is no issue here");
        }
        if self.issue.is_some() && of_the_list(action) {
            return Some("go back to the list first");
        }
        match action {
            Action::Repeat if self.last.is_none() => Some("nothing was decided yet"),
            Action::Open | Action::Mark | Action::Range | Action::InvertMarks
                if queue.is_empty() =>
            {
                Some("there is no issue here")
            }
            Action::Find | Action::SameApplication | Action::Sort if queue.is_empty() => {
                Some("the list is empty")
            }
            Action::ClearMarks if queue.marks.is_empty() => Some("nothing is marked"),
            Action::ClearFilter if queue.filter.is_empty() => Some("there is no filter"),
            Action::Filter if !queue.ready => Some("the store is still being read"),
            _ => None,
        }
    }
}

/// True for what makes sense in the list only.
const fn of_the_list(action: Action) -> bool {
    matches!(
        action,
        Action::Mark
            | Action::Range
            | Action::InvertMarks
            | Action::ClearMarks
            | Action::Filter
            | Action::ClearFilter
            | Action::SameApplication
            | Action::Sort
            | Action::Find
            | Action::Refresh
    )
}
