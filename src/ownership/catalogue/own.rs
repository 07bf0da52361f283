//! Sluice's own inventory: TOML, version 1.
//!
//! `default_team`, `[[team]]` (name, handles), `[[person]]` (name, team, handles), `[[repository]]`
//! (name, owner), `[[application]]` (name, owner, person, repository, lifecycle, context) with
//! `[[application.part]]` (one of path, image, package or url, and its owner).

use super::Catalogue;
use crate::error::{Place, Problem};
use crate::model::Subject;
use crate::model::inventory::field;
use crate::model::{Criticality, Ternary};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    default_team: Option<Spanned<String>>,
    #[serde(default)]
    team: Vec<Team>,
    #[serde(default)]
    person: Vec<Person>,
    #[serde(default)]
    repository: Vec<Repository>,
    #[serde(default)]
    application: Vec<Application>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Team {
    name: Spanned<String>,
    #[serde(default)]
    handles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    name: Spanned<String>,
    team: Option<String>,
    #[serde(default)]
    handles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Repository {
    name: Spanned<String>,
    owner: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Application {
    name: Spanned<String>,
    owner: Option<Spanned<String>>,
    person: Option<Spanned<String>>,
    in_production: Option<Spanned<Ternary>>,
    internet_facing: Option<Spanned<Ternary>>,
    personal_data: Option<Spanned<Ternary>>,
    #[serde(default)]
    data_categories: Vec<String>,
    criticality: Option<Spanned<Criticality>>,
    lifecycle: Option<Spanned<String>>,
    repository: Option<Spanned<String>>,
    #[serde(default)]
    part: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    path: Option<String>,
    image: Option<String>,
    package: Option<String>,
    url: Option<String>,
    owner: Spanned<String>,
}

/// Reads a file. A form that is broken anywhere is refused as a whole: it is written by hand.
pub(super) fn read(name: &str, text: &str) -> Result<Catalogue, Problem> {
    let file: File = toml::from_str(text).map_err(|err| {
        let line = err.span().map(|it| u64::from(line(text, it.start)));
        Problem::input(err.message().to_owned())
            .at(Place {
                file: name.to_owned(),
                line,
                ..Place::default()
            })
            .hint("`sluice inventory import --help` shows the form")
    })?;
    if file.version != 1 {
        let what = format!("inventory version {} is not known", file.version);
        return Err(Problem::input(what).in_file(name));
    }
    let teams: BTreeSet<&str> = file
        .team
        .iter()
        .map(|it| it.name.get_ref().as_str())
        .collect();
    for it in &file.application {
        if let Some(owner) = &it.owner
            && !teams.contains(owner.get_ref().as_str())
        {
            let what = format!("the owner of '{}' is not a [[team]]", it.name.get_ref());
            return Err(Problem::input(what)
                .at(Place {
                    file: name.to_owned(),
                    line: Some(u64::from(line(text, owner.span().start))),
                    ..Place::default()
                })
                .hint("add the team, or correct its name"));
        }
    }
    Ok(facts(&file, text))
}

fn facts(file: &File, text: &str) -> Catalogue {
    let mut out = Catalogue::default();
    let at = |span: std::ops::Range<usize>| line(text, span.start);
    if let Some(team) = &file.default_team {
        let programme = (Subject::Programme, "");
        out.say(programme, field::TEAM, team.get_ref(), at(team.span()));
    }
    for it in &file.team {
        let (team, line) = (
            (Subject::Team, it.name.get_ref().as_str()),
            at(it.name.span()),
        );
        // A team without handles is known all the same.
        let handles = format!("{} {}", it.name.get_ref(), it.handles.join(" "));
        out.say(team, field::HANDLES, &handles, line);
    }
    for it in &file.person {
        let person = (Subject::Person, it.name.get_ref().as_str());
        let line = at(it.name.span());
        out.say(
            person,
            field::TEAM,
            it.team.as_deref().unwrap_or_default(),
            line,
        );
        out.say(person, field::HANDLES, &it.handles.join(" "), line);
    }
    for it in &file.repository {
        let repository = (Subject::Repository, it.name.get_ref().as_str());
        out.say(repository, field::OWNER, &it.owner, at(it.name.span()));
    }
    for it in &file.application {
        application(&mut out, it, &at);
    }
    out
}

fn application(out: &mut Catalogue, it: &Application, at: &dyn Fn(std::ops::Range<usize>) -> u32) {
    let name = it.name.get_ref();
    let texts = [
        (field::OWNER, &it.owner),
        (field::PERSON, &it.person),
        (field::LIFECYCLE, &it.lifecycle),
        (field::REPOSITORY, &it.repository),
    ];
    for (field, value) in texts {
        if let Some(value) = value {
            out.of_application(name, field, value.get_ref(), at(value.span()));
        }
    }
    let answers = [
        (field::IN_PRODUCTION, &it.in_production),
        (field::INTERNET_FACING, &it.internet_facing),
        (field::PERSONAL_DATA, &it.personal_data),
    ];
    for (field, value) in answers {
        if let Some(value) = value {
            out.of_application(name, field, value.get_ref().name(), at(value.span()));
        }
    }
    if let Some(value) = &it.criticality {
        let word = value.get_ref().name();
        out.of_application(name, field::CRITICALITY, word, at(value.span()));
    }
    let line = at(it.name.span());
    let categories = it.data_categories.join(", ");
    out.of_application(name, field::DATA_CATEGORIES, &categories, line);
    for part in &it.part {
        let kinds = [
            ("path", &part.path),
            ("image", &part.image),
            ("package", &part.package),
            ("url", &part.url),
        ];
        let line = at(part.owner.span());
        let mut said = kinds
            .iter()
            .filter_map(|(kind, it)| Some((kind, it.as_ref()?)));
        match (said.next(), said.next()) {
            (Some((kind, pattern)), None) => {
                let field = format!("{}{kind} {pattern}", field::PART);
                out.of_application(name, &field, part.owner.get_ref(), line);
            }
            _ => out.skip(line, "a part has one of path, image, package or url"),
        }
    }
}

fn line(text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).unwrap_or_default();
    u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
}
