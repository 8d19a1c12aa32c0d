//! How a group of texts is declared.

/// Declares a group of texts: `key: "Nederlands", "English";`. Each is a static of its own, so that a
/// group that only a part of the program shows travels with that part.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $nl:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name {
            $(pub(crate) $key: &'static str,)*
        }

        impl $name {
            pub(super) fn of(lang: $crate::i18n::Lang) -> &'static Self {
                static NL: $name = $name { $($key: $nl,)* };
                static EN: $name = $name { $($key: $en,)* };
                match lang {
                    $crate::i18n::Lang::Nl => &NL,
                    $crate::i18n::Lang::En => &EN,
                }
            }
        }
    };
}
pub(crate) use texts;
