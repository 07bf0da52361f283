//! CSAF 2.0 in the profile VEX (§4.5): one vulnerability with the status of every product.
//!
//! A product is a component as part of an application (`default_component_of`). The severity is the
//! `impact` of what may harm; scores are not written, since CSAF wants a whole CVSS or none
//! (§6.1.8) and reports seldom give one. Versions are `1.n.0`, with the number of the newest entry
//! of the log as `n`: they grow with every change, and no history need be kept (§6.1.21).

use super::item::{Exporter, Family, Head, Source, Told};
use super::json_text::{Object, put};
use super::stand::State;
use super::time;
use super::vex::{self, Key, Statement};
use crate::model::{Severity, cwe};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// See the module's text.
pub(super) struct CsafVex;

/// The ids of what the product tree holds.
#[derive(Default)]
struct Tree {
    /// Applications.
    apps: BTreeMap<String, String>,
    /// Components by purl: id, name, version.
    parts: BTreeMap<String, (String, String, String)>,
    /// Components in applications.
    inside: BTreeMap<(String, String), String>,
}

type Group<'a> = Vec<(&'a Key, &'a Statement)>;

impl Exporter for CsafVex {
    fn name(&self) -> &'static str {
        "csaf"
    }

    fn family(&self) -> Family {
        Family::Vex
    }

    fn about(&self) -> &'static str {
        "CSAF 2.0 VEX; needs --namespace"
    }

    fn loses(&self) -> &'static str {
        "CSAF has no end date (it stands in the text) and no owner; of several weakness classes it \
         holds the first"
    }

    fn may_be_empty(&self) -> bool {
        false
    }

    fn write(&self, head: &Head, from: &dyn Source, to: &mut dyn Write) -> io::Result<Told> {
        let mut told = Told::default();
        let all = vex::gather(from, &mut told)?;
        if all.is_empty() {
            return Ok(told);
        }
        let tree = Tree::of(&all);
        let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
        for (key, it) in &all {
            groups.entry(key.0.as_str()).or_default().push((key, it));
        }
        let mut out = Object::begin(to)?;
        out.field("document", &document(head))?;
        out.field("product_tree", &tree.json(head))?;
        out.list("vulnerabilities", &mut |item| {
            groups
                .iter()
                .try_for_each(|(id, group)| item(&vulnerability(id, group, &tree)))
        })?;
        out.end()?;
        Ok(told)
    }
}

fn document(head: &Head) -> Value {
    let now = time::rfc3339(head.now);
    let version = format!("1.{}.0", head.version);
    let about = if head.app.is_empty() {
        "all applications"
    } else {
        &head.app
    };
    let history = json!([{"date": now, "number": version, "summary": "as the log stands"}]);
    json!({
        "category": "csaf_vex",
        "csaf_version": "2.0",
        "title": format!("Vulnerabilities in {about}"),
        "publisher": {
            "category": "vendor", "name": head.author, "namespace": head.namespace,
        },
        "tracking": {
            "id": vex::document(head).rsplit('/').next().unwrap_or_default(),
            "status": "final",
            "version": version,
            "initial_release_date": now,
            "current_release_date": now,
            "revision_history": history,
            "generator": {
                "date": now, "engine": {"name": "sluice", "version": env!("CARGO_PKG_VERSION")},
            },
        },
    })
}

impl Tree {
    fn of(all: &BTreeMap<Key, Statement>) -> Self {
        let mut out = Self::default();
        for ((_, app, purl), it) in all {
            let next = format!("A{}", out.apps.len() + 1);
            out.apps.entry(app.clone()).or_insert(next);
            if purl.is_empty() {
                continue;
            }
            let next = format!("C{}", out.parts.len() + 1);
            let part = (next, it.name.clone(), it.component_version.clone());
            out.parts.entry(purl.clone()).or_insert(part);
            let next = format!("P{}", out.inside.len() + 1);
            out.inside
                .entry((app.clone(), purl.clone()))
                .or_insert(next);
        }
        out
    }

    fn id(&self, app: &str, purl: &str) -> &str {
        let inside = self.inside.get(&(app.to_owned(), purl.to_owned()));
        let id = inside.or_else(|| self.apps.get(app));
        id.map(String::as_str).unwrap_or_default()
    }

