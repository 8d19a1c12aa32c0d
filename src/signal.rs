//! Signals of any type over Leptos' reactive graph, which is compiled for one type only.
//!
//! Leptos compiles its signals, memos and arenas anew for every type that they hold: with some ninety types
//! that was a quarter of the bundle (ADR 0013). Here a value stands in a [`Slot`], Leptos holds slots, and
//! only the last step, from slot to value, is compiled for each type.
//!
//! **Invariants:** handles are `Copy` and belong to the owner under which they were made, as in Leptos. Reading
//! one whose owner is gone is a bug, except with the `try_` calls, which are for what outlives an unmount.

mod memo;
mod read;
mod rw;
mod stored;
mod wrapper;

use std::any::Any;
use std::rc::Rc;

use reactive_graph::effect::Effect;
use send_wrapper::SendWrapper;

pub(crate) use memo::Memo;
pub(crate) use read::Read;
pub(crate) use rw::RwSignal;
pub(crate) use stored::{Callback, StoredValue};
pub(crate) use wrapper::Signal;

/// A closure behind a pointer, asked again and again. Not `dyn FnMut`, whose table also names a way to call
/// it once: five hundred functions that nobody calls, and that no linker may leave out.
pub(crate) trait Make<T> {
    /// What the closure gives now.
    fn make(&mut self) -> T;
}

impl<T, F: FnMut() -> T> Make<T> for F {
    fn make(&mut self) -> T {
        self()
    }
}

/// The same for closures that many hold at once.
trait Compute<T> {
    fn compute(&self) -> T;
}

impl<T, F: Fn() -> T> Compute<T> for F {
    fn compute(&self) -> T {
        self()
    }
}

/// A value of any type, as Leptos' graph holds it.
///
/// Leptos wants values that threads could share; the widget has one thread, and the wrapper checks that.
#[derive(Debug, Clone)]
struct Slot(SendWrapper<Rc<dyn Any>>);

impl Slot {
    fn new<T: 'static>(value: T) -> Self {
        Self::of(Rc::new(value))
    }

    fn of(value: Rc<dyn Any>) -> Self {
        Self(SendWrapper::new(value))
    }

    #[inline(never)]
    fn value<T: 'static>(&self) -> &T {
        self.any().downcast_ref().unwrap_or_else(|| gone())
    }

    #[inline(never)]
    fn any(&self) -> &dyn Any {
        &**self.0
    }

    /// The value to be changed, by the only one who holds the slot.
    #[inline(never)]
    fn value_mut<T: 'static>(&mut self) -> &mut T {
        let value = Rc::get_mut(&mut self.0).and_then(|v| v.downcast_mut());
        value.unwrap_or_else(|| gone())
    }

    fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[cold]
#[expect(
    clippy::panic,
    reason = "as in Leptos: reading what is gone is a bug in the view"
)]
fn gone() -> ! {
    panic!("a signal was read whose owner is gone, or while it was changed")
}

/// Runs a closure after the current turn, and again whenever a signal in it changes; `before` is `Some` from the
/// second run on.
pub(crate) fn effect(run: impl FnMut(Option<()>) + 'static) {
    start(Box::new(run));
}

fn start(mut run: Box<dyn FnMut(Option<()>)>) {
    Effect::new(move |before: Option<()>| run(before));
}
