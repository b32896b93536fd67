package main

import (
	"fmt"
	"strings"

	"gleaner/schemas"
)

// entities is the table that is a view: one row an entity, across articles.
const (
	entitiesDoc = "One row an organization, person, place or product, across articles: what article_entities say of it together."
)

// entityColumns describe the view entities for the documentation.
var entityColumns = []struct{ name, kind, doc string }{
	{"entity_id", "text", "The same in every article that names the entity."},
	{"type", "text", "organization, person, gpe, location or product."},
	{"name", "text", "The name in the article that was read last."},
	{"names", "text list", "All names, sorted."},
	{"links", "JSON", "Identifiers elsewhere by scheme, from the article that was read last and has any."},
	{"articles", "integer", "In how many articles it is named."},
	{"mentions", "integer", "How often it is named."},
	{"first_published_at", "timestamp", "When the earliest of these articles was published."},
	{"last_published_at", "timestamp", "When the latest was."},
}

const generated = "Generated from the Go types in package schemas by `go generate ./schemas`. Do not edit."

// postgres writes the tables, indexes, views and comments.
func postgres(comments map[string]string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "-- %s\n-- Tables of the warehouse, v1, for PostgreSQL. Within v1 columns are only added.\n", generated)
	for _, t := range schemas.Tables() {
		fmt.Fprintf(&b, "\nCREATE TABLE IF NOT EXISTS %s (\n", t.Name)
		for _, c := range t.Columns() {
			fmt.Fprintf(&b, "  %s %s%s,\n", c.Name, c.PostgresType(), notNull(c))
		}
		key := strings.Join(t.Key, ", ")
		if splits(t) {
			fmt.Fprintf(&b, "  PRIMARY KEY (%s, published_month)\n) PARTITION BY RANGE (published_month);\n", key)
			fmt.Fprintf(&b, "CREATE TABLE IF NOT EXISTS %s_unknown PARTITION OF %s FOR VALUES FROM (MINVALUE) TO ('1000-01-01');\n", t.Name, t.Name)
			if t.Key[0] != "article_id" {
				fmt.Fprintf(&b, "CREATE INDEX IF NOT EXISTS %s_article_id ON %s (article_id);\n", t.Name, t.Name)
			}
		} else {
			fmt.Fprintf(&b, "  PRIMARY KEY (%s)\n);\n", key)
		}
		for _, column := range postgresIndexes[t.Name] {
			fmt.Fprintf(&b, "CREATE INDEX IF NOT EXISTS %s_%s ON %s (%s);\n", t.Name, strings.ReplaceAll(column, ", ", "_"), t.Name, column)
		}
	}
	b.WriteString(`
CREATE OR REPLACE VIEW entities AS
SELECT entity_id,
  (array_agg(type ORDER BY revision DESC))[1] AS type,
  (array_agg(name ORDER BY revision DESC))[1] AS name,
  array_agg(DISTINCT name ORDER BY name) AS names,
  (array_agg(links ORDER BY revision DESC) FILTER (WHERE links IS NOT NULL))[1] AS links,
  count(*) AS articles,
  sum(mentions) AS mentions,
  min(published_at) AS first_published_at,
  max(published_at) AS last_published_at
FROM article_entities GROUP BY entity_id;

-- For loaders: events and entities whose article record has not come yet, and
-- what this schema is.
CREATE TABLE IF NOT EXISTS waiting (
  article_id text NOT NULL,
  id text NOT NULL,
  revision bigint NOT NULL,
  stored_at timestamptz NOT NULL,
  subject text NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (article_id, id, revision)
);
CREATE TABLE IF NOT EXISTS warehouse (
  name text PRIMARY KEY,
  value text NOT NULL
);

`)
	for _, t := range schemas.Tables() {
		fmt.Fprintf(&b, "COMMENT ON TABLE %s IS %s;\n", t.Name, quote(tableDoc(t, comments)))
		for _, c := range t.Columns() {
			fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS %s;\n", t.Name, c.Name, quote(columnDoc(c, comments)))
		}
	}
	fmt.Fprintf(&b, "COMMENT ON VIEW entities IS %s;\n", quote(entitiesDoc))
	for _, c := range entityColumns {
		fmt.Fprintf(&b, "COMMENT ON COLUMN entities.%s IS %s;\n", c.name, quote(c.doc))
	}
	return []byte(b.String())
}

// splits says whether PostgreSQL partitions the table: all that have a month
// but articles, whose one key keeps articles apart.
func splits(t schemas.Table) bool { return t.Partitioned() && t.Name != "articles" }

