//! What every view uses: markup, signals and what goes with them.

pub(crate) use klantbeeld_macros::{component, view};
pub(crate) use reactive_graph::graph::untrack;
pub(crate) use reactive_graph::owner::{on_cleanup, provide_context, use_context};

pub(crate) use super::{
    Children, ChildrenFn, IntoNode, Node, NodeRef, ViewFn, decimal, event_target_checked,
    event_target_value, request_animation_frame, set_interval, set_timeout,
};
pub(crate) use crate::signal::{Callback, Memo, Read, RwSignal, Signal, StoredValue, effect};
