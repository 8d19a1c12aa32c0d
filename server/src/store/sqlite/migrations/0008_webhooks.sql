-- Profiles, version 8: other systems that are told of what happens. While a tenant has a webhook, a customer who gets a
-- new version is due in the same transaction, from the version that was told of last.

CREATE TABLE webhook (
    tenant_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE webhook_due (
    tenant_id   TEXT NOT NULL,
    name        TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    since       INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    next_ms     INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name, customer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_due_next ON webhook_due (tenant_id, name, next_ms);
