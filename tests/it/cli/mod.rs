//! The command line as scripts see it: outputs, exit codes, inputs, schemas.

mod errors;
mod help;
mod hostile;
mod input;
mod plan;
mod results;
mod schemas;
