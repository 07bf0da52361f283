//! The filter of components: words and terms side by side, all of which must hold, in the words of
//! the filter language.
//!
//! - A bare word is looked for in the name, ignoring case; `*` stands for any text.
//! - `log4j-core<2.17` asks for a component by name with an earlier version; `<=`, `>`, `>=` and `=`
//!   likewise. A name with `/`, `@` or a dot stands in `name:` and the version in `version<`.
//! - `-` before a word or term turns it round.
//!
//! Versions compare by the one rule of [`version`]; a component without a version is neither
//! earlier nor later than anything.

use super::field::How;
use super::lex::{Piece, RawTerm, Token, lex};
use super::pattern::Pattern;
use super::tree::{Op, Text};
use super::{QueryError, value};
use crate::model::{Component, ComponentRow, version};
use std::cmp::Ordering;

/// What a term looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    App,
    Tool,
    Target,
    Branch,
    Name,
    Version,
    Type,
    Purl,
    Licence,
    File,
}

/// Name, what it looks at, what it means, example. The only list.
const FIELDS: &[(&str, Field, &str, &str)] = &[
    ("app", Field::App, "application", "app:shop"),
    (
        "name",
        Field::Name,
        "name, with or without its namespace",
        "name:log4j-core",
    ),
    ("version", Field::Version, "version", "version<2.17"),
    (
        "type",
        Field::Type,
        "ecosystem in purl's words",
        "type:maven",
    ),
    ("licence", Field::Licence, "licence", "licence:gpl"),
    (
        "file",
        Field::File,
        "file in which it was found",
        "file:**/pom.xml",
    ),
    ("purl", Field::Purl, "package URL", "purl:pkg:npm/*"),
    (
        "target",
        Field::Target,
        "image or other target",
        "target:*/shop",
    ),
    ("tool", Field::Tool, "tool that wrote the bill", "tool:syft"),
    ("branch", Field::Branch, "branch", "branch:main"),
];

/// The fields, for help: one a line with its meaning and an example.
pub fn help() -> String {
    let lines = FIELDS
        .iter()
        .map(|(name, _, about, example)| format!("  {name:9} {about:40} {example}"));
    let mut out: Vec<String> = lines.collect();
    out.push(format!(
        "  {:9} {:40} log4j-core<2.17",
        "", "a name and a version"
    ));
    out.join("\n")
}

#[derive(Clone, Debug)]
enum Test {
    Fits(Field, Vec<Pattern>),
    Compares(Op, String),
}

#[derive(Clone, Debug)]
struct Term {
    negated: bool,
    /// All must hold.
    tests: Vec<Test>,
}

/// A filter of components that was understood.
#[derive(Clone, Debug, Default)]
pub struct ComponentQuery {
    terms: Vec<Term>,
}

impl ComponentQuery {
    /// Reads a filter. Everything passes the empty one.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut out = Self::default();
        let mut negated = false;
        for (token, at) in lex(text)? {
            let tests = match token {
                Token::Not => {
                    negated = !negated;
                    continue;
                }
                Token::And => continue,
                Token::Open | Token::Close | Token::Or => {
                    return Err(
                        QueryError::new(text, at, "components take no groups and no 'or'")
                            .hint("several values of one field stand with commas: name:a,b"),
                    );
                }
                Token::Word(word) => vec![Test::Fits(
                    Field::Name,
                    vec![Pattern::bare(&Text::new(word.text, word.quoted))],
                )],
                Token::Term(term) => {
                    negated ^= term.negated;
                    read(text, &term)?
                }
            };
            out.terms.push(Term {
                negated: std::mem::take(&mut negated),
                tests,
            });
        }
        Ok(out)
    }

    /// False when nothing in a component by itself can pass, wherever it is listed.
    pub fn may_fit(&self, it: &Component) -> bool {
        self.terms.iter().all(|term| {
            let own = term.tests.iter().all(Test::is_own);
            !own || term.fits(&|field| own_text(field, it))
        })
    }

    /// True when a listed component passes.
    pub fn fits(&self, it: &ComponentRow) -> bool {
        let text = |field| match field {
            Field::App => it.app.as_str(),
            Field::Tool => it.tool.as_str(),
            Field::Target => it.target.as_str(),
            Field::Branch => it.branch.as_str(),
            own @ (Field::Name
            | Field::Version
            | Field::Type
            | Field::Purl
            | Field::Licence
            | Field::File) => own_text(own, &it.component),
        };
        self.terms.iter().all(|term| term.fits(&text))
    }
}

impl Term {
    fn fits<'t>(&self, text: &dyn Fn(Field) -> &'t str) -> bool {
        self.negated != self.tests.iter().all(|it| it.holds(text))
    }
}

impl Test {
    fn is_own(&self) -> bool {
        !matches!(
            self,
            Self::Fits(Field::App | Field::Tool | Field::Target | Field::Branch, _)
        )
    }

