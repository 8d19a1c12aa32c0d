-- Profiles, version 6: which items are marked as shared with the customer, and how many there are by month.
-- The rule is `is_shared` of `rules.rs`; what was written before this version is counted here once.

CREATE TABLE shared_item (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    at_ms       INTEGER NOT NULL,
    item_id     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, at_ms, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE shared_tally (
    tenant_id    TEXT NOT NULL,
    customer_id  TEXT NOT NULL,
    month        INTEGER NOT NULL,
    kind_word    INTEGER NOT NULL,
    channel_word INTEGER NOT NULL,
    source_word  INTEGER NOT NULL,
    items        INTEGER NOT NULL,
    last_ms      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, month, kind_word, channel_word, source_word)
) STRICT, WITHOUT ROWID;

INSERT INTO shared_item
SELECT tenant_id, customer_id, at_ms, item_id FROM item_body
WHERE instr(payload, '"shareable"') > 0 AND json_valid(payload)
    AND json_type(payload, '$.shareable') = 'true';

INSERT INTO shared_tally
SELECT item.tenant_id, item.customer_id,
    12 * strftime('%Y', item.at_ms / 1000, 'unixepoch')
        + strftime('%m', item.at_ms / 1000, 'unixepoch') - 1 AS month,
    kind_word, channel_word, source_word, count(*), max(item.at_ms)
FROM shared_item AS shared
JOIN item ON item.tenant_id = shared.tenant_id AND item.customer_id = shared.customer_id
    AND item.at_ms = shared.at_ms AND item.item_id = shared.item_id
GROUP BY item.tenant_id, item.customer_id, month, kind_word, channel_word, source_word;
