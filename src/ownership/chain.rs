//! From the place of a finding to a team, by a chain of which the first link that says something
//! counts: a part of the application, CODEOWNERS, the repository, the application, the team for
//! what is nobody's. (An owner set by a person stands before all of these; that is a decision.)

use super::codeowners::{CodeOwners, Dialect};
use crate::model::Owner;
use crate::model::inventory::{Key, Said, field};
use crate::model::{Digest, Subject};
use std::collections::BTreeMap;

/// What ownership depends on: the place of an issue's first finding. Empty where it has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asset<'a> {
    /// Path inside the application.
    pub file: &'a str,
    /// Package, as a purl without version, or its name.
    pub package: &'a str,
    /// Endpoint: method, host, path.
    pub url: &'a str,
    /// Image or other target of the scan.
    pub image: &'a str,
}

/// All that the inventory says of owners.
#[derive(Debug, Default)]
pub struct Directory {
    teams: BTreeMap<String, String>,
    people: BTreeMap<String, Person>,
    fallback: Option<(String, String)>,
    applications: BTreeMap<String, Application>,
    repositories: BTreeMap<String, (String, String)>,
}

#[derive(Debug, Default)]
struct Person {
    name: String,
    team: Option<String>,
}

#[derive(Debug, Default)]
struct Application {
    owner: Option<(String, String)>,
    person: Option<(String, String)>,
    repository: Option<String>,
    parts: Vec<Part>,
    codeowners: Option<(String, CodeOwners)>,
}

#[derive(Debug)]
struct Part {
    kind: String,
    pattern: String,
    paths: Option<CodeOwners>,
    owner: String,
    cited: String,
}

impl Part {
    fn new(what: &str, said: &Said) -> Option<Self> {
        let (kind, pattern) = what.split_once(' ')?;
        // A path is a pattern as CODEOWNERS has it; one file of one line finds it.
        let line = format!("{} @owner", pattern.replace(' ', "\\ "));
        let paths = (kind == "path").then(|| CodeOwners::parse(Dialect::GitHub, &line));
        Some(Self {
            kind: kind.to_owned(),
            pattern: pattern.to_owned(),
            paths,
            owner: said.value.clone(),
            cited: said.cited(),
        })
    }

    fn fits(&self, it: &Asset<'_>) -> bool {
        let begins = |text: &str| !text.is_empty() && text.starts_with(&self.pattern);
        match self.kind.as_str() {
            "path" => {
                let paths = self.paths.as_ref();
                !it.file.is_empty() && paths.is_some_and(|paths| paths.owner(it.file).is_some())
            }
            "image" => begins(it.image),
            "package" => {
                begins(it.package) || it.package.rsplit('/').next() == Some(self.pattern.as_str())
            }
            "url" => {
                let bare = |url: &str| url.split_once("://").map_or(url, |it| it.1).to_owned();
                let url = it.url.split_once(' ').map_or(it.url, |(_, url)| url);
                !url.is_empty() && bare(url).starts_with(&bare(&self.pattern))
            }
            _ => false,
        }
    }
}

impl Directory {
    /// Takes over facts. `text` gives the CODEOWNERS file of a digest.
    pub fn new(facts: &[(Key, Said)], mut text: impl FnMut(Digest) -> Option<String>) -> Self {
        let mut out = Self::default();
        // Whose team a person is on must be known before their handles.
        let (first, then): (Vec<_>, Vec<_>) =
            facts.iter().partition(|(key, _)| key.field == field::TEAM);
        for (key, said) in first.into_iter().chain(then) {
            match key.subject {
                Subject::Team => out.team(&key.name, &said.value),
                Subject::Person => out.person(&key.name, key.field.as_str(), &said.value),
                Subject::Repository => {
                    let owner = (said.value.clone(), said.cited());
                    out.repositories.insert(key.name.clone(), owner);
                }
                Subject::Programme => out.fallback = Some((said.value.clone(), said.cited())),
                Subject::Application => {
                    let it = out.applications.entry(key.name.clone()).or_default();
                    it.take(&key.field, said, &mut text);
                }
            }
        }
        out
    }

    fn team(&mut self, name: &str, handles: &str) {
        for handle in handles.split_whitespace().chain([name]) {
            self.teams.insert(plain(handle), name.to_owned());
        }
    }