    fn json(&self, head: &Head) -> Value {
        let mut full: Vec<Value> = Vec::new();
        for (app, id) in &self.apps {
            let mut it = json!({"product_id": id, "name": app});
            let purl = vex::product(head, app);
            if purl.starts_with("pkg:") {
                put(
                    &mut it,
                    "product_identification_helper",
                    json!({"purl": purl}),
                );
            }
            full.push(it);
        }
        for (purl, (id, name, version)) in &self.parts {
            full.push(json!({
                "product_id": id,
                "name": format!("{name} {version}").trim(),
                "product_identification_helper": {"purl": purl},
            }));
        }
        let mut out = Map::new();
        out.insert("full_product_names".to_owned(), full.into());
        let relations: Vec<Value> = self
            .inside
            .iter()
            .filter_map(|((app, purl), id)| {
                let (part, name, version) = self.parts.get(purl)?;
                let name = format!("{name} {version}");
                Some(json!({
                    "category": "default_component_of",
                    "product_reference": part,
                    "relates_to_product_reference": self.apps.get(app)?,
                    "full_product_name": {
                        "product_id": id, "name": format!("{} in {app}", name.trim()),
                    },
                }))
            })
            .collect();
        if !relations.is_empty() {
            out.insert("relationships".to_owned(), relations.into());
        }
        out.into()
    }
}

fn vulnerability(id: &str, group: &Group<'_>, tree: &Tree) -> Value {
    let mut aliases: Vec<&str> = group
        .iter()
        .flat_map(|it| &it.1.aliases)
        .map(String::as_str)
        .collect();
    aliases.sort_unstable();
    aliases.dedup();
    let mut out = json!({"product_status": statuses(group, tree)});
    let is_cve = id.starts_with("CVE-");
    let mut ids: Vec<Value> = Vec::new();
    if is_cve {
        put(&mut out, "cve", id);
    } else {
        ids.push(json!({"system_name": "vulnerability id", "text": id}));
    }
    ids.extend(
        aliases
            .iter()
            .map(|it| json!({"system_name": "alias", "text": it})),
    );
    if !ids.is_empty() {
        put(&mut out, "ids", ids);
    }
    let cwe = group.iter().flat_map(|it| &it.1.cwes).find_map(|it| {
        // Categories are no weaknesses (§6.1.11).
        let known = cwe::get(*it).filter(|it| it.level != cwe::Level::Category)?;
        Some(json!({"id": format!("CWE-{it}"), "name": known.name}))
    });
    if let Some(cwe) = cwe {
        put(&mut out, "cwe", cwe);
    }
    let issues: Vec<&str> = group.iter().map(|it| it.1.issue.as_str()).collect();
    let text = format!("Issues of the programme: {}", issues.join(", "));
    put(
        &mut out,
        "notes",
        json!([{"category": "other", "title": "sluice", "text": text}]),
    );
    for (name, list) in [
        ("flags", flags(group, tree)),
        ("threats", threats(group, tree)),
        ("remediations", remediations(group, tree)),
    ] {
        if !list.is_empty() {
            put(&mut out, name, list);
        }
    }
    out
}

fn statuses(group: &Group<'_>, tree: &Tree) -> Value {
    let mut out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for ((_, app, purl), it) in group {
        out.entry(it.stand.csaf().0)
            .or_default()
            .push(tree.id(app, purl));
    }
    json!(out)
}

fn flags(group: &Group<'_>, tree: &Tree) -> Vec<Value> {
    let mut out: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for ((_, app, purl), it) in group {
        let label = it.stand.csaf().1;
        if !label.is_empty() {
            out.entry(label).or_default().push(tree.id(app, purl));
        }
    }
    let each = out.into_iter();
    each.map(|(label, ids)| json!({"label": label, "product_ids": ids}))
        .collect()
}

/// Why what is not affected is not (§4.5), and how bad the rest is.
fn threats(group: &Group<'_>, tree: &Tree) -> Vec<Value> {
    let mut out: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for ((_, app, purl), it) in group {
        let details = match it.stand.csaf().0 {
            "known_not_affected" => it.stand.line(),
            "fixed" => continue,
            _ if it.severity == Severity::Unknown => continue,
            _ => it.severity.name().to_owned(),
        };
        out.entry(details).or_default().push(tree.id(app, purl));
    }
    let each = out.into_iter();
    each.map(|(details, ids)| json!({"category": "impact", "details": details, "product_ids": ids}))
        .collect()
}

/// What is done about what affects (§4.5).
fn remediations(group: &Group<'_>, tree: &Tree) -> Vec<Value> {
    let mut out: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for ((_, app, purl), it) in group {
        let category = match (it.stand.csaf().2, it.stand.state) {
            ("", State::Confirmed) if it.fixed.is_empty() => "none_available",
            ("", State::Confirmed) => "vendor_fix",
            ("", _) => continue,
            (word, _) => word,
        };
        let details = it.action.as_str();
        out.entry((category, details))
            .or_default()
            .push(tree.id(app, purl));
    }
    let each = out.into_iter();
    each.map(|((category, details), ids)| {
        json!({"category": category, "details": details, "product_ids": ids})
    })
    .collect()
}
