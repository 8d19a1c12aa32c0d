//! Every field and kind of a policy, for every role, in every exit: what is not theirs is in none of them.
//!
//! What is expected is read from the policy here, in the plainest way, and not by the code that decides.

mod everything;

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::StreamExt as _;
use klantbeeld::api::ApiError;
use klantbeeld::api::backend::Backend as _;
use klantbeeld_core::ids::TenantId;
use klantbeeld_core::model::{Actor, Role};
use klantbeeld_core::policy::{DataClass, Policy};
use klantbeeld_server::auth::{Caller, Scope};
use klantbeeld_server::service::{Service, Session};
use klantbeeld_server::store::ProfileStore as _;
use klantbeeld_server::store::memory::MemoryProfileStore;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TENANT, lines};
use crate::world::customer;
use everything::{IDENTITIES, RELATIONS, amount, consents, fill, mark};

/// What a role gets of a field or kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Whole,
    Masked,
    /// That it is there, and whom to ask: it is about money.
    Kept,
    Nothing,
}

/// What the policy file says, as a person would read it.
fn due(
    role: &str,
    read: &[String],
    consent: Option<&str>,
    given: &str,
    is_masked: bool,
    class: DataClass,
) -> Due {
    if !read.iter().any(|name| name == role) || consent.is_some() && given != "yes" {
        Due::Nothing
    } else if role != "customer" && (is_masked || class == DataClass::Special) {
        Due::Masked
    } else {
        Due::Whole
    }
}

fn due_field(policy: &Policy, role: &str, name: &str, given: &str) -> Due {
    policy.field.get(name).map_or(Due::Nothing, |f| {
        let consent = f.requires_consent.as_deref();
        due(role, &f.read, consent, given, f.masked, f.class)
    })
}

fn due_kind(policy: &Policy, role: &str, slug: &str, given: &str) -> Due {
    let k = &policy.kind[slug];
    let consent = k.requires_consent.as_deref();
    let plain = due(role, &k.read, consent, given, k.masked, k.class);
    let kept = k
        .money
        .as_ref()
        .is_some_and(|m| !m.read.iter().any(|name| name == role));
    match plain {
        // Every item here has an amount.
        Due::Whole if kept => Due::Kept,
        other => other,
    }
}

/// A policy, a store that holds everything, and the answers of every exit to one role.
struct Case<'p> {
    policy: &'p Policy,
    role: &'p str,
    given: &'p str,
    session: Arc<Session>,
    store: Arc<MemoryProfileStore>,
}

impl<'p> Case<'p> {
    async fn new(policy: &'p Policy, role: &'p str, given: &'p str) -> Self {
        let store = fill(policy, given).await;
        let clock = Arc::new(|| NOW_MS);
        let service = Service::new(store.clone(), Arc::new(policy.clone()), clock, 0);
        let caller = Caller {
            tenant: TenantId::parse(TENANT).unwrap(),
            actor: Actor {
                subject: role.to_owned(),
                name: role.to_owned(),
                role: Role::new(role),
            },
            scope: Scope::Only(BTreeSet::from([customer("c-1")])),
            purpose: None,
            expires_at_ms: i64::MAX,
        };
        Self {
            policy,
            role,
            given,
            session: Arc::new(Session::new(Arc::new(service), caller).unwrap()),
            store,
        }
    }

    fn about(&self, what: &str) -> String {
        format!("{what}, {} with consent {}", self.role, self.given)
    }

    /// The exits that give lines; blocks as their lines.
    async fn lists(&self) -> Vec<(&'static str, String)> {
        let page = json!({"customer_id": "c-1", "cursor": null, "limit": 200});
        let since = json!({"customer_id": "c-1", "since": 1});
        let session = &self.session;
        vec![
            ("head", self.head().await),
            ("page", text(session.clone().page(asked(page)).await)),
            ("blocks", self.blocks().await),
            ("changes", text(session.clone().changes(asked(since)).await)),
        ]
    }

    async fn head(&self) -> String {
        let request = json!({"customer_id": "c-1", "page_size": 200});
        text(self.session.clone().open(asked(request)).await)
    }

    async fn blocks(&self) -> String {
        let answer = self.session.blocks(&customer("c-1"), false).await.unwrap();
        let parts: Vec<_> = answer.stream.map(Result::unwrap).collect().await;
        serde_json::to_string(&lines(&parts.concat())).unwrap()
    }

