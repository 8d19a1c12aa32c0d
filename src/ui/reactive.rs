//! Closures of a view, boxed so that all with the same result share one type; `macros/` wraps them.

/// A closure that is asked again when a signal in it changes.
pub(crate) type Reactive<T> = Box<dyn FnMut() -> T + Send>;

/// Boxes a closure of a view.
pub(crate) fn reactive<T>(closure: impl FnMut() -> T + Send + 'static) -> Reactive<T> {
    Box::new(closure)
}
