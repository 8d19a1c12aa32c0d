//! Logging a contact in three taps, a note, a promise.
//!
//! **Invariant:** what was typed stays in the draft until it is saved, also when the window closes.

mod draft;

use leptos::prelude::*;

use crate::state::View;
use crate::ui::{Dialog, Icon, Segmented, Toast};
use draft::{Draft, Kind};

/// The buttons that open the window, and the window.
#[component]
pub(crate) fn AddButton(view: View) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let draft = Draft::new(view);
    let told = RwSignal::new(false);
    let may = Memo::new(move |_| {
        view.head
            .with(|h| h.as_ref().is_some_and(|h| h.viewer.may_add))
    });
    let t = move || &view.texts().add;
    let open = move |kind: Kind| {
        move |_| {
            draft.kind.set(kind);
            told.set(false);
            is_open.set(true);
        }
    };
    let title = Signal::derive(move || t().title.to_owned());
    let toast = move || {
        told.get().then(|| {
            let text = Signal::derive(move || {
                let waits = view.outbox.with(|o| o.waiting_count()) > 0 && !view.is_online.get();
                if waits {
                    t().waiting.to_owned()
                } else {
                    t().saved.to_owned()
                }
            });
            let action = Signal::derive(move || view.texts().common.close.to_owned());
            view! { <Toast text action on_action=Callback::new(move |()| told.set(false)) /> }
        })
    };
    view! {
        <div class="c-add" part="add" hidden=move || !may.get()>
            <button type="button" class="c-button c-button--primary" on:click=open(Kind::Contact)>
                <Icon name="plus" />{move || t().contact}
            </button>
            <button type="button" class="c-button" on:click=open(Kind::Note)>{move || t().note}</button>
            <button type="button" class="c-button" on:click=open(Kind::Promise)>{move || t().promise}</button>
            <Dialog view is_open title>
                <Form view draft on_saved=Callback::new(move |()| { is_open.set(false); told.set(true); }) />
            </Dialog>
            {toast}
        </div>
    }
    .into_any()
}

#[component]
fn Form(view: View, draft: Draft, on_saved: Callback<()>) -> impl IntoView {
    let t = move || &view.texts().add;
    let options = Signal::derive(move || {
        let t = t();
        vec![
            ("contact", t.contact_tab),
            ("note", t.note),
            ("promise", t.promise),
        ]
    });
    let value = Signal::derive(move || match draft.kind.get() {
        Kind::Contact => "contact",
        Kind::Note => "note",
        Kind::Promise => "promise",
    });
    let choose = Callback::new(move |name: &'static str| {
        draft.kind.set(match name {
            "note" => Kind::Note,
            "promise" => Kind::Promise,
            _ => Kind::Contact,
        });
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if draft.save(view) {
            on_saved.run(());
        }
    };
    let label = Signal::derive(move || t().kind.to_owned());
    let fields = move || match draft.kind.get() {
        Kind::Contact => view! { <ContactFields view draft /> }.into_any(),
        Kind::Note => view! { <NoteFields view draft /> }.into_any(),
        Kind::Promise => view! { <PromiseFields view draft /> }.into_any(),
    };
    view! {
        <form class="c-form" novalidate on:submit=submit>
            <Segmented label options value on_choose=choose />
            {fields}
            <p class="c-form__error" role="alert">{move || draft.problem.get().map(|p| p.text(view))}</p>
            <div class="c-form__actions">
                <button type="submit" class="c-button c-button--primary">{move || view.texts().common.save}</button>
            </div>
        </form>
    }
    .into_any()
}

/// A chip that writes its text into a signal.
fn chip(text: String, value: String, into: RwSignal<String>) -> AnyView {
    let mine = value.clone();
    let is_on = Memo::new(move |_| into.with(|v| *v == mine));
    view! {
        <button type="button" class="c-chip" aria-pressed=move || is_on.get().to_string()
            on:click=move |_| into.set(value.clone())>{text}</button>
    }
    .into_any()
}

/// A labelled text field.
fn text_field(label: &'static str, value: RwSignal<String>, kind: &'static str) -> AnyView {
    view! {
        <label class="c-field">
            <span class="c-field__label">{label}</span>
            <input class="c-input" type=kind prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event)) />
        </label>
    }
    .into_any()
}

/// A labelled text of several lines.
fn text_area(label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <label class="c-field">
            <span class="c-field__label">{label}</span>
            <textarea class="c-input" rows="3" prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))></textarea>
        </label>
    }
    .into_any()
}

#[component]
fn ContactFields(view: View, draft: Draft) -> impl IntoView {
    move || {
        let lang = view.lang.get();
        let t = &lang.texts().add;
        let reasons = [
            t.invoice,
            t.fault,
            t.moving,
            t.delivery,
            t.complaint,
            t.contract,
            t.advice,
            t.details,
        ];
        let reasons = reasons
            .map(|text| chip(text.to_owned(), text.to_owned(), draft.reason))
            .into_iter();
        let channels = [
            "phone", "email", "chat", "whatsapp", "store", "field", "social",
        ];
        let channels = channels
            .map(|c| chip(lang.channel(c), c.to_owned(), draft.channel))
            .into_iter();
        let ways = [(t.customer, "in"), (t.us, "out")];
        let ways = ways
            .map(|(text, way)| chip(text.to_owned(), way.to_owned(), draft.way))
            .into_iter();
        view! {
            <fieldset class="c-field"><legend>{t.reason}</legend><div class="c-chips">{reasons.collect_view()}</div></fieldset>
            {text_field(t.other, draft.reason, "text")}
            <fieldset class="c-field"><legend>{t.channel}</legend><div class="c-chips">{channels.collect_view()}</div></fieldset>
            <fieldset class="c-field"><legend>{t.direction}</legend><div class="c-chips">{ways.collect_view()}</div></fieldset>
            {text_area(t.what, draft.text)}
        }
        .into_any()
    }
}

#[component]
fn NoteFields(view: View, draft: Draft) -> impl IntoView {
    move || {
        let t = &view.texts().add;
        view! {
            {text_area(t.note_text, draft.text)}
            <label class="c-check">
                <input type="checkbox" prop:checked=move || draft.is_shareable.get()
                    on:change=move |event| draft.is_shareable.set(event_target_checked(&event)) />
                {t.shareable}
            </label>
        }
        .into_any()
    }
}

#[component]
fn PromiseFields(view: View, draft: Draft) -> impl IntoView {
    move || {
        let t = &view.texts().add;
        let now_ms = view.now_ms.get_untracked();
        let day = |days: i64| {
            crate::i18n::format::day_input(now_ms + days * klantbeeld_core::time::DAY_MS)
        };
        view! {
            {text_area(t.promise_text, draft.text)}
            <div class="c-chips">
                {chip(t.tomorrow.to_owned(), day(1), draft.due)}
                {chip(t.week.to_owned(), day(7), draft.due)}
            </div>
            {text_field(t.due, draft.due, "date")}
            {text_field(t.amount, draft.amount, "text")}
        }
        .into_any()
    }
}
