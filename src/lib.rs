//! Sluice: a terminal triage console for application security.
//!
//! Scanner reports go in; what the scanners say is followed across re-scans, grouped across tools
//! into issues that each explain themselves, ranked by a published score, and decided upon by people
//! whose every decision is logged and can be undone. One binary, one SQLite file, no network.
//!
//! # The rooms, and who may use whom
//!
//! | room | is | may use |
//! |---|---|---|
//! | [`error`] | the one failure type that reaches a person | – |
//! | [`model`] | plain values | – |
//! | [`query`] | the filter language, text to tree and back | error, model |
//! | [`formats`] | bytes in; findings and skipped records out | error, model |
//! | [`identity`] | pure: which finding of this scan is which of the last | error, model, query |
//! | [`correlate`] | pure: which findings are one issue, and why | error, model, query |
//! | [`prioritize`] | pure: the score with its terms | error, model, query |
//! | [`ownership`] | pure: whose is it, and which line says so | error, model, query |
//! | [`metrics`] | pure: numbers of any past day, each with its definition | error, model, query |
//! | [`policy`] | pure: what may be decided, by whom, until when; what wakes it; the gate's verdict | error, model, query |
//! | [`store`] | the only SQL | error, model |
//! | [`export`] | a snapshot in, bytes out | error, model |
//! | [`ops`] | use cases; the only place where rooms meet | all of the above |
//! | [`tui`] | the console | error, model, query, ops |
//! | [`cli`] | the command line | error, model, query, ops, tui; names of formats and export |
//!
//! `tests/it/layers.rs` holds this table true, down to the line.
//!
//! # The way of a record
//!
//! ```text
//! file ─ formats ─▶ findings + skipped ─ identity ─▶ new / same / moved / gone / reopened ─ store
//!      ─ correlate ─▶ links, issues ─ prioritize ─▶ queue ─ tui / cli ─▶ decisions ─▶ events
//!      ─ export
//! ```
//!
//! All of an import is one transaction ([`ops::import`]). Reports stream: what is held in memory is a
//! narrow row for each finding that the scope already knew.
//!
//! # What is kept, and what is derived
//!
//! Facts (reports, findings, feeds) come from imports. Decisions are the event log: appended to,
//! hash-chained, never edited; undo is an event. Issues, links, scores and owners are derived, and
//! could be thrown away. A decision names fingerprints, never row numbers.
//!
//! # What must stay true
//!
//! 1. The same report twice changes nothing.
//! 2. The order of imports does not change the issues: [`correlate::group`] is a function of the set.
//! 3. Every finding is in exactly one issue; `store check` counts.
//! 4. A kill at any moment leaves the store as before or after an operation.
//! 5. Nothing is lost in undo; undo of undo restores; the log verifies.
//! 6. Text from a report reaches a terminal only through [`model::text`], a sheet only through
//!    [`export::csv_cell`].
//! 7. A secret's clear text ends at [`formats`]: hashed under the store's key, masked, and masked in
//!    the kept report too.
//! 8. Order that a person sees never comes from a hash map.
//!
//! Absent on purpose: network access, an async runtime, a build script, plug-ins that run code,
//! a clock or an environment below [`cli`].
//!
//! # Words
//!
//! *report*: one file that a scanner wrote. *record*: one entry in it. *finding*: what one tool says
//! about one place, followed across scans by its *fingerprint*. *issue*: findings held to be the same
//! weakness in one application; what people triage. *link*: why a finding belongs to an issue.
//! *scope*: tool × target × branch, inside which absence counts. *decision*: what a person says of an
//! issue. *event*: one entry of the log. *priority*: our score 0–100 with a *band* P1–P4; *severity*:
//! the tool's opinion. The two are never mixed.
//!
//! # To add a …
//!
//! * **format**: a file in `formats/`, a line in [`formats::ALL`], four samples under
//!   `tests/samples/<name>/`.
//! * **correlation rule**: a file in `correlate/`, a line in [`correlate::RULES`].
//! * **factor of the score**: a file in `prioritize/factors/`, a line in [`prioritize::FACTORS`], its
//!   weight in `assets/policy/default.toml`.
//! * **form of inventory**: a file in `ownership/catalogue/`, a line in
//!   [`ownership::catalogue::FORMS`].
//! * **command**: a file in `cli/`, a line in its list of commands, a function in `ops`.
//! * **export of decisions**: a file in `export/`, a line in [`export::DECISIONS`].
//! * **export of issues in the format of others** (VEX, SARIF, ignore file, ticket): a file in
//!   `export/`, a line in [`export::EXPORTERS`].
//! * **action of the console**: a line in the table of `tui`'s actions, a key in `assets/keys.toml`.
//! * **metric**: a file in `metrics/`, a line in [`metrics::ALL`], a case worked out by hand in
//!   `tests/it/metrics/golden.rs`.
//! * **list screen of the console**: a file in `tui/screens/sheet/`, a line in
//!   [`tui::screens::sheet::SCREENS`], its action and key.
//! * **field of the filter language**: a line in [`query::fields::FIELDS`].
//! * **schema step**: a file in `store/migrations/`, a line in its list, a seed in its test. Released
//!   steps are never edited.

pub mod cli;
pub mod correlate;
pub mod error;
pub mod export;
pub mod formats;
pub mod identity;
pub mod metrics;
pub mod model;
pub mod ops;
pub mod ownership;
pub mod policy;
pub mod prioritize;
pub mod query;
pub mod store;
pub mod tui;
