//! Where the person is with a customer: filter and opened item, told to the page of the app, which keeps them in its
//! address, and taken up from there.
//!
//! **Invariant:** an embedded view never comes here: its page's address and history are the host's.

use klantbeeld_core::ids::{CustomerId, ItemId};
use klantbeeld_core::timeline::Filter;
use leptos::prelude::*;
use web_sys::UrlSearchParams;

use crate::state::{Load, View};

/// The opened item's name in the address.
const ITEM: &str = "item";

/// Follows what the address asks for, and tells the page what is on screen.
pub(super) fn keep_here(view: View) {
    Effect::new(move |_| {
        if let Some(asked) = view.asked.get() {
            take_up(view, &asked);
        }
    });
    let here = Memo::new(move |_| {
        // While a customer is loading nothing is filtered, and the address knows better.
        let is_there = view.load.get() == Load::Ready;
        is_there.then(|| (view.customer.get(), words(view)))
    });
    Effect::new(move |_| {
        let (Some((customer, words)), Some(host)) = (here.get(), view.host()) else {
            return;
        };
        let customer = customer.as_ref().map_or("", CustomerId::as_str);
        let told = [("name", "here"), ("customer", customer), ("value", &words)];
        host.emit("setting", &told);
    });
}

/// Shows what an address asks for; what is on screen already stays as it is.
fn take_up(view: View, asked: &str) {
    let Ok(words) = UrlSearchParams::new_with_str(asked) else {
        return;
    };
    let mut filter = Filter::default();
    for name in Filter::NAMES {
        if let Some(value) = words.get(name) {
            filter.set_word(name, &value);
        }
    }
    if view.filter.with_untracked(|f| *f != filter) {
        view.filter.set(filter);
    }
    let item = words.get(ITEM).and_then(|item| ItemId::parse(item).ok());
    if view.opened.with_untracked(|o| *o != item) {
        view.opened.set(item);
    }
}

/// Returns filter and opened item as an address says them; tracks both.
fn words(view: View) -> String {
    let Ok(words) = UrlSearchParams::new() else {
        return String::new();
    };
    for (name, value) in view.filter.with(Filter::words) {
        words.append(name, &value);
    }
    if let Some(item) = view.opened.get() {
        words.append(ITEM, item.as_str());
    }
    words.to_string().into()
}
