-- Profiles, version 4: the access log also tells of fields that were opened for a purpose.
-- A line names an item or a field; the other is the empty text.

ALTER TABLE access_log ADD COLUMN field TEXT NOT NULL DEFAULT '';
