//! What the code at a finding names that tools of another sort can name too.
//!
//! * `param:NAME`: a parameter, header or cookie of a request that is read in the flagged code or on
//!   a path of the data flow. What the web scanner attacked is a parameter of the same name.
//! * `type:NAME`, `source:NAME`: the ecosystem of a package, and the source package that a
//!   distribution built it from.
//! * `image:NAME`: a container image that is named there, without tag and digest.

use crate::model::{FindingKind, NewFinding};

/// Ways in which code reads what a request brings, up to the name.
const READS: &[&str] = &[
    "req.query.",
    "req.body.",
    "req.params.",
    "req.cookies.",
    "request.query.",
    "request.body.",
    "request.params.",
    "req.query[",
    "req.body[",
    "req.params[",
    "req.param(",
    "request.args[",
    "request.args.get(",
    "request.form[",
    "request.form.get(",
    "request.values[",
    "request.values.get(",
    "request.cookies[",
    "request.cookies.get(",
    "request.headers[",
    "request.headers.get(",
    "request.json[",
    "request.GET[",
    "request.GET.get(",
    "request.POST[",
    "request.POST.get(",
    "$_GET[",
    "$_POST[",
    "$_REQUEST[",
    "$_COOKIE[",
    "params[",
    "params.get(",
    "getParameter(",
    "getHeader(",
    "@RequestParam(",
    "@PathVariable(",
    "Request.QueryString[",
    "Request.Form[",
    "FormValue(",
    "Query().Get(",
    "c.Query(",
    "c.Param(",
];

/// Hints of one finding that are kept.
const MOST: usize = 8;

/// The hints of a finding, sorted.
pub(super) fn of(it: &NewFinding) -> Vec<String> {
    let texts = it.detail.snippet.iter().map(|it| it.text.as_str());
    let steps = it.detail.flows.iter().take(2).flat_map(|it| &it.steps);
    let texts = texts.chain(steps.map(|it| it.text.as_str()));
    let mut out: Vec<String> = Vec::new();
    if let Some(package) = &it.package {
        let known =
            Some(package.ecosystem.as_str()).filter(|it| !it.is_empty() && *it != "generic");
        out.extend(known.map(|it| format!("type:{it}")));
        out.extend(source(
            package.purl.as_deref().unwrap_or_default(),
            &package.name,
        ));
    }
    match it.kind {
        FindingKind::Sast => texts.for_each(|it| parameters(it, &mut out)),
        FindingKind::Iac => texts.for_each(|it| images(it, &mut out)),
        FindingKind::Container => {
            let image = it.place.resource.as_deref().or(it.place.file.as_deref());
            out.extend(image.filter(|it| it.contains(':')).map(image_hint));
        }
        FindingKind::Dast
        | FindingKind::Sca
        | FindingKind::Secrets
        | FindingKind::Cicd
        | FindingKind::Sbom
        | FindingKind::Infra
        | FindingKind::Manual => {}
    }
    out.sort_unstable();
    out.dedup();
    out.truncate(MOST);
    out
}

/// The source package in a purl's qualifiers, when it has another name.
fn source(purl: &str, name: &str) -> Option<String> {
    let (_, qualifiers) = purl.split_once('?')?;
    let qualifiers = qualifiers.split('#').next().unwrap_or_default();
    let mut all = qualifiers.split('&').filter_map(|it| it.split_once('='));
    let (_, upstream) = all.find(|(key, _)| *key == "upstream")?;
    let upstream = upstream.split(['@', '%']).next().unwrap_or(upstream);
    (!upstream.is_empty() && upstream != name).then(|| format!("source:{upstream}"))
}

/// All that is looked for ends with one of three signs, so only what stands before those is compared:
/// searching each text for each of the ways costs more than storing the finding.
fn parameters(text: &str, out: &mut Vec<String>) {
    for (at, sign) in text.match_indices(['.', '[', '(']) {
        let Some((before, rest)) = text.split_at_checked(at + sign.len()) else {
            continue;
        };
        if !READS.iter().any(|it| before.ends_with(it)) {
            continue;
        }
        let rest = rest.trim_start_matches(['"', '\'', ':', ' ']);
        let name: String = rest
            .chars()
            .take_while(|it| it.is_alphanumeric() || matches!(it, '_' | '-'))
            .take(60)
            .collect();
        if !name.is_empty() {
            out.push(format!("param:{name}"));
        }
    }
}

fn images(text: &str, out: &mut Vec<String>) {
    for line in text.lines() {
        let line = line.trim().trim_start_matches("- ");
        let named = line
            .strip_prefix("image:")
            .or_else(|| line.strip_prefix("FROM "));
        let name = named.and_then(|it| it.split_whitespace().next());
        out.extend(name.map(image_hint));
    }
}

fn image_hint(name: &str) -> String {
    let name = name.trim_matches(['"', '\'']);
    let name = name.split('@').next().unwrap_or(name);
    let last = name.rfind('/').map_or(0, |it| it + 1);
    let tag = name.get(last..).and_then(|it| it.find(':'));
    let plain = tag.and_then(|it| name.get(..last + it)).unwrap_or(name);
    let plain = plain.strip_prefix("docker.io/").unwrap_or(plain);
    format!("image:{}", plain.strip_prefix("library/").unwrap_or(plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Snippet;

    fn hints(kind: FindingKind, text: &str) -> Vec<String> {
        let mut it = NewFinding::new(kind, "r", "t");
        it.detail.snippet = Some(Snippet {
            start: 1,
            text: text.to_owned(),
        });
        of(&it)
    }

    #[test]
    fn parameters_are_found_in_common_frameworks() {
        for text in [
            "eval(req.body.preTax)",
            "x = request.form['preTax']",
            "$_GET[\"preTax\"]",
            "request.getParameter(\"preTax\")",
            "params[:preTax]",
        ] {
            assert_eq!(hints(FindingKind::Sast, text), ["param:preTax"], "{text}");
        }
        assert_eq!(hints(FindingKind::Sast, "eval(x)"), Vec::<String>::new());
    }

    #[test]
    fn images_lose_tag_and_registry() {
        let of = |text| hints(FindingKind::Iac, text);
        assert_eq!(of("    - image: \"nginx:1.19\""), ["image:nginx"]);
        assert_eq!(of("FROM docker.io/library/python:3 AS x"), ["image:python"]);
        assert_eq!(of("FROM host:5000/a/b@sha256:1"), ["image:host:5000/a/b"]);
    }
}
