//! The signals of one mounted view, and what is derived from them.

use std::rc::Rc;
use std::sync::Arc;

use futures::FutureExt;
use klantbeeld_core::ids::{CustomerId, ItemId};
use klantbeeld_core::insight::{ContactContext, Facts, History};
use klantbeeld_core::model::ItemLine;
use klantbeeld_core::sync::{Outbox, Pending, PendingField, PendingItem, PendingState};
use klantbeeld_core::timeline::{Filter, Timeline, Zone};
use klantbeeld_core::vocabulary::CustomKind;
use leptos::prelude::*;

use super::host::Host;
use super::told::Told;
use super::waiting::with_pending;
use crate::api::ApiError;
use crate::api::wire::{FieldView, ProfileHead};
use crate::i18n::{Lang, Texts};
use crate::offline::Person;

/// How far the clocks of device and server may differ: what lies ahead by no more has happened.
const CLOCK_SKEW_MS: i64 = 5 * 60_000;

/// Which of the three faces this view is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    /// Embedded in a host's page, for an employee.
    Agent,
    /// The customer's own page.
    Own,
    /// The app with search, queue and a place on the device.
    App,
}

/// Somebody who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) customer_id: CustomerId,
    pub(crate) name: String,
    /// What tells them from others of that name.
    pub(crate) detail: String,
}

/// How far the loading of the customer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Load {
    /// No customer is chosen.
    Nobody,
    /// Nothing is there yet.
    Loading,
    /// Nobody or several fit what the host knows of the customer.
    Candidates(String, Vec<Candidate>),
    /// Something is shown.
    Ready,
    /// Nothing could be shown.
    Failed(ApiError),
}

/// How far the older part of the timeline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Only the first page is there.
    Partial,
    /// All of it.
    Complete,
    /// It could not be fetched.
    Failed,
}

/// What the host or the user sets.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) face: Face,
    pub(crate) lang: Lang,
    pub(crate) is_compact: bool,
    /// `light`, `dark` or `auto`.
    pub(crate) theme: &'static str,
    pub(crate) shows_planned: bool,
    pub(crate) contact: Option<ContactContext>,
    pub(crate) panels: Vec<String>,
}

/// A field as it is shown: the server's, with the value that waits on top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShownField {
    pub(crate) view: FieldView,
    pub(crate) pending: Option<PendingField>,
}

impl ShownField {
    /// Returns the value to show; none when there is none.
    pub(crate) fn value(&self) -> Option<&str> {
        let claimed = || self.view.claims.first().map(|c| c.value.as_str());
        let value = self
            .pending
            .as_ref()
            .map(|p| p.value.as_str())
            .or_else(claimed);
        value.map(str::trim).filter(|v| !v.is_empty())
    }
}

/// The state of one mounted view. Copy: every part of the screen takes it by value.
#[derive(Clone, Copy)]
pub(crate) struct View {
    host: StoredValue<Rc<Host>, LocalStorage>,
    pub(crate) face: Face,
    pub(crate) lang: RwSignal<Lang>,
    pub(crate) is_compact: RwSignal<bool>,
    pub(crate) theme: RwSignal<&'static str>,
    pub(crate) shows_planned: RwSignal<bool>,
    pub(crate) contact: RwSignal<Option<ContactContext>>,
    /// Names of the panels to show, in order; empty means what the policy gives the role.
    pub(crate) panels: RwSignal<Vec<String>>,
    pub(crate) customer: RwSignal<Option<CustomerId>>,
    /// What a host last asked to be recognised.
    pub(crate) wanted: RwSignal<String>,
    pub(crate) load: RwSignal<Load>,
    pub(crate) tail: RwSignal<Tail>,
    pub(crate) head: RwSignal<Option<Arc<ProfileHead>>>,
    /// As it is shown: what waits to be sent stands among what the server knows.
    pub(crate) timeline: RwSignal<Arc<Timeline>>,
    /// As the server knows it.
    pub(crate) known: RwSignal<Arc<Timeline>>,
    /// The version that the blocks and the patch of the timeline are of.
    pub(crate) timeline_version: RwSignal<u64>,
    /// The version of the blocks that this device keeps; 0 for none.
    pub(crate) kept_version: RwSignal<u64>,
    pub(crate) zone: RwSignal<Arc<Zone>>,
    pub(crate) filter: RwSignal<Filter>,
    pub(crate) opened: RwSignal<Option<ItemId>>,
    /// Which filter and item the page of the app asks for, as its address says it.
    pub(crate) asked: RwSignal<Option<String>>,
    /// A moment that the timeline is asked to go to.
    pub(crate) jump_to_ms: RwSignal<Option<i64>>,
    pub(crate) now_ms: RwSignal<i64>,
    pub(crate) is_online: RwSignal<bool>,
    /// Whether what is shown came from this device and could not be brought up to date.
    pub(crate) is_stale: RwSignal<bool>,
    pub(crate) is_durable: RwSignal<bool>,
    pub(crate) outbox: RwSignal<Outbox>,
    /// Whether all that waits on this device is in `outbox`: before that nobody may say that nothing waits.
    pub(crate) is_queue_known: RwSignal<bool>,
    pub(crate) people: RwSignal<Vec<Person>>,
    pub(crate) told: RwSignal<Option<Told>>,
    /// Items that somebody else wrote a moment ago.
    pub(crate) marked: RwSignal<Arc<[ItemId]>>,
    /// The same in words, for a screen reader.
    pub(crate) spoken: RwSignal<String>,
    pub(crate) pending: Memo<Pending>,
    /// When the nearest planned item is; later than everything when none is. It changes when one begins,
    /// and not with every tick of the clock.
    planned_ms: Memo<i64>,
}

