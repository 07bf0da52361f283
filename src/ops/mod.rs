//! Use cases: the one door for `cli` and `tui`, and the only place where the rooms meet.
//!
//! An operation is one transaction with a recorded reason and an inverse. It takes the time and the
//! person as values ([`Who`]), prints nothing and asks nothing.

mod change;
pub mod client;
pub mod clocks;
pub mod components;
mod constraints;
mod context;
pub mod coverage;
pub mod decide;
mod decided;
mod decision_log;
pub mod decision_rules;
pub mod demo;
pub mod due;
pub mod evidence;
mod evidence_pack;
mod evidence_records;
pub mod exceptions;
pub mod explain;
pub mod explain_text;
mod exploits;
pub mod export;
pub mod feeds;
pub mod filters;
pub mod formats;
pub mod gate;
pub mod hand;
pub mod import;
pub mod import_decisions;
pub mod inventory;
pub mod issue_export;
pub mod issues;
mod link_tree;
pub mod log;
pub mod metrics;
mod neighbourhoods;
mod notes;
mod owners;
pub mod profiles;
pub mod queue;
pub mod ranking;
mod regroup;
pub mod replay;
pub mod said;
pub mod scores;
mod scoring;
pub mod serve_filters;
pub mod source;
mod standing;
mod steps;
pub mod suggestions;
pub mod suppressions;
pub mod trees;
pub mod try_filter;
pub mod undo;
pub mod upkeep;
mod wording;

use crate::error::{Kind, Problem};
use crate::formats::SecretKey;
use crate::model::{Actor, ActorKind};
use crate::store::{Keep, Store, StoreError, meta};
use std::path::{Path, PathBuf};

/// Who acts, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Login name.
    pub name: String,
    /// UTC seconds.
    pub at: i64,
}

impl Who {
    fn person(&self) -> Actor {
        Actor {
            kind: ActorKind::Person,
            name: self.name.clone(),
        }
    }
}

/// An open store with all that operations need.
#[derive(Debug)]
pub struct Workspace {
    store: Store,
    path: PathBuf,
    key: SecretKey,
}

impl Workspace {
    /// Opens or creates the store at `path` and brings its schema up to date.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let named = |problem: Problem| problem.in_file(&path.display().to_string());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|err| {
                named(
                    Problem::new(Kind::Store, "the folder of the store cannot be made")
                        .because(err),
                )
            })?;
        }
        let store = Store::open(path).map_err(|err| named(err.into()))?;
        Self::with(store, path).map_err(named)
    }

    /// A workspace in memory, for tests and dry runs.
    pub fn in_memory() -> Result<Self, Problem> {
        Self::with(Store::in_memory()?, Path::new(":memory:"))
    }

    fn with(mut store: Store, path: &Path) -> Result<Self, Problem> {
        let known = meta::get(&store.read(), "secret_key")?;
        let key = match known {
            Some(key) => key,
            None => store.write(|tx| Ok::<_, StoreError>((meta::secret_key(tx)?, Keep::All)))?,
        };
        Ok(Self {
            store,
            path: path.to_path_buf(),
            key: SecretKey::new(key.as_bytes()),
        })
    }

    /// Where the store lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// What the store's failures mean to a person.
impl From<StoreError> for Problem {
    fn from(err: StoreError) -> Self {
        let hint = match &err {
            StoreError::TooNew { .. } => "install a newer sluice, or name another --store",
            StoreError::Word { .. } | StoreError::Json { .. } | StoreError::Value(_) => {
                "run `sluice store check`; restore a backup if it finds damage"
            }
            err if err.is_busy() => "another sluice is writing; wait for it, then try again",
            err if err.is_damage() => {
                "this is not a sluice store, or a damaged one; nothing was changed in it"
            }
            StoreError::Orphans(_) | StoreError::Pack(_) | StoreError::Sqlite(_) => {
                "run `sluice store check` to see whether the file is whole"
            }
        };
        Self::new(Kind::Store, "the store refused")
            .hint(hint)
            .because(err)
    }
}