// postgresIndexes are the columns that questions begin with.
var postgresIndexes = map[string][]string{
	"articles":         {"published_at"},
	"article_entities": {"entity_id"},
	"mentions":         {"entity_id"},
	"events":           {"type, published_at"},
	"event_arguments":  {"entity_id", "role, entity_name"},
}

func notNull(c schemas.Column) string {
	if c.Nullable {
		return ""
	}
	return " NOT NULL"
}

// duckDB writes the current view of Parquet files; {root} stands for their place.
func duckDB() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "-- %s\n", generated)
	b.WriteString(`-- The current view of a Gleaner warehouse in Parquet files, for DuckDB: an event
-- or entity is shown when the newest record of its article lists it.
SET TimeZone = 'UTC';
`)
	view := func(name, query string) { fmt.Fprintf(&b, "\nCREATE OR REPLACE VIEW %s AS\n%s;\n", name, query) }
	source := func(name string) string {
		return fmt.Sprintf("read_parquet('{root}/%s/*/*.parquet', hive_partitioning = true, hive_types = {'published_month': DATE}, union_by_name = true)", name)
	}
	loose := func(name string) string {
		return fmt.Sprintf("read_parquet('{root}/%s/*.parquet', union_by_name = true)", name)
	}
	view("articles", "SELECT * FROM "+source("articles")+"\nQUALIFY row_number() OVER (PARTITION BY article_id ORDER BY revision DESC) = 1")
	parts := func(name, listed, key string) string {
		return fmt.Sprintf(`SELECT r.* FROM %s AS r
JOIN articles AS a ON a.article_id = r.article_id AND a.revision > r.revision AND list_contains(a.%s, r.%s)
QUALIFY row_number() OVER (PARTITION BY r.article_id, r.%s ORDER BY r.revision DESC) = 1`, source(name), listed, key, key)
	}
	rows := func(name, parent, keys string) string {
		var on []string
		for _, k := range strings.Split(keys, ", ") {
			on = append(on, fmt.Sprintf("p.%s = r.%s", k, k))
		}
		return fmt.Sprintf(`SELECT r.* FROM %s AS r
JOIN %s AS p ON %s AND p.revision = r.revision
QUALIFY row_number() OVER (PARTITION BY r.%s, r.ordinal) = 1`, source(name), parent, strings.Join(on, " AND "), strings.ReplaceAll(keys, ", ", ", r."))
	}
	view("article_entities", parts("article_entities", "entity_ids", "entity_id"))
	view("mentions", rows("mentions", "article_entities", "article_id, entity_id"))
	view("events", parts("events", "event_ids", "event_id"))
	view("event_arguments", rows("event_arguments", "events", "event_id"))
	view("dead_letters", "SELECT * FROM "+loose("dead_letters")+"\nQUALIFY row_number() OVER (PARTITION BY letter_id ORDER BY revision DESC) = 1")
	view("runs", `SELECT run_id, any_value(producer_name) AS producer_name, any_value(producer_version) AS producer_version,
  any_value(engine) AS engine, any_value(models) AS models, any_value(definitions) AS definitions,
  min(first_extracted_at) AS first_extracted_at, max(last_extracted_at) AS last_extracted_at
FROM `+loose("runs")+` GROUP BY run_id`)
	view("entities", `SELECT entity_id, arg_max(type, revision) AS type, arg_max(name, revision) AS name,
  list_sort(list_distinct(list(name))) AS names, arg_max(links, revision) AS links,
  count(*) AS articles, sum(mentions)::BIGINT AS mentions,
  min(published_at) AS first_published_at, max(published_at) AS last_published_at
FROM article_entities GROUP BY entity_id`)
	return []byte(b.String())
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// tableDoc is the first paragraph of the row type's comment, which begins with
// the type's name.
func tableDoc(t schemas.Table, comments map[string]string) string {
	return plain(comments["gleaner/schemas."+t.Row.Name()], t.Row.Name())
}

func columnDoc(c schemas.Column, comments map[string]string) string {
	return plain(comments["gleaner/schemas."+c.Owner+"."+c.Field], c.Field)
}

// plain makes a sentence of a Go comment: without the name it begins with and
// the verb after it.
func plain(comment, name string) string {
	text := strings.Join(strings.Fields(comment), " ")
	text = strings.TrimPrefix(text, name+" ")
	for _, verb := range []string{"is ", "are "} {
		text = strings.TrimPrefix(text, verb)
	}
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
