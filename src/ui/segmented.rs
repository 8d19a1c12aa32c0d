//! One choice out of a few that stand side by side.

use leptos::prelude::*;

/// Shows buttons of which one is pressed. `options` are value and text.
#[component]
pub(crate) fn Segmented(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] options: Signal<Vec<(&'static str, &'static str)>>,
    #[prop(into)] value: Signal<&'static str>,
    on_choose: Callback<&'static str>,
) -> impl IntoView {
    let buttons = move || {
        let button = |(name, text): (&'static str, &'static str)| {
            view! {
                <button
                    type="button"
                    aria-pressed=move || (value.get() == name).to_string()
                    on:click=move |_| on_choose.run(name)
                >
                    {text}
                </button>
            }
        };
        options.get().into_iter().map(button).collect_view()
    };
    view! { <div class="c-segments" role="group" aria-label=move || label.get()>{buttons}</div> }
}
