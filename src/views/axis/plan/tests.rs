//! The places on the axis: months fit, labels and marks keep clear of each other.

use super::*;

const NOW: i32 = 2026 * 12 + 10;

fn scale(room: f64) -> Scale {
    Scale::new(NOW - 35, NOW + 12, room, month_start_ms(NOW))
}

#[test]
fn a_wide_view_shows_all_months_and_a_narrow_one_scrolls() {
    assert!((scale(960.0).width - 960.0).abs() < 1e-6);
    assert!((scale(300.0).width - 48.0 * NARROW_STEP).abs() < 1e-6);
}

#[test]
fn a_place_and_its_month_belong_together() {
    let scale = scale(960.0);
    for month in scale.from..=scale.to {
        assert_eq!(scale.month_at(scale.month_x(month) + 1.0), month);
    }
    assert_eq!(scale.month_at(-5.0), scale.from);
    assert_eq!(scale.month_at(5_000.0), scale.to);
}

#[test]
fn labels_and_their_lines_keep_clear_of_each_other() {
    let scale = scale(960.0);
    let today = scale.x(scale.now_ms);
    let wanted: Vec<(f64, usize)> = (0..40)
        .map(|i| (today + 5.0 + f64::from(i) * 5.0, 12))
        .collect();
    let placed: Vec<Hanging> = hang(&scale, &wanted).into_iter().flatten().collect();
    assert!(placed.len() >= 6);
    for (i, a) in placed.iter().enumerate() {
        assert!(a.span.0 > today && a.span.1 <= scale.width);
        for b in placed.iter().skip(i + 1) {
            let gap = (b.span.0 - a.span.1).max(a.span.0 - b.span.1);
            assert!(a.row != b.row || gap >= 8.0);
            let (upper, lower) = if a.row < b.row { (a, b) } else { (b, a) };
            let crossed = upper.x > lower.span.0 && upper.x < lower.span.1;
            assert!(a.row == b.row || !crossed);
        }
    }
}

#[test]
fn marks_stand_side_by_side_unless_there_are_too_many() {
    let scale = scale(960.0);
    assert_eq!(
        spread(&scale, vec![100.0, 690.0, 700.0]),
        [100.0, 680.0, 700.0]
    );
    let crowd = spread(&scale, vec![700.0; 9]);
    assert!(crowd.iter().all(|x| (700.0 - x).abs() <= 40.0));
}

#[test]
fn names_of_months_have_room() {
    for room in [320.0, 700.0, 1_400.0] {
        let scale = scale(room);
        let ticks = scale.ticks();
        assert!(ticks.len() > 1);
        assert!(
            ticks
                .windows(2)
                .all(|t| f64::from(t[1] - t[0]) * scale.step >= 54.0)
        );
    }
}
