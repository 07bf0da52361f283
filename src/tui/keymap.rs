//! Keys as data: the bundled `assets/keys.toml`, overridden by the user's file action by action.
//!
//! The innermost scope that binds a key wins; inside a scope no key means two things. Screens and
//! overlays never see a bound key, only the action.

use crate::error::{Place, Problem};
use crate::tui::action::Action;
use crate::tui::key::{Key, sequence_text};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where a key applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// On every screen.
    Global,
    /// Wherever issues are decided.
    Triage,
    /// The list of issues.
    Queue,
    /// One issue.
    Issue,
    /// Issues that may be one.
    Inbox,
    /// A list with details: applications and the like.
    Sheet,
    /// A window with findings to choose from.
    Choose,
    /// A window that shows text or asks a question.
    Window,
    /// A window with a text field.
    Input,
    /// The question before leaving.
    Leave,
}

impl Scope {
    /// Every scope.
    pub const ALL: &[Self] = &[
        Self::Global,
        Self::Triage,
        Self::Queue,
        Self::Issue,
        Self::Inbox,
        Self::Sheet,
        Self::Choose,
        Self::Window,
        Self::Input,
        Self::Leave,
    ];

    /// Table name in the keys file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Triage => "triage",
            Self::Queue => "queue",
            Self::Issue => "issue",
            Self::Inbox => "inbox",
            Self::Sheet => "sheet",
            Self::Choose => "choose",
            Self::Window => "window",
            Self::Input => "input",
            Self::Leave => "leave",
        }
    }
}

/// One binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub scope: Scope,
    /// One key, or several pressed in turn.
    pub keys: Vec<Key>,
    /// What it does.
    pub action: Action,
}

/// What the keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// This action.
    Action(Action),
    /// More keys are needed.
    Prefix,
    /// Nothing here.
    Nothing,
}

/// The keys in force.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// A user's keys file, read by the caller.
#[derive(Clone, Debug)]
pub struct KeysFile {
    /// Its name, for messages.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// The keys that come with the program.
pub const BUNDLED: &str = include_str!("../../assets/keys.toml");

type Tables = BTreeMap<String, BTreeMap<String, Keys>>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Many(Vec<String>),
}

impl Keymap {
    /// The bundled keys, with the user's on top.
    pub fn load(user: Option<&KeysFile>) -> Result<Self, Problem> {
        let mut keymap = Self {
            bindings: read("keys.toml", BUNDLED)?
                .into_iter()
                .flat_map(|it| it.2)
                .collect(),
        };
        keymap.check("keys.toml")?;
        if let Some(user) = user {
            for (scope, action, bindings) in read(&user.file, &user.text)? {
                keymap
                    .bindings
                    .retain(|it| it.scope != scope || it.action != action);
                let taken = |it: &Binding| bindings.iter().any(|new| clash(new, it));
                let named = |it: &Binding| user_names(user, it);
                keymap.bindings.retain(|it| !taken(it) || named(it));
                keymap.bindings.extend(bindings);
            }
            keymap.check(&user.file)?;
        }
        Ok(keymap)
    }

    /// What the keys mean where `scopes` are active, innermost first.
    pub fn resolve(&self, scopes: &[Scope], keys: &[Key]) -> Resolved {
        for scope in scopes {
            let mut prefix = false;
            for it in self.bindings.iter().filter(|it| it.scope == *scope) {
                if it.keys == keys {
                    return Resolved::Action(it.action);
                }
                prefix |= it.keys.starts_with(keys);
            }
            if prefix {
                return Resolved::Prefix;
            }
        }
        Resolved::Nothing
    }

    /// What may follow the keys pressed so far, of the innermost scope first.
    pub fn follow(&self, scopes: &[Scope], keys: &[Key]) -> Vec<(String, Action)> {
        let of = |scope: Scope| self.bindings.iter().filter(move |it| it.scope == scope);
        scopes
            .iter()
            .copied()
            .flat_map(of)
            .filter_map(|it| {
                it.keys
                    .strip_prefix(keys)
                    .map(|more| (sequence_text(more), it.action))
            })
            .collect()
    }

    /// The first key of an action in these scopes, as text; empty when it has none.
    pub fn key_of(&self, scopes: &[Scope], action: Action) -> String {
        self.keys_of(scopes, action)
            .into_iter()
            .next()
            .unwrap_or_default()
    }

    /// Every key of an action in these scopes, as text.
    pub fn keys_of(&self, scopes: &[Scope], action: Action) -> Vec<String> {
        let mut out = Vec::new();
        for it in &self.bindings {
            let text = sequence_text(&it.keys);
            if it.action == action && scopes.contains(&it.scope) && !out.contains(&text) {
                out.push(text);
            }
        }
        out
    }

    /// All bindings, for the key table of the documentation.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    fn check(&self, file: &str) -> Result<(), Problem> {
        for (idx, it) in self.bindings.iter().enumerate() {
            let Some(other) = self
                .bindings
                .iter()
                .skip(idx + 1)
                .find(|other| clash(it, other))
            else {
                continue;
            };
            let (keys, scope) = (sequence_text(&it.keys), it.scope.name());
            let (a, b) = (it.action.name(), other.action.name());
            return Err(
                Problem::usage(format!("\"{keys}\" is bound twice: \"{a}\" and \"{b}\""))
                    .at(place(file, scope))
                    .hint("give one of them another key"),
            );
        }
        Ok(())
    }
}

/// True when two bindings cannot both be meant: equal, or one is the beginning of the other.
fn clash(a: &Binding, b: &Binding) -> bool {
    a.scope == b.scope && (a.keys.starts_with(&b.keys) || b.keys.starts_with(&a.keys))
}

