//! Getting hold of an element of a view.

use std::marker::PhantomData;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::live::LiveElement;
use crate::signal::{Read, RwSignal};

/// The element that carries it as `node_ref`, from when it is made on. Effects can follow it.
#[derive(Debug)]
pub(crate) struct NodeRef<E = HtmlElement>(RwSignal<Option<Element>>, PhantomData<fn() -> E>);

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl NodeRef {
    /// A reference to an element that is used as any element of HTML.
    pub(crate) fn new() -> Self {
        Self::of()
    }
}

impl<E: JsCast> NodeRef<E> {
    /// A reference to an element of which more is used.
    pub(crate) fn of() -> Self {
        Self(RwSignal::new(None), PhantomData)
    }

    /// The element, followed.
    pub(crate) fn get(&self) -> Option<E> {
        self.0.get().map(JsCast::unchecked_into)
    }

    /// The element, not followed; none also when the view is gone.
    pub(crate) fn get_untracked(&self) -> Option<E> {
        let element = self.0.try_get_untracked().flatten();
        element.map(JsCast::unchecked_into)
    }
}

/// What can be told which element it is.
pub(crate) trait Refer {
    fn refer(self, element: &Element);
}

impl<E> Refer for NodeRef<E> {
    fn refer(self, element: &Element) {
        self.0.set(Some(element.clone()));
    }
}

impl Refer for &LiveElement {
    fn refer(self, element: &Element) {
        self.load(element);
    }
}
