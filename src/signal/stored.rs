//! Values and functions that live as long as their owner, without anybody following them.

use std::marker::PhantomData;
use std::rc::Rc;

use reactive_graph::owner::StoredValue as LeptosValue;
use reactive_graph::traits::{GetValue, SetValue, UpdateValue};

use super::Slot;
use super::read::need;

/// A value that is kept for its owner.
#[derive(Debug)]
pub(crate) struct StoredValue<T>(LeptosValue<Slot>, PhantomData<fn(T) -> T>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: 'static> StoredValue<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(LeptosValue::new(Slot::new(value)), PhantomData)
    }

    /// Looks at the value, if its owner still lives.
    pub(crate) fn try_with_value<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        slot(self.0).map(|slot| look(slot.value()))
    }

    pub(crate) fn with_value<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(need(slot(self.0)).value())
    }

    pub(crate) fn get_value(&self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// Changes the value in place; nothing happens when its owner is gone.
    pub(crate) fn update_value(&self, change: impl FnOnce(&mut T)) {
        let taken = self
            .0
            .try_update_value(|held| std::mem::replace(held, Slot::new(())));
        if let Some(mut slot) = taken {
            change(slot.value_mut());
            put(self.0, slot);
        }
    }

    /// Replaces the value; nothing happens when its owner is gone.
    pub(crate) fn set_value(&self, value: T) {
        put(self.0, Slot::new(value));
    }
}

#[inline(never)]
fn put(stored: LeptosValue<Slot>, slot: Slot) {
    let _ = stored.try_set_value(slot);
}

#[inline(never)]
fn slot(stored: LeptosValue<Slot>) -> Option<Slot> {
    stored.try_get_value()
}

/// A function that can be handed on by copying.
pub(crate) struct Callback<In>(StoredValue<Rc<dyn Call<In>>>);

trait Call<In> {
    fn call(&self, input: In);
}

impl<In, F: Fn(In)> Call<In> for F {
    fn call(&self, input: In) {
        self(input);
    }
}

impl<In> Clone for Callback<In> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In> Copy for Callback<In> {}

impl<In: 'static> Callback<In> {
    pub(crate) fn new(call: impl Fn(In) + 'static) -> Self {
        Self(StoredValue::new(Rc::new(call)))
    }

    /// Calls it; nothing happens when its owner is gone.
    pub(crate) fn run(&self, input: In) {
        if let Some(call) = self.0.try_with_value(Rc::clone) {
            call.call(input);
        }
    }
}
