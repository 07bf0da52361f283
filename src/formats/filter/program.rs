//! A filter compiled and run: the one file that names the jq interpreter.
//!
//! A filter sees its record, `$context` and `$at`, and nothing else: what reads the environment, the
//! clock, the zone or further input, writes or ends the process is not among its functions
//! ([`OUTSIDE`]), and modules cannot be imported. It can still run for ever and fill memory, which is
//! for the process around it to end; see [`super::serve()`].

use super::Fault;
use crate::formats::{html, image};
use jaq_core::compile::Undefined;
use jaq_core::data::JustLut;
use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::native::{self, Fun, bome, v};
use jaq_core::{Compiler, Ctx, RunPtr, Vars, unwrap_valr};
use jaq_json::{Val, write};
use jaq_std::ValT as _;
use std::fmt::{self, Write as _};

/// Functions of the interpreter's library that reach outside, natives and definitions alike.
pub(super) const OUTSIDE: &[&str] = &[
    "env",
    "now",
    "input",
    "inputs",
    "input_filename",
    "input_line_number",
    "halt",
    "halt_error",
    "debug",
    "debug_empty",
    "stderr",
    "stderr_empty",
    "localtime",
    "strflocaltime",
    "getpath_file",
    "get_search_list",
];

/// Functions of our own, written in jq.
const PRELUDE: &str = include_str!("prelude.jq");

/// Characters of a message of the interpreter, which may show values of the record.
const MESSAGE: usize = 300;

type Data = JustLut<Val>;

/// What a filter sees beside its record.
#[derive(Clone, Default)]
pub(super) struct Globals {
    context: Val,
    at: Val,
}

impl Globals {
    /// Takes `$context` from JSON.
    pub(super) fn context(&mut self, json: &[u8]) -> Result<(), String> {
        self.context = value(json)?;
        Ok(())
    }

    /// Takes `$at` from JSON.
    pub(super) fn at(&mut self, json: &[u8]) -> Result<(), String> {
        self.at = value(json)?;
        Ok(())
    }
}

/// A compiled filter.
pub(super) struct Program {
    filter: jaq_core::Filter<Data>,
}

/// How a run over one record ended before its time.
#[derive(Debug)]
pub(super) enum Stop<E> {
    /// The filter says so, in words.
    Failed(String),
    /// What took the values wants no more.
    Taken(E),
}

impl Program {
    /// Compiles the text of a filter.
    pub(super) fn compile(text: &str) -> Result<Self, Fault> {
        let arena = Arena::default();
        let ours = load::parse(PRELUDE, |it| it.defs()).unwrap_or_default();
        let library = jaq_core::defs().chain(jaq_std::defs());
        let library = library.chain(jaq_json::defs()).chain(ours);
        let inside = library.filter(|it| !OUTSIDE.contains(&it.name));
        let file = File {
            code: text,
            path: (),
        };
        let modules = Loader::new(inside).load(&arena, file);
        let modules = modules.map_err(|all| loading(text, all))?;
        load::import(&modules, |_| Err(String::new())).map_err(|all| loading(text, all))?;
        let compiler = Compiler::default().with_global_vars(["$context", "$at"]);
        let compiled = compiler.with_funs(natives()).compile(modules);
        let filter = compiled.map_err(|all| compiling(text, all))?;
        Ok(Self { filter })
    }

    /// Runs it over one record, which is JSON. `take` gets every value it makes, as JSON.
    pub(super) fn run<E>(
        &self,
        record: &[u8],
        globals: &Globals,
        take: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        let record = value(record).map_err(Stop::Failed)?;
        let vars = [globals.context.clone(), globals.at.clone()];
        let context = Ctx::<Data>::new(&self.filter.lut, Vars::new(vars));
        let mut json = Vec::new();
        for made in self.filter.id.run((context, record)).map(unwrap_valr) {
            let made = made.map_err(|err| Stop::Failed(tame(&bounded(&err))))?;
            json.clear();
            write::write(&mut json, &write::Pp::default(), 0, &made)
                .map_err(|err| Stop::Failed(err.to_string()))?;
            take(&json).map_err(Stop::Taken)?;
        }
        Ok(())
    }
}