    async fn search(&self, query: &str) -> String {
        let request = json!({"query": query, "limit": 50});
        text(self.session.clone().search(asked(request)).await)
    }

    async fn detail(&self, kind: &str, purpose: Option<&str>) -> String {
        let id = format!("id-{kind}");
        let request = json!({"customer_id": "c-1", "item_id": id, "purpose": purpose});
        text(self.session.clone().detail(asked(request)).await)
    }

    async fn reveal(&self, field: &str, purpose: Option<&str>) -> String {
        let request = json!({"customer_id": "c-1", "field": field, "purpose": purpose});
        text(self.session.clone().reveal(asked(request)).await)
    }

    async fn openings(&self) -> usize {
        let tenant = TenantId::parse(TENANT).unwrap();
        let log = self
            .store
            .list_access(&tenant, &customer("c-1"), 1_000)
            .await;
        log.unwrap().len()
    }

    /// What attempts to write a value that no field takes say.
    async fn refusals(&self) -> String {
        let operation = |field: &String| {
            json!({"op_id": field, "customer_id": "c-1", "made_at_ms": NOW_MS,
                "action": {"type": "set_field", "field": field, "value": "a\u{7}b"}})
        };
        let operations: Vec<_> = self.policy.field.keys().take(100).map(operation).collect();
        let request = json!({"operations": operations});
        let answer = text(self.session.clone().push(asked(request)).await);
        assert!(!answer.contains("version"), "{answer}");
        answer
    }

    async fn judge_fields(&self) {
        let head = self.head().await;
        let seen: Value = serde_json::from_str(&head).unwrap();
        for name in self.policy.field.keys() {
            let due = due_field(self.policy, self.role, name, self.given);
            let about = self.about(name);
            let value = mark(name, "value");
            let fields = seen["fields"].as_array().unwrap();
            let field = fields.iter().find(|f| f["field"] == name.as_str());
            let is_masked = field.is_some_and(|f| f["masked"] == true);
            assert_eq!(field.is_some(), due != Due::Nothing, "{about}");
            assert_eq!(is_masked, due == Due::Masked, "{about}");
            if !consents(self.policy).contains(&name.as_str()) {
                assert_eq!(head.contains(&value), due == Due::Whole, "{about}");
            }
            if due != Due::Whole {
                let found = self.search(&value).await;
                assert_eq!(found, "[]", "{about}");
            }
            self.judge_revealing(name, due).await;
        }
        let refusals = self.refusals().await;
        assert!(!refusals.contains("zq"), "{}", self.about("refusals"));
        for (_, field) in IDENTITIES {
            let is_whole = due_field(self.policy, self.role, field, self.given) == Due::Whole;
            let (about, value) = (self.about(field), mark(field, "identity"));
            assert_eq!(head.contains(&value), is_whole, "{about}");
            let found = self.search(&value).await;
            assert_eq!(found != "[]", is_whole, "{about}: {found}");
        }
        for (_, field) in RELATIONS {
            let is_whole = due_field(self.policy, self.role, field, self.given) == Due::Whole;
            for part in ["other", "name", "note"] {
                let value = mark(field, part);
                assert_eq!(head.contains(&value), is_whole, "{}", self.about(field));
            }
        }
    }

    /// A masked value goes out where it is opened for a purpose of its own, with a line in the log, and no other.
    async fn judge_revealing(&self, name: &str, due: Due) {
        let before = self.openings().await;
        let purposes = &self.policy.field[name].purposes;
        let others = self.policy.purpose.keys().filter(|p| !purposes.contains(p));
        let wrong = others.map(|p| Some(p.as_str())).chain([None, Some("")]);
        for purpose in wrong {
            let about = self.about(&format!("{name} for {purpose:?}"));
            let refused = self.reveal(name, purpose).await;
            assert!(!refused.contains("\"claim\""), "{about}: {refused}");
            assert!(!refused.contains(&mark(name, "value")), "{about}");
            let asks = refused.contains("\"code\":\"needs_purpose\"");
            assert_eq!(asks, due == Due::Masked, "{about}: {refused}");
        }
        assert_eq!(self.openings().await, before, "{}", self.about(name));
        for purpose in purposes {
            let about = self.about(&format!("{name} for {purpose}"));
            let before = self.openings().await;
            let opened = self.reveal(name, Some(purpose)).await;
            assert_eq!(opened.contains("\"claim\""), due == Due::Masked, "{about}");
            let logged = self.openings().await - before;
            assert_eq!(logged, usize::from(due == Due::Masked), "{about}");
        }
    }