impl View {
    /// Makes the signals within the current owner; they go with it.
    pub(crate) fn new(host: Rc<Host>, settings: Settings) -> Self {
        let customer = RwSignal::new(None::<CustomerId>);
        let outbox = RwSignal::new(Outbox::default());
        let pending = Memo::new(move |_| {
            let whose = customer.get();
            outbox.with(|o| whose.map(|c| o.overlay(&c)).unwrap_or_default())
        });
        let now_ms = RwSignal::new(host.now_ms());
        let head = RwSignal::new(None::<Arc<ProfileHead>>);
        let planned_ms = Memo::new(move |_| {
            let now_ms = now_ms.get().saturating_add(CLOCK_SKEW_MS);
            head.with(|head| {
                let upcoming = head.as_ref().map(|h| h.upcoming.as_slice());
                let ahead = upcoming.unwrap_or_default().iter().map(|l| l.at_ms);
                ahead
                    .filter(|at_ms| *at_ms > now_ms)
                    .min()
                    .unwrap_or(i64::MAX)
            })
        });
        Self {
            host: StoredValue::new_local(host),
            face: settings.face,
            lang: RwSignal::new(settings.lang),
            is_compact: RwSignal::new(settings.is_compact),
            theme: RwSignal::new(settings.theme),
            shows_planned: RwSignal::new(settings.shows_planned),
            contact: RwSignal::new(settings.contact),
            panels: RwSignal::new(settings.panels),
            customer,
            wanted: RwSignal::new(String::new()),
            load: RwSignal::new(Load::Nobody),
            tail: RwSignal::new(Tail::Partial),
            head,
            timeline: RwSignal::new(Arc::default()),
            known: RwSignal::new(Arc::default()),
            timeline_version: RwSignal::new(0),
            kept_version: RwSignal::new(0),
            zone: RwSignal::new(Arc::new(Zone::utc())),
            filter: RwSignal::new(Filter::default()),
            opened: RwSignal::new(None),
            asked: RwSignal::new(None),
            jump_to_ms: RwSignal::new(None),
            now_ms,
            is_online: RwSignal::new(true),
            is_stale: RwSignal::new(false),
            is_durable: RwSignal::new(true),
            outbox,
            is_queue_known: RwSignal::new(false),
            people: RwSignal::new(Vec::new()),
            told: RwSignal::new(None),
            marked: RwSignal::new(Arc::default()),
            spoken: RwSignal::new(String::new()),
            pending,
            planned_ms,
        }
    }

    /// Returns the page around the view; none once the view is gone.
    pub(crate) fn host(self) -> Option<Rc<Host>> {
        self.host.try_with_value(Rc::clone)
    }

