-- What was or will be launched, by market. A launch of several products is one launch; a market has one name, whatever articles call it.
SELECT coalesce(place.name, market.text, 'not said') AS market, e.status, count(DISTINCT e.event_id) AS launches,
  string_agg(DISTINCT coalesce(product.entity_name, product.text), ', ' ORDER BY coalesce(product.entity_name, product.text)) AS products
FROM events AS e
JOIN event_arguments AS product ON product.event_id = e.event_id AND product.role = 'product'
LEFT JOIN event_arguments AS market ON market.event_id = e.event_id AND market.role = 'market'
LEFT JOIN entities AS place ON place.entity_id = market.entity_id
WHERE e.type = 'launch' AND e.status IN ('actual', 'planned')
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2;
