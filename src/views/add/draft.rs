//! What is being typed, checked before it becomes a write.

use klantbeeld_core::ids::ItemId;
use klantbeeld_core::model::{Action, Direction};
use klantbeeld_core::money::{Currency, Money};
use klantbeeld_core::time::DAY_MS;
use leptos::prelude::*;

use crate::i18n::format;
use crate::state::{View, write};

/// What is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Contact,
    Note,
    Promise,
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
        let t = &view.texts().add;
        match self {
            Self::Reason => t.need_reason,
            Self::Text => t.need_text,
            Self::Due => t.need_due,
            Self::Amount => t.bad_amount,
        }
    }
}

/// The draft; it lives as long as the view.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) kind: RwSignal<Kind>,
    pub(super) channel: RwSignal<String>,
    pub(super) way: RwSignal<String>,
    pub(super) reason: RwSignal<String>,
    pub(super) text: RwSignal<String>,
    pub(super) is_shareable: RwSignal<bool>,
    pub(super) due: RwSignal<String>,
    pub(super) amount: RwSignal<String>,
    pub(super) problem: RwSignal<Option<Problem>>,
}

impl Draft {
    /// Empty, with the channel that the host says the customer is on.
    pub(super) fn new(view: View) -> Self {
        let host = view
            .contact
            .get_untracked()
            .map(|c| c.channel)
            .filter(|c| !c.is_empty());
        Self {
            kind: RwSignal::new(Kind::Contact),
            channel: RwSignal::new(host.unwrap_or_else(|| "phone".to_owned())),
            way: RwSignal::new("in".to_owned()),
            reason: RwSignal::new(String::new()),
            text: RwSignal::new(String::new()),
            is_shareable: RwSignal::new(false),
            due: RwSignal::new(String::new()),
            amount: RwSignal::new(String::new()),
            problem: RwSignal::new(None),
        }
    }

    /// Writes what is there; `false` when something is missing, which then stands beside the form.
    pub(super) fn save(self, view: View) -> bool {
        let id = view
            .host()
            .and_then(|host| ItemId::parse(host.new_id()).ok());
        let Some(item_id) = id else { return false };
        match self.action(item_id) {
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

    fn action(self, item_id: ItemId) -> Result<Action, Problem> {
        let filled = |signal: RwSignal<String>, problem: Problem| {
            let text = signal.get_untracked().trim().to_owned();
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
                reason: filled(self.reason, Problem::Reason)?,
                note: self.text.get_untracked().trim().to_owned(),
            }),
            Kind::Note => Ok(Action::AddNote {
                item_id,
                text: filled(self.text, Problem::Text)?,
                shareable: self.is_shareable.get_untracked(),
            }),
            Kind::Promise => Ok(Action::AddPromise {
                item_id,
                text: filled(self.text, Problem::Text)?,
                // Promised for a day means before that day ends.
                due_ms: format::parse_day(&filled(self.due, Problem::Due)?)
                    .map(|start| start + DAY_MS - 1)
                    .ok_or(Problem::Due)?,
                amount: parse_amount(&self.amount.get_untracked())?,
            }),
        }
    }

    fn clear(self) {
        for text in [self.reason, self.text, self.due, self.amount] {
            text.set(String::new());
        }
        self.is_shareable.set(false);
        self.problem.set(None);
    }
}

/// Euros as a person types them: `45`, `45,5`, `€ 1.045,50`; none when empty.
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
