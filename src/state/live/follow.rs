//! Following at work: hears what the other views tell, reads the stream where nobody else does, and asks where there is
//! none.

use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::join3;
use leptos::prelude::*;

use super::following::{Following, Heard, Word};
use super::{asking, leading};
use crate::state::view::View;

/// Follows until the view is gone.
pub(super) async fn follow(view: View) {
    let Some(host) = view.host() else { return };
    let Some(peers) = host.peers().await else {
        return;
    };
    let words = peers.words();
    let (reopen, reopened) = mpsc::channel(0);
    let following = Rc::new(Following::new(view, host, peers, reopen));
    let shows = Rc::clone(&following);
    Effect::new(move |was_online: Option<bool>| {
        view.head.track();
        let is_online = view.is_online.get();
        let is_news = shows.tell_shown();
        if is_news || (is_online && was_online == Some(false)) {
            shows.reopen();
        }
        is_online
    });
    join3(
        listen(&following, words),
        leading::lead(&following, reopened),
        asking::ask_where_nobody_tells(&following),
    )
    .await;
}

/// Hears what other views tell.
async fn listen(following: &Rc<Following>, words: impl futures::Stream<Item = String>) {
    let mut words = std::pin::pin!(words);
    while let Some(word) = words.next().await {
        match serde_json::from_str(&word) {
            Ok(Word::Shows(name, shown)) => {
                let now_ms = following.host.now_ms();
                let is_news = following.wants.borrow_mut().take_in(&name, shown, now_ms);
                if is_news {
                    following.reopen();
                }
            }
            Ok(Word::Who) => drop(following.tell_shown()),
            Ok(Word::Said(event)) => {
                if following.hear(&event) == Heard::NotForThis && !following.reads.get() {
                    following.is_alone.set(true);
                    following.reopen();
                }
            }
            Ok(Word::Alive) if following.is_alone.get() => {}
            Ok(Word::Alive) => following.heard_ms.set(following.host.now_ms()),
            // A view of another version says what this one does not know.
            Err(_) => {}
        }
    }
}
