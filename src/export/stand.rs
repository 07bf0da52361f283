//! Where an issue stands, in the words of each format. The only table of this kind.
//!
//! | stands | OpenVEX 0.2.0 | CSAF 2.0 | CycloneDX 1.6 | SARIF 2.1.0 |
//! |---|---|---|---|---|
//! | undecided | `under_investigation` | `under_investigation` | `in_triage` | none |
//! | confirmed | `affected` | `known_affected` | `exploitable` | none |
//! | risk accepted | `affected` | `known_affected` | `exploitable` | external, `accepted` |
//! | acceptance requested | `under_investigation` | `under_investigation` | `in_triage` | external, `underReview` |
//! | acceptance rejected | `affected` | `known_affected` | `exploitable` | external, `rejected` |
//! | false positive | `not_affected` | `known_not_affected` | `false_positive`, with a justification `not_affected` | external, `accepted` |
//! | fixed | `fixed` | `fixed` | `resolved` | none |
//!
//! Sources: OpenVEX 0.2.0 "Status Labels", CSAF 2.0 §3.2.3.9, CycloneDX 1.6 `impactAnalysisState`,
//! SARIF 2.1.0 §3.35. An accepted risk is a risk: it is never `not_affected`.

/// Where an issue stands. Ordered: of two issues about one vulnerability in one component the first
/// counts, so that no excuse covers what is not excused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A person says it is real.
    Confirmed,
    /// Somebody asked that the risk be accepted, and was refused.
    Rejected,
    /// Nobody has decided.
    Undecided,
    /// Somebody asks that the risk be accepted.
    Requested,
    /// The risk is accepted for now.
    Accepted,
    /// The tools are wrong.
    FalsePositive,
    /// No scan sees it any more.
    Fixed,
}

impl State {
    /// Every state.
    pub const ALL: &[Self] = &[
        Self::Confirmed,
        Self::Rejected,
        Self::Undecided,
        Self::Requested,
        Self::Accepted,
        Self::FalsePositive,
        Self::Fixed,
    ];

    /// True where the scanner need not say it again for now.
    pub const fn is_silent(self) -> bool {
        matches!(self, Self::Accepted | Self::FalsePositive)
    }

    /// The status of OpenVEX 0.2.0.
    pub const fn openvex(self) -> &'static str {
        match self {
            Self::Undecided | Self::Requested => "under_investigation",
            Self::Confirmed | Self::Accepted | Self::Rejected => "affected",
            Self::FalsePositive => "not_affected",
            Self::Fixed => "fixed",
        }
    }

    /// The list of CSAF 2.0 that the product stands in.
    pub const fn csaf(self) -> &'static str {
        match self {
            Self::Undecided | Self::Requested => "under_investigation",
            Self::Confirmed | Self::Accepted | Self::Rejected => "known_affected",
            Self::FalsePositive => "known_not_affected",
            Self::Fixed => "fixed",
        }
    }

    /// The state of CycloneDX 1.6; of a false positive with a justification it is another.
    pub const fn cyclonedx(self, justified: bool) -> &'static str {
        match self {
            Self::Undecided | Self::Requested => "in_triage",
            Self::Confirmed | Self::Accepted | Self::Rejected => "exploitable",
            Self::FalsePositive if justified => "not_affected",
            Self::FalsePositive => "false_positive",
            Self::Fixed => "resolved",
        }
    }

    /// The status of a suppression in SARIF 2.1.0, where there is one.
    pub const fn sarif(self) -> Option<&'static str> {
        match self {
            Self::Accepted | Self::FalsePositive => Some("accepted"),
            Self::Requested => Some("underReview"),
            Self::Rejected => Some("rejected"),
            Self::Undecided | Self::Confirmed | Self::Fixed => None,
        }
    }
}

/// Where an issue stands, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Where.
    pub state: State,
    /// Why, in somebody's words.
    pub reason: String,
    /// Why, as OpenVEX and CSAF label it, where the reason is one of theirs.
    pub openvex: Option<&'static str>,
    /// Why, as CycloneDX labels it.
    pub cyclonedx: Option<&'static str>,
    /// Who decided; empty where nobody has.
    pub by: String,
    /// When, UTC seconds.
    pub at: Option<i64>,
    /// Until when it holds, UTC seconds; without an end `None`.
    pub until: Option<i64>,
}

impl Stand {
    /// Nobody has decided.
    pub const fn undecided() -> Self {
        Self {
            state: State::Undecided,
            reason: String::new(),
            openvex: None,
            cyclonedx: None,
            by: String::new(),
            at: None,
            until: None,
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

    #[test]
    fn an_accepted_risk_is_never_called_unaffected() {
        for it in [State::Accepted, State::Requested, State::Rejected] {
            assert!(!it.openvex().contains("not_affected"));
            assert!(!it.csaf().contains("not_affected"));
            for justified in [true, false] {
                let state = it.cyclonedx(justified);
                assert!(!["not_affected", "false_positive", "resolved"].contains(&state));
            }
        }
    }
}
