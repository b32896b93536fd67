-- How many events each source reports, how many of these are likely credited to somebody, and how sure the events are.
SELECT coalesce(source, 'unknown') AS source, count(*) AS events, count(DISTINCT article_id) AS articles,
  sum(CASE WHEN attribution_source IS NOT NULL AND coalesce(attribution_confidence, 1) >= 0.5 THEN 1 ELSE 0 END) AS attributed,
  CAST(avg(confidence) AS decimal(4, 3)) AS confidence
FROM events
GROUP BY 1
ORDER BY 2 DESC, 1;
