//! What a view is made of: a node of the page, a group of them, or nothing.

use super::reactive::{range, text};
use crate::signal::{Make, Memo, Read, Signal};

/// A part of the page that is not in it yet; a group is a fragment that empties itself where it is put.
#[derive(Debug)]
pub(crate) struct Node(Option<web_sys::Node>);

/// The page's document. The widget runs in a window only, so there is one.
#[expect(clippy::expect_used, reason = "the widget runs in a page only")]
pub(super) fn document() -> web_sys::Document {
    thread_local! {
        static DOCUMENT: web_sys::Document = web_sys::window().and_then(|w| w.document()).expect("a page");
    }
    DOCUMENT.with(Clone::clone)
}

impl Node {
    /// Nothing at all.
    pub(crate) const EMPTY: Self = Self(None);

    /// Nodes one after the other.
    pub(crate) fn group(nodes: impl IntoIterator<Item = Self>) -> Self {
        let group = document().create_document_fragment();
        for node in nodes {
            node.append_to(&group);
        }
        Self(Some(group.into()))
    }

    pub(super) fn text(text: &str) -> Self {
        Self(Some(document().create_text_node(text).into()))
    }

    pub(super) fn append_to(self, parent: &web_sys::Node) {
        if let Some(node) = self.0 {
            // Refused only where a node would be put into itself.
            let _ = parent.append_child(&node);
        }
    }

    pub(super) fn insert_before(self, next: &web_sys::Node) {
        if let (Some(node), Some(parent)) = (self.0, next.parent_node()) {
            let _ = parent.insert_before(&node, Some(next));
        }
    }
}

impl From<web_sys::Node> for Node {
    fn from(node: web_sys::Node) -> Self {
        Self(Some(node))
    }
}

impl<T: IntoNode> FromIterator<T> for Node {
    fn from_iter<I: IntoIterator<Item = T>>(nodes: I) -> Self {
        let group = document().create_document_fragment();
        for node in nodes {
            node.into_node().append_to(&group);
        }
        Self(Some(group.into()))
    }
}

/// What can stand in braces in a view.
pub(crate) trait IntoNode: Sized + 'static {
    /// The node that shows it.
    fn into_node(self) -> Node;

    /// The node that shows what a closure gives, made anew whenever a signal in it changes.
    fn reactive(mut make: Box<dyn Make<Self>>) -> Node {
        range(Box::new(move || make.make().into_node()))
    }
}

impl IntoNode for Node {
    fn into_node(self) -> Node {
        self
    }

    fn reactive(make: Box<dyn Make<Self>>) -> Node {
        range(make)
    }
}

impl IntoNode for () {
    fn into_node(self) -> Node {
        Node::EMPTY
    }
}

impl IntoNode for &'static str {
    fn into_node(self) -> Node {
        Node::text(self)
    }

    fn reactive(mut make: Box<dyn Make<Self>>) -> Node {
        text(Box::new(move || make.make().into()))
    }
}

impl IntoNode for String {
    fn into_node(self) -> Node {
        Node::text(&self)
    }

    fn reactive(mut make: Box<dyn Make<Self>>) -> Node {
        text(Box::new(move || make.make().into()))
    }
}

impl IntoNode for u32 {
    fn into_node(self) -> Node {
        Node::text(&self.to_string())
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn into_node(self) -> Node {
        self.map_or(Node::EMPTY, T::into_node)
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn into_node(self) -> Node {
        self.into_iter().collect()
    }
}

impl<T: IntoNode, const N: usize> IntoNode for [T; N] {
    fn into_node(self) -> Node {
        self.into_iter().collect()
    }
}

impl<T: IntoNode, F: FnMut() -> T + 'static> IntoNode for F {
    fn into_node(self) -> Node {
        T::reactive(Box::new(self))
    }
}

impl<T: IntoNode + Clone> IntoNode for Signal<T> {
    fn into_node(self) -> Node {
        T::reactive(Box::new(move || self.get()))
    }
}

impl<T: IntoNode + Clone> IntoNode for Memo<T> {
    fn into_node(self) -> Node {
        T::reactive(Box::new(move || self.get()))
    }
}
