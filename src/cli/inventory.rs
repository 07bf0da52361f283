//! `sluice inventory`

use super::formats_folder::FormatsFolder;
use super::{Output, Status, Terminal, table};
use crate::error::Problem;
use crate::model::Band;
use crate::model::inventory::{Said, field};
use crate::ops::inventory::{self, Change, Effort, Health, Outcome, Request};
use crate::ops::source;
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Say what applications are and whose: from files, from other systems, by hand
///
/// What a file says replaces what the same file said before. What a person set stands over every
/// file. A change can be undone (`sluice undo`).
#[derive(Debug, clap::Args)]
pub(super) struct InventoryArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Take over files: TOML, Backstage catalog-info.yaml, CSV (also ServiceNow's), CODEOWNERS
    #[command(after_long_help = FORM)]
    Import {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// For CODEOWNERS: the application whose paths it speaks of
        #[arg(long, value_name = "NAME")]
        app: Option<String>,
        /// What the files are, when their names do not tell
        #[arg(long = "as", value_name = "FORM", value_parser = ["toml", "backstage", "csv", "codeowners"])]
        form: Option<String>,
        /// For CODEOWNERS: whose rules it follows, when it must not be guessed
        #[arg(long, value_parser = ["github", "gitlab"])]
        dialect: Option<String>,
        /// Say what would change and change nothing
        #[arg(long)]
        plan: bool,
    },
    /// Applications with owner, context and open issues
    List,
    /// All that is known of one application, with who says so
    Show {
        /// Its name
        #[arg(value_name = "APP")]
        app: String,
    },
    /// Set fields of an application by hand; `FIELD=` takes your word back
    Set {
        /// Its name
        #[arg(value_name = "APP")]
        app: String,
        /// owner, person, in-production, internet-facing, personal-data, data-categories,
        /// criticality, lifecycle, repository
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
    /// Say what is missing, which scanners were not heard, and which answer would move most issues
    Check {
        #[command(flatten)]
        filters: FormatsFolder,
    },
}

/// The form of our own inventory files, as the help shows it.
const FORM: &str = include_str!("../../assets/inventory-form.txt");

impl InventoryArgs {
    pub(super) fn run(&self, at: &mut Terminal<'_>) -> Result<Status, Problem> {
        match &self.what {
            What::Import { plan, .. } => {
                for (name, done) in self.import(at)? {
                    report(at, &name, &done, *plan)?;
                }
                Ok(Status::Done)
            }
            What::List => list(at),
            What::Show { app } => show(at, app),
            What::Set { app, fields } => {
                let fields: Result<Vec<_>, Problem> = fields.iter().map(|it| pair(it)).collect();
                let mut workspace = at.workspace()?;
                let done = inventory::set(&mut workspace, app, &fields?, &at.outside.who())?;
                report(at, app, &done, false)?;
                Ok(Status::Done)
            }
            What::Check { filters } => check(at, filters),
        }
    }

    fn import(&self, at: &mut Terminal<'_>) -> Result<Vec<(String, Outcome)>, Problem> {
        let What::Import {
            files,
            app,
            form,
            dialect,
            plan,
        } = &self.what
        else {
            return Ok(Vec::new());
        };
        let mut workspace = at.workspace()?;
        let mut out = Vec::new();
        for file in files {
            for source in source::open(file, &mut std::io::stdin())?.sources {
                let request = Request {
                    form: form.clone(),
                    application: app.clone(),
                    dialect: dialect.as_deref().and_then(inventory::dialect),
                    ..Request::of(&source)?
                };
                let who = at.outside.who();
                let done = inventory::import(&mut workspace, &request, &who, *plan)?;
                out.push((request.name, done));
            }
        }
        Ok(out)
    }
}

fn pair(text: &str) -> Result<(String, String), Problem> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Problem::usage(format!("'{text}' sets nothing")).hint("write FIELD=VALUE")
    })?;
    Ok((name.trim().replace('_', "-"), value.trim().to_owned()))
}

