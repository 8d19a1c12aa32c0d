//! Parts of the program that travel when they are needed: [`part!`] declares one.
//!
//! With the feature `split` each group of parts is a WebAssembly module of its own, which the first call
//! fetches; without it (daily work) a part is an ordinary asynchronous function of the same signature.
//!
//! **Invariants:** a part that does not come is an error that its caller shows, never a trap, and is fetched
//! anew by the next call. Its signature has neither generics, lifetimes nor `impl`: it crosses two modules.

use leptos::prelude::*;

use crate::state::View;

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
        $vis fn $name($($arg: $kind),*) -> ::core::result::Result<AnyView, $crate::ui::PartError> {
            ::core::result::Result::Ok($body)
        }

        #[cfg(not(feature = "split"))]
        $(#[$doc])*
        #[expect(clippy::unused_async, reason = "with `split` it waits for its part")]
        $vis async fn $name($($arg: $kind),*) -> ::core::result::Result<AnyView, $crate::ui::PartError> {
            ::core::result::Result::Ok($body)
        }

        $(
            /// There is nothing to fetch without `split`.
            #[cfg(not(feature = "split"))]
            #[expect(clippy::unused_async, reason = "with `split` it waits for its group")]
            $vis async fn $preload() -> ::core::result::Result<(), $crate::ui::PartError> {
                ::core::result::Result::Ok(())
            }
        )?
    };
}
pub(crate) use part;

/// Shows a part in its place: empty until it is there; when it does not come, why and a way to try again.
pub(crate) fn place<Load, Coming>(view: View, load: Load) -> AnyView
where
    Load: Fn() -> Coming + Send + Sync + 'static,
    Coming: Future<Output = Result<AnyView, PartError>> + Send + 'static,
{
    let tries = RwSignal::new(0);
    let content = move || {
        tries.track();
        let coming = load();
        Suspend::new(async move { coming.await.unwrap_or_else(|_| absent(view, tries)) })
    };
    content.into_any()
}

fn absent(view: View, tries: RwSignal<u32>) -> AnyView {
    view! {
        <div class="c-part" role="alert">
            <p>{move || view.texts().state.part_absent}</p>
            <button type="button" class="c-button" on:click=move |_| tries.update(|n| *n += 1)>
                {move || view.texts().common.retry}
            </button>
        </div>
    }
    .into_any()
}
