//! What a filter says about itself: the lines of its file that begin with `#:`, together in TOML.
//!
//! To jq they are comments, so the file stays a filter that other tools can run. An unknown key is an
//! error: a slip in `[severity]` must not be found in the queue.

use super::Fault;
use crate::formats::Claim;
use crate::model::{FindingKind, Severity};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Marks a line of the header.
const MARK: &str = "#:";

/// What sort of text a filter reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Json,
    Yaml,
    Xml,
    Csv,
    Text,
}

/// The header of a filter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    /// The tool, as people write it, with the versions read.
    pub(super) tool: String,
    /// Sorts of findings; the first is that of a finding that names none.
    pub(super) kinds: Vec<FindingKind>,
    pub(super) input: Kind,
    /// Paths of the records, or a word: `items`, `all`, `rows`, `lines`, `blocks`.
    #[serde(default, deserialize_with = "texts")]
    pub(super) records: Vec<String>,
    /// What lists of formats show; said by the sort of text without it.
    #[serde(default)]
    pub(super) file_types: String,
    /// Values for `$context`, by name, each with its path.
    #[serde(default)]
    pub(super) context: BTreeMap<String, String>,
    /// A filter that makes the scan out of `$context`.
    #[serde(default)]
    pub(super) scan: String,
    /// The delimiter of a table, where it is not to be guessed.
    pub(super) delimiter: Option<char>,
    /// The names of the columns of a table without a first line of names.
    #[serde(default)]
    pub(super) columns: Vec<String>,
    pub(super) detect: Vec<Detect>,
    /// The tool's words for severities, lower case after [`parse`]. Without it the usual words.
    pub(super) severity: Option<BTreeMap<String, Severity>>,
}

/// One way to recognise a report: all that is said here must hold.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Detect {
    #[serde(deserialize_with = "texts")]
    pub(super) has: Vec<String>,
    #[serde(deserialize_with = "texts")]
    pub(super) lacks: Vec<String>,
    pub(super) value: BTreeMap<String, Texts>,
    #[serde(deserialize_with = "texts")]
    pub(super) root: Vec<String>,
    #[serde(deserialize_with = "texts")]
    pub(super) columns: Vec<String>,
    #[serde(deserialize_with = "texts")]
    pub(super) contains: Vec<String>,
    #[serde(deserialize_with = "texts")]
    pub(super) starts: Vec<String>,
    #[serde(deserialize_with = "texts")]
    pub(super) name: Vec<String>,
    #[serde(deserialize_with = "claim")]
    pub(super) claim: Sure,
}

/// How sure a rule of detection is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sure(pub(super) Claim);

impl Default for Sure {
    fn default() -> Self {
        Self(Claim::Yes)
    }
}

/// A text or a list of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        texts(from).map(Self)
    }
}

fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a text or a list of texts is expected")]
    enum Form {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Form::deserialize(from)? {
        Form::One(text) => vec![text],
        Form::Many(texts) => texts,
    })
}

fn claim<'de, D: Deserializer<'de>>(from: D) -> Result<Sure, D::Error> {
    match String::deserialize(from)?.as_str() {
        "yes" => Ok(Sure(Claim::Yes)),
        "maybe" => Ok(Sure(Claim::Maybe)),
        "generic" => Ok(Sure(Claim::Generic)),
        other => Err(serde::de::Error::custom(format!(
            "'{other}' is none of yes, maybe, generic"
        ))),
    }
}

/// Reads the header out of the text of a filter.
pub(super) fn parse(text: &str) -> Result<Header, Fault> {
    // Other lines stay as blank ones, so that lines have the numbers of the file.
    let mut toml = String::new();
    for line in text.lines() {
        _ = writeln!(
            toml,
            "{}",
            line.trim_start().strip_prefix(MARK).unwrap_or("")
        );
    }
    if toml.trim().is_empty() {
        return Err(fault(
            1,
            "no line begins with '#:', so the filter has no header",
        ));
    }
    let mut header: Header = toml::from_str(&toml).map_err(|err| {
        let before = err.span().and_then(|it| toml.get(..it.start));
        let line = before.map_or(0, |it| it.matches('\n').count());
        fault(line as u64 + 1, err.message().trim_end())
    })?;
    let lower = |table: BTreeMap<String, Severity>| {
        let lower = |(word, is): (String, Severity)| (word.trim().to_lowercase(), is);
        table.into_iter().map(lower).collect()
    };
    header.severity = header.severity.map(lower);
    header.check().map_err(|message| fault(1, &message))?;
    Ok(header)
}

