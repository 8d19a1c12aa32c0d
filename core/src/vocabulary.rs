//! The words of the timeline: kinds, channels, departments, each with its name in two languages.
//!
//! The built-in lists are closed; an organisation adds touchpoints by configuration (`[kind.x]` in
//! the policy), based on a built-in one, so that insight knows what to do with them.

mod builtin;
mod word;

pub use builtin::{CHANNELS, DEPARTMENTS, KINDS};
pub use word::{Category, CustomKind, KindWord, Label, Word};

/// Finds the kind as built in, directly or as the base of a configured one.
#[must_use]
pub fn find_kind(slug: &str, custom: &[CustomKind]) -> Option<&'static KindWord> {
    let builtin = |s: &str| KINDS.iter().find(|k| k.word.slug == s);
    builtin(slug).or_else(|| {
        custom
            .iter()
            .find(|c| c.slug == slug)
            .and_then(|c| builtin(&c.base))
    })
}

/// Finds the channel of that slug.
#[must_use]
pub fn find_channel(slug: &str) -> Option<&'static Word> {
    CHANNELS.iter().find(|c| c.slug == slug)
}

/// Finds the department of that slug.
#[must_use]
pub fn find_department(slug: &str) -> Option<&'static Word> {
    DEPARTMENTS.iter().find(|d| d.slug == slug)
}

/// Returns the slugs that behave as one of the built-in kinds.
#[must_use]
pub fn kinds_like<'a>(bases: &[&'a str], custom: &'a [CustomKind]) -> Vec<&'a str> {
    let own = custom.iter().map(|c| c.slug.as_str());
    let behaves =
        |slug: &&str| find_kind(slug, custom).is_some_and(|k| bases.contains(&k.word.slug));
    let built_in = KINDS.iter().map(|k| k.word.slug);
    built_in.chain(own).filter(behaves).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn slugs_are_unique_and_every_word_has_both_languages() {
        let words = KINDS.iter().map(|k| k.word).collect::<Vec<_>>();
        for list in [words.as_slice(), CHANNELS, DEPARTMENTS] {
            let slugs: HashSet<_> = list.iter().map(|w| w.slug).collect();
            assert_eq!(slugs.len(), list.len());
            assert!(
                list.iter()
                    .all(|w| !w.nl.is_empty() && !w.en.is_empty() && !w.icon.is_empty())
            );
        }
    }

    #[test]
    fn a_configured_kind_behaves_like_its_base() {
        let label = Label {
            nl: "Showroombezoek".to_owned(),
            en: "Showroom visit".to_owned(),
        };
        let custom = [CustomKind {
            slug: "showroom".to_owned(),
            base: "visit".to_owned(),
            label,
        }];
        assert_eq!(
            find_kind("showroom", &custom).unwrap().category,
            Category::Conversation
        );
        assert!(find_kind("showroom", &[]).is_none());
    }
}
