//! Values that are set.

use std::marker::PhantomData;

use reactive_graph::signal::RwSignal as LeptosSignal;
use reactive_graph::traits::{Get, GetUntracked, Notify, UpdateUntracked};

use super::{Read, Slot};

/// A value that can be read, followed and set.
#[derive(Debug)]
pub(crate) struct RwSignal<T>(pub(super) LeptosSignal<Slot>, PhantomData<fn(T) -> T>);

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

impl<T: 'static> RwSignal<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(LeptosSignal::new(Slot::new(value)), PhantomData)
    }

    /// Replaces the value; nothing happens when its owner is gone.
    pub(crate) fn set(&self, value: T) {
        let _ = self.try_set(value);
    }

    /// Replaces the value, if its owner still lives.
    pub(crate) fn try_set(&self, value: T) -> Option<()> {
        put(self.0, Slot::new(value), true)
    }

    /// Changes the value in place; nothing happens when its owner is gone.
    pub(crate) fn update(&self, change: impl FnOnce(&mut T)) {
        let _ = self.try_update(change);
    }

    /// Changes the value in place, and tells what `change` gave, if the owner still lives.
    pub(crate) fn try_update<R>(&self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut slot = take(self.0)?;
        let given = change(slot.value_mut());
        put(self.0, slot, true);
        Some(given)
    }

    /// Changes the value in place without telling anybody, if its owner still lives.
    pub(crate) fn try_update_untracked<R>(&self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let mut slot = take(self.0)?;
        let given = change(slot.value_mut());
        put(self.0, slot, false);
        Some(given)
    }
}

/// Takes the slot out, so that nobody else holds it while its value changes.
#[inline(never)]
fn take(signal: LeptosSignal<Slot>) -> Option<Slot> {
    signal.try_update_untracked(|held| std::mem::replace(held, Slot::new(())))
}

#[inline(never)]
fn put(signal: LeptosSignal<Slot>, slot: Slot, tells: bool) -> Option<()> {
    signal.try_update_untracked(|held| *held = slot)?;
    if tells {
        signal.notify();
    }
    Some(())
}

#[inline(never)]
fn untracked(signal: LeptosSignal<Slot>) -> Option<Slot> {
    signal.try_get_untracked()
}

#[inline(never)]
fn tracked(signal: LeptosSignal<Slot>) -> Option<Slot> {
    signal.try_get()
}

#[expect(private_interfaces, reason = "slots stay within `signal`")]
impl<T: 'static> Read<T> for RwSignal<T> {
    fn slot(&self, is_tracked: bool) -> Option<Slot> {
        slot(self.0, is_tracked)
    }
}

pub(super) fn slot(signal: LeptosSignal<Slot>, is_tracked: bool) -> Option<Slot> {
    if is_tracked {
        tracked(signal)
    } else {
        untracked(signal)
    }
}
