//! A report cut into records, each as JSON: of what shape is said in `sluice formats --help`.

use super::header::{Header, Kind};
use crate::error::Problem;
use crate::formats::Input;
use crate::formats::read::{csv, json, lines, outline, xml, xml_node::Node};
use crate::model::RecordPlace;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// Bytes of all values of `$context`.
const CONTEXT: usize = 32 * 1024 * 1024;

/// One record.
pub(super) struct Record<'a> {
    /// The record, as JSON.
    pub(super) json: Cow<'a, [u8]>,
    pub(super) place: RecordPlace,
    /// `$at`, as JSON, where it was asked for.
    pub(super) at: Option<Vec<u8>>,
}

pub(super) type Visit<'v> = dyn FnMut(Record<'_>) -> Result<(), Problem> + 'v;

/// Walks all records. `at` says whether the filter looks at `$at`.
pub(super) fn walk(
    input: &dyn Input,
    header: &Header,
    at: bool,
    visit: &mut Visit<'_>,
) -> Result<(), Problem> {
    let cut = Cut {
        file: input.name(),
        at,
    };
    match header.input {
        Kind::Json | Kind::Yaml => cut.json(input, header, visit),
        Kind::Xml => cut.xml(input, header, visit),
        Kind::Csv => cut.csv(input, header, visit),
        Kind::Text => {
            let mut line = |text: &str, place: RecordPlace| {
                let at = cut.at(&place, || json!({}));
                let json = Cow::Owned(Value::from(text).to_string().into_bytes());
                visit(Record { json, place, at })
            };
            match header.records.first().map(String::as_str) {
                Some("all") => lines::whole(input, &mut line),
                Some("blocks") => lines::blocks(input, &mut line),
                Some(_) | None => lines::walk(input, &mut line),
            }
        }
    }
}

struct Cut<'a> {
    file: &'a str,
    at: bool,
}

impl Cut<'_> {
    fn json(
        &self,
        input: &dyn Input,
        header: &Header,
        visit: &mut Visit<'_>,
    ) -> Result<(), Problem> {
        let mut wants = Vec::new();
        for path in &header.records {
            wants.push(match path.as_str() {
                "items" => outline::records(input)?,
                "all" => "",
                path => path,
            });
        }
        json::walk(input, &wants, &mut |it| {
            let place = it.place();
            let at = self.at(&place, || {
                let (keys, indexes) = it.way();
                json!({"keys": keys, "indexes": indexes})
            });
            let json = Cow::Borrowed(it.raw);
            visit(Record { json, place, at })
        })
    }

    fn xml(
        &self,
        input: &dyn Input,
        header: &Header,
        visit: &mut Visit<'_>,
    ) -> Result<(), Problem> {
        let wants: Vec<&str> = header.records.iter().map(String::as_str).collect();
        xml::walk(input, &wants, &mut |it| {
            let place = it.place();
            let at = self.at(&place, || {
                let parents = it.around().map(|(name, attributes)| {
                    let mut out = named(attributes.iter().map(|(k, v)| (k.as_str(), v.as_str())));
                    out.insert("name".to_owned(), name.into());
                    Value::from(out)
                });
                json!({"indexes": [it.index()], "parents": parents.collect::<Vec<_>>()})
            });
            let json = Cow::Owned(element(it.node).to_string().into_bytes());
            visit(Record { json, place, at })
        })
    }

    fn csv(
        &self,
        input: &dyn Input,
        header: &Header,
        visit: &mut Visit<'_>,
    ) -> Result<(), Problem> {
        let named = !header.columns.is_empty();
        let layout = csv::Layout {
            delimiter: header.delimiter.and_then(|it| u8::try_from(it).ok()),
            names: named.then_some(header.columns.as_slice()),
        };
        csv::walk_as(input, &layout, &mut |row| {
            let place = row.place();
            let at = self.at(&place, || json!({}));
            let mut out = Map::new();
            for (name, value) in row.pairs() {
                // Of several equal names the first counts.
                out.entry(name).or_insert(Value::from(value));
            }
            let json = Cow::Owned(Value::from(out).to_string().into_bytes());
            visit(Record { json, place, at })
        })
    }

    fn at(&self, place: &RecordPlace, more: impl FnOnce() -> Value) -> Option<Vec<u8>> {
        if !self.at {
            return None;
        }
        let mut out = json!({"file": self.file, "line": place.line, "path": place.path});
        if let (Value::Object(out), Value::Object(more)) = (&mut out, more()) {
            out.extend(more);
        }
        Some(out.to_string().into_bytes())
    }
}

