//! A piece of an XML document in memory: one record with all that is in it.

use super::xml_entity::decode;
use super::xml_pool::Pool;
use crate::model::RecordPlace;
use quick_xml::events::BytesStart;
use std::borrow::Cow;

/// An element. Names are without their prefix, so an undeclared one does no harm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The name, without prefix.
    pub name: String,
    /// First byte in the document.
    pub offset: u64,
    /// Number of bytes.
    pub len: u64,
    /// Line of the first byte, counted from one.
    pub line: u64,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) content: Vec<Content>,
}

/// What stands between two tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Text(String),
    Element(Node),
}

impl Node {
    /// Where it stands; `path` leads there.
    pub const fn place(&self, path: String) -> RecordPlace {
        RecordPlace {
            offset: self.offset,
            len: self.len,
            line: self.line,
            path,
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(it, _)| it == name).map(|(_, it)| it.as_str())
    }

    /// All attributes in order.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The elements directly inside, in order.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.content.iter().filter_map(|it| match it {
            Content::Element(node) => Some(node),
            Content::Text(_) => None,
        })
    }

    /// The elements directly inside that have this name.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.elements().filter(move |it| it.name == name)
    }

    /// The first element directly inside with this name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|it| it.name == name)
    }

    /// The first element at a path such as `instances/instance`.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').try_fold(self, |it, name| it.child(name))
    }

    /// All text inside in order, that of inner elements included.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.collect(&mut out);
        out
    }

    fn collect(&self, out: &mut String) {
        for it in &self.content {
            match it {
                Content::Text(text) => out.push_str(text),
                Content::Element(node) => node.collect(out),
            }
        }
    }

    /// The text of the element at a path, trimmed. `None` where there is none or it is blank.
    pub fn text_of(&self, path: &str) -> Option<String> {
        self.at(path)?.own_text()
    }

    /// All text inside, trimmed. `None` where it is blank.
    pub fn own_text(&self) -> Option<String> {
        // As nearly always: nothing but text is in it, and nothing has to be put together.
        let whole = match self.content.as_slice() {
            [] => return None,
            [Content::Text(text)] => Cow::Borrowed(text.as_str()),
            _ => Cow::Owned(self.text()),
        };
        let text = whole.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// True where text that is not blank stands directly inside.
    pub fn has_text(&self) -> bool {
        let mut all = self.content.iter();
        all.any(|it| matches!(it, Content::Text(text) if !text.trim().is_empty()))
    }

    pub(super) fn push_element(&mut self, node: Self) {
        self.content.push(Content::Element(node));
    }

    /// The text that ends what has been read of it; further text goes behind.
    pub(super) fn open_text(&mut self, pool: &mut Pool) -> &mut String {
        if !matches!(self.content.last(), Some(Content::Text(_))) {
            self.content.push(Content::Text(pool.text()));
        }
        match self.content.last_mut() {
            Some(Content::Text(text)) => text,
            // Never: it was put there just now.
            Some(Content::Element(_)) | None => &mut self.name,
        }
    }
}

/// The attributes of a tag. Declarations of name spaces are left out; of several equal names the
/// first counts, as for every reader of [`Node::attribute`].
pub(super) fn attributes(tag: &BytesStart<'_>, into: &mut Vec<(String, String)>) {
    if tag.len() == tag.name().as_ref().len() {
        return;
    }
    let mut all = tag.html_attributes();
    let read = all.with_checks(false).flatten();
    into.extend(
        read.filter(|it| it.key.as_namespace_binding().is_none())
            .map(|it| (it.key.local_name().as_ref().to_owned(), decode(&it.value))),
    );
}
