//! The two threads behind the screen: the keeper owns the workspace and does everything that
//! touches the store; the searcher filters and finds in what was loaded.
//!
//! Each answers through the one channel. A thread that ends by a panic says so as it goes, so the
//! console never waits for an answer that cannot come.

use crate::error::{Kind, Problem};
use crate::ops::formats::Formats;
use crate::ops::{
    Who, Workspace, decide, explain, explain_text, feeds, import, issues, queue, ranking, source,
    suggestions, undo,
};
use crate::tui::action::Action;
use crate::tui::board::Board;
use crate::tui::effect::{About, Reports, Write};
use crate::tui::event::{Answer, Event};
use crate::tui::filter::{self, Sort};
use crate::tui::find;
use crate::tui::jobs::{Jobs, Next};
use crate::tui::screens::sheet::{self, Desk, Screen};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// UTC seconds, from the caller.
pub(super) type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Gives the formats that reports are read with.
pub type LoadFormats = Arc<dyn Fn() -> Result<Formats, Problem> + Send + Sync>;

/// Work for the keeper.
#[derive(Debug)]
pub(super) enum StoreJob {
    /// Read all issues.
    Load(u64),
    /// Read one issue.
    Open(u64, i64),
    /// Read what may be one.
    Suggestions(u64),
    /// Explain something.
    Explain(u64, About),
    /// Work out what an import would change.
    Plan(u64, Reports),
    /// Read what a list screen shows.
    Sheet(u64, Action),
    /// Change the store.
    Write(Write),
}

/// Most suggestions that are read at once; answered ones make room for others.
const SUGGESTIONS: i64 = 500;

/// Work for the searcher.
#[derive(Debug)]
pub(super) enum SearchJob {
    /// Which rows pass.
    Filter {
        /// Number of the request.
        number: u64,
        /// The filter.
        text: String,
        /// Where it is being typed, in bytes.
        caret: usize,
        /// The order.
        sort: Sort,
        /// The issues.
        board: Arc<Board>,
        /// UTC seconds.
        now: i64,
    },
    /// Free what is no longer shown; a million texts are not freed between two frames.
    Forget(Arc<Board>),
    /// Which titles and places fit.
    Find {
        /// Number of the request.
        number: u64,
        /// What was typed.
        text: String,
        /// The issues.
        board: Arc<Board>,
        /// The rows shown.
        rows: Arc<[u32]>,
    },
}

/// How often the store is asked whether somebody else changed it.
const POLL: Duration = Duration::from_secs(2);

/// Says that a thread is gone when it goes without being asked to.
struct Guard<'a> {
    name: &'static str,
    send: &'a Sender<Event>,
    asked: bool,
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if !self.asked {
            drop(self.send.send(Event::Answer(Answer::Lost(self.name))));
        }
    }
}

/// The keeper's life.
pub(super) struct Keeper {
    /// The open store.
    pub(super) workspace: Workspace,
    /// Login name of the person.
    pub(super) who: String,
    /// The clock.
    pub(super) clock: Clock,
    /// What reports are read with.
    pub(super) formats: LoadFormats,
}

impl Keeper {
    /// Works until the jobs are closed.
    pub(super) fn run(mut self, jobs: &Jobs<StoreJob>, send: &Sender<Event>) {
        let mut guard = Guard {
            name: "keeper",
            send,
            asked: false,
        };
        let mut version = 0;
        loop {
            let answer = match jobs.next(POLL) {
                Next::Closed => break,
                Next::Job(job) => self.work(job),
                Next::Idle => match queue::version(&self.workspace) {
                    Ok(now) if now != version => {
                        version = now;
                        Answer::Version(now)
                    }
                    Ok(_) | Err(_) => continue,
                },
            };
            if send.send(Event::Answer(answer)).is_err() {
                break;
            }
        }
        guard.asked = true;
    }

    fn work(&mut self, job: StoreJob) -> Answer {
        match job {
            StoreJob::Load(number) => {
                // The version first: a change in between is then seen as one, not missed.
                let result = queue::version(&self.workspace).and_then(|version| {
                    let columns = queue::load(&self.workspace)?;
                    let feeds = feeds::ages(&self.workspace, (self.clock)())?;
                    Ok(Arc::new(Board {
                        feeds,
                        ..Board::new(columns, version)
                    }))
                });
                Answer::Loaded { number, result }
            }
            StoreJob::Open(number, id) => {
                let result = issues::load(&self.workspace, id).map(Box::new);
                Answer::Opened { number, result }
            }
            StoreJob::Suggestions(number) => Answer::Suggested {
                number,
                result: suggestions::list(&self.workspace, 0, SUGGESTIONS)
                    .and_then(|some| Ok((some, suggestions::count(&self.workspace)?))),
            },
            StoreJob::Explain(number, about) => Answer::Explained {
                number,
                result: self.explain(&about),
            },
            StoreJob::Plan(number, reports) => {
                let result = self.import(&reports, true).map(Box::new);
                Answer::Planned {
                    number,
                    reports,
                    result,
                }
            }
            StoreJob::Sheet(number, screen) => {
                let result = screen_of(screen).and_then(|it| it.load(&mut self.desk()));
                Answer::Sheet {
                    number,
                    result: result.map(Box::new),
                }
            }
            StoreJob::Write(write) => {
                let who = self.person();
                let result = match &write {
                    Write::Decide { issues, change } => {
                        decide::run(&mut self.workspace, issues, change, &who)
                    }
                    Write::Import(reports) => self.import(reports, false).and_then(imported),
                    Write::Sheet(doing) => {
                        screen_of(doing.screen).and_then(|it| it.carry_out(&mut self.desk(), doing))
                    }
                    Write::Undo => undo::undo(&mut self.workspace, None, &who),
                    Write::Redo => undo::redo(&mut self.workspace, &who),
                };
                Answer::Wrote { write, result }
            }
        }
    }
}

