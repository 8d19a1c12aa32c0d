//! What is being typed, checked before it becomes a write.

use klantbeeld_core::ids::{CustomerId, ItemId};
use klantbeeld_core::model::{Action, Attachment, Direction};
use klantbeeld_core::money::{Currency, Money};

use crate::i18n::format;
use crate::state::{View, write};
use leptos::prelude::*;

/// What is added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Contact,
    Note,
    Promise,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Note => "note",
            Self::Promise => "promise",
        }
    }

    pub(super) fn of(name: &str) -> Self {
        match name {
            "note" => Self::Note,
            "promise" => Self::Promise,
            _ => Self::Contact,
        }
    }
}

/// What was typed for one customer.
#[derive(Debug, Clone, Default)]
struct Typed {
    channel: String,
    way: String,
    reason: String,
    why: String,
    goal: String,
    outcome: String,
    text: String,
    is_shareable: bool,
    attachment: Option<Attachment>,
    due: String,
    amount: String,
}

/// What was typed for whom and is not saved; it lives as long as the view.
#[derive(Clone, Copy)]
pub(crate) struct Drafts {
    all: StoredValue<Vec<(CustomerId, Typed)>>,
}

impl Drafts {
    /// Makes the drafts within the current owner, for the parts below it.
    pub(crate) fn provide() {
        provide_context(Self {
            all: StoredValue::new(Vec::new()),
        });
    }

    fn take(self, customer: &CustomerId) -> Option<Typed> {
        let find = |all: &Vec<(CustomerId, Typed)>| {
            all.iter().find(|d| d.0 == *customer).map(|d| d.1.clone())
        };
        self.all.try_with_value(find).flatten()
    }

    fn keep(self, customer: &CustomerId, typed: Typed) {
        self.all.update_value(|all| {
            all.retain(|d| d.0 != *customer);
            all.push((customer.clone(), typed));
        });
    }
}

/// What is missing or wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    Reason,
    Text,
    Due,
    Amount,
}

impl Problem {
    pub(super) fn text(self, view: View) -> &'static str {
        let t = view.texts().add();
        match self {
            Self::Reason => t.need_reason,
            Self::Text => t.need_text,
            Self::Due => t.need_due,
            Self::Amount => t.bad_amount,
        }
    }
}

/// The draft of one customer, as signals.
#[derive(Clone, Copy)]
pub(in crate::views) struct Draft {
    pub(super) kind: RwSignal<Kind>,
    pub(super) channel: RwSignal<String>,
    pub(super) way: RwSignal<String>,
    pub(super) reason: RwSignal<String>,
    /// Why they bought, beside the reason that they did.
    pub(super) why: RwSignal<String>,
    pub(super) goal: RwSignal<String>,
    pub(super) outcome: RwSignal<String>,
    pub(super) text: RwSignal<String>,
    pub(super) is_shareable: RwSignal<bool>,
    pub(super) attachment: RwSignal<Option<Attachment>>,
    pub(super) due: RwSignal<String>,
    pub(super) amount: RwSignal<String>,
    pub(super) problem: RwSignal<Option<Problem>>,
}

impl Draft {
    /// Returns what was typed for this customer before, or an empty one; every change is kept at once.
    pub(super) fn of(view: View, customer: CustomerId) -> Self {
        let drafts = use_context::<Drafts>();
        let typed = drafts.and_then(|d| d.take(&customer)).unwrap_or_default();
        let or = |text: String, other: &str| {
            RwSignal::new(if text.is_empty() {
                other.to_owned()
            } else {
                text
            })
        };
        let draft = Self {
            kind: RwSignal::new(Kind::default()),
            channel: or(typed.channel, &usual_channel(view)),
            way: or(typed.way, "in"),
            reason: RwSignal::new(typed.reason),
            why: RwSignal::new(typed.why),
            goal: RwSignal::new(typed.goal),
            outcome: RwSignal::new(typed.outcome),
            text: RwSignal::new(typed.text),
            is_shareable: RwSignal::new(typed.is_shareable),
            attachment: RwSignal::new(typed.attachment),
            due: RwSignal::new(typed.due),
            amount: RwSignal::new(typed.amount),
            problem: RwSignal::new(None),
        };
        if let Some(drafts) = drafts {
            Effect::new(move |_| drafts.keep(&customer, draft.typed()));
        }
        draft
    }

