//! The three faces: embedded for an employee, the customer's own page, and the app.

use leptos::prelude::*;

use crate::state::{Face, View};
use crate::ui::Sprite;
use crate::views::CustomerView;

/// The root of a mounted view.
#[component]
pub(crate) fn Root(view: View) -> impl IntoView {
    let face = match view.face {
        Face::Agent | Face::Own | Face::App => view! { <CustomerView view /> }.into_any(),
    };
    view! {
        <Sprite />
        {face}
    }
}
