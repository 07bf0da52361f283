//! `sluice exception`

use super::{Output, Status, Terminal, decide, select, table, when};
use crate::error::Problem;
use crate::model::{
    Control, EvidenceFile, Exception, ExceptionState, Treatment, digest, short_id, text,
};
use crate::ops::decision_rules;
use crate::ops::exceptions::{self, Draft};

use clap::Subcommand;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Bear a risk on purpose: asked for by one, approved by another, with an end
#[derive(Debug, clap::Args)]
pub(super) struct ExceptionArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Ask for an exception; it hides nothing until somebody else approves it
    Request(Box<RequestArgs>),
    /// Say yes to what somebody else asked for
    Approve {
        /// The exception
        #[arg(value_name = "EXCEPTION")]
        id: String,

        /// Your signature of what `statement` prints, made by `ssh-keygen -Y sign -n sluice`
        #[arg(long, value_name = "FILE")]
        signature: Option<PathBuf>,
    },
    /// Say no
    Reject(End),
    /// Take it back; what it hid is in the queue again
    Withdraw(End),
    /// Print every exception, the first to end first
    List {
        /// Only those in this state
        #[arg(long, value_name = "STATE")]
        state: Option<String>,
    },
    /// Print one exception whole
    Show {
        /// The exception
        #[arg(value_name = "EXCEPTION")]
        id: String,
    },
    /// Print the text that an approver signs
    Statement {
        /// The exception
        #[arg(value_name = "EXCEPTION")]
        id: String,
    },
    /// Print the policy for decisions, or put another one in force
    Policy {
        /// The policy to put in force
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
struct End {
    /// The exception
    #[arg(value_name = "EXCEPTION")]
    id: String,

    /// Why
    #[arg(long, short, value_name = "TEXT")]
    reason: String,
}

#[derive(Debug, clap::Args)]
struct RequestArgs {
    /// Ids or a filter; with --renews those of the earlier exception when none are named
    #[arg(value_name = "FILTER|ID…", required_unless_present = "renews")]
    words: Vec<String>,

    /// What is done about the risk: accept, mitigate, transfer or avoid
    #[arg(long, value_name = "TREATMENT", default_value = "accept")]
    treatment: String,

    /// Why
    #[arg(long, short, value_name = "TEXT")]
    reason: String,

    /// Its end: 2026-03-01, or 30d for thirty days from now
    #[arg(long, value_name = "DATE")]
    until: String,

    /// What makes the risk smaller meanwhile
    #[arg(
        long,
        value_name = "TEXT",
        requires = "control_owner",
        requires = "control_check"
    )]
    control: Option<String>,

    /// Who answers for the control
    #[arg(long, value_name = "NAME")]
    control_owner: Option<String>,

    /// When the control is checked next
    #[arg(long, value_name = "DATE")]
    control_check: Option<String>,

    /// Files that prove it; their hashes are kept
    #[arg(long, value_name = "FILE")]
    evidence: Vec<PathBuf>,

    /// The exception that this one continues; renewals are counted
    #[arg(long, value_name = "EXCEPTION")]
    renews: Option<String>,

    /// The exception to which this one adds issues
    #[arg(long, value_name = "EXCEPTION")]
    amends: Option<String>,
}

impl ExceptionArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        let who = at.outside.who();
        let outcome = match &self.what {
            What::Request(args) => return args.run(at),
            What::Approve { id, signature } => {
                let signature = signature.as_deref().map(read).transpose()?;
                exceptions::approve(&mut workspace, id, signature, &who)?
            }
            What::Reject(end) => exceptions::reject(&mut workspace, &end.id, &end.reason, &who)?,
            What::Withdraw(end) => {
                exceptions::withdraw(&mut workspace, &end.id, &end.reason, &who)?
            }
            What::List { state } => return list(at, state.as_deref()),
            What::Show { id } => return show(at, id),
            What::Statement { id } => {
                write!(at.out, "{}", exceptions::one(&workspace, id)?.statement())?;
                return Ok(Status::Done);
            }
            What::Policy { file: None } => {
                write!(at.out, "{}", decision_rules::policy(&workspace)?)?;
                return Ok(Status::Done);
            }
            What::Policy { file: Some(file) } => {
                let body = read(file)?;
                let name = file.display().to_string();
                decision_rules::set_policy(&mut workspace, (&name, &body), &who)?
            }
        };
        decide::print(at, &outcome)
    }
}

