//! The policy of the gate, read from TOML (`assets/policy/gate.toml`). A word that is not known is
//! refused, so that no rule is left out by a slip.

use crate::error::{Place, Problem};
use crate::model::gate::{Exposure, PolicyText};
use crate::model::{FindingKind, Ternary, digest};
use crate::query::Query;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The policy that is compiled in.
pub const DEFAULT: &str = include_str!("../../../assets/policy/gate.toml");

/// What becomes of a broken policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// It blocks.
    Enforce,
    /// It is recorded.
    Observe,
}

/// A policy.
#[derive(Clone, Debug, PartialEq)]
pub struct GatePolicy {
    /// What it is called.
    pub name: String,
    /// Raised with every change.
    pub version: u32,
    /// Whether it blocks.
    pub mode: Mode,
    /// What to do to get an exception, for people.
    pub process: String,
    /// Passing in spite of the verdict.
    pub break_glass: BreakGlassRules,
    /// Every rule.
    pub rules: Vec<Rule>,
    /// Every required scan.
    pub required: Vec<Required>,
    /// Kinds that a tool looks for.
    pub scanners: BTreeMap<String, Vec<FindingKind>>,
}

/// Rules of passing in spite of the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakGlassRules {
    /// Words that may be given; none forbids it.
    pub reasons: Vec<String>,
    /// Days until somebody must look again.
    pub follow_up_days: u16,
    /// How often one application may, …
    pub most: usize,
    /// … in so many days.
    pub within_days: u16,
    /// Whether a follow-up that is overdue blocks.
    #[serde(default = "yes")]
    pub overdue_blocks: bool,
}

/// A rule about issues.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Stable name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Which issues it speaks of.
    pub query: Query,
    /// Only those that the baseline does not have.
    pub only_new: bool,
    /// How many may be left.
    pub at_most: usize,
    /// Whether it blocks or warns.
    pub blocks: bool,
    /// Only with, or without, a known fixed version.
    pub fix_available: Option<bool>,
    limits: Limits,
}

/// A scan that must be there.
#[derive(Clone, Debug, PartialEq)]
pub struct Required {
    /// What it looks for, or which tool; `None` is any scan at all.
    pub what: Option<Scanner>,
    /// How old it may be, in days.
    pub max_age_days: u16,
    /// Whether it must have been imported for the release.
    pub of_release: bool,
    /// Whether it blocks or warns.
    pub blocks: bool,
    limits: Limits,
}

/// What a required scan is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// Any tool that looks for this.
    Kind(FindingKind),
    /// This tool.
    Tool(String),
}

/// Applications that a rule is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
struct Limits {
    #[serde(default)]
    apps: Vec<String>,
    #[serde(default)]
    internet_facing: Vec<Ternary>,
    #[serde(default)]
    in_production: Vec<Ternary>,
    #[serde(default)]
    personal_data: Vec<Ternary>,
}

impl Limits {
    fn fit(&self, app: &str, exposure: Exposure) -> bool {
        let among = |list: &[Ternary], it| list.is_empty() || list.contains(&it);
        (self.apps.is_empty() || self.apps.iter().any(|it| fits(it, app)))
            && among(&self.internet_facing, exposure.internet_facing)
            && among(&self.in_production, exposure.in_production)
            && among(&self.personal_data, exposure.personal_data)
    }
}

/// True when a name fits a pattern, in which one `*` stands for any text.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
    }
}

impl Rule {
    /// True when it is for an application.
    pub fn is_for(&self, app: &str, exposure: &Exposure) -> bool {
        self.limits.fit(app, *exposure)
    }
}

impl Required {
    /// True when it is for an application.
    pub fn is_for(&self, app: &str, exposure: &Exposure) -> bool {
        self.limits.fit(app, *exposure)
    }

