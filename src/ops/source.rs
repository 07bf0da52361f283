//! Where a report's bytes come from: a file, a gzip stream, an entry of a zip archive, standard
//! input, a folder.
//!
//! What is inside an archive is bounded: a small file must not become an endless one. Nothing is
//! ever unpacked to disk, so no entry's name can point anywhere.

use crate::error::Problem;
use crate::formats::{Input, MemoryInput, bundle};
use crate::model::digest;
use flate2::read::MultiGzDecoder;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// No report is larger than this when unpacked.
const LARGEST: u64 = 16 * 1024 * 1024 * 1024;

/// UTF-16 reports are turned to UTF-8 in memory, up to this size.
const LARGEST_UTF16: u64 = 512 * 1024 * 1024;

/// A report that can be opened again and again.
#[derive(Debug)]
pub struct Source {
    name: String,
    bytes: Bytes,
}

#[derive(Debug)]
enum Bytes {
    File(PathBuf),
    Gzip(PathBuf),
    /// Entries of a zip archive, one behind the other.
    Entries(PathBuf, Vec<usize>),
    Spooled(NamedTempFile),
    Memory(MemoryInput),
}

impl Source {
    /// A report that is in memory, such as one of the demo.
    pub fn memory(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            bytes: Bytes::Memory(MemoryInput::new(name, bytes)),
        }
    }

    /// The SHA-256 of the unpacked bytes, in hex, and their number.
    pub fn sha256(&self) -> Result<(String, u64), Problem> {
        let mut from = self.open()?;
        let mut hash = Sha256::new();
        let mut buf = vec![0; 256 * 1024];
        let mut bytes = 0;
        loop {
            let count = from.read(&mut buf).map_err(|err| self.unreadable(err))?;
            if count == 0 {
                break;
            }
            hash.update(buf.get(..count).unwrap_or_default());
            bytes += count as u64;
        }
        Ok((digest::hex(&hash.finalize()), bytes))
    }

    fn unreadable(&self, err: io::Error) -> Problem {
        Problem::from(err).in_file(&self.name)
    }
}

impl Input for Source {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> Result<Box<dyn Read + '_>, Problem> {
        let file = |path: &Path| File::open(path).map_err(|err| self.unreadable(err));
        Ok(match &self.bytes {
            Bytes::File(path) => Box::new(file(path)?),
            Bytes::Gzip(path) => Box::new(Bounded::new(MultiGzDecoder::new(BufReader::new(file(
                path,
            )?)))),
            Bytes::Entries(path, parts) => spooled(file(path)?, parts, &self.name)?,
            Bytes::Spooled(temp) => {
                let mut file = temp.reopen().map_err(|err| self.unreadable(err))?;
                file.seek(SeekFrom::Start(0))
                    .map_err(|err| self.unreadable(err))?;
                Box::new(file)
            }
            Bytes::Memory(input) => input.open()?,
        })
    }
}

/// Entries of a zip archive, unpacked one behind the other: the archive is opened anew each time.
fn spooled(file: File, parts: &[usize], name: &str) -> Result<Box<dyn Read>, Problem> {
    let mut archive = open_zip(file, name)?;
    let mut spool = tempfile::tempfile()?;
    for index in parts {
        let mut entry = archive
            .by_index(*index)
            .map_err(|err| broken_zip(name, err))?;
        io::copy(&mut Bounded::new(&mut entry), &mut spool)
            .map_err(|err| Problem::from(err).in_file(name))?;
    }
    spool.seek(SeekFrom::Start(0))?;
    Ok(Box::new(spool))
}

fn open_zip(file: File, name: &str) -> Result<zip::ZipArchive<BufReader<File>>, Problem> {
    zip::ZipArchive::new(BufReader::new(file)).map_err(|err| broken_zip(name, err))
}

fn broken_zip(name: &str, err: zip::result::ZipError) -> Problem {
    Problem::input("the zip archive cannot be read")
        .in_file(name)
        .because(err)
}

