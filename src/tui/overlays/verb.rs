//! What a verb of a list screen asks: a yes, a line of text, or one of some.

use crate::tui::action::Action;
use crate::tui::keymap::Scope;
use crate::tui::overlays::Reply;
use crate::tui::screens::sheet::Doing;
use crate::tui::screens::sheet::ask::Then;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cell, field::Field, pick::Pick, window};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// A question before a verb.
#[derive(Clone, Debug)]
pub struct VerbWindow {
    /// What is asked.
    pub question: Question,
    /// What is done with the answer.
    pub doing: Doing,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum Question {
    /// A yes.
    Sure(String),
    /// One line of text.
    Text {
        /// Heading.
        title: String,
        /// What is typed.
        field: Field,
        /// Put before it.
        prefix: String,
        /// True when nothing is an answer too.
        may_be_empty: bool,
    },
    /// One of some.
    Pick(String, Pick<Then>),
}

impl VerbWindow {
    /// Where keys are looked up while this is on top.
    pub const fn scopes(&self) -> &'static [Scope] {
        match self.question {
            Question::Sure(_) => &[Scope::Window],
            Question::Text { .. } | Question::Pick(..) => &[Scope::Input],
        }
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action) -> Reply {
        let doing = self.doing.clone();
        match (action, &mut self.question) {
            (Action::Close, _) => return Reply::Close,
            (Action::Yes, Question::Sure(_)) => {
                return Reply::Chosen(Then::Do(String::new()), doing);
            }
            (Action::Accept, Question::Sure(_)) => {
                return Reply::Say("press y to do it, Esc not to");
            }
            (
                Action::Accept,
                Question::Text {
                    field,
                    prefix,
                    may_be_empty,
                    ..
                },
            ) => {
                let text = field.text().trim().to_owned();
                if text.is_empty() && !*may_be_empty {
                    return Reply::Say("type something, or Esc");
                }
                return Reply::Chosen(Then::Do(format!("{prefix}{text}")), doing);
            }
            (Action::Accept, Question::Pick(_, pick)) => {
                let chosen = pick.chosen().map(|it| it.value.clone());
                return chosen.map_or(Reply::Stay, |it| Reply::Chosen(it, doing));
            }
            (Action::Down, Question::Pick(_, pick)) => pick.step(1),
            (Action::Up, Question::Pick(_, pick)) => pick.step(-1),
            _ => {}
        }
        Reply::Stay
    }

    /// Takes a typed key.
    pub fn key(&mut self, key: KeyEvent) {
        match &mut self.question {
            Question::Sure(_) => {}
            Question::Text { field, .. } => _ = field.key(key),
            Question::Pick(_, pick) => _ = pick.key(key),
        }
    }

    /// Takes a text from the clipboard; false when there is nowhere to put it.
    pub fn paste(&mut self, text: &str) -> bool {
        match &mut self.question {
            Question::Sure(_) => return false,
            Question::Text { field, .. } => field.paste(text),
            Question::Pick(_, pick) => {
                pick.field.paste(text);
                pick.narrow();
            }
        }
        true
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        match &self.question {
            Question::Pick(title, pick) => pick.draw(frame, title, theme),
            Question::Sure(what) => {
                let room = usize::from(frame.area().width).saturating_sub(6).min(66);
                let mut lines: Vec<_> = cell::wrap(what, room).into_iter().map(Line::raw).collect();
                let key = |key: &'static str| Span::styled(key, theme.style(Role::Key));
                lines.push(Line::from(vec![key("y    "), Span::raw("yes")]));
                lines.push(Line::from(vec![
                    key("Esc  "),
                    Span::raw("no, change nothing"),
                ]));
                window::message(frame, "Are you sure?", lines, theme);
            }
            Question::Text { title, field, .. } => {
                let area = window::centred(frame.area(), 72, 4);
                let inside = window::shrink(window::open(frame, area, title, theme));
                let line = Rect {
                    height: inside.height.min(1),
                    ..inside
                };
                field.draw(frame, line);
                let below = Rect {
                    y: inside.y + 1,
                    height: inside.height.saturating_sub(1),
                    ..inside
                };
                let hint = "Enter takes it, Esc closes and changes nothing";
                frame.render_widget(Line::styled(hint, theme.style(Role::Muted)), below);
            }
        }
    }
}