#[expect(clippy::disallowed_methods, reason = "a file that the person named")]
fn read(file: &Path) -> Result<String, Problem> {
    let name = file.display().to_string();
    std::fs::read_to_string(file).map_err(|err| Problem::from(err).in_file(&name))
}

#[expect(clippy::disallowed_methods, reason = "a file that the person named")]
fn proof(file: &Path) -> Result<EvidenceFile, Problem> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|err| Problem::from(err).in_file(&name))?;
    let name = file.file_name().map(|it| it.to_string_lossy().into_owned());
    Ok(EvidenceFile {
        name: text::one_line(&name.unwrap_or_default(), 200),
        sha256: digest::sha256_hex(&bytes),
    })
}

impl RequestArgs {
    fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        let mut workspace = at.workspace()?;
        let now = at.outside.now();
        let issues = if self.words.is_empty() {
            Vec::new()
        } else {
            select::issues_of(&workspace, &self.words, now)?
        };
        let outcome = exceptions::request(
            &mut workspace,
            &issues,
            &self.draft(now)?,
            &at.outside.who(),
        )?;
        decide::print(at, &outcome)
    }

    fn draft(&self, now: i64) -> Result<Draft, Problem> {
        let treatment = Treatment::parse(&self.treatment).ok_or_else(|| {
            let all: Vec<&str> = Treatment::ALL.iter().map(|it| it.name()).collect();
            Problem::usage(format!("'{}' is no treatment", self.treatment))
                .hint(format!("it is one of {}", all.join(", ")))
        })?;
        let control = match (&self.control, &self.control_owner, &self.control_check) {
            (Some(text), Some(owner), Some(check)) => Some(Control {
                text: text.clone(),
                owner: owner.clone(),
                check: when::time(check, now)?,
            }),
            _ => None,
        };
        Ok(Draft {
            treatment,
            reason: self.reason.clone(),
            control,
            evidence: self
                .evidence
                .iter()
                .map(|it| proof(it))
                .collect::<Result<_, _>>()?,
            ends: when::time(&self.until, now)?,
            renews: self.renews.clone(),
            amends: self.amends.clone(),
        })
    }
}

fn list(at: &mut Terminal<'_>, state: Option<&str>) -> Result<Status, Problem> {
    let workspace = at.workspace()?;
    let state = state
        .map(|word| {
            ExceptionState::parse(word).ok_or_else(|| {
                let all: Vec<&str> = ExceptionState::ALL.iter().map(|it| it.name()).collect();
                Problem::usage(format!("'{word}' is no state of an exception"))
                    .hint(format!("it is one of {}", all.join(", ")))
            })
        })
        .transpose()?;
    let all = exceptions::list(&workspace)?;
    let all: Vec<_> = all
        .into_iter()
        .filter(|it| state.is_none_or(|of| it.state == of))
        .collect();
    let rules = decision_rules::rules_of(&workspace)?;
    let now = at.outside.now();
    let soon = |it: &Exception| exceptions::warning(it, now, &rules);
    if at.output == Output::Json {
        let rows: Vec<Value> = all.iter().map(|it| document(it, soon(it))).collect();
        at.json(&json!({"version": 1, "exceptions": rows}))?;
        return Ok(Status::Done);
    }
    let rows = all.iter().map(|it| {
        let ends = soon(it).map_or_else(
            || when::day(it.ends),
            |days| format!("{} (within {days} days)", when::day(it.ends)),
        );
        vec![
            it.id.clone(),
            it.state.to_string(),
            ends,
            it.treatment.to_string(),
            it.band().to_string(),
            it.issues.len().to_string(),
            it.renewal.to_string(),
            it.requested_by.clone(),
            format!("{}/{}", it.approvals.len(), it.needs),
            it.reason.clone(),
        ]
    });
    let titles = [
        "exception",
        "state",
        "ends",
        "treatment",
        "band",
        "issues",
        "renewals",
        "asked by",
        "approved",
        "why",
    ];
    table::print(at, &titles, rows)?;
    Ok(Status::Done)
}