/// The list screen that an action opens.
fn screen_of(action: Action) -> Result<&'static dyn Screen, Problem> {
    let message = || format!("{} opens no list", action.name());
    sheet::of(action).ok_or_else(|| Problem::new(Kind::Bug, message()))
}

/// An import as the console tells it; its reports can be taken back one by one.
fn imported(outcome: import::Outcome) -> Result<decide::Outcome, Problem> {
    if let (true, Some(problem)) = (
        outcome.reports.is_empty(),
        outcome.failed.into_iter().next(),
    ) {
        return Err(problem);
    }
    let sum = |of: fn(&import::ReportOutcome) -> u64| outcome.reports.iter().map(of).sum::<u64>();
    let summary = format!(
        "imported: {} new, {} moved, {} gone, {} reopened",
        sum(|it| it.new),
        sum(|it| it.moved),
        sum(|it| it.gone),
        sum(|it| it.reopened)
    );
    Ok(decide::Outcome {
        event: outcome.reports.iter().map(|it| it.event).max().unwrap_or(0),
        changed: outcome.reports.len(),
        summary,
        ..decide::Outcome::default()
    })
}

impl Keeper {
    fn person(&self) -> Who {
        Who {
            name: self.who.clone(),
            at: (self.clock)(),
        }
    }

    fn desk(&mut self) -> Desk<'_> {
        Desk {
            who: self.person(),
            workspace: &mut self.workspace,
            formats: &self.formats,
        }
    }

    fn import(&mut self, reports: &Reports, plan: bool) -> Result<import::Outcome, Problem> {
        let opened = source::open(Path::new(&reports.path), &mut std::io::empty())?;
        let request = import::Request {
            sources: opened.sources,
            app: reports.app.clone(),
            plan,
            ..import::Request::default()
        };
        let who = self.person();
        let mut outcome = import::run(
            &mut self.workspace,
            &(self.formats)()?,
            &request,
            &who,
            &mut |_| {},
        )?;
        outcome.failed.splice(0..0, opened.failed);
        Ok(outcome)
    }

    fn explain(&self, about: &About) -> Result<Vec<String>, Problem> {
        match about {
            About::Issue(id) => {
                let digits = issues::id_digits(&self.workspace)?;
                let whole = explain::issue(&self.workspace, *id)?;
                let rank = ranking::rank(&self.workspace, *id)?;
                Ok(explain_text::whole(&whole, &rank, digits))
            }
            About::Ranks(one, other) => {
                let digits = issues::id_digits(&self.workspace)?;
                let versus = ranking::versus(&self.workspace, *one, *other)?;
                Ok(ranking::versus_text(&versus, digits))
            }
            About::Findings(one, other) => {
                let pair = explain::pair(&self.workspace, *one, *other)?;
                Ok(explain_text::pair(&pair))
            }
        }
    }
}

/// The searcher's life: works until the jobs are closed.
pub(super) fn search(jobs: &Jobs<SearchJob>, send: &Sender<Event>) {
    let mut guard = Guard {
        name: "searcher",
        send,
        asked: false,
    };
    loop {
        let job = match jobs.next(POLL * 1800) {
            Next::Closed => break,
            Next::Idle => continue,
            Next::Job(job) => job,
        };
        let Some(answer) = look(job) else { continue };
        if send.send(Event::Answer(answer)).is_err() {
            break;
        }
    }
    guard.asked = true;
}

fn look(job: SearchJob) -> Option<Answer> {
    match job {
        SearchJob::Filter {
            number,
            text,
            caret,
            sort,
            board,
            now,
        } => {
            let result = filter::run(&text, sort, &board.columns, now);
            let completions = filter::complete(&text, caret, &board.columns);
            Some(Answer::Filtered {
                number,
                result,
                completions,
            })
        }
        SearchJob::Find {
            number,
            text,
            board,
            rows,
        } => {
            let hits = find::run(&board, &rows, &text);
            Some(Answer::Found { number, hits })
        }
        SearchJob::Forget(board) => {
            drop(board);
            None
        }
    }
}
