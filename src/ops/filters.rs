//! The process in which a filter runs: this program again, without environment, under limits.
//!
//! One process for each report. Records go down and answers come up at the same time, so that neither
//! side waits for the other at every record. A filter that does not end, fills memory or breaks its
//! process takes the report with it and nothing else: the import of that report is an error that names
//! filter and record, and is rolled back.

use crate::error::{Kind, Place, Problem};
use crate::formats::filter::{Answer, Down, Fault, Job, Order, Runner, Session, Take, Up};
use crate::model::RecordPlace;
use crate::model::text::one_line;
use std::collections::VecDeque;
use std::io::{self, BufReader, BufWriter, Read, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

/// The word that makes this program serve filters, in place of a command.
pub const SERVE: &str = "__filter";

/// Records under way: enough that neither side waits.
const WINDOW: usize = 256;

/// Bytes of records under way.
const WINDOW_BYTES: usize = 4 * 1024 * 1024;

/// What a filter may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time for one record.
    pub record: Duration,
    /// Time for all records of a report.
    pub report: Duration,
    /// Bytes of memory of its process.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            record: Duration::from_secs(10),
            report: Duration::from_mins(10),
            memory: 512 * 1024 * 1024,
        }
    }
}

/// Runs filters in processes of this program.
#[derive(Clone, Debug)]
pub struct Workers {
    /// The program.
    pub program: PathBuf,
    /// What each may take.
    pub limits: Limits,
}

impl Runner for Workers {
    fn start(&self, order: &Order<'_>) -> Result<Box<dyn Session>, Problem> {
        Ok(Box::new(Worker::start(self, order)?))
    }
}

/// What is to be written to the process.
struct Message(Down, Vec<u8>);

/// What became of a record: its answers up to the last.
enum News {
    Value(Vec<u8>),
    Ended(Option<String>),
    Fault(String),
}

struct Worker {
    name: String,
    limits: Limits,
    child: Child,
    to: Option<Sender<Message>>,
    from: Receiver<io::Result<News>>,
    errors: Option<thread::JoinHandle<String>>,
    /// Records under way, in order, with their size.
    pending: VecDeque<(RecordPlace, usize)>,
    bytes: usize,
    /// How long the first of them, and all of the report, has been waited for.
    record: Duration,
    report: Duration,
}

impl Worker {
    fn start(workers: &Workers, order: &Order<'_>) -> Result<Self, Problem> {
        let memory = workers.limits.memory.to_string();
        let seconds = (workers.limits.report.as_secs() + 5).to_string();
        let mut child = Command::new(&workers.program)
            .args([SERVE, &memory, &seconds])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|err| {
                let message = format!("the process for filter '{}' does not start", order.name);
                Problem::new(Kind::Bug, message).because(err)
            })?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(Problem::new(Kind::Bug, "a process without pipes"));
        };
        let (to, messages) = mpsc::channel();
        let (news, from) = mpsc::sync_channel(WINDOW);
        thread::spawn(move || send(&messages, stdin));
        thread::spawn(move || receive(stdout, &news));
        let mut out = Self {
            name: order.name.to_owned(),
            limits: workers.limits,
            child,
            to: Some(to),
            from,
            errors: Some(thread::spawn(move || last_words(stderr))),
            pending: VecDeque::new(),
            bytes: 0,
            record: Duration::ZERO,
            report: Duration::ZERO,
        };
        let [main, scan] = order.texts;
        out.send(Down::Text, main.as_bytes());
        out.send(Down::ScanText, scan.as_bytes());
        out.send(Down::Context, order.context);
        out.send(Down::Ping, b"");
        // Nothing is sent to a filter that cannot be run.
        out.pending.push_back((RecordPlace::default(), 0));
        out.wait(&mut |_, _| Ok(()))?;
        Ok(out)
    }

    fn send(&self, what: Down, bytes: &[u8]) {
        // A process that is gone is noticed where its answer is missed.
        if let Some(to) = &self.to {
            to.send(Message(what, bytes.to_vec())).ok();
        }
    }

    /// Waits for one answer of the first record under way.
    fn wait(&mut self, take: &mut Take<'_>) -> Result<(), Problem> {
        let left = self.limits.record.saturating_sub(self.record);
        let left = left.min(self.limits.report.saturating_sub(self.report));
        let before = Instant::now();
        let news = self.from.recv_timeout(left);
        let waited = before.elapsed();
        self.record += waited;
        self.report += waited;
        match news {
            Ok(Ok(news)) => self.take(news, take),
            Ok(Err(err)) => Err(self.ended(&err.to_string())),
            Err(RecvTimeoutError::Disconnected) => Err(self.ended("its process ended")),
            Err(RecvTimeoutError::Timeout) if self.report >= self.limits.report => {
                let limit = self.limits.report.as_secs_f64();
                Err(self.ended(&format!("it took more than {limit} s for this report")))
            }
            Err(RecvTimeoutError::Timeout) => {
                let limit = self.limits.record.as_secs_f64();
                Err(self.ended(&format!("it took more than {limit} s for this record")))
            }
        }
    }

    fn take(&mut self, news: News, take: &mut Take<'_>) -> Result<(), Problem> {
        let Some((place, size)) = self.pending.front() else {
            return Err(self.ended("its process answers what was not asked"));
        };
        match news {
            News::Value(value) => take(place, Answer::Value(value)),
            News::Ended(why) => {
                if let Some(why) = why {
                    take(place, Answer::Failed(why))?;
                }
                self.bytes -= size;
                self.record = Duration::ZERO;
                self.pending.pop_front();
                Ok(())
            }
            News::Fault(text) => {
                let (line, message) = text.split_once(' ').unwrap_or(("", &text));
                let fault = Fault {
                    line: line.parse().unwrap_or(1),
                    message: one_line(message, 300),
                };
                Err(fault.in_filter(""))
            }
        }
    }

    /// Ends the process and says why its filter is at fault.
    fn ended(&mut self, why: &str) -> Problem {
        self.child.kill().ok();
        self.child.wait().ok();
        let said = self.errors.take().and_then(|it| it.join().ok());
        let said = said.unwrap_or_default();
        let why = if said.contains("memory allocation") {
            let limit = self.limits.memory / 1024 / 1024;
            format!("it needs more than {limit} MiB of memory")
        } else if said.contains("overflowed its stack") {
            "it calls itself too deeply".to_owned()
        } else {
            why.to_owned()
        };
        let place = self.pending.front().map(|(place, _)| Place {
            file: String::new(),
            line: Some(place.line),
            path: place.path.clone(),
        });
        let problem = Problem::input(format!("filter '{}' was stopped: {why}", self.name)).hint(
            "nothing of this report was kept; mend the filter, or name another with --format",
        );
        match place {
            Some(place) => problem.at(place),
            None => problem,
        }
    }
}