    /// What it asks for, in one or two words.
    pub fn what(&self) -> String {
        match &self.what {
            None => "any".to_owned(),
            Some(Scanner::Kind(kind)) => kind.name().to_owned(),
            Some(Scanner::Tool(tool)) => format!("tool {tool}"),
        }
    }
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRule {
    name: String,
    #[serde(default)]
    about: String,
    filter: String,
    #[serde(default)]
    only_new: bool,
    #[serde(default)]
    at_most: usize,
    #[serde(default = "yes")]
    blocks: bool,
    fix_available: Option<bool>,
    #[serde(default)]
    apps: Vec<String>,
    #[serde(default)]
    internet_facing: Vec<Ternary>,
    #[serde(default)]
    in_production: Vec<Ternary>,
    #[serde(default)]
    personal_data: Vec<Ternary>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRequired {
    kind: Option<String>,
    tool: Option<String>,
    max_age_days: u16,
    #[serde(default)]
    of_release: bool,
    #[serde(default = "yes")]
    blocks: bool,
    #[serde(default)]
    apps: Vec<String>,
    #[serde(default)]
    internet_facing: Vec<Ternary>,
    #[serde(default)]
    in_production: Vec<Ternary>,
    #[serde(default)]
    personal_data: Vec<Ternary>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireExceptions {
    process: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    name: String,
    version: u32,
    mode: Mode,
    exceptions: WireExceptions,
    break_glass: BreakGlassRules,
    #[serde(default)]
    rule: Vec<WireRule>,
    #[serde(default)]
    require: Vec<WireRequired>,
    #[serde(default)]
    scanners: BTreeMap<String, Vec<FindingKind>>,
}

impl GatePolicy {
    /// The policy that is compiled in.
    pub fn builtin() -> Result<Self, Problem> {
        Self::parse("assets/policy/gate.toml", DEFAULT)
    }

    /// Reads a policy; `file` is for messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let place = |line| Place {
            file: file.to_owned(),
            line,
            path: String::new(),
        };
        let wire: Wire = toml::from_str(text).map_err(|err| {
            let before = err.span().and_then(|span| text.get(..span.start));
            let line = before.map(|it| it.matches('\n').count() as u64 + 1);
            Problem::usage(format!("not a policy of the gate: {}", err.message()))
                .at(place(line))
                .hint("start from what `sluice gate init` writes")
        })?;
        Self::read(wire).map_err(|problem| problem.at(place(None)))
    }

    fn read(wire: Wire) -> Result<Self, Problem> {
        let mut names = BTreeSet::new();
        let mut rules = Vec::new();
        for it in wire.rule {
            if !names.insert(it.name.clone()) {
                return Err(Problem::usage(format!("there are two rules '{}'", it.name))
                    .hint("give one of them another name"));
            }
            rules.push(rule(it)?);
        }
        let required: Result<Vec<_>, _> = wire.require.into_iter().map(required).collect();
        let required = required?;
        if rules.is_empty() && required.is_empty() {
            return Err(Problem::usage("the policy asks for nothing")
                .hint("write at least one [[rule]] or [[require]]"));
        }
        Ok(Self {
            name: wire.name,
            version: wire.version,
            mode: wire.mode,
            process: wire.exceptions.process,
            break_glass: wire.break_glass,
            rules,
            required,
            scanners: wire.scanners,
        })
    }

    /// Name and version.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// The policy as a record keeps it.
    pub fn text(&self, file: &str, text: &str) -> PolicyText {
        PolicyText {
            file: file.to_owned(),
            label: self.label(),
            sha256: digest::sha256_hex(text.as_bytes()),
            text: text.to_owned(),
        }
    }
}

fn rule(it: WireRule) -> Result<Rule, Problem> {
    let query = Query::parse(&it.filter).map_err(|err| {
        let text = format!("rule '{}': its filter '{}': {err}", it.name, it.filter);
        Problem::usage(text).hint("`sluice list --help` names the fields")
    })?;
    Ok(Rule {
        name: it.name,
        about: it.about,
        query,
        only_new: it.only_new,
        at_most: it.at_most,
        blocks: it.blocks,
        fix_available: it.fix_available,
        limits: Limits {
            apps: it.apps,
            internet_facing: it.internet_facing,
            in_production: it.in_production,
            personal_data: it.personal_data,
        },
    })
}

fn required(it: WireRequired) -> Result<Required, Problem> {
    let what = match (it.kind.as_deref(), it.tool) {
        (Some("any"), None) => None,
        (Some(kind), None) => Some(Scanner::Kind(FindingKind::parse(kind).ok_or_else(
            || {
                let all: Vec<_> = FindingKind::ALL.iter().map(|it| it.name()).collect();
                Problem::usage(format!("there is no kind '{kind}'"))
                    .hint(format!("one of any, {}", all.join(", ")))
            },
        )?)),
        (None, Some(tool)) => Some(Scanner::Tool(tool)),
        (Some(_), Some(_)) | (None, None) => {
            return Err(Problem::usage(
                "a [[require]] names a kind or a tool, not both",
            ));
        }
    };
    Ok(Required {
        what,
        max_age_days: it.max_age_days,
        of_release: it.of_release,
        blocks: it.blocks,
        limits: Limits {
            apps: it.apps,
            internet_facing: it.internet_facing,
            in_production: it.in_production,
            personal_data: it.personal_data,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_that_is_compiled_in_can_be_read() {
        let policy = GatePolicy::builtin().unwrap();
        assert_eq!((policy.mode, policy.rules.len()), (Mode::Enforce, 2));
        assert!(policy.rules.iter().all(|it| it.only_new && it.blocks));
        assert_eq!(policy.required[0].what(), "any");
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let refused = |from: &str, to: &str| {
            let text = DEFAULT.replacen(from, to, 1);
            assert_ne!(text, DEFAULT, "{from}");
            GatePolicy::parse("p", &text).unwrap_err().to_string()
        };
        let two = refused("no-new-critical", "no-new-p1");
        assert_eq!(two, "there are two rules 'no-new-p1'");
        assert!(refused("band:P1", "band:P9").starts_with("rule 'no-new-p1'"));
        assert!(
            refused("only_new = true\n\n[[rule", "only_knew = true\n\n[[rule")
                .contains("only_knew")
        );
        assert!(refused("kind = \"any\"", "kind = \"saast\"").contains("'saast'"));
        assert!(refused("kind = \"any\"\n", "").contains("a kind or a tool"));
        assert!(refused("\"enforce\"", "\"maybe\"").contains("maybe"));
    }

    #[test]
    fn one_star_stands_for_any_text() {
        for (pattern, name, expected) in [
            ("shop", "shop", true),
            ("shop", "shops", false),
            ("pay*", "payments", true),
            ("*", "", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
