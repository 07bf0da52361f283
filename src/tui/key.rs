//! One key as people write it in the keys file: `j`, `G`, `space`, `ctrl-d`, `f5`.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "keys are not our vocabulary; most need nothing special"
)]

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;

/// A key with what is held down. A capital letter is its own key; shift is not told apart further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Held with control.
    pub ctrl: bool,
    /// Held with alt.
    pub alt: bool,
}

const NAMES: &[(&str, KeyCode)] = &[
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
];

impl Key {
    /// Reads one key, or says why it is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut rest, mut ctrl, mut alt) = (text, false, false);
        loop {
            if let Some(more) = rest.strip_prefix("ctrl-").filter(|it| !it.is_empty()) {
                (rest, ctrl) = (more, true);
            } else if let Some(more) = rest.strip_prefix("alt-").filter(|it| !it.is_empty()) {
                (rest, alt) = (more, true);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => named(rest).ok_or_else(|| format!("\"{text}\" is not a key"))?,
        };
        let key = Self { code, ctrl, alt };
        match key.unsendable() {
            Some(why) => Err(format!("\"{text}\" cannot be sent by a terminal: {why}")),
            None => Ok(key),
        }
    }

    /// Why common terminals cannot tell this key, if so.
    fn unsendable(self) -> Option<&'static str> {
        let KeyCode::Char(c) = self.code else {
            return self.ctrl.then_some("control goes with letters only");
        };
        if !self.ctrl {
            return None;
        }
        match c {
            'i' => Some("it is tab"),
            'm' | 'j' => Some("it is enter"),
            'h' => Some("it is backspace"),
            c if !c.is_ascii_lowercase() => Some("control goes with small letters only"),
            _ => None,
        }
    }
}

fn named(word: &str) -> Option<KeyCode> {
    if let Some(number) = word.strip_prefix('f').and_then(|it| it.parse().ok()) {
        return (1..=12).contains(&number).then_some(KeyCode::F(number));
    }
    let found = NAMES.iter().find(|(name, _)| *name == word);
    found.map(|(_, code)| *code)
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Char(c) if shift && c.is_ascii_lowercase() => {
                KeyCode::Char(c.to_ascii_uppercase())
            }
            code => code,
        };
        Self {
            code,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
        }
    }
}

/// As [`Key::parse`] reads it.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        let text = self.code.to_string();
        match self.code {
            KeyCode::Char(_) => f.write_str(&text),
            _ => f.write_str(&text.to_lowercase()),
        }
    }
}

/// A sequence as people write it, keys parted by blanks.
pub fn sequence_text(keys: &[Key]) -> String {
    let texts: Vec<_> = keys.iter().map(Key::to_string).collect();
    texts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_as_they_are_written() {
        for text in [
            "j", "G", "space", "ctrl-d", "alt-x", "f5", "-", "?", "pagedown",
        ] {
            assert_eq!(Key::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn keys_that_no_terminal_sends_are_refused() {
        for text in [
            "ctrl-i", "ctrl-m", "ctrl-1", "ctrl-up", "shift-x", "", "ctrl-D",
        ] {
            assert!(Key::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_shifted_letter_is_a_capital_however_it_is_sent() {
        let capital = Key::parse("G").unwrap();
        for c in ['g', 'G'] {
            let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::SHIFT);
            assert_eq!(Key::from(event), capital);
        }
    }
}