impl Session for Worker {
    fn run(&mut self, job: Job<'_>, take: &mut Take<'_>) -> Result<(), Problem> {
        let size = job.record.len();
        while self.pending.len() >= WINDOW
            || (self.bytes + size > WINDOW_BYTES && !self.pending.is_empty())
        {
            self.wait(take)?;
        }
        if let Some(at) = job.at {
            self.send(Down::At, at);
        }
        let what = if job.scan { Down::Scan } else { Down::Record };
        self.send(what, job.record);
        self.bytes += size;
        self.pending.push_back((job.place, size));
        Ok(())
    }

    fn finish(&mut self, take: &mut Take<'_>) -> Result<(), Problem> {
        while !self.pending.is_empty() {
            self.wait(take)?;
        }
        Ok(())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Without input it ends by itself; a filter that runs on is not waited for.
        self.to = None;
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn send(messages: &Receiver<Message>, to: impl io::Write) {
    let mut to = BufWriter::with_capacity(64 * 1024, to);
    while let Ok(Message(what, bytes)) = messages.recv() {
        let mut sent = what.write(&bytes, &mut to);
        while let Ok(Message(what, bytes)) = messages.try_recv() {
            sent = sent.and_then(|()| what.write(&bytes, &mut to));
        }
        if sent.and_then(|()| to.flush()).is_err() {
            return;
        }
    }
}

fn receive(from: impl Read, news: &SyncSender<io::Result<News>>) {
    let mut from = BufReader::with_capacity(64 * 1024, from);
    loop {
        let mut bytes = Vec::new();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let one = match Up::read(&mut from, &mut bytes) {
            Ok(None) => return,
            Ok(Some(Up::Value)) => Ok(News::Value(bytes)),
            Ok(Some(Up::Done)) => Ok(News::Ended(None)),
            Ok(Some(Up::Failed)) => Ok(News::Ended(Some(text(bytes)))),
            Ok(Some(Up::Fault)) => Ok(News::Fault(text(bytes))),
            Err(err) => Err(err),
        };
        let last = one.is_err();
        if news.send(one).is_err() || last {
            return;
        }
    }
}

/// The start of what the process says when it dies.
fn last_words(from: impl Read) -> String {
    let mut bytes = Vec::new();
    from.take(16 * 1024).read_to_end(&mut bytes).ok();
    String::from_utf8_lossy(&bytes).into_owned()
}
