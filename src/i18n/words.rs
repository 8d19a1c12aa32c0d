//! The texts, a group per part of the screen. Plain Dutch and English (B1); verbs on buttons; what
//! happened and what to do, never a code.

mod ball;
mod declare;
mod dossier;
mod edit;
mod shell;
mod timeline;

pub(crate) use ball::{BallTexts, BasisTexts, HeaderTexts};
pub(crate) use declare::texts;
pub(crate) use dossier::DossierTexts;
pub(crate) use edit::{AddTexts, PreferenceTexts, SelfTexts};
pub(crate) use shell::{AppTexts, CommonTexts, StateTexts, WhyTexts};
pub(crate) use timeline::{DetailTexts, TimelineTexts};

/// Every text of one language.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(crate) common: CommonTexts,
    pub(crate) state: StateTexts,
    pub(crate) why: WhyTexts,
    pub(crate) app: AppTexts,
    pub(crate) header: HeaderTexts,
    pub(crate) ball: BallTexts,
    pub(crate) basis: BasisTexts,
    pub(crate) dossier: DossierTexts,
    pub(crate) timeline: TimelineTexts,
    pub(crate) detail: DetailTexts,
    pub(crate) preferences: PreferenceTexts,
    pub(crate) add: AddTexts,
    pub(crate) own: SelfTexts,
}

macro_rules! language {
    ($lang:ident) => {
        pub(crate) const $lang: Self = Self {
            common: CommonTexts::$lang,
            state: StateTexts::$lang,
            why: WhyTexts::$lang,
            app: AppTexts::$lang,
            header: HeaderTexts::$lang,
            ball: BallTexts::$lang,
            basis: BasisTexts::$lang,
            dossier: DossierTexts::$lang,
            timeline: TimelineTexts::$lang,
            detail: DetailTexts::$lang,
            preferences: PreferenceTexts::$lang,
            add: AddTexts::$lang,
            own: SelfTexts::$lang,
        };
    };
}

impl Texts {
    language!(NL);
    language!(EN);
}

/// Puts a value in the place of `{}`.
pub(crate) fn fill(text: &str, value: &str) -> String {
    text.replacen("{}", value, 1)
}
