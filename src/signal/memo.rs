//! Values that are computed.

use std::marker::PhantomData;

use reactive_graph::computed::Memo as LeptosMemo;
use reactive_graph::traits::{Get, GetUntracked};
use send_wrapper::SendWrapper;

use super::{Read, Slot};

/// A value computed of signals; who follows it hears of it only when it is another.
#[derive(Debug)]
pub(crate) struct Memo<T>(pub(super) LeptosMemo<Slot>, PhantomData<fn() -> T>);

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

/// Computes a slot: the very one of before says that nothing changed.
trait Renew {
    fn renew(&self, before: Option<&Slot>) -> Slot;
}

struct Computed<F>(F);

impl<T: PartialEq + 'static, F: Fn() -> T> Renew for Computed<F> {
    fn renew(&self, before: Option<&Slot>) -> Slot {
        let now = (self.0)();
        match before {
            Some(before) if *before.value::<T>() == now => before.clone(),
            _ => Slot::new(now),
        }
    }
}

impl<T: PartialEq + 'static> Memo<T> {
    pub(crate) fn new(compute: impl Fn() -> T + 'static) -> Self {
        Self(memo(Box::new(Computed(compute))), PhantomData)
    }
}

fn memo(compute: Box<dyn Renew>) -> LeptosMemo<Slot> {
    let compute = SendWrapper::new(compute);
    LeptosMemo::new_with_compare(
        move |before| compute.renew(before),
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
pub(super) fn slot(memo: LeptosMemo<Slot>, is_tracked: bool) -> Option<Slot> {
    if is_tracked {
        memo.try_get()
    } else {
        memo.try_get_untracked()
    }
}
