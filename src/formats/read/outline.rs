//! A first look at a JSON document, for telling formats apart.

use super::json_scan::Scanner;
use crate::error::Problem;
use crate::formats::Input;

/// The first few levels of a document: for every key the path as in `runs[].tool.driver.name`, with
/// its value where that is a short scalar. Of arrays only the first element is looked at.
pub(in crate::formats) fn outline(input: &dyn Input, levels: usize) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut reader = match input.open() {
        Ok(reader) => Scanner::new(reader),
        Err(_) => return out,
    };
    // A broken or cut document still has an outline as far as it goes.
    outline_value(&mut reader, "", levels, &mut out).ok();
    out
}

/// The path of the records of a report that some write as one array and some as a stream of
/// documents: `[]` or the documents themselves.
pub(in crate::formats) fn records(input: &dyn Input) -> Result<&'static str, Problem> {
    let mut scan = Scanner::new(input.open()?);
    Ok(if scan.peek()? == Some(b'[') { "[]" } else { "" })
}

fn outline_value(
    scan: &mut Scanner<'_>,
    path: &str,
    levels: usize,
    out: &mut Vec<(String, String)>,
) -> Result<(), Problem> {
    let kind = scan.must_peek()?;
    if !matches!(kind, b'{' | b'[') {
        let raw = scan.capture()?.0;
        let text = serde_json::from_slice::<String>(raw)
            .unwrap_or_else(|_| String::from_utf8_lossy(raw).into_owned());
        out.push((path.to_owned(), text.chars().take(200).collect()));
        return Ok(());
    }
    out.push((path.to_owned(), String::new()));
    if levels == 0 {
        return scan.skip();
    }
    scan.take();
    let mut first = true;
    loop {
        match scan.must_peek()? {
            b'}' | b']' => {
                scan.take();
                return Ok(());
            }
            b',' => scan.take(),
            _ if kind == b'[' => {
                if first {
                    outline_value(scan, &format!("{path}[]"), levels - 1, out)?;
                } else {
                    scan.skip()?;
                }
                first = false;
            }
            _ => {
                let raw = scan.capture()?.0;
                let key = serde_json::from_slice::<String>(raw).unwrap_or_default();
                if scan.must_peek()? != b':' {
                    return Err(scan.problem("a colon is expected here"));
                }
                scan.take();
                let path = if path.is_empty() {
                    key
                } else {
                    format!("{path}.{key}")
                };
                outline_value(scan, &path, levels - 1, out)?;
            }
        }
    }
}
