//! The closed vocabularies. One macro gives each its list, its stable names and its parsing, so
//! that SQL, JSON, help and the filter language cannot spell a word in two ways.

use std::fmt;

macro_rules! words {
    ($( #[$outer:meta] )* $name:ident, $what:literal { $( $( #[$inner:meta] )* $variant:ident = $word:literal, )+ }) => {
        $( #[$outer] )*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $( $( #[$inner] )* #[serde(rename = $word)] $variant, )+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[ $( Self::$variant, )+ ];

            /// What the vocabulary is called when a word does not fit it.
            pub const WHAT: &str = $what;

            /// The stable word: stored, printed, parsed.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// The value with this exact word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.name() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

words! {
    /// A tool's opinion, normalised. Ordered from worst to least, unknown last.
    #[derive(Default)]
    Severity, "severity" {
        /// Act at once.
        Critical = "critical",
        /// Serious.
        High = "high",
        /// Moderate; what SARIF calls a warning without a number.
        Medium = "medium",
        /// Minor.
        Low = "low",
        /// Worth knowing.
        Info = "info",
        /// The tool did not say, or said a word we do not know.
        #[default]
        Unknown = "unknown",
    }
}

words! {
    /// What sort of tool spoke.
    FindingKind, "kind" {
        /// Static analysis of source code.
        Sast = "sast",
        /// Dynamic analysis of a running application.
        Dast = "dast",
        /// Known vulnerabilities in dependencies.
        Sca = "sca",
        /// Known vulnerabilities in an image's packages.
        Container = "container",
        /// Configuration of infrastructure.
        Iac = "iac",
        /// Credentials in files.
        Secrets = "secrets",
        /// Configuration of pipelines.
        Cicd = "cicd",
        /// Claims inside a bill of materials.
        Sbom = "sbom",
        /// Hosts and networks.
        Infra = "infra",
        /// Written by a person.
        Manual = "manual",
    }
}

words! {
    /// What sort of weakness an issue is. Sightings of several kinds meet in one class.
    Class, "class" {
        /// A flaw in the organisation's own code.
        Code = "code",
        /// A flaw seen in a running web application.
        Web = "web",
        /// A vulnerable component.
        Dependency = "dependency",
        /// A wrong setting of infrastructure.
        Infrastructure = "infrastructure",
        /// A credential that leaked.
        Secret = "secret",
        /// A wrong setting of a build pipeline.
        Pipeline = "pipeline",
        /// A flaw of a host or network service.
        Host = "host",
    }
}

words! {
    /// Priority band. P1 is the critical queue.
    Band, "band" {
        /// The critical queue.
        P1 = "P1",
        /// Next.
        P2 = "P2",
        /// Planned.
        P3 = "P3",
        /// When convenient.
        P4 = "P4",
    }
}

words! {
    /// A fact about an application that may not be known.
    #[derive(Default)]
    Ternary, "yes, no or unknown" {
        /// It holds.
        Yes = "yes",
        /// It does not hold.
        No = "no",
        /// Nobody has said.
        #[default]
        Unknown = "unknown",
    }
}

words! {
    /// What a fact of the inventory is about.
    Subject, "subject of the inventory" {
        /// A product with an owner team and a context.
        Application = "application",
        /// Holds a queue.
        Team = "team",
        /// Does the work.
        Person = "person",
        /// Source code of one or several applications.
        Repository = "repository",
        /// The whole programme; its facts have no name.
        Programme = "programme",
    }
}

words! {
    /// How much harm an application's failure does to the business.
    Criticality, "criticality" {
        /// The business stops.
        Critical = "critical",
        /// A main service suffers.
        High = "high",
        /// An inner service suffers.
        Medium = "medium",
        /// Hardly anybody notices.
        Low = "low",
    }
}

words! {
    /// Where an issue stands.
    #[derive(Default)]
    Status, "status" {
        /// Nobody has decided.
        #[default]
        New = "new",
        /// A person says it is real.
        Confirmed = "confirmed",
        /// Somebody works on it.
        InWork = "in-work",
        /// A person or a rule says the tools are wrong.
        FalsePositive = "false-positive",
        /// An approved exception is in force.
        Exception = "exception",
        /// Put off until a date, a fix or a release; still to be done.
        Snoozed = "snoozed",
        /// No scan sees it any more.
        Fixed = "fixed",
        /// It came back, or what was decided holds no longer.
        Reopened = "reopened",
    }
}

impl Status {
    /// True while the issue belongs in the queue.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::New | Self::Confirmed | Self::InWork | Self::Reopened
        )
    }

    /// True when nothing is left to do. A snoozed issue is neither open nor closed: it is out of the
    /// queue for a while, and counts as undone.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::FalsePositive | Self::Exception | Self::Fixed)
    }
}

words! {
    /// What a person decides about an issue.
    Verdict, "verdict" {
        /// It is real.
        Confirm = "confirm",
        /// It is real, and somebody works on it.
        InWork = "in-work",
        /// The tools are wrong.
        FalsePositive = "false-positive",
        /// Take a verdict back, as if nobody had decided.
        Reset = "reset",
    }
}

words! {
    /// What is done about a risk that stays.
    #[derive(Default)]
    Treatment, "treatment" {
        /// It is borne as it is.
        #[default]
        Accept = "accept",
        /// A compensating control makes it smaller.
        Mitigate = "mitigate",
        /// Somebody else bears it: an insurer, a supplier.
        Transfer = "transfer",
        /// What brings it is given up.
        Avoid = "avoid",
    }
}

words! {
    /// Where an exception is in its life. Only an approved one hides anything.
    #[derive(Default)]
    ExceptionState, "state of an exception" {
        /// Waits for approvals.
        #[default]
        Requested = "requested",
        /// In force until its end.
        Approved = "approved",
        /// Somebody with authority said no.
        Rejected = "rejected",
        /// Its end has come.
        Expired = "expired",
        /// Taken back before its end.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What a rule says of the issues it covers.
    #[derive(Default)]
    Effect, "effect of a rule" {
        /// They are false positives.
        #[default]
        Hide = "hide",
        /// They are never hidden by a rule.
        Keep = "keep",
    }
}

words! {
    /// Whether scans still see a finding.
    #[derive(Default)]
    FindingState, "state" {
        /// The last scan of at least one scope saw it.
        #[default]
        Open = "open",
        /// Every scope that knew it was scanned again without it.
        Gone = "gone",
        /// Its import was undone.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Why a finding is not seen any more, as far as scans tell.
    Absence, "reason of absence" {
        /// The scan read the file with the rule on, and the finding is not there.
        Fixed = "fixed",
        /// The tool lists the files that it read, and this one is not among them.
        FileGone = "file-gone",
        /// The tool lists its rules, and this one is not among them any more.
        RuleOff = "rule-off",
        /// The scan was of a folder that the file is not in: the finding stays open.
        OutOfScope = "out-of-scope",
        /// The tool failed or stopped early: the finding stays as it is.
        NotRun = "not-run",
        /// Only an older report than the last one tells of it.
        LateReport = "late-report",
        /// The scan does not tell.
        Unknown = "unknown",
    }
}

impl Absence {
    /// For people, after "no longer reported".
    pub const fn says(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::FileGone => "its file was not in the scan any more",
            Self::RuleOff => "its rule is off",
            Self::OutOfScope => "the scan did not look there",
            Self::NotRun => "the tool did not run to its end",
            Self::LateReport => "only an older report has it",
            Self::Unknown => "the scan does not tell why",
        }
    }
}

words! {
    /// What somebody claims of a vulnerability in a product, in the words of OpenVEX 0.2.0.
    ClaimStatus, "status of a claim" {
        /// The product is not affected; nothing need be done.
        NotAffected = "not_affected",
        /// These versions hold a fix.
        Fixed = "fixed",
    }
}

words! {
    /// How sure a link is.
    Confidence, "confidence" {
        /// The same identifier of the same thing.
        Certain = "certain",
        /// Strong evidence of the same place and weakness.
        High = "high",
        /// Good evidence; still joined.
        Medium = "medium",
        /// Worth a look; never joined, a person is asked.
        Low = "low",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_parses_back() {
        for it in Severity::ALL {
            assert_eq!(Severity::parse(it.name()), Some(*it));
        }
        for it in Status::ALL {
            assert_eq!(Status::parse(it.name()), Some(*it));
        }
        assert_eq!(Band::parse("P5"), None);
    }

    #[test]
    fn worse_severities_sort_first() {
        assert!(Severity::Critical < Severity::Low && Severity::Info < Severity::Unknown);
    }
}
