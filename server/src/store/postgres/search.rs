//! Finds customers: by an identifier, exactly, and by the beginnings of words of names and addresses.
//!
//! What is asked with up to three letters is one list of the index, read in its order and left off when there are
//! enough; what is longer is a short range of whole words. Results are in the order in which customers became
//! searchable, by the database's clock: a counter would be a row that all writers of a tenant share.

use std::collections::BTreeSet;

use deadpool_postgres::Object;
use futures::future::try_join_all;
use klantbeeld_core::ids::{CustomerId, TenantId};
use klantbeeld_core::model::IdentityKind;
use tokio_postgres::Row;

use super::failure::Done;
use super::rows::limit_of;
use super::sessions::{Values, rows};
use crate::store::codes::Coded as _;
use crate::store::{FoundCustomer, Matched, Within, search_words};

/// Beginnings of up to so many letters have rows of their own.
const SHORT_CHARS: usize = 3;

/// Stands after every letter that a word can hold.
const LAST: char = char::MAX;

const BY_IDENTITY: &str = "SELECT customer_id, min(kind) FROM identity WHERE tenant_id = $1 \
     AND value = $2 AND ($4::text[] IS NULL OR customer_id = ANY ($4)) \
     GROUP BY customer_id ORDER BY customer_id LIMIT $3";

const BY_STATEMENT: &str = "SELECT customer_id, NULL::smallint FROM stated WHERE tenant_id = $1 \
     AND value = $2 AND ($4::text[] IS NULL OR customer_id = ANY ($4)) \
     ORDER BY customer_id LIMIT $3";

/// The rest of the words: each must begin a word of the same customer.
macro_rules! with_the_others {
    () => {
        " AND ($3::text[] IS NULL OR n.customer_id = ANY ($3)) AND NOT EXISTS \
         (SELECT 1 FROM unnest($4::text[], $5::text[]) AS other (word, until) WHERE NOT EXISTS \
         (SELECT 1 FROM name_start AS o WHERE o.tenant_id = $1 AND o.customer_id = n.customer_id \
         AND o.start >= other.word AND o.start < other.until))"
    };
}

const BY_SHORT: &str = concat!(
    "SELECT n.customer_id FROM name_start AS n WHERE n.tenant_id = $1 AND n.start = $2",
    with_the_others!(),
    " ORDER BY n.found_since, n.customer_id LIMIT $6"
);

const BY_WORD: &str = concat!(
    "SELECT n.customer_id FROM name_start AS n WHERE n.tenant_id = $1 AND n.start >= $2 \
     AND n.start < $7",
    with_the_others!(),
    " GROUP BY n.customer_id ORDER BY min(n.found_since), n.customer_id LIMIT $6"
);

/// Returns what stands in the index of a customer with these words.
pub(super) fn starts_of(words: &BTreeSet<String>) -> BTreeSet<&str> {
    let starts = words.iter().flat_map(|word| {
        let ends = word
            .char_indices()
            .skip(1)
            .take(SHORT_CHARS)
            .map(|(at, _)| at);
        ends.filter_map(|end| word.get(..end))
            .chain([word.as_str()])
    });
    starts.collect()
}

/// Finds customers with a word for each word of the query.
pub(super) async fn by_name(
    session: &Object,
    tenant: &TenantId,
    within: Within<'_>,
    query: &str,
    limit: usize,
) -> Done<Vec<FoundCustomer>> {
    let mut asked = search_words::query_words(query);
    // The longest has the fewest customers.
    asked.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let Some((first, others)) = asked.split_first() else {
        return Ok(Vec::new());
    };
    let (tenant, within, limit) = (tenant.as_str(), ids(within), limit_of(limit));
    let until = |word: &String| format!("{word}{LAST}");
    let untils: Vec<_> = others.iter().map(until).collect();
    let found = if first.chars().count() <= SHORT_CHARS {
        let values: Values<'_> = &[&tenant, first, &within, &others, &untils, &limit];
        rows(session, BY_SHORT, values).await?
    } else {
        let end = until(first);
        let values: Values<'_> = &[&tenant, first, &within, &others, &untils, &limit, &end];
        rows(session, BY_WORD, values).await?
    };
    let hit = |row: &Row| {
        Ok(FoundCustomer {
            customer_id: CustomerId::parse(row.try_get::<_, String>(0)?)?,
            matched: Matched::Words,
        })
    };
    found.iter().map(hit).collect()
}

/// Finds customers with one of these identifiers, in the order of the values, each of them once.
pub(super) async fn by_identity(
    session: &Object,
    tenant: &TenantId,
    within: Within<'_>,
    values: &[String],
    limit: usize,
) -> Done<Vec<FoundCustomer>> {
    by_value(session, BY_IDENTITY, tenant, within, values, limit).await
}

/// Finds customers of whom somebody said one of these values, in the order of the values, each of them once.
pub(super) async fn by_statement(
    session: &Object,
    tenant: &TenantId,
    within: Within<'_>,
    values: &[String],
    limit: usize,
) -> Done<Vec<FoundCustomer>> {
    by_value(session, BY_STATEMENT, tenant, within, values, limit).await
}

async fn by_value(
    session: &Object,
    sql: &str,
    tenant: &TenantId,
    within: Within<'_>,
    values: &[String],
    limit: usize,
) -> Done<Vec<FoundCustomer>> {
    let (tenant, within, most) = (tenant.as_str(), ids(within), limit_of(limit));
    // The database holds none with such a character, and takes none in a question.
    let values = values.iter().filter(|value| !value.contains('\0'));
    let asked = values.map(|value| {
        let (tenant, within, most) = (&tenant, &within, &most);
        async move { rows(session, sql, &[tenant, value, most, within]).await }
    });
    let mut found: Vec<FoundCustomer> = Vec::new();
    for row in try_join_all(asked).await?.iter().flatten() {
        let customer_id = CustomerId::parse(row.try_get::<_, String>(0)?)?;
        let matched = match row.try_get::<_, Option<i16>>(1)? {
            Some(kind) => Matched::Identity(IdentityKind::decode(kind.into())?),
            None => Matched::Stated,
        };
        if found.len() < limit && found.iter().all(|hit| hit.customer_id != customer_id) {
            found.push(FoundCustomer {
                customer_id,
                matched,
            });
        }
    }
    Ok(found)
}

fn ids(within: Within<'_>) -> Option<Vec<&str>> {
    within.map(|customers| customers.iter().map(CustomerId::as_str).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_its_first_letters_and_as_a_whole() {
        let words = BTreeSet::from(["vries", "de", "łódź"].map(str::to_owned));
        let starts: Vec<_> = starts_of(&words).into_iter().collect();
        assert_eq!(
            starts,
            [
                "d", "de", "v", "vr", "vri", "vries", "ł", "łó", "łód", "łódź"
            ]
        );
    }
}
