//! The loop of the process that runs a filter: records come down, what the filter makes goes up.
//!
//! Limits on time and memory are for the operating system and the parent to hold; here is only the one
//! on how much a filter makes of one record.

use super::frame::{Down, Up};
use super::program::{Globals, Program, Stop};
use std::io::{self, BufReader, BufWriter, Read, Write};

/// Bytes that a filter may make of one record.
pub(super) const MADE: usize = 64 * 1024 * 1024;

/// Runs filters until `from` ends.
pub fn serve(from: impl Read, to: impl Write) -> io::Result<()> {
    let mut from = BufReader::with_capacity(64 * 1024, from);
    let mut to = BufWriter::with_capacity(64 * 1024, to);
    let mut globals = Globals::default();
    let (mut main, mut scan) = (None, None);
    let mut bytes = Vec::new();
    while let Some(sign) = Down::read(&mut from, &mut bytes)? {
        let done = match sign {
            Down::Text => compile(&bytes, &mut main),
            Down::ScanText => compile(&bytes, &mut scan),
            Down::Context => globals.context(&bytes),
            Down::At => globals.at(&bytes),
            Down::Record => answer(main.as_ref(), &bytes, &globals, &mut to)?,
            Down::Scan => answer(scan.as_ref(), &bytes, &globals, &mut to)?,
            Down::Ping => {
                Up::Done.write(b"", &mut to)?;
                Ok(())
            }
        };
        if let Err(why) = done {
            Up::Fault.write(why.as_bytes(), &mut to)?;
            break;
        }
        // Each record is reported at once: the parent must know which one never ends.
        if matches!(sign, Down::Record | Down::Scan | Down::Ping) {
            to.flush()?;
        }
    }
    to.flush()
}

fn compile(text: &[u8], into: &mut Option<Program>) -> Result<(), String> {
    let compiled = Program::compile(&String::from_utf8_lossy(text));
    let program = compiled.map_err(|it| format!("{} {}", it.line, it.message))?;
    *into = Some(program);
    Ok(())
}

fn answer(
    program: Option<&Program>,
    record: &[u8],
    globals: &Globals,
    to: &mut dyn Write,
) -> io::Result<Result<(), String>> {
    let Some(program) = program else {
        return Ok(Err("1 there is no filter".to_owned()));
    };
    let mut made = 0;
    let ended = program.run(record, globals, &mut |value| {
        made += value.len() + 5;
        if made > MADE {
            return Err(None);
        }
        Up::Value.write(value, to).map_err(Some)
    });
    match ended {
        Ok(()) => Up::Done.write(b"", to)?,
        Err(Stop::Failed(why)) => Up::Failed.write(why.as_bytes(), to)?,
        Err(Stop::Taken(None)) => Up::Failed.write(TOO_MUCH.as_bytes(), to)?,
        Err(Stop::Taken(Some(err))) => return Err(err),
    }
    Ok(Ok(()))
}

/// The reason for a record of which a filter makes too much.
pub(super) const TOO_MUCH: &str = "the filter makes more than 64 MiB of this record";
