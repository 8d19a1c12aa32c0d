//! An origin of the web, exactly as a browser sends it.
//!
//! It exists so that the allow-list compares whole strings: suffixes, prefixes, other ports, other
//! schemes, user info and upper case never match, because they are never equal.

use std::fmt;
use std::net::SocketAddr;

/// `scheme://host` or `scheme://host:port`, lower case, without a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(String);

impl Origin {
    /// Takes a text as an origin.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text == "*" {
            return Err("name each origin; `*` would let every site in");
        }
        let (scheme, host) = text
            .split_once("://")
            .ok_or("write it as https://host or https://host:port")?;
        if !matches!(scheme, "http" | "https") {
            return Err("only http and https, in lower case");
        }
        let (name, port) = split_port(host);
        if let Some(port) = port {
            let number: u16 = port.parse().map_err(|_| "the port is 1 to 65535")?;
            let default = if scheme == "https" { 443 } else { 80 };
            if number == 0 || port.starts_with('0') || port.starts_with('+') {
                return Err("the port is 1 to 65535");
            }
            if number == default {
                return Err("leave the default port out, as browsers do");
            }
        }
        if !is_host(name) {
            return Err(
                "a host name in lower case (punycode for others), no path, no user, no final dot",
            );
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the origin as the `Origin` header writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the hosts, with their port, under which a server on a loopback address is reached; none for another.
#[must_use]
pub fn loopback_hosts(local: SocketAddr) -> Vec<String> {
    if !local.ip().is_loopback() {
        return Vec::new();
    }
    let names = ["127.0.0.1", "localhost", "[::1]"].into_iter();
    match local.port() {
        80 => names.map(str::to_owned).collect(),
        port => names.map(|name| format!("{name}:{port}")).collect(),
    }
}

fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    }
}

fn is_host(name: &str) -> bool {
    if let Some(inner) = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.');
    !name.is_empty()
        && name.bytes().all(allowed)
        && name
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_origins_are_taken() {
        for good in [
            "https://crm.example.nl",
            "http://localhost:3000",
            "http://127.0.0.1:4360",
            "http://[::1]:4360",
            "https://xn--bcher-kva.example",
        ] {
            assert!(Origin::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "*",
            "",
            "null",
            "crm.example.nl",
            "HTTPS://crm.example.nl",
            "https://CRM.example.nl",
            "https://crm.example.nl/",
            "https://crm.example.nl/path",
            "https://crm.example.nl.",
            "https://user@crm.example.nl",
            "https://crm.example.nl:443",
            "https://crm.example.nl:0",
            "https://crm.example.nl:99999",
            "https://*.example.nl",
            "https://bücher.example",
            "ftp://crm.example.nl",
            "https://",
            "https:// crm.example.nl",
            "https://crm..nl",
            "https://crm.example.nl?x",
            "https://crm.example.nl#x",
            "http://[::1",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }
}
