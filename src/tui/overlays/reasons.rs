//! Why it is a false positive: one more letter for the common reasons, a text for the others.

use crate::model::Verdict;
use crate::ops::decide::Change;
use crate::tui::action::Action;
use crate::tui::overlays::Reply;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{field::Field, window};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Letter and reason. The reason is stored as it stands here.
pub const REASONS: &[(char, &str)] = &[
    ('t', "test code"),
    ('s', "sanitised upstream"),
    ('n', "not reachable"),
    ('p', "protected by a control"),
    ('w', "the rule is wrong here"),
];

/// The letter for a reason of one's own.
const OTHER: char = 'o';

/// The question for a reason.
#[derive(Clone, Debug)]
pub struct Reasons {
    /// What the decision is about, in words.
    pub target: String,
    /// The reason being typed, once `o` was pressed.
    pub other: Option<Field>,
}

impl Reasons {
    /// Asks about some issues.
    pub const fn new(target: String) -> Self {
        Self {
            target,
            other: None,
        }
    }

    /// True for a letter that answers.
    pub fn takes(&self, letter: char) -> bool {
        let known = REASONS.iter().any(|(it, _)| *it == letter);
        self.other.is_none() && (known || letter == OTHER)
    }

    /// Carries out an action.
    pub fn act(&self, action: Action) -> Reply {
        match (action, &self.other) {
            (Action::Close, _) => Reply::Close,
            (Action::Accept, Some(field)) => match field.text().trim() {
                "" => Reply::Say("a false positive needs a reason"),
                reason => decide(reason),
            },
            (Action::Accept, None) => Reply::Say("press the letter of a reason"),
            (Action::Editor, Some(field)) => Reply::Edit(field.text()),
            _ => Reply::Stay,
        }
    }

    /// Takes a letter, or typing.
    pub fn key(&mut self, key: KeyEvent) -> Reply {
        if let Some(field) = &mut self.other {
            field.key(key);
            return Reply::Stay;
        }
        let KeyCode::Char(letter) = key.code else {
            return Reply::Stay;
        };
        if letter == OTHER {
            self.other = Some(Field::default());
        }
        let known = REASONS.iter().find(|(it, _)| *it == letter);
        known.map_or(Reply::Stay, |(_, reason)| decide(reason))
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        let title = format!("False positive → {}", self.target);
        if let Some(field) = &self.other {
            let area = window::centred(frame.area(), 64, 4);
            let inside = window::shrink(window::open(frame, area, &title, theme));
            field.draw(
                frame,
                Rect {
                    height: inside.height.min(1),
                    ..inside
                },
            );
            let hint = "Why? Enter decides, ctrl-x e opens your editor, Esc closes";
            let below = Rect {
                y: inside.y + 1,
                height: inside.height.saturating_sub(1),
                ..inside
            };
            frame.render_widget(Line::styled(hint, theme.style(Role::Muted)), below);
            return;
        }
        let own = (OTHER, "another reason …");
        let rows = REASONS
            .iter()
            .copied()
            .chain([own])
            .map(|(letter, reason)| {
                let key = Span::styled(format!("{letter}  "), theme.style(Role::Key));
                Line::from(vec![key, Span::raw(reason)])
            });
        let mut lines: Vec<_> = rows.collect();
        lines.push(Line::styled(
            "Esc closes, nothing changes",
            theme.style(Role::Muted),
        ));
        window::message(frame, &title, lines, theme);
    }
}

fn decide(reason: &str) -> Reply {
    let reason = reason.to_owned();
    Reply::Decide(Change::Verdict {
        verdict: Verdict::FalsePositive,
        reason,
    })
}
