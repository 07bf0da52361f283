//! The console on a screen in memory: rows, keys, the screen that results, and what was asked of the
//! store. A fake worker answers at once, or when told to.

mod deciding;
mod fake;
mod fake_issue;
mod filtering;
mod hand;
mod issue;
mod layout;
mod marking;
mod records;
mod sheets;
mod windows;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fake::Store;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use sluice::tui::app::{App, Setup};
use sluice::tui::effect::{Effect, Write};
use sluice::tui::event::{Answer, Event};
use sluice::tui::key::Key;
use sluice::tui::keymap::Keymap;
use sluice::tui::theme::{Colour, Theme};
use std::collections::VecDeque;

/// The time in every test.
const NOW: i64 = 1_760_000_000;

/// A console with a fake store behind it.
struct Session {
    app: App,
    store: Store,
    now: i64,
    size: (u16, u16),
    held: Option<VecDeque<Effect>>,
    effects: Vec<Effect>,
}

impl Session {
    fn with(store: Store) -> Self {
        Self::start(store, "", Colour::Ansi)
    }

    fn start(store: Store, filter: &str, colour: Colour) -> Self {
        let setup = Setup {
            who: "ana".to_owned(),
            store: "acme.db".to_owned(),
            filter: filter.to_owned(),
            keymap: Keymap::load(None).unwrap(),
            theme: Theme::new(colour),
            ..Setup::default()
        };
        let app = App::new(setup, NOW);
        let session = Self {
            app,
            store,
            now: NOW,
            size: (80, 24),
            held: None,
            effects: Vec::new(),
        };
        session.size(80, 24)
    }

    fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self.event(Event::Resize(width, height))
    }

    /// Presses keys; `<name>` is a key with a name.
    fn keys(mut self, keys: &str) -> Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let (name, after) = match rest.strip_prefix('<').and_then(|it| it.split_once('>')) {
                Some((name, after)) => (name.to_owned(), after),
                None if c == ' ' => ("space".to_owned(), &rest[1..]),
                None => (c.to_string(), &rest[c.len_utf8()..]),
            };
            self = self.event(Event::Key(press(&name)));
            rest = after;
        }
        self
    }

    fn paste(self, text: &str) -> Self {
        self.event(Event::Paste(text.to_owned()))
    }

    /// Lets some seconds go by.
    fn wait(mut self, seconds: i64) -> Self {
        self.now += seconds;
        self.event(Event::Tick)
    }

    fn answer(self, answer: Answer) -> Self {
        self.event(Event::Answer(answer))
    }

    /// The worker is busy from now on.
    fn hold(mut self) -> Self {
        self.held = Some(VecDeque::new());
        self
    }

    /// The worker does everything it was asked.
    fn release(mut self) -> Self {
        for effect in self.held.take().unwrap() {
            self = self.carry_out(effect);
        }
        self
    }

    fn event(mut self, event: Event) -> Self {
        self.app.handle(event, self.now);
        for effect in self.app.take_effects() {
            self.effects.push(effect.clone());
            match &mut self.held {
                Some(held) => held.push_back(effect),
                None => self = self.carry_out(effect),
            }
        }
        self
    }

    fn carry_out(self, effect: Effect) -> Self {
        let mut this = self;
        let (board, rows) = (this.app.search_board(), this.app.shown_rows());
        match this.store.answer(effect, &board, &rows) {
            Some(answer) => this.answer(answer),
            None => this,
        }
    }

    /// What was asked of the store.
    fn writes(&self) -> Vec<Write> {
        let writes = self.effects.iter().filter_map(|it| {
            let Effect::Write(write) = it else {
                return None;
            };
            Some(write.clone())
        });
        writes.collect()
    }

    fn asked(&self, effect: &Effect) -> bool {
        self.effects.contains(effect)
    }

    fn buffer(&self) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1)).unwrap();
        terminal.draw(|frame| self.app.draw(frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// The screen as text.
    fn screen(&self) -> String {
        text(&self.buffer())
    }

    /// One line of the screen, counted from the top; below zero, from the bottom.
    fn line(&self, at: isize) -> String {
        let screen = self.screen();
        let lines: Vec<_> = screen.lines().collect();
        let at = if at < 0 {
            lines.len().checked_add_signed(at).unwrap()
        } else {
            at.unsigned_abs()
        };
        lines[at].trim_matches('"').trim_end().to_owned()
    }
}

/// The characters of a screen; a wide one stands for both of its cells.
fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut skip = 0;
        out.push('"');
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if skip == 0 {
                out.push_str(symbol);
                skip = unicode_width::UnicodeWidthStr::width(symbol);
            }
            skip = skip.saturating_sub(1);
        }
        out.push_str("\"\n");
    }
    out
}

/// Compares a screen with its snapshot.
fn snapshot(name: &str, session: &Session) {
    let settings = {
        let mut it = insta::Settings::clone_current();
        it.set_snapshot_path("../snapshots");
        it.set_prepend_module_to_snapshot(false);
        it
    };
    settings.bind(|| insta::assert_snapshot!(format!("screens-{name}"), session.screen()));
}

fn press(name: &str) -> KeyEvent {
    let key = Key::parse(name).unwrap_or_else(|why| panic!("{why}"));
    let mut modifiers = KeyModifiers::NONE;
    if key.ctrl {
        modifiers |= KeyModifiers::CONTROL;
    }
    if key.alt {
        modifiers |= KeyModifiers::ALT;
    }
    if matches!(key.code, KeyCode::Char(c) if c.is_uppercase()) {
        modifiers |= KeyModifiers::SHIFT;
    }
    KeyEvent::new(key.code, modifiers)
}
