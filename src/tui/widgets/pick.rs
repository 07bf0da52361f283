//! A list narrowed down by typing: palette, owners, find.

use crate::model::text;
use crate::tui::find;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cell, field::Field, window};
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

/// One thing to choose.
#[derive(Clone, Debug)]
pub struct Item<T> {
    /// What is matched and shown.
    pub label: String,
    /// Shown at the right.
    pub hint: String,
    /// Shown pale: it cannot be done now.
    pub dim: bool,
    /// What choosing it means.
    pub value: T,
}

/// A field and the things that fit it.
#[derive(Clone, Debug)]
pub struct Pick<T> {
    /// What is typed.
    pub field: Field,
    items: Vec<Item<T>>,
    hits: Vec<usize>,
    selected: usize,
}

impl<T: Clone> Pick<T> {
    /// All items, nothing typed.
    pub fn new(items: Vec<Item<T>>) -> Self {
        let hits = (0..items.len()).collect();
        Self {
            field: Field::default(),
            items,
            hits,
            selected: 0,
        }
    }

    /// Takes a key for the field; true when the text changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let changed = self.field.key(key);
        if changed {
            self.narrow();
        }
        changed
    }

    /// Ranks the items anew by what is typed.
    pub fn narrow(&mut self) {
        let typed = self.field.text();
        self.hits = if typed.trim().is_empty() {
            (0..self.items.len()).collect()
        } else {
            find::rank(self.items.iter().map(|it| it.label.as_str()), typed.trim())
        };
        self.selected = 0;
    }

    /// Takes items that were ranked elsewhere.
    pub fn replace(&mut self, items: Vec<Item<T>>) {
        self.hits = (0..items.len()).collect();
        self.items = items;
        self.selected = 0;
    }

    /// The item whose label begins with a letter and a blank.
    pub fn starts(&self, letter: char) -> Option<&Item<T>> {
        let begins = |it: &&Item<T>| {
            let rest = it.label.strip_prefix(letter);
            letter != ' ' && rest.is_some_and(|it| it.starts_with(' '))
        };
        self.items.iter().find(begins)
    }

    /// Moves the choice.
    pub fn step(&mut self, by: isize) {
        let last = self.hits.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// What is chosen.
    pub fn chosen(&self) -> Option<&Item<T>> {
        self.items.get(*self.hits.get(self.selected)?)
    }

    /// Draws it as a window.
    pub fn draw(&self, frame: &mut Frame<'_>, title: &str, theme: Theme) {
        let screen = frame.area();
        let height = (self.hits.len() + 3).clamp(6, 18);
        let area = window::centred(screen, usize::from(screen.width).min(72), height);
        let inside = window::shrink(window::open(frame, area, title, theme));
        if inside.height < 2 {
            return;
        }
        let prompt = Rect {
            height: 1,
            width: 2.min(inside.width),
            ..inside
        };
        frame.render_widget(Span::styled("> ", theme.style(Role::Key)), prompt);
        let typed = Rect {
            x: inside.x + prompt.width,
            width: inside.width - prompt.width,
            ..prompt
        };
        self.field.draw(frame, typed);
        let rows = Rect {
            y: inside.y + 1,
            height: inside.height - 1,
            ..inside
        };
        let lines = self.lines(rows, theme);
        frame.render_widget(Paragraph::new(lines), rows);
    }

    fn lines(&self, area: Rect, theme: Theme) -> Vec<Line<'static>> {
        let (height, width) = (usize::from(area.height), usize::from(area.width));
        let first = self.selected.saturating_sub(height.saturating_sub(1));
        let mut out = Vec::new();
        for (idx, hit) in self.hits.iter().enumerate().skip(first).take(height) {
            let Some(item) = self.items.get(*hit) else {
                continue;
            };
            let chosen = idx == self.selected;
            let hint = cell::cut(&item.hint, width / 2).0;
            let room = width.saturating_sub(cell::width(&hint) + 3);
            let label = cell::fit(&text::one_line(&item.label, 400), room);
            let role = if item.dim { Role::Muted } else { Role::Plain };
            let base = theme.style(if chosen { Role::Selected } else { role });
            let sign = if chosen { "› " } else { "  " };
            out.push(Line::styled(format!("{sign}{label} {hint}"), base));
        }
        if out.is_empty() {
            out.push(Line::styled("  nothing fits", theme.style(Role::Muted)));
        }
        out
    }
}
