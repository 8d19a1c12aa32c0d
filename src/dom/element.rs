//! The builder of one element.

use wasm_bindgen::JsCast;

use super::attribute::{Attribute, write_attribute, write_property, write_style};
use super::event::listen;
use super::node::{IntoNode, Node, document};
use super::node_ref::Refer;

const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// An element while it is put together.
#[derive(Debug)]
pub(crate) struct Element(web_sys::Element);

/// An element of HTML.
pub(crate) fn html(name: &'static str) -> Element {
    made(document().create_element(name))
}

/// An element of SVG.
pub(crate) fn svg(name: &'static str) -> Element {
    made(document().create_element_ns(Some(SVG_NAMESPACE), name))
}

#[expect(
    clippy::panic,
    reason = "names are literals of `view!`, and none of them is refused"
)]
fn made(element: Result<web_sys::Element, wasm_bindgen::JsValue>) -> Element {
    // Not `expect`, which would bring in how any value of JavaScript is printed.
    element.map_or_else(|_| panic!("an element's name"), Element)
}

impl Element {
    /// An attribute with a text that stays.
    pub(crate) fn fixed(self, name: &'static str, text: &'static str) -> Self {
        let _ = self.0.set_attribute(name, text);
        self
    }

    /// An attribute.
    pub(crate) fn attribute(self, name: &'static str, value: impl Attribute) -> Self {
        value.bind(&self.0, name, write_attribute);
        self
    }

    /// A property of the element's style.
    pub(crate) fn style(self, name: &'static str, value: impl Attribute) -> Self {
        value.bind(&self.0, name, write_style);
        self
    }

    /// A property of the element's object, such as a field's `value`, which is not its attribute.
    pub(crate) fn property(self, name: &'static str, value: impl Attribute) -> Self {
        value.bind(&self.0, name, write_property);
        self
    }

    /// Calls `handle` at an event, until the current owner is cleaned up.
    pub(crate) fn on<E: JsCast>(
        self,
        event: &'static str,
        mut handle: impl FnMut(E) + 'static,
    ) -> Self {
        listen(
            &self.0,
            event,
            Box::new(move |event: web_sys::Event| handle(event.unchecked_into())),
        );
        self
    }

    /// Tells a reference which element it is.
    pub(crate) fn refer(self, reference: impl Refer) -> Self {
        reference.refer(&self.0);
        self
    }

    /// Puts a child after those that are there.
    pub(crate) fn child(self, child: impl IntoNode) -> Self {
        child.into_node().append_to(&self.0);
        self
    }
}

impl IntoNode for Element {
    fn into_node(self) -> Node {
        Node::from(web_sys::Node::from(self.0))
    }
}
