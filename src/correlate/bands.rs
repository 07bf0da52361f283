//! The three bands, and the numbers that decide between them. Published: change one, and the version
//! of every rule that uses it goes up.
//!
//! | band | confidence of an edge | what happens |
//! |---|---|---|
//! | join | `certain`: the same identifier of the same thing | one issue |
//! | join | `high`: the same place and weakness | one issue |
//! | join | `medium`: the same weakness at what can only be the same place | one issue |
//! | suggest | `low`: alike, but another reading is possible | a person is asked |
//! | ignore | no edge | nothing |
//!
//! A weakness class alone is no edge: each rule wants a place, a component, a value or a resource
//! beside it. Two findings of one tool's rule at different lines of one file never share an issue,
//! whatever lies between them.

/// A range of more lines than this says "somewhere in here" rather than "here".
pub const BROAD_LINES: u32 = 10;

/// Findings at most so many lines apart are suggested, when no other can be meant.
pub const NEAR_LINES: u32 = 3;

/// Of the words in the names of two controls on one resource, at least so many in a hundred must be
/// shared for a suggestion.
pub const SHARED_WORDS: usize = 50;

/// With more different places than this in one bucket only equal ones are compared, to stay linear.
pub const MOST_PLACES: usize = 400;
