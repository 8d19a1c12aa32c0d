//! The place of a part of the program.

use leptos::prelude::*;

use crate::part::PartError;
use crate::state::View;

/// Shows a part in its place: empty until it is there; when it does not come, why and a way to try again.
pub(crate) fn place<Load, Coming>(view: View, load: Load) -> AnyView
where
    Load: Fn() -> Coming + Send + Sync + 'static,
    Coming: Future<Output = Result<AnyView, PartError>> + Send + 'static,
{
    let tries = RwSignal::new(0);
    let content = move || {
        tries.track();
        let coming = load();
        Suspend::new(async move { coming.await.unwrap_or_else(|_| absent(view, tries)) })
    };
    content.into_any()
}

fn absent(view: View, tries: RwSignal<u32>) -> AnyView {
    view.miss_part();
    view! {
        <div class="c-part" role="alert">
            <p>{move || view.texts().state().part_absent}</p>
            <button type="button" class="c-button" on:click=move |_| tries.update(|n| *n += 1)>
                {move || view.texts().common().retry}
            </button>
        </div>
    }
    .into_any()
}
