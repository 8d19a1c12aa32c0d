-- Profiles, version 1.
--
-- Every table but the two dictionaries carries tenant_id and customer_id and is clustered on them, so
-- that what belongs to one customer lies together and a statement about him touches nothing else.
-- STRICT makes a sum that no longer fits an integer an error instead of a rounded number.
-- Columns named *_word hold the code of a slug in `word`; 0 is the empty text. Enumerations hold the
-- codes of `codes.rs`. Times are milliseconds since 1970, UTC.

-- Gives each tenant a range of document numbers in `name_index`.
CREATE TABLE tenant (
    tenant_id TEXT NOT NULL PRIMARY KEY,
    code      INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;

-- Slugs that repeat in every row: kinds, channels, departments, sources, fields, currencies.
CREATE TABLE word (
    tenant_id TEXT NOT NULL,
    code      INTEGER NOT NULL,
    text      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, code)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX word_by_text ON word (tenant_id, text);

CREATE TABLE customer (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    kind        INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    -- Row of his names in `name_index`; none while nothing searchable is known.
    document    INTEGER,
    PRIMARY KEY (tenant_id, customer_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX customer_by_document ON customer (tenant_id, document) WHERE document IS NOT NULL;

CREATE TABLE identity (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    kind        INTEGER NOT NULL,
    value       TEXT NOT NULL,
    source_word INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, kind, value, source_word)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_by_value ON identity (tenant_id, value);

-- Only ever added to.
CREATE TABLE assertion (
    tenant_id     TEXT NOT NULL,
    customer_id   TEXT NOT NULL,
    assertion_id  TEXT NOT NULL,
    field_word    INTEGER NOT NULL,
    value         TEXT NOT NULL,
    source_word   INTEGER NOT NULL,
    valid_from_ms INTEGER NOT NULL,
    known_at_ms   INTEGER NOT NULL,
    author        INTEGER NOT NULL,
    author_name   TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, assertion_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE relation (
    tenant_id         TEXT NOT NULL,
    customer_id       TEXT NOT NULL,
    other_customer_id TEXT NOT NULL,
    kind              INTEGER NOT NULL,
    source_word       INTEGER NOT NULL,
    name              TEXT NOT NULL,
    note              TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, other_customer_id, kind, source_word)
) STRICT, WITHOUT ROWID;

-- What lists show, in the order in which they show it. The payload is elsewhere, so that a page of
-- fifty is a handful of neighbouring pages of the file.
CREATE TABLE item (
    tenant_id       TEXT NOT NULL,
    customer_id     TEXT NOT NULL,
    at_ms           INTEGER NOT NULL,
    item_id         TEXT NOT NULL,
    kind_word       INTEGER NOT NULL,
    channel_word    INTEGER NOT NULL,
    direction       INTEGER NOT NULL,
    department_word INTEGER NOT NULL,
    source_word     INTEGER NOT NULL,
    status          INTEGER,
    title           TEXT NOT NULL,
    summary         TEXT NOT NULL,
    reason          TEXT NOT NULL,
    goal            TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    mood            INTEGER,
    amount_minor    INTEGER,
    currency_word   INTEGER NOT NULL,
    due_ms          INTEGER,
    reply_to        TEXT,
    PRIMARY KEY (tenant_id, customer_id, at_ms, item_id)
) STRICT, WITHOUT ROWID;
-- Open, in progress, active: the codes of `codes.rs`.
CREATE INDEX item_running ON item (tenant_id, customer_id, at_ms, item_id) WHERE status IN (0, 1, 7);
CREATE INDEX item_by_question ON item (tenant_id, customer_id, reply_to, at_ms, item_id)
    WHERE reply_to IS NOT NULL;

-- The item as it arrived, by id: it also finds the item's place in `item`, and refuses a second one.
CREATE TABLE item_body (
    tenant_id    TEXT NOT NULL,
    customer_id  TEXT NOT NULL,
    item_id      TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    first_status INTEGER,
    recorded_ms  INTEGER NOT NULL,
    recorded_by  TEXT NOT NULL,
    -- JSON object; empty text for an empty one.
    payload      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, item_id)
) STRICT, WITHOUT ROWID;

-- What became of an item after it arrived.
CREATE TABLE item_status (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    item_id     TEXT NOT NULL,
    version     INTEGER NOT NULL,
    status      INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    author_name TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, item_id, version)
) STRICT, WITHOUT ROWID;

-- Items counted while they are written.
CREATE TABLE month_tally (
    tenant_id     TEXT NOT NULL,
    customer_id   TEXT NOT NULL,
    month         INTEGER NOT NULL,
    kind_word     INTEGER NOT NULL,
    channel_word  INTEGER NOT NULL,
    source_word   INTEGER NOT NULL,
    currency_word INTEGER NOT NULL,
    items         INTEGER NOT NULL,
    amount_minor  INTEGER NOT NULL,
    last_ms       INTEGER NOT NULL,
    mood_sum      INTEGER NOT NULL,
    mood_count    INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, month, kind_word, channel_word, source_word, currency_word)
) STRICT, WITHOUT ROWID;

-- What each version of a customer changed. subject: 0 more than is worth listing, 1 fields, 2 the
-- item of that id.
CREATE TABLE change (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    version     INTEGER NOT NULL,
    subject     INTEGER NOT NULL,
    item_id     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, version, subject, item_id)
) STRICT, WITHOUT ROWID;

-- Operations that were applied: the same id with the same hash is answered, not done again.
CREATE TABLE operation (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    op_id       TEXT NOT NULL,
    hash        BLOB NOT NULL,
    version     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, op_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_log (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    at_ms       INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,
    item_id     TEXT NOT NULL,
    subject     TEXT NOT NULL,
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    purpose     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, at_ms, sequence)
) STRICT, WITHOUT ROWID;

-- Words of names and addresses by their beginnings. The words come folded and split by
-- `search_words.rs`, one space apart; 'ascii' leaves them as they are.
CREATE VIRTUAL TABLE name_index USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    detail = none,
    prefix = '1 2 3',
    tokenize = 'ascii'
);