/// One exception as it leaves the program. Text in it is escaped where it is printed.
fn document(it: &Exception, warns: Option<u32>) -> Value {
    let issues = it.issues.iter().map(|it| {
        json!({
            "issue": it.issue, "findings": it.findings, "app": it.app, "title": it.title,
            "band": it.band,
        })
    });
    let approvals = it.approvals.iter().map(|it| {
        let key = it.signature.as_ref().map(|it| it.key.clone());
        json!({"by": it.by, "at": it.at, "signed_with": key})
    });
    let ended = it.ended.as_ref();
    json!({
        "id": it.id, "state": it.state, "treatment": it.treatment, "reason": it.reason,
        "control": it.control.as_ref().map(|it|
            json!({"text": it.text, "owner": it.owner, "check": it.check})),
        "evidence": it.evidence.iter().map(|it|
            json!({"name": it.name, "sha256": it.sha256})).collect::<Vec<_>>(),
        "requested_by": it.requested_by, "requested_at": it.requested_at, "ends": it.ends,
        "ends_within_days": warns, "needs": it.needs,
        "approvals": approvals.collect::<Vec<_>>(),
        "ended": ended.map(|it| json!({"by": it.by, "at": it.at, "reason": it.reason})),
        "renews": it.renews, "renewal": it.renewal, "amends": it.amends,
        "issues": issues.collect::<Vec<_>>(),
    })
}

fn show(at: &mut Terminal<'_>, id: &str) -> Result<Status, Problem> {
    let workspace = at.workspace()?;
    let it = exceptions::one(&workspace, id)?;
    if at.output == Output::Json {
        at.json(&json!({"version": 1, "exceptions": [document(&it, None)]}))?;
        return Ok(Status::Done);
    }
    writeln!(
        at.out,
        "{}  {}, until {}",
        it.id,
        it.state,
        when::day(it.ends)
    )?;
    let mut say = |label: &str, value: String| {
        writeln!(at.out, "  {label:12} {}", text::one_line(&value, 300))
    };
    say("treatment", it.treatment.to_string())?;
    say("reason", it.reason.clone())?;
    say(
        "asked by",
        format!("{}, {}", it.requested_by, when::day(it.requested_at)),
    )?;
    if let Some(Control { text, owner, check }) = &it.control {
        say(
            "control",
            format!("{text} ({owner}, checked by {})", when::day(*check)),
        )?;
    }
    for proof in &it.evidence {
        say("evidence", format!("{}  {}", proof.sha256, proof.name))?;
    }
    for yes in &it.approvals {
        let key = yes
            .signature
            .as_ref()
            .map(|it| format!(", signed with {}", it.key));
        let key = key.unwrap_or_default();
        say(
            "approved by",
            format!("{}, {}{key}", yes.by, when::day(yes.at)),
        )?;
    }
    if it.state == ExceptionState::Requested {
        say(
            "needs",
            format!("{} of {} approvals", it.approvals.len(), it.needs),
        )?;
    }
    end(at, &it)?;
    for issue in &it.issues {
        let id = short_id(issue.issue, 8);
        let about = format!("{id}  {}  {}  {}", issue.band, issue.app, issue.title);
        writeln!(at.out, "  {:12} {}", "issue", text::one_line(&about, 300))?;
    }
    Ok(Status::Done)
}

/// How it ended, and what it continues.
fn end(at: &mut Terminal<'_>, it: &Exception) -> Result<(), Problem> {
    let mut say = |label: &str, value: String| {
        writeln!(at.out, "  {label:12} {}", text::one_line(&value, 300))
    };
    if let Some(ended) = &it.ended {
        say(
            "ended by",
            format!("{}, {}: {}", ended.by, when::day(ended.at), ended.reason),
        )?;
    }
    for (label, of) in [("renews", &it.renews), ("amends", &it.amends)] {
        if let Some(of) = of {
            say(label, of.clone())?;
        }
    }
    Ok(())
}
