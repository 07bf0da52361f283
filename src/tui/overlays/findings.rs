//! The findings of an issue to choose from: which to split off, which speaks for it, which two to
//! compare.

use crate::model::{Digest, Issue, text};
use crate::ops::explain;
use crate::tui::action::Action;
use crate::tui::effect::About;
use crate::tui::overlays::Reply;
use crate::tui::overlays::reasons::Purpose;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cell, window};
use ratatui::Frame;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use std::collections::BTreeSet;

/// What the choice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Taking findings out.
    Split,
    /// The one that speaks for the issue.
    Lead,
}

/// A list of findings with marks.
#[derive(Clone, Debug)]
pub struct Findings {
    purpose: For,
    all: Vec<(Digest, String)>,
    at: usize,
    marks: BTreeSet<Digest>,
}

impl Findings {
    /// The findings of an issue.
    pub fn new(issue: &Issue, purpose: For) -> Self {
        let all = issue.findings.iter();
        Self {
            purpose,
            all: all.map(|it| (it.fingerprint, explain::name(it))).collect(),
            at: 0,
            marks: BTreeSet::new(),
        }
    }

    fn current(&self) -> Option<Digest> {
        self.all.get(self.at).map(|it| it.0)
    }

    fn step(&mut self, by: isize) {
        let last = self.all.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// Carries out an action.
    pub fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Close => return Reply::Close,
            Action::Down => self.step(1),
            Action::Up => self.step(-1),
            Action::PageDown => self.step(8),
            Action::PageUp => self.step(-8),
            Action::Top => self.at = 0,
            Action::Bottom => self.step(isize::MAX),
            Action::Mark => {
                if let Some(print) = self.current()
                    && !self.marks.remove(&print)
                {
                    self.marks.insert(print);
                }
                self.step(1);
            }
            Action::Explain => return self.explain(),
            Action::Accept => return self.accept(),
            _ => {}
        }
        Reply::Stay
    }

    fn accept(&self) -> Reply {
        let Some(current) = self.current() else {
            return Reply::Close;
        };
        if self.purpose == For::Lead {
            return Reply::Ask(Purpose::Lead(current));
        }
        let out: Vec<Digest> = if self.marks.is_empty() {
            vec![current]
        } else {
            self.marks.iter().copied().collect()
        };
        if out.len() == self.all.len() {
            return Reply::Say("nothing would be left of the issue");
        }
        Reply::Ask(Purpose::Split(out))
    }

    /// Two marked ones, or the one under the cursor and the first.
    fn explain(&self) -> Reply {
        let marked: Vec<Digest> = self.marks.iter().copied().collect();
        let first = marked.first().copied().or(self.all.first().map(|it| it.0));
        let second = marked.get(1).copied().or(self.current());
        let pair = first.zip(second);
        let pair = pair.filter(|it| it.0 != it.1 && marked.len() < 3);
        pair.map_or(Reply::Say("mark two findings to compare them"), |it| {
            Reply::Explain(About::Findings(it.0, it.1))
        })
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        let screen = frame.area();
        let title = match self.purpose {
            For::Split if self.marks.is_empty() => "Split off — this finding".to_owned(),
            For::Split => format!("Split off — {} marked", self.marks.len()),
            For::Lead => "Which finding speaks for the issue?".to_owned(),
        };
        let wide = usize::from(screen.width).min(100);
        let area = window::centred(screen, wide, self.all.len() + 3);
        let inside = window::shrink(window::open(frame, area, &title, theme));
        let (width, height) = (usize::from(inside.width), usize::from(inside.height));
        let room = height.saturating_sub(1).max(1);
        let first = self.at.saturating_sub(room - 1);
        let mut lines = Vec::new();
        for (idx, (print, name)) in self.all.iter().enumerate().skip(first).take(room) {
            let cursor = if idx == self.at { "›" } else { " " };
            let mark = if self.marks.contains(print) {
                "●"
            } else {
                " "
            };
            // The place at the end tells alike findings apart.
            let name = cell::fit_end(&text::one_line(name, 400), width.saturating_sub(3));
            let role = if idx == self.at {
                Role::Selected
            } else {
                Role::Plain
            };
            let line = format!("{cursor}{mark} {name}");
            lines.push(Line::styled(line, theme.style(role)));
        }
        let hint = match self.purpose {
            For::Split => "space marks · enter goes on · e explains two · esc closes",
            For::Lead => "enter takes it · e explains · esc closes",
        };
        let hint = cell::cut(hint, width).0;
        lines.push(Line::styled(hint, theme.style(Role::Muted)));
        frame.render_widget(Paragraph::new(lines), inside);
    }
}
