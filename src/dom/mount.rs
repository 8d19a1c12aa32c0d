//! Putting a view into the page and taking it out again.

use any_spawner::Executor;
use reactive_graph::owner::Owner;
use web_sys::HtmlElement;

use super::node::Node;

/// A view in the page; dropping it takes it out and ends everything it started.
#[derive(Debug)]
pub(crate) struct Mounted {
    owner: Owner,
    root: HtmlElement,
}

/// Puts what `make` gives into `root`, under an owner of its own: views on one page share nothing.
pub(crate) fn mount(root: HtmlElement, make: impl FnOnce() -> Node) -> Mounted {
    // Refused where an earlier view has started it already.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| make().append_to(&root));
    Mounted { owner, root }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.owner.cleanup();
        self.root.replace_children_with_node_0();
    }
}
