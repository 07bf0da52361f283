//! What is one issue and what is not: merge, split, the inbox, and the explanations.

use crate::error::Problem;
use crate::model::{Digest, Severity};
use crate::ops::decide::Change;
use crate::ops::hand;
use crate::ops::import::Outcome;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::effect::{About, Effect, Reports, Write};
use crate::tui::event::Answer;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::findings::{Findings, For};
use crate::tui::overlays::import::{ImportForm, ImportPlan};
use crate::tui::overlays::note::Note;
use crate::tui::overlays::reasons::{Purpose, Reasons};
use crate::tui::overlays::text_window::TextWindow;
use crate::tui::screens::inbox::Inbox;
use crate::tui::theme::Role;
use crate::tui::widgets::page::Page;
use crate::tui::widgets::pick::{Item, Pick};

impl App {
    /// Decides what is one issue; false when the action is of another sort.
    pub(super) fn joins(&mut self, action: Action) -> bool {
        match action {
            Action::Merge => self.ask(Purpose::Merge),
            Action::Never => self.ask(Purpose::Never),
            Action::Split => self.choose(For::Split),
            Action::Lead => self.choose(For::Lead),
            Action::Severity => self.overlays.push(Overlay::Severity(severities())),
            Action::Title => {
                let note = Note::title(self.target_text());
                self.overlays.push(Overlay::Note(note));
            }
            Action::Import => {
                let row = self.queue.row(self.queue.selected).unwrap_or(0);
                let form = ImportForm::new(self.queue.board.text(|it| &it.app, row));
                self.overlays.push(Overlay::Import(Box::new(form)));
            }
            Action::Explain => self.explain(),
            Action::Compare => self.compare(),
            Action::Inbox => {
                self.issue = None;
                self.inbox = Some(Inbox::default());
                self.suggest();
            }
            Action::Same => self.answer_suggestion(hand::Answer::Yes),
            Action::NotSame => self.answer_suggestion(hand::Answer::No),
            Action::NeverSame => self.answer_suggestion(hand::Answer::Never),
            _ => return false,
        }
        true
    }

    /// Asks for the reason of a decision about what is chosen.
    pub(super) fn ask(&mut self, purpose: Purpose) {
        let target = self.target_text();
        self.overlays
            .push(Overlay::Reasons(Reasons::new(purpose, target)));
    }

    fn choose(&mut self, purpose: For) {
        let issue = self.issue.as_ref().and_then(|it| it.issue.as_ref());
        if let Some(issue) = issue {
            let window = Findings::new(issue, purpose);
            self.overlays.push(Overlay::Findings(Box::new(window)));
        }
    }

    /// Explains what is chosen: one issue, two marked ones, or the suggestion under the cursor.
    fn explain(&mut self) {
        let about = if let Some(screen) = &self.issue {
            Some(About::Issue(screen.id))
        } else if let Some(inbox) = &self.inbox {
            let prints = |it: &crate::ops::suggestions::Suggested| {
                About::Findings(it.one.finding.fingerprint, it.other.finding.fingerprint)
            };
            inbox.current().map(prints)
        } else {
            self.explain_rows()
        };
        match about {
            Some(about) => self.explain_this(about),
            None => self.say(Role::Muted, "there is nothing to explain here"),
        }
    }

    /// Explains why one of the two marked issues ranks above the other; with one marked, against the
    /// one under the cursor.
    fn compare(&mut self) {
        let mut two = self.queue.targets().visible;
        if let ([_], Some(selected)) = (two.as_slice(), self.queue.selected_id())
            && !two.contains(&selected)
        {
            two.push(selected);
        }
        match two.as_slice() {
            [one, other] => self.explain_this(About::Ranks(*one, *other)),
            _ => self.say(Role::Muted, "mark two issues to compare them"),
        }
    }

    fn explain_rows(&self) -> Option<About> {
        let targets = self.queue.targets();
        match targets.visible.as_slice() {
            [one, other] => Some(About::Findings(
                self.print_of(*one)?,
                self.print_of(*other)?,
            )),
            _ => self.queue.selected_id().map(About::Issue),
        }
    }

