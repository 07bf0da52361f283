//! The life of an exception: request, approvals or a no, end. One function makes every step, for
//! the console, the command line and the log read back alike.
//! ```text
//! requested ─ approvals enough ─▶ approved ─ its end ─▶ expired
//!     ├─ reject ─▶ rejected          └─ withdraw ─▶ withdrawn
//!     └─ withdraw ─▶ withdrawn
//! ```

use crate::error::Problem;
use crate::model::exception::Ended;
use crate::model::{Approval, DAY, Exception, ExceptionState, Treatment};
use crate::policy::rules::Rules;
use crate::policy::signature;
use serde::{Deserialize, Serialize};

/// One step in the life of an exception, as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Somebody asks.
    Request(Box<Exception>),
    /// Somebody else says yes.
    Approve(Approval),
    /// Somebody else says no.
    Reject(Ended),
    /// It is taken back.
    Withdraw(Ended),
    /// Its end has come, UTC seconds.
    Expire(i64),
}

impl Act {
    /// The stable word for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Request(_) => "request",
            Self::Approve(_) => "approve",
            Self::Reject(_) => "reject",
            Self::Withdraw(_) => "withdraw",
            Self::Expire(_) => "expire",
        }
    }
}

/// What an exception is after a step. `now` is what stands; only a request begins with nothing.
///
/// # Errors
///
/// A usage problem with the rule that forbids it; nothing has changed then.
pub fn step(now: Option<&Exception>, act: &Act, rules: &Rules) -> Result<Exception, Problem> {
    match (now, act) {
        (None, Act::Request(draft)) => request(draft, rules),
        (Some(it), Act::Request(_)) => Err(Problem::usage(format!("{} exists already", it.id))),
        (None, _) => Err(Problem::usage("there is no such exception")
            .hint("`sluice exception list` shows their ids")),
        (Some(it), Act::Approve(approval)) => approve(it, approval, rules),
        (Some(it), Act::Reject(ended)) => reject(it, ended, rules),
        (Some(it), Act::Withdraw(ended)) => withdraw(it, ended, rules),
        (Some(it), Act::Expire(at)) => expire(it, *at),
    }
}

/// Whether somebody may bring an exception back to what it was, by undo or redo: what makes it
/// stand again is an approval, which nobody gives to a request of their own.
pub fn may_restore(to: &Exception, who: &str) -> Result<(), Problem> {
    if to.state == ExceptionState::Approved && same(&to.requested_by, who) {
        return Err(own(to));
    }
    Ok(())
}

/// Two spellings of one login.
fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn own(it: &Exception) -> Problem {
    Problem::usage(format!(
        "{} was requested by {}, who cannot approve it",
        it.id, it.requested_by
    ))
    .hint("somebody else with authority must; `sluice exception show` says who")
}

fn request(draft: &Exception, rules: &Rules) -> Result<Exception, Problem> {
    if draft.issues.is_empty() {
        return Err(Problem::usage("an exception needs issues"));
    }
    if draft.reason.trim().is_empty() {
        return Err(Problem::usage("an exception needs a reason")
            .hint("say why with --reason; whoever approves it reads that"));
    }
    if draft.requested_by.trim().is_empty() {
        return Err(
            Problem::usage("nobody requests this exception").hint("name yourself with SLUICE_USER")
        );
    }
    let (longest, band) = (rules.longest_days(draft.band()), draft.band());
    if draft.ends <= draft.requested_at {
        return Err(Problem::usage("an exception ends after it begins")
            .hint("give a date to come with --until"));
    }
    if draft.ends > draft.requested_at + i64::from(longest) * DAY {
        return Err(Problem::usage(format!(
            "an exception about a {band} issue lasts {longest} days at most"
        ))
        .hint("give an earlier --until; it can be renewed, which is counted"));
    }
    if draft.treatment == Treatment::Mitigate && draft.control.is_none() {
        return Err(Problem::usage("to mitigate needs a compensating control")
            .hint("name it with --control, --control-owner and --control-check"));
    }
    if let Some(it) = &draft.control {
        if it.text.trim().is_empty() || it.owner.trim().is_empty() {
            return Err(Problem::usage("a control needs a text and an owner")
                .hint("give --control and --control-owner"));
        }
        if it.check <= draft.requested_at || it.check > draft.ends {
            return Err(
                Problem::usage("a control is checked before the exception ends")
                    .hint("give a date between now and --until with --control-check"),
            );
        }
    }
    Ok(Exception {
        state: ExceptionState::Requested,
        needs: rules.needs(&draft.issues),
        approvals: Vec::new(),
        ended: None,
        ..draft.clone()
    })
}

