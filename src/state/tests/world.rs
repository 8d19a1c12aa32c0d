//! A view with a server that answers when the test says so, a device in memory and a clock that stands still.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use any_spawner::Executor;
use futures::channel::oneshot;
use futures::future::{LocalBoxFuture, ready};
use futures::stream::LocalBoxStream;
use futures::{FutureExt, StreamExt, stream};
use klantbeeld_core::block::Block;
use klantbeeld_core::ids::CustomerId;
use klantbeeld_core::model::{Attachment, ItemLine};
use leptos::prelude::*;
use web_sys::File;

use crate::api::ApiError;
use crate::api::live::LiveRequest;
use crate::api::remote::{Answer, BlockStream, LiveStream, Remote};
use crate::api::wire::{
    AttachmentRequest, Changes, ChangesRequest, DetailRequest, ItemDetail, OpenRequest,
    OperationResult, ProfileHead, PushRequest, RevealRequest, RevealedField, SearchHit,
    SearchRequest,
};
use crate::i18n::Lang;
use crate::offline::{Kept, Lead, LocalStore, Memory, Peers};
use crate::state::host::{Host, Page};
use crate::state::{Face, Settings, View, start_outbox};

/// Everything around one view.
pub(super) struct World {
    pub(super) view: View,
    pub(super) server: Rc<Server>,
    pub(super) page: Rc<TestPage>,
    pub(super) owner: Owner,
}

impl World {
    /// Makes a view for a face, with nothing on the device.
    pub(super) fn new(face: Face) -> Self {
        Self::on(face, Rc::new(Memory::default()))
    }

    /// Makes a view for a face on a device.
    pub(super) fn on(face: Face, store: Rc<dyn LocalStore>) -> Self {
        // Refused where an earlier test has chosen it already; each thread has its own tasks.
        let _ = Executor::init_futures_executor();
        let (server, page) = (Rc::new(Server::default()), Rc::new(TestPage::default()));
        let owner = Owner::new();
        let settings = Settings {
            face,
            lang: Lang::Nl,
            is_compact: false,
            theme: "auto",
            shows_planned: false,
            contact: None,
            panels: Vec::new(),
        };
        let view = owner.with(|| {
            let store = std::future::ready(store);
            let host = Host::new(
                server.clone(),
                page.clone(),
                ready(Some(Rc::new(Alone) as Rc<dyn Peers>)),
                store,
            );
            let view = View::new(Rc::new(host), settings);
            start_outbox(view);
            view
        });
        let world = Self {
            view,
            server,
            page,
            owner,
        };
        world.run();
        world
    }

    /// Closes the window, whatever is under way.
    pub(super) fn close(self) {
        self.owner.cleanup();
        self.run();
    }

    /// Runs everything that can run.
    pub(super) fn run(&self) {
        Executor::poll_local();
    }

    /// Opens a customer and runs everything that can run.
    pub(super) fn open(&self, customer: &str) {
        crate::state::open(self.view, Some(id(customer)));
        self.run();
    }

    /// Answers the oldest question for a card.
    pub(super) fn answer_open(&self, answer: Result<ProfileHead, ApiError>) {
        self.server.opened.answer(answer);
        self.run();
    }

    /// Answers the oldest question for a whole timeline.
    pub(super) fn answer_blocks(&self, version: u64, lines: &[ItemLine]) {
        self.server.blocks.answer(Ok(blocks(version, lines)));
        self.run();
    }

    /// Opens a customer as far as it goes: card and timeline of a version.
    pub(super) fn open_whole(&self, customer: &str, version: u64) {
        self.open(customer);
        self.answer_open(Ok(head(customer, version)));
        self.answer_blocks(version, &[line(customer, "i-1")]);
    }

    /// Returns whose card is on screen.
    pub(super) fn shown(&self) -> Option<String> {
        let head = self.view.head.get_untracked();
        head.map(|h| h.customer_id.as_str().to_owned())
    }

    /// Returns the titles of the timeline on screen, newest first.
    pub(super) fn titles(&self) -> Vec<String> {
        let timeline = self.view.timeline.get_untracked();
        let rows = timeline.filter(&self.view.applied_filter(), &[]).0;
        let lines = rows.into_iter().filter_map(|row| timeline.line(row));
        lines.map(|line| line.title).collect()
    }
}

