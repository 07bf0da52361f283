//! How our values look in rows. An unknown word is an error, never a default.

use super::{Result, StoreError};
use crate::model::{
    Absence, Band, ClaimStatus, Class, Confidence, Digest, FindingKind, FindingState, Severity,
    Status, Subject,
};
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

macro_rules! word_columns {
    ($($name:ident)+) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.name()))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let word = value.as_str()?;
                Self::parse(word).ok_or_else(|| FromSqlError::Other(Box::new(StoreError::Word {
                    what: Self::WHAT,
                    word: word.to_owned(),
                })))
            }
        }
    )+};
}

word_columns!(Absence ClaimStatus Severity FindingKind FindingState Class Band Status Confidence Subject);

impl ToSql for Digest {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_slice()))
    }
}

impl FromSql for Digest {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        bytes
            .try_into()
            .map(Self)
            .map_err(|_cut| FromSqlError::InvalidBlobSize {
                expected_size: 16,
                blob_size: bytes.len(),
            })
    }
}

/// Reads a JSON column.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(
    what: &'static str,
    text: &str,
) -> Result<T> {
    serde_json::from_str(text).map_err(|cause| StoreError::Json { what, cause })
}

/// Writes a JSON column.
pub(super) fn to_json<T: serde::Serialize>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|cause| StoreError::Json { what, cause })
}
