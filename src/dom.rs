//! The element builder under every view: what `view!` and `#[component]` compile to.
//!
//! Leptos' signals, effects and owners drive it, but its renderer does not: that compiles every shape of
//! element and every closure anew, which was two thirds of the bundle (ADR 0013). Here a closure is boxed
//! and everything behind it is compiled once.
//!
//! **Invariants:** a node belongs to the owner under which it was made. When that owner is cleaned up, its
//! effects end and its listeners are removed; who owns the place takes the node out of the page. Values
//! are written as texts, never as HTML.

mod attribute;
mod element;
mod event;
mod file;
mod live;
mod mount;
mod node;
mod node_ref;
mod number;
pub(crate) mod prelude;
mod props;
mod reactive;
mod timer;

pub(crate) use element::{html, svg};
pub(crate) use event::{event_target_checked, event_target_value};
pub(crate) use file::offer_file;
pub(crate) use live::{LiveElement, LiveText};
pub(crate) use mount::{Mounted, mount};
pub(crate) use node::{IntoNode, Node};
pub(crate) use node_ref::NodeRef;
pub(crate) use number::decimal;
pub(crate) use props::{Children, ChildrenFn, Props, ToChildren, ViewFn, builder_of};
pub(crate) use reactive::follow;
pub(crate) use timer::{Timeout, request_animation_frame, set_interval, set_timeout};
