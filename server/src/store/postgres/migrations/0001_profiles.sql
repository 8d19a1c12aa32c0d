-- Profiles, version 1.
--
-- Every table carries tenant_id, and customer_id where it is about one customer; both stand in every key, so that
-- the tables can be partitioned or distributed by them. There is no serial number, no trigger, no foreign key
-- and nothing else that would have to be agreed on between the machines of a distributed database.
-- Ids and words are compared byte by byte. Enumerations hold the codes of `codes.rs`; times are milliseconds
-- since 1970, UTC. Slugs stand as they are: a dictionary would be a row that all writers of a tenant share.

CREATE TABLE customer (
    tenant_id    text COLLATE "C" NOT NULL,
    customer_id  text COLLATE "C" NOT NULL,
    kind         smallint NOT NULL,
    -- 0 only inside of the transaction that makes the customer.
    version      bigint NOT NULL,
    -- Since when they are found by name, in microseconds; none while nothing searchable is known.
    found_since  bigint,
    PRIMARY KEY (tenant_id, customer_id)
);

CREATE TABLE identity (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    kind        smallint NOT NULL,
    value       text COLLATE "C" NOT NULL,
    source      text NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, kind, value, source)
);
CREATE INDEX identity_by_value ON identity (tenant_id, value, customer_id);

-- Only ever added to.
CREATE TABLE assertion (
    tenant_id     text COLLATE "C" NOT NULL,
    customer_id   text COLLATE "C" NOT NULL,
    assertion_id  text COLLATE "C" NOT NULL,
    field         text NOT NULL,
    value         text NOT NULL,
    source        text NOT NULL,
    valid_from_ms bigint NOT NULL,
    known_at_ms   bigint NOT NULL,
    author        smallint NOT NULL,
    author_name   text NOT NULL,
    -- How it was written, where the value is another form of that, and why it cannot be what its field says.
    raw           text,
    invalid       text,
    PRIMARY KEY (tenant_id, customer_id, assertion_id)
);

-- E-mail addresses and telephone numbers that an employee or the customer said: those of `stated.rs`.
CREATE TABLE stated (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    value       text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, value)
);
CREATE INDEX stated_by_value ON stated (tenant_id, value, customer_id);

CREATE TABLE relation (
    tenant_id         text COLLATE "C" NOT NULL,
    customer_id       text COLLATE "C" NOT NULL,
    other_customer_id text COLLATE "C" NOT NULL,
    kind              smallint NOT NULL,
    source            text COLLATE "C" NOT NULL,
    name              text NOT NULL,
    note              text NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, other_customer_id, kind, source)
);

-- An item as it is now. Columns of one width stand together, so that no bytes are lost between them.
CREATE TABLE item (
    tenant_id      text COLLATE "C" NOT NULL,
    customer_id    text COLLATE "C" NOT NULL,
    item_id        text COLLATE "C" NOT NULL,
    kind           text COLLATE "C" NOT NULL,
    channel        text COLLATE "C" NOT NULL,
    department     text NOT NULL,
    source         text COLLATE "C" NOT NULL,
    title          text NOT NULL,
    summary        text NOT NULL,
    reason         text NOT NULL,
    goal           text NOT NULL,
    outcome        text NOT NULL,
    recorded_by    text NOT NULL,
    -- JSON object; empty text for an empty one.
    payload        text NOT NULL,
    currency       text COLLATE "C" NOT NULL,
    at_ms          bigint NOT NULL,
    recorded_ms    bigint NOT NULL,
    amount_minor   bigint,
    due_ms         bigint,
    -- The source's own stamp of what it told last, and when a person last gave it another status.
    told_ms        bigint,
    by_hand_ms     bigint,
    -- How often its source told it otherwise.
    retold         integer NOT NULL,
    direction      smallint NOT NULL,
    summary_from   smallint NOT NULL,
    status         smallint,
    mood           smallint,
    -- The status with which it came, and the one that its source told last.
    first_status   smallint,
    told_status    smallint,
    -- Whether the customer may read it, where that has to be said.
    is_shared      boolean NOT NULL,
    reply_to       text COLLATE "C",
    -- What it tells of the use of a product, if it tells of any.
    product        text COLLATE "C",
    unit           text COLLATE "C",
    quantity_milli bigint,
    PRIMARY KEY (tenant_id, customer_id, item_id)
);
CREATE INDEX item_by_time ON item (tenant_id, customer_id, at_ms, item_id);
-- Open, in progress, active: the codes of `codes.rs`.
CREATE INDEX item_running ON item (tenant_id, customer_id, at_ms, item_id) WHERE status IN (0, 1, 7);
CREATE INDEX item_by_question ON item (tenant_id, customer_id, reply_to, at_ms, item_id)
    WHERE reply_to IS NOT NULL;

