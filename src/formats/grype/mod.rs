//! Grype JSON (`grype -o json`), 0.7 and later.
//!
//! Severity: Critical → critical, High → high, Medium → medium, Low → low, Negligible → info,
//! Unknown and none → unknown (`vulnerability/severity.go` of Grype).
//! A finding is one match: one vulnerability in one package, as often as the package is installed.
//! In an image it is of kind `container` and the image without its tag is the target; in a folder,
//! file or bill of materials it is of kind `sca`. The file is the package's own (a jar, the
//! metadata of a Python package); the data bases of `dpkg`, `rpm` and `apk` are no place.
//! Not read: `ignoredMatches`, which a rule of the person or a VEX document took out, and
//! `matchDetails`.

mod record;

use super::read::json;
use super::{Claim, Format, Input, Probe, SecretKey, Sink, image, normalise};
use crate::error::Problem;
use crate::model::{FindingKind, Scan};
use record::Match;
use serde::Deserialize;

/// See the module's text.
pub(super) struct Grype;

#[derive(Default)]
struct Head {
    scan: Scan,
    image: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Source {
    Image(ImageSource),
    Path(String),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ImageSource {
    user_input: Option<String>,
    tags: Option<Vec<String>>,
}

impl Format for Grype {
    fn name(&self) -> &'static str {
        "grype"
    }

    fn tool(&self) -> &'static str {
        "Grype 0.x"
    }

    fn kinds(&self) -> &'static [FindingKind] {
        &[FindingKind::Container, FindingKind::Sca]
    }

    fn file_types(&self) -> &'static str {
        "JSON"
    }

    fn claims(&self, probe: &Probe) -> Claim {
        if !probe.has("matches") {
            return Claim::No;
        }
        let named = probe.value("descriptor.name") == Some("grype");
        if named || probe.has_all(&["matches[].vulnerability", "matches[].artifact"]) {
            return Claim::Yes;
        }
        Claim::No
    }

    fn read(&self, input: &dyn Input, _: &SecretKey, sink: &mut dyn Sink) -> Result<(), Problem> {
        let mut heads: Vec<Head> = Vec::new();
        let wants = [
            "descriptor.version",
            "descriptor.timestamp",
            "source.type",
            "source.target",
        ];
        json::walk(input, &wants, &mut |it| {
            while heads.len() <= it.root() {
                heads.push(Head::default());
            }
            if let Some(head) = heads.last_mut() {
                head.take(it);
            }
            Ok(())
        })?;
        if heads.is_empty() {
            heads.push(Head::default());
        }
        for head in &mut heads {
            "grype".clone_into(&mut head.scan.tool);
            if !head.image {
                head.scan.target.clear();
            }
        }
        let mut announced = 0;
        json::walk(input, &["matches[]"], &mut |it| {
            while announced <= it.root() {
                if let Some(head) = heads.get(announced) {
                    sink.scan(head.scan.clone())?;
                }
                announced += 1;
            }
            let image = heads.get(it.root()).is_some_and(|it| it.image);
            if let Some(record) = it.record::<Match>(sink)? {
                sink.finding(record.into_finding(image, it.place()))?;
            }
            Ok(())
        })?;
        for head in heads.iter().skip(announced) {
            sink.scan(head.scan.clone())?;
        }
        Ok(())
    }
}

impl Head {
    fn take(&mut self, it: &json::Captured<'_>) {
        if it.want == 3 {
            let named = match it.parse::<Source>() {
                Ok(Source::Image(it)) => {
                    let tag = it.tags.unwrap_or_default().into_iter().next();
                    it.user_input.filter(|it| !it.is_empty()).or(tag)
                }
                Ok(Source::Path(path)) => Some(path),
                Err(_) => None,
            };
            let named = named.unwrap_or_default();
            image::repository(&named).clone_into(&mut self.scan.target);
            return;
        }
        let Ok(text) = it.parse::<String>() else {
            return;
        };
        match it.want {
            0 => self.scan.tool_version = text,
            1 => self.scan.scanned_at = normalise::timestamp(&text),
            _ => self.image = text == "image",
        }
    }
}
