//! Gives a file to the person, who says where it goes.

use std::time::Duration;

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, set_timeout};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the file is kept for the browser to read: Safari reads it after the click.
const KEPT: Duration = Duration::from_secs(60);

/// Offers a file of that name and media type. A browser that refuses says so itself.
pub(super) fn offer_file(content: &[u8], media_type: &str, name: &str) {
    let _ = try_offer(content, media_type, name);
}

fn try_offer(content: &[u8], media_type: &str, name: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(content));
    let file = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&file)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    let forget = move || {
        let _ = Url::revoke_object_url(&address);
    };
    set_timeout(forget, KEPT);
    Ok(())
}
