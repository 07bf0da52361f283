//! What goes down to the process that runs a filter, and what comes up: frames of a sign, a length of
//! four bytes (little endian) and so many bytes.

use std::io::{self, Read, Write};

/// A frame larger than this is refused on both sides.
const LARGEST: u32 = 256 * 1024 * 1024;

/// What goes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Down {
    /// The text of the filter for records.
    Text,
    /// The text of the filter that makes the scan.
    ScanText,
    /// `$context`.
    Context,
    /// `$at` of the next record.
    At,
    /// A record.
    Record,
    /// A record for the filter that makes the scan.
    Scan,
    /// Nothing to do: asks for [`Up::Done`].
    Ping,
}

/// What comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Up {
    /// A value that the filter made.
    Value,
    /// A record is done.
    Done,
    /// A record is done, and failed for this reason.
    Failed,
    /// The text of a filter is wrong: line, a blank, and why. Nothing follows.
    Fault,
}

const DOWN: [(Down, u8); 7] = [
    (Down::Text, b'T'),
    (Down::ScanText, b'U'),
    (Down::Context, b'C'),
    (Down::At, b'A'),
    (Down::Record, b'R'),
    (Down::Scan, b'S'),
    (Down::Ping, b'P'),
];

const UP: [(Up, u8); 4] = [
    (Up::Value, b'v'),
    (Up::Done, b'd'),
    (Up::Failed, b'f'),
    (Up::Fault, b'x'),
];

impl Down {
    /// Writes a frame.
    pub fn write(self, bytes: &[u8], to: &mut dyn Write) -> io::Result<()> {
        write(sign_of(&DOWN, self), bytes, to)
    }

    /// Reads a frame into `bytes`; `None` at the end.
    pub fn read(from: &mut dyn Read, bytes: &mut Vec<u8>) -> io::Result<Option<Self>> {
        read(&DOWN, from, bytes)
    }
}

impl Up {
    /// Writes a frame.
    pub fn write(self, bytes: &[u8], to: &mut dyn Write) -> io::Result<()> {
        write(sign_of(&UP, self), bytes, to)
    }

    /// Reads a frame into `bytes`; `None` at the end.
    pub fn read(from: &mut dyn Read, bytes: &mut Vec<u8>) -> io::Result<Option<Self>> {
        read(&UP, from, bytes)
    }
}

fn sign_of<T: Copy + PartialEq>(table: &[(T, u8)], of: T) -> u8 {
    let mut found = table.iter().filter(|(it, _)| *it == of);
    found.next().map_or(0, |(_, sign)| *sign)
}

fn write(sign: u8, bytes: &[u8], to: &mut dyn Write) -> io::Result<()> {
    let len = u32::try_from(bytes.len()).ok().filter(|it| *it <= LARGEST);
    let len = len.ok_or_else(too_large)?;
    to.write_all(&[sign])?;
    to.write_all(&len.to_le_bytes())?;
    to.write_all(bytes)
}

fn read<T: Copy>(
    table: &[(T, u8)],
    from: &mut dyn Read,
    bytes: &mut Vec<u8>,
) -> io::Result<Option<T>> {
    let mut sign = [0];
    if from.read(&mut sign)? == 0 {
        return Ok(None);
    }
    let mut len = [0; 4];
    from.read_exact(&mut len)?;
    let len = u32::from_le_bytes(len);
    if len > LARGEST {
        return Err(too_large());
    }
    bytes.clear();
    from.take(u64::from(len)).read_to_end(bytes)?;
    let found = table.iter().find(|(_, it)| [*it] == sign);
    match found {
        Some((it, _)) if bytes.len() as u64 == u64::from(len) => Ok(Some(*it)),
        Some(_) => Err(io::ErrorKind::UnexpectedEof.into()),
        None => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "an unknown frame",
        )),
    }
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a frame is larger than 256 MiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_as_they_went_in() {
        let mut wire = Vec::new();
        Down::Record.write(b"{}", &mut wire).unwrap();
        Down::Ping.write(b"", &mut wire).unwrap();
        let (mut from, mut bytes) = (wire.as_slice(), Vec::new());
        assert_eq!(
            Down::read(&mut from, &mut bytes).unwrap(),
            Some(Down::Record)
        );
        assert_eq!(bytes, b"{}");
        assert_eq!(Down::read(&mut from, &mut bytes).unwrap(), Some(Down::Ping));
        assert_eq!(Down::read(&mut from, &mut bytes).unwrap(), None);
        assert!(Up::read(&mut b"v\xff\xff\xff\xff".as_slice(), &mut bytes).is_err());
        assert!(Up::read(&mut b"v\x02\0\0\0x".as_slice(), &mut bytes).is_err());
    }
}
