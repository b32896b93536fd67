-- Which organizations are named together, in how many articles.
SELECT a.name AS one, b.name AS other, count(*) AS articles
FROM article_entities AS x
JOIN article_entities AS y ON y.article_id = x.article_id AND y.entity_id > x.entity_id
JOIN entities AS a ON a.entity_id = x.entity_id
JOIN entities AS b ON b.entity_id = y.entity_id
WHERE x.type = 'organization' AND y.type = 'organization'
GROUP BY a.entity_id, a.name, b.entity_id, b.name
ORDER BY 3 DESC, 1, 2
LIMIT 50;
