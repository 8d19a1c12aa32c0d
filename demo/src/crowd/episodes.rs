//! The crowd's episodes: which there are, and telling one with its blanks filled in.

use super::face::{Face, Role};
use super::names::{AGENTS, MECHANICS, PRODUCTS};
use crate::random::Random;
use crate::routine::euros;
use crate::script;
use crate::story::Story;

/// What happens to people at home, at work, and to those who have not bought yet.
const EPISODES: [&str; 3] = [
    include_str!("episodes.txt"),
    include_str!("more_episodes.txt"),
    include_str!("work_and_plans.txt"),
];

/// An episode: for whom it is, and its script.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Episode {
    tags: &'static str,
    script: &'static str,
}

impl Episode {
    fn has(&self, tag: &str) -> bool {
        self.tags.split_whitespace().any(|t| t == tag)
    }
}

/// Returns the episodes that somebody can have; those that still play, or those that are over.
pub(super) fn episodes_for(role: Role, is_now: bool) -> Vec<Episode> {
    let tag = match role {
        Role::Home => "home",
        Role::Business => "business",
        Role::Prospect => "prospect",
    };
    let blocks = EPISODES.iter().flat_map(|t| t.split("\n% ").skip(1));
    let all = blocks.map(|block| {
        let (tags, _) = block.split_once('\n').unwrap_or((block, ""));
        Episode {
            tags,
            script: block,
        }
    });
    all.filter(|e| e.has(tag) && e.has("now") == is_now)
        .collect()
}

/// Tells one of a list, so many days ago, and takes it out: nobody goes through the same twice. A
/// rare one is told one time in three that it comes up.
pub(super) fn tell_one(
    s: &mut Story,
    r: &mut Random,
    face: &Face,
    list: &mut Vec<Episode>,
    days: i64,
) {
    if list.is_empty() {
        return;
    }
    let last = i64::try_from(list.len()).unwrap_or(1) - 1;
    let episode = list.swap_remove(usize::try_from(r.between(0, last)).unwrap_or(0));
    if episode.has("rare") && !r.chance(33) {
        return;
    }
    let (product, cents) = r.pick(&PRODUCTS);
    let minute = r.between(10, 50);
    let filled = episode
        .script
        .replace("{first}", face.first)
        .replace("{sir}", &face.sir())
        .replace("{agent}", r.pick(&AGENTS))
        .replace("{other}", r.pick(&AGENTS))
        .replace("{mechanic}", r.pick(&MECHANICS))
        .replace("{product}", product)
        .replace("{price}", &cents.to_string())
        .replace("{euro}", &euros(cents))
        .replace("{place}", &face.place())
        .replace("{mm}", &minute.to_string())
        .replace("{m2}", &(minute + 2).to_string())
        .replace("{m4}", &(minute + 4).to_string());
    script::tell_earlier(s, &filled, days);
}