/// Returns the id of a customer.
pub(super) fn id(customer: &str) -> CustomerId {
    CustomerId::parse(customer).unwrap()
}

/// Returns a whole timeline of one block.
pub(super) fn blocks(version: u64, lines: &[ItemLine]) -> BlockStream {
    BlockStream {
        version: Some(version),
        blocks: stream::iter([Ok(Block::encode(lines))]).boxed_local(),
    }
}

/// Returns a line whose title names its customer.
pub(super) fn line(customer: &str, item: &str) -> ItemLine {
    let json = format!(
        r#"{{"item_id":"{item}","at_ms":1790000000000,"kind":"call","channel":"phone","department":"service",
        "source":"crm","title":"{customer} {item}"}}"#
    );
    serde_json::from_str(&json).unwrap()
}

/// Returns a card with one item that names its customer.
pub(super) fn head(customer: &str, version: u64) -> ProfileHead {
    let item = serde_json::to_string(&line(customer, "i-1")).unwrap();
    let json = format!(
        r#"{{"customer_id":"{customer}","kind":"person","version":{version},"as_of_ms":5,"viewer":{{"subject":"s",
        "name":"n","role":"agent","role_label":{{"nl":"a","en":"b"}},"panels":[],"may_add":true}},
        "fields":[{{"field":"person.last_name","label":{{"nl":"Naam","en":"Name"}},"class":"identity","owner":"service",
        "cadence":"live","type":"text","writable":true,"claims":[{{"value":"{customer}","source":"crm",
        "valid_from_ms":1,"known_at_ms":2,"author":"system","by":"crm"}}]}}],"identities":[],"relations":[],
        "months":[],"channels":[],"open":[],"upcoming":[],"first":null,"page":{{"items":[{item}],"next":"more"}},
        "total":1,"sources":[],"custom_kinds":[],"hidden":[]}}"#
    );
    serde_json::from_str(&json).unwrap()
}

/// Questions of one kind, in the order in which they were asked.
pub(super) struct Questions<Q, A> {
    asked: RefCell<Vec<Q>>,
    open: RefCell<VecDeque<(Q, oneshot::Sender<Result<A, ApiError>>)>>,
}

impl<Q, A> Default for Questions<Q, A> {
    fn default() -> Self {
        Self {
            asked: RefCell::default(),
            open: RefCell::default(),
        }
    }
}

impl<Q: Clone, A: 'static> Questions<Q, A> {
    fn ask(&self, question: Q) -> Answer<A> {
        let (answer, receiver) = oneshot::channel();
        self.asked.borrow_mut().push(question.clone());
        self.open.borrow_mut().push_back((question, answer));
        async move { receiver.await.unwrap_or(Err(ApiError::Network)) }.boxed_local()
    }

    /// Returns all that was asked.
    pub(super) fn asked(&self) -> Vec<Q> {
        self.asked.borrow().clone()
    }

    /// Returns how many wait for an answer.
    pub(super) fn waiting(&self) -> usize {
        self.open.borrow().len()
    }

    /// Answers the oldest question that waits.
    pub(super) fn answer(&self, answer: Result<A, ApiError>) {
        self.answer_nth(0, |_| answer);
    }

    /// Answers a question that waits, by its place among them. Nobody may wait for it any more.
    pub(super) fn answer_nth(&self, place: usize, answer: impl FnOnce(&Q) -> Result<A, ApiError>) {
        let waiting = self.open.borrow_mut().remove(place);
        let (question, sender) = waiting.expect("a question waits");
        drop(sender.send(answer(&question)));
    }
}

/// A server that answers when the test says so.
#[derive(Default)]
pub(super) struct Server {
    pub(super) opened: Questions<OpenRequest, ProfileHead>,
    pub(super) changes: Questions<ChangesRequest, Changes>,
    pub(super) blocks: Questions<CustomerId, BlockStream>,
    pub(super) pushed: Questions<PushRequest, Vec<OperationResult>>,
    pub(super) live: Questions<LiveRequest, LiveStream>,
    pub(super) searched: Questions<SearchRequest, Vec<SearchHit>>,
}

impl Remote for Server {
    fn open(&self, request: OpenRequest) -> Answer<ProfileHead> {
        self.opened.ask(request)
    }

    fn changes(&self, request: ChangesRequest) -> Answer<Changes> {
        self.changes.ask(request)
    }

