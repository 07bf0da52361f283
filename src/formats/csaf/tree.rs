//! The product tree: what the ids of products stand for.

use crate::formats::purl;
use crate::formats::wire::or_default;
use crate::model::Package;
use crate::model::text::one_line;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Default, Deserialize)]
pub(super) struct Tree {
    #[serde(default, deserialize_with = "or_default")]
    branches: Vec<Branch>,
    #[serde(default, deserialize_with = "or_default")]
    full_product_names: Vec<Full>,
    #[serde(default, deserialize_with = "or_default")]
    relationships: Vec<Relation>,
    #[serde(default, deserialize_with = "or_default")]
    product_groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Branch {
    #[serde(default, deserialize_with = "or_default")]
    category: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    product: Option<Full>,
    #[serde(default, deserialize_with = "or_default")]
    branches: Vec<Self>,
}

#[derive(Deserialize)]
struct Full {
    #[serde(default, deserialize_with = "or_default")]
    product_id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    product_identification_helper: Helper,
}

#[derive(Default, Deserialize)]
struct Helper {
    #[serde(default, deserialize_with = "or_default")]
    purl: String,
    #[serde(default, deserialize_with = "or_default")]
    purls: Vec<String>,
}

#[derive(Deserialize)]
struct Relation {
    #[serde(default, deserialize_with = "or_default")]
    product_reference: String,
    full_product_name: Option<Full>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default, deserialize_with = "or_default")]
    group_id: String,
    #[serde(default, deserialize_with = "or_default")]
    product_ids: Vec<String>,
}

/// A product.
#[derive(Clone, Default)]
pub(super) struct Product {
    /// As the document names it.
    pub(super) name: String,
    pub(super) package: Package,
}

/// Products and groups of them by their ids.
#[derive(Default)]
pub(super) struct Products {
    known: BTreeMap<String, Product>,
    groups: BTreeMap<String, Vec<String>>,
}

/// Name and version in the branches above a product.
#[derive(Clone, Copy, Default)]
struct Above<'a> {
    name: &'a str,
    version: &'a str,
}

impl Products {
    pub(super) fn new(tree: Tree) -> Self {
        let mut out = Self::default();
        for it in &tree.branches {
            out.branch(it, Above::default());
        }
        for it in &tree.full_product_names {
            out.add(it, Above::default());
        }
        for it in &tree.relationships {
            let inner = out.known.get(&it.product_reference).cloned();
            if let Some(full) = &it.full_product_name {
                let package = inner.map_or_else(|| full.package(Above::default()), |it| it.package);
                let name = one_line(&full.name, 500);
                out.known
                    .insert(full.product_id.clone(), Product { name, package });
            }
        }
        let groups = tree.product_groups.into_iter();
        out.groups = groups.map(|it| (it.group_id, it.product_ids)).collect();
        out
    }

    fn branch<'b>(&mut self, it: &'b Branch, mut above: Above<'b>) {
        match it.category.as_str() {
            "product_name" => above.name = &it.name,
            "product_version" => above.version = &it.name,
            _ => {}
        }
        if let Some(full) = &it.product {
            self.add(full, above);
        }
        for inner in &it.branches {
            self.branch(inner, above);
        }
    }

    fn add(&mut self, full: &Full, above: Above<'_>) {
        let product = Product {
            name: one_line(&full.name, 500),
            package: full.package(above),
        };
        self.known.insert(full.product_id.clone(), product);
    }

    /// The product of an id; one that the tree does not know is its id.
    pub(super) fn get(&self, id: &str) -> Product {
        self.known.get(id).cloned().unwrap_or_else(|| Product {
            name: one_line(id, 300),
            package: Package {
                name: one_line(id, 300),
                ..Package::default()
            },
        })
    }

    /// True when one of several ids of products or groups means this product.
    pub(super) fn mean(&self, products: &[String], groups: &[String], id: &str) -> bool {
        let inside = |group: &String| {
            let all = self.groups.get(group);
            all.is_some_and(|it| it.iter().any(|it| it == id))
        };
        products.iter().any(|it| it == id) || groups.iter().any(inside)
    }
}

impl Full {
    fn package(&self, above: Above<'_>) -> Package {
        let helper = &self.product_identification_helper;
        let mut purls = helper.purls.iter().chain([&helper.purl]);
        if let Some(mut it) = purls.find_map(|it| purl::package(it)) {
            if it.version.is_empty() {
                above.version.clone_into(&mut it.version);
            }
            return it;
        }
        // A full name is to include the version (§3.1.3.2), where no branch says it.
        let (name, version) = match self.name.rsplit_once(' ') {
            _ if !above.name.is_empty() => (above.name, above.version),
            Some((name, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => {
                (name, version)
            }
            Some(_) | None => (self.name.as_str(), above.version),
        };
        Package {
            name: one_line(name, 300),
            version: one_line(version, 100),
            ..Package::default()
        }
    }
}