-- What people made of an item's status.
CREATE TABLE item_status (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    item_id     text COLLATE "C" NOT NULL,
    version     bigint NOT NULL,
    status      smallint NOT NULL,
    at_ms       bigint NOT NULL,
    author_name text NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, item_id, version)
);

-- What an item was before its source told it otherwise. Only ever added to.
CREATE TABLE item_revision (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    item_id     text COLLATE "C" NOT NULL,
    sequence    integer NOT NULL,
    version     bigint NOT NULL,
    at_ms       bigint NOT NULL,
    by_name     text NOT NULL,
    -- The status that was told instead of the one told before, if it was another.
    status      smallint,
    -- The item until then, as JSON.
    former      text NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, item_id, sequence)
);

-- Items counted while they are written; those that are shared with the customer apart.
CREATE TABLE month_tally (
    tenant_id    text COLLATE "C" NOT NULL,
    customer_id  text COLLATE "C" NOT NULL,
    month        integer NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    channel      text COLLATE "C" NOT NULL,
    source       text COLLATE "C" NOT NULL,
    currency     text COLLATE "C" NOT NULL,
    items        bigint NOT NULL,
    shared_items bigint NOT NULL,
    amount_minor bigint NOT NULL,
    last_ms      bigint NOT NULL,
    -- Of the shared ones; none while there is none.
    shared_ms    bigint,
    mood_sum     bigint NOT NULL,
    mood_count   bigint NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, month, kind, channel, source, currency)
);

-- What a customer used of each product.
CREATE TABLE product_month (
    tenant_id      text COLLATE "C" NOT NULL,
    customer_id    text COLLATE "C" NOT NULL,
    month          integer NOT NULL,
    kind           text COLLATE "C" NOT NULL,
    product        text COLLATE "C" NOT NULL,
    unit           text COLLATE "C" NOT NULL,
    uses           bigint NOT NULL,
    quantity_milli bigint NOT NULL,
    last_ms        bigint NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, month, kind, product, unit)
);

-- What each version of a customer changed. subject: 0 more than is worth listing, 1 fields, 2 the item of that id.
CREATE TABLE change (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    version     bigint NOT NULL,
    subject     smallint NOT NULL,
    item_id     text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, version, subject, item_id)
);

-- Operations that were applied: the same id with the same hash is answered, not done again.
CREATE TABLE operation (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    op_id       text COLLATE "C" NOT NULL,
    hash        bytea NOT NULL,
    version     bigint NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, op_id)
);

-- A line names an item or a field; the other is the empty text.
CREATE TABLE access_log (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    at_ms       bigint NOT NULL,
    sequence    bigint NOT NULL,
    item_id     text NOT NULL,
    field       text NOT NULL,
    subject     text NOT NULL,
    name        text NOT NULL,
    role        text NOT NULL,
    purpose     text NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, at_ms, sequence)
);

-- Words of names and addresses, as `search_words.rs` folds and splits them, and their first one, two and three
-- letters. What is asked with so few letters is one list in order; what is longer is a short range.
CREATE TABLE name_start (
    tenant_id   text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    start       text COLLATE "C" NOT NULL,
    found_since bigint NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, start)
);
CREATE INDEX name_by_start ON name_start (tenant_id, start, found_since, customer_id);

-- The names of fields (sort 0) and kinds (sort 1) that a tenant's data uses or used.
CREATE TABLE used_name (
    tenant_id text COLLATE "C" NOT NULL,
    sort      smallint NOT NULL,
    name      text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, sort, name)
);
