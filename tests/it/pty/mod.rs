//! The real console on a real terminal: a pseudo-terminal for the program, a terminal emulator for
//! the eyes. Nothing here sleeps; every wait is for something on the screen, with a deadline.

mod analyst;
mod demo;
mod endings;
mod hostile;
mod panics;
mod screen;
mod shared;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fs;
use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vt100::{Callbacks, Parser, Screen};

/// Longest wait for anything; only a failing test ever waits for so long.
const PATIENCE: Duration = Duration::from_secs(50);

const PROGRAM: &str = env!("CARGO_BIN_EXE_sluice");

/// Variables that every program under test gets, and no others.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("SLUICE_NOW", "2026-11-23T12:00:00Z"),
    ("SLUICE_USER", "ann"),
    ("TERM", "xterm-256color"),
    ("PATH", "/usr/local/bin:/usr/bin:/bin"),
    ("LANG", "C.UTF-8"),
];

/// A machine of its own: a home, and a store in it.
struct Desk {
    home: TempDir,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        Self { home }
    }

    /// One with the reports of two applications.
    fn with_samples() -> Self {
        let desk = Self::new();
        for app in ["shop", "payments"] {
            desk.sluice(&[
                "import",
                &format!("sample-data/reports/{app}"),
                "--app",
                app,
            ]);
        }
        desk
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn store(&self) -> PathBuf {
        self.home.path().join("desk.db")
    }

    fn environment(&self) -> Vec<(&str, &Path)> {
        let home = self.home.path();
        let mut all = vec![("HOME", home), ("XDG_DATA_HOME", home)];
        all.extend([("XDG_CONFIG_HOME", home), ("TMPDIR", home)]);
        all.extend(
            ENVIRONMENT
                .iter()
                .map(|(name, value)| (*name, Path::new(value))),
        );
        all
    }

    /// Runs a command without a terminal, whatever comes of it.
    fn run(&self, args: &[&str], extra: &[(&str, &str)]) -> Output {
        let mut command = Command::new(PROGRAM);
        command.env_clear().envs(self.environment());
        command.envs(extra.iter().copied());
        command.arg("--store").arg(self.store()).args(args);
        command.stdin(Stdio::null()).output().unwrap()
    }

    /// Runs a command that must go well; what it printed.
    fn sluice(&self, args: &[&str]) -> String {
        let out = self.run(args, &[]);
        let (said, talk) = (
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr),
        );
        assert!(out.status.success(), "sluice {args:?}\n{said}\n{talk}");
        said.into_owned()
    }

    /// The ids of the issues that pass a filter.
    fn ids(&self, filter: &str) -> Vec<String> {
        let json = self.sluice(&["list", filter, "--output", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let issues = json["issues"].as_array().unwrap();
        issues
            .iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Opens the console in a window of 80×24.
    fn console(&self) -> Console {
        self.console_in((80, 24), &[])
    }

    fn console_in(&self, size: (u16, u16), extra: &[(&str, &str)]) -> Console {
        let store = self.store();
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        command.cwd(self.home.path());
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        for (name, value) in extra {
            command.env(name, value);
        }
        command.args([Path::new("--store"), &store, Path::new("tui")]);
        Console::start(command, size)
    }
}

/// What else a program could do to a terminal than draw.
#[derive(Debug, Default, PartialEq, Eq)]
struct Deeds(Vec<String>);

impl Callbacks for Deeds {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.0.push("bell".to_owned());
    }
    fn visual_bell(&mut self, _: &mut Screen) {
        self.0.push("visual bell".to_owned());
    }
    fn resize(&mut self, _: &mut Screen, to: (u16, u16)) {
        self.0.push(format!("resize to {to:?}"));
    }
    fn set_window_icon_name(&mut self, _: &mut Screen, name: &[u8]) {
        self.0
            .push(format!("icon name {}", String::from_utf8_lossy(name)));
    }
    fn set_window_title(&mut self, _: &mut Screen, title: &[u8]) {
        self.0
            .push(format!("title {}", String::from_utf8_lossy(title)));
    }
    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], data: &[u8]) {
        self.0
            .push(format!("copy {}", String::from_utf8_lossy(data)));
    }
    fn paste_from_clipboard(&mut self, _: &mut Screen, _: &[u8]) {
        self.0.push("paste".to_owned());
    }
    fn unhandled_osc(&mut self, _: &mut Screen, _: &[&[u8]]) {
        self.0.push("an OSC sequence".to_owned());
    }
}

/// The terminal as the reader's thread sees it.
struct Seen {
    terminal: Parser<Deeds>,
    raw: Vec<u8>,
    /// A frame has begun that is not whole yet.
    half: bool,
    ended: bool,
}