    async fn judge_kinds(&self) {
        let lists = self.lists().await;
        for kind in self.policy.kind.keys() {
            let due = due_kind(self.policy, self.role, kind, self.given);
            let id = format!("\"id-{kind}\"");
            let texts = ["title", "summary", "reason", "goal", "outcome"];
            let sum = amount(self.policy, kind).to_string();
            for (exit, text) in &lists {
                let about = self.about(&format!("{kind} in {exit}"));
                assert_eq!(text.contains(&id), due != Due::Nothing, "{about}");
                for part in texts.map(|part| mark(kind, part)).iter().chain([&sum]) {
                    assert_eq!(text.contains(part), due == Due::Whole, "{about}: {part}");
                }
                assert!(!text.contains("CANARY"), "{about}");
                // What is used of a product is summed on the card, from the payload.
                let is_sum = *exit == "head" && due == Due::Whole;
                assert!(is_sum || !text.contains(&mark(kind, "payload")), "{about}");
            }
            self.judge_opening(kind, due).await;
        }
    }

    async fn judge_opening(&self, kind: &str, due: Due) {
        let about = self.about(kind);
        let before = self.openings().await;
        let plain = self.detail(kind, None).await;
        let is_open = plain.contains(&mark(kind, "title"));
        assert_eq!(is_open, due == Due::Whole, "{about}");
        assert!(!plain.contains("CANARY"), "{about}");
        assert_eq!(self.openings().await, before, "{about}");
        let purpose = self.policy.kind[kind].purposes.first();
        let stated = self.detail(kind, purpose.map(String::as_str)).await;
        let is_open = stated.contains(&mark(kind, "title"));
        let opens = matches!(due, Due::Whole | Due::Masked);
        assert_eq!(is_open, opens, "{about}: {stated}");
        let asks = stated.contains("\"code\":\"forbidden\",\"owner\":\"finance\"");
        assert_eq!(asks, due == Due::Kept, "{about}: {stated}");
        assert_eq!(self.openings().await > before, is_open, "{about}");
    }
}

fn asked<R: DeserializeOwned>(request: Value) -> R {
    serde_json::from_value(request).unwrap()
}

fn text<T: Serialize>(answer: Result<T, ApiError>) -> String {
    match answer {
        Ok(answer) => serde_json::to_string(&answer).unwrap(),
        Err(error) => serde_json::to_string(&error).unwrap(),
    }
}

fn demo_policy() -> Policy {
    toml::from_str(klantbeeld_demo::POLICY_TOML).unwrap()
}

async fn judge(policy: &Policy, role: &str, given: &str) {
    let case = Case::new(policy, role, given).await;
    case.judge_fields().await;
    case.judge_kinds().await;
}

#[tokio::test]
async fn each_role_gets_of_each_field_and_kind_what_the_policy_says_in_every_exit() {
    let policy = demo_policy();
    for role in policy.role.keys() {
        judge(&policy, role, "yes").await;
        judge(&policy, role, "no").await;
    }
}

#[test]
fn who_may_not_read_financial_kinds_reads_no_item_about_money_among_the_others() {
    let policy = demo_policy();
    for role in policy.role.keys() {
        let reads = |kind: &str| policy.kind[kind].read.contains(role);
        if reads("invoice") || role == "customer" {
            continue;
        }
        for kind in ["promise", "note", "call", "email", "letter"] {
            let due = due_kind(&policy, role, kind, "yes");
            assert_ne!(due, Due::Whole, "{role} {kind}");
        }
    }
}

#[tokio::test]
async fn whatever_is_marked_as_masked_is_so_in_every_exit() {
    let mut policy = demo_policy();
    policy.field.values_mut().for_each(|f| f.masked = true);
    policy.kind.values_mut().for_each(|k| k.masked = true);
    for role in ["agent", "customer"] {
        judge(&policy, role, "yes").await;
    }
}

#[tokio::test]
async fn special_data_is_masked_whatever_the_file_says() {
    let mut policy = demo_policy();
    for field in policy.field.values_mut() {
        field.class = DataClass::Special;
    }
    for kind in policy.kind.values_mut() {
        (kind.class, kind.masked) = (DataClass::Special, false);
    }
    for role in ["agent", "customer"] {
        judge(&policy, role, "yes").await;
    }
}
