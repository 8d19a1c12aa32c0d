//! The connections to the database: a pool, and how statements go over one of them.
//!
//! **Invariants:** a session that cannot write is not used again, and neither are those beside it. Statements of one
//! snapshot are sent in one flight, from its begin to its end, so that a call that is broken off leaves no
//! transaction open.

use std::time::Duration;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts,
};
use futures::future::try_join_all;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Address;
use super::failure::{Done, Failure};
use crate::store::StoreError;

/// Connections of one process. More do not make a database faster.
const CONNECTIONS: usize = 16;
/// How long a caller waits for a free one, and for a new one.
const WAIT: Duration = Duration::from_secs(10);

/// What every session is told. A plan that holds for all customers is made once; made anew for each value it
/// would cost as much as the statement. What is acknowledged is on the disk, whatever the server's default is.
const SESSION: &str = "SET plan_cache_mode = force_generic_plan; \
     SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') = 'off'";

const BEGIN_SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// The values of a statement.
pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// The connections to one database.
#[derive(Debug, Clone)]
pub(super) struct Sessions {
    pool: Pool,
}

impl Sessions {
    /// Makes a pool; it connects when it is asked for the first time.
    ///
    /// # Errors
    /// Certificates are asked for and cannot be read.
    pub(super) fn new(address: &Address) -> Result<Self, StoreError> {
        let config = address.config.clone();
        let how = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = if config.get_ssl_mode() == SslMode::Disable {
            Manager::from_config(config, NoTls, how)
        } else {
            Manager::from_config(config, tls(address.root_certificates.as_deref())?, how)
        };
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .timeouts(Timeouts {
                wait: Some(WAIT),
                create: Some(WAIT),
                recycle: Some(WAIT),
            })
            .runtime(Runtime::Tokio1)
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    let told = client.batch_execute(SESSION).await;
                    told.map_err(HookError::Backend)
                })
            }))
            .build();
        let pool = pool.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { pool })
    }

    /// Returns a session.
    pub(super) async fn session(&self) -> Done<Object> {
        Ok(self.pool.get().await?)
    }

    /// Lets go of all idle sessions after one failed as those do whose server is no primary any more.
    pub(super) fn heed(&self, failure: &Failure) {
        if failure.spoils_session() {
            self.pool.retain(|_, _| false);
        }
    }
}

/// Runs one statement.
pub(super) async fn rows(session: &Object, sql: &str, values: Values<'_>) -> Done<Vec<Row>> {
    let statement = session.prepare_cached(sql).await?;
    Ok(session.query(&statement, values).await?)
}

/// Runs statements on one snapshot of the database, sent in one flight.
pub(super) async fn snapshot<const N: usize>(
    session: &Object,
    asked: [(&str, Values<'_>); N],
) -> Done<[Vec<Row>; N]> {
    let mut statements = Vec::with_capacity(N);
    for (sql, values) in asked {
        statements.push((session.prepare_cached(sql).await?, values));
    }
    let asked = statements
        .iter()
        .map(|(sql, values)| session.query(sql, values));
    // All of them are sent when this is first looked at, in this order: it is never left half-way.
    let ((), rows, ()) = tokio::try_join!(
        session.batch_execute(BEGIN_SNAPSHOT),
        try_join_all(asked),
        session.batch_execute("COMMIT"),
    )?;
    let lost = || StoreError::Unavailable("an answer is missing".to_owned());
    <[Vec<Row>; N]>::try_from(rows).map_err(|_| lost().into())
}

fn tls(root_certificates: Option<&str>) -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = RootCertStore::empty();
    let unread = |reason: String| {
        StoreError::Unavailable(format!(
            "the certificates of sslrootcert cannot be read: {reason}"
        ))
    };
    match root_certificates {
        Some(path) => {
            let all = CertificateDer::pem_file_iter(path).map_err(|e| unread(e.to_string()))?;
            for certificate in all {
                let certificate = certificate.map_err(|e| unread(e.to_string()))?;
                roots.add(certificate).map_err(|e| unread(e.to_string()))?;
            }
        }
        None => {
            let found = rustls_native_certs::load_native_certs().certs;
            roots.add_parsable_certificates(found);
        }
    }
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Unavailable(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
