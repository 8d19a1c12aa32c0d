//! A field, kind or part that the policy does not name is in no answer's bytes, whatever is asked.

use axum::http::{Request, header};
use serde_json::{Value, json};

use crate::harness::{NOW_MS, TestApp, endpoints, post, token};

fn questions() -> Vec<(&'static str, Value)> {
    let mut all = endpoints();
    for item in [
        "call-1",
        "health-1",
        "unnamed-1",
        "complaint-1",
        "note-2",
        "invoice-1",
    ] {
        for purpose in [None, Some("service"), Some("care")] {
            all.push((
                "item/detail",
                json!({"customer_id": "c-1", "item_id": item, "purpose": purpose}),
            ));
        }
    }
    for field in ["health.notes", "secret.unnamed", "finance.iban"] {
        for purpose in [None, Some("service"), Some("care")] {
            all.push((
                "field/reveal",
                json!({"customer_id": "c-1", "field": field, "purpose": purpose}),
            ));
        }
    }
    for query in [
        "CANARY-anonymous",
        "CANARY-handle",
        "CANARY",
        "vries",
        "canary-unnamed-field",
    ] {
        all.push(("customer/search", json!({"query": query, "limit": 50})));
    }
    for text in ["", "canary", "health"] {
        all.push((
            "timeline/page",
            json!({"customer_id": "c-1", "cursor": null, "limit": 200, "text": text}),
        ));
    }
    for field in ["secret.unnamed", "health.notes", "finance.iban"] {
        let operation = json!({"op_id": field, "customer_id": "c-1", "made_at_ms": NOW_MS,
            "action": {"type": "set_field", "field": field, "value": 7}});
        all.push(("operation/push", json!({"operations": [operation]})));
        let operation = json!({"op_id": field, "customer_id": "c-1", "made_at_ms": NOW_MS,
            "action": {"type": "set_field", "field": field, "value": "x"}});
        all.push(("operation/push", json!({"operations": [operation]})));
    }
    all
}

#[tokio::test]
async fn what_the_policy_does_not_name_is_in_no_exit() {
    let app = TestApp::new().await;
    for role in ["agent", "customer", "marketing", "finance"] {
        for (endpoint, request) in questions() {
            let answer = app.call(endpoint, &token(role), request.clone()).await;
            let text = answer.text();
            assert!(
                !text.contains("CANARY"),
                "{role} {endpoint} {request}: {text}"
            );
            assert!(!text.contains("OTHER-TENANT"), "{role} {endpoint}");
            assert!(!text.contains("BRAM-ONLY"), "{role} {endpoint}");
            if role != "agent" {
                assert!(!text.contains("AGENT-ONLY"), "{role} {endpoint} {request}");
            }
            if matches!(role, "agent" | "marketing") {
                assert!(
                    !text.contains("FINANCE-ONLY"),
                    "{role} {endpoint} {request}"
                );
            }
            assert!(
                !answer.status.is_server_error(),
                "{role} {endpoint} {request}: {text}"
            );
        }
    }
}

#[tokio::test]
async fn hidden_texts_are_in_no_header() {
    let app = TestApp::new().await;
    for (endpoint, request) in questions() {
        let answer = app.call(endpoint, &token("agent"), request).await;
        assert!(!format!("{:?}", answer.headers).contains("CANARY"));
    }
}

#[tokio::test]
async fn every_answer_of_the_api_is_kept_out_of_caches() {
    let app = TestApp::new().await;
    for (endpoint, request) in endpoints() {
        let answer = app.call(endpoint, &token("agent"), request).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{endpoint}");
    }
}

#[tokio::test]
async fn a_form_or_a_link_of_another_site_has_no_effect() {
    let app = TestApp::new().await;
    let form = Request::post("/api/v1/operation/push")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, format!("Bearer {}", token("agent")))
        .header(header::REFERER, "https://evil.example/")
        .header(header::ACCEPT, "text/html")
        .body("request[operations]=[]".into())
        .unwrap();
    assert_eq!(app.send(form).await.status, 415);
    for kind in ["text/plain", "multipart/form-data; boundary=x", ""] {
        let mut request = post(
            "operation/push",
            Some(&token("agent")),
            r#"{"request":{"operations":[]}}"#,
        );
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, kind.parse().unwrap());
        assert_eq!(app.send(request).await.status, 415, "{kind}");
    }
    for (endpoint, _) in endpoints() {
        let request = Request::get(format!("/api/v1/{endpoint}?request=%7B%7D"))
            .header(header::AUTHORIZATION, format!("Bearer {}", token("agent")))
            .body("".into())
            .unwrap();
        assert_eq!(app.send(request).await.status, 405, "{endpoint}");
    }
}
