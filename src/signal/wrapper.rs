//! Any source of a value, for properties that take all of them.

use std::marker::PhantomData;
use std::rc::Rc;

use reactive_graph::computed::Memo as LeptosMemo;
use reactive_graph::graph::untrack;
use reactive_graph::signal::RwSignal as LeptosSignal;

use super::{Compute, Memo, Read, RwSignal, Slot, StoredValue, memo, rw};

/// A signal, a memo, a closure or a value that stays.
pub(crate) struct Signal<T>(Source, PhantomData<fn() -> T>);

#[derive(Clone, Copy)]
enum Source {
    Set(LeptosSignal<Slot>),
    Computed(LeptosMemo<Slot>),
    Derived(StoredValue<Rc<dyn Compute<Slot>>>),
    Constant(StoredValue<Slot>),
}

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T: 'static> Signal<T> {
    /// What a closure gives, asked anew at every reading.
    pub(crate) fn derive(compute: impl Fn() -> T + 'static) -> Self {
        let compute: Rc<dyn Compute<Slot>> = Rc::new(move || Slot::new(compute()));
        Self(Source::Derived(StoredValue::new(compute)), PhantomData)
    }

    /// A value that stays.
    pub(crate) fn stored(value: T) -> Self {
        Self(
            Source::Constant(StoredValue::new(Slot::new(value))),
            PhantomData,
        )
    }
}

#[expect(private_interfaces, reason = "slots stay within `signal`")]
impl<T: 'static> Read<T> for Signal<T> {
    fn slot(&self, is_tracked: bool) -> Option<Slot> {
        slot(self.0, is_tracked)
    }
}

fn slot(source: Source, is_tracked: bool) -> Option<Slot> {
    match source {
        Source::Set(signal) => rw::slot(signal, is_tracked),
        Source::Computed(memo) => memo::slot(memo, is_tracked),
        Source::Constant(value) => value.try_with_value(Slot::clone),
        Source::Derived(compute) => {
            let compute = compute.try_with_value(Rc::clone)?;
            Some(if is_tracked {
                compute.compute()
            } else {
                untrack(|| compute.compute())
            })
        }
    }
}

impl<T: 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self(Source::Set(signal.0), PhantomData)
    }
}

impl<T: 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self(Source::Computed(memo.0), PhantomData)
    }
}

impl<T: 'static> From<T> for Signal<T> {
    fn from(value: T) -> Self {
        Self::stored(value)
    }
}

impl From<&str> for Signal<String> {
    fn from(text: &str) -> Self {
        Self::stored(text.to_owned())
    }
}
