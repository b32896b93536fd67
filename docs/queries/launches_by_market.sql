-- What was or will be launched, by market.
SELECT coalesce(market.entity_name, market.text, 'not said') AS market, e.status, count(*) AS launches,
  string_agg(DISTINCT coalesce(product.entity_name, product.text), ', ' ORDER BY coalesce(product.entity_name, product.text)) AS products
FROM events AS e
JOIN event_arguments AS product ON product.event_id = e.event_id AND product.role = 'product'
LEFT JOIN event_arguments AS market ON market.event_id = e.event_id AND market.role = 'market'
WHERE e.type = 'launch' AND e.status IN ('actual', 'planned')
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2;
