//! Applications and ownership: what is missing first, then what is said of each application, by
//! whom and since when, which scanners were heard, and which answer would move most issues.
//!
//! Enter opens the application's queue; `edit` changes what is said, over every file.

use crate::error::Problem;
use crate::model::inventory::{BY_HAND, Said, field};
use crate::model::{Criticality, FindingKind};
use crate::ops::decide::Outcome;
use crate::ops::inventory::{self, ApplicationHealth, ApplicationRow, Effort, Health};
use crate::tui::action::Action;
use crate::tui::filter;
use crate::tui::screens::sheet::ask::{Ask, Choice, Then};
use crate::tui::screens::sheet::table::{Cell, Column, Detail, Enter, Row, Sheet, Width};
use crate::tui::screens::sheet::{Desk, Doing, Screen, Verb};
use crate::tui::theme::Role;
use crate::tui::widgets::when;
use std::cmp::Reverse;

/// The screen.
pub struct Applications;

const VERBS: &[Verb] = &[Verb {
    action: Action::Edit,
    ask: edit,
}];

const COLUMNS: &[Column] = &[
    Column::new("application", Width::Share(3)),
    Column::new("owner", Width::Share(2)),
    Column::new("prod", Width::Exactly(4)).from(56),
    Column::new("net", Width::Exactly(3)).from(56),
    Column::new("data", Width::Exactly(4)).from(56),
    Column::new("critical", Width::Exactly(8)).from(66),
    Column::new("heard", Width::Exactly(5)).from(74),
    Column::number("P1", 4),
    Column::number("open", 5),
];

impl Screen for Applications {
    fn action(&self) -> Action {
        Action::Applications
    }

    fn title(&self) -> &'static str {
        "applications and ownership"
    }

    fn load(&self, desk: &mut Desk<'_>) -> Result<Sheet, Problem> {
        let formats = (desk.formats)()?;
        let health = inventory::check(desk.workspace, &formats, Effort::Quick)?;
        let all = inventory::list(desk.workspace)?;
        let now = desk.who.at;
        let lacks = |it: &ApplicationRow| {
            let mut all = health.applications.iter();
            all.find(|of| of.name == it.name)
        };
        // What lacks most stands first.
        let missing = |it: &&ApplicationRow| lacks(it).map_or(0, |of| of.missing.len());
        let mut sorted: Vec<_> = all.iter().collect();
        sorted.sort_by_key(|it| {
            let owned = it.facts.contains_key(field::OWNER);
            (owned, Reverse(missing(it)))
        });
        let rows = sorted.into_iter();
        let rows = rows.map(|it| row(it, lacks(it), &health, now));
        Ok(Sheet {
            notes: notes(&health),
            columns: COLUMNS.to_vec(),
            rows: rows.collect(),
            all: 0,
            empty: vec![
                "No application is known yet.".to_owned(),
                "`sluice inventory import` takes them from files; a report names its own."
                    .to_owned(),
            ],
        })
    }

    fn verbs(&self) -> &'static [Verb] {
        VERBS
    }

    fn carry_out(&self, desk: &mut Desk<'_>, doing: &Doing) -> Result<Outcome, Problem> {
        let (name, value) = doing.value.split_once('=').unwrap_or_default();
        let fields = [(name.to_owned(), value.to_owned())];
        let done = inventory::set(desk.workspace, &doing.key, &fields, &desk.who)?;
        let what = match value {
            "" => format!("{}: your word on {name} is taken back", doing.key),
            value => format!("{}: {name} is {value}", doing.key),
        };
        Ok(Outcome {
            event: done.event,
            changed: done.changes.len(),
            summary: format!("{what}; {} issues ranked anew", done.ranked),
            ..Outcome::default()
        })
    }
}

/// What is missing, the answer that would move most, and what nobody but a report knows.
fn notes(health: &Health) -> Vec<(Role, String)> {
    let lacking = |fields: &[&str]| {
        let lacks = |it: &&ApplicationHealth| it.missing.iter().any(|one| fields.contains(one));
        health.applications.iter().filter(lacks).count()
    };
    let exposure = [field::IN_PRODUCTION, field::INTERNET_FACING];
    let gaps = [
        ("an owner", lacking(&[field::OWNER])),
        ("exposure", lacking(&exposure)),
        ("criticality", lacking(&[field::CRITICALITY])),
    ];
    let some: Vec<_> = gaps
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{count} without {what}"))
        .collect();
    let mut out = Vec::new();
    if health.applications.is_empty() {
        return out;
    }
    if some.is_empty() {
        let text = "every application has owner, exposure and criticality".to_owned();
        out.push((Role::Good, text));
    } else {
        let all = health.applications.len();
        let text = format!("of {all} applications: {}", some.join(", "));
        out.push((Role::Warning, text));
    }
    if let Some(it) = health.answers.first() {
        let text = format!(
            "the answer that moves most: {} {}={} ({} issues change band)",
            it.application, it.field, it.value, it.moves
        );
        out.push((Role::Plain, text));
    }
    let only: Vec<&str> = health
        .applications
        .iter()
        .filter(|it| it.only_reported)
        .map(|it| it.name.as_str())
        .collect();
    if !only.is_empty() {
        let text = format!("reported, but in no inventory: {}", only.join(", "));
        out.push((Role::Warning, text));
    }
    out
}

