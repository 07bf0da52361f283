//! Applications with all that is known of them.

use crate::error::Problem;
use crate::model::inventory::{Key, Said, field};
use crate::model::{Band, Subject};
use crate::ops::Workspace;
use crate::store::{applications, inventory as rows};
use std::collections::BTreeMap;

/// An application as a list shows it.
#[derive(Clone, Debug)]
pub struct ApplicationRow {
    /// Its name.
    pub name: String,
    /// What is said, by field.
    pub facts: BTreeMap<String, Said>,
    /// Open issues of each band, P1 first.
    pub open: [usize; 4],
}

impl ApplicationRow {
    /// The value of a field, empty when nobody said.
    pub fn value(&self, field: &str) -> &str {
        self.facts.get(field).map_or("", |it| it.value.as_str())
    }
}

/// Every application, by name.
pub fn list(workspace: &Workspace) -> Result<Vec<ApplicationRow>, Problem> {
    let tx = &workspace.store.read();
    let facts = rows::all(tx)?;
    let mut out = Vec::new();
    for (id, name) in applications::all(tx)? {
        let mut open = [0; 4];
        for (_, band) in rows::bands(tx, id)? {
            let at = Band::ALL.iter().position(|it| *it == band);
            if let Some(count) = at.and_then(|at| open.get_mut(at)) {
                *count += 1;
            }
        }
        out.push(ApplicationRow {
            facts: of(&facts, &name),
            name,
            open,
        });
    }
    Ok(out)
}

/// All that is said of one application, with teams, people and repositories it refers to.
pub fn facts_of(workspace: &Workspace, name: &str) -> Result<Vec<(Key, Said)>, Problem> {
    let tx = &workspace.store.read();
    let facts = rows::all(tx)?;
    let known = facts
        .iter()
        .any(|(key, _)| key.subject == Subject::Application && key.name == name);
    if !known && applications::find(tx, name)?.is_none() {
        let names: Vec<_> = applications::all(tx)?.into_iter().map(|it| it.1).collect();
        return Err(Problem::usage(format!("there is no application '{name}'"))
            .hint(format!("there are: {}", names.join(", "))));
    }
    let own = |it: &&(Key, Said)| it.0.subject == Subject::Application && it.0.name == name;
    let refers = [field::REPOSITORY, field::PERSON, field::OWNER];
    let referred: Vec<&str> = facts
        .iter()
        .filter(|it| own(it) && refers.contains(&it.0.field.as_str()))
        .map(|it| it.1.value.as_str())
        .collect();
    let near = |it: &&(Key, Said)| {
        own(it) || (it.0.subject != Subject::Application && referred.contains(&it.0.name.as_str()))
    };
    Ok(facts.iter().filter(near).cloned().collect())
}

fn of(facts: &[(Key, Said)], application: &str) -> BTreeMap<String, Said> {
    facts
        .iter()
        .filter(|(key, _)| key.subject == Subject::Application && key.name == application)
        .map(|(key, said)| (key.field.clone(), said.clone()))
        .collect()
}
