//! Hosts and their services, as scanners of networks report them.
//!
//! The place of such a finding is its `resource`: `host:port/protocol`, or the host alone for what
//! is true of the whole host. The target of the scan stays empty: one report covers many hosts.

/// The address of a service. `None` without a host. A port that is empty or 0 is none.
pub fn resource(host: &str, port: &str, protocol: &str) -> Option<String> {
    let host = host.trim();
    let port = port.trim();
    let number = port.parse::<u32>().is_ok_and(|it| it > 0);
    match (host.is_empty(), number, protocol.trim()) {
        (true, ..) => None,
        (_, false, _) => Some(host.to_owned()),
        (_, _, "") => Some(format!("{}:{port}", bracketed(host))),
        (_, _, protocol) => Some(format!(
            "{}:{port}/{}",
            bracketed(host),
            protocol.to_lowercase()
        )),
    }
}

/// An IPv6 address in brackets, so that its colons are not those of a port.
fn bracketed(host: &str) -> String {
    if host.contains(':') && !host.starts_with('[') {
        return format!("[{host}]");
    }
    host.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_one_address() {
        for (parts, expected) in [
            (("10.0.0.1", "443", "TCP"), Some("10.0.0.1:443/tcp")),
            (("10.0.0.1", "0", "tcp"), Some("10.0.0.1")),
            (("a.example", "general", "tcp"), Some("a.example")),
            (("a.example", "80", ""), Some("a.example:80")),
            (("fe80::1", "22", "tcp"), Some("[fe80::1]:22/tcp")),
            (("", "80", "tcp"), None),
        ] {
            assert_eq!(resource(parts.0, parts.1, parts.2).as_deref(), expected);
        }
    }
}
