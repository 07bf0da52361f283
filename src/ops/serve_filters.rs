//! The other side of [`super::filters`]: what this program does as the process of a filter.

use crate::formats::filter;
use std::io;
use std::thread;

/// Bytes of the stack: records and filters may be nested deeply.
const STACK: usize = 64 * 1024 * 1024;

/// Serves filters on standard input and output, with so many bytes of memory and seconds of processor
/// time.
pub fn run(memory: u64, seconds: u64) -> io::Result<()> {
    limit(memory, seconds)?;
    let serve = || filter::serve(io::stdin(), io::stdout());
    let thread = thread::Builder::new().stack_size(STACK).spawn(serve)?;
    thread
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the filter broke its process")))
}

/// What the parent holds is time on the clock; this holds even when the parent is gone.
#[cfg(unix)]
fn limit(memory: u64, seconds: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = |it| Rlimit {
        current: Some(it),
        maximum: Some(it),
    };
    setrlimit(Resource::Core, most(0))?;
    setrlimit(Resource::Cpu, most(seconds))?;
    setrlimit(Resource::As, most(memory))?;
    Ok(())
}

/// Elsewhere the parent's clock and the limits on what goes up and down have to do.
#[cfg(not(unix))]
fn limit(_memory: u64, _seconds: u64) -> io::Result<()> {
    Ok(())
}
