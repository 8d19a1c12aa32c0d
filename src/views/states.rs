//! What stands in the place of a customer who is not there (yet): loading, nobody chosen, and every way in
//! which it can fail, with what to do about it.

use crate::api::ApiError;
use crate::i18n::{Lang, fill};
use crate::part::part;
use crate::state::{Candidate, Load, View, heal, open, title_of};
use crate::ui::{Bone, EmptyState, place};
use leptos::prelude::*;

/// Shows everything but the customer; nothing when they are there.
#[component]
pub(crate) fn LoadState(view: View) -> impl IntoView {
    move || match view.load.get() {
        Load::Ready => ().into_any(),
        Load::Loading => view! { <Skeleton view /> }.into_any(),
        Load::Nobody => nobody(view),
        Load::Candidates(known, candidates) => place(view, move || {
            who_part(view, known.clone(), candidates.clone())
        }),
        Load::Failed(error) => failed(view, error),
    }
}

fn nobody(view: View) -> AnyView {
    let title = Signal::derive(move || view.texts().state().no_customer.to_owned());
    let hint = Signal::derive(move || view.texts().state().no_customer_hint.to_owned());
    view! {
        <div class="c-state c-card">
            <Heading view />
            <EmptyState icon="search" title hint />
        </div>
    }
    .into_any()
}

part! {
    /// Shows several who may be meant, each of whom opens; or that there is none.
    fn who_part(view: View, known: String, candidates: Vec<Candidate>) -> AnyView in later {
        who(view, &known, candidates)
    }
}

fn who(view: View, known: &str, candidates: Vec<Candidate>) -> AnyView {
    let t = view.texts().state();
    let title = if candidates.is_empty() {
        t.nobody_found
    } else {
        t.which_one
    };
    let title = fill(title, known);
    let hint = if candidates.is_empty() {
        t.nobody_found_hint
    } else {
        t.which_one_hint
    };
    let row = |candidate: Candidate| {
        let Candidate {
            customer_id,
            name,
            detail,
        } = candidate;
        view! {
            <li>
                <button type="button" class="c-button" on:click=move |_| open(view, Some(customer_id.clone()))>
                    <strong>{name}</strong> " " <span class="u-muted">{detail}</span>
                </button>
            </li>
        }
    };
    let rows = candidates.into_iter().map(row).collect_view();
    view! {
        <div class="c-state c-card" role="alert">
            <Heading view />
            <EmptyState icon="search" title hint=Signal::stored(hint.to_owned())>
                <ul class="c-promises__list">{rows}</ul>
            </EmptyState>
        </div>
    }
    .into_any()
}

/// What went wrong, in words: icon, what is so, what to do, and whether trying again can help.
struct Trouble {
    icon: &'static str,
    title: &'static str,
    hint: String,
    can_retry: bool,
}

fn trouble(lang: Lang, error: &ApiError, is_online: bool) -> Trouble {
    let t = lang.texts().state();
    let told = |icon, hint: &str, can_retry| Trouble {
        icon,
        title: title_of(lang, error),
        hint: hint.to_owned(),
        can_retry,
    };
    match error {
        ApiError::NotSignedIn { .. } => told("lock", t.signed_out_hint, true),
        ApiError::Forbidden { owner } if owner.is_empty() => told("lock", t.forbidden_here, true),
        ApiError::Forbidden { owner } => told(
            "lock",
            &fill(t.forbidden_hint, &lang.department(owner)),
            true,
        ),
        ApiError::NotFound | ApiError::Invalid { .. } => told("search", t.not_found_hint, false),
        ApiError::TooMany { .. } => told("clock", "", true),
        ApiError::Network if !is_online => Trouble {
            title: t.offline_missing,
            ..told("wifi-off", t.offline_missing_hint, true)
        },
        ApiError::Network => told("cloud-off", t.failed_hint, true),
        ApiError::Unavailable => told("cloud-off", t.unavailable_hint, true),
        ApiError::NeedsPurpose { .. } | ApiError::Conflict | ApiError::TooLarge => {
            told("alert", t.failed_hint, true)
        }
    }
}

fn failed(view: View, error: ApiError) -> AnyView {
    let told = Memo::new(move |_| {
        let Trouble {
            icon,
            title,
            hint,
            can_retry,
        } = trouble(view.lang.get(), &error, view.is_online.get());
        (icon, title, hint, can_retry)
    });
    let content = move || {
        let (icon, title, hint, can_retry) = told.get();
        let retry = can_retry.then(|| {
            let text = view.texts().common().retry;
            view! {
                <button type="button" class="c-button c-button--primary" on:click=move |_| heal(view)>
                    {text}
                </button>
            }
        });
        view! {
            <EmptyState icon title=title.to_owned() hint=Signal::stored(hint)>
                {retry}
            </EmptyState>
        }
    };
    view! {
        <div class="c-state c-card" role="alert">
            <Heading view />
            {content}
        </div>
    }
    .into_any()
}

/// Shows the heading that is otherwise the name, for who goes by headings.
#[component]
fn Heading(view: View) -> impl IntoView {
    view! { <h1 class="u-hidden">{move || view.texts().common().customer_view}</h1> }
}

/// Shows grey boxes where the parts will stand, as high as they will be.
#[component]
fn Skeleton(view: View) -> impl IntoView {
    let label = move || view.texts().state().loading;
    view! {
        <div class="c-view c-view--bones" role="status" aria-busy="true" aria-label=label>
            <Heading view />
            <div class="c-card c-view__top c-bones">
                <div class="u-row">
                    <span class="c-bone c-bone--round c-avatar"></span>
                    <div class="c-bones c-bones--wide">
                        <Bone width="min(320px, 70%)" height="24px" />
                        <Bone width="min(520px, 90%)" height="20px" />
                    </div>
                </div>
                <Bone width="min(640px, 100%)" height="18px" />
                <Bone width="100%" height="34px" />
            </div>
            <div class="c-card c-ball c-bones">
                <Bone width="120px" height="18px" />
                <Bone width="100%" height="168px" />
                <Bone width="100%" height="140px" />
            </div>
            <div class="c-card c-view__main c-bones">
                <Bone width="100%" height="34px" />
                <Bone width="70%" height="28px" />
                <Bone width="100%" height="320px" />
            </div>
        </div>
    }
}
