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

use super::xml_entity::entity;
use super::xml_node::{Content, Node, attributes};
use super::xml_text::Utf8;
use crate::error::{Place, Problem};
use crate::formats::Input;
use crate::model::{RecordPlace, Skipped};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Elements nested deeper are refused.
const DEEPEST: usize = 256;

/// A record larger than this is refused: none of any tool comes near.
const LARGEST_RECORD: u64 = 256 * 1024 * 1024;

/// An element that is open around the present one.
#[derive(Default)]
struct Open {
    name: String,
    /// Which one of its name inside its parent, from zero.
    index: usize,
    attributes: Vec<(String, String)>,
    /// How many children of each name have begun.
    seen: BTreeMap<String, usize>,
    /// Which wanted paths still fit, one bit each.
    live: u64,
}

/// An element found at a wanted path.
pub struct Captured<'a> {
    /// Which of the wanted paths, by position.
    pub want: usize,
    /// The element with all that is in it.
    pub node: &'a Node,
    index: usize,
    open: &'a [Open],
    root: usize,
}

impl Captured<'_> {
    /// Which one of its name inside its parent this element is, from zero.
    pub const fn index(&self) -> usize {
        self.index
    }

    /// Which one of its name inside its parent the nearest open element called `name` is.
    pub fn index_of(&self, name: &str) -> usize {
        self.ancestor(name).map_or(0, |it| it.index)
    }

    /// An attribute of the nearest open element called `element`.
    pub fn attribute_of(&self, element: &str, name: &str) -> Option<&str> {
        let mut all = self.ancestor(element)?.attributes.iter();
        all.find(|(it, _)| it == name).map(|(_, it)| it.as_str())
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
        place_of(self.node, path)
    }

    /// Where an element inside this one stands; `path` leads from here to there.
    pub fn place_within(&self, inner: &Node, path: &str) -> RecordPlace {
        let outer = self.place().path;
        place_of(inner, format!("{outer}.{path}"))
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

const fn place_of(node: &Node, path: String) -> RecordPlace {
    RecordPlace {
        offset: node.offset,
        len: node.len,
        line: node.line,
        path,
    }
}

type Visit<'v> = dyn FnMut(&Captured<'_>) -> Result<(), Problem> + 'v;

/// Walks all of `input` and calls `visit` for every element at one of the wanted paths, in the
/// order of the document.
pub fn walk(input: &dyn Input, wants: &[&str], visit: &mut Visit<'_>) -> Result<(), Problem> {
    let mut reader = Reader::from_reader(Utf8::new(input.open()?));
    let config = reader.config_mut();
    // Names are checked here, where an element that is not closed can be told from a cut document.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let wants: Vec<Vec<&str>> = wants.iter().map(|it| it.split('/').collect()).collect();
    let mut walker = Walker {
        wants,
        open: Vec::new(),
        building: Vec::new(),
        captured: (0, 0),
        root: 0,
        roots: 0,
    };
    let result = walker.run(&mut reader, visit);
    let line = Some(reader.get_ref().line());
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

struct Walker<'w> {
    wants: Vec<Vec<&'w str>>,
    /// Elements around the present place, but not those of a record being read.
    open: Vec<Open>,
    /// The record being read: its element and the open ones inside.
    building: Vec<Node>,
    /// Its wanted path, and which one of its name it is.
    captured: (usize, usize),
    root: usize,
    roots: usize,
}

/// Where an event stands in the original.
#[derive(Clone, Copy)]
struct Span {
    start: u64,
    end: u64,
    line: u64,
}

