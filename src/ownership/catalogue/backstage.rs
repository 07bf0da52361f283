//! Backstage `catalog-info.yaml` (Backstage docs, *Descriptor Format of Catalog Entities*), several
//! documents in one file.
//!
//! A Component is an application: `spec.owner`, `spec.lifecycle` (`production` means that it is in
//! production; other words say nothing of it) and the source location of its annotations. A Group is
//! a team, a User a person. Other kinds say nothing that counts here. Names are compared without
//! regard to case by Backstage; the default namespace is left out, any other stands before the name.
//! `$text` and its like are never fetched. `metadata.uid` is not stable and not read.

use super::{Catalogue, in_production};
use crate::error::Problem;
use crate::model::Subject;
use crate::model::inventory::field;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Entity {
    api_version: String,
    kind: String,
    metadata: Metadata,
    spec: Spec,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    name: String,
    namespace: String,
    annotations: BTreeMap<String, Value>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Spec {
    owner: Value,
    lifecycle: Value,
    member_of: Vec<Value>,
    profile: Profile,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Profile {
    email: String,
}

/// Reads a file. A document that is no entity is skipped with its place.
pub(super) fn read(name: &str, text: &str) -> Result<Catalogue, Problem> {
    let mut out = Catalogue::default();
    for (line, document) in documents(text) {
        let parsed = serde_saphyr::from_str::<Option<Entity>>(&document);
        match parsed {
            Ok(Some(entity)) if entity.api_version.starts_with("backstage.io/") => {
                take(&mut out, &entity, line);
            }
            Ok(None) => {}
            Ok(Some(_)) => out.skip(line, "no entity of Backstage (apiVersion backstage.io/…)"),
            Err(err) => out.skip(line, crate::model::text::one_line(&err.to_string(), 200)),
        }
    }
    if out.facts.is_empty()
        && let Some((line, reason)) = out.skipped.first()
    {
        let what = format!("nothing in it can be used: line {line}: {reason}");
        return Err(Problem::input(what).in_file(name));
    }
    Ok(out)
}

/// The documents of a file, each with the line it begins at: one that is broken takes no other
/// with it.
fn documents(text: &str) -> Vec<(u32, String)> {
    let mut out = vec![(1, String::new())];
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_end() == "---" || line.starts_with("--- ") {
            out.push((number + 1, String::new()));
        } else if let Some((_, document)) = out.last_mut() {
            document.push_str(line);
            document.push('\n');
        }
    }
    out.retain(|(_, it)| !it.trim().is_empty());
    out
}

fn take(out: &mut Catalogue, it: &Entity, line: u32) {
    let name = full_name(&it.metadata);
    if name.is_empty() {
        return out.skip(line, format!("a {} without metadata.name", it.kind));
    }
    match it.kind.as_str() {
        "Component" => component(out, &name, it, line),
        "Group" => out.say((Subject::Team, &name), field::HANDLES, &name, line),
        "User" => {
            let person = (Subject::Person, name.as_str());
            let team = it.spec.member_of.first().map(reference);
            out.say(
                person,
                field::TEAM,
                &team.map_or_else(String::new, |it| it.1),
                line,
            );
            let handles = format!("@{name} {}", it.spec.profile.email);
            out.say(person, field::HANDLES, &handles, line);
        }
        _ => {}
    }
}

fn component(out: &mut Catalogue, name: &str, it: &Entity, line: u32) {
    let (kind, owner) = reference(&it.spec.owner);
    let owned = if kind == "user" {
        field::PERSON
    } else {
        field::OWNER
    };
    out.of_application(name, owned, &owner, line);
    let lifecycle = it.spec.lifecycle.as_str().unwrap_or_default();
    out.of_application(name, field::LIFECYCLE, lifecycle, line);
    // `experimental` and `deprecated` say nothing of where it runs.
    let answer = in_production(lifecycle).unwrap_or_default();
    out.of_application(name, field::IN_PRODUCTION, answer, line);
    let slug = |key: &str| it.metadata.annotations.get(key).and_then(Value::as_str);
    let hosts = [
        ("github.com/project-slug", "https://github.com/"),
        ("gitlab.com/project-slug", "https://gitlab.com/"),
        ("backstage.io/source-location", ""),
    ];
    let repository = hosts
        .iter()
        .find_map(|(key, host)| Some((*host, slug(key)?.trim_start_matches("url:"))));
    if let Some((host, path)) = repository {
        out.of_application(name, field::REPOSITORY, &format!("{host}{path}"), line);
    }
}

fn full_name(it: &Metadata) -> String {
    if it.namespace.is_empty() || it.namespace.eq_ignore_ascii_case("default") {
        it.name.clone()
    } else {
        format!("{}/{}", it.namespace, it.name)
    }
}

/// `[kind:][namespace/]name`: kind in lower case, and the name, behind any other namespace.
fn reference(value: &Value) -> (String, String) {
    let text = value.as_str().unwrap_or_default().trim();
    let (kind, rest) = text.split_once(':').unwrap_or(("group", text));
    let name = rest.strip_prefix("default/").unwrap_or(rest);
    (kind.to_lowercase(), name.to_owned())
}
