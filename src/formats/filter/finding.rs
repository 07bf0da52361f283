//! What a filter makes, as a finding: the one mapping from its keys to ours.
//!
//! Paths, ids, packages and secrets go through the same doors as those of native formats, so that a
//! filter cannot spell them in its own way.

use super::fields::{Fields, expected};
use super::header::Header;
use crate::formats::wire::{DESCRIPTION, SNIPPET, TITLE, fact, links, place};
use crate::formats::{SecretKey, Sink, advisory, host, http, image, leak, normalise, purl};
use crate::model::text::{bounded, one_line};
use crate::model::{
    Claimed, CvssClaim, Detail, FindingKind, Flow, Location, NewFinding, Package, Scan, Severity,
    Snippet, Step,
};
use serde_json::Value;

/// Characters of URLs, resources and parameters.
const ADDRESS: usize = 4096;

/// Characters of single words.
const WORD: usize = 100;

/// A finding, the run of the tool that it belongs to where the filter says so, and where inside the
/// record it stands.
pub(super) struct Made {
    pub(super) finding: NewFinding,
    pub(super) scan: Option<Scan>,
    pub(super) at: String,
}

/// Reads an object that a filter made; `scan` is the run that it belongs to if it says nothing else.
/// An error is the reason why it cannot be used.
pub(super) fn read(
    made: Value,
    header: &Header,
    scan: &Scan,
    door: &mut Door<'_>,
) -> Result<Made, String> {
    let mut it = Fields::of(made, "")?;
    let kind = kind(&mut it, header)?;
    let rule = it.line("rule", TITLE)?;
    if rule.is_empty() {
        return Err("rule: every finding needs one".to_owned());
    }
    let title = it.line("title", TITLE)?;
    let title = if title.is_empty() {
        rule.clone()
    } else {
        title
    };
    let mut out = NewFinding::new(kind, rule, title);
    (out.severity, out.severity_word) = severity(&mut it, header)?;
    out.place = location(&mut it, kind)?;
    out.package = package(&mut it)?;
    out.cwes = cwes(&mut it)?;
    out.native = Some(it.line("native", ADDRESS)?).filter(|it| !it.is_empty());
    out.detail = detail(&mut it, out.place.line, door)?;
    ids(&mut it, &mut out)?;
    let scan = it.object("scan")?.map(|it| scan_of(it, scan)).transpose()?;
    let at = it.line("at", TITLE)?;
    let secret = it.text("secret")?;
    it.end()?;
    if !secret.is_empty() {
        leak::reduce(&mut out, &secret, door.key, door.sink);
    }
    Ok(Made {
        finding: out,
        scan,
        at,
    })
}

/// Where clear credentials are left.
pub(super) struct Door<'a> {
    pub(super) key: &'a SecretKey,
    pub(super) sink: &'a mut dyn Sink,
}

impl Door<'_> {
    fn masked(&mut self, message: &str) -> String {
        let sink = &mut *self.sink;
        let masked = http::mask_message(message, &mut |it| sink.conceal(it));
        bounded(masked, DESCRIPTION)
    }
}

fn kind(it: &mut Fields, header: &Header) -> Result<FindingKind, String> {
    let word = it.line("kind", WORD)?;
    if word.is_empty() {
        return Ok(header.kinds.first().copied().unwrap_or(FindingKind::Manual));
    }
    match FindingKind::parse(&word) {
        Some(kind) if header.kinds.contains(&kind) => Ok(kind),
        Some(_) => Err(format!(
            "kind: '{word}' is not among the kinds of the header"
        )),
        None => Err(format!("kind: there is no kind '{word}'")),
    }
}

fn severity(it: &mut Fields, header: &Header) -> Result<(Severity, String), String> {
    let value = match it.take("severity") {
        None => return Ok((Severity::Unknown, String::new())),
        Some(Value::Object(map)) => {
            let mut own = Fields::of(Value::Object(map), "severity")?;
            let word = own.line("word", WORD)?;
            let is = own.line("is", WORD)?;
            own.end()?;
            let Some(is) = Severity::parse(&is) else {
                return Err(format!("severity.is: '{is}' is none of ours"));
            };
            return Ok((is, word));
        }
        Some(Value::String(text)) => text,
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        Some(value) => return Err(expected("severity", "a text", &value)),
    };
    let word = one_line(&value, WORD);
    let found = match &header.severity {
        Some(table) => table.get(&word.to_lowercase()).copied().unwrap_or_default(),
        None => normalise::severity_of_word(&word),
    };
    Ok((found, word))
}

