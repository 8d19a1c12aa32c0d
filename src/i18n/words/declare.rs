//! How a group of texts is declared.

/// Declares a group of texts: `key: "Nederlands", "English";`.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $nl:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name {
            $(pub(crate) $key: &'static str,)*
        }

        impl $name {
            pub(crate) const NL: Self = Self { $($key: $nl,)* };
            pub(crate) const EN: Self = Self { $($key: $en,)* };
        }
    };
}
pub(crate) use texts;