/// Every function that a filter may call.
fn natives() -> impl Iterator<Item = Fun<Data>> {
    let library = jaq_core::funs().chain(jaq_std::funs());
    let library = library.chain(jaq_json::funs());
    let inside = library.filter(|(name, ..)| !OUTSIDE.contains(name));
    let ours: [native::Filter<RunPtr<Data>>; 2] = [
        ("plain", v(0), |cv| bome(Ok(on_text(cv.1, html::plain)))),
        ("repository", v(0), |cv| {
            bome(Ok(on_text(cv.1, |it| image::repository(it).to_owned())))
        }),
    ];
    inside.chain(ours.map(native::run::<Data>))
}

/// A text changed; other values stay as they are.
fn on_text(it: Val, change: impl Fn(&str) -> String) -> Val {
    match it.as_utf8_bytes() {
        Some(bytes) => Val::from(change(&String::from_utf8_lossy(bytes))),
        None => it,
    }
}

fn value(json: &[u8]) -> Result<Val, String> {
    serde_json::from_slice(json).or_else(|err| {
        let text = err.to_string();
        // Keys of certificates are numbers of hundreds of digits: jaq reads those too, slower.
        if text.starts_with("number out of range")
            && let Ok(value) = jaq_json::read::parse_single(json)
        {
            return Ok(value);
        }
        // The parser's own position is relative to the record.
        let end = text.rfind(" at line ").unwrap_or(text.len());
        Err(format!(
            "not valid JSON: {}",
            text.get(..end).unwrap_or_default()
        ))
    })
}

fn loading(text: &str, all: load::Errors<&str, ()>) -> Fault {
    let first = all.into_iter().next().map(|(_, it)| it);
    let (part, message) = match first {
        Some(load::Error::Io(all)) => match all.into_iter().next() {
            Some((part, _)) => (part, "modules cannot be imported here".to_owned()),
            None => ("", String::new()),
        },
        Some(load::Error::Lex(all)) => match all.into_iter().next() {
            Some((expected, part)) => (part, expected_here(expected.as_str(), part)),
            None => ("", String::new()),
        },
        Some(load::Error::Parse(all)) => match all.into_iter().next() {
            Some((expected, part)) => (part, expected_here(expected.as_str(), part)),
            None => ("", String::new()),
        },
        None => ("", String::new()),
    };
    fault(text, part, message)
}

fn expected_here(expected: &str, found: &str) -> String {
    let found: String = found
        .chars()
        .take_while(|it| *it != '\n')
        .take(30)
        .collect();
    match found.trim() {
        "" => format!("{expected} expected, found the end"),
        found => format!("{expected} expected, found '{found}'"),
    }
}

fn compiling(text: &str, all: jaq_core::compile::Errors<&str, ()>) -> Fault {
    let first = all
        .into_iter()
        .next()
        .and_then(|(_, all)| all.into_iter().next());
    let Some((part, what)) = first else {
        return fault(text, "", String::new());
    };
    let mut message = format!("there is no {} '{part}'", what.as_str());
    if let Undefined::Filter(arguments) = what
        && arguments > 0
    {
        _ = write!(message, " with {arguments} arguments");
    }
    if OUTSIDE.contains(&part) || matches!(part, "$ENV" | "$__prog_args") {
        message.push_str(": filters have no access to the world outside");
    }
    fault(text, part, message)
}

/// `part` lies in `text`, except where the fault lies at its end or in the library.
fn fault(text: &str, part: &str, message: String) -> Fault {
    let at = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let before = match at {
        Some(at) if !part.is_empty() => text.get(..at),
        Some(_) | None => Some(text.trim_end()),
    };
    let lines = before.map_or(0, |it| it.matches('\n').count());
    Fault {
        line: lines as u64 + 1,
        message,
    }
}

/// The start of a text that may be very long.
fn bounded(it: &dyn fmt::Display) -> String {
    struct Start(String);
    impl fmt::Write for Start {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.0.push_str(part);
            if self.0.len() > 64 * 1024 {
                Err(fmt::Error)
            } else {
                Ok(())
            }
        }
    }
    let mut out = Start(String::new());
    _ = write!(out, "{it}");
    out.0
}

