//! What every profile store does: one list of checks, run on every adapter.
//!
//! An adapter is done when it passes the list and gives the same answers as the memory store to random
//! scripts (`differential`). What only a database can get wrong stands in `durability`.

mod changes;
mod differential;
mod durability;
mod fixtures;
mod ingest;
mod isolation;
mod operations;
mod paging;
mod partitions;
mod postgres;
mod profile;
mod purchases;
mod retold;
mod search;
mod several;
mod taken_out;

use super::memory::MemoryProfileStore;
use super::sqlite::SqliteProfileStore;

/// A SQLite store in a folder of its own, which goes away with it.
struct SqliteFixture {
    store: SqliteProfileStore,
    folder: tempfile::TempDir,
}

fn sqlite() -> SqliteFixture {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteProfileStore::open(&folder.path().join("store.db")).unwrap();
    SqliteFixture { store, folder }
}

macro_rules! run {
    ($($group:ident: $($check:ident),+;)+) => {
        mod memory {
            $($(
                #[tokio::test]
                async fn $check() {
                    super::$group::$check(&super::MemoryProfileStore::new()).await;
                }
            )+)+
        }
        mod sqlite {
            $($(
                #[tokio::test]
                async fn $check() {
                    super::$group::$check(&super::sqlite().store).await;
                }
            )+)+
        }
        mod in_postgres {
            $($(
                #[tokio::test]
                async fn $check() {
                    if let Some(fixture) = super::postgres::fresh().await {
                        super::$group::$check(&fixture.store).await;
                    }
                }
            )+)+
        }
        mod in_postgres_partitions {
            $($(
                #[tokio::test]
                async fn $check() {
                    if let Some(fixture) = super::postgres::fresh_in_partitions().await {
                        super::$group::$check(&fixture.store).await;
                    }
                }
            )+)+
        }
    };
}

run! {
    ingest:
        a_second_ingest_stores_nothing_and_changes_nothing,
        what_is_made_once_is_a_duplicate_whatever_it_says_under_its_id,
        several_records_of_one_customer_make_one_version,
        a_source_that_does_not_know_the_kind_keeps_it,
        an_amount_that_cannot_be_summed_refuses_the_whole_batch,
        stats_are_exact;
    retold:
        another_content_is_an_update_and_what_was_before_is_kept,
        a_moved_item_stands_in_its_new_place_only,
        tallies_and_the_use_of_products_follow_an_update,
        what_comes_late_changes_nothing,
        the_last_word_counts_where_no_source_has_a_stamp,
        what_a_person_settled_is_not_undone_by_what_is_repeated,
        another_source_does_not_take_over_an_id,
        a_note_is_shared_as_it_was_told_last,
        a_preview_tells_the_same_and_writes_nothing;
    profile:
        tallies_equal_a_recount,
        the_use_of_products_is_counted_by_month,
        shared_items_are_listed_and_counted_apart,
        a_profile_comes_back_as_it_went_in,
        what_runs_is_open_and_what_lies_ahead_is_upcoming,
        an_unknown_customer_is_none;
    paging:
        every_item_comes_once_whatever_the_page_size,
        items_added_between_pages_neither_repeat_nor_hide_others,
        an_item_comes_back_with_its_payload,
        answers_come_oldest_first;
    changes:
        versions_and_changes_go_in_step,
        a_caller_who_knows_nothing_is_told_to_load,
        more_changes_than_asked_for_are_said_to_be_more,
        a_large_import_is_one_change;
    operations:
        an_operation_that_is_sent_twice_is_applied_once,
        an_operation_id_with_another_content_is_refused,
        nothing_is_written_to_an_unknown_customer,
        a_correction_adds_a_claim_by_its_author,
        a_taken_item_id_is_refused,
        a_promise_ends_once_and_its_history_says_how,
        only_an_open_promise_can_be_settled;
    search:
        an_identifier_finds_its_customers_once,
        names_are_found_by_the_beginnings_of_their_words,
        a_corrected_name_replaces_the_former_one,
        what_people_said_of_addresses_and_numbers_finds_them,
        a_search_inside_a_few_customers_is_not_crowded_out,
        a_question_in_query_syntax_is_only_text;
    purchases:
        purchases_of_everybody_are_those_of_the_kind_with_an_amount_and_not_called_off;
    isolation:
        a_tenant_sees_nothing_of_another,
        the_access_log_is_kept_per_customer_newest_first;
}
