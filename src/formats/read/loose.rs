//! Fields that tools write now as one text, now as a list, now as a number: read without failing.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The texts of a value of any type: a scalar is one, a list is many, of an object the `value`,
/// `text` or `id` counts, in any case. `null` is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::formats) struct Loose(pub(in crate::formats) Vec<String>);

impl Loose {
    /// The first text that is not blank.
    pub(in crate::formats) fn first(&self) -> Option<&str> {
        self.iter().find(|it| !it.trim().is_empty())
    }

    /// All texts.
    pub(in crate::formats) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(de: D) -> Result<Self, D::Error> {
        de.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_bool<E>(self, it: bool) -> Result<Loose, E> {
        Ok(Loose(vec![it.to_string()]))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Loose, E> {
        Ok(Loose(vec![it.to_string()]))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Loose, E> {
        Ok(Loose(vec![it.to_string()]))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Loose, E> {
        Ok(Loose(vec![it.to_string()]))
    }

    fn visit_str<E>(self, it: &str) -> Result<Loose, E> {
        Ok(Loose(vec![it.to_owned()]))
    }

    fn visit_string<E>(self, it: String) -> Result<Loose, E> {
        Ok(Loose(vec![it]))
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::default())
    }

    fn visit_none<E>(self) -> Result<Loose, E> {
        Ok(Loose::default())
    }

    fn visit_some<D: Deserializer<'de>>(self, de: D) -> Result<Loose, D::Error> {
        Loose::deserialize(de)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose, A::Error> {
        let mut out = Loose::default();
        while let Some(it) = seq.next_element::<Loose>()? {
            out.0.extend(it.0);
        }
        Ok(out)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        let mut out = Loose::default();
        while let Some(key) = map.next_key::<String>()? {
            let key = key.to_ascii_lowercase();
            if matches!(key.as_str(), "value" | "text" | "id") {
                out.0.extend(map.next_value::<Loose>()?.0);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_read() {
        for (text, expected) in [
            ("null", &[][..]),
            ("7.5", &["7.5"]),
            ("\"a\"", &["a"]),
            ("[\"a\",[\"b\"],3,true,null]", &["a", "b", "3", "true"]),
            ("{\"x\":[1],\"value\":\"v\"}", &["v"]),
        ] {
            assert_eq!(serde_json::from_str::<Loose>(text).unwrap().0, expected);
        }
    }
}
