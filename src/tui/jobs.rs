//! Work off the screen thread. Writes queue up and are never dropped; of each kind of load only the
//! newest waits.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Work for one thread.
#[derive(Debug)]
pub struct Jobs<T> {
    inner: Arc<(Mutex<Waiting<T>>, Condvar)>,
}

#[derive(Debug)]
struct Waiting<T> {
    writes: VecDeque<T>,
    loads: BTreeMap<u8, T>,
    closed: bool,
}

/// What the thread is to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// This.
    Job(T),
    /// Nothing came for the time given.
    Idle,
    /// Nothing more will come; every write is done.
    Closed,
}

impl<T> Clone for Jobs<T> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<T> Default for Jobs<T> {
    fn default() -> Self {
        let waiting = Waiting {
            writes: VecDeque::new(),
            loads: BTreeMap::new(),
            closed: false,
        };
        Self {
            inner: Arc::new((Mutex::new(waiting), Condvar::new())),
        }
    }
}

impl<T> Jobs<T> {
    /// Queues a write behind all others.
    pub fn write(&self, job: T) {
        self.lock().writes.push_back(job);
        self.inner.1.notify_one();
    }

    /// Asks for a load of a kind; one of the same kind that nobody has begun is forgotten.
    pub fn load(&self, kind: u8, job: T) {
        self.lock().loads.insert(kind, job);
        self.inner.1.notify_one();
    }

    /// Lets the thread end, once every write is done. Loads are forgotten.
    pub fn close(&self) {
        let mut waiting = self.lock();
        waiting.closed = true;
        waiting.loads.clear();
        drop(waiting);
        self.inner.1.notify_all();
    }

    /// The next job: writes first, then the loads. Called by the thread.
    pub fn next(&self, patience: Duration) -> Next<T> {
        let mut waiting = self.lock();
        loop {
            if let Some(job) = waiting.writes.pop_front() {
                return Next::Job(job);
            }
            if let Some((_, job)) = waiting.loads.pop_first() {
                return Next::Job(job);
            }
            if waiting.closed {
                return Next::Closed;
            }
            let (guard, timeout) = self
                .inner
                .1
                .wait_timeout(waiting, patience)
                .unwrap_or_else(PoisonError::into_inner);
            waiting = guard;
            if timeout.timed_out() && waiting.writes.is_empty() && waiting.loads.is_empty() {
                return if waiting.closed {
                    Next::Closed
                } else {
                    Next::Idle
                };
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        self.inner.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_load_of_a_kind_waits_and_writes_go_first() {
        let jobs = Jobs::default();
        jobs.load(1, "old");
        jobs.load(2, "other");
        jobs.load(1, "new");
        jobs.write("first");
        jobs.write("second");
        let order: Vec<_> = std::iter::from_fn(|| match jobs.next(Duration::ZERO) {
            Next::Job(job) => Some(job),
            Next::Idle | Next::Closed => None,
        })
        .collect();
        assert_eq!(order, ["first", "second", "new", "other"]);
    }

    #[test]
    fn closing_forgets_loads_and_keeps_writes() {
        let jobs = Jobs::default();
        jobs.load(1, "load");
        jobs.write("write");
        jobs.close();
        assert_eq!(jobs.next(Duration::ZERO), Next::Job("write"));
        assert_eq!(jobs.next(Duration::ZERO), Next::Closed);
    }
}
