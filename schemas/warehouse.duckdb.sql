-- Generated from the Go types in package schemas by `go generate ./schemas`. Do not edit.
-- The current view of a Gleaner warehouse in Parquet files, for DuckDB: an event
-- or entity is shown when the newest record of its article lists it.
SET TimeZone = 'UTC';

CREATE OR REPLACE VIEW articles AS
SELECT * FROM read_parquet('{root}/articles/*/*.parquet', hive_partitioning = true, hive_types = {'published_month': DATE}, union_by_name = true)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1;

CREATE OR REPLACE VIEW article_entities AS
SELECT r.* FROM read_parquet('{root}/article_entities/*/*.parquet', hive_partitioning = true, hive_types = {'published_month': DATE}, union_by_name = true) AS r
JOIN articles AS a ON a.article_id = r.article_id AND a.revision > r.revision AND list_contains(a.entity_ids, r.entity_id)
QUALIFY row_number() OVER (PARTITION BY r.article_id, r.entity_id ORDER BY r.revision DESC) = 1;

CREATE OR REPLACE VIEW mentions AS
SELECT r.* FROM read_parquet('{root}/mentions/*/*.parquet', hive_partitioning = true, hive_types = {'published_month': DATE}, union_by_name = true) AS r
JOIN article_entities AS p ON p.article_id = r.article_id AND p.entity_id = r.entity_id AND p.revision = r.revision
QUALIFY row_number() OVER (PARTITION BY r.article_id, r.entity_id, r.ordinal) = 1;

CREATE OR REPLACE VIEW events AS
SELECT r.* FROM read_parquet('{root}/events/*/*.parquet', hive_partitioning = true, hive_types = {'published_month': DATE}, union_by_name = true) AS r
JOIN articles AS a ON a.article_id = r.article_id AND a.revision > r.revision AND list_contains(a.event_ids, r.event_id)
QUALIFY row_number() OVER (PARTITION BY r.article_id, r.event_id ORDER BY r.revision DESC) = 1;

CREATE OR REPLACE VIEW event_arguments AS
SELECT r.* FROM read_parquet('{root}/event_arguments/*/*.parquet', hive_partitioning = true, hive_types = {'published_month': DATE}, union_by_name = true) AS r
JOIN events AS p ON p.event_id = r.event_id AND p.revision = r.revision
QUALIFY row_number() OVER (PARTITION BY r.event_id, r.ordinal) = 1;

CREATE OR REPLACE VIEW dead_letters AS
SELECT * FROM read_parquet('{root}/dead_letters/*.parquet', union_by_name = true)
QUALIFY row_number() OVER (PARTITION BY letter_id ORDER BY revision DESC) = 1;

CREATE OR REPLACE VIEW runs AS
SELECT run_id, any_value(producer_name) AS producer_name, any_value(producer_version) AS producer_version,
  any_value(engine) AS engine, any_value(models) AS models, any_value(definitions) AS definitions,
  min(first_extracted_at) AS first_extracted_at, max(last_extracted_at) AS last_extracted_at
FROM read_parquet('{root}/runs/*.parquet', union_by_name = true) GROUP BY run_id;

CREATE OR REPLACE VIEW entities AS
SELECT entity_id, arg_max(type, revision) AS type, arg_max(name, revision) AS name,
  list_sort(list_distinct(list(name))) AS names, arg_max(links, revision) AS links,
  count(*) AS articles, sum(mentions)::BIGINT AS mentions,
  min(published_at) AS first_published_at, max(published_at) AS last_published_at
FROM article_entities GROUP BY entity_id;