impl Seen {
    fn feed(&mut self, bytes: &[u8]) {
        const MARK: &[u8] = b"\x1b[?2026";
        let from = self.raw.len().saturating_sub(MARK.len());
        self.raw.extend_from_slice(bytes);
        for window in self.raw[from..].windows(MARK.len() + 1) {
            if window.starts_with(MARK) {
                self.half = window.ends_with(b"h");
            }
        }
        self.terminal.process(bytes);
    }
}

/// A console, its terminal and its keyboard.
struct Console {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    stop: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
}

impl Console {
    fn start(command: CommandBuilder, (width, height): (u16, u16)) -> Self {
        let pty = native_pty_system()
            .openpty(pty_size(width, height))
            .unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let (cols, rows) = cells(width, height);
        let seen = Seen {
            terminal: Parser::new_with_callbacks(rows, cols, 0, Deeds::default()),
            raw: Vec::new(),
            half: false,
            ended: false,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let mut output = pty.master.try_clone_reader().unwrap();
        let (to, stopped) = (Arc::clone(&seen), Arc::clone(&stop));
        let reader = std::thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while !stopped.load(Ordering::SeqCst) {
                let count = output.read(&mut buffer).unwrap_or(0);
                let mut seen = to.0.lock().unwrap_or_else(PoisonError::into_inner);
                seen.feed(&buffer[..count]);
                seen.ended = count == 0;
                to.1.notify_all();
                if count == 0 {
                    break;
                }
            }
        });
        Self {
            seen,
            stop,
            reader: Some(reader),
            child,
            keyboard: Some(pty.master.take_writer().unwrap()),
            master: Some(pty.master),
        }
    }

    /// Waits until `done`; `what` names it in the message of a test that fails.
    fn wait(&self, what: &str, mut done: impl FnMut(&Seen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap_or_else(PoisonError::into_inner);
        while !done(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            if seen.ended || left.is_zero() {
                let why = if seen.ended {
                    "the program ended"
                } else {
                    "nothing came"
                };
                let screen = seen.terminal.screen().contents();
                drop(seen);
                panic!("waiting for {what}, {why}; the screen:\n{screen}");
            }
            (seen, _) = self
                .seen
                .1
                .wait_timeout(seen, left)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until a whole frame shows what is wanted.
    fn wait_for(&self, what: &str, mut done: impl FnMut(&str) -> bool) -> &Self {
        self.wait(what, |seen| {
            !seen.half && done(&seen.terminal.screen().contents())
        });
        self
    }

    /// Waits until a text is on the screen.
    fn shows(&self, text: &str) -> &Self {
        self.wait_for(&format!("\"{text}\""), |screen| screen.contains(text))
    }

    /// Waits until a text is no longer on the screen.
    fn hides(&self, text: &str) -> &Self {
        self.wait_for(&format!("no \"{text}\""), |screen| !screen.contains(text))
    }

    /// Types. Escape begins longer sequences, so it comes alone and is waited for.
    fn keys(&mut self, keys: &str) -> &Self {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(keys.as_bytes()).unwrap();
        keyboard.flush().unwrap();
        self
    }

    fn resize(&self, width: u16, height: u16) -> &Self {
        let (cols, rows) = cells(width, height);
        let mut seen = self.seen.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.terminal.set_size(rows, cols);
        self.master
            .as_ref()
            .unwrap()
            .resize(pty_size(width, height))
            .unwrap();
        self
    }

    /// Looks at the terminal as it is now.
    fn look<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn screen(&self) -> String {
        self.look(|seen| seen.terminal.screen().contents())
    }

    /// Sends a signal to the program.
    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let sent = Command::new("kill")
            .args(["-s", name, &id])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// The window is closed: the terminal is gone. How the program ended, if not by a code.
    fn hang_up(mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // A frame wakes the reader, which then lets go of the terminal.
        self.keys("j");
        self.reader.take().unwrap().join().unwrap();
        drop((self.keyboard.take(), self.master.take()));
        self.child.wait().unwrap();
    }

    /// Waits for the end; the exit code, and all that the program ever wrote.
    fn finish(mut self) -> (u32, Vec<u8>) {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap_or_else(PoisonError::into_inner);
        while !seen.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            let screen = seen.terminal.screen().contents();
            assert!(
                !left.is_zero(),
                "the program does not end; the screen:\n{screen}"
            );
            (seen, _) = self
                .seen
                .1
                .wait_timeout(seen, left)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let raw = std::mem::take(&mut seen.raw);
        drop(seen);
        (self.child.wait().unwrap().exit_code(), raw)
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // Only a failed test leaves a program behind.
        drop(self.child.kill());
    }
}

fn pty_size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        ..PtySize::default()
    }
}

fn cells(width: u16, height: u16) -> (NonZeroU16, NonZeroU16) {
    (
        NonZeroU16::new(width).unwrap(),
        NonZeroU16::new(height).unwrap(),
    )
}

fn contains(raw: &[u8], part: &str) -> bool {
    raw.windows(part.len()).any(|it| it == part.as_bytes())
}
