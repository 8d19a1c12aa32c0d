//! `klantbeeld copy`: everything of a tenant from one store to another, as it is.
//!
//! A customer is there as a whole or not at all, so a copy that was broken off is begun again and goes on. At the
//! end both stores are read once more and compared.

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_server::config::DEFAULT_TENANT;
use klantbeeld_server::store::ProfileStore as _;
use klantbeeld_server::store::StoreStats;
use klantbeeld_server::store::archive::{Archive, ArchiveSource};
use klantbeeld_server::store::postgres::PostgresProfileStore;
use klantbeeld_server::store::sqlite::SqliteProfileStore;
use sha2::{Digest as _, Sha256};

use super::args::{UsageError, parse_tenant};
use super::progress::Progress;
use super::store::StoreName;
use super::text::{grouped, say};

/// Ids that are read at once.
const PAGE: usize = 500;
/// Items that go in one transaction, roughly.
const BATCH_ITEMS: usize = 4_000;

/// Copy a tenant's customers, with their history, to a PostgreSQL store.
///
/// Stop the servers of the store that is read first: what they write meanwhile may not be carried along. A copy
/// that was broken off can be begun again: customers who are there already are left as they are. At the end both
/// stores are compared, customer by customer; the exit code is 0 when they hold the same.
#[derive(Debug, Args)]
pub(super) struct CopyArgs {
    /// The store to read: `sqlite:PATH` or `postgres://...`.
    #[arg(
        long,
        env = "KLANTBEELD_STORE",
        value_name = "STORE",
        hide_env_values = true
    )]
    from: String,
    /// The store to write: `postgres://...`.
    #[arg(
        long,
        env = "KLANTBEELD_COPY_TO",
        value_name = "STORE",
        hide_env_values = true
    )]
    to: String,
    /// Whose data.
    #[arg(long, env = "KLANTBEELD_TENANT", default_value = DEFAULT_TENANT, value_parser = parse_tenant)]
    tenant: TenantId,
    /// Replace customers who are there with another content, with all that was written to them there.
    #[arg(long)]
    replace: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

/// What a copy came to, in customers.
#[derive(Debug, Default)]
struct Copied {
    copied: u64,
    same: u64,
    replaced: u64,
    differing: u64,
}

/// A store that is read, and its counts.
struct Source {
    archives: Arc<dyn ArchiveSource>,
    stats: StoreStats,
}

/// Does it.
pub(super) async fn copy(args: CopyArgs) -> Result<()> {
    let StoreName::Postgres(to) = StoreName::parse(&args.to)? else {
        let text =
            "--to takes postgres://USER@HOST/DATABASE; a SQLite store is moved by copying its file";
        return Err(UsageError(text.to_owned()).into());
    };
    let from = open_source(&StoreName::parse(&args.from)?, &args.tenant).await?;
    let to = PostgresProfileStore::open(&to).await;
    let to = to.context("cannot open the store to write")?;
    let mut progress = Progress::new(args.quiet);
    let done = copy_all(&args, &from, &to, &mut progress).await?;
    say(format_args!(
        "{} customers copied, {} were there, {} replaced, {} differ",
        grouped(done.copied),
        grouped(done.same),
        grouped(done.replaced),
        grouped(done.differing),
    ))?;
    if done.differing > 0 {
        bail!(
            "some customers are there with another content: --replace takes those of --from instead"
        );
    }
    compare(&args.tenant, &from, &to, &mut progress).await
}

async fn open_source(name: &StoreName, tenant: &TenantId) -> Result<Source> {
    let cannot = "cannot open the store to read";
    let (archives, stats): (Arc<dyn ArchiveSource>, _) = match name {
        StoreName::Sqlite(path) if !path.exists() => bail!("there is no store {}", path.display()),
        StoreName::Sqlite(path) => {
            let store = SqliteProfileStore::open(path).context(cannot)?;
            let stats = store.stats(tenant).await;
            (Arc::new(store), stats)
        }
        StoreName::Postgres(url) => {
            let store = PostgresProfileStore::open(url).await.context(cannot)?;
            let stats = store.stats(tenant).await;
            (Arc::new(store), stats)
        }
        StoreName::Memory => {
            return Err(
                UsageError("a store in memory is empty: nothing to copy".to_owned()).into(),
            );
        }
    };
    let stats = stats.context("the store cannot be read")?;
    Ok(Source { archives, stats })
}

