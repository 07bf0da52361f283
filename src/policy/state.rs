//! The one state machine of an issue, as a table. What is not in it is refused, with the reason.
//!
//! ```text
//!            confirm        start            scan: gone
//!   new ───────────▶ confirmed ───▶ in-work ───────────▶ fixed
//!    │ false-positive        │ approve      │ snooze       │ scan: back
//!    ▼                       ▼              ▼              ▼
//!   false-positive        exception      snoozed        reopened ──▶ like new
//!    └──────────── ends, wakes ─────────────┴──────────────▲
//! ```

use crate::model::Status;

/// What moves an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// Somebody says it is real.
    Confirm,
    /// Somebody starts work.
    Start,
    /// Somebody or a rule says the tools are wrong.
    FalsePositive,
    /// Somebody takes back what was said.
    Reset,
    /// Somebody asks for an exception; nothing is hidden by that.
    Request,
    /// An exception is approved.
    Except,
    /// Somebody puts it off.
    Snooze,
    /// An exception, a rule or a snooze has ended, or what was known has changed.
    Wake,
    /// No scan sees it any more.
    Vanish,
    /// A scan sees it again.
    Return,
}

impl Move {
    /// Every move.
    pub const ALL: &[Self] = &[
        Self::Confirm,
        Self::Start,
        Self::FalsePositive,
        Self::Reset,
        Self::Request,
        Self::Except,
        Self::Snooze,
        Self::Wake,
        Self::Vanish,
        Self::Return,
    ];

    /// In words: `an issue that is fixed cannot be …`.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Confirm => "confirmed",
            Self::Start => "taken up",
            Self::FalsePositive => "called a false positive",
            Self::Reset => "reset",
            Self::Request => "put up for an exception",
            Self::Except => "put under an exception",
            Self::Snooze => "snoozed",
            Self::Wake => "woken",
            Self::Vanish => "fixed",
            Self::Return => "reopened",
        }
    }
}

use Move as M;
use Status as S;

/// From, by what, to. Published in the handbook of the program; a test holds it to the code.
pub const TABLE: &[(S, &[(M, S)])] = &[
    (S::New, OPEN),
    (S::Confirmed, OPEN),
    (S::InWork, OPEN),
    (S::Reopened, OPEN),
    (
        S::FalsePositive,
        &[
            (M::Confirm, S::Confirmed),
            (M::Start, S::InWork),
            (M::FalsePositive, S::FalsePositive),
            (M::Reset, S::New),
            (M::Wake, S::Reopened),
        ],
    ),
    (
        S::Exception,
        &[
            (M::Request, S::Exception),
            (M::Except, S::Exception),
            (M::Wake, S::Reopened),
            (M::Vanish, S::Fixed),
        ],
    ),
    (
        S::Snoozed,
        &[
            (M::Confirm, S::Confirmed),
            (M::Start, S::InWork),
            (M::FalsePositive, S::FalsePositive),
            (M::Reset, S::New),
            (M::Request, S::Snoozed),
            (M::Except, S::Exception),
            (M::Snooze, S::Snoozed),
            (M::Wake, S::Reopened),
            (M::Vanish, S::Fixed),
        ],
    ),
    (
        S::Fixed,
        &[
            (M::FalsePositive, S::FalsePositive),
            (M::Reset, S::Fixed),
            (M::Return, S::Reopened),
        ],
    ),
];

/// What may be done with an issue that is in the queue.
const OPEN: &[(M, S)] = &[
    (M::Confirm, S::Confirmed),
    (M::Start, S::InWork),
    (M::FalsePositive, S::FalsePositive),
    (M::Reset, S::New),
    (M::Request, S::New),
    (M::Except, S::Exception),
    (M::Snooze, S::Snoozed),
    (M::Vanish, S::Fixed),
];

/// Where a move leads, or why it is not made. A request leaves an open issue as it is.
///
/// # Errors
///
/// A sentence for a person when the table has no such move.
pub fn next(from: Status, by: Move) -> Result<Status, String> {
    let row = TABLE.iter().find(|(it, _)| *it == from);
    let moves = row.map_or(&[][..], |(_, moves)| *moves);
    match moves.iter().find(|(it, _)| *it == by) {
        Some((M::Request, _)) => Ok(from),
        Some((_, to)) => Ok(*to),
        None => Err(refusal(from, by)),
    }
}

fn refusal(from: Status, by: Move) -> String {
    let done = by.done();
    match from {
        S::Fixed => format!("it is fixed: what no scan sees cannot be {done}"),
        S::Exception => format!("an exception is in force: withdraw it before it is {done}"),
        S::FalsePositive => format!("it is a false positive: reset it before it is {done}"),
        S::New | S::Confirmed | S::InWork | S::Snoozed | S::Reopened => {
            format!("an issue that is {from} cannot be {done}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_row_and_every_status_is_reached() {
        for it in Status::ALL {
            assert!(TABLE.iter().any(|(from, _)| from == it), "{it} has no row");
            let mut to = TABLE.iter().flat_map(|(_, moves)| *moves);
            assert!(to.any(|(_, to)| to == it), "{it} is never reached");
        }
    }

    #[test]
    fn nothing_hidden_comes_back_but_by_a_person_or_a_wake() {
        for from in [S::FalsePositive, S::Exception, S::Snoozed] {
            assert_eq!(next(from, M::Wake), Ok(S::Reopened));
            assert!(next(from, M::Return).is_err());
        }
    }

    #[test]
    fn what_is_not_in_the_table_is_refused_with_the_way_out() {
        assert!(
            next(S::Fixed, M::Snooze)
                .unwrap_err()
                .contains("no scan sees")
        );
        assert!(
            next(S::Exception, M::Confirm)
                .unwrap_err()
                .contains("withdraw it")
        );
        assert!(
            next(S::FalsePositive, M::Request)
                .unwrap_err()
                .contains("reset it")
        );
        assert_eq!(next(S::Confirmed, M::Request), Ok(S::Confirmed));
    }
}
