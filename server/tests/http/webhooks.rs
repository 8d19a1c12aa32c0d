//! Messages to other systems: signed, repeated until they are taken, and as much as a role may see.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use klantbeeld_core::ids::{ItemId, TenantId};
use klantbeeld_server::config::{Overrides, ServerConfig};
use klantbeeld_server::live::Ending;
use klantbeeld_server::service::{Service, system_clock};
use klantbeeld_server::store::sqlite::SqliteProfileStore;
use klantbeeld_server::store::{CustomerRecord, ProfileStore};
use klantbeeld_server::webhooks::{self, Secret, WebhookSettings};
use serde_json::{Value, json};
use standardwebhooks::Webhook;
use tokio::net::TcpListener;

use crate::harness::{TENANT, config};
use crate::world;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjU";

/// The other system: checks every signature, and says no while it is down.
#[derive(Clone, Default)]
struct Other {
    heard: Arc<Mutex<Vec<(String, Value)>>>,
    is_down: Arc<AtomicBool>,
}

async fn hear(State(other): State<Other>, headers: HeaderMap, body: String) -> StatusCode {
    let signer = Webhook::new(SECRET).unwrap();
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let (id, at) = (header("webhook-id"), header("webhook-timestamp"));
    let expected = signer.sign(&id, at.parse().unwrap(), body.as_bytes());
    if header("webhook-signature") != expected.unwrap() {
        return StatusCode::UNAUTHORIZED;
    }
    if other.is_down.load(Ordering::Relaxed) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let body = serde_json::from_str(&body).unwrap();
    other.heard.lock().unwrap().push((id, body));
    StatusCode::NO_CONTENT
}

impl Other {
    async fn start(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/hook", post(hear))
            .with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        address
    }

    fn heard(&self) -> Vec<(String, Value)> {
        self.heard.lock().unwrap().clone()
    }

    /// Waits for so many messages.
    async fn wait_for(&self, count: usize) -> Vec<(String, Value)> {
        let enough = async {
            while self.heard().len() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let _late = tokio::time::timeout(Duration::from_secs(20), enough).await;
        self.heard()
    }
}

fn webhook(to: SocketAddr, role: &str, kinds: &[&str]) -> WebhookSettings {
    WebhookSettings {
        name: "crm".to_owned(),
        tenant: TenantId::parse(TENANT).unwrap(),
        url: format!("http://{to}/hook"),
        secret: Secret::parse(SECRET).unwrap(),
        role: role.to_owned(),
        kinds: kinds.iter().map(|k| (*k).to_owned()).collect(),
        tells_fields: false,
    }
}

struct World {
    store: Arc<SqliteProfileStore>,
    folder: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteProfileStore::open(&folder.path().join("s.sqlite")).unwrap();
        world::fill(&store).await;
        let store = Arc::new(store);
        Self { store, folder }
    }

    /// Starts a server's webhooks; they end with what is returned.
    async fn start(&self, webhooks: &[WebhookSettings]) -> Ending {
        let ending = Ending::default();
        let policy = config().policy;
        let service = Service::new(self.store.clone(), policy, system_clock(), 1 << 20);
        webhooks::start(&Arc::new(service), webhooks, &ending)
            .await
            .unwrap();
        ending
    }
}

async fn put(store: &dyn ProfileStore, item: &str, kind: &str) {
    let record = CustomerRecord {
        items: vec![world::item(item, kind, 0, "Iets nieuws", json!({}))],
        ..world::record("c-1")
    };
    let tenant = TenantId::parse(TENANT).unwrap();
    store.ingest(&tenant, vec![record]).await.unwrap();
}

/// Returns the ids of the items that were told.
fn items(heard: &[(String, Value)]) -> Vec<String> {
    let id = |body: &Value| body["data"]["item"]["item_id"].as_str().map(str::to_owned);
    heard.iter().filter_map(|(_, body)| id(body)).collect()
}

