//! Properties and children of components.

use std::rc::Rc;

use super::node::{IntoNode, Node};

/// The properties of a component, with their builder.
pub(crate) trait Props {
    /// Checks while compiling that nothing is missing.
    type Builder;

    /// A builder without any property yet.
    fn builder() -> Self::Builder;
}

/// The builder for a component's properties, found by its function.
pub(crate) fn builder_of<P: Props>(_component: &impl Fn(P) -> Node) -> P::Builder {
    P::builder()
}

/// Children that are shown once.
pub(crate) type Children = Box<dyn FnOnce() -> Node>;

/// Children that are made again whenever they are shown.
pub(crate) type ChildrenFn = Rc<dyn Fn() -> Node>;

/// What stands between a component's tags.
pub(crate) trait ToChildren<F> {
    /// The children, not made yet.
    fn to_children(make: F) -> Self;
}

impl<F: FnOnce() -> Node + 'static> ToChildren<F> for Children {
    fn to_children(make: F) -> Self {
        Box::new(make)
    }
}

impl<F: Fn() -> Node + 'static> ToChildren<F> for ChildrenFn {
    fn to_children(make: F) -> Self {
        Rc::new(make)
    }
}

/// A part of a view that is given as a property.
#[derive(Clone)]
pub(crate) struct ViewFn(Rc<dyn Fn() -> Node>);

impl ViewFn {
    /// Makes it.
    pub(crate) fn run(&self) -> Node {
        (self.0)()
    }
}

impl<T: IntoNode, F: Fn() -> T + 'static> From<F> for ViewFn {
    fn from(make: F) -> Self {
        Self(Rc::new(move || make().into_node()))
    }
}
