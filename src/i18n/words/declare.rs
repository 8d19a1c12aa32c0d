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

/// Declares a group that speaks to a customer: `key: "formeel", "informeel", "English";`. Where both forms are the
/// same, `=` stands for the second.
macro_rules! addressing_texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $nl:literal, $je:tt, $en:literal;)* }) => {
        $crate::i18n::words::declare::texts!($(#[$doc])* $name { $($key: $nl, $en;)* });

        impl $name {
            /// Returns the texts for who is on first-name terms; a language without the difference has one form.
            pub(super) fn informal(lang: $crate::i18n::Lang) -> &'static Self {
                static JE: $name = $name { $($key: $crate::i18n::words::declare::other_form!($nl, $je),)* };
                match lang {
                    $crate::i18n::Lang::Nl => &JE,
                    $crate::i18n::Lang::En => Self::of(lang),
                }
            }
        }
    };
}

macro_rules! other_form {
    ($formal:literal, =) => {
        $formal
    };
    ($formal:literal, $informal:literal) => {
        $informal
    };
}
pub(crate) use {addressing_texts, other_form, texts};
