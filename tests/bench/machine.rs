//! What a piece of work cost: wall time, processor time of all threads, peak memory. Linux only;
//! elsewhere the numbers that `/proc` has are 0.

use std::time::Instant;

/// Seconds that some work took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
}

/// Runs `work` and measures it.
pub(crate) fn measure<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let (start, before) = (Instant::now(), cpu());
    let out = work();
    let cost = Cost {
        wall: start.elapsed().as_secs_f64(),
        cpu: cpu() - before,
    };
    (out, cost)
}

/// Seconds of all threads that still run, by the scheduler's own count, in nanoseconds.
fn cpu() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    let spent = |task: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        text.split_ascii_whitespace().next()?.parse::<f64>().ok()
    };
    tasks.filter_map(spent).sum::<f64>() / 1e9
}

/// The most memory that this process ever had, in MB.
pub(crate) fn peak() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kb = line.and_then(|it| it.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kb.unwrap_or_default() / 1024.0
}
