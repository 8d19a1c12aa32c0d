//! Places that are written by hand: for lists that show another line at every frame, where an effect for each
//! text and attribute would cost more than all of them together.
//!
//! **Invariant:** the page is touched only where something is another than before.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use web_sys::{Element, Text};

use super::attribute::{ToValue, Value, write_attribute, write_style};
use super::node::{Node, document};

/// A text.
#[derive(Debug, Clone)]
pub(crate) struct LiveText(Rc<(Text, RefCell<Cow<'static, str>>)>);

impl LiveText {
    pub(crate) fn new() -> Self {
        Self(Rc::new((
            document().create_text_node(""),
            RefCell::default(),
        )))
    }

    /// The node to put into a view, once.
    pub(crate) fn node(&self) -> Node {
        Node::from(web_sys::Node::from(self.0.0.clone()))
    }

    pub(crate) fn set(&self, text: impl Into<Cow<'static, str>>) {
        self.put(text.into());
    }

    fn put(&self, text: Cow<'static, str>) {
        let mut shown = self.0.1.borrow_mut();
        if *shown != text {
            self.0.0.set_data(&text);
            *shown = text;
        }
    }
}

type Written = RefCell<Vec<(&'static str, Value)>>;

/// An element, from when it is made on.
#[derive(Debug, Clone, Default)]
pub(crate) struct LiveElement(Rc<(OnceCell<Element>, Written)>);

impl LiveElement {
    pub(crate) fn attribute(&self, name: &'static str, value: impl ToValue) {
        self.write(name, value.to_value(), write_attribute);
    }

    pub(crate) fn style(&self, name: &'static str, value: impl ToValue) {
        self.write(name, value.to_value(), write_style);
    }

    fn write(&self, name: &'static str, value: Value, write: fn(&Element, &str, &Value)) {
        let Some(element) = self.0.0.get() else {
            return;
        };
        let mut written = self.0.1.borrow_mut();
        match written.iter_mut().find(|(known, _)| *known == name) {
            Some((_, before)) if *before == value => return,
            Some((_, before)) => *before = value.clone(),
            None => written.push((name, value.clone())),
        }
        write(element, name, &value);
    }

    pub(super) fn load(&self, element: &Element) {
        // A second element under one name would be a mistake of the view; the first one stays.
        let _ = self.0.0.set(element.clone());
    }
}
