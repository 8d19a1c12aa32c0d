//! Languages as tags of BCP 47, from tags and from names.

use isolang::Language;
use klantbeeld_core::folding::fold;
use klantbeeld_core::model::Invalid;
use oxilangtag::LanguageTag;

/// Dutch names of the languages that people in the Netherlands speak most; English and own names come from ISO 639.
const DUTCH: [(&str, &str); 20] = [
    ("engels", "en"),
    ("duits", "de"),
    ("frans", "fr"),
    ("spaans", "es"),
    ("italiaans", "it"),
    ("turks", "tr"),
    ("arabisch", "ar"),
    ("pools", "pl"),
    ("fries", "fy"),
    ("portugees", "pt"),
    ("russisch", "ru"),
    ("oekraiens", "uk"),
    ("chinees", "zh"),
    ("papiaments", "pap"),
    ("berber", "ber"),
    ("perzisch", "fa"),
    ("koerdisch", "ku"),
    ("roemeens", "ro"),
    ("bulgaars", "bg"),
    ("grieks", "el"),
];

/// Returns a language as a tag: `nl`, `en-GB`, `zh-Hant`.
///
/// # Errors
/// No language has this tag or name.
pub fn language(raw: &str) -> Result<String, Invalid> {
    let text = raw.trim();
    let tag = text.replace('_', "-");
    // Systems write the encoding behind it: `nl_NL.UTF-8`.
    let tag = tag.split('.').next().unwrap_or_default();
    by_tag(tag)
        .or_else(|| by_name(text))
        .ok_or(Invalid::Language)
}

fn by_tag(tag: &str) -> Option<String> {
    let parsed = LanguageTag::parse_and_normalize(tag).ok()?;
    let primary = parsed.primary_language();
    let language = match primary.len() {
        2 => Language::from_639_1(primary),
        3 => Language::from_639_3(primary),
        _ => None,
    }?;
    // The shortest code counts: `nld` is `nl`.
    let short = language.to_639_1().unwrap_or(primary);
    let rest = parsed.as_str().strip_prefix(primary)?;
    Some(format!("{short}{rest}"))
}

fn by_name(name: &str) -> Option<String> {
    let name = fold(name);
    if let Some((_, tag)) = DUTCH.iter().find(|(dutch, _)| *dutch == name) {
        return Some((*tag).to_owned());
    }
    let is_called = |language: &Language| {
        fold(language.to_name()) == name
            || language.to_autonym().is_some_and(|own| fold(own) == name)
    };
    let mut named = isolang::languages().filter(is_called);
    let found = named.next()?;
    Some(found.to_639_1().unwrap_or(found.to_639_3()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names_are_one_language() {
        for (raw, tag) in [
            ("nl", "nl"),
            ("NL", "nl"),
            ("nl_NL", "nl-NL"),
            ("nld", "nl"),
            ("Nederlands", "nl"),
            ("Dutch", "nl"),
            ("en-gb", "en-GB"),
            ("Engels", "en"),
            ("English", "en"),
            ("zh-hant", "zh-Hant"),
            ("Deutsch", "de"),
            ("français", "fr"),
            ("fries", "fy"),
            ("nl_NL.UTF-8", "nl-NL"),
            ("papiaments", "pap"),
        ] {
            assert_eq!(language(raw).as_deref(), Ok(tag), "{raw}");
        }
        for raw in ["", "xx", "nederlandsch", "-", "nl--NL", "12"] {
            assert_eq!(language(raw), Err(Invalid::Language), "{raw}");
        }
    }
}
