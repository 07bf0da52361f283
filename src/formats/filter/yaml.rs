//! YAML as JSON: each document of the file is a document on a line of its own.
//!
//! The whole file is held in memory, [`LARGEST`] at most, and aliases are resolved within a budget, so
//! that a bomb of them is refused. Where a record stood is then only known by its path.

use crate::error::{Place, Problem};
use crate::formats::{Input, MemoryInput};
use serde_json::Value;
use std::io::Read as _;

/// Bytes of a file.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Parser events: some for each key and each value.
const EVENTS: usize = 8_000_000;

/// The file as JSON.
pub(super) fn as_json(input: &dyn Input) -> Result<MemoryInput, Problem> {
    let mut bytes = Vec::new();
    input.open()?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::input("the file is larger than 64 MiB").in_file(input.name()));
    }
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: EVENTS,
            max_nodes: EVENTS,
            max_documents: 100_000,
        },
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        with_snippet: false,
    };
    let documents: Vec<Value> =
        serde_saphyr::from_str_multiple_with_options::<Value, Vec<Value>>(text, options)
            .map_err(|err| broken(&err).in_file(input.name()))?;
    let mut json = Vec::new();
    for it in &documents {
        serde_json::to_writer(&mut json, it).map_err(|err| Problem::input(err.to_string()))?;
        json.push(b'\n');
    }
    Ok(MemoryInput::new(input.name(), json))
}

fn broken(err: &serde_saphyr::Error) -> Problem {
    let line = err.location().map(|it| it.line());
    let text = err.to_string();
    Problem::input(format!(
        "not valid YAML: {}",
        text.lines().next().unwrap_or_default()
    ))
    .at(Place {
        line,
        ..Place::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn read(yaml: &str) -> Result<String, Problem> {
        let json = as_json(&MemoryInput::new("a.yaml", yaml.as_bytes().to_vec()))?;
        let mut out = String::new();
        json.open()?.read_to_string(&mut out)?;
        Ok(out)
    }

    #[test]
    fn documents_become_lines() {
        let got = read("a: &x [1, yes]\nb: *x\n---\n? 4\n: \"n\"\n").unwrap();
        assert_eq!(
            got,
            "{\"a\":[1,\"yes\"],\"b\":[1,\"yes\"]}\n{\"4\":\"n\"}\n"
        );
    }

    #[test]
    fn bombs_and_broken_files_are_refused() {
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
        for n in 1..12 {
            let all = vec![format!("*a{}", n - 1); 10].join(",");
            writeln!(bomb, "a{n}: &a{n} [{all}]").unwrap();
        }
        assert!(read(&bomb).is_err());
        let problem = read("a: 1\nb: [1\n").unwrap_err();
        assert!(
            problem.to_string().starts_with("not valid YAML"),
            "{problem}"
        );
    }
}
