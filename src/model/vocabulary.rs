//! Why something is not to be done: one inner vocabulary, and what each word is in others.
//!
//! Sources: OpenVEX 0.2.0 (status, justification), CycloneDX 1.6 `vulnerabilities[].analysis`, CSAF
//! 2.0 profile VEX (`product_status`, `flags`, `remediations`), SARIF 2.1.0 §3.35 (`suppression`),
//! GitHub REST (`dismissed_reason` of code scanning and Dependabot, `resolution` of secret scanning),
//! GitLab (dismissal reasons). An accepted risk is never *not affected*: the product is affected.

use std::fmt;

/// Why an issue is not in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The tool is wrong.
    ToolWrong,
    /// Only tests use it.
    TestCode,
    /// The component or the code is not there.
    NotPresent,
    /// Nothing executes the vulnerable code.
    NotReachable,
    /// No attacker can reach the vulnerable code with input of their own.
    NotControllable,
    /// The product itself mitigates it, and no user can switch that off.
    MitigatedInside,
    /// A control around the product mitigates it, such as a firewall.
    MitigatedAround,
    /// The risk is borne.
    RiskAccepted,
    /// It will be done later.
    Planned,
    /// The credential was revoked.
    Revoked,
}

/// One reason in the words of others. An empty text: the other vocabulary has no word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The reason.
    pub reason: Reason,
    /// Our stable word.
    pub name: &'static str,
    /// What it means, for a person.
    pub about: &'static str,
    /// Status and justification in OpenVEX 0.2.0. The five justifications are CSAF's flags too.
    pub open_vex: (&'static str, &'static str),
    /// State, justification and response in CycloneDX 1.6.
    pub cyclone_dx: (&'static str, &'static str, &'static str),
    /// Product status, flag and category of remediation in CSAF 2.0.
    pub csaf: (&'static str, &'static str, &'static str),
    /// Status of a suppression in SARIF 2.1.0, always of kind `external`; empty for none.
    pub sarif: &'static str,
    /// `dismissed_reason` of code scanning, `dismissed_reason` of Dependabot, `resolution` of
    /// secret scanning.
    pub github: (&'static str, &'static str, &'static str),
    /// Dismissal reason in GitLab.
    pub gitlab: &'static str,
    /// What is lost on the way, and where; empty when nothing is.
    pub loses: &'static str,
}

const TOOL_WRONG: Words = Words {
    reason: Reason::ToolWrong,
    name: "tool-wrong",
    about: "the tool is wrong",
    // An OpenVEX statement needs a justification or an impact statement: the text is the latter.
    open_vex: ("not_affected", ""),
    cyclone_dx: ("false_positive", "", ""),
    csaf: ("known_not_affected", "", ""),
    sarif: "accepted",
    github: ("false positive", "inaccurate", "false_positive"),
    gitlab: "false_positive",
    loses: "OpenVEX and CSAF cannot tell a wrong tool from a product that is not affected",
};

/// Every reason, in order.
pub const WORDS: &[Words] = &[
    TOOL_WRONG,
    Words {
        reason: Reason::TestCode,
        name: "test-code",
        about: "only tests use it",
        open_vex: ("not_affected", "vulnerable_code_not_in_execute_path"),
        cyclone_dx: ("not_affected", "code_not_reachable", ""),
        csaf: (
            "known_not_affected",
            "vulnerable_code_not_in_execute_path",
            "",
        ),
        sarif: "accepted",
        github: ("used in tests", "not_used", "used_in_tests"),
        gitlab: "used_in_tests",
        loses: "OpenVEX, CSAF and CycloneDX do not say that tests use it",
    },
    Words {
        reason: Reason::NotPresent,
        name: "not-present",
        about: "the component or the code is not there",
        open_vex: ("not_affected", "vulnerable_code_not_present"),
        cyclone_dx: ("not_affected", "code_not_present", ""),
        csaf: ("known_not_affected", "vulnerable_code_not_present", ""),
        sarif: "accepted",
        github: ("false positive", "inaccurate", "false_positive"),
        gitlab: "not_applicable",
        loses: "GitHub has no word for code that is not there",
    },
    Words {
        reason: Reason::NotReachable,
        name: "not-reachable",
        about: "nothing executes the vulnerable code",
        open_vex: ("not_affected", "vulnerable_code_not_in_execute_path"),
        cyclone_dx: ("not_affected", "code_not_reachable", ""),
        csaf: (
            "known_not_affected",
            "vulnerable_code_not_in_execute_path",
            "",
        ),
        sarif: "accepted",
        github: ("won't fix", "not_used", "wont_fix"),
        gitlab: "not_applicable",
        loses: "GitHub's code and secret scanning have no word for code that is not reached",
    },
    Words {
        reason: Reason::NotControllable,
        name: "not-controllable",
        about: "no attacker reaches it with input of their own",
        open_vex: (
            "not_affected",
            "vulnerable_code_cannot_be_controlled_by_adversary",
        ),
        cyclone_dx: ("not_affected", "requires_environment", ""),
        csaf: (
            "known_not_affected",
            "vulnerable_code_cannot_be_controlled_by_adversary",
            "",
        ),
        sarif: "accepted",
        github: ("won't fix", "tolerable_risk", "wont_fix"),
        gitlab: "not_applicable",
        loses: "CycloneDX and GitHub have no word for code that no attacker controls",
    },
    Words {
        reason: Reason::MitigatedInside,
        name: "mitigated-inside",
        about: "the product mitigates it, and nobody can switch that off",
        open_vex: ("not_affected", "inline_mitigations_already_exist"),
        cyclone_dx: ("not_affected", "protected_by_mitigating_control", ""),
        csaf: ("known_not_affected", "inline_mitigations_already_exist", ""),
        sarif: "accepted",
        github: ("won't fix", "tolerable_risk", "wont_fix"),
        gitlab: "mitigating_control",
        loses: "GitHub has no word for a mitigation",
    },
    Words {
        reason: Reason::MitigatedAround,
        name: "mitigated-around",
        about: "a control around the product mitigates it",
        // OpenVEX: inline mitigations are those that no user can remove. A firewall is none.
        open_vex: ("affected", ""),
        cyclone_dx: ("exploitable", "", "workaround_available"),
        csaf: ("known_affected", "", "mitigation"),
        sarif: "accepted",
        github: ("won't fix", "tolerable_risk", "wont_fix"),
        gitlab: "mitigating_control",
        loses: "GitHub has no word for a mitigation",
    },
    Words {
        reason: Reason::RiskAccepted,
        name: "risk-accepted",
        about: "the risk is borne",
        open_vex: ("affected", ""),
        cyclone_dx: ("exploitable", "", "will_not_fix"),
        csaf: ("known_affected", "", "no_fix_planned"),
        sarif: "accepted",
        github: ("won't fix", "tolerable_risk", "wont_fix"),
        gitlab: "acceptable_risk",
        loses: "no target but SARIF's free text keeps the end of the exception",
    },
    Words {
        reason: Reason::Planned,
        name: "planned",
        about: "it will be done later",
        open_vex: ("affected", ""),
        cyclone_dx: ("exploitable", "", "update"),
        // `fix_planned` came with CSAF 2.1.
        csaf: ("known_affected", "", "none_available"),
        sarif: "",
        github: ("", "fix_started", ""),
        gitlab: "",
        loses: "SARIF, GitLab and GitHub's code and secret scanning leave it open; CSAF 2.0 does not say \
                that a fix is planned",
    },
    Words {
        reason: Reason::Revoked,
        name: "revoked",
        about: "the credential was revoked",
        open_vex: ("fixed", ""),
        cyclone_dx: ("resolved", "", ""),
        csaf: ("fixed", "", ""),
        sarif: "accepted",
        github: ("won't fix", "", "revoked"),
        gitlab: "not_applicable",
        loses: "only GitHub's secret scanning says that a credential was revoked",
    },
];

/// The sentences that the console offers, and the reason each is.
const SENTENCES: &[(&str, Reason)] = &[
    ("test code", Reason::TestCode),
    ("sanitised upstream", Reason::NotControllable),
    ("not reachable", Reason::NotReachable),
    ("protected by a control", Reason::MitigatedAround),
    ("the rule is wrong here", Reason::ToolWrong),
];

impl Reason {
    /// The row of the vocabulary.
    pub fn words(self) -> &'static Words {
        const FIRST: &Words = &TOOL_WRONG;
        WORDS.iter().find(|it| it.reason == self).unwrap_or(FIRST)
    }

    /// The stable word.
    pub fn name(self) -> &'static str {
        self.words().name
    }

    /// The reason with this stable word.
    pub fn parse(word: &str) -> Option<Self> {
        let row = WORDS.iter().find(|it| it.name == word)?;
        Some(row.reason)
    }

    /// The reason that a free text states: it begins with a stable word, or is one of the console's
    /// sentences. `None` for a text of somebody's own.
    pub fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let word = text.split([':', ' ']).next().unwrap_or_default();
        let sentence = SENTENCES.iter().find(|(it, _)| *it == text);
        Self::parse(word).or_else(|| sentence.map(|(_, it)| *it))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_one_row_and_its_word_leads_back() {
        for it in WORDS {
            assert_eq!(Reason::parse(it.name), Some(it.reason));
            assert_eq!(it.reason.words(), it);
            assert_eq!(
                Reason::of_text(&format!("{}: because", it.name)),
                Some(it.reason)
            );
        }
        assert_eq!(Reason::of_text("test code"), Some(Reason::TestCode));
        assert_eq!(Reason::of_text("I say so"), None);
    }

    #[test]
    fn what_is_borne_or_mitigated_from_outside_is_never_called_not_affected() {
        for it in [
            Reason::RiskAccepted,
            Reason::MitigatedAround,
            Reason::Planned,
        ] {
            let words = it.words();
            assert_eq!(words.open_vex.0, "affected");
            assert_eq!(words.cyclone_dx.0, "exploitable");
            assert_eq!(words.csaf.0, "known_affected");
        }
    }

    #[test]
    fn every_word_is_one_that_the_other_vocabulary_has() {
        let justifications = [
            "",
            "component_not_present",
            "vulnerable_code_not_present",
            "vulnerable_code_not_in_execute_path",
            "vulnerable_code_cannot_be_controlled_by_adversary",
            "inline_mitigations_already_exist",
        ];
        let responses = [
            "",
            "can_not_fix",
            "will_not_fix",
            "update",
            "rollback",
            "workaround_available",
        ];
        for it in WORDS {
            assert!(
                ["not_affected", "affected", "fixed", "under_investigation"]
                    .contains(&it.open_vex.0)
            );
            assert!(justifications.contains(&it.open_vex.1) && it.csaf.1 == it.open_vex.1);
            assert!(it.open_vex.1.is_empty() || it.open_vex.0 == "not_affected");
            assert!(responses.contains(&it.cyclone_dx.2));
        }
    }
}
