//! The built product, read into memory at start: small, complete, and out of reach of any path trick.
//!
//! **Invariant:** a path is looked up in a map of what there is; it never touches the file system.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use bytes::Bytes;
use klantbeeld::api::ApiError;
use sha2::{Digest as _, Sha256};

use super::{App, answer};

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const FRESH: &str = "no-cache";

struct File {
    kind: &'static str,
    tag: String,
    plain: Bytes,
    br: Option<Bytes>,
    gz: Option<Bytes>,
}

/// All files by their URL path.
#[derive(Default)]
pub(super) struct Files {
    by_path: HashMap<String, File>,
}

impl Files {
    /// Reads a folder with its compressed siblings.
    ///
    /// # Errors
    /// Something in it cannot be read.
    pub(super) fn load(folder: &Path) -> io::Result<Self> {
        let mut raw = HashMap::new();
        read_tree(folder, "", &mut raw)?;
        let names: Vec<_> = raw.keys().cloned().collect();
        let mut by_path = HashMap::new();
        for name in names {
            let is_sibling = [".br", ".gz"].iter().any(|end| {
                name.strip_suffix(end)
                    .is_some_and(|of| raw.contains_key(of))
            });
            let Some(plain) = raw.get(&name).filter(|_| !is_sibling) else {
                continue;
            };
            let file = File {
                kind: kind_of(&name),
                tag: tag_of(plain),
                plain: plain.clone(),
                br: raw.get(&format!("{name}.br")).cloned(),
                gz: raw.get(&format!("{name}.gz")).cloned(),
            };
            by_path.insert(url_of(&name), file);
        }
        Ok(Self { by_path })
    }
}

fn read_tree(folder: &Path, prefix: &str, raw: &mut HashMap<String, Bytes>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_tree(&entry.path(), &name, raw)?;
        } else {
            raw.insert(name, fs::read(entry.path())?.into());
        }
    }
    Ok(())
}

/// `/app/index.html` is served as `/app/`.
fn url_of(name: &str) -> String {
    match name.strip_suffix("/index.html") {
        Some(folder) => format!("{folder}/"),
        None => name.to_owned(),
    }
}

fn tag_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().take(12).map(|b| format!("{b:02x}")).collect();
    hex
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ts" | "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether a client takes an encoding (`q=0` means it does not).
pub(super) fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let listed = headers.get_all(header::ACCEPT_ENCODING).iter();
    listed
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            name.trim().eq_ignore_ascii_case(encoding)
                && weight.trim().parse::<f32>().is_ok_and(|q| q > 0.0)
        })
}

/// Answers with a file, or says that there is none.
pub(super) async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return answer::method_not_allowed().await;
    }
    let files = &app.files.by_path;
    match files.get(path) {
        Some(file) => answer_file(path, file, request.headers()),
        None if path == "/" && files.contains_key("/app/") => {
            Redirect::temporary("/app/").into_response()
        }
        None if files.contains_key(&format!("{path}/")) => {
            Redirect::permanent(&format!("{path}/")).into_response()
        }
        None => answer::error(&ApiError::NotFound),
    }
}

fn answer_file(path: &str, file: &File, headers: &HeaderMap) -> Response {
    let (encoding, bytes) = match (&file.br, &file.gz) {
        (Some(br), _) if accepts(headers, "br") => (Some("br"), br),
        (_, Some(gz)) if accepts(headers, "gzip") => (Some("gzip"), gz),
        _ => (None, &file.plain),
    };
    let tag = format!("\"{}-{}\"", file.tag, encoding.unwrap_or("id"));
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|list| {
            list.split(',')
                .any(|t| t.trim().trim_start_matches("W/") == tag)
        });
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(bytes.clone()).into_response()
    };
    let is_hashed = path.starts_with("/assets/");
    let answer = response.headers_mut();
    let mut set = |name: header::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            answer.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, file.kind);
    set(
        header::CACHE_CONTROL,
        if is_hashed { IMMUTABLE } else { FRESH },
    );
    set(header::ETAG, &tag);
    set(header::VARY, "accept-encoding");
    if let Some(encoding) = encoding.filter(|_| !known) {
        set(header::CONTENT_ENCODING, encoding);
    }
    response
}
