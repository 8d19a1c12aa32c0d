//! Henk Dijkstra reads his meter every hour: the customer with more than 20,000 items.

use klantbeeld_core::model::Status;
use serde_json::json;

use super::sheet;
use crate::DemoCustomer;
use crate::draft::item;
use crate::random::Random;
use crate::when::At;

/// Days of which every hour is kept.
const DAYS: i64 = 815;
/// Items that `klantbeeld_demo` promises him to have at least.
pub(super) const AT_LEAST: usize = 20_000;

/// Watt-hours that the house takes in an hour of the day, before weather and chance.
const BY_HOUR: [i64; 24] = [
    190, 180, 175, 175, 180, 210, 340, 520, 480, 390, 360, 370, 430, 400, 360, 380, 470, 680, 820,
    760, 640, 520, 380, 250,
];

/// Henk alone.
pub(super) fn tell(now_ms: i64) -> Vec<DemoCustomer> {
    let mut told = sheet::tell(include_str!("told/henk.txt"), now_ms);
    if let Some(henk) = told.first_mut() {
        add_hours(henk, now_ms);
        debug_assert!(henk.items.len() >= AT_LEAST, "{} items", henk.items.len());
    }
    told
}

/// An item for each hour: what the house took, and what the roof gave back in daylight.
fn add_hours(henk: &mut DemoCustomer, now_ms: i64) {
    let random = &mut Random::new(4_404_500, 9);
    for days in (1..=DAYS).rev() {
        let clouds = random.between(10, 100);
        for (hour, typical) in (0_i64..).zip(BY_HOUR) {
            let at = At::days_ago(days, &format!("{hour:02}:00"));
            let taken = typical * random.between(70, 135) / 100;
            let light = (6 - (hour - 13).abs()).max(0);
            let given = light * clouds * random.between(3, 6);
            let place = henk.items.len() + 1;
            let id = crate::story::item_id(&format!("i-{place:05}"));
            let draft = item("meter", at)
                .status(Status::Done)
                .title(format!("Uurstand {hour:02}:00 · {}", kwh(taken)))
                .with(
                    "meter",
                    json!({"afname_wh": taken, "teruglevering_wh": given}),
                );
            let draft = if given > 0 {
                draft.summary(format!("Teruggeleverd: {}.", kwh(given)))
            } else {
                draft
            };
            henk.items.push(draft.finish(id, now_ms));
        }
    }
}

/// Watt-hours as people read them: `0,42 kWh`.
fn kwh(watt_hours: i64) -> String {
    format!("{},{:02} kWh", watt_hours / 1_000, watt_hours % 1_000 / 10)
}
