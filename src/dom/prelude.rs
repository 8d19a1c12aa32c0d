//! What every view uses: markup, signals and what goes with them.

pub(crate) use klantbeeld_macros::{component, view};
pub(crate) use leptos::prelude::{
    event_target_checked, event_target_value, on_cleanup, provide_context, request_animation_frame,
    set_interval_with_handle, set_timeout, set_timeout_with_handle, untrack, use_context,
};

pub(crate) use super::{Children, ChildrenFn, IntoNode, Node, NodeRef, ViewFn};
pub(crate) use crate::signal::{Callback, Effect, Memo, Read, RwSignal, Signal, StoredValue};
