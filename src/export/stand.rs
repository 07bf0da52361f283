//! Where an issue stands, in the words of each format.
//!
//! | stands | OpenVEX 0.2.0 | CSAF 2.0 | CycloneDX 1.6 | SARIF 2.1.0 |
//! |---|---|---|---|---|
//! | undecided | `under_investigation` | `under_investigation` | `in_triage` | none |
//! | confirmed | `affected` | `known_affected` | `exploitable` | none |
//! | fixed | `fixed` | `fixed` | `resolved` | none |
//! | decided with a reason | as [`crate::model::vocabulary`] says for the reason | | | |
//!
//! An exception that somebody asks for, or was refused, changes none of this: SARIF alone has words
//! for it, `underReview` and `rejected`. Sources: OpenVEX 0.2.0 "Status Labels", CSAF 2.0 §3.2.3.9,
//! CycloneDX 1.6 `impactAnalysisState`, SARIF 2.1.0 §3.35. An accepted risk is a risk: it is never
//! `not_affected`, whatever reason was given for it.

use crate::model::Reason;
use crate::model::vocabulary::Words;

/// Where an issue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A person says it is real.
    Confirmed,
    /// Nobody has decided, or what was decided is over.
    Undecided,
    /// The risk is accepted for now.
    Accepted,
    /// Somebody dismissed it.
    FalsePositive,
    /// No scan sees it any more.
    Fixed,
}

/// The last wish to accept the risk, where it is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// True when the answer was no; else nobody has answered yet.
    pub refused: bool,
    /// The exception, who, and why.
    pub text: String,
}

/// Where an issue stands, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Where.
    pub state: State,
    /// Whether somebody wants the risk to be accepted.
    pub asked: Option<Asked>,
    /// Why, where the reason is one of the vocabulary.
    pub why: Option<Reason>,
    /// Why, in somebody's words.
    pub reason: String,
    /// Who decided; empty where nobody has.
    pub by: String,
    /// When, UTC seconds.
    pub at: Option<i64>,
    /// Until when it holds, UTC seconds; without an end `None`.
    pub until: Option<i64>,
}

/// The status of OpenVEX for what affects.
const AFFECTED: &str = "affected";

impl Stand {
    /// Nobody has decided.
    pub const fn undecided() -> Self {
        Self {
            state: State::Undecided,
            asked: None,
            why: None,
            reason: String::new(),
            by: String::new(),
            at: None,
            until: None,
        }
    }

    /// True where the scanner need not say it again for now.
    pub const fn is_silent(&self) -> bool {
        matches!(self.state, State::Accepted | State::FalsePositive)
    }

    /// True where it is no longer there: no scan sees it, or the credential was revoked.
    pub fn is_fixed(&self) -> bool {
        self.openvex().0 == "fixed"
    }

