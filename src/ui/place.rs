//! The place of a part of the program.

use futures::FutureExt;
use futures::future::BoxFuture;
use leptos::prelude::*;

use crate::part::PartError;
use crate::state::View;

/// Asks for a part, now or again.
type Load = Box<dyn Fn() -> BoxFuture<'static, Result<AnyView, PartError>> + Send + Sync>;

/// Shows a part in its place: empty until it is there; when it does not come, why and a way to try again.
pub(crate) fn place<Ask, Coming>(view: View, ask: Ask) -> AnyView
where
    Ask: Fn() -> Coming + Send + Sync + 'static,
    Coming: Future<Output = Result<AnyView, PartError>> + Send + 'static,
{
    boxed(view, Box::new(move || ask().boxed()))
}

/// Does it, once in the program for all parts: what waits is made anew for every type of future.
fn boxed(view: View, load: Load) -> AnyView {
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
