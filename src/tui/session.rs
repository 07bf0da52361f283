//! One run of the console: its threads, its channel, and the effects carried out.

use crate::error::{Kind, Problem};
use crate::tui::Options;
use crate::tui::app::{App, Setup};
use crate::tui::board::Board;
use crate::tui::effect::Effect;
use crate::tui::event::{self, Answer, Event, Program};
use crate::tui::jobs::Jobs;
use crate::tui::keymap::Keymap;
use crate::tui::terminal::Screen;
use crate::tui::theme::Theme;
use crate::tui::worker::{self, Clock, Keeper, SearchJob, StoreJob};
use crossterm::event as input;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Runs until the person leaves; every write that was asked for is done before this returns.
pub(super) fn run(options: Options) -> Result<(), Problem> {
    let clock = Arc::clone(&options.clock);
    let setup = Setup {
        who: options.who_name.clone(),
        store: options.store,
        demo: options.demo,
        filter: options.filter,
        keymap: Keymap::load(options.keys.as_ref())?,
        theme: Theme::new(options.colour),
    };
    let keeper = Keeper {
        workspace: options.workspace,
        who: options.who_name,
        clock: options.clock,
        formats: options.formats,
    };
    let (send, events) = mpsc::channel();
    let mut console = Console {
        app: App::new(setup, clock()),
        screen: Screen::take()?,
        store: Jobs::default(),
        search: Jobs::default(),
        clock,
        gate: Arc::default(),
        board: Arc::default(),
        editor: options.editor,
    };
    let (store, search) = (console.store.clone(), console.search.clone());
    let threads = start(&console, keeper, &send)?;
    let result = console
        .begin()
        .and_then(|()| event::run(&events, &mut console));
    drop(console);
    store.close();
    search.close();
    let lost = threads.into_iter().any(|it| it.join().is_err());
    result?;
    if lost {
        let hint = "start it again; every decision that was shown as done is stored";
        return Err(bug("a thread of the console stopped").hint(hint));
    }
    Ok(())
}

/// Starts the threads; returns those that end when their jobs are closed.
fn start(
    console: &Console,
    keeper: Keeper,
    send: &Sender<Event>,
) -> Result<Vec<JoinHandle<()>>, Problem> {
    let (jobs, to) = (console.store.clone(), send.clone());
    let keeping = spawn("keeper", move || keeper.run(&jobs, &to))?;
    let (jobs, to) = (console.search.clone(), send.clone());
    let searching = spawn("searcher", move || worker::search(&jobs, &to))?;
    // Not waited for at the end: it may be waiting for a key that never comes.
    let (gate, to) = (Arc::clone(&console.gate), send.clone());
    drop(spawn("input", move || read(&gate, &to))?);
    Ok(vec![keeping, searching])
}

fn bug(message: &str) -> Problem {
    Problem::new(Kind::Bug, message)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Problem> {
    let thread = Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|err| bug("no thread could be started").because(err))
}

/// The state with all that carries out its effects.
struct Console {
    app: App,
    screen: Screen,
    store: Jobs<StoreJob>,
    search: Jobs<SearchJob>,
    clock: Clock,
    gate: Arc<Gate>,
    /// The issues on the screen, so that the last hold on old ones is not let go here.
    board: Arc<Board>,
    editor: Option<String>,
}

impl Program for Console {
    fn update(&mut self, event: Event) -> Result<bool, Problem> {
        if matches!(event, Event::Resize(..)) {
            // Even to the size known: smaller in between, the terminal has cut what was there.
            self.screen.forget();
        }
        self.app.handle(event, (self.clock)());
        let board = self.app.search_board();
        if !Arc::ptr_eq(&board, &self.board) {
            let old = std::mem::replace(&mut self.board, board);
            self.search.write(SearchJob::Forget(old));
        }
        Ok(self.carry_out())
    }

    fn draw(&mut self) -> Result<(), Problem> {
        self.screen.draw(|frame| self.app.draw(frame))
    }

    fn wants_ticks(&self) -> bool {
        self.app.wants_ticks()
    }
}

