//! A filter run in this process, without limits: for filters of our own in tests.

use super::program::{Globals, Program, Stop};
use super::{Answer, Job, Order, Runner, Session, Take};
use crate::error::Problem;

/// Runs filters in this process.
#[derive(Clone, Copy, Debug)]
pub struct Here;

struct Run {
    main: Program,
    scan: Program,
    globals: Globals,
}

impl Runner for Here {
    fn start(&self, order: &Order<'_>) -> Result<Box<dyn Session>, Problem> {
        let compile = |text| Program::compile(text).map_err(|it| it.in_filter(""));
        let mut globals = Globals::default();
        globals.context(order.context).map_err(Problem::input)?;
        let [main, scan] = order.texts;
        Ok(Box::new(Run {
            main: compile(main)?,
            scan: compile(scan)?,
            globals,
        }))
    }
}

impl Session for Run {
    fn run(&mut self, job: Job<'_>, take: &mut Take<'_>) -> Result<(), Problem> {
        if let Some(at) = job.at {
            self.globals.at(at).map_err(Problem::input)?;
        }
        let program = if job.scan { &self.scan } else { &self.main };
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
