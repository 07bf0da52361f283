//! Reports that are damaged, cut off, odd or large: none crashes, hangs or takes the machine's
//! memory.

use crate::formats::{formats, read_as, samples};
use crate::harness::Sluice;
use sluice::formats::{MemoryInput, Probe};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// Longest time that one damaged sample may take.
const LONGEST: Duration = Duration::from_secs(1);

/// Places at which each sample is cut, and at which one of its bytes is turned.
const PLACES: usize = 50;

#[test]
fn cut_and_damaged_samples_return_at_once() {
    for format in formats().all() {
        for path in samples(format) {
            let bytes = fs::read(&path).unwrap();
            for place in 0..PLACES {
                let at = bytes.len() * place / PLACES;
                for damaged in damaged(&bytes, at, place) {
                    let input = MemoryInput::new(&path.display().to_string(), damaged);
                    // Any answer is fine; a panic or a hang is not.
                    let read = || {
                        let start = Instant::now();
                        // To ask every format is the same work for each: a few places are enough.
                        if place % 10 == 5
                            && let Ok(probe) = Probe::new(&input)
                        {
                            _ = formats().detect(&probe).is_ok();
                        }
                        _ = read_as(format, &input).is_ok();
                        start.elapsed()
                    };
                    // The machine may have been busy with something else.
                    let quick = (0..3).any(|_| read() < LONGEST);
                    assert!(quick, "{} damaged at {at} takes long", path.display());
                }
            }
        }
    }
}

/// The first part alone; and a byte turned, or one that closes or opens what it should not.
fn damaged(bytes: &[u8], at: usize, place: usize) -> Vec<Vec<u8>> {
    let mut out = vec![bytes.get(..at).unwrap_or_default().to_vec()];
    let other = bytes.get(at).map_or(0, |it| it ^ 0x55);
    let byte = [other, b'"', b'<', 0xff][place % 4];
    let mut turned = bytes.to_vec();
    if let Some(it) = turned.get_mut(at) {
        *it = byte;
        out.push(turned);
    }
    out
}

/// What the reports of one tool may take together.
const PATIENCE: Duration = Duration::from_mins(1);

/// MB that a run may hold at once.
const MEMORY: u64 = 400;

#[test]
fn no_report_of_the_corpus_crashes_hangs_or_takes_much_memory() {
    let dir = env::var_os("SLUICE_CORPUS").map_or("../shared/corpus".into(), PathBuf::from);
    let Ok(tools) = fs::read_dir(dir.join("reports")) else {
        println!("skipped: no corpus of reports at {}", dir.display());
        return;
    };
    let mut folders: Vec<PathBuf> = tools.map(|it| it.unwrap().path()).collect();
    folders.sort();
    let mut most = 0;
    for folder in folders {
        let (code, memory, said) = planned(&folder);
        // 3: none of the files is a report that we read.
        assert!(
            matches!(code, Some(0 | 3)),
            "{}: {code:?} {said}",
            folder.display()
        );
        assert!(memory <= MEMORY, "{}: {memory} MB", folder.display());
        most = most.max(memory);
    }
    println!("the corpus takes {most} MB at most");
}

/// Plans the import of a folder: exit code, most memory in MB, what was said.
fn planned(folder: &Path) -> (Option<i32>, u64, String) {
    let sluice = Sluice::new();
    let folder = fs::canonicalize(folder).unwrap();
    let args = ["import", folder.to_str().unwrap(), "--app", "x", "--plan"];
    let mut command = sluice.command(&args);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let (mut child, start) = (command.spawn().unwrap(), Instant::now());
    let mut errors = child.stderr.take().unwrap();
    let said = thread::spawn(move || {
        let mut text = String::new();
        errors.read_to_string(&mut text).map(|_| text)
    });
    let mut memory = 0;
    let code = loop {
        memory = memory.max(peak(child.id()));
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{} takes longer than {PATIENCE:?}", folder.display());
        }
        thread::sleep(Duration::from_millis(2));
    };
    (code, memory, said.join().unwrap().unwrap())
}

/// The most memory a process has held so far, in MB; 0 where the system does not say.
fn peak(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kb = line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok());
    kb.unwrap_or_default() / 1024
}
