//! The texts, a group per part of the screen. Plain Dutch and English (B1); verbs on buttons; what
//! happened and what to do, never a code.

use super::lang::Lang;

mod ball;
mod declare;
mod dossier;
mod edit;
mod live;
mod masked;
mod more;
mod shell;
mod timeline;

pub(crate) use ball::{BallTexts, BasisTexts, HeaderTexts, StageTexts};
pub(crate) use declare::{addressing_texts, texts};
pub(crate) use dossier::DossierTexts;
pub(crate) use edit::{AddTexts, PreferenceTexts, SelfTexts};
pub(crate) use live::LiveTexts;
pub(crate) use masked::MaskedTexts;
pub(crate) use more::{InvalidTexts, MoreTexts, RuleTexts};
pub(crate) use shell::{AppTexts, CommonTexts, QueueTexts, StateTexts, WhyTexts};
pub(crate) use timeline::{DetailTexts, TimelineTexts};

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
    queue: QueueTexts;
    header: HeaderTexts;
    ball: BallTexts;
    basis: BasisTexts;
    stage: StageTexts;
    dossier: DossierTexts;
    masked: MaskedTexts;
    live: LiveTexts;
    timeline: TimelineTexts;
    detail: DetailTexts;
    preferences: PreferenceTexts;
    add: AddTexts;
    own: SelfTexts;
    more: MoreTexts;
    rule: RuleTexts;
    invalid: InvalidTexts;
}

impl Texts {
    /// Returns the texts of [`SelfTexts`] for a customer who chose "jij".
    pub(crate) fn own_informal(self) -> &'static SelfTexts {
        SelfTexts::informal(self.0)
    }
}

/// Puts a value in the place of `{}`.
pub(crate) fn fill(text: &str, value: &str) -> String {
    text.replacen("{}", value, 1)
}
