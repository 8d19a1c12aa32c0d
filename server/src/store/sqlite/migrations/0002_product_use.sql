-- Profiles, version 2: what a customer used of each product, counted by month while items are written.
-- The rule is `Use::of` of the core; what was written before this version is counted here once.

CREATE TABLE product_month (
    tenant_id      TEXT NOT NULL,
    customer_id    TEXT NOT NULL,
    month          INTEGER NOT NULL,
    kind_word      INTEGER NOT NULL,
    product        TEXT NOT NULL,
    unit           TEXT NOT NULL,
    uses           INTEGER NOT NULL,
    quantity_milli INTEGER NOT NULL,
    last_ms        INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, month, kind_word, product, unit)
) STRICT, WITHOUT ROWID;

INSERT INTO product_month
SELECT tenant_id, customer_id, month, kind_word, product, unit, count(*), sum(quantity_milli), max(at_ms)
FROM (
    SELECT body.tenant_id, body.customer_id, body.at_ms, item.kind_word,
        12 * strftime('%Y', body.at_ms / 1000, 'unixepoch')
            + strftime('%m', body.at_ms / 1000, 'unixepoch') - 1 AS month,
        substr(trim(json_extract(body.payload, '$.product')), 1, 80) AS product,
        CASE WHEN json_type(body.payload, '$.quantity') IN ('integer', 'real')
                AND abs(json_extract(body.payload, '$.quantity')) <= 1e9
            THEN coalesce(substr(trim(json_extract(body.payload, '$.unit')), 1, 80), '')
            ELSE '' END AS unit,
        CASE WHEN json_type(body.payload, '$.quantity') IN ('integer', 'real')
                AND abs(json_extract(body.payload, '$.quantity')) <= 1e9
            THEN CAST(round(json_extract(body.payload, '$.quantity') * 1000) AS INTEGER)
            ELSE 0 END AS quantity_milli
    FROM item_body AS body
    JOIN item ON item.tenant_id = body.tenant_id AND item.customer_id = body.customer_id
        AND item.at_ms = body.at_ms AND item.item_id = body.item_id
    JOIN word ON word.tenant_id = item.tenant_id AND word.code = item.kind_word
    -- The built-in kinds of another sort; those that an organisation added count.
    WHERE word.text NOT IN ('call', 'email', 'chat', 'sms', 'social', 'visit', 'meeting', 'letter',
            'ticket', 'review', 'contact', 'order', 'delivery', 'return', 'repair', 'reservation',
            'request', 'invoice', 'payment', 'refund', 'debit', 'tariff_change', 'complaint', 'claim',
            'contract', 'renewal', 'subscription', 'document', 'warranty', 'session', 'page_view',
            'product_view', 'search', 'login', 'event', 'location', 'account', 'campaign',
            'campaign_response', 'survey', 'satisfaction', 'loyalty', 'promise', 'note', 'advice',
            'health', 'correction', 'agreement')
        AND json_valid(body.payload) AND json_type(body.payload, '$.product') = 'text'
)
WHERE product <> ''
GROUP BY tenant_id, customer_id, month, kind_word, product, unit;
