//! What is known of applications: owner team and context, from a TOML file.

use crate::error::{Place, Problem};
use crate::model::{Actor, ActorKind, Criticality, Ternary};
use crate::ops::regroup;
use crate::ops::{Who, Workspace};
use crate::store::applications::{self, ContextRow};
use crate::store::events::{self, NewEvent};
use crate::store::{Keep, issues};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    team: Vec<Team>,
    #[serde(default)]
    application: Vec<Application>,
}

#[derive(Deserialize)]
struct Team {
    name: String,
}

#[derive(Deserialize)]
struct Application {
    name: String,
    owner: Option<String>,
    in_production: Option<Ternary>,
    internet_facing: Option<Ternary>,
    personal_data: Option<Ternary>,
    criticality: Option<Criticality>,
}

/// Takes over what a file says, in place of what was known, and ranks the applications anew.
pub fn apply(
    workspace: &mut Workspace,
    (name, text): (&str, &str),
    who: &Who,
) -> Result<usize, Problem> {
    let file: File = toml::from_str(text).map_err(|err| {
        let before = err.span().and_then(|it| text.get(..it.start));
        let line = before.map(|it| it.lines().count().max(1) as u64);
        Problem::input(err.message().to_owned())
            .at(Place {
                file: name.to_owned(),
                line,
                ..Place::default()
            })
            .hint("see the inventory of the sample data for the form")
    })?;
    check(&file, name)?;
    workspace.store.write(|tx| {
        for it in &file.application {
            let id = applications::ensure(tx, &it.name, who.at)?;
            for (field, value) in fields(it) {
                let source = format!("{name}, {}", it.name);
                applications::set_context(
                    tx,
                    id,
                    &ContextRow {
                        field,
                        value,
                        source,
                        at: who.at,
                    },
                )?;
            }
            regroup::rank(tx, issues::of_application(tx, id)?)?;
        }
        let names: Vec<&str> = file.application.iter().map(|it| it.name.as_str()).collect();
        events::append(
            tx,
            NewEvent {
                at: who.at,
                actor: Actor {
                    kind: ActorKind::Import,
                    name: who.name.clone(),
                },
                operation: "inventory",
                summary: format!("imported {name}: {} applications", names.len()),
                payload: json!({"file": name, "applications": names}).to_string(),
            },
        )?;
        Ok((names.len(), Keep::All))
    })
}

fn check(file: &File, name: &str) -> Result<(), Problem> {
    if file.version != 1 {
        return Err(
            Problem::input(format!("inventory version {} is not known", file.version))
                .in_file(name),
        );
    }
    let known = |owner: &String| file.team.iter().any(|it| it.name == *owner);
    match file
        .application
        .iter()
        .find(|it| it.owner.as_ref().is_some_and(|it| !known(it)))
    {
        None => Ok(()),
        Some(it) => Err(
            Problem::input(format!("the owner of '{}' is not a [[team]]", it.name))
                .in_file(name)
                .hint("add the team, or correct its name"),
        ),
    }
}

fn fields(it: &Application) -> Vec<(String, String)> {
    let word = |it: Ternary| it.name().to_owned();
    let all = [
        ("owner_team", it.owner.clone()),
        ("in_production", it.in_production.map(word)),
        ("internet_facing", it.internet_facing.map(word)),
        ("personal_data", it.personal_data.map(word)),
        ("criticality", it.criticality.map(|it| it.name().to_owned())),
    ];
    all.into_iter()
        .filter_map(|(field, value)| Some((field.to_owned(), value?)))
        .collect()
}