fn row(it: &ApplicationRow, lacks: Option<&ApplicationHealth>, health: &Health, now: i64) -> Row {
    let answer = |field| match it.value(field) {
        "" | "unknown" => Cell::new(Role::Warning, "?"),
        value => Cell::from(value),
    };
    let owner = match (it.value(field::OWNER), it.value(field::PERSON)) {
        ("", "") => Cell::new(Role::Danger, "nobody"),
        ("", person) => Cell::from(person),
        (team, _) => Cell::from(team),
    };
    let heard = lacks.map_or(0, |it| it.heard.len());
    let [p1, ..] = it.open;
    let open: usize = it.open.iter().sum();
    let critical = if p1 > 0 { Role::Danger } else { Role::Muted };
    Row {
        key: it.name.clone(),
        cells: vec![
            Cell::from(it.name.as_str()),
            owner,
            answer(field::IN_PRODUCTION),
            answer(field::INTERNET_FACING),
            answer(field::PERSONAL_DATA),
            answer(field::CRITICALITY),
            Cell::from(format!("{heard}/{}", COVERED.len())),
            Cell::new(critical, p1.to_string()),
            Cell::from(open.to_string()),
        ],
        details: details(it, lacks, health, now),
        enter: Enter::Queue(filter::only("app", &it.name)),
    }
}

/// The kinds of scanners that coverage asks for.
const COVERED: &[FindingKind] = &[
    FindingKind::Sast,
    FindingKind::Dast,
    FindingKind::Sca,
    FindingKind::Iac,
    FindingKind::Container,
    FindingKind::Sbom,
    FindingKind::Secrets,
    FindingKind::Cicd,
];

fn details(
    it: &ApplicationRow,
    lacks: Option<&ApplicationHealth>,
    health: &Health,
    now: i64,
) -> Vec<Detail> {
    let mut out = vec![Detail::Heading(it.name.clone())];
    if let Some(lacks) = lacks.filter(|it| !it.missing.is_empty()) {
        let text = format!("nobody said: {}", lacks.missing.join(", "));
        out.push(Detail::Text(Role::Warning, text));
    }
    let own = health.answers.iter().filter(|of| of.application == it.name);
    for answer in own {
        let text = format!(
            "{}={} would move {} issues to another band",
            answer.field, answer.value, answer.moves
        );
        out.push(Detail::Text(Role::Plain, text));
    }
    out.push(Detail::Pair("scanners".to_owned(), coverage(lacks, now)));
    for name in field::SETTABLE {
        if let Some(said) = it.facts.get(*name) {
            out.push(Detail::Text(Role::Plain, cited(name, said)));
        }
    }
    let parts = it
        .facts
        .iter()
        .filter(|(name, _)| !field::SETTABLE.contains(&name.as_str()));
    for (name, said) in parts {
        let said = if name == field::CODEOWNERS {
            let dialect = said.value.split(' ').next().unwrap_or_default();
            Said {
                value: format!("{dialect} dialect"),
                ..said.clone()
            }
        } else {
            said.clone()
        };
        out.push(Detail::Text(Role::Plain, cited(name, &said)));
    }
    out
}

fn cited(name: &str, said: &Said) -> String {
    format!(
        "{name}: {} — {}, {}",
        said.value,
        said.cited(),
        when::day(said.at)
    )
}

/// Which kinds of scanners were heard, and how long ago.
fn coverage(lacks: Option<&ApplicationHealth>, now: i64) -> String {
    let heard = |kind: &FindingKind| lacks.and_then(|it| it.heard.get(kind).copied());
    let words = COVERED.iter().map(|kind| match heard(kind) {
        Some(at) => format!("{kind} {}", when::age(at, now)),
        None => format!("{kind} never"),
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// Asks which field gets which value.
fn edit(row: &Row) -> Ask {
    let mut choices = Vec::new();
    for name in [
        field::IN_PRODUCTION,
        field::INTERNET_FACING,
        field::PERSONAL_DATA,
    ] {
        for value in ["yes", "no", "unknown"] {
            choices.push(value_of(name, value));
        }
    }
    for level in Criticality::ALL {
        choices.push(value_of(field::CRITICALITY, level.name()));
    }
    for name in [
        field::OWNER,
        field::PERSON,
        field::DATA_CATEGORIES,
        field::LIFECYCLE,
        field::REPOSITORY,
    ] {
        let ask = Ask::Text {
            title: format!("{name} of {}", row.key),
            start: String::new(),
            prefix: format!("{name}="),
            may_be_empty: false,
        };
        choices.push(Choice {
            label: format!("{name} …"),
            hint: "typed".to_owned(),
            then: Then::Ask(Box::new(ask)),
        });
    }
    for detail in &row.details {
        let Detail::Text(_, text) = detail else {
            continue;
        };
        let by_hand = text.contains(&format!(" — {BY_HAND}"));
        if let Some((name, _)) = text.split_once(": ").filter(|_| by_hand) {
            choices.push(Choice {
                label: format!("{name}: take the word of a person back"),
                hint: "what files say counts again".to_owned(),
                then: Then::Do(format!("{name}=")),
            });
        }
    }
    Ask::Pick {
        title: format!("Say of {}", row.key),
        choices,
    }
}

fn value_of(name: &str, value: &str) -> Choice {
    Choice {
        label: format!("{name} {value}"),
        hint: String::new(),
        then: Then::Do(format!("{name}={value}")),
    }
}
