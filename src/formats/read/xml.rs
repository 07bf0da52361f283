//! Streaming XML: walks a document and hands over the elements at wanted paths as small trees.
//!
//! A wanted path is written as in `OWASPZAPReport/site/alerts/alertitem`; `*` is any element, and
//! `@` at the end (`OWASPZAPReport@`) hands over the start tag alone and goes on inside. At most 64
//! paths. Several documents in one file are walked one after the other.
//!
//! It forgives what tools get wrong and what has one meaning only: undeclared prefixes and entities,
//! a lone `&`, attributes without quotes, an inner element that is not closed (`<option>` in a
//! description). It resolves no entity but the five of XML and the numeric ones, so a document can
//! neither read files nor grow. What is cut or closed without being open is an error with its line.

use super::xml_node::Node;
use super::xml_text::Utf8;
use super::xml_walker::Walker;
use crate::error::{Place, Problem};
use crate::formats::Input;
use crate::model::{RecordPlace, Skipped};
use quick_xml::Reader;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One bit each in [`Open::live`].
const MOST_WANTS: usize = 64;

/// An element that is open around the present one.
#[derive(Default)]
pub(super) struct Open {
    pub(super) name: String,
    /// Which one of its name inside its parent, from zero.
    pub(super) index: usize,
    pub(super) attributes: Vec<(String, String)>,
    /// How many children of each name have begun.
    pub(super) seen: BTreeMap<String, usize>,
    /// Which wanted paths still fit, one bit each.
    pub(super) live: u64,
}

/// An element found at a wanted path.
pub struct Captured<'a> {
    /// Which of the wanted paths, by position.
    pub want: usize,
    /// The element with all that is in it.
    pub node: &'a Node,
    pub(super) index: usize,
    pub(super) open: &'a [Open],
    pub(super) root: usize,
}

impl Captured<'_> {
    /// Which one of its name inside its parent this element is, from zero.
    pub const fn index(&self) -> usize {
        self.index
    }

    /// An attribute of the nearest open element called `element`.
    pub fn attribute_of(&self, element: &str, name: &str) -> Option<&str> {
        let mut all = self.ancestor(element)?.attributes.iter();
        all.find(|(it, _)| it == name).map(|(_, it)| it.as_str())
    }

    /// The elements around this one, from the root inward: name and attributes.
    pub fn around(&self) -> impl Iterator<Item = (&str, &[(String, String)])> {
        self.open
            .iter()
            .map(|it| (it.name.as_str(), it.attributes.as_slice()))
    }

    fn ancestor(&self, name: &str) -> Option<&Open> {
        self.open.iter().rev().find(|it| it.name == name)
    }

    /// Which document of the file this is in, from zero.
    pub const fn root(&self) -> usize {
        self.root
    }

    /// Where the element stands, with a path such as `site[0].alerts[0].alertitem[3]`: the root
    /// is left out, as all records share it.
    pub fn place(&self) -> RecordPlace {
        let mut path = String::new();
        if self.root > 0 {
            _ = write!(path, "#{}", self.root + 1);
        }
        for it in self.open.iter().skip(1) {
            _ = write!(path, "{}{}[{}]", dot(&path), it.name, it.index);
        }
        _ = write!(path, "{}{}", dot(&path), self.node.name);
        if !self.open.is_empty() {
            _ = write!(path, "[{}]", self.index);
        }
        self.node.place(path)
    }

    /// Where an element inside this one stands; `path` leads from here to there.
    pub fn place_within(&self, inner: &Node, path: &str) -> RecordPlace {
        let outer = self.place().path;
        inner.place(format!("{outer}.{path}"))
    }

    /// A record to be reported as skipped for a reason of the format's own.
    pub fn refuse(&self, reason: impl Into<String>) -> Skipped {
        Skipped {
            record: self.place(),
            reason: reason.into(),
        }
    }
}

const fn dot(path: &str) -> &'static str {
    if path.is_empty() { "" } else { "." }
}

pub(super) type Visit<'v> = dyn FnMut(&Captured<'_>) -> Result<(), Problem> + 'v;

/// Walks all of `input` and calls `visit` for every element at one of the wanted paths, in the
/// order of the document.
pub fn walk(input: &dyn Input, wants: &[&str], visit: &mut Visit<'_>) -> Result<(), Problem> {
    let mut reader = Reader::from_reader(Utf8::new(input.open()?));
    let config = reader.config_mut();
    // Names are checked here, where an element that is not closed can be told from a cut document.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let wants = wants.iter().take(MOST_WANTS);
    let wants = wants.map(|it| it.split('/').collect()).collect();
    let mut walker = Walker::new(wants);
    let result = walker.run(&mut reader, visit);
    let line = Some(reader.get_mut().line());
    result.map_err(|problem| {
        let problem = match problem.place() {
            Some(_) => problem,
            None => problem.at(Place {
                line,
                ..Place::default()
            }),
        };
        problem.in_file(input.name())
    })
}
