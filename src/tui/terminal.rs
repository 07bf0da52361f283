//! The terminal: taken, given back whatever happens, and lent to the editor.
//!
//! It is given back on drop and first thing in the panic hook, so that a panic of any thread leaves
//! a usable screen with the message on it.

use crate::error::{Kind, Problem};
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};
use std::io::{BufWriter, Read as _, Stdout, Write as _, stdout};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Longest text that is taken from the editor, in bytes.
const LONGEST: u64 = 64 * 1024;

/// The terminal while it is ours.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    taken: Arc<AtomicBool>,
    /// The next frame draws all of it.
    anew: bool,
}

impl Screen {
    /// Takes the terminal.
    pub(super) fn take() -> Result<Self, Problem> {
        let taken = Arc::new(AtomicBool::new(true));
        let hook_taken = Arc::clone(&taken);
        let old = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if hook_taken.swap(false, Ordering::SeqCst) {
                give_back();
            }
            old(info);
        }));
        let backend = CrosstermBackend::new(BufWriter::with_capacity(64 * 1024, stdout()));
        let terminal = Terminal::new(backend).map_err(failed)?;
        let screen = Self {
            terminal,
            taken,
            anew: false,
        };
        enter().map_err(failed)?;
        Ok(screen)
    }

    /// Draws one frame; the terminal shows it all at once.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> Result<(), Problem> {
        if !self.taken.load(Ordering::SeqCst) {
            // A thread panicked and its message is on the screen.
            return Ok(());
        }
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate).map_err(failed)?;
        if std::mem::take(&mut self.anew) {
            // Not by `Terminal::clear`: it asks the terminal where the cursor is, and not every
            // terminal answers.
            queue!(self.terminal.backend_mut(), Clear(ClearType::All)).map_err(failed)?;
            self.terminal.swap_buffers();
        }
        self.terminal.draw(draw).map_err(failed)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate).map_err(failed)
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    pub(super) const fn forget(&mut self) {
        self.anew = true;
    }

    /// Lends the terminal to the person's editor and brings its text back.
    pub(super) fn edit(&mut self, editor: &str, text: &str) -> Result<String, Problem> {
        give_back();
        let edited = edit(editor, text);
        enter().map_err(failed)?;
        self.forget();
        edited
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if self.taken.swap(false, Ordering::SeqCst) {
            give_back();
        }
    }
}

fn enter() -> std::io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Undoes [`enter`]; there is nobody left to tell when it fails.
fn give_back() {
    drop(execute!(
        stdout(),
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    ));
    drop(disable_raw_mode());
}

fn failed(err: std::io::Error) -> Problem {
    Problem::new(Kind::Usage, "the terminal cannot be used")
        .because(err)
        .hint("\"sluice list\" needs none")
}

fn edit(editor: &str, text: &str) -> Result<String, Problem> {
    let refuse = |err: std::io::Error| {
        Problem::usage(format!("the editor \"{editor}\" could not be used"))
            .because(err)
            .hint("set EDITOR to a program that waits until you are done")
    };
    let mut file = tempfile::Builder::new()
        .suffix(".md")
        .tempfile()
        .map_err(refuse)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(refuse)?;
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program)
        .args(words)
        .arg(file.path())
        .status()
        .map_err(refuse)?;
    if !status.success() {
        return Ok(text.to_owned());
    }
    // Opened again by name: many editors replace the file.
    let edited = std::fs::File::open(file.path()).map_err(refuse)?;
    let mut out = Vec::new();
    edited.take(LONGEST).read_to_end(&mut out).map_err(refuse)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}
