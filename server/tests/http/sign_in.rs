//! Where the product's own pages are led to for their token, and where nobody is.

use axum::body::Body;
use axum::http::Request;
use klantbeeld_server::config::{Origin, SignIn, SignInUrl};

use crate::harness::{Answer, TestApp, config};

const CRM: &str = "https://crm.example.nl";

async fn app(token_url: Option<&str>, page_url: Option<&str>) -> TestApp {
    let allowed = [Origin::parse(CRM).unwrap()];
    let url = |text: &str| SignInUrl::parse(text, &allowed).unwrap();
    let mut config = config();
    config.sign_in = SignIn {
        token_url: token_url.map(url),
        page_url: page_url.map(url),
    };
    TestApp::with(config).await
}

async fn get(app: &TestApp, path: &str) -> Answer {
    let request = Request::get(path).header("host", "127.0.0.1:4360");
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_page_is_led_to_the_configured_address_with_its_face_and_customer() {
    let app = app(Some("/crm/token?app=kb"), None).await;
    let answer = get(
        &app,
        "/sign-in/token?face=mijn&customer=c%201%26role%3Dagent&role=agent",
    )
    .await;
    assert_eq!(answer.status, 307);
    assert_eq!(
        answer.header("location"),
        "/crm/token?app=kb&face=mijn&customer=c+1%26role%3Dagent"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn the_pages_may_speak_to_the_origin_that_gives_tokens_and_to_no_other() {
    let elsewhere = app(Some("https://crm.example.nl/token"), None).await;
    let policy = get(&elsewhere, "/sign-in/token?face=app").await;
    let policy = policy.header("content-security-policy");
    assert!(
        policy.contains("connect-src 'self' https://crm.example.nl"),
        "{policy}"
    );
    let own = app(Some("/token"), None).await;
    let policy = get(&own, "/sign-in/token?face=app").await;
    let policy = policy.header("content-security-policy");
    assert!(policy.ends_with("connect-src 'self'"), "{policy}");
}

#[tokio::test]
async fn without_an_address_the_answer_says_what_to_set() {
    let app = app(None, None).await;
    let answer = get(&app, "/sign-in/token?face=app").await;
    assert_eq!(answer.status, 501);
    assert!(
        answer.text().contains("sign_in.token_url"),
        "{}",
        answer.text()
    );
    let page = get(&app, "/sign-in?return=/mijn/").await;
    assert_eq!(
        (page.status.as_u16(), page.header("location").as_str()),
        (303, "/sign-in/")
    );
}

#[tokio::test]
async fn one_signs_in_on_the_configured_page_and_comes_back_to_a_page_of_the_product() {
    let app = app(None, Some("/crm/login")).await;
    for (asked, returned) in [
        (
            "?return=%2Fapp%2F%3Fcustomer%3Dc-1",
            "%2Fapp%2F%3Fcustomer%3Dc-1",
        ),
        ("?return=https%3A%2F%2Fevil.example", "%2Fapp%2F"),
        ("?return=%2F%2Fevil.example%2Fapp%2F", "%2Fapp%2F"),
        ("", "%2Fapp%2F"),
    ] {
        let answer = get(&app, &format!("/sign-in{asked}")).await;
        assert_eq!(answer.status, 303);
        assert_eq!(
            answer.header("location"),
            format!("/crm/login?return={returned}")
        );
    }
}

#[tokio::test]
async fn what_is_no_page_of_the_product_is_refused() {
    let app = app(Some("/token"), None).await;
    for query in ["", "?face=admin", "?face=app&tenant=other"] {
        assert_eq!(
            get(&app, &format!("/sign-in/token{query}")).await.status,
            400,
            "{query}"
        );
    }
}