    fn person(&mut self, name: &str, field: &str, value: &str) {
        if field == field::TEAM {
            let person = self.people.entry(plain(name)).or_default();
            (person.name, person.team) = (name.to_owned(), Some(value.to_owned()));
        }
        let team = self.people.get(&plain(name)).and_then(|it| it.team.clone());
        for handle in value.split_whitespace().filter(|_| field == field::HANDLES) {
            let person = self.people.entry(plain(handle)).or_default();
            (person.name, person.team) = (name.to_owned(), team.clone());
        }
    }

    /// Whose something is, with the proof. Nobody's when the inventory says nothing.
    pub fn owner(&self, application: &str, asset: &Asset<'_>) -> Owner {
        let Some(it) = self.applications.get(application) else {
            return self.nobodys();
        };
        let part = it.parts.iter().filter(|part| part.fits(asset));
        if let Some(part) = part.max_by_key(|part| part.pattern.len()) {
            let proof = format!("{} (part {} {})", part.cited, part.kind, part.pattern);
            return self.handed(it, std::slice::from_ref(&part.owner), proof);
        }
        if let Some((name, file)) = &it.codeowners
            && !asset.file.is_empty()
            && let Some(line) = file.owner(asset.file)
        {
            let section = if line.section.is_empty() {
                String::new()
            } else {
                format!(" [{}]", line.section)
            };
            return self.handed(it, line.owners, format!("{name}:{}{section}", line.line));
        }
        let repository = it.repository.as_ref().filter(|_| !asset.file.is_empty());
        if let Some((team, cited)) = repository.and_then(|it| self.repositories.get(it)) {
            let proof = format!("{cited} (repository)");
            return self.handed(it, std::slice::from_ref(team), proof);
        }
        if it.owner.is_none() && it.person.is_none() {
            return self.nobodys();
        }
        let (team, person) = (it.owner.as_ref(), it.person.as_ref());
        Owner {
            team: team.map(|it| it.0.clone()),
            person: person.map(|it| it.0.clone()),
            proof: team.or(person).map(|it| it.1.clone()),
        }
    }

    fn nobodys(&self) -> Owner {
        self.fallback
            .as_ref()
            .map_or_else(Owner::default, |it| Owner {
                team: Some(it.0.clone()),
                person: None,
                proof: Some(format!("{} (nobody else's)", it.1)),
            })
    }

    /// The first team and the first person among some handles. A person alone works for their own
    /// team, else for the application's.
    fn handed(&self, it: &Application, handles: &[String], proof: String) -> Owner {
        let (mut team, mut person, mut of_person) = (None, None, None);
        for handle in handles.iter().filter(|it| !it.starts_with("@@")) {
            let name = plain(handle);
            let last = name.rsplit('/').next().unwrap_or(&name);
            if let Some(known) = self.teams.get(&name).or_else(|| self.teams.get(last)) {
                team.get_or_insert_with(|| known.clone());
            } else if let Some(known) = self.people.get(&name) {
                person.get_or_insert_with(|| known.name.clone());
                of_person = of_person.or_else(|| known.team.clone());
            } else if handle.starts_with('@') && !name.contains('/') || handle.contains('.') {
                person.get_or_insert_with(|| handle.trim_start_matches('@').to_owned());
            } else {
                team.get_or_insert_with(|| last.to_owned());
            }
        }
        let own = it.owner.as_ref().map(|it| it.0.clone());
        Owner {
            team: team.or(of_person).or(own),
            person,
            proof: Some(proof),
        }
    }
}

impl Application {
    fn take(&mut self, name: &str, said: &Said, text: &mut impl FnMut(Digest) -> Option<String>) {
        let cited = || Some((said.value.clone(), said.cited()));
        match name {
            field::OWNER => self.owner = cited(),
            field::PERSON => self.person = cited(),
            field::REPOSITORY => self.repository = Some(said.value.clone()),
            field::CODEOWNERS => {
                let (dialect, digest) = said.value.split_once(' ').unwrap_or_default();
                self.codeowners = Dialect::parse(dialect)
                    .zip(Digest::parse(digest))
                    .and_then(|(dialect, digest)| Some((dialect, text(digest)?)))
                    .map(|(dialect, text)| {
                        (said.source.clone(), CodeOwners::parse(dialect, &text))
                    });
            }
            _ => {
                let part = name.strip_prefix(field::PART);
                self.parts.extend(part.and_then(|it| Part::new(it, said)));
            }
        }
    }
}

