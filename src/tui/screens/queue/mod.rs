//! The queue: a window over the rows that pass the filter, with a cursor, marks and a range.
//!
//! The list never changes under the cursor: decided rows stay where they are, dimmed, until the
//! person asks for a refresh or another filter.

pub mod bars;
pub mod draw;
pub mod layout;

use crate::model::Status;
use crate::tui::board::Board;
use crate::tui::filter::{Shown, Sort};
use crate::tui::overlays::filter_line::Before;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A verdict of this session, until the next refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Where the issue stood.
    pub before: Status,
    /// Where it stands.
    pub now: Status,
    /// Its row in the issues now loaded.
    row: u32,
}

/// What a decision would be about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Issues in the list shown, in its order.
    pub visible: Vec<i64>,
    /// Marked issues that the filter hides.
    pub hidden: Vec<i64>,
}

/// State of the queue.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// All issues.
    pub board: Arc<Board>,
    /// The rows shown.
    pub shown: Shown,
    /// The filter in force.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// The cursor, as a position in the rows shown.
    pub selected: usize,
    /// The first row on the screen.
    pub offset: usize,
    /// Marked issues.
    pub marks: BTreeSet<i64>,
    /// How many of them are shown.
    pub visible_marks: usize,
    /// Where the range began.
    pub anchor: Option<usize>,
    /// Verdicts since the last refresh.
    pub decided: BTreeMap<i64, Decided>,
    /// Changes when row numbers mean other issues.
    pub generation: u64,
    /// False until the first rows came.
    pub ready: bool,
}

impl Queue {
    /// Number of rows shown.
    pub fn len(&self) -> usize {
        self.shown.rows.len()
    }

    /// True when no row is shown.
    pub fn is_empty(&self) -> bool {
        self.shown.rows.is_empty()
    }

    /// The row number at a position.
    pub fn row(&self, at: usize) -> Option<u32> {
        self.shown.rows.get(at).copied()
    }

    /// The issue at a position.
    pub fn id(&self, at: usize) -> Option<i64> {
        self.board.id(self.row(at)?)
    }

    /// The issue under the cursor.
    pub fn selected_id(&self) -> Option<i64> {
        self.id(self.selected)
    }

    /// The position of an issue in the rows shown.
    pub fn position(&self, id: i64) -> Option<usize> {
        self.shown
            .rows
            .iter()
            .position(|row| self.board.id(*row) == Some(id))
    }

    /// Where the issue at a position stands, verdicts on their way included.
    pub fn status(&self, at: usize) -> Status {
        let Some(row) = self.row(at) else {
            return Status::default();
        };
        let decided = self.board.id(row).and_then(|id| self.decided.get(&id));
        decided.map_or_else(|| self.board.status(row), |it| it.now)
    }

    /// Puts the cursor on a position, as near as there is one.
    pub fn go(&mut self, at: usize) {
        self.selected = at.min(self.len().saturating_sub(1));
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize) {
        self.go(self.selected.saturating_add_signed(by));
    }

    /// Keeps the cursor inside a list of this many rows on the screen.
    pub fn settle(&mut self, height: usize) {
        let height = height.max(1);
        self.selected = self.selected.min(self.len().saturating_sub(1));
        self.offset = self
            .offset
            .min(self.selected)
            .min(self.len().saturating_sub(height));
        if self.selected >= self.offset + height {
            self.offset = self.selected + 1 - height;
        }
    }

    /// The next undecided issue behind the cursor, or before it.
    pub fn undecided(&self, forward: bool) -> Option<usize> {
        let open = |at: &usize| self.status(*at) == Status::New;
        if forward {
            (self.selected + 1..self.len()).find(open)
        } else {
            (0..self.selected).rev().find(open)
        }
    }

    /// The rows of the range, cursor included.
    pub fn range(&self) -> Option<Range<usize>> {
        let anchor = self.anchor?.min(self.len().saturating_sub(1));
        Some(anchor.min(self.selected)..anchor.max(self.selected) + 1)
    }