    fn typed(self) -> Typed {
        Typed {
            channel: self.channel.get(),
            way: self.way.get(),
            reason: self.reason.get(),
            why: self.why.get(),
            goal: self.goal.get(),
            outcome: self.outcome.get(),
            text: self.text.get(),
            is_shareable: self.is_shareable.get(),
            attachment: self.attachment.get(),
            due: self.due.get(),
            amount: self.amount.get(),
        }
    }

    /// Puts a contact that nobody began yet on the channel that the customer is on now.
    pub(super) fn begin(self, view: View, kind: Kind) {
        if self.reason.with_untracked(String::is_empty) {
            self.channel.set(usual_channel(view));
        }
        self.turn_to(kind);
    }

    pub(super) fn turn_to(self, kind: Kind) {
        self.problem.set(None);
        self.kind.set(kind);
    }

    /// Writes what is there; `false` when something is missing, which then stands beside the form.
    pub(super) fn save(self, view: View) -> bool {
        let id = view
            .host()
            .and_then(|host| ItemId::parse(host.page.new_id()).ok());
        let Some(item_id) = id else { return false };
        let purchase = untrack(|| view.texts().add().purchase);
        match self.action(view, item_id, purchase) {
            Ok(action) => {
                let is_written = write(view, action).is_some();
                if is_written {
                    self.clear();
                }
                is_written
            }
            Err(problem) => {
                self.problem.set(Some(problem));
                false
            }
        }
    }

    /// Returns the write. `purchase` is the reason that has a reason of its own.
    fn action(self, view: View, item_id: ItemId, purchase: &str) -> Result<Action, Problem> {
        let typed = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let filled = |signal: RwSignal<String>, problem: Problem| {
            let text = typed(signal);
            if text.is_empty() {
                Err(problem)
            } else {
                Ok(text)
            }
        };
        match self.kind.get_untracked() {
            Kind::Contact => Ok(Action::LogContact {
                item_id,
                channel: self.channel.get_untracked(),
                direction: match self.way.get_untracked().as_str() {
                    "out" => Direction::Out,
                    _ => Direction::In,
                },
                reason: match (filled(self.reason, Problem::Reason)?, typed(self.why)) {
                    (reason, why) if reason == purchase && !why.is_empty() => {
                        [reason, why].join(": ")
                    }
                    (reason, _) => reason,
                },
                note: typed(self.text),
                goal: typed(self.goal),
                outcome: typed(self.outcome),
            }),
            Kind::Note => Ok(Action::AddNote {
                item_id,
                text: filled(self.text, Problem::Text)?,
                shareable: self.is_shareable.get_untracked(),
                attachment: self.attachment.get_untracked(),
            }),
            Kind::Promise => Ok(Action::AddPromise {
                item_id,
                text: filled(self.text, Problem::Text)?,
                // Promised for a day means before that day ends.
                due_ms: format::date_of(&filled(self.due, Problem::Due)?)
                    .map(|date| view.zone.with_untracked(|zone| zone.end_of(date)))
                    .filter(|end_ms| *end_ms >= view.now_ms.get_untracked())
                    .ok_or(Problem::Due)?,
                amount: parse_amount(&self.amount.get_untracked())?,
            }),
        }
    }

    /// Empty again, for the next one.
    fn clear(self) {
        for text in [
            self.reason,
            self.why,
            self.goal,
            self.outcome,
            self.text,
            self.due,
            self.amount,
        ] {
            text.set(String::new());
        }
        self.is_shareable.set(false);
        self.attachment.set(None);
        self.problem.set(None);
    }
}

/// Returns the channel that the host says the customer is on; the telephone when it says nothing.
fn usual_channel(view: View) -> String {
    let told = view.contact.get_untracked().map(|c| c.channel);
    told.filter(|c| !c.is_empty())
        .unwrap_or_else(|| "phone".to_owned())
}

/// Returns euros as a person types them: `45`, `45,5`, `€ 1.045,50`; none when empty.
fn parse_amount(typed: &str) -> Result<Option<Money>, Problem> {
    let text: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€')
        .collect();
    if text.is_empty() {
        return Ok(None);
    }
    let decimal = if text.contains(',') {
        text.replace('.', "").replace(',', ".")
    } else {
        text
    };
    match Money::parse_decimal(&decimal, Currency::EUR) {
        Ok(money) if money.amount_minor > 0 => Ok(Some(money)),
        _ => Err(Problem::Amount),
    }
}
