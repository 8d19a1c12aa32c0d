//! A filter as names and values, for an address that finds it again.
//!
//! **Invariant:** what was written is read back the same; a name or value that is not known filters nothing.

use super::wanted::{Filter, Mood};
use crate::model::Direction;
use crate::vocabulary::Category;

/// The ways, with their names.
const DIRECTIONS: [(Direction, &str); 3] = [
    (Direction::In, "in"),
    (Direction::Out, "out"),
    (Direction::None, "none"),
];
/// The moods, with their names.
const MOODS: [(Mood, &str); 3] = [
    (Mood::Negative, "negative"),
    (Mood::Neutral, "neutral"),
    (Mood::Positive, "positive"),
];

impl Filter {
    /// Everything that can be filtered by.
    pub const NAMES: [&str; 9] = [
        "text",
        "group",
        "kind",
        "channel",
        "department",
        "direction",
        "mood",
        "from",
        "until",
    ];

    /// Returns what is filtered by, as names and values; nothing for a filter that lets everything through.
    #[must_use]
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let slug = |slug: &Option<String>| slug.clone();
        let of_list = |name: Option<&'static str>| name.map(str::to_owned);
        let text = Some(self.text.clone()).filter(|t| !t.is_empty());
        let all = [
            ("text", text),
            ("group", of_list(self.category.map(Category::slug))),
            ("kind", slug(&self.kind)),
            ("channel", slug(&self.channel)),
            ("department", slug(&self.department)),
            ("direction", of_list(name_of(&DIRECTIONS, self.direction))),
            ("mood", of_list(name_of(&MOODS, self.mood))),
            ("from", self.from_ms.map(|ms| ms.to_string())),
            ("until", self.until_ms.map(|ms| ms.to_string())),
        ];
        let said = all.into_iter();
        said.filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    /// Takes in a name and value of [`Filter::words`].
    pub fn set_word(&mut self, name: &str, value: &str) {
        let slug = || Some(value.to_owned()).filter(|v| !v.is_empty());
        match name {
            "text" => value.clone_into(&mut self.text),
            "group" => self.category = Category::ALL.into_iter().find(|c| c.slug() == value),
            "kind" => self.kind = slug(),
            "channel" => self.channel = slug(),
            "department" => self.department = slug(),
            "direction" => self.direction = of_name(&DIRECTIONS, value),
            "mood" => self.mood = of_name(&MOODS, value),
            "from" => self.from_ms = value.parse().ok(),
            "until" => self.until_ms = value.parse().ok(),
            _ => {}
        }
    }
}

fn name_of<T: Copy + PartialEq>(
    list: &[(T, &'static str)],
    value: Option<T>,
) -> Option<&'static str> {
    let value = value?;
    let found = list.iter().find(|(known, _)| *known == value);
    found.map(|(_, name)| *name)
}

fn of_name<T: Copy>(list: &[(T, &str)], name: &str) -> Option<T> {
    let found = list.iter().find(|(_, known)| *known == name);
    found.map(|(value, _)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[(&str, String)]) -> Filter {
        let mut filter = Filter::default();
        for (name, value) in words {
            filter.set_word(name, value);
        }
        filter
    }

    #[test]
    fn what_is_filtered_by_is_read_back_the_same() {
        assert_eq!(Filter::default().words(), []);
        let whole = Filter {
            text: "meter & stand=1".to_owned(),
            category: Some(Category::Complaint),
            kind: Some("call".to_owned()),
            channel: Some("phone".to_owned()),
            department: Some("service".to_owned()),
            direction: Some(Direction::Out),
            mood: Some(Mood::Negative),
            from_ms: Some(-5),
            until_ms: Some(1_790_000_000_000),
        };
        let names: Vec<_> = whole.words().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, Filter::NAMES);
        assert_eq!(read(&whole.words()), whole);
        for category in Category::ALL {
            let category = Some(category);
            let filter = Filter {
                category,
                ..Filter::default()
            };
            assert_eq!(read(&filter.words()), filter);
        }
    }

    #[test]
    fn what_is_not_known_filters_nothing() {
        let odd = ["group", "direction", "mood", "from", "until", "sing"];
        let odd = odd.map(|name| (name, "undefined".to_owned()));
        assert_eq!(read(&odd), Filter::default());
    }
}
