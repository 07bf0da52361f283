//! State of a list screen: the cursor, what narrows the list, what came of the load.

use crate::tui::action::Action;
use crate::tui::screens::sheet::table::{Row, Sheet};

/// State of the screen.
#[derive(Clone, Debug)]
pub struct SheetScreen {
    /// Which, by the action that opens it.
    pub screen: Action,
    /// What it shows, once it came.
    pub sheet: Option<Sheet>,
    /// The words that every row shown has.
    pub narrowed: String,
    /// The cursor, as a position in the rows shown.
    pub at: usize,
    /// The rows shown, as positions in the sheet.
    shown: Vec<usize>,
}

impl SheetScreen {
    /// A screen that waits for its rows.
    pub const fn new(screen: Action) -> Self {
        Self {
            screen,
            sheet: None,
            narrowed: String::new(),
            at: 0,
            shown: Vec::new(),
        }
    }

    /// How many rows are shown.
    pub const fn len(&self) -> usize {
        self.shown.len()
    }

    /// True when no row is shown.
    pub const fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// The row at a position.
    pub fn row(&self, at: usize) -> Option<&Row> {
        self.sheet.as_ref()?.rows.get(*self.shown.get(at)?)
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<&Row> {
        self.row(self.at)
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        let last = self.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    /// Shows only the rows that have every word; the cursor stays on its row where it can.
    pub fn narrow(&mut self, text: &str) {
        let key = self.current().map(|it| it.key.clone());
        text.clone_into(&mut self.narrowed);
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let rows = self.sheet.iter().flat_map(|it| it.rows.iter().enumerate());
        let fits = |row: &Row| {
            let texts: Vec<String> = row.cells.iter().map(|it| it.text.to_lowercase()).collect();
            let has = |word: &String| texts.iter().any(|it| it.contains(word.as_str()));
            words.iter().all(has)
        };
        self.shown = rows
            .filter(|(_, row)| words.is_empty() || fits(row))
            .map(|(at, _)| at)
            .collect();
        let same = |at: &usize| self.row(*at).map(|it| &it.key) == key.as_ref();
        let at = (0..self.len()).find(same).filter(|_| key.is_some());
        self.at = at.unwrap_or(self.at);
        self.step(0);
    }

    /// Takes rows that were read anew; the cursor stays on its row, or near it.
    pub fn renew(&mut self, sheet: Sheet) {
        let key = self.current().map(|it| it.key.clone());
        let near = self.at;
        self.sheet = Some(sheet);
        let narrowed = std::mem::take(&mut self.narrowed);
        self.narrow(&narrowed);
        let same = |at: &usize| self.row(*at).map(|it| &it.key) == key.as_ref();
        let at = (0..self.len()).find(same).filter(|_| key.is_some());
        self.at = at.unwrap_or(near);
        self.step(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::screens::sheet::table::{Cell, Enter};

    fn sheet(names: &[&str]) -> Sheet {
        let row = |name: &&str| Row {
            key: (*name).to_owned(),
            cells: vec![Cell::from(*name), Cell::from("Team A")],
            details: Vec::new(),
            enter: Enter::Details,
        };
        Sheet {
            rows: names.iter().map(row).collect(),
            ..Sheet::default()
        }
    }

    fn under(it: &SheetScreen) -> &str {
        it.current().map_or("", |it| it.key.as_str())
    }

    #[test]
    fn the_cursor_stays_on_its_row_while_the_list_narrows_and_is_read_again() {
        let mut it = SheetScreen::new(Action::Applications);
        it.renew(sheet(&["shop", "books", "portal"]));
        it.step(2);
        it.narrow("team p");
        assert_eq!((it.len(), under(&it)), (2, "portal"));
        it.renew(sheet(&["portal", "new", "shop"]));
        assert_eq!((it.len(), under(&it)), (2, "portal"));
        it.narrow("");
        assert_eq!((it.len(), it.at), (3, 0));
        it.narrow("nowhere");
        assert!(it.is_empty() && it.current().is_none());
        it.renew(sheet(&[]));
        it.narrow("");
        assert_eq!(it.at, 0);
    }
}
