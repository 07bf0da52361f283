//! The world outside: clock, user, environment, terminal, platform folders. Read here, once, and
//! passed down as values; nothing below asks again.
//!
//! `SLUICE_NOW` (RFC 3339) pins the clock and `SLUICE_USER` names the person, for tests, containers
//! without user names, and replays; both end up in the log like any other value.

use crate::error::{Kind, Problem};
use crate::ops::Who;
use std::io::{IsTerminal as _, stderr, stdin, stdout};
use std::path::PathBuf;

/// What a command may know of the world.
#[derive(Debug)]
pub(super) struct Outside {
    user: String,
    pinned: Option<i64>,
    data_folder: Option<PathBuf>,
    formats_folder: Option<PathBuf>,
    program: Option<PathBuf>,
    pub(super) editor: Option<String>,
    keys_file: Option<PathBuf>,
    pub(super) colour: bool,
    pub(super) terminal: bool,
    pub(super) progress: bool,
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where the environment and the clock are read"
)]
impl Outside {
    /// The real world.
    pub(super) fn real() -> Result<Self, Problem> {
        let var = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
        let pinned = match var("SLUICE_NOW") {
            None => None,
            Some(text) => Some(
                text.parse::<jiff::Timestamp>()
                    .map(jiff::Timestamp::as_second)
                    .map_err(|err| {
                        Problem::usage(format!("SLUICE_NOW is no time: '{text}'"))
                            .hint("write it as 2026-03-01T08:00:00Z")
                            .because(err)
                    })?,
            ),
        };
        let folders = directories::ProjectDirs::from("", "", "sluice");
        let dumb = var("TERM").is_some_and(|it| it == "dumb");
        Ok(Self {
            user: var("SLUICE_USER")
                .or_else(|| whoami::username().ok())
                .unwrap_or_else(|| "unknown".to_owned()),
            pinned,
            data_folder: folders.as_ref().map(|it| it.data_dir().to_path_buf()),
            formats_folder: folders
                .as_ref()
                .map(|it| it.config_dir().join("formats"))
                .filter(|it| it.is_dir()),
            program: std::env::current_exe().ok(),
            keys_file: folders
                .map(|it| it.config_dir().join("keys.toml"))
                .filter(|it| it.is_file()),
            editor: var("VISUAL").or_else(|| var("EDITOR")),
            colour: var("NO_COLOR").is_none(),
            terminal: stdin().is_terminal() && stdout().is_terminal() && !dumb,
            progress: stderr().is_terminal() && !dumb,
        })
    }

    /// UTC seconds.
    pub(super) fn now(&self) -> i64 {
        self.pinned
            .unwrap_or_else(|| jiff::Timestamp::now().as_second())
    }

    /// A clock to hand on.
    pub(super) fn clock(&self) -> impl Fn() -> i64 + Send + Sync + 'static + use<> {
        let pinned = self.pinned;
        move || pinned.unwrap_or_else(|| jiff::Timestamp::now().as_second())
    }

    /// The person's own keys: name and text of the file.
    pub(super) fn keys(&self) -> Option<(String, String)> {
        let file = self.keys_file.as_ref()?;
        Some((
            file.display().to_string(),
            std::fs::read_to_string(file).ok()?,
        ))
    }

    /// The folder of the person's own formats, where there is one.
    pub(super) fn formats_folder(&self) -> Option<PathBuf> {
        self.formats_folder.clone()
    }

    /// This program, to be started again for filters.
    pub(super) fn program(&self) -> Result<PathBuf, Problem> {
        let missing = || Problem::new(Kind::Bug, "this system does not say where sluice is");
        self.program.clone().ok_or_else(missing)
    }

    /// The person, now.
    pub(super) fn who(&self) -> Who {
        Who {
            name: self.user.clone(),
            at: self.now(),
        }
    }

    /// The store when none is named.
    pub(super) fn default_store(&self) -> Result<PathBuf, Problem> {
        let folder = self.data_folder.clone().ok_or_else(|| {
            Problem::new(Kind::Usage, "this system names no folder for data")
                .hint("name a store with --store or SLUICE_STORE")
        })?;
        Ok(folder.join("sluice.db"))
    }
}
