//! Who gets it: teams and persons already known, me, nobody, or a new name.

use crate::ops::decide::Change;
use crate::tui::board::Board;
use crate::tui::widgets::pick::{Item, Pick};
use crossterm::event::KeyEvent;

/// An owner to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A team.
    Team(String),
    /// A person.
    Person(String),
    /// Neither any more.
    Nobody,
}

/// The question who gets it.
#[derive(Clone, Debug)]
pub struct OwnerPick {
    /// Heading: what it is about.
    pub title: String,
    /// The list.
    pub pick: Pick<Choice>,
    known: Vec<Item<Choice>>,
}

impl OwnerPick {
    /// Offers what the queue knows.
    pub fn new(board: &Board, me: &str, target: &str) -> Self {
        let text = |id: &u32| board.columns.pool.get(*id).to_owned();
        let mut known = vec![item(
            format!("me ({me})"),
            "person",
            Choice::Person(me.to_owned()),
        )];
        let teams = board.teams.iter().map(text);
        known.extend(teams.map(|it| item(it.clone(), "team", Choice::Team(it))));
        let persons = board.persons.iter().map(text).filter(|it| it != me);
        known.extend(persons.map(|it| item(it.clone(), "person", Choice::Person(it))));
        known.push(item(
            "nobody".to_owned(),
            "take the owner away",
            Choice::Nobody,
        ));
        let title = format!("Owner → {target}");
        Self {
            title,
            pick: Pick::new(known.clone()),
            known,
        }
    }

    /// Takes a typed key.
    pub fn key(&mut self, key: KeyEvent) {
        if self.pick.field.key(key) {
            self.narrow();
        }
    }

    /// Ranks the names anew; a name nobody has yet can be given to both.
    pub fn narrow(&mut self) {
        let typed = self.pick.field.text().trim().to_owned();
        let ranked = crate::tui::find::rank(self.known.iter().map(|it| it.label.as_str()), &typed);
        let mut items: Vec<_> = ranked
            .into_iter()
            .filter_map(|at| self.known.get(at))
            .cloned()
            .collect();
        if typed.is_empty() {
            items.clone_from(&self.known);
        } else if !items.iter().any(|it| it.label == typed) {
            items.push(item(typed.clone(), "new team", Choice::Team(typed.clone())));
            items.push(item(typed.clone(), "new person", Choice::Person(typed)));
        }
        self.pick.replace(items);
    }

    /// The decision that the choice means.
    pub fn change(&self) -> Option<Change> {
        let (team, person) = match self.pick.chosen()?.value.clone() {
            Choice::Team(team) => (Some(team), None),
            Choice::Person(person) => (None, Some(person)),
            Choice::Nobody => (Some(String::new()), Some(String::new())),
        };
        Some(Change::Assign { team, person })
    }
}

fn item(label: String, hint: &str, value: Choice) -> Item<Choice> {
    Item {
        label,
        hint: hint.to_owned(),
        dim: false,
        value,
    }
}
