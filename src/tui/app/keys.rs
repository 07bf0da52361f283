//! From keys and pasted text to actions and typing.

use crate::model::text;
use crate::tui::action::Action;
use crate::tui::app::App;
use crate::tui::event::Event;
use crate::tui::key::{Key, sequence_text};
use crate::tui::keymap::Resolved;
use crate::tui::overlays::Overlay;
use crate::tui::theme::Role;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};

impl App {
    /// Takes a key or pasted text, after those that wait.
    pub(super) fn input(&mut self, event: Event) {
        if self.held.is_empty() && !self.must_wait(&event) {
            self.take(event);
        } else {
            self.held.push_back(event);
        }
    }

    /// Takes what was held back, as far as the answers are there.
    pub(super) fn input_held(&mut self) {
        while let Some(event) = self.held.pop_front() {
            if self.must_wait(&event) {
                return self.held.push_front(event);
            }
            self.take(event);
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Resize(..) | Event::Tick | Event::Answer(_) => {}
        }
    }

    /// True for input that must not meet rows or offers that are about to change under it: a verdict
    /// typed right behind a filter is about the rows of that filter.
    fn must_wait(&self, event: &Event) -> bool {
        let waiting = match self.overlays.last() {
            None => return self.requests.filtering() && self.issue.is_none(),
            Some(Overlay::Filter(_)) => self.requests.filtering(),
            Some(Overlay::Find(_)) => self.requests.finding(),
            Some(_) => false,
        };
        let Event::Key(key) = event else {
            return false;
        };
        // Typing goes on, and giving up is always possible.
        let keys: Vec<_> = self
            .pending
            .iter()
            .copied()
            .chain([Key::from(*key)])
            .collect();
        let resolved = self.keymap.resolve(self.scopes(), &keys);
        waiting && matches!(resolved, Resolved::Action(action) if action != Action::Close)
    }

    /// A key was pressed.
    fn key(&mut self, event: KeyEvent) {
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
        if let [
            Key {
                code: KeyCode::Char(digit),
                ctrl: false,
                alt: false,
            },
        ] = pressed
            && self.digit(*digit)
        {
            return;
        }
        let keys = sequence_text(pressed);
        let help = self.keymap.key_of(self.screen_scopes(), Action::Help);
        self.say(
            Role::Muted,
            format!("{keys} does nothing here — {help} shows the keys"),
        );
    }

    /// Text came from the clipboard. Outside a field it is never taken as keys.
    fn paste(&mut self, pasted: &str) {
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
