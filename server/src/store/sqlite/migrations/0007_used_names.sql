-- Profiles, version 7: which slugs of `word` are names of fields (sort 0) or kinds of item (sort 1), so that
-- what a policy does not classify is found without reading every claim and item.

CREATE TABLE used_name (
    tenant_id TEXT NOT NULL,
    sort      INTEGER NOT NULL,
    code      INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, sort, code)
) STRICT, WITHOUT ROWID;

INSERT INTO used_name SELECT DISTINCT tenant_id, 0, field_word FROM assertion;
INSERT INTO used_name SELECT DISTINCT tenant_id, 1, kind_word FROM month_tally;
