//! What a text is that is no token, and what a header has that is not accepted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::finding::{Finding, cut, wrong};
use crate::auth::header::takes_parameter;
use crate::auth::{AuthError, MAX_TOKEN_BYTES};

/// Looks at a text before any of it is read.
pub(super) fn check(text: &str) -> Result<(), Finding> {
    let (says, advice) = if text.is_empty() {
        (
            "is empty",
            "the route that gives tokens answered without one",
        )
    } else if text.starts_with('<') {
        (
            "is a web page",
            "the route redirected to a page, probably the login: it has to answer 401 to who is signed in nowhere, and \
             the page has to check `ok` and `redirected` of the answer",
        )
    } else if text.starts_with('{') || text.starts_with('[') {
        (
            "is JSON",
            "hand over the token in it alone, for example (await answer.json()).token",
        )
    } else if text.starts_with('"') {
        (
            "stands in quotes",
            "hand over the text without them; read the answer with json() if it is JSON",
        )
    } else if text
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("bearer "))
    {
        (
            "begins with `Bearer`",
            "hand over what stands behind it; the view writes the header itself",
        )
    } else if text.len() > MAX_TOKEN_BYTES {
        (
            "is longer than 8192 bytes",
            "name fewer customers: a token for the customer on screen is enough, for the next one getToken is asked",
        )
    } else {
        match text.split('.').count() {
            3 => return Ok(()),
            5 => (
                "has five parts: it is encrypted",
                "sign it only (JWS); TLS keeps it secret",
            ),
            _ => (
                "is not three parts with dots between them",
                "a session id or a key of an API is no token: sign a JWT with your private key",
            ),
        }
    };
    Err(wrong("form", says, advice))
}

/// Says what is wrong with a header that is refused.
pub(super) fn header(text: &str, error: AuthError) -> Finding {
    if error == AuthError::Signature {
        return wrong(
            "signature",
            "is missing",
            "sign the token with your private key; alg none is refused",
        );
    }
    let read = || {
        let part = text.split('.').next()?;
        let json = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice::<Map<String, Value>>(&json).ok()
    };
    let Some(header) = read() else {
        let advice = "its first part has to be base64url (without `=`) of a JSON object";
        return wrong("form", "the header cannot be read", advice);
    };
    let is_text = |name: &str| header.get(name).is_some_and(Value::is_string);
    let unknown: Vec<String> = header
        .keys()
        .filter(|name| !takes_parameter(name))
        .map(|name| cut(name).escape_debug().to_string())
        .collect();
    if !unknown.is_empty() {
        let says = format!(
            "the header has {}, which is not accepted",
            unknown.join(", ")
        );
        return wrong(
            "header",
            &says,
            "leave it out: the header needs `alg` and `kid` alone",
        );
    }
    for name in ["alg", "kid"] {
        if !is_text(name) {
            let advice = "put it into the header; the kid is the name under [key.<kid>] of the configuration";
            return wrong(name, "is missing in the header", advice);
        }
    }
    wrong(
        "header",
        "has a `typ` or `kid` that is not accepted",
        "leave `typ` out or write JWT; a kid has 1 to 128 bytes",
    )
}
