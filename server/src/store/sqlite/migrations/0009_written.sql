-- How a claim was written, where its value is another form of that, and why it cannot be what its field says.
ALTER TABLE assertion ADD COLUMN raw TEXT;
ALTER TABLE assertion ADD COLUMN invalid TEXT;
