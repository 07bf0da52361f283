//! The critical queue over time.

use super::Metric;
use super::history::{History, within};
use super::life::Stand;
use crate::model::Band;
use crate::model::figures::{Number, as_f64};

/// See the module's text.
pub(super) struct CriticalQueue;

impl Metric for CriticalQueue {
    fn id(&self) -> &'static str {
        "critical-queue"
    }

    fn name(&self) -> &'static str {
        "Critical queue"
    }

    fn definition(&self) -> &'static str {
        "Issues of band P1 that a scan sees and that no decision takes out of the queue, at the end of \
         each day. The band is the one the issue had on that day. Without a time: at the end of the \
         period."
    }

    fn unit(&self) -> &'static str {
        "issues"
    }

    fn first_page(&self) -> bool {
        true
    }

    fn numbers(&self, of: &History) -> Vec<Number> {
        let at = of.period.to;
        let open =
            |it: &super::life::Life| it.stand(at) == Stand::Open && it.at(at).band == Band::P1;
        let critical: Vec<_> = of.lives.iter().filter(|it| open(it)).collect();
        of.parts()
            .map(|(part, app)| {
                let mine = critical.iter().filter(|it| within(part, it.app));
                let mine = mine.map(|it| it.fingerprint).collect();
                Number {
                    filter: of.filter(app, "band:P1"),
                    series: course(of, part),
                    ..Number::count(app, "open", "P1", mine)
                }
            })
            .collect()
    }
}

/// How many there were at each point: what enters the queue between two points and what leaves it.
fn course(of: &History, part: Option<usize>) -> Vec<(i64, f64)> {
    let points = of.period.points();
    let mut enters = vec![0_usize; points.len() + 1];
    let mut leaves = vec![0_usize; points.len() + 1];
    let count = |counts: &mut Vec<usize>, at: i64| {
        let place = points.partition_point(|it| *it < at);
        if let Some(it) = counts.get_mut(place) {
            *it += 1;
        }
    };
    for life in of.lives.iter().filter(|it| within(part, it.app)) {
        let queued = life.queued();
        for (span, _) in queued.iter().filter(|it| it.1.band == Band::P1) {
            count(&mut enters, span.from);
            if let Some(until) = span.until {
                count(&mut leaves, until);
            }
        }
    }
    let mut now = 0_usize;
    let moves = enters.iter().zip(&leaves);
    let course = points.iter().zip(moves).map(|(at, (enter, leave))| {
        now = (now + enter).saturating_sub(*leave);
        (*at, as_f64(now))
    });
    course.collect()
}