impl Console {
    /// Learns the size, asks for the first rows and draws the first frame.
    fn begin(&mut self) -> Result<(), Problem> {
        if let Ok((width, height)) = crossterm::terminal::size() {
            self.app
                .handle(Event::Resize(width, height), (self.clock)());
        }
        self.carry_out();
        self.draw()
    }

    /// Carries out what the state asks for; false when the person leaves.
    fn carry_out(&mut self) -> bool {
        for effect in self.app.take_effects() {
            match effect {
                Effect::Load { number } => self.store.load(0, StoreJob::Load(number)),
                Effect::Open { number, id } => self.store.load(1, StoreJob::Open(number, id)),
                Effect::Suggestions { number } => {
                    self.store.load(2, StoreJob::Suggestions(number));
                }
                Effect::Explain { number, about } => {
                    self.store.load(3, StoreJob::Explain(number, about));
                }
                Effect::Plan { number, reports } => {
                    self.store.load(4, StoreJob::Plan(number, reports));
                }
                Effect::Sheet { number, screen } => {
                    self.store.load(5, StoreJob::Sheet(number, screen));
                }
                Effect::Write(write) => self.store.write(StoreJob::Write(write)),
                Effect::Filter {
                    number,
                    text,
                    caret,
                    sort,
                } => {
                    let (board, now) = (self.app.search_board(), (self.clock)());
                    self.search.load(
                        0,
                        SearchJob::Filter {
                            number,
                            text,
                            caret,
                            sort,
                            board,
                            now,
                        },
                    );
                }
                Effect::Find { number, text } => {
                    let (board, rows) = (self.app.search_board(), self.app.shown_rows());
                    self.search.load(
                        1,
                        SearchJob::Find {
                            number,
                            text,
                            board,
                            rows,
                        },
                    );
                }
                Effect::Edit { text } => self.edit(&text),
                Effect::Redraw => self.screen.forget(),
                Effect::Quit => return false,
            }
        }
        true
    }

    fn edit(&mut self, text: &str) {
        let answer = match &self.editor {
            None => Err(Problem::usage("no editor is set").hint("set VISUAL or EDITOR")),
            Some(editor) => {
                self.gate.shut();
                let edited = self.screen.edit(editor, text);
                self.gate.open();
                edited
            }
        };
        if let Ok((width, height)) = crossterm::terminal::size() {
            self.app
                .handle(Event::Resize(width, height), (self.clock)());
        }
        self.app
            .handle(Event::Answer(Answer::Edited(answer)), (self.clock)());
    }
}

/// Keeps the input thread from taking the editor's keys.
#[derive(Default)]
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    shut: bool,
    waiting: bool,
}

impl Gate {
    /// Returns once the input thread stands still.
    fn shut(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.shut = true;
        while !state.waiting {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn open(&self) {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .shut = false;
        self.changed.notify_all();
    }

    /// Called by the input thread between two looks at the keyboard.
    fn pass(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.shut {
            state.waiting = true;
            self.changed.notify_all();
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state.waiting = false;
    }
}

/// How long the input thread looks at the keyboard before it looks at the gate.
const LOOK: Duration = Duration::from_millis(100);

/// The input thread's life: ends with the console, or when the terminal is gone.
fn read(gate: &Gate, send: &Sender<Event>) {
    loop {
        gate.pass();
        let event = match input::poll(LOOK) {
            Ok(false) => continue,
            Ok(true) => match input::read() {
                Ok(input::Event::Key(key)) => Event::Key(key),
                Ok(input::Event::Paste(text)) => Event::Paste(text),
                Ok(input::Event::Resize(width, height)) => Event::Resize(width, height),
                Ok(
                    input::Event::FocusGained | input::Event::FocusLost | input::Event::Mouse(_),
                ) => {
                    continue;
                }
                Err(_) => break,
            },
            Err(_) => break,
        };
        if send.send(event).is_err() {
            return;
        }
    }
    drop(send.send(Event::Answer(Answer::Lost("input"))));
}
