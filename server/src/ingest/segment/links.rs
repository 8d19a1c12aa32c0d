//! Which ids of an import are one person, by what its messages say themselves.
//!
//! **Invariants:** users become one only by an alias message. A visitor belongs to a user only when
//! exactly one user was seen with them: two people on one tablet are never mixed.

use std::collections::{HashMap, HashSet};

use super::message::{Message, MessageType};

/// The ids of one person: the user ids, the newest of their names first, and their visitors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Group {
    /// User ids.
    pub(crate) users: Vec<String>,
    /// Visitors that are theirs alone.
    pub(crate) anonymous: Vec<String>,
}

/// The ids that one message names together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    user: Option<String>,
    visitor: Option<String>,
    former: Option<String>,
}

impl Told {
    /// Returns what a message says.
    pub(crate) fn by(message: &Message) -> Self {
        let is_alias = message.kind == MessageType::Alias;
        Self {
            user: message.user_id.clone(),
            visitor: message.anonymous_id.clone(),
            former: message.previous_id.clone().filter(|_| is_alias),
        }
    }
}

/// What the messages of an import say about who is who.
#[derive(Debug, Default)]
pub(crate) struct Links {
    users: Vec<String>,
    places: HashMap<String, usize>,
    parents: Vec<usize>,
    /// Users seen with a visitor.
    seen_with: HashMap<String, Vec<usize>>,
    visitors: HashSet<String>,
    aliases: Vec<(usize, String)>,
    groups: HashMap<usize, Group>,
    owners: HashMap<String, usize>,
    /// Visitors who are several people.
    shared: HashSet<String>,
}

impl Links {
    /// Takes what one message says.
    pub(crate) fn add(&mut self, message: &Message) {
        self.add_told(&Told::by(message));
    }

    /// Takes which ids were named together.
    pub(crate) fn add_told(&mut self, told: &Told) {
        let user = told.user.as_deref().map(|id| self.place(id));
        if let Some(visitor) = &told.visitor {
            self.visitors.insert(visitor.clone());
            if let Some(user) = user {
                self.see(visitor, user);
            }
        }
        if let (Some(user), Some(previous)) = (user, &told.former) {
            self.aliases.push((user, previous.clone()));
        }
    }

    /// Draws the conclusions; call it once, after the last message.
    pub(crate) fn finish(&mut self) {
        for (user, previous) in std::mem::take(&mut self.aliases) {
            if self.visitors.contains(&previous) && !self.places.contains_key(&previous) {
                self.see(&previous, user);
            } else {
                let previous = self.place(&previous);
                self.join(previous, user);
            }
        }
        for place in 0..self.users.len() {
            let root = self.find(place);
            let Some(user) = self.users.get(place).cloned() else {
                continue;
            };
            let group = self.groups.entry(root).or_default();
            if place == root {
                group.users.insert(0, user);
            } else {
                group.users.push(user);
            }
        }
        let mut seen: Vec<_> = std::mem::take(&mut self.seen_with).into_iter().collect();
        seen.sort();
        for (visitor, users) in seen {
            let roots: HashSet<_> = users.into_iter().map(|user| self.find(user)).collect();
            if let (1, Some(root)) = (roots.len(), roots.into_iter().next()) {
                self.groups
                    .entry(root)
                    .or_default()
                    .anonymous
                    .push(visitor.clone());
                self.owners.insert(visitor, root);
            } else {
                self.shared.insert(visitor);
            }
        }
    }

    /// Returns the group of a user.
    pub(crate) fn of_user(&self, user: &str) -> Option<&Group> {
        let place = *self.places.get(user)?;
        self.groups.get(self.parents.get(place)?)
    }

    /// Returns the group of a visitor who is one user's alone.
    pub(crate) fn of_visitor(&self, visitor: &str) -> Option<&Group> {
        self.groups.get(self.owners.get(visitor)?)
    }

