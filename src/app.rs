//! The three faces: embedded for an employee, the customer's own page, and the app.

mod bar;
mod queue;
mod search;

use leptos::prelude::*;

use crate::state::{Face, View};
use crate::ui::Sprite;
use crate::views::{CustomerView, OwnPage};
use bar::Bar;

/// The root of a mounted view.
#[component]
pub(crate) fn Root(view: View) -> impl IntoView {
    let face = match view.face {
        Face::Agent => view! { <CustomerView view /> }.into_any(),
        Face::Own => view! { <OwnPage view /> }.into_any(),
        Face::App => view! { <Bar view /><CustomerView view /> }.into_any(),
    };
    view! { <Sprite />{face} }.into_any()
}
