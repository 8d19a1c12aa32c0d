//! Reading the stream for all views of the browser.
//!
//! **Invariant:** a stream that says nothing, as behind a proxy that holds it back, is given up; whoever follows asks by
//! itself meanwhile.

use std::rc::Rc;
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc;
use futures::future::{Either, select};

use super::following::{Following, Word};
use crate::api::ApiError;
use crate::api::live::{LiveEnd, LiveEvent, LiveRequest, MAX_WATCHED, Watched};
use crate::api::remote::LiveStream;
use crate::offline::Lead;

/// The server says something every 15 seconds.
const SILENCE: Duration = Duration::from_secs(40);
/// How long the others have to say what they show.
const ANSWERS: Duration = Duration::from_millis(100);
/// The first and the longest wait for another stream.
const FIRST_WAIT_MS: f64 = 500.0;
const LONGEST_WAIT_MS: f64 = 60_000.0;
/// When it is tried again where it cannot be had: an older server, a proxy that holds it back, a token without rights.
const LATER: Duration = Duration::from_secs(300);

/// How a stream ended.
enum Ended {
    /// It was there, and is to be taken up again.
    Broken,
    /// It did not come, or said nothing; so many milliseconds at least before the next.
    Failed(Option<u32>),
    /// It cannot be had here.
    Refused,
}

/// Waits for the lead, and reads from then on; gives it back where it is of no use.
pub(super) async fn lead(following: &Rc<Following>, mut reopened: mpsc::Receiver<()>) {
    loop {
        let held = may_read(following, &mut reopened).await;
        following.reads.set(true);
        following.tell(&Word::Who);
        following.host.page.sleep(ANSWERS).await;
        read_on(following, &mut reopened).await;
        following.reads.set(false);
        drop(held);
        wait(following, LATER, &mut reopened).await;
    }
}

/// Waits until no other view reads the stream, or the one that does cannot tell of this customer.
async fn may_read(following: &Following, reopened: &mut mpsc::Receiver<()>) -> Lead {
    let mut lead = following.peers.lead();
    loop {
        if following.is_alone.get() {
            return None;
        }
        match select(lead, reopened.next()).await {
            Either::Left((held, _)) => return held,
            Either::Right((_, waits)) => lead = waits,
        }
    }
}

/// Reads stream after stream, until it can be had no longer.
async fn read_on(following: &Following, reopened: &mut mpsc::Receiver<()>) {
    let mut tries = 0_i32;
    loop {
        let request = request(following);
        if request.watched.is_empty() {
            let _somebody_is_shown = reopened.next().await;
            continue;
        }
        // What asked for it until now is in the request.
        while reopened.try_recv().is_ok() {}
        let ended = match select(Box::pin(read(following, request)), reopened.next()).await {
            Either::Left((ended, _)) => ended,
            Either::Right(_) => continue,
        };
        let least_ms = match ended {
            Ended::Broken => {
                tries = 0;
                FIRST_WAIT_MS
            }
            Ended::Failed(least_ms) => {
                tries = (tries + 1).min(10);
                least_ms.map_or(FIRST_WAIT_MS, f64::from)
            }
            Ended::Refused => return,
        };
        let most_ms = (least_ms * 2.0_f64.powi(tries)).min(LONGEST_WAIT_MS.max(least_ms));
        let time_ms = most_ms * (0.5 + following.host.page.chance() / 2.0);
        wait(
            following,
            Duration::from_secs_f64(time_ms / 1_000.0),
            reopened,
        )
        .await;
    }
}

/// Waits, unless somebody else is to be watched or the network is back.
async fn wait(following: &Following, time: Duration, reopened: &mut mpsc::Receiver<()>) {
    select(following.host.page.sleep(time), reopened.next()).await;
}

fn request(following: &Following) -> LiveRequest {
    // What is shown here may have another version by now.
    following.tell_shown();
    let watched = following
        .wants
        .borrow_mut()
        .watched(following.host.now_ms());
    let watched = watched.into_iter().take(MAX_WATCHED);
    LiveRequest {
        watched: watched
            .map(|(customer_id, version)| Watched {
                customer_id,
                version,
            })
            .collect(),
        boot: following.boot.borrow().clone(),
    }
}

/// Reads one stream to its end.
///
/// Asked past [`View::ask`](crate::state::View::ask): where there is no stream the view loses nothing but time, and what
/// it asks instead is heard.
async fn read(following: &Following, request: LiveRequest) -> Ended {
    let asked = following.host.remote.live(request);
    let stream = match in_time(following, asked).await {
        Some(Ok(stream)) => stream,
        Some(Err(error)) => return refused(&error),
        None => return Ended::Failed(None),
    };
    read_events(following, stream).await
}

async fn read_events(following: &Following, mut stream: LiveStream) -> Ended {
    let mut is_there = false;
    loop {
        match in_time(following, stream.next()).await {
            Some(Some(Ok(Some(event)))) => {
                is_there = true;
                if !following.is_alone.get() {
                    following.tell(&Word::Said(event.clone()));
                }
                following.hear(&event);
                match event {
                    LiveEvent::Hello { boot } => {
                        *following.boot.borrow_mut() = Some(boot);
                    }
                    LiveEvent::End { reason } => return ended(reason),
                    _ => {}
                }
            }
            Some(Some(Ok(None))) => {
                following.heard_ms.set(following.host.now_ms());
                if !following.is_alone.get() {
                    following.tell(&Word::Alive);
                }
            }
            Some(Some(Err(_)) | None) if is_there => return Ended::Broken,
            // What holds a stream back does so the next time too.
            None if !is_there => return Ended::Refused,
            _ => return Ended::Failed(None),
        }
    }
}

/// Waits for something of the stream; none when nothing came for too long.
async fn in_time<T>(following: &Following, word: impl Future<Output = T>) -> Option<T> {
    match select(Box::pin(word), following.host.page.sleep(SILENCE)).await {
        Either::Left((word, _)) => Some(word),
        Either::Right(_) => None,
    }
}

fn ended(reason: LiveEnd) -> Ended {
    match reason {
        LiveEnd::TokenExpired | LiveEnd::Stopping => Ended::Broken,
        LiveEnd::Unavailable => Ended::Failed(None),
        LiveEnd::NothingToWatch => Ended::Refused,
    }
}

fn refused(error: &ApiError) -> Ended {
    match error {
        ApiError::Network | ApiError::Unavailable => Ended::Failed(None),
        ApiError::TooMany { retry_after_ms } => Ended::Failed(Some(*retry_after_ms)),
        _ => Ended::Refused,
    }
}
