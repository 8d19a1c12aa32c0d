//! One customer's view, put together: header, alerts, crystal ball, timeline, side column, foot.

use leptos::prelude::*;

use super::timeline::Timeline;
use crate::state::{Load, View};

/// Everything about one customer.
#[component]
pub(crate) fn CustomerView(view: View) -> impl IntoView {
    let is_ready = Memo::new(move |_| view.load.get() == Load::Ready);
    move || {
        if is_ready.get() {
            view! { <div class="c-view"><h2>{move || view.value("person.last_name")}</h2><Timeline view /></div> }.into_any()
        } else {
            view! { <p>{move || format!("{:?}", view.load.get())}</p> }.into_any()
        }
    }
}
