//! What a piece of work cost: wall time, processor time of all threads, peak memory. Linux only;
//! elsewhere the numbers that `/proc` has are 0.

use std::time::Instant;

/// Ticks per second of `/proc/self/stat`; 100 on every Linux that this is run on.
const TICKS: f64 = 100.0;

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

fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is the program's name in brackets and may hold blanks.
    let rest = text.rsplit_once(')').map_or("", |it| it.1);
    let fields = rest.split_ascii_whitespace().skip(11).take(2);
    fields.filter_map(|it| it.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// The most memory that this process ever had, in MB.
pub(crate) fn peak() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kb = line.and_then(|it| it.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    kb.unwrap_or_default() / 1024.0
}