fn location(it: &mut Fields, kind: FindingKind) -> Result<Location, String> {
    let file = it.text("file")?;
    let line = it.count("line")?;
    let mut out = place(&file, line);
    if kind == FindingKind::Container {
        out.file = Some(image::file(&file)).filter(|it| !it.is_empty());
    }
    out.end_line = it.count("end_line")?.filter(|it| Some(*it) > line);
    out.column = it.count("column")?;
    out.end_column = it.count("end_column")?;
    let some = |it: String| Some(it).filter(|it| !it.is_empty());
    out.url = some(it.line("url", ADDRESS)?);
    out.method = some(it.line("method", WORD)?.to_uppercase());
    out.parameter = some(it.line("parameter", ADDRESS)?);
    out.resource = some(it.line("resource", ADDRESS)?);
    let (name, port) = (it.line("host", ADDRESS)?, it.line("port", WORD)?);
    let protocol = it.line("protocol", WORD)?;
    if out.resource.is_none() {
        out.resource = host::resource(&name, &port, &protocol);
    }
    Ok(out)
}

fn package(it: &mut Fields) -> Result<Option<Package>, String> {
    let Some(mut own) = it.object("package")? else {
        return Ok(None);
    };
    let (name, space) = (own.line("name", TITLE)?, own.line("namespace", TITLE)?);
    let version = own.line("version", TITLE)?;
    let word = own.line("ecosystem", WORD)?.to_lowercase();
    let given = purl::package(&own.text("purl")?);
    let fixed = own.texts("fixed")?;
    own.end()?;
    let ecosystem = match normalise::ecosystem(&word) {
        "" => word.as_str(),
        known => known,
    };
    let built = || {
        let distribution = purl::is_distribution(ecosystem);
        match space.as_str() {
            "" => purl::component(ecosystem, "", &name, &version),
            space if distribution => purl::component(ecosystem, space, &name, &version),
            space => purl::component(ecosystem, "", &format!("{space}/{name}"), &version),
        }
    };
    let mut out = match given {
        Some(given) => given,
        None if name.is_empty() => return Ok(None),
        None => built(),
    };
    if out.version.is_empty() {
        out.version = version;
    }
    out.fixed = fixed.iter().map(|it| one_line(it, TITLE)).collect();
    Ok(Some(out))
}

/// Ids of vulnerabilities; those of updates and those of no known scheme are told apart.
fn ids(it: &mut Fields, out: &mut NewFinding) -> Result<(), String> {
    let mut related = Vec::new();
    for text in it.texts("ids")? {
        match normalise::vulnerability(&text) {
            Some(id) if !advisory::is_erratum(&id) => {
                if !out.vulnerabilities.contains(&id) {
                    out.vulnerabilities.push(id);
                }
            }
            Some(_) | None => related.push(one_line(&text, WORD)),
        }
    }
    if out.vulnerabilities.is_empty()
        && let Some(at) = related.iter().position(|it| advisory::is_erratum(it))
    {
        out.vulnerabilities.push(related.remove(at));
    }
    fact(&mut out.detail.facts, "related", related.join(", "));
    Ok(())
}