    /// The row of the vocabulary, where a reason says what the issue is.
    fn words(&self) -> Option<&'static Words> {
        let reason = match self.state {
            State::FalsePositive => self.why.unwrap_or(Reason::ToolWrong),
            State::Accepted => {
                let borne = |it: &Reason| it.words().open_vex.0 == AFFECTED;
                self.why.filter(borne).unwrap_or(Reason::RiskAccepted)
            }
            State::Confirmed => self.why.filter(|it| *it == Reason::Planned)?,
            State::Undecided | State::Fixed => return None,
        };
        Some(reason.words())
    }

    /// Status and justification of OpenVEX 0.2.0; no justification is an empty text.
    pub fn openvex(&self) -> (&'static str, &'static str) {
        match (self.words(), self.state) {
            (Some(it), _) => it.open_vex,
            (None, State::Fixed) => ("fixed", ""),
            (None, State::Confirmed) => (AFFECTED, ""),
            (None, State::Undecided | State::Accepted | State::FalsePositive) => {
                ("under_investigation", "")
            }
        }
    }

    /// The list of CSAF 2.0 that the product stands in, the label of its flag and the category of
    /// its remediation; each of the latter may be empty.
    pub fn csaf(&self) -> (&'static str, &'static str, &'static str) {
        match (self.words(), self.state) {
            (Some(it), _) => it.csaf,
            (None, State::Fixed) => ("fixed", "", ""),
            (None, State::Confirmed) => ("known_affected", "", ""),
            (None, State::Undecided | State::Accepted | State::FalsePositive) => {
                ("under_investigation", "", "")
            }
        }
    }

    /// State, justification and response of CycloneDX 1.6; the latter two may be empty.
    pub fn cyclonedx(&self) -> (&'static str, &'static str, &'static str) {
        match (self.words(), self.state) {
            (Some(it), _) => it.cyclone_dx,
            (None, State::Fixed) => ("resolved", "", ""),
            (None, State::Confirmed) => ("exploitable", "", ""),
            (None, State::Undecided | State::Accepted | State::FalsePositive) => {
                ("in_triage", "", "")
            }
        }
    }

    /// Status and justification of a suppression in SARIF 2.1.0, where there is one.
    pub fn sarif(&self) -> Option<(&'static str, String)> {
        let decided = self.words().map(|it| it.sarif);
        if let Some(status) = decided.filter(|it| !it.is_empty()) {
            return Some((status, self.line()));
        }
        let asked = self.asked.as_ref()?;
        let status = if asked.refused {
            "rejected"
        } else {
            "underReview"
        };
        Some((status, asked.text.clone()))
    }

    /// Of two issues about one vulnerability in one component the one that weighs less counts, so
    /// that no excuse covers what is not excused.
    pub fn weight(&self) -> u8 {
        match (self.state, self.openvex().0) {
            (State::Confirmed, _) => 0,
            (State::Undecided, _) => 1,
            (_, AFFECTED) => 2,
            (State::Accepted | State::FalsePositive, _) => 3,
            (State::Fixed, _) => 4,
        }
    }

    /// Why it is no longer there.
    pub fn gone(&self) -> String {
        match self.state {
            State::FalsePositive => self.line(),
            State::Confirmed | State::Undecided | State::Accepted | State::Fixed => {
                "no scan sees it any more".to_owned()
            }
        }
    }

    /// What is to be said where a format has one text for it: the reason, who, and until when.
    pub fn line(&self) -> String {
        let mut out = self.reason.clone();
        let mut add = |text: String| {
            if !out.is_empty() {
                out.push_str("; ");
            }
            out.push_str(&text);
        };
        if self.state == State::Accepted {
            add("risk accepted".to_owned());
        }
        if !self.by.is_empty() {
            add(format!("decided by {}", self.by));
        }
        if let Some(until) = self.until {
            add(format!("until {}", super::time::date(until)));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocabulary::WORDS;

    fn of(state: State, why: Option<Reason>) -> Stand {
        Stand {
            state,
            why,
            ..Stand::undecided()
        }
    }

    #[test]
    fn an_accepted_risk_is_never_called_unaffected_whatever_the_reason() {
        let reasons = WORDS.iter().map(|it| Some(it.reason));
        for why in reasons.chain([None]) {
            let it = of(State::Accepted, why);
            assert_eq!(it.openvex().0, "affected", "{why:?}");
            assert_eq!(it.csaf().0, "known_affected", "{why:?}");
            assert_eq!(it.cyclonedx().0, "exploitable", "{why:?}");
        }
    }

    #[test]
    fn a_dismissal_says_what_its_reason_says() {
        for (why, vex) in [
            (None, ("not_affected", "")),
            (Some(Reason::MitigatedAround), ("affected", "")),
            (Some(Reason::Revoked), ("fixed", "")),
            (
                Some(Reason::NotPresent),
                ("not_affected", "vulnerable_code_not_present"),
            ),
        ] {
            assert_eq!(of(State::FalsePositive, why).openvex(), vex);
        }
        let asked = Stand {
            asked: Some(Asked {
                refused: false,
                text: "EX-1 requested by ann: old".to_owned(),
            }),
            ..of(State::Confirmed, None)
        };
        assert_eq!(asked.openvex().0, "affected");
        assert_eq!(asked.sarif().unwrap().0, "underReview");
    }
}