fn approve(it: &Exception, approval: &Approval, rules: &Rules) -> Result<Exception, Problem> {
    expect(it, &[ExceptionState::Requested], "approved")?;
    if same(&it.requested_by, &approval.by) {
        return Err(own(it));
    }
    if approval.at >= it.ends {
        return Err(Problem::usage(format!("the end of {} has passed", it.id))
            .hint("request it anew with another end"));
    }
    if it.approvals.iter().any(|done| same(&done.by, &approval.by)) {
        let left = usize::try_from(it.needs)
            .unwrap_or(1)
            .saturating_sub(it.approvals.len());
        return Err(
            Problem::usage(format!("{} has approved {} already", approval.by, it.id))
                .hint(format!("{left} more must")),
        );
    }
    authorised(it, &approval.by, rules)?;
    let mut approval = approval.clone();
    match &mut approval.signature {
        Some(given) => {
            let statement = it.statement();
            given.key =
                signature::verify(&rules.approval, &approval.by, &statement, &given.armour)?;
        }
        None if rules.approval.signed => {
            return Err(
                Problem::usage("the policy demands a signed approval").hint(format!(
                    "sluice exception statement {id} > {id}.txt\n\
                 ssh-keygen -Y sign -n {ns} -f ~/.ssh/id_ed25519 {id}.txt\n\
                 sluice exception approve {id} --signature {id}.txt.sig",
                    id = it.id,
                    ns = signature::NAMESPACE,
                )),
            );
        }
        None => {}
    }
    let mut out = it.clone();
    out.approvals.push(approval);
    if out.approvals.len() >= usize::try_from(out.needs).unwrap_or(usize::MAX) {
        out.state = ExceptionState::Approved;
    }
    Ok(out)
}

fn reject(it: &Exception, ended: &Ended, rules: &Rules) -> Result<Exception, Problem> {
    expect(it, &[ExceptionState::Requested], "rejected")?;
    if same(&it.requested_by, &ended.by) {
        return Err(Problem::usage("nobody rejects a request of their own")
            .hint(format!("take it back: sluice exception withdraw {}", it.id)));
    }
    authorised(it, &ended.by, rules)?;
    end(it, ended, ExceptionState::Rejected)
}

fn withdraw(it: &Exception, ended: &Ended, rules: &Rules) -> Result<Exception, Problem> {
    let from = [ExceptionState::Requested, ExceptionState::Approved];
    expect(it, &from, "withdrawn")?;
    if !same(&it.requested_by, &ended.by) {
        authorised(it, &ended.by, rules)?;
    }
    end(it, ended, ExceptionState::Withdrawn)
}

fn end(it: &Exception, ended: &Ended, state: ExceptionState) -> Result<Exception, Problem> {
    if ended.reason.trim().is_empty() {
        return Err(Problem::usage("this needs a reason").hint("say why with --reason"));
    }
    Ok(Exception {
        state,
        ended: Some(ended.clone()),
        ..it.clone()
    })
}

fn expire(it: &Exception, at: i64) -> Result<Exception, Problem> {
    let from = [ExceptionState::Requested, ExceptionState::Approved];
    expect(it, &from, "expired")?;
    if at < it.ends {
        return Err(Problem::usage(format!("{} has not ended yet", it.id)));
    }
    Ok(Exception {
        state: ExceptionState::Expired,
        ..it.clone()
    })
}

fn expect(it: &Exception, from: &[ExceptionState], done: &str) -> Result<(), Problem> {
    if from.contains(&it.state) {
        return Ok(());
    }
    Err(Problem::usage(format!(
        "{} is {}: it cannot be {done} any more",
        it.id, it.state
    ))
    .hint("request a new one; --renews keeps the count"))
}