fn fault(line: u64, message: &str) -> Fault {
    Fault {
        line,
        message: message.to_owned(),
    }
}

impl Header {
    /// What the types cannot say.
    fn check(&mut self) -> Result<(), String> {
        if self.kinds.is_empty() {
            return Err("kinds: name at least one".to_owned());
        }
        if self.detect.is_empty() {
            return Err("detect: say at least one way to recognise a report".to_owned());
        }
        if let Some(idx) = self.detect.iter().position(Detect::says_nothing) {
            return Err(format!("detect: block {} says nothing", idx + 1));
        }
        if self.records.is_empty() {
            let usual = match self.input {
                Kind::Json | Kind::Yaml => "items",
                Kind::Csv => "rows",
                Kind::Text => "lines",
                Kind::Xml => return Err("records: an XML filter names a path".to_owned()),
            };
            self.records.push(usual.to_owned());
        }
        self.check_records()?;
        if !self.context.is_empty() && matches!(self.input, Kind::Csv | Kind::Text) {
            return Err("context: only JSON, YAML and XML have paths".to_owned());
        }
        let table = self.delimiter.is_some() || !self.columns.is_empty();
        if table && self.input != Kind::Csv {
            return Err("delimiter and columns are for csv".to_owned());
        }
        if self.delimiter.is_some_and(|it| !it.is_ascii()) {
            return Err("delimiter: one ASCII character".to_owned());
        }
        Ok(())
    }

    fn check_records(&self) -> Result<(), String> {
        let words: &[&str] = match self.input {
            Kind::Csv => &["rows"],
            Kind::Text => &["lines", "blocks", "all"],
            Kind::Json | Kind::Yaml | Kind::Xml => return Ok(()),
        };
        match self.records.as_slice() {
            [one] if words.contains(&one.as_str()) => Ok(()),
            _ => Err(format!("records: here one of {}", words.join(", "))),
        }
    }

    /// What lists of formats show.
    pub(super) fn file_types(&self) -> &str {
        match (self.file_types.as_str(), self.input) {
            ("", Kind::Json) => "JSON",
            ("", Kind::Yaml) => "YAML",
            ("", Kind::Xml) => "XML",
            ("", Kind::Csv) => "CSV",
            ("", Kind::Text) => "text",
            (said, _) => said,
        }
    }
}

impl Detect {
    fn says_nothing(&self) -> bool {
        let lists = [
            &self.has,
            &self.root,
            &self.columns,
            &self.contains,
            &self.starts,
            &self.name,
        ];
        lists.iter().all(|it| it.is_empty()) && self.value.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# A comment.\n#: tool = \"X 1\"\n#: kinds = [\"sast\"]\n#: input = \"json\"\n\
                        #: [[detect]]\n#: has = \"a\"\n#: [severity]\n#: \" Very High\" = \"critical\"\n.";

    #[test]
    fn a_header_is_read_and_completed() {
        let it = parse(GOOD).unwrap();
        assert_eq!((it.tool.as_str(), it.file_types()), ("X 1", "JSON"));
        assert_eq!(it.records, ["items"]);
        assert_eq!(
            it.severity.unwrap().get("very high"),
            Some(&Severity::Critical)
        );
    }

    #[test]
    fn a_slip_is_named_with_its_line() {
        for (from, to, line, message) in [
            ("kinds", "kind", 3, "unknown field `kind`"),
            ("sast", "sats", 3, "unknown variant `sats`"),
            ("\"json\"", "\"jsn\"", 4, "unknown variant `jsn`"),
            (
                "has = \"a\"",
                "has = 4",
                6,
                "a text or a list of texts is expected",
            ),
            ("\"critical\"", "\"worst\"", 8, "unknown variant `worst`"),
            ("has = \"a\"", "", 1, "detect: block 1 says nothing"),
            ("#:", "#", 1, "no line begins with '#:'"),
        ] {
            let got = parse(&GOOD.replace(from, to)).unwrap_err();
            assert!(got.message.contains(message), "{}", got.message);
            assert_eq!(got.line, line, "{message}");
        }
    }
}