    fn blocks(&self, customer_id: CustomerId) -> Answer<BlockStream> {
        self.blocks.ask(customer_id)
    }

    fn detail(&self, _request: DetailRequest) -> Answer<ItemDetail> {
        async { Err(ApiError::NotFound) }.boxed_local()
    }

    fn open_attachment(&self, _request: AttachmentRequest) -> Answer<Vec<u8>> {
        async { Err(ApiError::NotFound) }.boxed_local()
    }

    fn add_attachment(&self, _customer_id: CustomerId, _file: File) -> Answer<Attachment> {
        async { Err(ApiError::NotFound) }.boxed_local()
    }

    fn reveal(&self, _request: RevealRequest) -> Answer<RevealedField> {
        async { Err(ApiError::NotFound) }.boxed_local()
    }

    fn search(&self, request: SearchRequest) -> Answer<Vec<SearchHit>> {
        self.searched.ask(request)
    }

    fn live(&self, request: LiveRequest) -> Answer<LiveStream> {
        self.live.ask(request)
    }

    fn push(&self, request: PushRequest) -> Answer<Vec<OperationResult>> {
        self.pushed.ask(request)
    }
}

/// The only view of its browser.
struct Alone;

impl Peers for Alone {
    fn lead(&self) -> Kept<Lead> {
        std::future::ready(None).boxed_local()
    }

    fn tell(&self, _word: &str) {}

    fn words(&self) -> LocalBoxStream<'static, String> {
        stream::pending().boxed_local()
    }
}

/// A page whose clock stands still until the test moves it; whoever sleeps goes on when that is reached.
#[derive(Default)]
pub(super) struct TestPage {
    now_ms: Cell<i64>,
    pub(super) ids: Cell<u32>,
    pub(super) is_hidden: Cell<bool>,
    sleepers: RefCell<Vec<(i64, oneshot::Sender<()>)>>,
    events: RefCell<Vec<String>>,
    told: RefCell<Vec<String>>,
}

impl TestPage {
    /// Moves the clock on and wakes who slept until then.
    pub(super) fn pass(&self, time: Duration) {
        let now_ms = self.now_ms.get() + i64::try_from(time.as_millis()).unwrap();
        self.now_ms.set(now_ms);
        let sleepers = self.sleepers.take().into_iter();
        let (due, later): (Vec<_>, Vec<_>) =
            sleepers.partition(|(until_ms, _)| *until_ms <= now_ms);
        self.sleepers.replace(later);
        for (_, sleeper) in due {
            // Whose view is gone does not wait any more.
            let _ = sleeper.send(());
        }
        Executor::poll_local();
    }

    /// Returns the events with what they told, as `change customer=c-1 action=add_note`.
    pub(super) fn told(&self) -> Vec<String> {
        self.told.borrow().clone()
    }

    /// Returns the names of the events that the host was told of.
    pub(super) fn events(&self) -> Vec<String> {
        self.events.borrow().clone()
    }
}

impl Page for TestPage {
    fn adopt_style(&self, _css: &'static str) {}

    fn now_ms(&self) -> i64 {
        self.now_ms.get()
    }

    fn chance(&self) -> f64 {
        0.5
    }

    fn new_id(&self) -> String {
        self.ids.set(self.ids.get() + 1);
        format!("id-{}", self.ids.get())
    }

    fn use_zone(&self, _name: Option<&str>) {}

    fn offset_ms(&self, _at_ms: i64) -> i64 {
        3_600_000
    }

    fn sleep(&self, time: Duration) -> LocalBoxFuture<'static, ()> {
        let until_ms = self.now_ms.get() + i64::try_from(time.as_millis()).unwrap();
        let (waker, sleeper) = oneshot::channel();
        self.sleepers.borrow_mut().push((until_ms, waker));
        sleeper.map(drop).boxed_local()
    }

    fn offer_file(&self, _content: &[u8], _media_type: &str, _name: &str) {}

    fn is_hidden(&self) -> bool {
        self.is_hidden.get()
    }

    fn emit(&self, name: &str, detail: &[(&str, &str)]) {
        self.events.borrow_mut().push(name.to_owned());
        let detail = detail.iter().map(|(key, value)| format!("{key}={value}"));
        let told = detail.collect::<Vec<_>>().join(" ");
        self.told.borrow_mut().push(format!("{name} {told}"));
    }
}
