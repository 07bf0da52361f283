//! Whose issues are, from the inventory, remembered during one operation.

use crate::error::Problem;
use crate::model::Owner;
use crate::model::inventory::{Key, Said};
use crate::ops::regroup::Words;
use crate::ownership::chain::{Asset, Directory};
use crate::store::members::Member;
use crate::store::{Tx, inventory};
use std::collections::BTreeMap;

/// The inventory's word on owners.
#[derive(Debug)]
pub(super) struct Owners {
    directory: Directory,
    names: BTreeMap<i64, String>,
    known: BTreeMap<Place, Owner>,
}

/// What an owner depends on: application, file, package, endpoint, target.
type Place = (i64, i64, i64, i64, String);

impl Owners {
    /// Loads what all issues share. `names` are those of the applications.
    pub(super) fn load(
        tx: &Tx<'_>,
        facts: &[(Key, Said)],
        names: BTreeMap<i64, String>,
    ) -> Result<Self, Problem> {
        let mut failed = None;
        let directory = Directory::new(facts, |digest| {
            inventory::text(tx, digest).unwrap_or_else(|err| {
                failed = Some(err);
                None
            })
        });
        if let Some(err) = failed {
            return Err(err.into());
        }
        Ok(Self {
            directory,
            names,
            known: BTreeMap::new(),
        })
    }

    /// Whose an issue is whose first finding this is.
    pub(super) fn of(
        &mut self,
        tx: &Tx<'_>,
        words: &mut Words,
        it: &Member,
    ) -> Result<Owner, Problem> {
        let key = (
            it.application,
            it.file,
            it.package,
            it.endpoint,
            it.target.clone(),
        );
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let (file, package) = (words.get(tx, it.file)?, words.get(tx, it.package)?);
        let url = words.get(tx, it.endpoint)?;
        let name = self.names.get(&it.application).map_or("", String::as_str);
        let asset = Asset {
            file: &file,
            package: &package,
            url: &url,
            image: &it.target,
        };
        let owner = self.directory.owner(name, &asset);
        if self.known.len() > 100_000 {
            self.known.clear();
        }
        self.known.insert(key, owner.clone());
        Ok(owner)
    }
}