    /// Returns whether several people were this visitor.
    pub(crate) fn is_shared(&self, visitor: &str) -> bool {
        self.shared.contains(visitor)
    }

    fn place(&mut self, user: &str) -> usize {
        if let Some(place) = self.places.get(user) {
            return *place;
        }
        let place = self.users.len();
        self.users.push(user.to_owned());
        self.parents.push(place);
        self.places.insert(user.to_owned(), place);
        place
    }

    fn see(&mut self, visitor: &str, user: usize) {
        let users = self.seen_with.entry(visitor.to_owned()).or_default();
        if !users.contains(&user) {
            users.push(user);
        }
    }

    /// Finds the root of a place; every place on the way is put right under it, so that chains stay short.
    fn find(&mut self, place: usize) -> usize {
        let mut root = place;
        while let Some(parent) = self.parents.get(root).copied().filter(|p| *p != root) {
            root = parent;
        }
        let mut next = place;
        while let Some(parent) = self.parents.get_mut(next).filter(|p| **p != root) {
            next = std::mem::replace(parent, root);
        }
        root
    }

    /// Puts the former id under the new one, whose name is the person's.
    fn join(&mut self, previous: usize, user: usize) {
        let (from, to) = (self.find(previous), self.find(user));
        if let Some(parent) = self.parents.get_mut(from) {
            *parent = to;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::identifier::NoIds;

    fn links(lines: &[&str]) -> Links {
        let mut links = Links::default();
        for line in lines {
            let text = line.replace('{', r#"{"timestamp":"2024-01-01","#);
            links.add(&Message::parse(&text, &NoIds::default()).unwrap());
        }
        links.finish();
        links
    }

    fn group(users: &[&str], anonymous: &[&str]) -> Group {
        let own = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Group {
            users: own(users),
            anonymous: own(anonymous),
        }
    }

    #[test]
    fn a_visitor_who_identifies_is_that_user() {
        let links = links(&[
            r#"{"type":"page","anonymousId":"v"}"#,
            r#"{"type":"identify","anonymousId":"v","userId":"u"}"#,
        ]);
        assert_eq!(links.of_visitor("v"), Some(&group(&["u"], &["v"])));
        assert_eq!(links.of_user("u"), links.of_visitor("v"));
    }

    #[test]
    fn two_users_of_one_tablet_stay_two_and_the_tablet_is_nobodys() {
        let links = links(&[
            r#"{"type":"identify","anonymousId":"tablet","userId":"ann"}"#,
            r#"{"type":"identify","anonymousId":"tablet","userId":"bob"}"#,
        ]);
        assert_eq!(links.of_visitor("tablet"), None);
        assert_eq!(links.of_user("ann"), Some(&group(&["ann"], &[])));
        assert_eq!(links.of_user("bob"), Some(&group(&["bob"], &[])));
    }

    #[test]
    fn an_alias_joins_a_former_user_id_and_a_visitor() {
        let links = links(&[
            r#"{"type":"track","event":"x","userId":"ann@old.nl"}"#,
            r#"{"type":"alias","userId":"7","previousId":"ann@old.nl"}"#,
            r#"{"type":"page","anonymousId":"v"}"#,
            r#"{"type":"alias","userId":"7","previousId":"v"}"#,
        ]);
        let whole = group(&["7", "ann@old.nl"], &["v"]);
        for found in [
            links.of_user("ann@old.nl"),
            links.of_user("7"),
            links.of_visitor("v"),
        ] {
            assert_eq!(found, Some(&whole));
        }
    }

    #[test]
    fn aliases_in_a_circle_end() {
        let links = links(&[
            r#"{"type":"alias","userId":"a","previousId":"b"}"#,
            r#"{"type":"alias","userId":"b","previousId":"c"}"#,
            r#"{"type":"alias","userId":"c","previousId":"a"}"#,
        ]);
        assert_eq!(links.of_user("a").unwrap().users.len(), 3);
    }
}
