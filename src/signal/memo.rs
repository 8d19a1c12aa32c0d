//! Values that are computed.

use std::marker::PhantomData;

use leptos::prelude as graph;
use leptos::prelude::{Get, GetUntracked};
use send_wrapper::SendWrapper;

use super::{Read, Slot};

/// A value computed of signals; who follows it hears of it only when it is another.
#[derive(Debug)]
pub(crate) struct Memo<T>(pub(super) graph::Memo<Slot>, PhantomData<fn() -> T>);

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: PartialEq + 'static> Memo<T> {
    pub(crate) fn new(compute: impl Fn() -> T + 'static) -> Self {
        let compute = move |before: Option<&Slot>| {
            let now = compute();
            // The very slot again says that nothing changed.
            match before {
                Some(before) if before.cell::<T>().is_some_and(|b| *b.borrow() == now) => {
                    before.clone()
                }
                _ => Slot::new(now),
            }
        };
        Self(memo(Box::new(compute)), PhantomData)
    }
}

fn memo(compute: Box<dyn Fn(Option<&Slot>) -> Slot>) -> graph::Memo<Slot> {
    let compute = SendWrapper::new(compute);
    graph::Memo::new_with_compare(
        move |before| compute(before),
        |before, now| match (before, now) {
            (Some(before), Some(now)) => !before.is(now),
            _ => true,
        },
    )
}

#[expect(private_interfaces, reason = "slots stay within `signal`")]
impl<T: 'static> Read<T> for Memo<T> {
    fn slot(&self, is_tracked: bool) -> Option<Slot> {
        slot(self.0, is_tracked)
    }
}

#[inline(never)]
pub(super) fn slot(memo: graph::Memo<Slot>, is_tracked: bool) -> Option<Slot> {
    if is_tracked {
        memo.try_get()
    } else {
        memo.try_get_untracked()
    }
}
