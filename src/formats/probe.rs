//! A first look at a document, made once and shown to every format.

use super::read::outline;
use super::{Input, MemoryInput};
use crate::error::Problem;
use std::io::Read as _;

/// Bytes looked at. Large enough to reach behind the rule tables that some tools write first.
const LOOK: u64 = 4 * 1024 * 1024;

/// What kind of text a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing but white space.
    Empty,
    /// One or several JSON documents.
    Json,
    /// XML.
    Xml,
    /// Other text, CSV included.
    Text,
    /// Not text.
    Binary,
}

/// The first look.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The name of the file.
    pub name: String,
    /// What kind of text it is.
    pub shape: Shape,
    /// The first 64 KiB as text.
    pub head: String,
    /// JSON: paths of the first levels with their short values; see [`Probe::has`].
    outline: Vec<(String, String)>,
}

impl Probe {
    /// Looks at the start of a document.
    pub fn new(input: &dyn Input) -> Result<Self, Problem> {
        let mut bytes = Vec::new();
        input.open()?.take(LOOK).read_to_end(&mut bytes)?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let head = bytes.get(..bytes.len().min(64 * 1024)).unwrap_or_default();
        let head = String::from_utf8_lossy(head).into_owned();
        let shape = shape(&head);
        let outline = match shape {
            Shape::Json => outline::outline(&MemoryInput::new("", bytes.to_vec()), 5),
            Shape::Empty | Shape::Xml | Shape::Text | Shape::Binary => Vec::new(),
        };
        Ok(Self {
            name: input.name().to_owned(),
            shape,
            head,
            outline,
        })
    }

    /// True when a JSON document has this path, such as `results[].test_id` or `[].RuleID`.
    pub fn has(&self, path: &str) -> bool {
        self.outline.iter().any(|(it, _)| it == path)
    }

    /// True when a JSON document has a path of `before`, a key, and `after`. Of keys that may be any,
    /// the first is looked at.
    pub(super) fn has_between(&self, before: &str, after: &str) -> bool {
        let mut paths = self.outline.iter().map(|(it, _)| it.as_str());
        let first = paths.find(|it| it.len() > before.len() && it.starts_with(before));
        first.is_some_and(|first| self.has(&format!("{first}{after}")))
    }

    /// True when it has all of these paths.
    pub fn has_all(&self, paths: &[&str]) -> bool {
        paths.iter().all(|it| self.has(it))
    }

    /// The short value at a path of a JSON document.
    pub fn value(&self, path: &str) -> Option<&str> {
        self.outline
            .iter()
            .find(|(it, _)| it == path)
            .map(|(_, value)| value.as_str())
    }

    /// The path of the records of a tool that writes them as a list or as JSON lines, for
    /// `json::walk`.
    pub fn records(&self) -> &'static str {
        let list = self.head.trim_start().starts_with('[');
        if list { "[]" } else { "" }
    }

    /// True for the empty list, or object, that many tools write when they found nothing: then only
    /// the name of the file can say whose it is.
    pub fn is_empty_list_of(&self, tool: &str) -> bool {
        let bare: String = self.head.chars().filter(|it| !it.is_whitespace()).collect();
        matches!(bare.as_str(), "[]" | "{}") && names(&self.name, tool)
    }

    /// True for what is JSON, and not a log whose first line begins with a bracket.
    pub(super) fn is_json(&self) -> bool {
        let bare = |path: &str| path.is_empty() || path == "[]";
        self.shape == Shape::Json && self.outline.iter().any(|(path, _)| !bare(path))
    }

    /// The name of the root element of an XML document, without its prefix.
    pub fn xml_root(&self) -> Option<&str> {
        if self.shape != Shape::Xml {
            return None;
        }
        let mut rest = self.head.as_str();
        loop {
            let (_, after) = rest.split_once('<')?;
            rest = after;
            if let Some(comment) = after.strip_prefix("!--") {
                rest = comment.split_once("-->")?.1;
            } else if !after.starts_with(['?', '!']) {
                let end = after.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
                let name = after.get(..end)?;
                return Some(name.rsplit(':').next().unwrap_or(name));
            }
        }
    }

    /// Why nothing recognises it, in words.
    pub(super) fn refusal(&self) -> String {
        match self.shape {
            Shape::Empty => "the file is empty".to_owned(),
            Shape::Binary => "the file is not text".to_owned(),
            Shape::Json | Shape::Xml | Shape::Text => "no format recognises this report".to_owned(),
        }
    }
}

/// True where a file's name has the tool's in it as a word or the beginning of one, `_` and `-` being
/// the same: `ruff` is not in `trufflehog.json`.
fn names(file: &str, tool: &str) -> bool {
    let plain = |it: &str| it.to_ascii_lowercase().replace(['_', ' '], "-");
    let (file, tool) = (plain(file), plain(tool));
    file.match_indices(&tool).any(|(at, _)| {
        let before = file.get(..at).and_then(|it| it.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}

fn shape(head: &str) -> Shape {
    let text = head.trim_start_matches(['\0', '\u{1e}']).trim_start();
    match text.chars().next() {
        None => Shape::Empty,
        Some('{' | '[') => Shape::Json,
        Some('<') => Shape::Xml,
        Some(_)
            if head
                .chars()
                .take(1024)
                .filter(|it| *it == '\u{fffd}')
                .count()
                > 16 =>
        {
            Shape::Binary
        }
        Some(_) => Shape::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe(text: &str) -> Probe {
        Probe::new(&MemoryInput::new("x", text.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn json_paths_and_values_are_known() {
        let it = probe("\u{feff}{\"a\":{\"b\":\"c\"},\"r\":[{\"id\":1},{\"z\":2}]}");
        assert!(it.has("r[].id") && !it.has("r[].z"));
        assert_eq!(it.value("a.b"), Some("c"));
    }

    #[test]
    fn any_key_is_the_first() {
        let it = probe("{\"a.b\":{\"v\":[{\"id\":1}]},\"c\":{\"w\":1}}");
        assert!(it.has_between("", ".v[].id") && !it.has_between("", ".w"));
    }

    #[test]
    fn a_tool_is_named_as_a_word() {
        assert!(names("out/cfn_lint_none.json", "cfn-lint"));
        assert!(names("Ruff.json", "ruff"));
        assert!(!names("trufflehog.json", "ruff"));
    }

    #[test]
    fn the_xml_root_is_found_behind_prologue_and_comments() {
        let it = probe("<?xml version=\"1.0\"?>\n<!-- <a> --><!DOCTYPE b><x:Report a='1'/>");
        assert_eq!(it.xml_root(), Some("Report"));
    }
}
