//! Parts of the program that travel when they are needed: [`part!`] declares one.
//!
//! With the feature `split` each group of parts is a WebAssembly module of its own, which the first call
//! fetches; without it (daily work) a part is an ordinary asynchronous function of the same signature.
//!
//! **Invariants:** a part that does not come is an error that its caller shows, never a trap, and is fetched
//! anew by the next call. Its signature has neither generics, lifetimes nor `impl`: it crosses two modules.

/// A part did not come: no network, another version on the server, or a changed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part of the program could not be loaded")]
pub(crate) struct PartError;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for PartError {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Declares a function of the part `in GROUP`, and what fetches its group without calling it.
///
/// ```ignore
/// part! {
///     /// The detail of an item.
///     pub(crate) fn detail_part(view: View, id: ItemId) -> AnyView in detail, preload preload_detail {
///         view! { <Detail view id /> }.into_any()
///     }
/// }
/// ```
///
/// becomes `async fn detail_part(view: View, id: ItemId) -> Result<AnyView, PartError>`, and, if it is named,
/// `async fn preload_detail() -> Result<(), PartError>`. One preload fetches the whole group.
macro_rules! part {
    (
        $(#[$doc:meta])*
        $vis:vis fn $name:ident($($arg:ident: $kind:ty),* $(,)?) -> AnyView in $group:ident
        $(, preload $preload:ident)? $body:block
    ) => {
        #[cfg(feature = "split")]
        #[::leptos::wasm_split::wasm_split(
            $group, fallible, wasm_split_path = ::leptos::wasm_split
            $(, preload(#[doc = "Fetches the group without calling it."] $preload))?
        )]
        $(#[$doc])*
        $vis fn $name($($arg: $kind),*) -> ::core::result::Result<AnyView, $crate::part::PartError> {
            ::core::result::Result::Ok($body)
        }

        #[cfg(not(feature = "split"))]
        $(#[$doc])*
        $vis async fn $name($($arg: $kind),*) -> ::core::result::Result<AnyView, $crate::part::PartError> {
            ::core::result::Result::Ok($body)
        }

        $(
            /// There is nothing to fetch without `split`.
            #[cfg(not(feature = "split"))]
            $vis async fn $preload() -> ::core::result::Result<(), $crate::part::PartError> {
                ::core::result::Result::Ok(())
            }
        )?
    };
}

/// Declares a task of the part `in GROUP`: as [`part!`], for what takes time and shows nothing.
///
/// ```ignore
/// task! {
///     /// Fetches the rest.
///     pub(super) fn fetch_part(view: View) -> u32, in later { fetch(view) }
/// }
/// ```
///
/// The block gives the future; what is declared is `async fn fetch_part(view: View) -> Result<u32, PartError>`.
macro_rules! task {
    (
        $(#[$doc:meta])*
        $vis:vis fn $name:ident($($arg:ident: $kind:ty),* $(,)?) -> $output:ty, in $group:ident $body:block
    ) => {
        #[cfg(feature = "split")]
        #[::leptos::wasm_split::wasm_split(
            $group, fallible, wasm_split_path = ::leptos::wasm_split,
            return_wrapper(
                let future = _;
                { ::core::result::Result::Ok(future.await) } -> ::core::result::Result<$output, $crate::part::PartError>
            )
        )]
        $(#[$doc])*
        $vis fn $name($($arg: $kind),*) -> ::futures::future::LocalBoxFuture<'static, $output> {
            ::std::boxed::Box::pin($body)
        }

        #[cfg(not(feature = "split"))]
        $(#[$doc])*
        $vis async fn $name($($arg: $kind),*) -> ::core::result::Result<$output, $crate::part::PartError> {
            ::core::result::Result::Ok($body.await)
        }
    };
}
pub(crate) use {part, task};