    fn print_of(&self, id: i64) -> Option<Digest> {
        let columns = &self.queue.board.columns;
        let at = columns.id.iter().position(|it| *it == id)?;
        columns.fingerprint.get(at).copied()
    }

    /// Asks for an explanation.
    pub(super) fn explain_this(&mut self, about: About) {
        self.requests.explain += 1;
        self.effects.push(Effect::Explain {
            number: self.requests.explain,
            about,
        });
    }

    /// Shows an explanation.
    fn explained(&mut self, lines: &[String]) {
        let width = usize::from(self.size.width).saturating_sub(6).min(100);
        let mut page = Page::new(width, self.theme);
        for line in lines {
            let text = line.trim_start_matches(' ');
            let indent = line.len() - text.len();
            if indent == 0 && !text.is_empty() {
                page.heading(text);
            } else if !text.is_empty() {
                page.line(indent.min(8), Role::Plain, text);
            }
        }
        let window = TextWindow::new("Explained", page.finish());
        self.overlays.push(Overlay::Text(window));
    }

    /// What was found out for the inbox, an explanation or a plan.
    pub(super) fn answer_by_hand(&mut self, answer: Answer) {
        match answer {
            Answer::Suggested { number, result } if number == self.requests.suggest => {
                self.requests.suggesting = false;
                match (result, &mut self.inbox) {
                    (Ok((items, all)), Some(inbox)) => inbox.renew(items, all),
                    (Ok(_), None) => {}
                    (Err(problem), _) => self.fail(&problem),
                }
            }
            Answer::Explained { number, result } if number == self.requests.explain => match result
            {
                Ok(lines) => self.explained(&lines),
                Err(problem) => self.fail(&problem),
            },
            Answer::Planned {
                number,
                reports,
                result,
            } if number == self.requests.plan => self.planned(reports, result),
            _ => {}
        }
    }

    /// Asks what an import would change.
    pub(super) fn plan(&mut self, reports: Reports) {
        self.requests.plan += 1;
        self.say(Role::Muted, "reading the report …");
        self.effects.push(Effect::Plan {
            number: self.requests.plan,
            reports,
        });
    }

    /// Shows what an import would change.
    fn planned(&mut self, reports: Reports, result: Result<Box<Outcome>, Problem>) {
        self.notice = None;
        match result {
            Ok(outcome) => {
                let plan = ImportPlan::new(reports, &outcome, self.size, self.theme);
                self.overlays.push(Overlay::Plan(plan));
            }
            Err(problem) => self.fail(&problem),
        }
    }

    /// Asks for what may be one.
    pub(super) fn suggest(&mut self) {
        self.requests.suggest += 1;
        self.requests.suggesting = true;
        self.effects.push(Effect::Suggestions {
            number: self.requests.suggest,
        });
    }

    /// Answers the suggestion under the cursor. What it is about must be on the screen: an answer to
    /// one that is about to change is not taken.
    fn answer_suggestion(&mut self, answer: hand::Answer) {
        if self.requests.writing > 0 || self.requests.suggesting {
            return self.say(Role::Muted, "the last answer is still on its way");
        }
        let current = self.inbox.as_ref().and_then(Inbox::current);
        let Some(issues) = current.map(|it| vec![it.one.issue, it.other.issue]) else {
            return self.say(Role::Muted, "nothing is suggested");
        };
        let change = Change::Answer {
            answer,
            reason: String::new(),
        };
        self.send(Write::Decide { issues, change });
    }
}

fn severities() -> Pick<Option<Severity>> {
    let known = Severity::ALL.iter();
    let known = known.filter(|it| **it != Severity::Unknown).map(|it| Item {
        label: it.name().to_owned(),
        hint: String::new(),
        dim: false,
        value: Some(*it),
    });
    let own = Item {
        label: "the tools' own".to_owned(),
        hint: "take back what was set".to_owned(),
        dim: false,
        value: None,
    };
    Pick::new(known.chain([own]).collect())
}
