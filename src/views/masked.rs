//! What is masked: that there is something, and its value when it is opened for a stated purpose.
//!
//! **Invariants:** a value lives in its row alone, so that nothing else of the view, and nothing on the device,
//! ever holds it. It goes when it is closed, after a minute, and with its row: when another customer comes, or
//! the field is no longer there to be opened.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::api::ApiError;
use crate::api::remote::Remote;
use crate::api::wire::{ProfileHead, RevealRequest, RevealedField};
use crate::i18n::fill;
use crate::state::{View, moment};
use crate::ui::{Icon, Popover, claim_text, near};

/// How long a value stays on the screen.
const SHOWN_TIME: Duration = Duration::from_secs(60);

/// Shows every masked field of which something is known; nothing when there is none.
#[component]
pub(super) fn Masked(view: View) -> impl IntoView {
    let names = Memo::new(move |_| {
        let masked = |head: &ProfileHead| {
            let fields = head.fields.iter().filter(|f| f.masked);
            fields.map(|f| f.field.clone()).collect::<Vec<_>>()
        };
        view.head
            .with(|h| h.as_deref().map(masked).unwrap_or_default())
    });
    move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            let rows = names.into_iter().map(|name| view! { <Row view name /> });
            view! {
                <section class="c-masked c-card" part="masked" aria-labelledby="kb-masked">
                    <h2 class="c-card__title" id="kb-masked">{move || view.texts().masked().title}</h2>
                    <dl>{rows.collect_view()}</dl>
                </section>
            }
        })
    }
}

/// What one row shows: that it is masked, or the value while it is open.
#[component]
fn Row(view: View, name: String) -> impl IntoView {
    let name = StoredValue::new(name);
    let frame = NodeRef::<html::Div>::new();
    let revealed = RwSignal::new(None::<RevealedField>);
    close_in_time(frame, revealed);
    let label = Signal::derive(move || {
        let field = view.field(&name.get_value());
        field
            .map(|f| view.lang.get().label(&f.view.label))
            .unwrap_or_default()
    });
    let content = move || match revealed.get() {
        Some(field) => shown(view, &field, frame, revealed),
        None => closed(view, name, label, revealed),
    };
    view! {
        <div class="c-masked__row" node_ref=frame>
            <dt>{label}</dt>
            <dd>{content}</dd>
        </div>
    }
}

fn closed(
    view: View,
    name: StoredValue<String>,
    label: Signal<String>,
    revealed: RwSignal<Option<RevealedField>>,
) -> AnyView {
    let open = move || view.texts().masked().open;
    view! {
        <span class="u-muted"><Icon name="lock" />" "{move || view.texts().masked().hidden}</span>
        " "
        <Popover label class="c-button" trigger=open.into()>
            {choices(view, name, revealed)}
        </Popover>
    }
    .into_any()
}

fn shown(
    view: View,
    field: &RevealedField,
    frame: NodeRef<html::Div>,
    revealed: RwSignal<Option<RevealedField>>,
) -> AnyView {
    let lang = view.lang.get_untracked();
    let known = untrack(|| view.field(&field.field));
    let text = known.and_then(|known| claim_text(lang, &known.view, &field.claim.value));
    let text = text.unwrap_or_else(|| field.claim.value.clone());
    let from = untrack(|| {
        let source = view.source(&field.claim.source);
        [source, near(view, field.claim.known_at_ms)].join(" · ")
    });
    let button = NodeRef::<html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = button.get() {
            focus(&button);
        }
    });
    view! {
        <p class="c-masked__value" dir="auto">{text}</p>
        <p class="u-muted u-small">{from}" · "{move || view.texts().masked().logged}</p>
        <button type="button" class="c-button" node_ref=button on:click=move |_| close(frame, revealed)>
            {move || view.texts().common().close}
        </button>
    }
    .into_any()
}

/// Closes a value when it has been open for its time; one that is opened again has a time of its own.
fn close_in_time(frame: NodeRef<html::Div>, revealed: RwSignal<Option<RevealedField>>) {
    Effect::new(move |former: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = former.flatten() {
            timer.clear();
        }
        let is_open = revealed.with(Option::is_some);
        let timer = is_open
            .then(|| set_timeout_with_handle(move || close(frame, revealed), SHOWN_TIME).ok());
        timer.flatten()
    });
}