/// A handle or name as they are compared.
fn plain(handle: &str) -> String {
    handle.trim_start_matches('@').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: &str) -> Said {
        Said {
            value: value.to_owned(),
            source: "inventory.toml".to_owned(),
            line: 3,
            at: 0,
        }
    }

    fn fact(subject: Subject, name: &str, field: &str, value: &str) -> (Key, Said) {
        let key = Key {
            subject,
            name: name.to_owned(),
            field: field.to_owned(),
        };
        (key, said(value))
    }

    fn directory(more: &[(Key, Said)]) -> Directory {
        let text = "*.sql @org/data\n/web/ @ada @org/web-team\n/odd/ @nobody\n/away/\n";
        let digest = Digest::of("test", &[text]);
        let mut facts = vec![
            fact(Subject::Team, "web", field::HANDLES, "@org/web-team"),
            fact(Subject::Person, "Ada", field::HANDLES, "@ada"),
            fact(Subject::Person, "Ada", field::TEAM, "data"),
            fact(Subject::Application, "shop", field::OWNER, "checkout"),
            fact(
                Subject::Application,
                "shop",
                "part path /web/pay/",
                "payments",
            ),
            fact(Subject::Application, "shop", "part path /web/", "late"),
            fact(
                Subject::Application,
                "shop",
                "part url https://shop.example/api",
                "api",
            ),
            fact(
                Subject::Application,
                "shop",
                "part image registry.example/base",
                "platform",
            ),
            fact(
                Subject::Application,
                "shop",
                "part package pkg:npm/pay",
                "payments",
            ),
            fact(
                Subject::Application,
                "books",
                field::CODEOWNERS,
                &format!("github {digest}"),
            ),
            fact(Subject::Application, "books", field::OWNER, "checkout"),
        ];
        facts.extend_from_slice(more);
        Directory::new(&facts, |it| (it == digest).then(|| text.to_owned()))
    }

    fn owner(application: &str, asset: Asset<'_>) -> String {
        let it = directory(&[]).owner(application, &asset);
        let text = |it: Option<String>| it.unwrap_or_default();
        format!("{}/{} {}", text(it.team), text(it.person), text(it.proof))
    }

    fn file(file: &str) -> Asset<'_> {
        Asset {
            file,
            ..Asset::default()
        }
    }

    #[test]
    fn a_part_stands_before_all_and_the_longest_counts() {
        let part = "inventory.toml:3 (part path /web/pay/)";
        assert_eq!(
            owner("shop", file("web/pay/a.js")),
            format!("payments/ {part}")
        );
        let url = Asset {
            url: "GET shop.example/api/v1",
            ..Asset::default()
        };
        assert_eq!(owner("shop", url).split(' ').next(), Some("api/"));
        let image = Asset {
            image: "registry.example/base",
            ..Asset::default()
        };
        assert_eq!(owner("shop", image).split(' ').next(), Some("platform/"));
    }

    #[test]
    fn codeowners_name_teams_and_people() {
        assert_eq!(owner("books", file("x/a.sql")), "data/ inventory.toml:1");
        assert_eq!(owner("books", file("web/a.js")), "web/Ada inventory.toml:2");
        assert_eq!(
            owner("books", file("odd/a")),
            "checkout/nobody inventory.toml:3"
        );
        assert_eq!(owner("books", file("away/a")), "checkout/ inventory.toml:3");
        assert_eq!(
            owner("books", Asset::default()),
            "checkout/ inventory.toml:3"
        );
    }

    #[test]
    fn what_is_nobodys_goes_to_the_team_for_that() {
        assert_eq!(owner("unheard-of", file("a")), "/ ");
        let programme = fact(Subject::Programme, "", field::TEAM, "appsec");
        let it = directory(&[programme]).owner("unheard-of", &file("a"));
        assert_eq!(it.team.as_deref(), Some("appsec"));
    }

    #[test]
    fn a_repository_owns_its_files_before_the_application_does() {
        let more = [
            fact(Subject::Application, "shop", field::REPOSITORY, "git/shop"),
            fact(Subject::Repository, "git/shop", field::OWNER, "platform"),
        ];
        let it = directory(&more);
        assert_eq!(
            it.owner("shop", &file("x")).team.as_deref(),
            Some("platform")
        );
        let elsewhere = it.owner("shop", &Asset::default());
        assert_eq!(elsewhere.team.as_deref(), Some("checkout"));
    }
}
