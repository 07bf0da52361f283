//! Why an action cannot be done now. The footer and the palette show it pale, pressing it says why.

use crate::tui::action::{Action, Group};
use crate::tui::app::{App, decides};
use crate::tui::screens::sheet::state::SheetScreen;

impl App {
    /// The reason, or `None` when it can be done.
    pub(in crate::tui) fn blocked(&self, action: Action) -> Option<&'static str> {
        let queue = &self.queue;
        if decides(action) && self.issue.is_none() && queue.is_empty() && queue.marks.is_empty() {
            return Some("there is no issue here");
        }
        if let (Some(sheet), None, None) = (&self.sheet, &self.issue, &self.inbox) {
            return self.blocked_in(sheet, action);
        }
        if self.issue.is_some() && of_the_list(action) {
            return Some("go back to the list first");
        }
        if self.inbox.is_some() && self.issue.is_none() && (decides(action) || of_the_list(action))
        {
            return (action != Action::Refresh).then_some("go back to the list first");
        }
        if matches!(action, Action::Same | Action::NotSame | Action::NeverSame) {
            let any = self.inbox.as_ref().is_some_and(|it| !it.is_empty());
            return (!any).then_some("only in the merge inbox, where something is suggested");
        }
        match action {
            Action::Merge | Action::Never if self.issue.is_some() => {
                Some("go back and mark the issues in the list")
            }
            Action::Merge | Action::Never if self.chosen() < 2 => {
                Some("mark two issues or more first")
            }
            Action::Split | Action::Lead => self.no_choice(),
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

impl App {
    /// The same on a list screen.
    fn blocked_in(&self, sheet: &SheetScreen, action: Action) -> Option<&'static str> {
        let known = self.verb(action).is_some();
        match action {
            _ if known && sheet.is_empty() => Some("there is no row here"),
            _ if known => None,
            Action::Open | Action::Explain if sheet.is_empty() => Some("there is no row here"),
            Action::Filter if sheet.sheet.is_none() => Some("the store is still being read"),
            Action::ClearFilter if sheet.narrowed.is_empty() => Some("there is no filter"),
            Action::Open
            | Action::Explain
            | Action::Filter
            | Action::ClearFilter
            | Action::Refresh
            | Action::Back
            | Action::Undo
            | Action::Redo
            | Action::Queues
            | Action::Inbox => None,
            other => match other.group() {
                Group::Move | Group::Screen | Group::Program | Group::Window => None,
                Group::Mark | Group::Decide | Group::View => Some("go back to the list first"),
            },
        }
    }

    /// How many issues a decision would be about.
    fn chosen(&self) -> usize {
        match (self.queue.range(), self.queue.marks.len()) {
            (Some(range), _) => range.len(),
            (None, 0) => 1,
            (None, marks) => marks,
        }
    }

    /// Why no finding can be chosen now.
    fn no_choice(&self) -> Option<&'static str> {
        match self.issue.as_ref().map(|it| it.issue.as_ref()) {
            None => Some("open the issue first"),
            Some(None) => Some("the issue is still being read"),
            Some(Some(issue)) if issue.findings.len() < 2 => Some("it has only one finding"),
            Some(Some(_)) => None,
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
