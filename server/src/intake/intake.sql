-- Arrivals, version 1: how sources deliver, which messages came, and those that were refused.

CREATE TABLE source_tally (
    tenant_id        TEXT NOT NULL,
    source           TEXT NOT NULL,
    first_ms         INTEGER NOT NULL,
    last_ms          INTEGER NOT NULL,
    last_accepted_ms INTEGER,
    accepted         INTEGER NOT NULL,
    repeated         INTEGER NOT NULL,
    refused          INTEGER NOT NULL,
    dropped          INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE seen_message (
    tenant_id   TEXT NOT NULL,
    message_key BLOB NOT NULL,
    at_ms       INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, message_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_message_age ON seen_message (tenant_id, at_ms);

CREATE TABLE quarantine (
    entry_id       INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id      TEXT NOT NULL,
    source         TEXT NOT NULL,
    message_key    BLOB NOT NULL,
    way            TEXT NOT NULL,
    code           TEXT NOT NULL,
    reason         TEXT NOT NULL,
    at_ms          INTEGER NOT NULL,
    body           TEXT NOT NULL,
    is_cut         INTEGER NOT NULL,
    state          INTEGER NOT NULL,
    settled_by     TEXT,
    settled_reason TEXT,
    settled_ms     INTEGER
) STRICT;

CREATE UNIQUE INDEX quarantine_key ON quarantine (tenant_id, message_key);
CREATE INDEX quarantine_waiting ON quarantine (tenant_id, state, source, entry_id);
CREATE INDEX quarantine_age ON quarantine (tenant_id, at_ms);
