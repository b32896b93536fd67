-- Who banned whom, by month of publication; one line a pair, whatever number of articles reports it and whatever names they use.
SELECT e.published_month AS month,
  coalesce(min(one.name), min(authority.entity_name), min(authority.text), '?') AS authority,
  coalesce(min(other.name), min(target.entity_name), min(target.text)) AS target,
  count(DISTINCT e.article_id) AS articles
FROM events AS e
JOIN event_arguments AS target ON target.event_id = e.event_id AND target.role = 'target'
LEFT JOIN event_arguments AS authority ON authority.event_id = e.event_id AND authority.role = 'authority'
LEFT JOIN entities AS one ON one.entity_id = authority.entity_id
LEFT JOIN entities AS other ON other.entity_id = target.entity_id
WHERE e.type = 'ban' AND e.status = 'actual'
GROUP BY e.published_month, coalesce(authority.entity_id, authority.text), coalesce(target.entity_id, target.text)
ORDER BY 1, 4 DESC, 2, 3;
