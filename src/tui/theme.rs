//! Colours by meaning. Screens ask for a [`Role`]; only this file knows what it looks like.
//!
//! Only the terminal's own sixteen colours are used, so that light and dark terminals both stay
//! readable, and no meaning is carried by colour alone.

use crate::model::{Band, Severity};
use ratatui::style::{Color, Modifier, Style};

/// How much colour the terminal may show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// None: `NO_COLOR` is set, or the terminal has none. Bold, dim, reverse and underline remain.
    None,
    /// The terminal's own sixteen.
    #[default]
    Ansi,
}

/// What a piece of text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Less important.
    Muted,
    /// The row under the cursor.
    Selected,
    /// Marked, or inside the range.
    Marked,
    /// A heading.
    Heading,
    /// A key to press.
    Key,
    /// Something failed.
    Danger,
    /// Something to look at.
    Warning,
    /// Something is well.
    Good,
    /// A bar at the top of the screen.
    Bar,
    /// The frame of a window.
    Border,
    /// A tool's opinion.
    Severity(Severity),
    /// Our priority.
    Band(Band),
}

/// The look of every role.
#[derive(Clone, Copy, Debug, Default)]
pub struct Theme {
    colour: Colour,
}

impl Theme {
    /// A theme for a terminal.
    pub const fn new(colour: Colour) -> Self {
        Self { colour }
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let (colour, modifier) = look(role);
        let style = Style::new().add_modifier(modifier);
        match colour {
            Some(colour) if self.colour == Colour::Ansi => style.fg(colour),
            _ => style,
        }
    }
}

const fn look(role: Role) -> (Option<Color>, Modifier) {
    match role {
        Role::Plain => (None, Modifier::empty()),
        Role::Muted => (None, Modifier::DIM),
        Role::Selected | Role::Bar => (None, Modifier::REVERSED),
        Role::Heading => (None, Modifier::BOLD),
        Role::Marked | Role::Key => (Some(Color::Cyan), Modifier::BOLD),
        Role::Danger => (Some(Color::Red), Modifier::BOLD),
        Role::Warning => (Some(Color::Yellow), Modifier::BOLD),
        Role::Good => (Some(Color::Green), Modifier::empty()),
        Role::Border => (Some(Color::Cyan), Modifier::empty()),
        Role::Severity(it) => severity(it),
        Role::Band(it) => band(it),
    }
}

const fn severity(it: Severity) -> (Option<Color>, Modifier) {
    match it {
        Severity::Critical => (Some(Color::Red), Modifier::BOLD),
        Severity::High => (Some(Color::Red), Modifier::empty()),
        Severity::Medium => (Some(Color::Yellow), Modifier::empty()),
        Severity::Low => (Some(Color::Blue), Modifier::empty()),
        Severity::Info | Severity::Unknown => (None, Modifier::DIM),
    }
}

const fn band(it: Band) -> (Option<Color>, Modifier) {
    match it {
        Band::P1 => (Some(Color::Magenta), Modifier::BOLD),
        Band::P2 => (Some(Color::Magenta), Modifier::empty()),
        Band::P3 => (None, Modifier::empty()),
        Band::P4 => (None, Modifier::DIM),
    }
}

/// A severity in four letters, for narrow columns.
pub const fn severity_short(it: Severity) -> &'static str {
    match it {
        Severity::Critical => "CRIT",
        Severity::High => "HIGH",
        Severity::Medium => "med",
        Severity::Low => "low",
        Severity::Info => "info",
        Severity::Unknown => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_colour_no_role_has_one() {
        let roles = [Role::Danger, Role::Key, Role::Border, Role::Band(Band::P1)];
        for role in roles {
            assert_eq!(Theme::new(Colour::None).style(role).fg, None);
            assert!(Theme::new(Colour::Ansi).style(role).fg.is_some());
        }
    }
}
