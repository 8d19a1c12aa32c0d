//! Reading: the same calls for everything that holds a value.

use super::Slot;

/// Something with a value that effects can follow.
pub(crate) trait Read<T: 'static> {
    /// The slot that holds the value now, followed by the running effect or not; none when the owner is gone.
    #[expect(private_interfaces, reason = "slots stay within `signal`")]
    fn slot(&self, is_tracked: bool) -> Option<Slot>;

    /// Looks at the value, and follows it.
    fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look_at(self.slot(true), look).unwrap_or_else(|| gone())
    }

    /// Looks at the value, without following it.
    fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look_at(self.slot(false), look).unwrap_or_else(|| gone())
    }

    /// Looks at the value, if its owner still lives.
    fn try_with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        look_at(self.slot(false), look)
    }

    /// The value, followed.
    fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value, not followed.
    fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// The value, not followed, if its owner still lives.
    fn try_get_untracked(&self) -> Option<T>
    where
        T: Clone,
    {
        self.try_with_untracked(T::clone)
    }

    /// Follows it without looking.
    fn track(&self) {
        self.slot(true);
    }
}

fn look_at<T: 'static, R>(slot: Option<Slot>, look: impl FnOnce(&T) -> R) -> Option<R> {
    let slot = slot?;
    let value = slot.cell::<T>()?.borrow();
    Some(look(&value))
}

#[cold]
#[expect(
    clippy::panic,
    reason = "as in Leptos: reading what is gone is a bug in the view"
)]
pub(super) fn gone() -> ! {
    panic!("a signal was read whose owner is gone")
}
