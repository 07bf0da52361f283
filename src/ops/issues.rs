//! One issue, whole.

use crate::error::{Kind, Problem};
use crate::model::Issue;
use crate::ops::Workspace;

/// The issue with this row number.
pub fn load(workspace: &Workspace, id: i64) -> Result<Issue, Problem> {
    _ = (workspace, id);
    Err(Problem::new(Kind::Store, "no such issue"))
}