fn authorised(it: &Exception, who: &str, rules: &Rules) -> Result<(), Problem> {
    let Some(issue) = rules.without_authority(who, &it.issues) else {
        return Ok(());
    };
    let people = rules.authority(issue).map(|it| it.people.join(", "));
    Err(Problem::usage(format!(
        "{who} has no authority over {} issues of {}",
        issue.band, issue.app
    ))
    .hint(format!(
        "by the policy '{}' it is {}",
        rules.label(),
        people.unwrap_or_else(|| "nobody".to_owned())
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Band, Control, Covered, Digest};

    fn draft() -> Exception {
        Exception {
            id: "EX-4".to_owned(),
            reason: "vendor fixes it in March".to_owned(),
            requested_by: "ann".to_owned(),
            requested_at: 1000,
            ends: 1000 + 20 * DAY,
            issues: vec![Covered {
                issue: Digest([1; 16]),
                findings: vec![Digest([1; 16])],
                app: "shop".to_owned(),
                title: "SQL injection".to_owned(),
                band: Band::P1,
            }],
            ..Exception::default()
        }
    }

    fn yes(by: &str) -> Act {
        Act::Approve(Approval {
            by: by.to_owned(),
            at: 2000,
            signature: None,
        })
    }

    fn ended(by: &str) -> Ended {
        Ended {
            by: by.to_owned(),
            at: 2000,
            reason: "no".to_owned(),
        }
    }

    fn rules() -> Rules {
        Rules::builtin().unwrap()
    }

    fn refused(result: Result<Exception, Problem>, expected: &str) {
        let text = result.unwrap_err().to_string();
        assert!(text.contains(expected), "{text}");
    }

    #[test]
    fn nobody_approves_what_they_requested_however_they_spell_themselves() {
        let asked = step(None, &Act::Request(Box::new(draft())), &rules()).unwrap();
        for name in ["ann", "Ann", " ann "] {
            refused(
                step(Some(&asked), &yes(name), &rules()),
                "cannot approve it",
            );
        }
        let given = step(Some(&asked), &yes("bob"), &rules()).unwrap();
        assert_eq!(given.state, ExceptionState::Approved);
        assert!(may_restore(&given, "Ann").is_err() && may_restore(&given, "bob").is_ok());
        assert!(
            given.is_in_force(2000) && !given.is_in_force(given.ends) && !asked.is_in_force(2000)
        );
    }

    #[test]
    fn so_many_different_people_must_approve_as_the_policy_says() {
        let mut rules = rules();
        rules.authority[0].approvals = 2;
        rules.authority[0].people = vec!["bob".to_owned(), "eve".to_owned()];
        let asked = step(None, &Act::Request(Box::new(draft())), &rules).unwrap();
        refused(
            step(Some(&asked), &yes("dan"), &rules),
            "dan has no authority over P1",
        );
        let once = step(Some(&asked), &yes("bob"), &rules).unwrap();
        assert_eq!(once.state, ExceptionState::Requested);
        refused(
            step(Some(&once), &yes("Bob"), &rules),
            "has approved EX-4 already",
        );
        let twice = step(Some(&once), &yes("eve"), &rules).unwrap();
        assert_eq!(twice.state, ExceptionState::Approved);
    }

    #[test]
    fn a_request_without_end_reason_issues_or_control_is_refused() {
        let check = |change: fn(&mut Exception), expected: &str| {
            let mut it = draft();
            change(&mut it);
            refused(step(None, &Act::Request(Box::new(it)), &rules()), expected);
        };
        check(|it| it.ends = it.requested_at, "ends after it begins");
        check(|it| it.ends += 11 * DAY, "30 days at most");
        check(|it| it.reason = " ".to_owned(), "needs a reason");
        check(|it| it.issues.clear(), "needs issues");
        check(
            |it| it.treatment = Treatment::Mitigate,
            "compensating control",
        );
        check(
            |it| {
                it.control = Some(Control {
                    text: "WAF".to_owned(),
                    owner: "net".to_owned(),
                    check: it.ends + 1,
                });
            },
            "checked before the exception ends",
        );
    }

    #[test]
    fn what_has_ended_stays_ended() {
        let asked = step(None, &Act::Request(Box::new(draft())), &rules()).unwrap();
        let given = step(Some(&asked), &yes("bob"), &rules()).unwrap();
        refused(
            step(Some(&given), &Act::Expire(given.ends - 1), &rules()),
            "not ended yet",
        );
        let over = step(Some(&given), &Act::Expire(given.ends), &rules()).unwrap();
        assert_eq!(over.state, ExceptionState::Expired);
        let no = step(Some(&asked), &Act::Reject(ended("bob")), &rules()).unwrap();
        let back = step(Some(&given), &Act::Withdraw(ended("ann")), &rules()).unwrap();
        for it in [&over, &no, &back] {
            refused(
                step(Some(it), &yes("bob"), &rules()),
                "cannot be approved any more",
            );
            assert!(!it.is_in_force(2000));
        }
        refused(
            step(Some(&asked), &Act::Reject(ended("ann")), &rules()),
            "of their own",
        );
    }

    #[test]
    fn a_policy_that_demands_a_signature_refuses_an_approval_without_one() {
        let mut rules = rules();
        rules.approval.signed = true;
        let asked = step(None, &Act::Request(Box::new(draft())), &rules).unwrap();
        refused(
            step(Some(&asked), &yes("bob"), &rules),
            "demands a signed approval",
        );
    }
}
