//! Both readers of the wire read the same: serde, which the server and other clients use, and `FromJson`.

use klantbeeld_core::json::{self, FromJson};
use klantbeeld_core::model::{Action, ItemLine, Months};
use klantbeeld_core::sync::{Entry, EntryState, Refusal};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ApiError;
use super::wire::{ItemDetail, MatchedBy, OperationResult, ProfileHead, SearchHit};

/// What serde wrote and reads, `FromJson` reads as well, and to the same.
fn assert_same<T>(text: &str)
where
    T: FromJson + DeserializeOwned + Serialize + PartialEq + std::fmt::Debug,
{
    let theirs: Option<T> = serde_json::from_str(text).ok();
    assert!(theirs.is_some(), "{text}");
    assert_eq!(json::read::<T>(text), theirs, "{text}");
}

const LINE: &str = r#"{"item_id":"i-1","at_ms":1790000000000,"kind":"call","channel":"phone","direction":"in",
    "department":"service","source":"crm","status":"in_progress","title":"Één \"test\" <b>","summary":"s","mood":-40,
    "amount":{"amount_minor":-1250,"currency":"EUR"},"due_ms":1,"reply_to":"i-0"}"#;
const SHORT_LINE: &str = r#"{"item_id":"i-2","at_ms":-5,"kind":"note","channel":"","department":"","source":"crm","title":""}"#;
const FIELD: &str = r#"{"field":"person.email","label":{"nl":"E-mail","en":"Email"},"class":"identity","owner":"service",
    "cadence":"live","type":"email","options":[{"value":"a","label":{"nl":"A","en":"B"}}],"writable":true,"claims":[{"value":"x",
    "source":"crm","valid_from_ms":1,"known_at_ms":2,"author":"customer","by":"M"}]}"#;

#[test]
fn profiles_items_and_errors_are_read_alike() {
    assert_same::<ItemLine>(LINE);
    assert_same::<ItemLine>(SHORT_LINE);
    let tallies = r#"{"kind":"call","rows":[24000,3,0,9,0,0]}"#;
    assert_same::<Months>(&format!("[{tallies}]"));
    let head = format!(
        r#"{{"customer_id":"c-1","kind":"organisation","version":7,"as_of_ms":5,"viewer":{{"subject":"s","name":"n",
        "role":"agent","role_label":{{"nl":"a","en":"b"}},"panels":["ball"],"may_add":true}},"fields":[{FIELD}],
        "identities":[{{"kind":"customer_number","value":"1","source":"crm"}}],"relations":[{{"customer_id":"c-2","name":"x",
        "kind":"works_for","note":"","source":"crm"}}],"months":[{tallies}],"channels":[{{"channel":"phone","count":1}}],
        "open":[{LINE}],"upcoming":[],"first":null,"page":{{"items":[{SHORT_LINE}],"next":"t"}},"total":2,
        "sources":[{{"slug":"crm","label":{{"nl":"a","en":"b"}},"system":"x","last_ms":3}}],"custom_kinds":[{{"slug":"k",
        "base":"call","label":{{"nl":"a","en":"b"}}}}],"hidden":[{{"reason":"consent","count":2,"owner":"legal"}}]}}"#
    );
    assert_same::<ProfileHead>(&head);
    let detail = format!(
        r#"{{"item":{{"line":{LINE},"recorded_ms":1,"recorded_by":"x","payload":{{"n":1.5,"list":[true,null],"o":{{"a":"b"}}}}}},
        "question":{SHORT_LINE},"answers":[],"history":[{{"status":"kept","at_ms":1,"by":"x"}}]}}"#
    );
    assert_same::<ItemDetail>(&detail);
    for error in [
        r#"{"code":"not_signed_in","reason":"old"}"#,
        r#"{"code":"needs_purpose","purposes":["a","b"]}"#,
        r#"{"code":"too_many","retry_after_ms":250}"#,
        r#"{"code":"network"}"#,
    ] {
        assert_same::<ApiError>(error);
    }
}

#[test]
fn answers_and_the_queue_are_read_alike() {
    assert_same::<MatchedBy>(r#""name""#);
    assert_same::<MatchedBy>(r#"{"identity":"social_handle"}"#);
    assert_same::<Vec<SearchHit>>(
        r#"[{"customer_id":"c-1","name":"n","detail":"d","kind":"person","matched_by":"name"}]"#,
    );
    assert_same::<OperationResult>(r#"{"op_id":"o-1","version":3}"#);
    assert_same::<OperationResult>(r#"{"op_id":"o-1","error":{"code":"conflict"}}"#);
    let actions = [
        r#"{"type":"set_field","field":"f","value":""}"#,
        r#"{"type":"add_promise","item_id":"i","text":"t","due_ms":5}"#,
        r#"{"type":"settle_promise","item_id":"i","status":"broken"}"#,
        r#"{"type":"log_contact","item_id":"i","channel":"phone","direction":"none","reason":"r","note":""}"#,
    ];
    for action in actions {
        assert_same::<Action>(action);
    }
    for state in [
        r#""waiting""#,
        r#"{"sending":{"until_ms":5}}"#,
        r#"{"refused":{"reason":{"forbidden":{"owner":"x"}}}}"#,
    ] {
        assert_same::<EntryState>(state);
        assert_same::<Entry>(&format!(
            r#"{{"seq":1,"operation":{{"op_id":"o","customer_id":"c","made_at_ms":1,"action":{}}},"state":{state},"attempts":2,"next_try_ms":3}}"#,
            actions[0]
        ));
    }
    assert_same::<Refusal>(r#""not_found""#);
}

#[test]
fn what_serde_refuses_for_its_content_is_refused() {
    for (text, why) in [
        (
            r#"{"type":"add_note","item_id":"i","text":"t"}"#,
            "a part is missing",
        ),
        (
            r#"{"type":"add_note","item_id":"","text":"t","shareable":true}"#,
            "an empty id",
        ),
        (
            r#"{"type":"add_note","item_id":"i","text":"t","shareable":true,"field":"f"}"#,
            "a part too many",
        ),
        (r#"{"type":"sing"}"#, "no such action"),
    ] {
        assert!(serde_json::from_str::<Action>(text).is_err(), "{why}");
        assert!(json::read::<Action>(text).is_none(), "{why}");
    }
}
