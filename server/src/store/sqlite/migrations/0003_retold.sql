-- Profiles, version 3: what a source tells otherwise than before is an update, and what was before is kept.

-- The source's own stamp of what it told last; none when it has none.
ALTER TABLE item_body ADD COLUMN told_ms INTEGER;

-- What an item was before its source told it otherwise. Only ever added to.
CREATE TABLE item_revision (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    item_id     TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    -- The version of the customer that the other telling made, and since when it was told.
    version     INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    by_name     TEXT NOT NULL,
    -- The status that was told instead of the one told before, if it was another.
    status      INTEGER,
    -- The item until then, as JSON.
    former      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, item_id, sequence)
) STRICT, WITHOUT ROWID;
