//! Parts of the page that follow signals. Everything here is compiled once, whatever the view.

use std::borrow::Cow;

use reactive_graph::effect::RenderEffect;
use reactive_graph::owner::on_cleanup;

use super::node::{Node, document};
use crate::signal::Make;

/// Runs a closure now and whenever a signal in it changes, until the current owner is cleaned up.
pub(crate) fn follow(mut run: Box<dyn Make<()>>) {
    let effect = RenderEffect::new(move |_: Option<()>| run.make());
    on_cleanup(move || drop(effect));
}

/// A text that is written anew when it changed.
pub(super) fn text(mut make: Box<dyn Make<Cow<'static, str>>>) -> Node {
    let node = document().create_text_node("");
    let shown = node.clone();
    let mut before = Cow::Borrowed("");
    follow(Box::new(move || {
        let now = make.make();
        if now != before {
            shown.set_data(&now);
            before = now;
        }
    }));
    Node::from(web_sys::Node::from(node))
}

/// Nodes that are replaced when they are made anew. They stand between two empty texts, for what is between
/// them may itself grow and shrink.
pub(super) fn range(mut make: Box<dyn Make<Node>>) -> Node {
    let group = document().create_document_fragment();
    let (start, end) = (
        document().create_text_node(""),
        document().create_text_node(""),
    );
    let edges = group
        .append_child(&start)
        .and_then(|_| group.append_child(&end));
    debug_assert!(edges.is_ok(), "a new fragment takes any text");
    follow(Box::new(move || {
        let fresh = make.make();
        clear_between(&start, &end);
        fresh.insert_before(&end);
    }));
    Node::from(web_sys::Node::from(group))
}

fn clear_between(start: &web_sys::Node, end: &web_sys::Node) {
    let Some(parent) = start.parent_node() else {
        return;
    };
    while let Some(node) = start.next_sibling() {
        if node.is_same_node(Some(end)) || parent.remove_child(&node).is_err() {
            return;
        }
    }
}
