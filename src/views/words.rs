//! The words for what insight computed: names of facts, stages, rules and moods.

use klantbeeld_core::insight::{Basis, FactKey, Stage, StageRule};

use crate::i18n::Lang;

/// Returns what a fact is called on its panel.
pub(super) fn fact_name(lang: Lang, key: FactKey, basis: Basis) -> &'static str {
    let t = lang.texts().ball();
    match key {
        FactKey::Contacts => t.contacts,
        // Who may not see payments is told what was ordered: another sum needs another name.
        FactKey::Spent if basis == Basis::Paid => t.paid,
        FactKey::Spent if basis == Basis::Invoiced => t.invoiced,
        FactKey::Spent => t.ordered,
        FactKey::Rhythm => t.rhythm,
        FactKey::LastContact => t.last_contact,
        FactKey::LastLogin => t.last_login,
        FactKey::LastUse => t.last_use,
        FactKey::ProductUse => t.product_use,
        FactKey::FirstContact => t.first_contact,
        FactKey::Nps => t.nps,
        FactKey::Csat => t.csat,
        FactKey::SatisfactionTrend => t.satisfaction,
        FactKey::Mood => t.mood,
        FactKey::Stage => lang.texts().stage().stage,
        FactKey::OpenComplaints => t.complaints,
        FactKey::Running => t.running,
        FactKey::OpenInvoices => t.invoices,
        FactKey::Agreements => t.agreements,
        FactKey::Loyalty => t.points,
        FactKey::NextDebit => t.debit,
        FactKey::Renewal => t.renewal,
        FactKey::Visit => t.visit,
        FactKey::TariffChange => t.tariff,
        FactKey::WarrantyEnds => t.warranty,
        FactKey::PromiseDue => t.promise,
    }
}

/// Returns how a fact was computed, in a sentence.
pub(super) fn basis(lang: Lang, basis: Basis) -> &'static str {
    let t = lang.texts().basis();
    match basis {
        Basis::MonthCounts => t.month_counts,
        Basis::Paid => t.paid,
        Basis::Invoiced => t.invoiced,
        Basis::Ordered => t.ordered,
        Basis::OrderMonths => t.order_months,
        Basis::LatestItem => t.latest_item,
        Basis::FirstItem => t.first_item,
        Basis::Field(_) => t.field,
        Basis::LastMoods => t.last_moods,
        Basis::Scores => t.scores,
        Basis::WholeMonths => t.whole_months,
        Basis::OpenItems => t.open_items,
        Basis::ActiveItems => t.active_items,
        Basis::PlannedItems => t.planned_items,
        Basis::DueDate => t.due_date,
        Basis::Stage(rule) => stage_rule(lang, rule),
    }
}

/// Returns the rule that put a customer in their stage.
pub(super) fn stage_rule(lang: Lang, rule: StageRule) -> &'static str {
    let t = lang.texts().stage();
    match rule {
        StageRule::NoticeNear => t.notice_near,
        StageRule::OrderRunning => t.order_running,
        StageRule::ActiveResearch => t.active_research,
        StageRule::AgreementActive => t.agreement_active,
        StageRule::OrderedBefore => t.ordered_before,
        StageRule::LookingAround => t.looking_around,
        StageRule::Lapsed => t.lapsed,
        StageRule::ContactOnly => t.contact_only,
    }
}

/// Returns a stage of the buying cycle.
pub(super) fn stage(lang: Lang, stage: Stage) -> &'static str {
    let t = lang.texts().stage();
    match stage {
        Stage::Need => t.need,
        Stage::Research => t.research,
        Stage::Buy => t.buy,
        Stage::Use => t.using,
        Stage::Reevaluate => t.reevaluate,
    }
}

/// Returns a mean mood, -100 to 100, in a word.
pub(super) fn mood(lang: Lang, average: i8) -> &'static str {
    let t = lang.texts().ball();
    match average {
        ..=-50 => t.very_bad,
        -49..=-21 => t.bad,
        -20..=20 => t.neutral,
        21..=59 => t.good,
        60.. => t.very_good,
    }
}

/// Returns the text with a capital in front.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.clone()).collect()
}
