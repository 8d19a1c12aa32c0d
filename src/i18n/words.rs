//! The texts, a group per part of the screen. Plain Dutch and English (B1); verbs on buttons; what
//! happened and what to do, never a code.

use super::Lang;

mod ball;
mod dossier;
mod edit;
mod shell;
mod timeline;

pub(crate) use ball::{BallTexts, BasisTexts, HeaderTexts, StageTexts};
pub(crate) use dossier::DossierTexts;
pub(crate) use edit::{AddTexts, PreferenceTexts, SelfTexts};
pub(crate) use shell::{AppTexts, CommonTexts, StateTexts, WhyTexts};
pub(crate) use timeline::{DetailTexts, TimelineTexts};

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

/// Declares [`Texts`], with a method for each group.
macro_rules! groups {
    ($($group:ident: $kind:ident;)*) => {
        impl Texts {
            $(
                #[doc = concat!("Returns the texts of `", stringify!($kind), "`.")]
                pub(crate) fn $group(self) -> &'static $kind {
                    $kind::of(self.0)
                }
            )*
        }
    };
}

/// Every text of one language, by group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Texts(pub(super) Lang);

groups! {
    common: CommonTexts;
    state: StateTexts;
    why: WhyTexts;
    app: AppTexts;
    header: HeaderTexts;
    ball: BallTexts;
    basis: BasisTexts;
    stage: StageTexts;
    dossier: DossierTexts;
    timeline: TimelineTexts;
    detail: DetailTexts;
    preferences: PreferenceTexts;
    add: AddTexts;
    own: SelfTexts;
}

/// Puts a value in the place of `{}`.
pub(crate) fn fill(text: &str, value: &str) -> String {
    text.replacen("{}", value, 1)
}