    /// Runs a task until the view is gone.
    pub(crate) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        if let Some(host) = self.host() {
            host.spawn(task.boxed_local());
        }
    }

    /// Adds the style sheet of a part of the program to those of the view.
    pub(crate) fn adopt_style(self, css: &'static str) {
        if let Some(host) = self.host() {
            host.page.adopt_style(css);
        }
    }

    /// Returns whether the customer of that turn is still the one on screen, and the view still there.
    pub(crate) fn is_turn(self, turn: u64) -> bool {
        self.host().is_some_and(|host| host.turn() == turn)
    }

    /// Returns all texts in the language of the screen; tracks the language.
    pub(crate) fn texts(self) -> Texts {
        self.lang.get().texts()
    }

    /// Returns the kinds that the organisation added.
    pub(crate) fn custom_kinds(self) -> Vec<CustomKind> {
        self.head
            .with(|h| h.as_ref().map(|h| h.custom_kinds.clone()))
            .unwrap_or_default()
    }

    /// Returns what an item is called: a masked one, which has no title here, by its kind.
    pub(crate) fn title(self, line: &ItemLine) -> String {
        if line.title.is_empty() {
            return self.lang.get().kind(&line.kind, &self.custom_kinds());
        }
        line.title.clone()
    }

    /// Returns the name of a source system; its slug while the head does not know it. One that the policy does not
    /// name has none here.
    pub(crate) fn source(self, slug: &str) -> String {
        let lang = self.lang.get();
        if slug.is_empty() {
            return lang.texts().state().other_source.to_owned();
        }
        let label = self.head.with(|head| {
            let sources = head
                .as_ref()
                .map(|h| h.sources.as_slice())
                .unwrap_or_default();
            sources
                .iter()
                .find(|s| s.slug == slug)
                .map(|s| lang.label(&s.label))
        });
        label.unwrap_or_else(|| slug.replace('_', " "))
    }

    /// Returns a field with what waits on top; none when the viewer may not see it. Tracks both.
    pub(crate) fn field(self, name: &str) -> Option<ShownField> {
        let view = self.head.with(|head| {
            let fields = head.as_ref().map_or(&[][..], |h| &h.fields);
            fields.iter().find(|f| f.field == name).cloned()
        })?;
        let pending = self
            .pending
            .with(|p| p.fields.iter().find(|f| f.field == name).cloned());
        Some(ShownField { view, pending })
    }

    /// Returns the shown value of a field.
    pub(crate) fn value(self, name: &str) -> Option<String> {
        self.field(name).and_then(|f| f.value().map(str::to_owned))
    }

    /// Returns fields whose name starts so, in the order of the policy.
    pub(crate) fn fields_under(self, prefix: &str) -> Vec<ShownField> {
        let names = self.head.with(|head| {
            let fields = head.as_ref().map_or(&[][..], |h| &h.fields);
            let under = fields.iter().filter(|f| f.field.starts_with(prefix));
            under.map(|f| f.field.clone()).collect::<Vec<_>>()
        });
        names.iter().filter_map(|name| self.field(name)).collect()
    }

    /// Runs an insight over what is known; none before the customer is there. Tracks all it reads.
    pub(crate) fn with_facts<R>(self, f: impl FnOnce(&Facts<'_>) -> R) -> Option<R> {
        self.with_history(None, f)
    }

    /// Runs an insight that reads the whole timeline too, once that is at hand.
    pub(crate) fn with_history<R>(
        self,
        history: Option<&History>,
        f: impl FnOnce(&Facts<'_>) -> R,
    ) -> Option<R> {
        let head = self.head.get()?;
        let pending = self.pending.get();
        let zone = self.zone.get();
        let open = with_pending(&head.open, &pending);
        let value = |name: &str| {
            let waiting = pending.fields.iter().find(|p| p.field == name);
            let field = || head.fields.iter().find(|f| f.field == name);
            let claim = || field().and_then(|f| f.claims.first());
            let claimed = || claim().map(|c| c.value.as_str());
            waiting.map(|p| p.value.as_str()).or_else(claimed)
        };
        Some(f(&Facts {
            now_ms: self.now_ms.get(),
            zone: &zone,
            fields: &value,
            months: &head.months.0,
            channels: &head.channels,
            usage: &head.usage,
            open: &open,
            upcoming: &head.upcoming,
            recent: &head.page.items,
            first: head.first.as_ref(),
            history,
            custom: &head.custom_kinds,
        }))
    }

    /// Returns the filter as it is applied. What is planned stays out until it is asked for, by the button or by a
    /// text: who searches wants to find. The present moment moves on, so it is no part of the filter.
    pub(crate) fn applied_filter(self) -> Filter {
        let mut filter = self.filter.get();
        if !self.shows_planned.get() && filter.text.is_empty() {
            let planned_ms = self.planned_ms.get();
            filter.until_ms = Some(filter.until_ms.unwrap_or(i64::MAX).min(planned_ms));
        }
        filter
    }

    /// Shows a timeline that the server told of, with what waits on top.
    pub(crate) fn show_timeline(self, known: Arc<Timeline>) {
        self.known.set(known);
        self.lay_over();
    }

    /// Shows all of a timeline, as it was at a version.
    pub(crate) fn show_whole_timeline(self, timeline: Arc<Timeline>, version: u64) {
        self.show_timeline(timeline);
        self.timeline_version.set(version);
        self.tail.set(Tail::Complete);
    }

    /// Puts what waits to be sent among what the server knows.
    pub(crate) fn lay_over(self) {
        let known = self.known.get_untracked();
        let is_new = |line: &&ItemLine| known.find(line.item_id.as_str()).is_none();
        let waiting: Vec<ItemLine> = self.pending.with_untracked(|p| {
            let lines = p.items.iter().map(|item| &item.line);
            lines.filter(is_new).cloned().collect()
        });
        if waiting.is_empty() {
            let is_shown = self.timeline.with_untracked(|t| Arc::ptr_eq(t, &known));
            if !is_shown {
                self.timeline.set(known);
            }
            return;
        }
        let mut shown = Timeline::clone(&known);
        shown.set_patch(known.patch().iter().cloned().chain(waiting).collect());
        self.timeline.set(Arc::new(shown));
    }

    /// Returns whether an item was written here and the server has not said yet that it has it.
    pub(crate) fn is_waiting(self, item_id: &ItemId) -> bool {
        let waits =
            |i: &PendingItem| i.line.item_id == *item_id && i.state != PendingState::Applied;
        self.pending.with(|p| p.items.iter().any(waits))
    }
}
