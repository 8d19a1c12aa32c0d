//! A small panel that opens in place below its button.
//!
//! **Invariants:** nothing of the page outside is listened to: the focus goes into the panel, and the
//! panel closes when the focus leaves it, so a click elsewhere is enough. Escape and a second
//! click close it and give the focus back; a choice inside that is marked `data-closes` closes it too.
//! The content is made when it opens and dropped when it closes.

use leptos::html::{Button, Div, Span};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use web_sys::{FocusEvent, KeyboardEvent, MouseEvent};

use super::size::observe_size;
use leptos::prelude::*;

/// The margins that shift a panel.
const MARGINS: [&str; 2] = ["margin-inline-start", "margin-inline-end"];
/// How far a panel stays from the edge of the view, in CSS pixels.
const MARGIN_PX: f64 = 8.0;

/// Shows a button that opens a panel below itself.
#[component]
pub(crate) fn Popover(
    /// What a screen reader says of the button and of the panel.
    #[prop(into)]
    label: Signal<String>,
    /// The classes of the button.
    #[prop(into)]
    class: Signal<String>,
    /// What the button shows.
    trigger: ViewFn,
    /// What the panel shows.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let wrapper = NodeRef::<Span>::new();
    let button = NodeRef::<Button>::new();
    let panel = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if let (true, Some(panel)) = (is_open.get(), panel.get()) {
            focus(&panel);
        }
    });
    // Its content may come later than the panel itself.
    observe_size(panel, move |_, _| {
        if let (Some(panel), Some(wrapper)) = (
            panel.try_get_untracked().flatten(),
            wrapper.try_get_untracked().flatten(),
        ) {
            keep_inside(&panel, &wrapper);
        }
    });
    let close = move || {
        is_open.set(false);
        if let Some(button) = button.try_get_untracked().flatten() {
            focus(&button);
        }
    };
    // A browser tells of the focus also while the popover is taken away: its signals may be gone.
    let on_focus_out = move |event: FocusEvent| {
        if !wrapper
            .get_untracked()
            .is_some_and(|w| keeps_focus(&w, &event))
        {
            is_open.set(false);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && is_open.try_get_untracked().unwrap_or_default() {
            event.stop_propagation();
            // Or else a `<dialog>` around it, of the view or of the page, would close as well.
            event.prevent_default();
            close();
        }
    };
    // Where a press on a button does not move the focus to it, the panel would close before the click.
    let on_press = move |event: MouseEvent| {
        if is_open.try_get_untracked().unwrap_or_default() {
            event.prevent_default();
        }
    };
    view! {
        <span class="c-pop" node_ref=wrapper on:focusout=on_focus_out on:keydown=on_key>
            <button
                type="button"
                class=move || class.get()
                node_ref=button
                aria-haspopup="dialog"
                aria-expanded=move || is_open.get().to_string()
                on:mousedown=on_press
                on:click=move |_| if is_open.try_get_untracked().unwrap_or_default() { close() } else { is_open.set(true) }
            >
                {move || trigger.run()}
                <span class="u-hidden">" " {move || label.get()}</span>
            </button>
            <Panel is_open panel label children />
        </span>
    }
}

/// Shows what opens; made when it opens and dropped when it closes.
#[component]
fn Panel(
    is_open: RwSignal<bool>,
    panel: NodeRef<Div>,
    label: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    move || {
        is_open.get().then(|| {
            view! {
                <div
                    class="c-pop__panel"
                    node_ref=panel
                    role="dialog"
                    tabindex="0"
                    aria-label=move || label.get()
                    on:click=move |event| {
                        if is_choice(&event) {
                            is_open.set(false);
                        }
                    }
                >
                    {children()}
                </div>
            }
        })
    }
}

/// Returns whether the focus goes from one place of an element to another.
fn keeps_focus(wrapper: &Element, event: &FocusEvent) -> bool {
    let next = event.related_target();
    // Unchecked here and below: in another window a node may be one of that window's classes.
    let next = next.map(JsCast::unchecked_into::<web_sys::Node>);
    wrapper.contains(next.as_ref())
}

/// Returns whether something was hit that closes the panel.
fn is_choice(event: &MouseEvent) -> bool {
    let target = event.target().map(JsCast::unchecked_into::<Element>);
    let closes = target.and_then(|t| t.closest("[data-closes]").ok().flatten());
    closes.is_some()
}

fn focus(element: &HtmlElement) {
    // An element that left the page meanwhile cannot take the focus, and need not.
    let _ = element.focus();
}

/// Shifts a panel back into the view when it would stick out of it.
fn keep_inside(panel: &HtmlElement, wrapper: &Element) {
    let Ok(Some(root)) = wrapper.closest(".kb") else {
        return;
    };
    let style = panel.style();
    for margin in MARGINS {
        let _ = style.remove_property(margin);
    }
    let (panel_box, root_box) = (
        panel.get_bounding_client_rect(),
        root.get_bounding_client_rect(),
    );
    let over_right = (panel_box.right() - root_box.right() + MARGIN_PX).max(0.0);
    let over_left = (root_box.left() + MARGIN_PX - panel_box.left()).max(0.0);
    #[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
    let shift = (over_left - over_right).round() as i32;
    if shift != 0 {
        // Margins at both sides, for either side may be the anchored one; not `translate`, which leaves the
        // page scrollable to where the panel was. A browser that refuses the shift still shows the panel.
        let [start, end] = MARGINS;
        let _ = style.set_property(start, &format!("{shift}px"));
        let _ = style.set_property(end, &format!("{}px", -shift));
    }
}
