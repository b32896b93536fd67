-- Who banned whom, by month of publication; one line a pair, whatever number of articles reports it.
SELECT e.published_month AS month,
  coalesce(authority.entity_name, authority.text, '?') AS authority,
  coalesce(target.entity_name, target.text) AS target,
  count(DISTINCT e.article_id) AS articles
FROM events AS e
JOIN event_arguments AS target ON target.event_id = e.event_id AND target.role = 'target'
LEFT JOIN event_arguments AS authority ON authority.event_id = e.event_id AND authority.role = 'authority'
WHERE e.type = 'ban' AND e.status = 'actual'
GROUP BY 1, 2, 3
ORDER BY 1, 4 DESC, 2, 3;
