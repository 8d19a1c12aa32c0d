//! The built product as it is handed out.

use std::fs;

use axum::body::Body;
use axum::http::Request;

use crate::harness::{Answer, TestApp, config};

async fn app() -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join("dist").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("app/index.html", "<p>app</p>");
    write("hosts/plain/index.html", "<p>plain</p>");
    write("hosts/strict/index.html", "<p>strict</p>");
    write("embed.js", "export {}");
    write("embed.js.br", "BR");
    write("embed.js.gz", "GZ");
    write("embed.d.ts", "export {}");
    write("sw.js", "self");
    write("manifest.webmanifest", "{}");
    write("assets/klantbeeld-1_bg.wasm", "wasm");
    fs::write(folder.path().join("secret.txt"), "SECRET").unwrap();
    let mut config = config();
    config.dist = Some(folder.path().join("dist"));
    (TestApp::with(config).await, folder)
}

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn files_have_their_types_and_caching() {
    let (app, _folder) = app().await;
    for (path, kind, cache) in [
        ("/app/", "text/html; charset=utf-8", "no-cache"),
        ("/embed.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        (
            "/manifest.webmanifest",
            "application/manifest+json",
            "no-cache",
        ),
        ("/embed.d.ts", "text/plain; charset=utf-8", "no-cache"),
        (
            "/assets/klantbeeld-1_bg.wasm",
            "application/wasm",
            "public, max-age=31536000, immutable",
        ),
    ] {
        let answer = get(&app, path, &[]).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("cache-control"), cache);
    }
}

#[tokio::test]
async fn the_best_accepted_encoding_is_sent_and_known_files_are_not() {
    let (app, _folder) = app().await;
    for (accepted, text, encoding) in [
        ("br, gzip", "BR", "br"),
        ("gzip", "GZ", "gzip"),
        ("br;q=0, gzip;q=0.5", "GZ", "gzip"),
        ("identity", "export {}", ""),
    ] {
        let answer = get(&app, "/embed.js", &[("accept-encoding", accepted)]).await;
        assert_eq!(
            (
                answer.text().as_str(),
                answer.header("content-encoding").as_str()
            ),
            (text, encoding),
            "{accepted}"
        );
        let tag = answer.header("etag");
        let again = get(
            &app,
            "/embed.js",
            &[("accept-encoding", accepted), ("if-none-match", &tag)],
        )
        .await;
        assert_eq!(again.status, 304, "{accepted}");
        assert!(again.bytes.is_empty());
    }
}

#[tokio::test]
async fn what_is_not_there_is_kept_by_nobody() {
    let (app, _folder) = app().await;
    let missing = get(&app, "/assets/klantbeeld-0_bg.wasm", &[]).await;
    assert_eq!(missing.status, 404);
    assert_eq!(missing.header("cache-control"), "no-store");
    assert_eq!(missing.json()["code"], "not_found");
    let unsatisfiable = [("range", "bytes=100-")];
    let beyond = get(&app, "/assets/klantbeeld-1_bg.wasm", &unsatisfiable).await;
    assert_eq!(beyond.status, 416);
    assert_eq!(beyond.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn nothing_outside_of_the_folder_is_reachable() {
    let (app, _folder) = app().await;
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/app/../../secret.txt",
        "//secret.txt",
        "/app/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/assets/../../secret.txt",
        "/%00",
        "/embed.js%00",
        "/.git/config",
        "/embed.js.br/",
        "/app/index.html/..",
        "//app/",
        "/%61pp/",
        "/./app/",
        "/app/./",
        "//app",
        "/embed.js/",
        "/embed.js/x",
    ] {
        let answer = get(&app, path, &[]).await;
        assert!(
            answer.status == 404 || answer.status == 400,
            "{path} {}",
            answer.status
        );
        assert!(!answer.text().contains("SECRET"));
    }
    let long = format!("/{}", "a".repeat(5_000));
    assert_eq!(get(&app, &long, &[]).await.status, 404);
    let folder = get(&app, "/app", &[]).await;
    assert_eq!(
        (folder.status.as_u16(), folder.header("location").as_str()),
        (308, "/app/")
    );
    assert_eq!(get(&app, "/", &[]).await.header("location"), "/app/");
    let post = Request::post("/embed.js").body(Body::empty()).unwrap();
    assert_eq!(app.send(post).await.status, 405);
}

#[tokio::test]
async fn every_answer_has_the_security_headers_of_its_place() {
    let (app, _folder) = app().await;
    for path in [
        "/app/",
        "/embed.js",
        "/nothing",
        "/health",
        "/ready",
        "/hosts/plain/",
        "/api/v1/profile/open",
    ] {
        let answer = get(&app, path, &[]).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_ne!(answer.header("permissions-policy"), "", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(
            !policy.contains("unsafe-eval'") || policy.contains("'wasm-unsafe-eval'"),
            "{path}"
        );
        assert_eq!(
            policy.contains("unsafe-inline"),
            path == "/hosts/plain/",
            "{path}"
        );
        assert_eq!(answer.header("set-cookie"), "", "{path}");
    }
    let page = get(&app, "/app/", &[]).await;
    assert_eq!(page.header("cross-origin-embedder-policy"), "require-corp");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
    for path in ["/embed.js", "/assets/klantbeeld-1_bg.wasm"] {
        let code = get(&app, path, &[("origin", "https://any.example")]).await;
        assert_eq!(code.header("access-control-allow-origin"), "*");
        assert_eq!(code.header("cross-origin-resource-policy"), "cross-origin");
    }
    assert!(
        get(&app, "/hosts/strict/", &[])
            .await
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
}

#[tokio::test]
async fn health_and_readiness_answer() {
    let (app, _folder) = app().await;
    assert_eq!(get(&app, "/health", &[]).await.text(), "ok\n");
    assert_eq!(get(&app, "/ready", &[]).await.text(), "ready\n");
}

#[tokio::test]
async fn a_page_may_add_any_header_to_requests_for_code_and_for_nothing_else() {
    let (app, _folder) = app().await;
    let preflight = async |path: &str| {
        let request = Request::options(path)
            .header("origin", "https://any.example")
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "traceparent,x-of-ours");
        app.send(request.body(Body::empty()).unwrap()).await
    };
    for path in ["/embed.js", "/assets/klantbeeld-1_bg.wasm"] {
        let answer = preflight(path).await;
        assert_eq!(answer.status, 204, "{path}");
        for (name, value) in [
            ("access-control-allow-origin", "*"),
            ("access-control-allow-headers", "*"),
            ("access-control-allow-methods", "GET"),
            ("access-control-allow-credentials", ""),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
    }
    for path in ["/app/", "/sw.js", "/hosts/plain/", "/secret.txt"] {
        assert_eq!(preflight(path).await.status, 405, "{path}");
    }
}
