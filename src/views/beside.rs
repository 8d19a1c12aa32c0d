//! What stands at the top of the side column for everybody: writing something down, and what is masked.

use leptos::prelude::*;

use super::add::AddButton;
use super::masked::Masked;
use crate::part::part;
use crate::state::View;
use crate::style;

part! {
    /// Shows the buttons for who may add, and the masked fields there are.
    pub(super) fn beside_part(view: View) -> AnyView in rest {
        view.adopt_style(style::REST);
        view! {
            <AddButton view />
            <Masked view />
        }
        .into_any()
    }
}
