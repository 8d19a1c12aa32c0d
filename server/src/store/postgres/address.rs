//! From the address of a database to how it is reached.
//!
//! The address is that of libpq, with several hosts for several servers of one database. On top of what the
//! driver reads: `sslmode=verify-full`, `sslrootcert=FILE`, and the password from `PGPASSWORD`.
//!
//! **Invariants:** nothing here puts the address, or a part of it, into a text. A connection over a network is
//! encrypted and the server's certificate checked, unless the address says `sslmode=disable`.

use std::str::FromStr as _;
use std::time::Duration;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use crate::store::StoreError;

/// How long a server may take to answer at first, unless the address says so.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// After this a server that has gone without a word is given up.
const SILENCE: Duration = Duration::from_secs(10);

/// How a database is reached.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) config: Config,
    /// A file with the certificates of those who vouch for the server; the system's, if there is none.
    pub(super) root_certificates: Option<String>,
}

/// Returns whether a text names a PostgreSQL database.
#[must_use]
pub fn is_postgres(store: &str) -> bool {
    store.starts_with("postgres://") || store.starts_with("postgresql://")
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// It is none; the text says which part is wrong, and never what it holds.
    pub(super) fn parse(url: &str) -> Result<Self, StoreError> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut kept = form_urlencoded::Serializer::new(String::new());
        let (mut root_certificates, mut is_tls_said, mut is_timeout_said) = (None, false, false);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (name.as_ref(), value.as_ref()) {
                ("sslrootcert", file) => root_certificates = Some(file.to_owned()),
                ("sslmode", "verify-full" | "verify-ca") => {
                    is_tls_said = true;
                    kept.append_pair("sslmode", "require");
                }
                (name, value) => {
                    is_tls_said |= name == "sslmode" && value != "prefer" && value != "allow";
                    is_timeout_said |= name == "connect_timeout";
                    if is_tls_said || name != "sslmode" {
                        kept.append_pair(name, value);
                    }
                }
            }
        }
        // The driver reads %20, not +.
        let query = kept.finish().replace('+', "%20");
        let read = Config::from_str(&format!("{base}?{query}"));
        let mut config = read.map_err(|error| wrong(&error))?;
        if !is_tls_said {
            let is_near = config.get_hosts().iter().all(is_near);
            config.ssl_mode(if is_near {
                SslMode::Disable
            } else {
                SslMode::Require
            });
        }
        if config.get_password().is_none()
            && let Ok(password) = std::env::var("PGPASSWORD")
        {
            config.password(password);
        }
        set_usual(&mut config, is_timeout_said);
        Ok(Self {
            config,
            root_certificates,
        })
    }
}

fn set_usual(config: &mut Config, is_timeout_said: bool) {
    if config.get_application_name().is_none() {
        config.application_name("klantbeeld");
    }
    if !is_timeout_said {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    config.keepalives_idle(SILENCE);
    config.tcp_user_timeout(SILENCE);
    // A store is written to: of several servers it is the primary that is meant.
    config.target_session_attrs(TargetSessionAttrs::ReadWrite);
}

/// Returns whether a host is this machine.
fn is_near(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            let is_loopback = |ip: std::net::IpAddr| ip.is_loopback();
            name == "localhost" || name.parse().is_ok_and(is_loopback)
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn wrong(error: &tokio_postgres::Error) -> StoreError {
    // The driver names the option that is wrong, and quotes no value.
    let source = std::error::Error::source(error);
    let reason = source.map_or_else(|| error.to_string(), ToString::to_string);
    StoreError::Unavailable(format!(
        "the address of the database cannot be read ({reason}): write \
         postgres://user:password@host:5432/database"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(url: &str) -> Config {
        Address::parse(url).unwrap().config
    }

    #[test]
    fn what_goes_over_a_network_is_encrypted_unless_the_address_says_no() {
        for (url, mode) in [
            ("postgres://u@db.example.nl/k", SslMode::Require),
            ("postgres://u@127.0.0.1,10.0.0.2/k", SslMode::Require),
            (
                "postgres://u@db.example.nl/k?sslmode=prefer",
                SslMode::Require,
            ),
            (
                "postgres://u@db.example.nl/k?sslmode=verify-full",
                SslMode::Require,
            ),
            (
                "postgres://u@db.example.nl/k?sslmode=disable",
                SslMode::Disable,
            ),
            ("postgres://u@localhost/k", SslMode::Disable),
            ("postgres://u@[::1]:5433/k", SslMode::Disable),
            ("postgres://u@%2Frun%2Fpostgresql/k", SslMode::Disable),
            (
                "postgres:///k?host=/run/postgresql&sslmode=require",
                SslMode::Require,
            ),
        ] {
            assert_eq!(parse(url).get_ssl_mode(), mode, "{url}");
        }
    }

    #[test]
    fn several_hosts_are_several_servers_of_which_the_primary_is_meant() {
        let config = parse("postgres://u:p@a:5432,b:5433/k?application_name=crm%20one");
        assert_eq!(config.get_hosts().len(), 2);
        assert_eq!(config.get_ports(), [5432, 5433]);
        assert_eq!(config.get_application_name(), Some("crm one"));
        assert_eq!(
            config.get_target_session_attrs(),
            TargetSessionAttrs::ReadWrite
        );
    }

    #[test]
    fn a_wrong_address_is_named_without_what_it_holds() {
        for url in [
            "postgres://u:s3cret@h:port/k",
            "postgres://u:s3cret@h/k?s3cret=s3cret",
            "postgres://u:s3cret@h/k?sslmode=s3cret",
        ] {
            let error = Address::parse(url).unwrap_err().to_string();
            assert!(
                !error.contains("s3cret@") && !error.contains("=s3cret"),
                "{error}"
            );
        }
    }
}
