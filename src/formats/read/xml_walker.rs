//! The walk itself: which elements are open, which are wanted, what is being built.

use super::xml::{Captured, Open, Visit};
use super::xml_entity::entity;
use super::xml_node::{Node, attributes};
use super::xml_pool::Pool;
use super::xml_text::Utf8;
use crate::error::{Place, Problem};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Elements nested deeper are refused.
const DEEPEST: usize = 256;

/// A record larger than this is refused: none of any tool comes near.
const LARGEST_RECORD: u64 = 256 * 1024 * 1024;

/// A walk through one file.
pub(super) struct Walker<'w> {
    wants: Vec<Vec<&'w str>>,
    /// Elements around the present place, but not those of a record being read.
    open: Vec<Open>,
    /// The record being read: its element and the open ones inside.
    building: Vec<Node>,
    /// What is left of records that were handed over.
    pool: Pool,
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
}

impl<'w> Walker<'w> {
    pub(super) fn new(wants: Vec<Vec<&'w str>>) -> Self {
        Self {
            wants,
            open: Vec::new(),
            building: Vec::new(),
            pool: Pool::default(),
            captured: (0, 0),
            root: 0,
            roots: 0,
        }
    }

    pub(super) fn run(
        &mut self,
        reader: &mut Reader<Utf8<'_>>,
        visit: &mut Visit<'_>,
    ) -> Result<(), Problem> {
        let mut buf = Vec::new();
        let mut start = 0;
        loop {
            buf.clear();
            reader.get_mut().renew_limit();
            let event = reader.read_event_into(&mut buf).map_err(problem)?;
            let ours = reader.buffer_position();
            let end = reader.get_mut().original(ours);
            let span = Span { start, end };
            match event {
                Event::Start(tag) => {
                    let line = first_line(&tag, reader.get_mut());
                    self.start(&tag, span, line, visit)?;
                }
                Event::Empty(tag) => {
                    let line = first_line(&tag, reader.get_mut());
                    self.start(&tag, span, line, visit)?;
                    self.end(span, visit)?;
                }
                Event::End(tag) => {
                    let name = tag.local_name();
                    let unclosed = self.unclosed(name.as_ref()).ok_or_else(|| {
                        let line = first_line(&tag, reader.get_mut());
                        not_open(name.as_ref(), line)
                    })?;
                    self.close(unclosed, span, visit)?;
                }
                // Most text of a document lies in what nobody wants.
                Event::Text(_) if self.building.is_empty() && !self.open.is_empty() => {}
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(name) => {
                    if let Some(node) = self.building.last_mut() {
                        entity(&name, node.open_text(&mut self.pool));
                    } else {
                        let mut text = String::new();
                        entity(&name, &mut text);
                        self.text(&text)?;
                    }
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
        line: u64,
        visit: &mut Visit<'_>,
    ) -> Result<(), Problem> {
        if self.open.len() + self.building.len() >= DEEPEST {
            return Err(Problem::input(format!(
                "elements are nested deeper than {DEEPEST}"
            )));
        }
        let name = tag.local_name();
        let name: &str = name.as_ref();
        let mut node = self.pool.node();
        node.name.push_str(name);
        node.offset = span.start;
        node.len = span.end - span.start;
        node.line = line;
        if !self.building.is_empty() {
            attributes(tag, &mut node.attributes);
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
            attributes(tag, &mut node.attributes);
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
        for (idx, want) in self.wants.iter().enumerate() {
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
            node.open_text(&mut self.pool).push_str(text);
        } else if self.open.is_empty() && !text.trim_start_matches('\0').trim().is_empty() {
            let text = match self.roots {
                0 => "text before the first element",
                _ => "text after the end of the document",
            };
            return Err(Problem::input(text));
        }
        Ok(())
    }

    /// How many elements inside the nearest open one of this name were never closed. `None` when
    /// none of that name is open.
    fn unclosed(&self, name: &str) -> Option<usize> {
        let inner = self.building.iter().map(|it| it.name.as_str());
        let outer = self.open.iter().map(|it| it.name.as_str());
        outer.chain(inner).rev().position(|it| it == name)
    }

    /// An end tag: ends the element it is for, and with it those inside that were never closed.
    fn close(&mut self, unclosed: usize, span: Span, visit: &mut Visit<'_>) -> Result<(), Problem> {
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
            parent.push_element(node);
            return Ok(());
        }
        let (want, index) = self.captured;
        self.hand_over(&node, want, index, visit)?;
        self.pool.take_back(node);
        Ok(())
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

/// The line that a tag which was just read begins in.
fn first_line(tag: &str, from: &mut Utf8<'_>) -> u64 {
    let ends = tag.bytes().filter(|it| *it == b'\n').count();
    from.line() - ends as u64
}

fn not_open(name: &str, line: u64) -> Problem {
    Problem::input(format!("'{name}' is closed here but not open")).at(Place {
        line: Some(line),
        ..Place::default()
    })
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