/// An element: attributes under `@name`, its text under `#text`, inner elements as lists.
fn element(node: &Node) -> Value {
    let mut out = named(node.attributes());
    if node.has_text() {
        out.insert("#text".to_owned(), node.text().trim().into());
    }
    for inner in node.elements() {
        let list = out
            .entry(inner.name.as_str())
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(element(inner));
        }
    }
    Value::from(out)
}

fn named<'a>(attributes: impl Iterator<Item = (&'a str, &'a str)>) -> Map<String, Value> {
    attributes
        .map(|(name, value)| (format!("@{name}"), value.into()))
        .collect()
}

/// `$context`: the values at the paths that the header names, as JSON.
pub(super) fn context(input: &dyn Input, header: &Header) -> Result<Vec<u8>, Problem> {
    let mut out = Map::new();
    let mut bytes = 0;
    for (name, path) in &header.context {
        let several = path.contains("[]") || path.contains('*');
        let mut found = Vec::new();
        let mut keep = |value: Value, len: usize| {
            bytes += len;
            if bytes > CONTEXT {
                return Err(Problem::input(
                    "the values for $context are larger than 32 MiB",
                ));
            }
            if several || found.is_empty() {
                found.push(value);
            }
            Ok(())
        };
        if header.input == Kind::Xml {
            xml::walk(input, &[path.trim_end_matches("[]")], &mut |it| {
                let len = usize::try_from(it.node.len).unwrap_or(usize::MAX);
                keep(element(it.node), len)
            })?;
        } else {
            json::walk(input, &[path.as_str()], &mut |it| {
                keep(it.parse().unwrap_or_default(), it.raw.len())
            })?;
        }
        let value = if several {
            Value::from(found)
        } else {
            found.into_iter().next().unwrap_or_default()
        };
        out.insert(name.clone(), value);
    }
    Ok(Value::from(out).to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::MemoryInput;
    use crate::formats::filter::header;

    fn read(head: &str, text: &str) -> Vec<String> {
        let text = MemoryInput::new("t", text.as_bytes().to_vec());
        let rest = "\n#: tool = \"T\"\n#: kinds = [\"sast\"]\n#: [[detect]]\n#: name = \"t\"\n.";
        let header = header::parse(&format!("{head}{rest}")).unwrap();
        let mut out = vec![String::from_utf8(context(&text, &header).unwrap()).unwrap()];
        walk(&text, &header, true, &mut |it| {
            let at = String::from_utf8(it.at.unwrap()).unwrap();
            out.push(format!("{} {at}", String::from_utf8_lossy(&it.json)));
            Ok(())
        })
        .unwrap();
        out
    }

    #[test]
    fn records_of_every_sort_become_json() {
        let head = "#: input = \"json\"\n#: records = \"*.v[]\"\n#: context = {n = \"a.n\", all = \"*.n\"}";
        assert_eq!(
            read(head, "{\"a\":{\"n\":1,\"v\":[{\"x\":1}]}}"),
            [
                "{\"all\":[1],\"n\":1}",
                "{\"x\":1} {\"file\":\"t\",\"indexes\":[0],\"keys\":[\"a\",\"v\"],\"line\":1,\"path\":\"a.v[0]\"}"
            ]
        );
        let head = "#: input = \"xml\"\n#: records = \"r/s/v\"\n#: context = {k = \"r/k\"}";
        assert_eq!(
            read(
                head,
                "<r b='2'><k>1</k><s><v a='1'><w>x</w><w/> y </v></s></r>"
            ),
            [
                "{\"k\":{\"#text\":\"1\"}}",
                "{\"#text\":\"x y\",\"@a\":\"1\",\"w\":[{\"#text\":\"x\"},{}]} {\"file\":\"t\",\"indexes\":[0],\
                 \"line\":1,\"parents\":[{\"@b\":\"2\",\"name\":\"r\"},{\"name\":\"s\"}],\"path\":\"s[0].v[0]\"}"
            ]
        );
        assert_eq!(
            read("#: input = \"csv\"\n#: delimiter = \";\"", "A b;a,c\n1;2\n"),
            [
                "{}",
                "{\"A b\":\"1\",\"a,c\":\"2\"} {\"file\":\"t\",\"line\":2,\"path\":\"row 1\"}"
            ]
        );
        assert_eq!(
            read("#: input = \"text\"", "\na \"b\"\n")[1..],
            ["\"a \\\"b\\\"\" {\"file\":\"t\",\"line\":2,\"path\":\"line 2\"}"]
        );
    }
}
