//! From a change to a write: what it is about, whether to ask first, what moves on.

use crate::model::{Status, Verdict};
use crate::ops::decide::Change;
use crate::tui::app::App;
use crate::tui::effect::{Effect, Write};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::sure::{Sure, WIDE};
use crate::tui::screens::queue::Targets;
use crate::tui::theme::Role;

impl App {
    /// Decides about what is chosen, after asking where that reaches far or out of sight.
    pub(super) fn decide(&mut self, change: Change) {
        if self.too_fast() {
            return self.say(
                Role::Warning,
                "that many decisions at once were not taken; slow down",
            );
        }
        let Targets { visible, hidden } = self.targets();
        if visible.is_empty() && hidden.is_empty() {
            self.say(Role::Muted, "there is no issue here");
        } else if hidden.is_empty() && visible.len() <= WIDE {
            self.write(visible, change);
        } else {
            let what = describe(&change);
            self.overlays.push(Overlay::Sure(Sure {
                change,
                what,
                visible,
                hidden,
            }));
        }
    }

    /// Sends a decision on its way and shows it at once.
    pub(super) fn write(&mut self, issues: Vec<i64>, change: Change) {
        let current = self.current();
        if let Some(status) = verdict(&change) {
            self.queue.decide(&issues, status);
        }
        self.queue.unmark(Some(&issues));
        self.last = Some(change.clone());
        let moves = !self.stay
            && verdict(&change).is_some_and(|it| it != Status::New)
            && current.is_some_and(|id| issues.contains(&id));
        self.send(Write::Decide { issues, change });
        if moves {
            self.advance();
        }
    }

    /// Sends a write on its way.
    pub(super) fn send(&mut self, write: Write) {
        self.requests.writing += 1;
        self.effects.push(Effect::Write(write));
    }

    /// True when decisions come faster than a person means them: a held key, or text typed into the
    /// wrong window.
    fn too_fast(&mut self) -> bool {
        const PER_SECOND: usize = 12;
        if self.burst.0 != self.now {
            self.burst = (self.now, 0);
        }
        self.burst.1 += 1;
        self.burst.1 > PER_SECOND
    }

    fn targets(&self) -> Targets {
        match &self.issue {
            Some(screen) => Targets {
                visible: vec![screen.id],
                hidden: Vec::new(),
            },
            None => self.queue.targets(),
        }
    }

    fn current(&self) -> Option<i64> {
        self.issue
            .as_ref()
            .map(|it| it.id)
            .or_else(|| self.queue.selected_id())
    }

    /// To the next undecided issue, in the list or on the screen of one.
    fn advance(&mut self) {
        let next = self
            .queue
            .undecided(true)
            .or_else(|| self.queue.undecided(false));
        match next {
            Some(at) if self.issue.is_some() => self.show_issue(at),
            Some(at) => self.queue.go(at),
            None => {}
        }
    }
}

/// Where a verdict leaves the issue.
const fn verdict(change: &Change) -> Option<Status> {
    match change {
        Change::Verdict {
            verdict: Verdict::Confirm,
            ..
        } => Some(Status::Confirmed),
        Change::Verdict {
            verdict: Verdict::FalsePositive,
            ..
        } => Some(Status::FalsePositive),
        Change::Verdict {
            verdict: Verdict::InWork,
            ..
        } => Some(Status::InWork),
        Change::Verdict {
            verdict: Verdict::Reset,
            ..
        } => Some(Status::New),
        Change::Snooze { .. } => Some(Status::Snoozed),
        Change::Assign { .. }
        | Change::Note { .. }
        | Change::Severity { .. }
        | Change::Title { .. }
        | Change::Lead { .. }
        | Change::Merge { .. }
        | Change::Split { .. }
        | Change::Never { .. }
        | Change::Answer { .. } => None,
    }
}

/// A change in words, for the question before it.
fn describe(change: &Change) -> String {
    let named = |it: &Option<String>| it.clone().filter(|it| !it.is_empty());
    match change {
        Change::Verdict {
            verdict: Verdict::Confirm,
            ..
        } => "Confirm.".to_owned(),
        Change::Verdict {
            verdict: Verdict::FalsePositive,
            reason,
        } => {
            format!(
                "False positive: {}.",
                crate::model::text::one_line(reason, 60)
            )
        }
        Change::Verdict {
            verdict: Verdict::InWork,
            ..
        } => "Take up.".to_owned(),
        Change::Snooze { .. } => "Snooze.".to_owned(),
        Change::Verdict {
            verdict: Verdict::Reset,
            ..
        } => "Take the verdict back.".to_owned(),
        Change::Assign { team, person } => match named(team).or_else(|| named(person)) {
            Some(name) => format!("Give to {}.", crate::model::text::one_line(&name, 60)),
            None => "Take the owner away.".to_owned(),
        },
        Change::Note { .. } => "Add the note to each.".to_owned(),
        Change::Severity { severity, .. } => match severity {
            Some(it) => format!("Set the severity to {it}."),
            None => "Take the tools' severity again.".to_owned(),
        },
        Change::Title { title, .. } => {
            format!("Call each '{}'.", crate::model::text::one_line(title, 60))
        }
        Change::Lead { .. } => "Let another finding lead.".to_owned(),
        Change::Merge { .. } => "Merge them into one issue.".to_owned(),
        Change::Split { .. } => "Split findings off.".to_owned(),
        Change::Never { .. } => "Never merge any two of them.".to_owned(),
        Change::Answer { .. } => "Answer the suggestion.".to_owned(),
    }
}
