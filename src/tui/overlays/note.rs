//! A note, or a title: one line here, more of a note in the person's own editor.

use crate::ops::decide::Change;
use crate::tui::action::Action;
use crate::tui::overlays::Reply;
use crate::tui::overlays::reasons::Purpose;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{field::Field, window};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// A note being written.
#[derive(Clone, Debug)]
pub struct Note {
    /// What it is about, in words.
    pub target: String,
    /// The text.
    pub field: Field,
    /// It is a title, not a note.
    title: bool,
}

impl Note {
    /// An empty note about some issues.
    pub fn new(target: String) -> Self {
        Self {
            target,
            field: Field::default(),
            title: false,
        }
    }

    /// An empty title for some issues.
    pub fn title(target: String) -> Self {
        Self {
            title: true,
            ..Self::new(target)
        }
    }

    /// Carries out an action.
    pub fn act(&self, action: Action) -> Reply {
        match action {
            Action::Close => Reply::Close,
            Action::Editor => Reply::Edit(self.field.text()),
            Action::Accept if self.title => Reply::Ask(Purpose::Title(self.field.text())),
            Action::Accept => match self.field.text().trim() {
                "" => Reply::Say("the note is empty"),
                text => Reply::Decide(Change::Note {
                    text: text.to_owned(),
                }),
            },
            _ => Reply::Stay,
        }
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: Theme) {
        let rows = self.field.height().clamp(1, 10);
        let area = window::centred(frame.area(), 72, rows + 3);
        let what = if self.title { "Title" } else { "Note" };
        let title = format!("{what} → {}", self.target);
        let inside = window::shrink(window::open(frame, area, &title, theme));
        let text = Rect {
            height: inside.height.saturating_sub(1),
            ..inside
        };
        self.field.draw(frame, text);
        let below = Rect {
            y: inside.y + text.height,
            height: inside.height.min(1),
            ..inside
        };
        let hint = if self.title {
            "Enter goes on; nothing takes the tools' own title again"
        } else {
            "Enter saves, ctrl-x e opens your editor, Esc closes"
        };
        frame.render_widget(Line::styled(hint, theme.style(Role::Muted)), below);
    }
}
