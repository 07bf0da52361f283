//! What the scope of a rule covers now, and how far a decision about an issue could reach.

use crate::error::Problem;
use crate::model::{Columns, Scope, Status};
use crate::ops::{Workspace, queue};
use crate::policy::suppression as rules;
use crate::query::Matcher;

/// What a rule covers now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Issues that it covers, whatever their status.
    pub covered: usize,
    /// Those that it would hide: nobody has decided about them.
    pub hides: usize,
    /// Those that people confirmed or work on; they stay.
    pub confirmed: usize,
    /// The riskiest of those that it would hide, by row number in the store.
    pub riskiest: Vec<i64>,
}

/// How far a decision about one issue could reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// `this`, `path`, `application`, `component`, `everywhere`.
    pub name: &'static str,
    /// The scope.
    pub scope: Scope,
    /// The scope in words.
    pub about: String,
    /// Issues in it that are to be done.
    pub count: usize,
}

/// Rows that a scope covers, in priority order.
pub(super) fn covered(columns: &Columns, scope: &Scope, now: i64) -> Result<Vec<usize>, Problem> {
    let query = rules::filter(scope)?;
    let rows = Matcher::new(&query, columns, now).filter();
    let rows = rows.into_iter().map(|it| it as usize);
    Ok(rows
        .filter(|row| match &scope.versions {
            None => true,
            Some(range) => rules::versions_fit(range, version(columns, *row)),
        })
        .collect())
}

/// The installed version: the place of a dependency is its package and its version.
fn version(columns: &Columns, row: usize) -> &str {
    let text = |all: &[u32]| all.get(row).map_or("", |it| columns.pool.get(*it));
    let place = text(&columns.place).strip_prefix(text(&columns.package));
    place.unwrap_or_default().trim()
}

pub(super) fn preview_of(columns: &Columns, scope: &Scope, now: i64) -> Result<Preview, Problem> {
    let mut out = Preview::default();
    for row in covered(columns, scope, now)? {
        out.covered += 1;
        let status = columns.status.get(row).copied().unwrap_or_default();
        match status {
            Status::New | Status::Reopened => {
                out.hides += 1;
                if out.riskiest.len() < 5 {
                    out.riskiest.extend(columns.id.get(row));
                }
            }
            Status::Confirmed | Status::InWork => out.confirmed += 1,
            Status::FalsePositive | Status::Exception | Status::Snoozed | Status::Fixed => {}
        }
    }
    Ok(out)
}

/// What a scope covers, before a rule is made of it.
pub fn preview(workspace: &Workspace, scope: &Scope, now: i64) -> Result<Preview, Problem> {
    preview_of(&queue::load(workspace)?, scope, now)
}

/// How far a decision about an issue could reach, narrowest first, each with its live count.
pub fn reaches(workspace: &Workspace, issue: i64, now: i64) -> Result<Vec<Reach>, Problem> {
    let columns = queue::load(workspace)?;
    let Some(row) = columns.id.iter().position(|it| *it == issue) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for (name, scope) in scopes(&columns, row) {
        let count = preview_of(&columns, &scope, now)?.hides;
        let about = rules::describe(&scope);
        out.push(Reach {
            name,
            scope,
            about,
            count,
        });
    }
    Ok(out)
}

fn scopes(columns: &Columns, row: usize) -> Vec<(&'static str, Scope)> {
    let text = |all: &[u32]| {
        let text = all.get(row).map_or("", |it| columns.pool.get(*it));
        (!text.is_empty()).then(|| text.to_owned())
    };
    let (app, rule) = (text(&columns.app), text(&columns.rule));
    let print = columns.fingerprint.get(row).copied();
    let this = Scope {
        issue: print,
        ..Scope::default()
    };
    let mut out = vec![("this", this)];
    let package = text(&columns.package);
    let ids = text(&columns.vulnerabilities);
    let first = ids.as_deref().and_then(|it| it.split(',').next());
    if let (Some(component), Some(id)) = (package, first) {
        let of = |app: Option<String>| Scope {
            app,
            component: Some(component.clone()),
            vulnerability: Some(id.to_owned()),
            ..Scope::default()
        };
        out.extend([("application", of(app)), ("everywhere", of(None))]);
        return out;
    }
    let of = |app: &Option<String>, path: Option<String>| Scope {
        app: app.clone(),
        rule: rule.clone(),
        path,
        ..Scope::default()
    };
    let place = text(&columns.place).unwrap_or_default();
    if let Some((folder, _)) = place.rsplit_once('/').filter(|(it, _)| !it.contains(' ')) {
        out.push(("path", of(&app, Some(folder.to_owned()))));
    }
    if rule.is_some() {
        out.extend([
            ("application", of(&app, None)),
            ("everywhere", of(&None, None)),
        ]);
    }
    out
}
