//! The formats that can be read here: native ones, built-in filters, and the person's own filters out
//! of a folder.
//!
//! A filter of the folder that cannot be used is named, and takes none of the others with it.

use super::filters::Workers;
use crate::error::Problem;
pub use crate::formats::Formats;
use crate::formats::{Filter, Runner};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of a filter that are read: more than any may have.
const LOOK: u64 = 1024 * 1024;

/// All formats, and what is wrong with those of the folder that are not among them.
pub fn load(folder: Option<&Path>, workers: &Workers) -> Result<(Formats, Vec<Problem>), Problem> {
    let runner: Arc<dyn Runner> = Arc::new(workers.clone());
    let mut formats = Formats::new(&runner)?;
    let mut wrong = Vec::new();
    let files = match folder {
        Some(folder) => files(folder)?,
        None => Vec::new(),
    };
    for file in files {
        let added = filter(&file, workers).and_then(|it| formats.add(it));
        wrong.extend(added.err());
    }
    Ok((formats, wrong))
}

/// One filter out of its file.
pub fn filter(file: &Path, workers: &Workers) -> Result<Filter, Problem> {
    let origin = file.display().to_string();
    let mut bytes = Vec::new();
    let from = File::open(file).map_err(|err| unreadable(&origin, err))?;
    from.take(LOOK)
        .read_to_end(&mut bytes)
        .map_err(|err| unreadable(&origin, err))?;
    let text = String::from_utf8(bytes).map_err(|err| {
        Problem::input("the filter is not UTF-8")
            .in_file(&origin)
            .because(err)
    })?;
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    Filter::new(&name, &origin, &text, Arc::new(workers.clone()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let name = folder.display().to_string();
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).map_err(|err| unreadable(&name, err))? {
        let path = entry.map_err(|err| unreadable(&name, err))?.path();
        if path.extension().is_some_and(|it| it == "jq") {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

fn unreadable(name: &str, err: std::io::Error) -> Problem {
    Problem::input("the filter cannot be read")
        .in_file(name)
        .because(err)
}