/// Takes the value away; the focus, if it was there, goes back to what opens it.
fn close(frame: NodeRef<html::Div>, revealed: RwSignal<Option<RevealedField>>) {
    // The row may have gone in the meantime, and the value with it.
    let frame = frame.try_get_untracked().flatten();
    let had_focus = frame
        .as_ref()
        .is_some_and(|f| f.matches(":focus-within").unwrap_or_default());
    let _ = revealed.try_set(None);
    if let Some(frame) = frame.filter(|_| had_focus) {
        request_animation_frame(move || {
            let opener = frame.query_selector("button").ok().flatten();
            if let Some(opener) = opener.as_ref().and_then(JsCast::dyn_ref::<HtmlElement>) {
                focus(opener);
            }
        });
    }
}

/// What the panel of a row knows.
#[derive(Clone, Copy)]
struct Asking {
    name: StoredValue<String>,
    /// The purposes that open it; empty until the server has said.
    purposes: RwSignal<Vec<String>>,
    problem: RwSignal<Option<ApiError>>,
    revealed: RwSignal<Option<RevealedField>>,
}

/// Asks what it is opened for, and opens it. The choices stay while an answer is on its way: the panel closes
/// when what has the focus is taken out of it.
fn choices(
    view: View,
    name: StoredValue<String>,
    revealed: RwSignal<Option<RevealedField>>,
) -> AnyView {
    let asking = Asking {
        name,
        purposes: RwSignal::new(Vec::new()),
        problem: RwSignal::new(None),
        revealed,
    };
    asking.ask(view, None);
    let button = move |purpose: String| {
        let text = fill(
            view.texts().detail().open_for,
            &view.lang.get().purpose(&purpose),
        );
        view! {
            <button type="button" class="c-button" on:click=move |_| asking.ask(view, Some(purpose.clone()))>
                {text}
            </button>
        }
    };
    let buttons = move || asking.purposes.get().into_iter().map(button).collect_view();
    let wrong = move || asking.problem.get().map(|error| said(view, &error));
    view! {
        <p>{move || view.texts().detail().purpose}</p>
        <div class="c-masked__choices">{buttons}</div>
        <p class="c-form__error" role="alert">{wrong}</p>
    }
    .into_any()
}

impl Asking {
    fn ask(self, view: View, purpose: Option<String>) {
        let (Some(host), Some(customer_id)) = (view.host(), view.customer.get_untracked()) else {
            return;
        };
        let request = RevealRequest {
            customer_id,
            field: self.name.get_value(),
            purpose,
        };
        let turn = host.turn();
        view.spawn(async move {
            let question = |remote: &dyn Remote| remote.reveal(request);
            let answer = view.ask(moment::DETAIL, question).await;
            if view.is_turn(turn) {
                self.take(answer);
            }
        });
    }

    fn take(self, answer: Result<RevealedField, ApiError>) {
        let problem = match &answer {
            Ok(_) | Err(ApiError::NeedsPurpose { .. }) => None,
            Err(error) => Some(error.clone()),
        };
        if self.problem.try_set(problem).is_some() {
            // The panel was closed meanwhile: nobody waits for the value any more.
            return;
        }
        match answer {
            Ok(field) => drop(self.revealed.try_set(Some(field))),
            Err(ApiError::NeedsPurpose { purposes }) => drop(self.purposes.try_set(purposes)),
            Err(_) => {}
        }
    }
}

/// Returns what went wrong and what to do, in words.
fn said(view: View, error: &ApiError) -> String {
    let t = view.texts();
    match error {
        ApiError::Network => t.masked().offline.to_owned(),
        ApiError::Forbidden { owner } if !owner.is_empty() => {
            fill(t.masked().forbidden, &view.lang.get().department(owner))
        }
        ApiError::NotFound | ApiError::Forbidden { .. } => t.masked().gone.to_owned(),
        _ => t.masked().failed.to_owned(),
    }
}

fn focus(element: &HtmlElement) {
    // An element that left the page meanwhile cannot take the focus, and need not.
    let _ = element.focus();
}