/// True when the user's file itself speaks of this binding's action in its scope.
fn user_names(user: &KeysFile, it: &Binding) -> bool {
    let tables: Tables = toml::from_str(&user.text).unwrap_or_default();
    let table = tables.get(it.scope.name());
    table.is_some_and(|table| table.contains_key(it.action.name()))
}

fn read(file: &str, text: &str) -> Result<Vec<(Scope, Action, Vec<Binding>)>, Problem> {
    let tables: Tables = toml::from_str(text).map_err(|err| {
        let before = err.span().and_then(|it| text.get(..it.start)).unwrap_or("");
        let line = before.matches('\n').count() as u64 + 1;
        let at = Place {
            file: file.to_owned(),
            line: Some(line),
            path: String::new(),
        };
        Problem::usage(format!("not a keys file: {}", err.message())).at(at)
    })?;
    let mut out = Vec::new();
    for (table, rows) in tables {
        let scopes = Scope::ALL.iter().map(|it| (it.name(), *it));
        let scope = known("scope", &table, scopes).map_err(|it| it.at(place(file, &table)))?;
        for (name, keys) in rows {
            let at = || place(file, &format!("{table}.{name}"));
            let actions = Action::ALL.iter().map(|it| (it.name(), *it));
            let action = known("action", &name, actions).map_err(|it| it.at(at()))?;
            let keys = match keys {
                Keys::One(key) => vec![key],
                Keys::Many(keys) => keys,
            };
            let bind = |text: String| -> Result<Binding, Problem> {
                let keys: Result<Vec<_>, _> = text.split(' ').map(Key::parse).collect();
                let keys = keys.map_err(|why| Problem::usage(why).at(at()))?;
                Ok(Binding {
                    scope,
                    keys,
                    action,
                })
            };
            let bindings: Result<_, _> = keys.into_iter().map(bind).collect();
            out.push((scope, action, bindings?));
        }
    }
    Ok(out)
}

fn place(file: &str, path: &str) -> Place {
    Place {
        file: file.to_owned(),
        line: None,
        path: path.to_owned(),
    }
}

fn known<T: Copy>(
    what: &str,
    word: &str,
    all: impl Iterator<Item = (&'static str, T)> + Clone,
) -> Result<T, Problem> {
    if let Some((_, it)) = all.clone().find(|(name, _)| *name == word) {
        return Ok(it);
    }
    let near = all.map(|(name, _)| (distance(name, word), name)).min();
    let problem = Problem::usage(format!("there is no {what} \"{word}\""));
    Err(match near {
        Some((far, name)) if far <= 4 => problem.hint(format!("did you mean \"{name}\"?")),
        _ => problem,
    })
}

/// How many letters must change to turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (idx, x) in a.chars().enumerate() {
        let mut last = idx;
        let mut left = idx + 1;
        for (y, cell) in b.chars().zip(row.iter_mut().skip(1)) {
            let best = (last + usize::from(x != y)).min(left + 1).min(*cell + 1);
            last = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = idx + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Group;

    fn user(text: &str) -> Result<Keymap, Problem> {
        Keymap::load(Some(&KeysFile {
            file: "my.toml".into(),
            text: text.into(),
        }))
    }

    #[test]
    fn the_bundled_keys_are_sound_and_reach_every_action() {
        let keymap = Keymap::load(None).unwrap();
        for action in Action::ALL {
            let bound = keymap.bindings().iter().any(|it| it.action == *action);
            let offered = crate::tui::overlays::palette::offers(*action);
            assert!(bound || offered, "{} cannot be reached", action.name());
        }
        // The answers of the inbox stand in its footer, as those of a window stand in the window.
        let daily = |it: &&Binding| {
            matches!(
                it.scope,
                Scope::Global | Scope::Triage | Scope::Queue | Scope::Issue
            )
        };
        let mut first: Vec<_> = keymap
            .bindings()
            .iter()
            .filter(daily)
            .map(|it| it.action)
            .collect();
        // Screens follow one key, which lists them when it is pressed.
        first.retain(|it| !matches!(it.group(), Group::Move | Group::Screen));
        first.sort();
        first.dedup();
        assert!(
            first.len() <= 25,
            "{} keys to learn besides moving",
            first.len()
        );
    }

    #[test]
    fn a_users_key_wins_over_the_bundled_meaning() {
        let keymap = user("[triage]\nconfirm = \"k\"\n[queue]\nup = [\"up\", \"K\"]\n").unwrap();
        let key = |text| [Key::parse(text).unwrap()];
        let scopes = [Scope::Queue, Scope::Triage];
        assert_eq!(
            keymap.resolve(&scopes, &key("k")),
            Resolved::Action(Action::Confirm)
        );
        assert_eq!(keymap.resolve(&scopes, &key("c")), Resolved::Nothing);
        assert_eq!(
            keymap.resolve(&scopes, &key("K")),
            Resolved::Action(Action::Up)
        );
        assert_eq!(keymap.resolve(&scopes, &key("g")), Resolved::Prefix);
    }

    #[test]
    fn wrong_files_say_where_and_what_was_meant() {
        let problem = user("[queue]\nflase-positive = \"x\"").unwrap_err();
        assert_eq!(
            problem.place().unwrap().to_string(),
            "my.toml at queue.flase-positive"
        );
        assert_eq!(
            problem.hint_text(),
            Some("did you mean \"false-positive\"?")
        );
        assert!(user("[triage]\nconfirm = \"x\"\nnote = \"x\"").is_err());
        assert!(user("[triage]\nconfirm = \"ctrl-i\"").is_err());
        assert_eq!(
            user("[queue]\n\nx =").unwrap_err().place().unwrap().line,
            Some(3)
        );
    }
}