fn cwes(it: &mut Fields) -> Result<Vec<u32>, String> {
    let texts = it.texts("cwes")?;
    let mut out: Vec<u32> = texts.iter().flat_map(|it| normalise::cwes_in(it)).collect();
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

fn detail(it: &mut Fields, line: Option<u32>, door: &mut Door<'_>) -> Result<Detail, String> {
    let request = it.text("request")?;
    let evidence = it.text("evidence")?;
    let mut out = Detail {
        description: it.long("description", DESCRIPTION)?,
        remediation: it.long("remediation", DESCRIPTION)?,
        snippet: snippet(it, line)?,
        request: door.masked(&request),
        evidence: door.masked(&evidence),
        cvss: cvss(it)?,
        references: links(it.texts("references")?),
        confidence: it.line("confidence", WORD)?,
        tags: it
            .texts("tags")?
            .iter()
            .map(|it| one_line(it, WORD))
            .collect(),
        suppression: suppression(it)?,
        ..Detail::default()
    };
    for steps in it.list("flows") {
        out.flows.push(flow(steps)?);
    }
    if let Some(own) = it.object("facts")? {
        for (label, value) in own.rest()? {
            fact(&mut out.facts, &label, bounded(value, DESCRIPTION));
        }
    }
    Ok(out)
}

fn snippet(it: &mut Fields, line: Option<u32>) -> Result<Option<Snippet>, String> {
    let (start, text) = match it.take("snippet") {
        None => return Ok(None),
        Some(Value::String(text)) => (line, text),
        Some(other) => {
            let mut own = Fields::of(other, "snippet")?;
            let out = (own.count("start")?.or(line), own.text("text")?);
            own.end()?;
            out
        }
    };
    let text = bounded(text.trim_end().to_owned(), SNIPPET);
    let start = start.unwrap_or_default();
    Ok((!text.trim().is_empty()).then_some(Snippet { start, text }))
}

fn cvss(it: &mut Fields) -> Result<Vec<CvssClaim>, String> {
    let mut out = Vec::new();
    for value in it.list("cvss") {
        let mut claim = CvssClaim::default();
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            other @ (Value::Bool(_) | Value::Array(_) | Value::Object(_)) => {
                let mut own = Fields::of(other, "cvss")?;
                claim.source = own.line("source", WORD)?;
                claim.vector = own.line("vector", WORD)?;
                let score = own.line("score", WORD)?;
                own.end()?;
                score
            }
        };
        match text.trim().parse::<f64>() {
            Ok(score) => claim.score = Some(score).filter(|it| (0.0..=10.0).contains(it)),
            Err(_) if claim.vector.is_empty() => claim.vector = one_line(&text, WORD),
            Err(_) => {}
        }
        if !claim.vector.is_empty() || claim.score.is_some() {
            out.push(claim);
        }
    }
    Ok(out)
}

fn flow(steps: Value) -> Result<Flow, String> {
    let Value::Array(steps) = steps else {
        return Err(expected("flows", "a list of lists", &steps));
    };
    let mut out = Flow::default();
    for step in steps {
        let mut own = Fields::of(step, "flows")?;
        out.steps.push(Step {
            file: normalise::path(&own.text("file")?),
            line: own.count("line")?.unwrap_or_default(),
            text: own.long("text", SNIPPET)?,
        });
        own.end()?;
    }
    Ok(out)
}

fn suppression(it: &mut Fields) -> Result<Option<Claimed>, String> {
    let mut out = Claimed {
        kind: "external".to_owned(),
        ..Claimed::default()
    };
    match it.take("suppressed") {
        None | Some(Value::Bool(false)) => return Ok(None),
        Some(Value::Bool(true)) => {}
        Some(Value::String(why)) => out.justification = bounded(why, DESCRIPTION),
        Some(other) => {
            let mut own = Fields::of(other, "suppressed")?;
            let kind = own.line("kind", WORD)?;
            if !kind.is_empty() {
                out.kind = kind;
            }
            out.status = own.line("status", WORD)?;
            out.justification = own.long("why", DESCRIPTION)?;
            own.end()?;
        }
    }
    Ok(Some(out))
}

/// A run of the tool: what the object says, laid over `base`.
pub(super) fn scan_of(mut it: Fields, base: &Scan) -> Result<Scan, String> {
    let mut out = base.clone();
    let set = |said: String, to: &mut String| {
        if !said.is_empty() {
            *to = said;
        }
    };
    set(it.line("tool", WORD)?.to_lowercase(), &mut out.tool);
    set(it.line("version", WORD)?, &mut out.tool_version);
    let named = it.line("image", ADDRESS)?;
    set(image::repository(&named).to_owned(), &mut out.target);
    set(it.line("target", ADDRESS)?, &mut out.target);
    let at = it.line("at", WORD)?;
    if !at.is_empty() {
        let seconds = at.parse::<i64>().ok();
        let seconds = seconds.or_else(|| normalise::timestamp(&at));
        out.scanned_at = seconds
            .or_else(|| normalise::long_date(&at))
            .filter(|it| *it > 0);
    }
    let why = it.line("incomplete", TITLE)?;
    if !why.is_empty() {
        out.incomplete = Some(why);
    }
    it.end()?;
    Ok(out)
}
