//! From keys and pasted text to actions and typing.

use crate::model::text;
use crate::tui::app::App;
use crate::tui::key::{Key, sequence_text};
use crate::tui::keymap::Resolved;
use crate::tui::theme::Role;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

impl App {
    /// A key was pressed.
    pub(super) fn key(&mut self, event: KeyEvent) {
        if event.kind == KeyEventKind::Release {
            return;
        }
        let key = Key::from(event);
        let letter = match key {
            Key {
                code: KeyCode::Char(letter),
                ctrl: false,
                alt: false,
            } => Some(letter),
            _ => None,
        };
        if let (Some(letter), Some(top)) = (letter, self.overlays.last_mut())
            && self.pending.is_empty()
            && top.takes_letter(letter)
        {
            let reply = top.key(event);
            self.reply(reply);
            return;
        }
        self.pending.push(key);
        match self.keymap.resolve(self.scopes(), &self.pending) {
            Resolved::Action(action) => {
                self.pending.clear();
                self.update(action);
            }
            Resolved::Prefix => {}
            Resolved::Nothing => {
                let pressed = std::mem::take(&mut self.pending);
                self.unbound(event, &pressed);
            }
        }
    }

    /// A key that means nothing: typing, when there is a field.
    fn unbound(&mut self, event: KeyEvent, pressed: &[Key]) {
        if pressed.len() > 1 && event.code == KeyCode::Esc {
            return;
        }
        if pressed.len() == 1
            && let Some(top) = self.overlays.last_mut()
        {
            let reply = top.key(event);
            self.reply(reply);
            return;
        }
        let keys = sequence_text(pressed);
        let help = self
            .keymap
            .key_of(self.screen_scopes(), crate::tui::action::Action::Help);
        self.say(
            Role::Muted,
            format!("{keys} does nothing here — {help} shows the keys"),
        );
    }

    /// Text came from the clipboard. Outside a field it is never taken as keys.
    pub(super) fn paste(&mut self, pasted: &str) {
        self.pending.clear();
        if let Some(reply) = self.overlays.last_mut().and_then(|it| it.paste(pasted)) {
            self.reply(reply);
        } else {
            let start = text::one_line(pasted, 20);
            self.say(
                Role::Warning,
                format!("pasted text is not taken as keys: {start}"),
            );
        }
    }
}
