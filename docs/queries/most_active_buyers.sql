-- Who buys most: deals done or agreed, and what is known of the prices, by currency. A buyer has one name, whatever articles call it.
-- Two articles on one deal count once: a buyer and what it bought. A deal for several things has one price and counts once, too.
SELECT coalesce(min(known.name), min(deal.name)) AS buyer, count(*) AS deals, currency, sum(amount) AS spent
FROM (
  SELECT who, bought, min(name) AS name, max(currency) AS currency, max(amount) AS amount
  FROM (
    SELECT coalesce(buyer.entity_id, buyer.text) AS who, min(coalesce(buyer.entity_name, buyer.text)) AS name,
      min(coalesce(bought.entity_id, bought.text)) AS bought, e.currency, e.amount
    FROM events AS e
    JOIN event_arguments AS buyer ON buyer.event_id = e.event_id AND buyer.role = 'buyer'
    JOIN event_arguments AS bought ON bought.event_id = e.event_id AND bought.role = 'target'
    WHERE e.type = 'acquisition' AND e.status IN ('actual', 'planned')
    GROUP BY e.event_id, coalesce(buyer.entity_id, buyer.text), e.currency, e.amount
  ) AS event
  GROUP BY who, bought
) AS deal
LEFT JOIN entities AS known ON known.entity_id = deal.who
GROUP BY who, currency
ORDER BY deals DESC, buyer, currency
LIMIT 20;
