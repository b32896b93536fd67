-- Articles that wait for somebody: dead letters of which no extraction came since.
SELECT d.reason, d.stage, count(*) AS articles, min(CAST(d.first_seen_at AS date)) AS since, max(d.error) AS example
FROM dead_letters AS d
LEFT JOIN articles AS a ON a.article_id = d.article_id AND a.extracted_at > d.last_seen_at
WHERE a.article_id IS NULL
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2;