fn report(at: &mut Terminal<'_>, name: &str, done: &Outcome, plan: bool) -> Result<(), Problem> {
    if at.output == Output::Json {
        let skipped: Vec<_> = done
            .skipped
            .iter()
            .map(|(line, reason)| json!({"line": line, "reason": reason}))
            .collect();
        let document = json!({
            "version": 1, "file": name, "form": done.form, "plan": plan, "facts": done.facts,
            "changes": changes(&done.changes), "conflicts": changes(&done.conflicts),
            "kept": changes(&done.kept), "skipped": skipped, "ranked": done.ranked,
        });
        writeln!(at.out, "{document}")?;
        return Ok(());
    }
    let word = if plan { "would change" } else { "changed" };
    writeln!(
        at.err,
        "{name}: {}, {} facts, {} {word}, {} issues ranked anew",
        done.form,
        done.facts,
        done.changes.len(),
        done.ranked
    )?;
    for (line, reason) in &done.skipped {
        writeln!(at.err, "  line {line} does not count: {reason}")?;
    }
    for it in &done.conflicts {
        writeln!(at.err, "  no longer counts: {}", told(it))?;
    }
    for it in &done.kept {
        writeln!(at.err, "  set by hand, stays: {}", told(it))?;
    }
    let rows = done.changes.iter().map(|it| {
        let said = |it: &Option<_>| cell(it.as_ref());
        vec![
            it.key.subject.to_string(),
            it.key.name.clone(),
            it.key.field.clone(),
            said(&it.before),
            said(&it.after),
        ]
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        table::print(at, &["of", "name", "field", "was", "is"], rows)?;
    }
    Ok(())
}

fn cell(it: Option<&Said>) -> String {
    it.map_or_else(|| "-".to_owned(), |it| it.value.clone())
}

/// What a file says against what counted.
fn told(it: &Change) -> String {
    let cited = |it: Option<&Said>| {
        it.map_or_else(String::new, |it| format!("'{}' ({})", it.value, it.cited()))
    };
    format!(
        "{} {}: {}; {} says otherwise",
        it.key.name,
        it.key.field,
        cited(it.before.as_ref()),
        cited(it.after.as_ref())
    )
}

fn changes(all: &[Change]) -> Vec<Value> {
    let said = |it: Option<&Said>| it.map(|it| json!({"value": it.value, "source": it.cited()}));
    all.iter()
        .map(|it| {
            json!({
                "subject": it.key.subject, "name": it.key.name, "field": it.key.field,
                "before": said(it.before.as_ref()), "after": said(it.after.as_ref()),
            })
        })
        .collect()
}

fn list(at: &mut Terminal<'_>) -> Result<Status, Problem> {
    let all = inventory::list(&at.workspace()?)?;
    if at.output == Output::Json {
        let rows: Vec<_> = all
            .iter()
            .map(|it| {
                let facts: serde_json::Map<_, _> = it
                    .facts
                    .iter()
                    .map(|(field, said)| {
                        let said = json!({"value": said.value, "source": said.cited()});
                        (field.clone(), said)
                    })
                    .collect();
                let open = Band::ALL.iter().zip(it.open);
                let open: serde_json::Map<_, _> = open
                    .map(|(band, count)| (band.name().to_owned(), count.into()))
                    .collect();
                json!({"name": it.name, "facts": facts, "open": open})
            })
            .collect();
        writeln!(at.out, "{}", json!({"version": 1, "applications": rows}))?;
        return Ok(Status::Done);
    }
    let fields = [
        field::OWNER,
        field::IN_PRODUCTION,
        field::INTERNET_FACING,
        field::PERSONAL_DATA,
        field::CRITICALITY,
    ];
    let rows = all.iter().map(|it| {
        let mut row = vec![it.name.clone()];
        row.extend(fields.map(|field| match it.value(field) {
            "" => "?".to_owned(),
            value => value.to_owned(),
        }));
        row.extend(it.open.map(|it| it.to_string()));
        row
    });
    let rows: Vec<_> = rows.collect();
    let headings = [
        "application",
        "owner",
        "production",
        "internet",
        "personal",
        "criticality",
        "p1",
        "p2",
        "p3",
        "p4",
    ];
    table::print(at, &headings, rows)?;
    Ok(Status::Done)
}

fn show(at: &mut Terminal<'_>, app: &str) -> Result<Status, Problem> {
    let facts = inventory::facts_of(&at.workspace()?, app)?;
    if at.output == Output::Json {
        let facts: Vec<_> = facts
            .iter()
            .map(|(key, said)| {
                json!({
                    "subject": key.subject, "name": key.name, "field": key.field,
                    "value": said.value, "source": said.cited(), "at": said.at,
                })
            })
            .collect();
        writeln!(
            at.out,
            "{}",
            json!({"version": 1, "application": app, "facts": facts})
        )?;
        return Ok(Status::Done);
    }
    let now = at.outside.now();
    let rows = facts.iter().map(|(key, said)| {
        vec![
            key.subject.to_string(),
            key.name.clone(),
            key.field.clone(),
            said.value.clone(),
            said.cited(),
            format!("{} ago", table::age(now - said.at)),
        ]
    });
    let rows: Vec<_> = rows.collect();
    table::print(at, &["of", "name", "field", "is", "says", "since"], rows)?;
    Ok(Status::Done)
}

fn check(at: &mut Terminal<'_>, filters: &FormatsFolder) -> Result<Status, Problem> {
    let formats = filters.load(at)?;
    let health = inventory::check(&mut at.workspace()?, &formats, Effort::Whole)?;
    let now = at.outside.now();
    if at.output == Output::Json {
        writeln!(at.out, "{}", check_json(&health))?;
        return Ok(Status::Done);
    }
    let rows = health.applications.iter().map(|it| {
        let heard = it
            .heard
            .iter()
            .map(|(kind, at)| format!("{kind} {}", table::age(now - at)));
        vec![
            it.name.clone(),
            match it.missing.as_slice() {
                [] => "nothing".to_owned(),
                some => some.join(" "),
            },
            heard.collect::<Vec<_>>().join(", "),
        ]
    });
    let rows: Vec<_> = rows.collect();
    table::print(
        at,
        &["application", "missing", "scanners heard, how long ago"],
        rows,
    )?;
    for it in &health.answers {
        writeln!(
            at.out,
            "{} {}={} would move {} open issues to another band",
            it.application, it.field, it.value, it.moves
        )?;
    }
    for it in &health.not_tried {
        writeln!(at.err, "{it} has too many issues to try answers on")?;
    }
    Ok(Status::Done)
}

fn check_json(health: &Health) -> Value {
    let applications: Vec<_> = health
        .applications
        .iter()
        .map(|it| {
            let heard: serde_json::Map<_, _> = it
                .heard
                .iter()
                .map(|(kind, at)| (kind.name().to_owned(), (*at).into()))
                .collect();
            json!({
                "name": it.name, "missing": it.missing, "heard": heard,
                "only_reported": it.only_reported,
            })
        })
        .collect();
    let answers: Vec<_> = health
        .answers
        .iter()
        .map(|it| {
            json!({
                "application": it.application, "field": it.field, "value": it.value,
                "moves": it.moves,
            })
        })
        .collect();
    json!({
        "version": 1, "applications": applications, "answers": answers,
        "not_tried": health.not_tried,
    })
}