    fn holds<'t>(&self, text: &dyn Fn(Field) -> &'t str) -> bool {
        match self {
            Self::Fits(field, patterns) => {
                let text = text(*field);
                patterns.iter().any(|it| it.fits(text))
            }
            Self::Compares(op, wanted) => {
                let have = text(Field::Version);
                let order = version::compare(have, wanted);
                !have.is_empty()
                    && match op {
                        Op::Is | Op::Equal => order == Ordering::Equal,
                        Op::Less => order == Ordering::Less,
                        Op::AtMost => order != Ordering::Greater,
                        Op::More => order == Ordering::Greater,
                        Op::AtLeast => order != Ordering::Less,
                    }
            }
        }
    }
}

fn own_text(field: Field, it: &Component) -> &str {
    let package = &it.package;
    match field {
        Field::Name => &package.name,
        Field::Version => &package.version,
        Field::Type => &package.ecosystem,
        Field::Purl => package.purl.as_deref().unwrap_or_default(),
        Field::Licence => &it.licence,
        Field::File => &it.place,
        Field::App | Field::Tool | Field::Target | Field::Branch => "",
    }
}

fn read(filter: &str, term: &RawTerm) -> Result<Vec<Test>, QueryError> {
    let name = term.name.text.to_ascii_lowercase();
    let name = if name == "license" { "licence" } else { &name };
    let field = FIELDS.iter().find(|it| it.0 == name).map(|it| it.1);
    let patterns = |how: How, op: Op, all: &[Piece]| {
        let each = all
            .iter()
            .map(|it| Pattern::new(&Text::new(it.text.clone(), it.quoted), op, how));
        each.collect::<Vec<_>>()
    };
    let fits = |field, how| vec![Test::Fits(field, patterns(how, term.op, &term.values))];
    let compares = || match term.values.as_slice() {
        [one] => Ok(Test::Compares(term.op, one.text.clone())),
        _ => Err(QueryError::new(
            filter,
            term.op_at.clone(),
            "one version is expected here",
        )),
    };
    let ordered = !matches!(term.op, Op::Is | Op::Equal);
    match field {
        Some(Field::Version) if term.op == Op::Is => Ok(fits(Field::Version, How::Name)),
        Some(Field::Version) => Ok(vec![compares()?]),
        Some(_) if ordered => Err(QueryError::new(
            filter,
            term.op_at.clone(),
            format!("'{name}' has no order"),
        )),
        Some(Field::Name) => Ok(fits(Field::Name, How::Package)),
        Some(field @ (Field::Licence | Field::Purl)) => Ok(fits(field, How::Part)),
        Some(Field::File) => Ok(fits(Field::File, How::Place)),
        Some(field) => Ok(fits(field, How::Name)),
        // `log4j-core<2.17`: a name that is no field, and a version.
        None if term.op != Op::Is => {
            let named = patterns(How::Package, Op::Equal, std::slice::from_ref(&term.name));
            Ok(vec![Test::Fits(Field::Name, named), compares()?])
        }
        None => {
            let err = QueryError::new(
                filter,
                term.name.at.clone(),
                format!("no field is called '{name}'"),
            );
            Err(match value::nearest(name, FIELDS.iter().map(|it| it.0)) {
                Some(near) => err.hint(format!("did you mean '{near}'?")),
                None => err.hint("`sluice components --help` lists the fields"),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Package;

    fn fits(filter: &str) -> bool {
        let it = ComponentRow {
            app: "shop".to_owned(),
            component: Component {
                package: Package {
                    ecosystem: "maven".to_owned(),
                    name: "org.apache.logging.log4j/log4j-core".to_owned(),
                    version: "2.9.1".to_owned(),
                    ..Package::default()
                },
                licence: "Apache-2.0 OR MIT".to_owned(),
                place: "lib/a.jar".to_owned(),
            },
            ..ComponentRow::default()
        };
        let query = ComponentQuery::parse(filter).unwrap();
        let whole = query.fits(&it);
        assert!(!whole || query.may_fit(&it.component), "{filter}");
        whole
    }

    #[test]
    fn components_pass_or_do_not() {
        for (filter, expected) in [
            ("", true),
            ("log4j", true),
            ("log4j-core<2.17", true),
            ("log4j-core<2.9", false),
            ("log4j<2.17", false),
            ("log4j-core=2.9.1.0", true),
            ("name:log4j-core version>=2 version<2.17 app:shop", true),
            ("-log4j-core<2.17", false),
            ("-app:bank licence:mit", true),
            ("license:gpl", false),
            ("type:maven,npm file:*.jar", true),
            ("version:2.9.*", true),
            ("app:bank", false),
        ] {
            assert_eq!(fits(filter), expected, "{filter}");
        }
    }

    #[test]
    fn what_cannot_be_asked_is_said() {
        for (filter, message) in [
            ("(a)", "components take no groups and no 'or'"),
            ("licens:x", "no field is called 'licens'"),
            ("app>shop", "'app' has no order"),
        ] {
            assert_eq!(ComponentQuery::parse(filter).unwrap_err().message, message);
        }
    }
}
