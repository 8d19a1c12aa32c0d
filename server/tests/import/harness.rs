//! The binary, and imports in process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use futures::executor::block_on;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::{ItemLine, Profile};
use klantbeeld_server::ingest::identifier::NoIds;
use klantbeeld_server::ingest::normal::Region;
use klantbeeld_server::ingest::text::find_encoding;
use klantbeeld_server::ingest::{
    self, Format, ImportReport, Input, Observer, Options, Phase, Refusal, Warning,
};
use klantbeeld_server::store::ProfileStore;
use klantbeeld_server::store::memory::MemoryProfileStore;

/// A file of the checkout.
pub(crate) fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Runs the binary in an environment without settings of its own.
pub(crate) fn klantbeeld(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_klantbeeld"))
        .args(args)
        .env_remove("KLANTBEELD_STORE")
        .env_remove("KLANTBEELD_TENANT")
        .env_remove("KLANTBEELD_POLICY")
        .output()
        .unwrap()
}

/// Runs the binary and reads the JSON that it prints.
pub(crate) fn json(args: &[&str]) -> serde_json::Value {
    let output = klantbeeld(args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The tenant of imports in process.
pub(crate) fn tenant() -> TenantId {
    TenantId::parse("t").unwrap()
}

/// A customer's id.
pub(crate) fn customer(id: &str) -> CustomerId {
    CustomerId::parse(id).unwrap()
}

/// Remembers what was refused; warnings stand in the report.
#[derive(Default)]
struct Refusals(Vec<Refusal>);

impl Observer for Refusals {
    fn refused(&mut self, refusal: &Refusal) -> std::io::Result<()> {
        self.0.push(refusal.clone());
        Ok(())
    }
    fn warned(&mut self, _: &Warning) -> std::io::Result<()> {
        Ok(())
    }
    fn progress(&mut self, _: Phase, _: &Input, _: &ImportReport) {}
}

/// Imports one text into a store in memory.
pub(crate) fn import(
    store: &MemoryProfileStore,
    format: &Format,
    text: &[u8],
) -> (ImportReport, Vec<Refusal>) {
    let options = Options {
        tenant: tenant(),
        source: "web".to_owned(),
        region: Region::default(),
        as_of_ms: 1_772_000_000_000,
        no_ids: NoIds::default(),
        dry_run: false,
        encoding: find_encoding("utf-8").unwrap(),
    };
    let mut inputs = [Input::spooled("test", text).unwrap()];
    let mut refusals = Refusals::default();
    let import = ingest::import(Some(store), &mut inputs, format, &options, &mut refusals);
    (block_on(import).unwrap(), refusals.0)
}

/// A stored customer.
pub(crate) fn profile(store: &MemoryProfileStore, id: &str) -> Option<Profile> {
    block_on(store.load_profile(&tenant(), &customer(id), 0, 100)).unwrap()
}

/// Returns their items, newest first.
pub(crate) fn items(store: &MemoryProfileStore, id: &str) -> Vec<ItemLine> {
    block_on(store.list_items(&tenant(), &customer(id), None, 100)).unwrap()
}

/// The shown value of a field: the newest claim.
pub(crate) fn value<'a>(profile: &'a Profile, field: &str) -> Option<&'a str> {
    let claims = profile.assertions.iter().filter(|a| a.field == field);
    claims
        .max_by_key(|a| a.known_at_ms)
        .map(|a| a.value.as_str())
}
