//! A filter run in this process, without limits: for filters of our own in tests.

use super::program::{Globals, Program, Stop};
use super::{Answer, Job, Order, Runner, Session, Take};
use crate::error::Problem;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Runs filters in this process. Each is compiled once.
#[derive(Default)]
pub struct Here {
    compiled: Mutex<BTreeMap<[String; 2], Arc<[Program; 2]>>>,
}

struct Run {
    programs: Arc<[Program; 2]>,
    globals: Globals,
}

impl Runner for Here {
    fn start(&self, order: &Order<'_>) -> Result<Box<dyn Session>, Problem> {
        let mut globals = Globals::default();
        globals.context(order.context).map_err(Problem::input)?;
        let texts = order.texts.map(str::to_owned);
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = compiled.get(&texts) {
            let programs = Arc::clone(known);
            return Ok(Box::new(Run { programs, globals }));
        }
        let compile = |text| Program::compile(text).map_err(|it| it.in_filter(""));
        let [main, scan] = order.texts;
        let programs = Arc::new([compile(main)?, compile(scan)?]);
        compiled.insert(texts, Arc::clone(&programs));
        Ok(Box::new(Run { programs, globals }))
    }
}

impl Session for Run {
    fn run(&mut self, job: Job<'_>, take: &mut Take<'_>) -> Result<(), Problem> {
        if let Some(at) = job.at {
            self.globals.at(at).map_err(Problem::input)?;
        }
        let [main, scan] = self.programs.as_ref();
        let program = if job.scan { scan } else { main };
        let mut value = |json: &[u8]| take(&job.place, Answer::Value(json.to_vec()));
        match program.run(job.record, &self.globals, &mut value) {
            Ok(()) => Ok(()),
            Err(Stop::Failed(why)) => take(&job.place, Answer::Failed(why)),
            Err(Stop::Taken(problem)) => Err(problem),
        }
    }

    fn finish(&mut self, _: &mut Take<'_>) -> Result<(), Problem> {
        Ok(())
    }
}
