//! Finding a customer: by the server with network, among those on this device without.

use std::time::Duration;

use klantbeeld_core::finding;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::CustomerKind;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::api::ApiError;
use crate::api::wire::SearchRequest;
use crate::offline::Person;
use crate::state::{View, moment, open, title_of};
use crate::ui::Icon;

/// How long nobody types before the server is asked.
const REST: Duration = Duration::from_millis(150);
const MOST: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    customer_id: CustomerId,
    name: String,
    detail: String,
    kind: CustomerKind,
}

impl From<&Person> for Found {
    fn from(person: &Person) -> Self {
        Self {
            customer_id: person.customer_id.clone(),
            name: person.name.clone(),
            detail: person.detail.clone(),
            kind: person.kind,
        }
    }
}

#[derive(Clone, Copy)]
struct Model {
    view: View,
    query: RwSignal<String>,
    found: RwSignal<Vec<Found>>,
    is_open: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    /// Why the server did not search.
    failed: RwSignal<Option<ApiError>>,
    chosen: RwSignal<usize>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

/// Shows the search field with its list.
#[component]
pub(crate) fn Search(view: View) -> impl IntoView {
    let model = Model {
        view,
        query: RwSignal::new(String::new()),
        found: RwSignal::new(Vec::new()),
        is_open: RwSignal::new(false),
        is_busy: RwSignal::new(false),
        failed: RwSignal::new(None),
        chosen: RwSignal::new(0),
        timer: StoredValue::new(None),
    };
    // Who is on this device may be known only after the first letters.
    Effect::new(move |_| {
        view.people.track();
        if model.is_open.get_untracked() && model.found.with_untracked(Vec::is_empty) {
            let query = model.query.get_untracked();
            model.show(model.on_device(query.trim()));
        }
    });
    let t = move || view.texts().app();
    let on_input = move |event| {
        model.query.set(event_target_value(&event));
        model.look();
    };
    view! {
        <div class="c-search" role="search">
            <Icon name="search" />
            <input
                class="c-input"
                type="search"
                role="combobox"
                autocomplete="off"
                aria-label=move || t().search
                aria-expanded=move || model.is_open.get().to_string()
                aria-controls="kb-found"
                aria-activedescendant=move || {
                    (model.is_open.get() && !model.found.with(Vec::is_empty)).then(|| format!("kb-found-{}", model.chosen.get()))
                }
                placeholder=move || t().search_hint
                prop:value=move || model.query.get()
                on:input=on_input
                on:focus=move |_| model.look()
                on:blur=move |_| model.close_soon()
                on:keydown=move |event| model.on_key(&event)
            />
            {move || list(model)}
        </div>
    }
}

fn list(model: Model) -> AnyView {
    let view = model.view;
    let t = view.texts();
    let found = model.found.get();
    let failed = model
        .failed
        .with(|e| e.as_ref().map(|e| title_of(view.lang.get(), e)));
    let note = match (found.is_empty(), model.query.with(|q| q.trim().is_empty())) {
        (false, false) if !view.is_online.get() => t.app().offline_search,
        (false, true) => t.app().recent,
        (true, false) if model.is_busy.get() => t.app().searching,
        (true, false) if !view.is_online.get() => t.app().offline_search,
        // "Nobody found" would be wrong where nobody looked.
        (true, false) => failed.unwrap_or(t.app().no_hits),
        (false, false) => failed.unwrap_or_default(),
        (true, true) => "",
    };
    let is_shown = model.is_open.get() && (!found.is_empty() || !note.is_empty());
    let row = |(index, hit): (usize, Found)| {
        let id = hit.customer_id.clone();
        let kind = match hit.kind {
            CustomerKind::Person => "",
            CustomerKind::Organisation => t.header().organisation,
            CustomerKind::Prospect => t.header().prospect,
        };
        let rest = [hit.detail.as_str(), kind]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>();
        view! {
            <li
                id=format!("kb-found-{index}")
                role="option"
                class="c-search__hit"
                aria-selected=move || (model.chosen.get() == index).to_string()
                on:mousedown=move |event| { event.prevent_default(); model.choose(&id); }
            >
                <strong>{hit.name}</strong>" "<span class="u-muted">{rest.join(" · ")}</span>
            </li>
        }
    };
    let rows = found.into_iter().enumerate().map(row).collect_view();
    view! {
        <div class="c-search__list" hidden=!is_shown>
            <p class="u-muted" role="status">{note}</p>
            <ul id="kb-found" role="listbox" aria-label=t.app().search>{rows}</ul>
        </div>
    }
    .into_any()
}

impl Model {
    /// Closes the list, but not before a click on it has arrived.
    fn close_soon(self) {
        let close = move || {
            // The view may be gone by then.
            let _ = self.is_open.try_set(false);
        };
        set_timeout(close, REST);
    }

    fn choose(self, customer: &CustomerId) {
        self.is_open.set(false);
        self.query.set(String::new());
        open(self.view, Some(customer.clone()));
    }

    fn on_key(self, event: &KeyboardEvent) {
        let last = self.found.with_untracked(Vec::len).saturating_sub(1);
        let chosen = self.chosen.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.chosen.set((chosen + 1).min(last)),
            "ArrowUp" => self.chosen.set(chosen.saturating_sub(1)),
            "Escape" => self.is_open.set(false),
            "Enter" => {
                let hit = self
                    .found
                    .with_untracked(|f| f.get(chosen).map(|h| h.customer_id.clone()));
                if let Some(customer) = hit {
                    self.choose(&customer);
                }
            }
            _ => return,
        }
        event.prevent_default();
    }

    /// Shows what this device knows at once, and asks the server when nobody types any more.
    fn look(self) {
        let query = self.query.get_untracked().trim().to_owned();
        self.show(self.on_device(&query));
        self.is_open.set(true);
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        if query.chars().count() < 2 {
            self.is_busy.set(false);
            return;
        }
        self.is_busy.set(true);
        self.failed.set(None);
        let ask = move || self.view.spawn(self.ask(query));
        self.timer
            .set_value(set_timeout_with_handle(ask, REST).ok());
    }

    fn show(self, found: Vec<Found>) {
        self.chosen.set(0);
        self.found.set(found);
    }

    /// Returns customers on this device that hold every word; the last opened when nothing is asked.
    fn on_device(self, query: &str) -> Vec<Found> {
        self.view.people.with_untracked(|people| {
            let holds = |p: &&Person| finding::holds(&p.keys, query);
            people
                .iter()
                .filter(holds)
                .take(MOST)
                .map(Found::from)
                .collect::<Vec<_>>()
        })
    }

    async fn ask(self, query: String) {
        let view = self.view;
        let request = SearchRequest {
            query: query.clone(),
            limit: 8,
        };
        let answer = view.ask(moment::SEARCH, |remote| remote.search(request));
        let answer = answer.await;
        // A late answer to an earlier question is not shown.
        let is_current = self
            .query
            .try_get_untracked()
            .is_some_and(|q| q.trim() == query);
        if !is_current {
            return;
        }
        self.is_busy.set(false);
        self.failed.set(answer.as_ref().err().cloned());
        match answer {
            Ok(hits) => {
                let found = |h: crate::api::wire::SearchHit| Found {
                    customer_id: h.customer_id,
                    name: h.name,
                    detail: h.detail,
                    kind: h.kind,
                };
                self.view.is_online.set(true);
                self.show(hits.into_iter().map(found).collect::<Vec<_>>());
            }
            Err(ApiError::Network) => self.view.is_online.set(false),
            Err(_) => {}
        }
    }
}
