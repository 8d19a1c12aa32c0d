//! Reading: the same calls for everything that holds a value.

use super::{Slot, gone};

/// Something with a value that effects can follow.
pub(crate) trait Read<T: 'static> {
    /// The slot that holds the value now, followed by the running effect or not; none when the owner is gone.
    #[expect(private_interfaces, reason = "slots stay within `signal`")]
    fn slot(&self, is_tracked: bool) -> Option<Slot>;

    /// Looks at the value, and follows it.
    fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(need(self.slot(true)).value())
    }

    /// Looks at the value, without following it.
    fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(need(self.slot(false)).value())
    }

    /// Looks at the value, if its owner still lives.
    fn try_with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.slot(false).map(|slot| look(slot.value()))
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

pub(super) fn need(slot: Option<Slot>) -> Slot {
    slot.unwrap_or_else(|| gone())
}
