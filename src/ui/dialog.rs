//! A window above the view: the browser's own `<dialog>`, which keeps the focus in, closes on Escape and
//! gives the focus back to where it was.

use web_sys::MouseEvent;

use super::icon::Icon;
use crate::state::View;
use leptos::prelude::*;

/// Shows its content while `is_open`; closing by Escape, the cross or a click beside it makes that false.
#[component]
pub(crate) fn Dialog(
    view: View,
    is_open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let (Some(dialog), shows) = (node.get(), is_open.get()) else {
            return;
        };
        if shows && !dialog.open() {
            // Refused only where the element is not on the page any more.
            let _ = dialog.show_modal();
        } else if !shows && dialog.open() {
            dialog.close();
        }
    });
    let on_click = move |event: MouseEvent| {
        // The dialog itself is what is hit beside its content.
        if event.target() == event.current_target() {
            is_open.set(false);
        }
    };
    view! {
        <dialog
            class="c-dialog"
            node_ref=node
            aria-label=move || title.get()
            on:close=move |_| {
                // The view may be gone by then.
                let _ = is_open.try_set(false);
            }
            on:click=on_click
        >
            {move || {
                is_open.get().then(|| {
                    view! {
                        <div class="c-dialog__body">
                            <header class="c-dialog__head">
                                <h2>{move || title.get()}</h2>
                                <button
                                    type="button"
                                    class="c-button c-button--quiet c-button--icon"
                                    aria-label=move || view.texts().common().close
                                    on:click=move |_| is_open.set(false)
                                >
                                    <Icon name="x" />
                                </button>
                            </header>
                            {children()}
                        </div>
                    }
                })
            }}
        </dialog>
    }
}