    /// Marks or unmarks the row and moves on; with a range, marks all of it.
    pub fn mark(&mut self) {
        if let Some(range) = self.range() {
            let ids: Vec<_> = range.filter_map(|at| self.id(at)).collect();
            self.marks.extend(ids);
            self.anchor = None;
            self.count_marks();
        } else if let Some(id) = self.selected_id() {
            // The row is shown, so there is nothing to count: a mark costs the same in any list.
            if self.marks.remove(&id) {
                self.visible_marks = self.visible_marks.saturating_sub(1);
            } else {
                self.marks.insert(id);
                self.visible_marks += 1;
            }
            self.step(1);
        }
    }

    /// Marks what is not marked among the rows shown, and the other way round.
    pub fn invert(&mut self) {
        for at in 0..self.len() {
            if let Some(id) = self.id(at)
                && !self.marks.remove(&id)
            {
                self.marks.insert(id);
            }
        }
        self.anchor = None;
        self.count_marks();
    }

    /// Removes marks: of these issues, or all.
    pub fn unmark(&mut self, ids: Option<&[i64]>) {
        match ids {
            None => self.marks.clear(),
            Some(ids) => ids.iter().for_each(|id| _ = self.marks.remove(id)),
        }
        self.anchor = None;
        self.count_marks();
    }

    /// What a decision would be about: the range, else the marks, else the row.
    pub fn targets(&self) -> Targets {
        if let Some(range) = self.range() {
            let visible = range.filter_map(|at| self.id(at)).collect();
            return Targets {
                visible,
                hidden: Vec::new(),
            };
        }
        if self.marks.is_empty() {
            return Targets {
                visible: self.selected_id().into_iter().collect(),
                hidden: Vec::new(),
            };
        }
        let ids = self.shown.rows.iter().filter_map(|row| self.board.id(*row));
        let visible: Vec<_> = ids.filter(|id| self.marks.contains(id)).collect();
        let seen: BTreeSet<_> = visible.iter().copied().collect();
        let hidden = self.marks.difference(&seen).copied().collect();
        Targets { visible, hidden }
    }

    /// What a decision would be about, in words.
    pub fn target_text(&self) -> String {
        if let Some(range) = self.range() {
            return format!("range of {}", range.len());
        }
        match (self.marks.len(), self.marks.len() - self.visible_marks) {
            (0, _) if self.is_empty() => "nothing".to_owned(),
            (0, _) => "this row".to_owned(),
            (all, 0) => format!("{all} marked"),
            (all, hidden) => format!("{all} marked ({hidden} hidden)"),
        }
    }

    /// Shows other rows of the same issues; the cursor stays on its issue where it can.
    pub fn show(&mut self, shown: Shown) {
        let id = self.selected_id();
        self.shown = shown;
        self.anchor = None;
        self.selected = id.and_then(|id| self.position(id)).unwrap_or(0);
        self.count_marks();
    }

    /// Takes freshly read issues and the rows to show of them.
    pub fn renew(&mut self, board: Arc<Board>, shown: Shown) {
        let id = self.selected_id();
        let near = self.selected;
        self.board = board;
        self.shown = shown;
        self.generation += 1;
        self.ready = true;
        self.anchor = None;
        self.decided.clear();
        // A mark on what is no longer there would be counted as hidden for ever.
        self.marks = rows_of(&self.board, &self.marks)
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let at = id.and_then(|id| self.position(id)).unwrap_or(near);
        self.go(at);
        self.count_marks();
    }