/// A message of the interpreter without the values of the record, which may be long or secret:
/// `cannot index {"a": …} with "b"` becomes `cannot index an object with "b"`.
fn tame(message: &str) -> String {
    const STARTS: [&str; 4] = [
        "cannot index ",
        "cannot use ",
        "cannot calculate ",
        "invalid path expression with input ",
    ];
    let known = STARTS
        .iter()
        .find_map(|it| Some((*it, message.strip_prefix(*it)?)));
    let out = match known {
        Some((start, rest)) => {
            let mut values = serde_json::Deserializer::from_str(rest).into_iter();
            let value: Option<serde_json::Value> = values.next().and_then(Result::ok);
            let rest = rest.get(values.byte_offset()..).unwrap_or_default();
            match value {
                Some(value) => format!("{start}{}{rest}", super::kind_of(&value)),
                None => format!("{}, of a long value", start.trim()),
            }
        }
        // What `error("…")` says is a text of its own.
        None => serde_json::from_str(message).unwrap_or_else(|_| message.to_owned()),
    };
    crate::model::text::one_line(&out, MESSAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A new version of the interpreter must not bring a way to the world outside unseen.
    #[test]
    fn every_native_function_is_known() {
        let mut names: Vec<_> = natives().map(|(name, ..)| name).collect();
        names.sort_unstable();
        let known = "
            acos acosh ascii_downcase ascii_upcase asin asinh atan atan2 atanh bsearch cbrt ceil
            contains copysign cos cosh decode_base64 decode_uri encode_base64 encode_uri
            endswith erf erfc error_empty escape_html escape_sh exp exp10 exp2 explode expm1
            fabs fdim first floor fma fmax fmin fmod frexp fromdateiso8601 fromjson gmtime
            group_by has hypot ilogb implode indices j0 j1 jn key_values keys_unsorted last
            ldexp length lgamma limit log log10 log1p log2 ltrim ltrimstr matches
            max_by_or_empty min_by_or_empty mktime modf nearbyint nextafter path path_value
            plain pow range remainder repository reverse rint round rtrim rtrimstr scalbln sin
            sinh skip sort sort_by split_ split_matches sqrt startswith strftime strptime tan
            tanh tgamma tobytes todateiso8601 tojson trim trunc unescape_html utf8bytelength y0
            y1 yn
        ";
        assert_eq!(names, known.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn values_of_the_record_stay_out_of_messages() {
        for (message, expected) in [
            (
                r#"cannot index {"a":"s3cret"} with "b""#,
                r#"cannot index an object with "b""#,
            ),
            (
                r#"cannot use ["s3cret"] as object"#,
                "cannot use an array as object",
            ),
            (r#"cannot use ["s3cr"#, "cannot use, of a long value"),
            (r#""no \"id\"""#, r#"no "id""#),
            ("anything", "anything"),
        ] {
            assert_eq!(tame(message), expected);
        }
    }

    #[test]
    fn the_prelude_does_what_it_says() {
        let globals = Globals::default();
        for (filter, input, expected) in [
            ("text(.a)", r##"{"a":[{"b":1},{"#text":"x"}]}"##, r#""x""#),
            ("text(.a)", r#"{"a":[]}"#, "null"),
            (
                "texts(.a[].b)",
                r##"{"a":[{"b":[{"#text":"x"},{"#text":"y"}]}]}"##,
                r#"["x","y"]"#,
            ),
            ("by_score", "9.1", r#"{"word":"9.1","is":"critical"}"#),
            ("by_score", r#""4""#, r#"{"word":"4","is":"medium"}"#),
            ("by_score", "null", r#"{"word":"","is":"unknown"}"#),
            (
                "cve_ids",
                r#""cve-2024-12345, CVE-2024-12345""#,
                r#"["CVE-2024-12345"]"#,
            ),
            ("cwe_ids", r#""CWE-79/cwe-80""#, r#"["CWE-79","CWE-80"]"#),
            (
                r#"split_pkg("@")"#,
                r#""@a/b@1""#,
                r#"{"name":"@a/b","version":"1"}"#,
            ),
            (r#"split_pkg("@")"#, r#""@a/b""#, r#"{"name":"@a/b"}"#),
            ("lines(.[])", r#"["a",null,"",2]"#, r#""a\n2""#),
            ("(.a | said) // 3", r#"{"a":""}"#, "3"),
            ("plain", r#""<p>a&amp;b</p>""#, r#""a&b""#),
            ("repository", r#""r.example/a:1""#, r#""r.example/a""#),
        ] {
            let program = Program::compile(filter).map_err(|it| it.message).unwrap();
            let mut out = Vec::new();
            let ended = program.run(input.as_bytes(), &globals, &mut |it| {
                out.extend_from_slice(it);
                Ok::<_, ()>(())
            });
            assert!(ended.is_ok(), "{filter}: {ended:?}");
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{filter}");
        }
    }
}
