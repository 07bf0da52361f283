//! Against our own cases.
