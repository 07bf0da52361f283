//! Everything that can wake the loop, and the loop itself: many events, one frame.

use crate::error::Problem;
use crate::model::Issue;
use crate::ops::decide::Outcome;
use crate::ops::import;
use crate::ops::suggestions::Suggested;
use crate::tui::board::Board;
use crate::tui::effect::{Reports, Write};
use crate::tui::filter::{Completion, Shown, Wrong};
use crate::tui::find::Hit;
use crate::tui::screens::sheet::table::Sheet;
use crossterm::event::KeyEvent;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// A reason to look again. A closed list: a new cause is a new variant.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(KeyEvent),
    /// Text was pasted.
    Paste(String),
    /// The window has this many columns and rows.
    Resize(u16, u16),
    /// A second went by while something on the screen depends on the time.
    Tick,
    /// A thread has done what it was asked.
    Answer(Answer),
}

/// What a thread found out.
#[derive(Debug)]
pub enum Answer {
    /// All issues.
    Loaded {
        /// Which request this answers.
        number: u64,
        /// They, or why not.
        result: Result<Arc<Board>, Problem>,
    },
    /// One issue.
    Opened {
        /// Which request this answers.
        number: u64,
        /// It, or why not.
        result: Result<Box<Issue>, Problem>,
    },
    /// What may be one.
    Suggested {
        /// Which request this answers.
        number: u64,
        /// The first of all, and how many there are; or why not.
        result: Result<(Vec<Suggested>, i64), Problem>,
    },
    /// What a list screen shows.
    Sheet {
        /// Which request this answers.
        number: u64,
        /// It, or why not.
        result: Result<Box<Sheet>, Problem>,
    },
    /// An explanation, line by line.
    Explained {
        /// Which request this answers.
        number: u64,
        /// It, or why not.
        result: Result<Vec<String>, Problem>,
    },
    /// What an import would change.
    Planned {
        /// Which request this answers.
        number: u64,
        /// What was to be imported.
        reports: Reports,
        /// It, or why not.
        result: Result<Box<import::Outcome>, Problem>,
    },
    /// The rows that pass a filter.
    Filtered {
        /// Which request this answers.
        number: u64,
        /// They, or what is wrong with the filter.
        result: Result<Shown, Wrong>,
        /// Words that could stand at the caret.
        completions: Vec<Completion>,
    },
    /// Titles and places that fit.
    Found {
        /// Which request this answers.
        number: u64,
        /// The best ones.
        hits: Vec<Hit>,
    },
    /// The store was changed, or refused.
    Wrote {
        /// What was asked.
        write: Write,
        /// What became of it.
        result: Result<Outcome, Problem>,
    },
    /// The store has this version now.
    Version(i64),
    /// The editor was closed.
    Edited(Result<String, Problem>),
    /// A thread ended that must not.
    Lost(&'static str),
}

/// Shortest time between two frames.
const FRAME: Duration = Duration::from_millis(10);
/// How often the time moves on while something on the screen waits for it.
const TICK: Duration = Duration::from_secs(1);

/// What the loop needs of a program.
pub trait Program {
    /// Takes one event; false ends the loop.
    fn update(&mut self, event: Event) -> Result<bool, Problem>;
    /// Draws one frame.
    fn draw(&mut self) -> Result<(), Problem>;
    /// True while something on the screen goes away by itself.
    fn wants_ticks(&self) -> bool;
}

/// Waits for one event, takes all that are there until the next frame is due, then draws once.
pub fn run(events: &Receiver<Event>, program: &mut impl Program) -> Result<(), Problem> {
    let mut next_frame = Instant::now();
    loop {
        let first = match events.recv_timeout(if program.wants_ticks() {
            TICK
        } else {
            TICK * 3600
        }) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => Event::Tick,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        };
        let mut alive = program.update(first)?;
        while alive && let Some(more) = more(events, next_frame) {
            alive = program.update(more)?;
        }
        if !alive {
            return Ok(());
        }
        program.draw()?;
        next_frame = Instant::now() + FRAME;
    }
}

fn more(events: &Receiver<Event>, deadline: Instant) -> Option<Event> {
    let left = deadline.saturating_duration_since(Instant::now());
    events.recv_timeout(left).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[derive(Default)]
    struct Count {
        updates: usize,
        frames: usize,
    }

    impl Program for Count {
        fn update(&mut self, _: Event) -> Result<bool, Problem> {
            self.updates += 1;
            Ok(true)
        }
        fn draw(&mut self) -> Result<(), Problem> {
            self.frames += 1;
            Ok(())
        }
        fn wants_ticks(&self) -> bool {
            false
        }
    }

    #[test]
    fn a_burst_costs_few_frames() {
        let (tx, rx) = mpsc::channel();
        for _ in 0..1000 {
            tx.send(Event::Tick).unwrap();
        }
        drop(tx);
        let mut count = Count::default();
        run(&rx, &mut count).unwrap();
        assert_eq!(count.updates, 1000);
        assert!(count.frames < 100, "{} frames", count.frames);
    }
}
