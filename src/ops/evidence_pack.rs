//! Where evidence is written to: a folder, or a zip. Each file is hashed as it is written.
//!
//! Nothing is overwritten, and the target appears under its name only when it is whole. The same
//! content gives the same bytes.

use crate::error::Problem;
use crate::model::digest::hex;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A pack being written.
pub(super) struct Pack {
    target: PathBuf,
    part: PathBuf,
    zip: Option<ZipWriter<BufWriter<File>>>,
    /// Name and SHA-256 of each file so far.
    files: Vec<(String, String)>,
}

/// Hashes what goes through it.
struct Hashed<'a> {
    to: &'a mut dyn Write,
    hash: Sha256,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.to.write(bytes)?;
        self.hash.update(bytes.get(..taken).unwrap_or(bytes));
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Pack {
    /// Begins a pack: a zip when the name ends so, else a folder.
    pub(super) fn begin(target: &Path) -> Result<Self, Problem> {
        let name = target.display().to_string();
        if target.exists() {
            return Err(Problem::usage("evidence never overwrites anything")
                .in_file(&name)
                .hint("name a folder or a .zip that is not there yet"));
        }
        let mut part = target.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let placed = |err: io::Error| Problem::from(err).in_file(&name);
        let is_zip = target.extension().is_some_and(|it| it == "zip");
        // What an interrupted run has left.
        if part.is_dir() {
            fs::remove_dir_all(&part).map_err(placed)?;
        }
        let zip = if is_zip {
            let file = File::create(&part).map_err(placed)?;
            Some(ZipWriter::new(BufWriter::new(file)))
        } else {
            fs::create_dir_all(&part).map_err(placed)?;
            None
        };
        Ok(Self {
            target: target.to_path_buf(),
            part,
            zip,
            files: Vec::new(),
        })
    }

    /// Writes one file.
    pub(super) fn file(
        &mut self,
        name: &str,
        fill: &mut dyn FnMut(&mut dyn Write) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let hash = if let Some(zip) = &mut self.zip {
            zip.start_file(name, SimpleFileOptions::default())
                .map_err(io::Error::from)?;
            hashed(zip, fill)?
        } else {
            let file = File::create(self.part.join(name))?;
            hashed(&mut BufWriter::new(file), fill)?
        };
        self.files.push((name.to_owned(), hash));
        Ok(())
    }

    /// Writes the manifest, as `sha256sum -c` reads it, and gives the pack its name. Returns the files.
    pub(super) fn end(mut self) -> Result<Vec<(String, String)>, Problem> {
        let lines: Vec<String> = self
            .files
            .iter()
            .map(|(name, hash)| format!("{hash}  {name}\n"))
            .collect();
        self.file(MANIFEST, &mut |to| {
            Ok(to.write_all(lines.concat().as_bytes())?)
        })?;
        if let Some(zip) = self.zip.take() {
            zip.finish().map_err(io::Error::from)?.flush()?;
        }
        fs::rename(&self.part, &self.target)?;
        Ok(self.files)
    }
}

/// The list of all other files with their hashes.
pub(super) const MANIFEST: &str = "SHA256SUMS";

fn hashed(
    to: &mut dyn Write,
    fill: &mut dyn FnMut(&mut dyn Write) -> Result<(), Problem>,
) -> Result<String, Problem> {
    let mut to = Hashed {
        to,
        hash: Sha256::new(),
    };
    fill(&mut to)?;
    to.flush()?;
    Ok(hex(&to.hash.finalize()))
}
