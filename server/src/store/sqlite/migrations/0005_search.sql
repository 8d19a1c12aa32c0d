-- Profiles, version 5: beginnings of words of every length, and what people said of addresses and numbers.

-- E-mail addresses and telephone numbers that an employee or the customer said, now or before: those of
-- `stated.rs`. They find their customer, and no import goes by them.
CREATE TABLE stated (
    tenant_id   TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX stated_by_value ON stated (tenant_id, value);

INSERT OR IGNORE INTO stated
SELECT assertion.tenant_id, assertion.customer_id,
    CASE word.text WHEN 'contact.email' THEN lower(assertion.value) ELSE assertion.value END
FROM word
JOIN assertion ON assertion.tenant_id = word.tenant_id AND assertion.field_word = word.code
WHERE word.text IN ('contact.email', 'contact.phone', 'contact.mobile')
    AND assertion.author IN (1, 2) AND assertion.value <> '';

-- The same words in the same rows, with an index of beginnings of each length that `search_words.rs` keeps.
CREATE VIRTUAL TABLE name_index_next USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    detail = none,
    prefix = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31',
    tokenize = 'ascii'
);
CREATE VIRTUAL TABLE name_words USING fts5vocab (name_index, instance);
INSERT INTO name_index_next (rowid, words)
SELECT doc, group_concat(term, ' ') FROM name_words GROUP BY doc ORDER BY doc;
DROP TABLE name_words;
DROP TABLE name_index;
ALTER TABLE name_index_next RENAME TO name_index;