#[tokio::test]
async fn what_is_written_is_told_once_signed_and_only_of_the_kinds_that_were_asked_for() {
    let (world, other) = (World::new().await, Other::default());
    let to = other.start().await;
    let _ending = world.start(&[webhook(to, "agent", &["order"])]).await;
    put(world.store.as_ref(), "n-1", "note").await;
    put(world.store.as_ref(), "o-1", "order").await;
    let heard = other.wait_for(1).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(items(&other.heard()), ["o-1"], "{heard:?}");
    let (_, body) = &heard[0];
    assert_eq!(body["type"], "item.changed");
    assert_eq!(body["data"]["customer_id"], "c-1");
    assert!(body["timestamp"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn what_was_not_taken_is_repeated_under_its_id_and_nothing_is_lost_over_a_restart() {
    let (world, other) = (World::new().await, Other::default());
    let to = other.start().await;
    let webhooks = [webhook(to, "agent", &[])];
    other.is_down.store(true, Ordering::Relaxed);
    let ending = world.start(&webhooks).await;
    put(world.store.as_ref(), "o-1", "order").await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    ending.begin();
    // Written by another process, while no server runs.
    let elsewhere = SqliteProfileStore::open(&world.folder.path().join("s.sqlite")).unwrap();
    put(&elsewhere, "o-2", "order").await;
    other.is_down.store(false, Ordering::Relaxed);
    let _ending = world.start(&webhooks).await;
    let heard = other.wait_for(2).await;
    let told: BTreeMap<_, _> = heard
        .iter()
        .map(|(id, b)| (id, &b["data"]["item"]))
        .collect();
    assert_eq!(told.len(), 2, "each has an id of its own");
    assert_eq!(items(&heard), ["o-1", "o-2"]);
}

#[tokio::test]
async fn a_webhook_is_told_what_its_role_may_see() {
    let (world, other) = (World::new().await, Other::default());
    let to = other.start().await;
    let _ending = world.start(&[webhook(to, "agent", &[])]).await;
    put(world.store.as_ref(), "x-1", "no_such_kind").await;
    put(world.store.as_ref(), "o-1", "order").await;
    let heard = other.wait_for(1).await;
    assert_eq!(items(&heard), ["o-1"]);
    assert!(!format!("{heard:?}").contains("CANARY"));
}

#[tokio::test]
async fn nothing_is_kept_for_a_webhook_that_is_no_longer_set() {
    let (world, other) = (World::new().await, Other::default());
    let to = other.start().await;
    world.start(&[webhook(to, "agent", &[])]).await.begin();
    put(world.store.as_ref(), "o-1", "order").await;
    world.start(&[]).await.begin();
    let outgoing = world.store.outgoing().unwrap();
    let name = (TenantId::parse(TENANT).unwrap(), "crm".to_owned());
    assert_eq!(outgoing.due(&name, i64::MAX, 9).await.unwrap(), []);
    put(world.store.as_ref(), "o-2", "order").await;
    assert_eq!(outgoing.due(&name, i64::MAX, 9).await.unwrap(), []);
}

#[tokio::test]
async fn an_event_of_one_system_starts_an_action_in_another_that_answers_it() {
    let (world, other) = (World::new().await, Other::default());
    let to = other.start().await;
    let _ending = world.start(&[webhook(to, "agent", &["order"])]).await;
    put(world.store.as_ref(), "o-1", "order").await;
    let heard = other.wait_for(1).await;
    // The other system acts, and says so of the very item it was told of.
    let told = ItemId::parse(items(&heard)[0].as_str()).unwrap();
    let mut action = world::item("d-1", "delivery", 0, "Klaargezet", json!({}));
    action.line.reply_to = Some(told.clone());
    let record = CustomerRecord {
        items: vec![action],
        ..world::record("c-1")
    };
    let tenant = TenantId::parse(TENANT).unwrap();
    world.store.ingest(&tenant, vec![record]).await.unwrap();
    let answers = world
        .store
        .list_answers(&tenant, &world::customer("c-1"), &told)
        .await
        .unwrap();
    assert_eq!(answers[0].item_id.as_str(), "d-1", "both stand together");
}

fn load(lines: &str) -> Result<ServerConfig, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("k.toml");
    std::fs::write(&path, format!("demo = true\nstore = \"memory:\"\n{lines}")).unwrap();
    let overrides = Overrides {
        config: Some(path),
        ..Overrides::default()
    };
    let env = |name: &str| (name == "HOOK").then(|| SECRET.to_owned());
    ServerConfig::load(&overrides, &env).map_err(|e| e.to_string())
}

#[test]
fn a_wrong_setting_stops_the_start_and_shows_no_secret() {
    let good = "[webhook.crm]\nurl = \"https://crm.example.nl/hook\"\nsecret_env = \"HOOK\"\nrole = \"agent\"\n";
    let config = load(good).unwrap();
    assert!(!format!("{config:?}").contains("whsec_"));
    for (from, to, word) in [
        ("https://", "http://", "url"),
        ("\"HOOK\"", "\"NONE\"", "secret_env"),
        ("\"agent\"", "\"nobody\"", "role"),
        ("role", "kinds = [\"nothing\"]\nrole", "kinds"),
        ("secret_env", "# secret_env", "secret_env"),
    ] {
        let error = load(&good.replacen(from, to, 1)).unwrap_err();
        assert!(error.contains(word), "{error}");
    }
}
