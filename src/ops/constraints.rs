//! What people said belongs together or apart, loaded once for an operation.

use crate::correlate::constraint::{Constraint, Kind};
use crate::error::Problem;
use crate::model::{Digest, text};
use crate::store::Tx;
use crate::store::hand_links::{self, HandLink, Tie};
use crate::store::members;
use std::collections::{BTreeMap, BTreeSet};

/// Standing constraints, and which of them name a finding.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    all: Vec<Constraint>,
    of: BTreeMap<Digest, Vec<usize>>,
}

impl Constraints {
    /// Loads all that stand.
    pub(super) fn load(tx: &Tx<'_>) -> Result<Self, Problem> {
        let mut out = Self::default();
        let rows = hand_links::standing(tx)?;
        for part in rows.chunk_by(|a, b| (a.event, a.part) == (b.event, b.part)) {
            let Some(first) = part.first() else {
                continue;
            };
            for it in part {
                out.of
                    .entry(it.fingerprint)
                    .or_default()
                    .push(out.all.len());
            }
            out.all.push(constraint(first, part));
        }
        Ok(out)
    }

    /// True when nobody ever said anything.
    pub(super) const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Those that name at least one of some findings.
    pub(super) fn about<'a>(&self, prints: impl Iterator<Item = &'a Digest>) -> Vec<&Constraint> {
        let found: BTreeSet<usize> = prints
            .filter_map(|it| self.of.get(it))
            .flatten()
            .copied()
            .collect();
        found
            .into_iter()
            .filter_map(|at| self.all.get(at))
            .collect()
    }

    /// Row numbers of the findings that must be with one. What `seen` holds was asked before.
    pub(super) fn mates(
        &self,
        tx: &Tx<'_>,
        print: Digest,
        seen: &mut BTreeSet<usize>,
    ) -> Result<Vec<i64>, Problem> {
        let mut out = Vec::new();
        for at in self.of.get(&print).into_iter().flatten() {
            if let Some(Constraint {
                kind: Kind::Together(prints),
                ..
            }) = self.all.get(*at)
                && seen.insert(*at)
            {
                for other in prints {
                    out.extend(members::with_fingerprint(tx, *other)?);
                }
            }
        }
        Ok(out)
    }

    /// Every two findings that must be one, next to each other.
    pub(super) fn each_pair(
        &self,
        tx: &Tx<'_>,
        visit: &mut dyn FnMut(i64, i64),
    ) -> Result<(), Problem> {
        for it in &self.all {
            let Kind::Together(prints) = &it.kind else {
                continue;
            };
            let mut last = None;
            for print in prints {
                let Some(id) = members::with_fingerprint(tx, *print)? else {
                    continue;
                };
                if let Some(last) = last {
                    visit(last, id);
                }
                last = Some(id);
            }
        }
        Ok(())
    }
}

fn constraint(first: &HandLink, part: &[HandLink]) -> Constraint {
    let side = |side: u8| {
        let here = part.iter().filter(|it| it.side == side);
        here.map(|it| it.fingerprint).collect::<Vec<_>>()
    };
    let kind = match first.tie {
        Tie::Must => Kind::Together(side(0)),
        Tie::Cannot => Kind::Apart(side(0), side(1)),
        Tie::Waived => Kind::Waived(side(0), side(1)),
    };
    Constraint {
        event: first.event,
        kind,
        says: says(&first.actor, &first.reason, first.event),
    }
}

/// Who said it, why and where that stands, on one line.
pub(super) fn says(actor: &str, reason: &str, event: i64) -> String {
    let (actor, reason) = (text::one_line(actor, 60), text::one_line(reason, 200));
    format!("{actor}: {reason} (event {event})")
}