impl Walker<'_> {
    fn run(&mut self, reader: &mut Reader<Utf8<'_>>, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let mut buf = Vec::new();
        let mut start = 0;
        loop {
            buf.clear();
            let line = reader.get_ref().line();
            reader.get_mut().renew_limit();
            let event = reader.read_event_into(&mut buf).map_err(problem)?;
            let ours = reader.buffer_position();
            let end = reader.get_mut().original(ours);
            let span = Span { start, end, line };
            match event {
                Event::Start(tag) => self.start(&tag, span, visit)?,
                Event::Empty(tag) => {
                    self.start(&tag, span, visit)?;
                    self.end(span, visit)?;
                }
                Event::End(tag) => self.close(tag.local_name().as_ref(), span, visit)?,
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(name) => {
                    let mut text = String::new();
                    entity(&name, &mut text);
                    self.text(&text)?;
                }
                Event::Eof => return self.finish(),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
            start = end;
            if let Some(node) = self.building.first()
                && end - node.offset > LARGEST_RECORD
            {
                return Err(Problem::input("one record is larger than 256 MiB"));
            }
        }
    }

    fn finish(&self) -> Result<(), Problem> {
        if self.roots == 0 {
            return Err(Problem::input("the document is empty"));
        }
        if self.open.is_empty() && self.building.is_empty() {
            return Ok(());
        }
        Err(cut())
    }

    fn start(
        &mut self,
        tag: &BytesStart<'_>,
        span: Span,
        visit: &mut Visit<'_>,
    ) -> Result<(), Problem> {
        if self.open.len() + self.building.len() >= DEEPEST {
            return Err(Problem::input(format!(
                "elements are nested deeper than {DEEPEST}"
            )));
        }
        let name = tag.local_name();
        let name: &str = name.as_ref();
        let mut node = Node {
            name: name.to_owned(),
            offset: span.start,
            len: span.end - span.start,
            line: span.line,
            ..Node::default()
        };
        if !self.building.is_empty() {
            node.attributes = attributes(tag);
            self.building.push(node);
            return Ok(());
        }
        let (index, live) = self.enter(name);
        let depth = self.open.len();
        let fits = |(idx, want): (usize, &Vec<&str>)| {
            (live & (1 << idx) != 0 && want.len() == depth + 1).then_some(idx)
        };
        let found = self.wants.iter().enumerate().find_map(fits);
        if live != 0 {
            node.attributes = attributes(tag);
        }
        let Some(want) = found else {
            self.push_open(node, index, live);
            return Ok(());
        };
        if self
            .wants
            .get(want)
            .and_then(|it| it.last())
            .is_some_and(|it| it.ends_with('@'))
        {
            self.hand_over(&node, want, index, visit)?;
            self.push_open(node, index, live);
        } else {
            self.captured = (want, index);
            self.building.push(node);
        }
        Ok(())
    }

    /// Counts a new element called `name` and says which wanted paths it may lie on.
    fn enter(&mut self, name: &str) -> (usize, u64) {
        let depth = self.open.len();
        let (index, above) = match self.open.last_mut() {
            // Inside of what nobody wants, nothing is counted.
            Some(parent) if parent.live == 0 => (0, 0),
            Some(parent) => {
                let count = parent.seen.entry(name.to_owned()).or_default();
                *count += 1;
                (*count - 1, parent.live)
            }
            None => {
                self.root = self.roots;
                self.roots += 1;
                (0, u64::MAX)
            }
        };
        let mut live = 0;
        for (idx, want) in self.wants.iter().enumerate().take(64) {
            let part = want.get(depth).map(|it| it.trim_end_matches('@'));
            if above & (1 << idx) != 0 && part.is_some_and(|it| it == "*" || it == name) {
                live |= 1 << idx;
            }
        }
        (index, live)
    }

    fn push_open(&mut self, node: Node, index: usize, live: u64) {
        self.open.push(Open {
            name: node.name,
            index,
            attributes: node.attributes,
            seen: BTreeMap::new(),
            live,
        });
    }

    fn text(&mut self, text: &str) -> Result<(), Problem> {
        if let Some(node) = self.building.last_mut() {
            node.push_text(text);
        } else if self.open.is_empty() && !text.trim_start_matches('\0').trim().is_empty() {
            let text = match self.roots {
                0 => "text before the first element",
                _ => "text after the end of the document",
            };
            return Err(Problem::input(text));
        }
        Ok(())
    }

    /// An end tag: ends the nearest open element of that name, and with it those inside it that
    /// were never closed.
    fn close(&mut self, name: &str, span: Span, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let inner = self.building.iter().map(|it| it.name.as_str());
        let outer = self.open.iter().map(|it| it.name.as_str());
        let Some(unclosed) = outer.chain(inner).rev().position(|it| it == name) else {
            let place = Place {
                line: Some(span.line),
                ..Place::default()
            };
            return Err(Problem::input(format!("'{name}' is closed here but not open")).at(place));
        };
        for _ in 0..unclosed {
            let end = span.start;
            self.end(Span { end, ..span }, visit)?;
        }
        self.end(span, visit)
    }

    /// The innermost open element ends.
    fn end(&mut self, span: Span, visit: &mut Visit<'_>) -> Result<(), Problem> {
        let Some(mut node) = self.building.pop() else {
            self.open.pop();
            return Ok(());
        };
        node.len = span.end - node.offset;
        if let Some(parent) = self.building.last_mut() {
            parent.content.push(Content::Element(node));
            return Ok(());
        }
        let (want, index) = self.captured;
        self.hand_over(&node, want, index, visit)
    }

    fn hand_over(
        &self,
        node: &Node,
        want: usize,
        index: usize,
        visit: &mut Visit<'_>,
    ) -> Result<(), Problem> {
        visit(&Captured {
            want,
            node,
            index,
            open: &self.open,
            root: self.root,
        })
    }
}

fn cut() -> Problem {
    Problem::input("the document ends too early")
        .hint("the file looks cut off; run the scanner again or fetch the whole file")
}

/// A failure of the reader in our words.
fn problem(err: quick_xml::Error) -> Problem {
    if let quick_xml::Error::Io(io) = err {
        return match Arc::try_unwrap(io) {
            Ok(io) => io.into(),
            Err(io) => Problem::input(io.to_string()),
        };
    }
    if matches!(err, quick_xml::Error::Syntax(_)) {
        return cut();
    }
    Problem::input("not well-formed XML").because(err.to_string())
}
