-- Deals that were planned or agreed and then fell through, with the sentence that says so.
SELECT CAST(e.published_at AS date) AS published, e.type,
  string_agg(coalesce(a.entity_name, a.text), ' + ' ORDER BY a.ordinal) AS parties,
  e.amount, e.currency, e.sentence
FROM events AS e
LEFT JOIN event_arguments AS a ON a.event_id = e.event_id
  AND a.role IN ('party', 'buyer', 'target', 'seller', 'supplier', 'customer', 'investor', 'recipient')
WHERE e.type IN ('acquisition', 'merger', 'contract', 'partnership', 'investment', 'accord')
  AND e.status IN ('cancelled', 'negated')
GROUP BY e.event_id, CAST(e.published_at AS date), e.type, e.amount, e.currency, e.sentence
ORDER BY 1, 2, 3;