async fn copy_all(
    args: &CopyArgs,
    from: &Source,
    to: &PostgresProfileStore,
    progress: &mut Progress,
) -> Result<Copied> {
    let tenant = &args.tenant;
    let mut done = Copied::default();
    let mut batch: Vec<Archive> = Vec::new();
    let (mut items, mut seen) = (0, 0);
    let mut ids = Ids::default();
    while let Some(id) = ids.next(from.archives.as_ref(), tenant).await? {
        seen += 1;
        progress.show("customers", seen, seen, Some(from.stats.customers));
        let read = from.archives.take_out(tenant, &id).await;
        let Some(archive) = read.context("a customer cannot be read")? else {
            continue;
        };
        let there = to.take_out(tenant, &id).await;
        match there.context("the other store cannot be read")? {
            None => done.copied += 1,
            Some(there) if there.hash()? == archive.hash()? => {
                done.same += 1;
                continue;
            }
            Some(_) if args.replace => done.replaced += 1,
            Some(_) => {
                done.differing += 1;
                continue;
            }
        }
        items += archive.items.len() + 1;
        batch.push(archive);
        if items >= BATCH_ITEMS {
            items = 0;
            put(to, tenant, &mut batch).await?;
        }
    }
    put(to, tenant, &mut batch).await?;
    progress.finish();
    Ok(done)
}

async fn put(to: &PostgresProfileStore, tenant: &TenantId, batch: &mut Vec<Archive>) -> Result<()> {
    let batch = std::mem::take(batch);
    let put = to.put_in(tenant, &batch).await;
    put.context("the copy did not end; what is copied stays, and it can be begun again")
}

/// Reads both stores once more and compares what they hold.
async fn compare(
    tenant: &TenantId,
    from: &Source,
    to: &PostgresProfileStore,
    progress: &mut Progress,
) -> Result<()> {
    let (mut whole, mut seen, mut wrong) = (Sha256::new(), 0_u64, Vec::new());
    let mut ids = Ids::default();
    while let Some(id) = ids.next(from.archives.as_ref(), tenant).await? {
        seen += 1;
        progress.show("compared", seen, seen, Some(from.stats.customers));
        let here = from.archives.take_out(tenant, &id).await?;
        let there = to.take_out(tenant, &id).await?;
        let hash = |archive: Option<Archive>| archive.map(|a| a.hash()).transpose();
        let hashes = [hash(here), hash(there)];
        match hashes {
            [Ok(Some(here)), Ok(Some(there))] if here == there => whole.update(here),
            _ => wrong.push(id),
        }
    }
    progress.finish();
    let counts = to.stats(tenant).await.context("cannot count")?;
    if !wrong.is_empty() || without_size(&from.stats) != without_size(&counts) {
        bail!(
            "the stores differ: {} customers are not the same, {} of {} customers and {} of {} items \
             are there; the first ones are {}",
            wrong.len(),
            counts.customers,
            from.stats.customers,
            counts.items,
            from.stats.items,
            wrong
                .iter()
                .take(5)
                .map(CustomerId::as_str)
                .collect::<Vec<_>>()
                .join(", "),
        );
    }
    say(format_args!(
        "the same: {} customers, {} items, sha256 {}",
        grouped(counts.customers),
        grouped(counts.items),
        whole
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>(),
    ))?;
    Ok(())
}

fn without_size(stats: &StoreStats) -> StoreStats {
    StoreStats {
        size_bytes: 0,
        ..stats.clone()
    }
}

/// The ids of a store's customers, read page by page.
#[derive(Default)]
struct Ids {
    read: std::vec::IntoIter<CustomerId>,
    last: Option<CustomerId>,
}

impl Ids {
    async fn next(
        &mut self,
        store: &dyn ArchiveSource,
        tenant: &TenantId,
    ) -> Result<Option<CustomerId>> {
        if self.read.len() == 0 {
            let page = store
                .customers_after(tenant, self.last.as_ref(), PAGE)
                .await;
            self.read = page.context("the store cannot be read")?.into_iter();
        }
        let next = self.read.next();
        if next.is_some() {
            self.last.clone_from(&next);
        }
        Ok(next)
    }
}
