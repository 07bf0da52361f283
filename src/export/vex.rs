//! What all VEX formats say: one statement for each vulnerability in each component.
//!
//! Only issues with an id of a vulnerability can be said in VEX. Where two issues are about one
//! vulnerability in one component, the worse counts ([`Stand::weight`]): an excuse for one is none for the
//! other. What is fixed is said of the component without its version, since the version that a scan
//! knew is the vulnerable one.

use super::item::{Head, Item, Source, Told};
use super::stand::{Stand, State};
use crate::model::{Finding, Package, Severity};
use packageurl::PackageUrl;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::str::FromStr as _;

/// What a statement is about: vulnerability, application, purl of the component. The last is empty
/// where no component is known.
pub(super) type Key = (String, String, String);

/// One statement.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// Short id of the issue.
    pub(super) issue: String,
    /// Other ids of the vulnerability.
    pub(super) aliases: Vec<String>,
    /// Name of the component, as its ecosystem writes it; of the application where there is none.
    pub(super) name: String,
    /// Its version; empty where it is not known or not meant.
    pub(super) component_version: String,
    /// Worst opinion of the tools.
    pub(super) severity: Severity,
    /// Weakness classes.
    pub(super) cwes: Vec<u32>,
    /// Where it stands.
    pub(super) stand: Stand,
    /// Versions that hold the fix.
    pub(super) fixed: Vec<String>,
    /// Tools' advice and ours: what is to be done.
    pub(super) action: String,
}

/// Every statement, in order. Issues that cannot be said are told of.
pub(super) fn gather(from: &dyn Source, told: &mut Told) -> io::Result<BTreeMap<Key, Statement>> {
    let mut out: BTreeMap<Key, Statement> = BTreeMap::new();
    let mut nameless = 0;
    let mut covered = 0;
    from.each(None, &mut |it| {
        let Some((main, _)) = it.vulnerability() else {
            nameless += 1;
            return Ok(());
        };
        for (purl, package) in components(it) {
            let key = (main.to_owned(), it.issue.row.app.clone(), purl);
            let statement = statement(it, package);
            match out.entry(key) {
                Entry::Vacant(free) => {
                    free.insert(statement);
                }
                Entry::Occupied(mut known) => {
                    covered += 1;
                    if statement.stand.weight() < known.get().stand.weight() {
                        known.insert(statement);
                    }
                }
            }
        }
        Ok(())
    })?;
    told.written = out.len();
    told.left_out(
        nameless,
        "VEX speaks of known vulnerabilities, and they have no id of one",
    );
    if covered > 0 {
        told.notes.push(format!(
            "{covered} statements were about a vulnerability and component that another issue is \
             about too; the worse one counts"
        ));
    }
    Ok(out)
}

/// The components that an issue is about, by purl.
fn components<'a>(it: &Item<'a>) -> BTreeMap<String, Option<&'a Package>> {
    let packages = it.findings().into_iter();
    let packages = packages.filter_map(|it: &Finding| it.package.as_ref());
    let named = packages.filter_map(|package| {
        let purl = purl(package, !it.stand.is_fixed())?;
        Some((purl, Some(package)))
    });
    let mut out: BTreeMap<_, _> = named.collect();
    if out.is_empty() {
        out.insert(String::new(), None);
    }
    out
}

fn statement(it: &Item<'_>, package: Option<&Package>) -> Statement {
    let row = &it.issue.row;
    let aliases = it.vulnerability().map(|it| it.1).unwrap_or_default();
    let fixed = package.map(|it| it.fixed.clone()).unwrap_or_default();
    let name = package.map_or(&row.app, |it| &it.name).clone();
    let gone = it.stand.is_fixed();
    let version = package.map(|it| it.version.clone());
    Statement {
        issue: it.id.to_owned(),
        aliases: aliases.into_iter().map(str::to_owned).collect(),
        component_version: version.filter(|_| !gone).unwrap_or_default(),
        severity: row.severity,
        cwes: it.issue.cwes.clone(),
        stand: it.stand.clone(),
        action: action(it.stand, &name, &fixed),
        fixed,
        name,
    }
}

/// What is to be done of what affects.
fn action(stand: &Stand, name: &str, fixed: &[String]) -> String {
    let update = match fixed {
        [] => "no fixed version is known".to_owned(),
        [one] => format!("update {name} to {one}"),
        many => format!("update {name} to one of {}", many.join(", ")),
    };
    match (stand.openvex().0, stand.state) {
        ("affected", State::Confirmed) => format!("To be fixed: {update}"),
        ("affected", _) => format!("{}; later: {update}", stand.line()),
        _ => String::new(),
    }
}

/// The purl of a component, built from its parts where no tool gave one.
pub(super) fn purl(package: &Package, with_version: bool) -> Option<String> {
    let given = package
        .purl
        .as_deref()
        .and_then(|it| PackageUrl::from_str(it).ok());
    let mut out = match given {
        Some(it) => it,
        None => built(package)?,
    };
    if !with_version {
        out.without_version();
    } else if out.version().is_none() && !package.version.is_empty() {
        out.with_version(package.version.clone()).ok()?;
    }
    Some(out.to_string())
}

fn built(package: &Package) -> Option<PackageUrl<'static>> {
    let ecosystem = match package.ecosystem.as_str() {
        "" => "generic",
        word => word,
    };
    let (space, name) = package.name.rsplit_once('/').unwrap_or(("", &package.name));
    let mut out = PackageUrl::new(ecosystem.to_owned(), name.to_owned()).ok()?;
    if !space.is_empty() {
        out.with_namespace(space.to_owned()).ok()?;
    }
    Some(out)
}

/// The product that holds the components: as its users know it, else a purl made of its name.
pub(super) fn product(head: &Head, app: &str) -> String {
    if !head.product.is_empty() {
        return head.product.clone();
    }
    PackageUrl::new("generic".to_owned(), app.to_owned())
        .map_or_else(|_| format!("pkg:generic/{app}"), |it| it.to_string())
}

/// The id of a document: the issuer's URL, or a name that nobody else would give it.
pub(super) fn document(head: &Head) -> String {
    let app = if head.app.is_empty() {
        "all"
    } else {
        &head.app
    };
    let app: String = app
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    if head.namespace.is_empty() {
        return format!("urn:sluice:vex:{app}");
    }
    format!("{}/sluice-vex-{app}", head.namespace.trim_end_matches('/'))
}