    /// Takes freshly read issues and keeps the rows and their order: after a decision.
    pub fn update(&mut self, board: Arc<Board>) {
        let before: Vec<(i64, Status)> = self
            .shown
            .rows
            .iter()
            .filter_map(|row| Some((self.board.id(*row)?, self.board.status(*row))))
            .collect();
        if board.columns.id != self.board.columns.id {
            self.follow(&board);
        }
        self.board = board;
        self.note_changes(&before);
        for it in self.decided.values_mut() {
            it.now = self.board.status(it.row);
        }
        self.decided.retain(|_, it| it.before != it.now);
        self.count_marks();
    }

    /// Notes rows whose verdict changed by another way than a key on them: undo, redo, a second
    /// console. `before` holds the verdicts of the rows shown, by issue.
    fn note_changes(&mut self, before: &[(i64, Status)]) {
        let mut before = before.iter().copied().peekable();
        for row in self.shown.rows.iter().copied() {
            let Some(id) = self.board.id(row) else {
                continue;
            };
            // Rows that are gone were dropped and the order was kept, so both lists run side by side.
            while before.peek().is_some_and(|it| it.0 != id) {
                before.next();
            }
            let Some((_, was)) = before.next() else {
                return;
            };
            let now = self.board.status(row);
            if was != now {
                self.decided.entry(id).or_insert(Decided {
                    before: was,
                    now,
                    row,
                });
            }
        }
    }

    /// Translates the rows shown to the row numbers of another reading.
    fn follow(&mut self, board: &Board) {
        let mut index: Vec<(i64, u32)> = board.columns.id.iter().copied().zip(0..).collect();
        index.sort_unstable();
        let find = |id: i64| {
            let at = index.binary_search_by_key(&id, |(id, _)| *id).ok()?;
            index.get(at).map(|(_, row)| *row)
        };
        let rows = self
            .shown
            .rows
            .iter()
            .filter_map(|row| self.board.id(*row).and_then(find));
        let rows: Arc<[u32]> = rows.collect();
        self.decided.retain(|id, it| {
            let row = find(*id);
            it.row = row.unwrap_or(it.row);
            row.is_some()
        });
        let id = self.selected_id();
        self.shown.rows = rows;
        self.generation += 1;
        let at = id.and_then(|id| {
            self.shown
                .rows
                .iter()
                .position(|row| board.id(*row) == Some(id))
        });
        self.go(at.unwrap_or(self.selected));
        self.anchor = None;
    }

    /// Notes verdicts that are on their way to the store.
    pub fn decide(&mut self, ids: &[i64], now: Status) {
        let rows = match (ids, self.row(self.selected)) {
            ([only], Some(row)) if self.board.id(row) == Some(*only) => vec![(*only, row)],
            _ => rows_of(&self.board, &ids.iter().copied().collect()),
        };
        for (id, row) in rows {
            let before = self.board.status(row);
            let it = self
                .decided
                .entry(id)
                .or_insert(Decided { before, now, row });
            it.now = now;
        }
        self.decided.retain(|_, it| it.before != it.now);
    }

    /// Forgets verdicts that the store refused.
    pub fn refuse(&mut self, ids: &[i64]) {
        for id in ids {
            self.decided.remove(id);
        }
    }

    /// What to come back to when a filter is given up.
    pub fn before(&self) -> Before {
        Before {
            filter: self.filter.clone(),
            shown: self.shown.clone(),
            selected: self.selected,
            offset: self.offset,
            generation: self.generation,
        }
    }

    fn count_marks(&mut self) {
        self.visible_marks = if self.marks.is_empty() {
            0
        } else {
            let ids = self.shown.rows.iter().filter_map(|row| self.board.id(*row));
            ids.filter(|id| self.marks.contains(id)).count()
        };
    }
}

/// The row numbers of some issues, by one pass over all.
fn rows_of(board: &Board, ids: &BTreeSet<i64>) -> Vec<(i64, u32)> {
    if ids.is_empty() {
        return Vec::new();
    }
    let all = board.columns.id.iter().copied().zip(0..);
    all.filter(|(id, _)| ids.contains(id))
        .take(ids.len())
        .collect()
}