/// Stops an archive that never ends.
struct Bounded<R> {
    from: R,
    left: u64,
}

impl<R> Bounded<R> {
    const fn new(from: R) -> Self {
        Self {
            from,
            left: LARGEST,
        }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buf)?;
        self.left = self.left.saturating_sub(count as u64);
        if self.left == 0 {
            return Err(io::Error::other("the archive unpacks to more than 16 GiB"));
        }
        Ok(count)
    }
}

/// The reports that a path on the command line stands for: one, those of an archive or of a folder,
/// or standard input for `-`. Files of a folder come in the order of their names; hidden ones are
/// left out.
pub fn open(path: &Path, stdin: &mut dyn Read) -> Result<Opened, Problem> {
    let name = path.display().to_string();
    if name == "-" {
        return spool(stdin).map(|it| vec![it].into());
    }
    let metadata = fs::metadata(path).map_err(|err| {
        Problem::input("the report cannot be opened")
            .in_file(&name)
            .because(err)
    })?;
    if !metadata.is_dir() {
        return single(path).map(Opened::from);
    }
    let mut out = Opened::default();
    for file in files(path)? {
        match single(&file) {
            Ok(sources) => out.sources.extend(sources),
            Err(problem) => out.failed.push(problem),
        }
    }
    if out.sources.is_empty() && out.failed.is_empty() {
        return Err(Problem::input("the folder holds no files").in_file(&name));
    }
    Ok(out)
}

/// Hands over the documents of a path one by one, each read once: of an archive of two hundred
/// thousand records, opening each by itself would take hours. Entries of an archive are in memory one
/// at a time.
pub fn each(
    path: &Path,
    stdin: &mut dyn Read,
    visit: &mut dyn FnMut(Source) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let name = path.display().to_string();
    let is_zip = path
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("zip"));
    if !is_zip {
        let opened = open(path, stdin)?;
        if let Some(problem) = opened.failed.into_iter().next() {
            return Err(problem);
        }
        return opened.sources.into_iter().try_for_each(visit);
    }
    let unreadable = |err: io::Error| Problem::from(err).in_file(&name);
    let mut archive = open_zip(File::open(path).map_err(unreadable)?, &name)?;
    for index in 0..archive.len() {
        let mut entry = archive
            .by_index(index)
            .map_err(|err| broken_zip(&name, err))?;
        if entry.is_file() {
            let (inner, mut bytes) = (format!("{name}/{}", entry.name()), Vec::new());
            let mut bounded = Bounded::new(&mut entry);
            bounded.read_to_end(&mut bytes).map_err(unreadable)?;
            visit(Source::memory(&inner, bytes))?;
        }
    }
    Ok(())
}

/// What a path on the command line stands for.
#[derive(Debug, Default)]
pub struct Opened {
    /// Reports to read, in order.
    pub sources: Vec<Source>,
    /// Files of a folder that cannot be opened; they take none of the others with them.
    pub failed: Vec<Problem>,
}

impl From<Vec<Source>> for Opened {
    fn from(sources: Vec<Source>) -> Self {
        Self {
            sources,
            failed: Vec::new(),
        }
    }
}

fn files(dir: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut out = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        let name = dir.display().to_string();
        let entries = fs::read_dir(&dir).map_err(|err| Problem::from(err).in_file(&name))?;
        for entry in entries {
            let entry = entry.map_err(|err| Problem::from(err).in_file(&name))?;
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !hidden => open.push(entry.path()),
                Ok(kind) if kind.is_file() && !hidden => out.push(entry.path()),
                Ok(_) | Err(_) => {}
            }
        }
    }
    out.sort();
    Ok(out)
}

