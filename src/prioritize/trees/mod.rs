//! Decision trees beside the score: published tables as data, walked with the answers that the
//! evidence gives.
//!
//! The tables are files with versions under `assets/trees/`: SSVC's deployer tree (CERT/CC), CISA's
//! levels and CISA's BOD 26-04. They never touch the score. A question nobody answered takes a stated
//! stand-in and is flagged as assumed; a person's answer goes before every source.
//!
//! To add a tree: a file in `assets/trees/`, a line in [`FILES`]. A new question: a line in
//! [`answers::QUESTIONS`].

pub mod answers;

use crate::error::{Place, Problem};
use answers::Answer;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The trees that are compiled in, as file name and text. The only list.
pub const FILES: &[(&str, &str)] = &[
    (
        "assets/trees/ssvc-deployer.toml",
        include_str!("../../../assets/trees/ssvc-deployer.toml"),
    ),
    (
        "assets/trees/cisa-levels.toml",
        include_str!("../../../assets/trees/cisa-levels.toml"),
    ),
    (
        "assets/trees/bod-26-04.toml",
        include_str!("../../../assets/trees/bod-26-04.toml"),
    ),
];

/// A published table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// Stable name, such as `ssvc-deployer`.
    pub name: String,
    /// Version of the table.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// Who publishes it.
    pub source: String,
    /// What is asked, in the order of the path.
    pub inputs: Vec<Input>,
    /// What can come out, the mildest first.
    pub outcomes: Vec<Named>,
    /// Answers in the order of the inputs, and what comes of them. Every set of answers is there.
    pub rows: BTreeMap<Vec<String>, String>,
}

/// One question of a tree.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Stable name.
    pub name: String,
    /// What is asked.
    pub about: String,
    /// What may be answered, the mildest first.
    pub answers: Vec<String>,
}

/// A word with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The word.
    pub name: String,
    /// What it asks to do.
    pub about: String,
}

/// A tree walked for one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Stable name of the tree.
    pub tree: String,
    /// Its version.
    pub version: String,
    /// What people call it.
    pub title: String,
    /// The answers, in the order of the path.
    pub path: Vec<Answer>,
    /// What came out.
    pub outcome: String,
    /// What that asks to do.
    pub about: String,
    /// Every single answer that would change the outcome: question, answer, outcome.
    pub changes: Vec<(String, String, String)>,
}

impl Walk {
    /// True when some answer on the path is a stand-in.
    pub fn assumed(&self) -> bool {
        self.path.iter().any(|it| it.assumed)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    version: String,
    title: String,
    source: String,
    rows: String,
    input: Vec<Input>,
    outcome: Vec<Named>,
}

/// Every tree, in the order in which they are shown.
pub fn all() -> Result<Vec<Tree>, Problem> {
    let trees = FILES.iter().map(|(file, text)| Tree::parse(file, text));
    trees.collect()
}

impl Tree {
    /// Reads a tree; `file` is for messages. A table with a hole, a row too many or a word that is
    /// not declared is refused.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let place = Place {
            file: file.to_owned(),
            ..Place::default()
        };
        let refuse = |why: String| Problem::usage(format!("not a decision tree: {why}"));
        let read: Result<File, _> = toml::from_str(text);
        let read = read
            .map_err(|err| refuse(err.message().to_owned()))
            .and_then(|it| it.checked().map_err(refuse));
        read.map_err(|problem| {
            problem
                .at(place)
                .hint("each set of answers needs exactly one row: `answer answer -> outcome`")
        })
    }

    /// Walks the tree. An answer that the tree does not know is not asked for: the worst one counts.
    pub fn walk(&self, given: &BTreeMap<&'static str, Answer>) -> Walk {
        let path: Vec<Answer> = self
            .inputs
            .iter()
            .map(|it| taken(it, given.get(it.name.as_str())))
            .collect();
        let words = |path: &[Answer]| path.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
        let outcome = self.outcome(&words(&path));
        let mut changes = Vec::new();
        for (at, input) in self.inputs.iter().enumerate() {
            for other in &input.answers {
                let mut words = words(&path);
                if let Some(word) = words.get_mut(at) {
                    word.clone_from(other);
                }
                let then = self.outcome(&words);
                if then != outcome {
                    changes.push((input.name.clone(), other.clone(), then));
                }
            }
        }
        let about = self.outcomes.iter().find(|it| it.name == outcome);
        Walk {
            tree: self.name.clone(),
            version: self.version.clone(),
            title: self.title.clone(),
            about: about.map(|it| it.about.clone()).unwrap_or_default(),
            path,
            outcome,
            changes,
        }
    }

    /// What a row of the table says; empty when the answers are not of this tree.
    pub fn outcome(&self, answers: &[String]) -> String {
        self.rows.get(answers).cloned().unwrap_or_default()
    }
}

fn taken(input: &Input, given: Option<&Answer>) -> Answer {
    let fits = given.filter(|it| input.answers.contains(&it.value));
    fits.cloned().unwrap_or_else(|| Answer {
        question: input.name.clone(),
        value: input.answers.last().cloned().unwrap_or_default(),
        source: "nobody says; the worst answer stands in".to_owned(),
        assumed: true,
        by_hand: false,
    })
}

impl File {
    fn checked(self) -> Result<Tree, String> {
        let mut rows = BTreeMap::new();
        for line in self.rows.lines().filter(|it| !it.trim().is_empty()) {
            let row = self.row(line)?;
            if rows.insert(row.0, row.1).is_some() {
                return Err(format!("the row '{line}' is there twice"));
            }
        }
        let all: usize = self.input.iter().map(|it| it.answers.len()).product();
        if rows.len() != all {
            return Err(format!("{} rows instead of {all}", rows.len()));
        }
        Ok(Tree {
            name: self.name,
            version: self.version,
            title: self.title,
            source: self.source,
            inputs: self.input,
            outcomes: self.outcome,
            rows,
        })
    }

    fn row(&self, line: &str) -> Result<(Vec<String>, String), String> {
        let (answers, outcome) = line
            .split_once("->")
            .ok_or_else(|| format!("the row '{line}' has no outcome"))?;
        let answers: Vec<String> = answers.split_whitespace().map(str::to_owned).collect();
        let outcome = outcome.trim().to_owned();
        let known = answers.len() == self.input.len()
            && self
                .input
                .iter()
                .zip(&answers)
                .all(|(input, word)| input.answers.contains(word))
            && self.outcome.iter().any(|it| it.name == outcome);
        if known {
            Ok((answers, outcome))
        } else {
            Err(format!(
                "the row '{line}' holds a word that is not declared"
            ))
        }
    }
}
