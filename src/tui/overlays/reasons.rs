//! Why something is decided: one more letter for the common reasons, a text for the others.

use crate::model::{Digest, Severity, Verdict};
use crate::ops::decide::Change;
use crate::tui::action::Action;
use crate::tui::overlays::Reply;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{field::Field, window};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// What a reason is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It is not real.
    FalsePositive,
    /// Issues are one.
    Merge,
    /// Issues are never one.
    Never,
    /// These findings do not belong to the issue.
    Split(Vec<Digest>),
    /// This finding speaks for the issue.
    Lead(Digest),
    /// Another severity, or the tools' own again.
    Severity(Option<Severity>),
    /// Another title, or the tools' own again when it is empty.
    Title(String),
}

/// Letter and reason. The reason is stored as it stands here.
pub type Reason = (char, &'static str);

/// Why it is not real.
pub const FALSE_POSITIVE: &[Reason] = &[
    ('t', "test code"),
    ('s', "sanitised upstream"),
    ('n', "not reachable"),
    ('p', "protected by a control"),
    ('w', "the rule is wrong here"),
];

const TOGETHER: &[Reason] = &[
    ('c', "the same cause"),
    ('f', "one fix closes all"),
    ('p', "the same place, said in other words"),
];

const APART: &[Reason] = &[
    ('c', "different causes"),
    ('f', "each needs a fix of its own"),
    ('p', "different places"),
];

const WORD: &[Reason] = &[('c', "clearer"), ('t', "the tools do not know the context")];

/// The letter for a reason of one's own.
const OTHER: char = 'o';

impl Purpose {
    fn reasons(&self) -> &'static [Reason] {
        match self {
            Self::FalsePositive => FALSE_POSITIVE,
            Self::Merge => TOGETHER,
            Self::Never | Self::Split(_) => APART,
            Self::Lead(_) | Self::Severity(_) | Self::Title(_) => WORD,
        }
    }

    fn title(&self) -> String {
        match self {
            Self::FalsePositive => "False positive".to_owned(),
            Self::Merge => "Merge".to_owned(),
            Self::Never => "Never merge".to_owned(),
            Self::Split(findings) => format!("Split {} off", findings.len()),
            Self::Lead(_) => "Representative".to_owned(),
            Self::Severity(Some(it)) => format!("Severity {it}"),
            Self::Severity(None) => "The tools' severity".to_owned(),
            Self::Title(_) => "Title".to_owned(),
        }
    }

    fn decide(&self, reason: &str) -> Reply {
        let reason = reason.to_owned();
        Reply::Decide(match self.clone() {
            Self::FalsePositive => Change::Verdict {
                verdict: Verdict::FalsePositive,
                reason,
            },
            Self::Merge => Change::Merge { reason },
            Self::Never => Change::Never { reason },
            Self::Split(findings) => Change::Split { findings, reason },
            Self::Lead(finding) => Change::Lead { finding, reason },
            Self::Severity(severity) => Change::Severity { severity, reason },
            Self::Title(title) => Change::Title { title, reason },
        })
    }
}

/// The question for a reason.
#[derive(Clone, Debug)]
pub struct Reasons {
    /// What it is for.
    pub purpose: Purpose,
    /// What the decision is about, in words.
    pub target: String,
    /// The reason being typed, once `o` was pressed.
    pub other: Option<Field>,
}

impl Reasons {
    /// Asks about some issues.
    pub const fn new(purpose: Purpose, target: String) -> Self {
        Self {
            purpose,
            target,
            other: None,
        }
    }

    /// True for a letter that answers.
    pub fn takes(&self, letter: char) -> bool {
        let known = self.purpose.reasons().iter().any(|(it, _)| *it == letter);
        self.other.is_none() && (known || letter == OTHER)
    }

    /// Carries out an action.
    pub fn act(&self, action: Action) -> Reply {
        match (action, &self.other) {
            (Action::Close, _) => Reply::Close,
            (Action::Accept, Some(field)) => match field.text().trim() {
                "" => Reply::Say("a reason is needed"),
                reason => self.purpose.decide(reason),
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
        let mut known = self.purpose.reasons().iter();
        let known = known.find(|(it, _)| *it == letter);
        known.map_or(Reply::Stay, |(_, reason)| self.purpose.decide(reason))
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        let title = format!("{} → {}", self.purpose.title(), self.target);
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
        let rows = self.purpose.reasons().iter().copied().chain([own]);
        let rows = rows.map(|(letter, reason)| {
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