fn single(path: &Path) -> Result<Vec<Source>, Problem> {
    let name = path.display().to_string();
    let mut head = Vec::new();
    File::open(path)
        .and_then(|it| it.take(4).read_to_end(&mut head))
        .map_err(|err| {
            Problem::input("the report cannot be opened")
                .in_file(&name)
                .because(err)
        })?;
    let path = path.to_path_buf();
    match head.as_slice() {
        [0x1f, 0x8b, ..] => Ok(vec![Source {
            name,
            bytes: Bytes::Gzip(path),
        }]),
        [b'P', b'K', 3, 4] => entries(&path, &name),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => utf16(&path, &name).map(|it| vec![it]),
        _ => Ok(vec![Source {
            name,
            bytes: Bytes::File(path),
        }]),
    }
}

fn entries(path: &Path, name: &str) -> Result<Vec<Source>, Problem> {
    let file = File::open(path).map_err(|err| Problem::from(err).in_file(name))?;
    let mut archive = open_zip(file, name)?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|err| broken_zip(name, err))?;
        let inner = entry.name();
        let last = inner.rsplit('/').next().unwrap_or_default();
        if entry.is_file() && !last.starts_with('.') && !inner.starts_with("__MACOSX") {
            files.push((inner.to_owned(), index));
        }
    }
    if files.is_empty() {
        return Err(Problem::input("the zip archive holds no files").in_file(name));
    }
    files.sort();
    let names: Vec<&str> = files.iter().map(|(inner, _)| inner.as_str()).collect();
    let reports = bundle::reports(&names);
    let whole = reports.as_ref().is_some_and(|it| it.len() == 1);
    let reports = reports.unwrap_or_else(|| (0..files.len()).map(|it| vec![it]).collect());
    let sources = reports.iter().map(|parts| {
        let entries = parts.iter().filter_map(|it| files.get(*it));
        let inner = entries.clone().next().map_or("", |it| it.0.as_str());
        let name = if whole {
            name.to_owned()
        } else {
            format!("{name}:{inner}")
        };
        let parts = entries.map(|(_, index)| *index).collect();
        Source {
            name,
            bytes: Bytes::Entries(path.to_path_buf(), parts),
        }
    });
    Ok(sources.collect())
}

/// Windows shells write redirected output as UTF-16.
fn utf16(path: &Path, name: &str) -> Result<Source, Problem> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|it| it.take(LARGEST_UTF16).read_to_end(&mut bytes))
        .map_err(|err| Problem::from(err).in_file(name))?;
    let little = bytes.first() == Some(&0xff);
    let units = bytes.chunks_exact(2).skip(1).map(|pair| match *pair {
        [a, b] if little => u16::from_le_bytes([a, b]),
        [a, b] => u16::from_be_bytes([a, b]),
        _ => 0,
    });
    let text: String = char::decode_utf16(units)
        .map(|it| it.unwrap_or('\u{fffd}'))
        .collect();
    Ok(Source::memory(name, text.into_bytes()))
}

/// Standard input can be read once only, so it is kept in a file that goes with the process.
fn spool(stdin: &mut dyn Read) -> Result<Source, Problem> {
    let mut temp = NamedTempFile::new()?;
    io::copy(stdin, &mut temp).map_err(|err| Problem::from(err).in_file("standard input"))?;
    temp.flush()?;
    let path = temp.path().to_path_buf();
    // What came in may be packed as any file may.
    let mut sources = single(&path)?;
    for source in &mut sources {
        "standard input".clone_into(&mut source.name);
    }
    match sources.pop() {
        Some(Source {
            bytes: Bytes::File(_),
            name,
        }) => Ok(Source {
            name,
            bytes: Bytes::Spooled(temp),
        }),
        Some(packed) => unpack(&packed),
        None => Err(Problem::input("standard input is empty")),
    }
}

fn unpack(packed: &Source) -> Result<Source, Problem> {
    let mut temp = NamedTempFile::new()?;
    io::copy(&mut packed.open()?, &mut temp).map_err(|err| packed.unreadable(err))?;
    temp.flush()?;
    Ok(Source {
        name: packed.name.clone(),
        bytes: Bytes::Spooled(temp),
    })
}
