-- Generated from the Go types in package schemas by `go generate ./schemas`. Do not edit.
-- Tables of the warehouse, v1, for PostgreSQL. Within v1 columns are only added.

CREATE TABLE IF NOT EXISTS articles (
  article_id text NOT NULL,
  published_month date NOT NULL,
  source text,
  url text,
  title text,
  language text,
  published_at timestamp with time zone,
  fetched_at timestamp with time zone,
  text_length integer NOT NULL,
  content_hash text NOT NULL,
  metadata jsonb,
  event_ids text[] NOT NULL,
  entity_ids text[] NOT NULL,
  notes jsonb,
  extracted_at timestamp with time zone NOT NULL,
  producer_version text NOT NULL,
  run_id text NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (article_id)
);
CREATE INDEX IF NOT EXISTS articles_published_at ON articles (published_at);

CREATE TABLE IF NOT EXISTS article_entities (
  article_id text NOT NULL,
  entity_id text NOT NULL,
  published_month date NOT NULL,
  published_at timestamp with time zone,
  type text NOT NULL,
  name text NOT NULL,
  aliases text[] NOT NULL,
  links jsonb,
  salience double precision NOT NULL,
  mentions integer NOT NULL,
  extracted_at timestamp with time zone NOT NULL,
  producer_version text NOT NULL,
  run_id text NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (article_id, entity_id, published_month)
) PARTITION BY RANGE (published_month);
CREATE TABLE IF NOT EXISTS article_entities_unknown PARTITION OF article_entities FOR VALUES FROM (MINVALUE) TO ('1000-01-01');
CREATE INDEX IF NOT EXISTS article_entities_entity_id ON article_entities (entity_id);

CREATE TABLE IF NOT EXISTS mentions (
  article_id text NOT NULL,
  entity_id text NOT NULL,
  ordinal integer NOT NULL,
  published_month date NOT NULL,
  entity_type text NOT NULL,
  entity_name text NOT NULL,
  text text NOT NULL,
  start_offset integer NOT NULL,
  end_offset integer NOT NULL,
  sentence integer NOT NULL,
  extracted_at timestamp with time zone NOT NULL,
  producer_version text NOT NULL,
  run_id text NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (article_id, entity_id, ordinal, published_month)
) PARTITION BY RANGE (published_month);
CREATE TABLE IF NOT EXISTS mentions_unknown PARTITION OF mentions FOR VALUES FROM (MINVALUE) TO ('1000-01-01');
CREATE INDEX IF NOT EXISTS mentions_entity_id ON mentions (entity_id);

CREATE TABLE IF NOT EXISTS events (
  event_id text NOT NULL,
  article_id text NOT NULL,
  published_month date NOT NULL,
  published_at timestamp with time zone,
  source text,
  url text,
  title text,
  type text NOT NULL,
  status text NOT NULL,
  confidence double precision NOT NULL,
  trigger_text text NOT NULL,
  trigger_start integer NOT NULL,
  trigger_end integer NOT NULL,
  sentence text NOT NULL,
  sentence_start integer NOT NULL,
  sentence_end integer NOT NULL,
  mentions jsonb,
  time_text text,
  time_start timestamp with time zone,
  time_end timestamp with time zone,
  time_grain text,
  amount numeric(18,2),
  currency text,
  amount_text text,
  amount_upper numeric(18,2),
  amount_comparator text,
  attribution_source text,
  attribution_entity_id text,
  attribution_cue text,
  attribution_confidence double precision,
  rule text,
  extracted_at timestamp with time zone NOT NULL,
  producer_version text NOT NULL,
  run_id text NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (event_id, published_month)
) PARTITION BY RANGE (published_month);
CREATE TABLE IF NOT EXISTS events_unknown PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('1000-01-01');
CREATE INDEX IF NOT EXISTS events_article_id ON events (article_id);
CREATE INDEX IF NOT EXISTS events_type_published_at ON events (type, published_at);

CREATE TABLE IF NOT EXISTS event_arguments (
  event_id text NOT NULL,
  ordinal integer NOT NULL,
  article_id text NOT NULL,
  published_month date NOT NULL,
  event_type text NOT NULL,
  event_status text NOT NULL,
  role text NOT NULL,
  text text NOT NULL,
  entity_id text,
  entity_type text,
  entity_name text,
  start_offset integer NOT NULL,
  end_offset integer NOT NULL,
  value text,
  confidence double precision,
  extracted_at timestamp with time zone NOT NULL,
  producer_version text NOT NULL,
  run_id text NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (event_id, ordinal, published_month)
) PARTITION BY RANGE (published_month);
CREATE TABLE IF NOT EXISTS event_arguments_unknown PARTITION OF event_arguments FOR VALUES FROM (MINVALUE) TO ('1000-01-01');
CREATE INDEX IF NOT EXISTS event_arguments_article_id ON event_arguments (article_id);
CREATE INDEX IF NOT EXISTS event_arguments_entity_id ON event_arguments (entity_id);
CREATE INDEX IF NOT EXISTS event_arguments_role_entity_name ON event_arguments (role, entity_name);

CREATE TABLE IF NOT EXISTS dead_letters (
  letter_id text NOT NULL,
  article_id text,
  subject text NOT NULL,
  reason text NOT NULL,
  stage text,
  field text,
  error text,
  hint text,
  attempts integer NOT NULL,
  first_seen_at timestamp with time zone,
  last_seen_at timestamp with time zone,
  payload_bytes integer NOT NULL,
  payload_ref text,
  stored_at timestamp with time zone NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (letter_id)
);

CREATE TABLE IF NOT EXISTS runs (
  run_id text NOT NULL,
  producer_name text NOT NULL,
  producer_version text NOT NULL,
  engine text NOT NULL,
  models text,
  definitions text,
  first_extracted_at timestamp with time zone NOT NULL,
  last_extracted_at timestamp with time zone NOT NULL,
  PRIMARY KEY (run_id)
);

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

COMMENT ON TABLE articles IS 'One article that was read, as its newest extraction left it.';
COMMENT ON COLUMN articles.article_id IS 'The article''s id.';
COMMENT ON COLUMN articles.published_month IS 'The first day of the month of publication, 0001-01-01 where that is not known. Tables are partitioned by it.';
COMMENT ON COLUMN articles.source IS 'The feed the article came from.';
COMMENT ON COLUMN articles.url IS 'Where the article was published.';
COMMENT ON COLUMN articles.title IS 'The headline.';
COMMENT ON COLUMN articles.language IS 'The ISO 639-1 code.';
COMMENT ON COLUMN articles.published_at IS 'When the article was published.';
COMMENT ON COLUMN articles.fetched_at IS 'When the article was fetched.';
COMMENT ON COLUMN articles.text_length IS 'The length of the text in code points.';
COMMENT ON COLUMN articles.content_hash IS 'The SHA-256 of title and text: equal hashes are equal articles.';
COMMENT ON COLUMN articles.metadata IS 'What the sender passed along.';
COMMENT ON COLUMN articles.event_ids IS 'The events that stand.';
COMMENT ON COLUMN articles.entity_ids IS 'The entities that stand.';
COMMENT ON COLUMN articles.notes IS 'Say what was cut, skipped or shortened while reading: a list of code, message, start and end.';
COMMENT ON COLUMN articles.extracted_at IS 'When the record was stored, UTC.';
COMMENT ON COLUMN articles.producer_version IS 'The version of the program that made the record.';
COMMENT ON COLUMN articles.run_id IS 'Refers to runs: program, engine, models and definitions together.';
COMMENT ON COLUMN articles.revision IS 'Orders the records of an article: of two rows with one key the one with the greater revision counts. It is the record''s sequence in the stream, in the low 38 bits, under the minute in which the stream was made.';
COMMENT ON TABLE article_entities IS 'One organization, person, place or product as one article names it.';
COMMENT ON COLUMN article_entities.article_id IS 'Refers to articles.';
COMMENT ON COLUMN article_entities.entity_id IS 'The same in every article that names the entity.';
COMMENT ON COLUMN article_entities.published_month IS 'The first day of the article''s month of publication, 0001-01-01 where that is not known.';
COMMENT ON COLUMN article_entities.published_at IS 'When the article was published.';
COMMENT ON COLUMN article_entities.type IS 'Organization, person, gpe, location or product.';
COMMENT ON COLUMN article_entities.name IS 'The fullest form in the article.';
COMMENT ON COLUMN article_entities.aliases IS 'The other forms in the article.';
COMMENT ON COLUMN article_entities.links IS 'Identifiers elsewhere by scheme: ticker, iso3166, geonames, qid.';
COMMENT ON COLUMN article_entities.salience IS 'How much the article is about the entity, 0 to 1.';
COMMENT ON COLUMN article_entities.mentions IS 'How often the article names it.';
COMMENT ON COLUMN article_entities.extracted_at IS 'When the record was stored, UTC.';
COMMENT ON COLUMN article_entities.producer_version IS 'The version of the program that made the record.';
COMMENT ON COLUMN article_entities.run_id IS 'Refers to runs: program, engine, models and definitions together.';
COMMENT ON COLUMN article_entities.revision IS 'Orders the records of an article: of two rows with one key the one with the greater revision counts. It is the record''s sequence in the stream, in the low 38 bits, under the minute in which the stream was made.';
COMMENT ON TABLE mentions IS 'One place where an article names an entity.';
COMMENT ON COLUMN mentions.article_id IS 'Refers to articles.';
COMMENT ON COLUMN mentions.entity_id IS 'Refers to entities.';
COMMENT ON COLUMN mentions.ordinal IS 'Counts the mentions of the entity in the article, from 0.';
COMMENT ON COLUMN mentions.published_month IS 'The first day of the article''s month of publication, 0001-01-01 where that is not known.';
COMMENT ON COLUMN mentions.entity_type IS 'The type of the entity.';
COMMENT ON COLUMN mentions.entity_name IS 'The entity''s name in this article.';
COMMENT ON COLUMN mentions.text IS 'The mention as it stands.';
COMMENT ON COLUMN mentions.start_offset IS 'Where it begins, in code points of the text.';
COMMENT ON COLUMN mentions.end_offset IS 'Where it ends, exclusive.';
COMMENT ON COLUMN mentions.sentence IS 'The index of its sentence, from 0.';
COMMENT ON COLUMN mentions.extracted_at IS 'When the record was stored, UTC.';
COMMENT ON COLUMN mentions.producer_version IS 'The version of the program that made the record.';
COMMENT ON COLUMN mentions.run_id IS 'Refers to runs: program, engine, models and definitions together.';
COMMENT ON COLUMN mentions.revision IS 'Orders the records of an article: of two rows with one key the one with the greater revision counts. It is the record''s sequence in the stream, in the low 38 bits, under the minute in which the stream was made.';
COMMENT ON TABLE events IS 'One event that an article reports.';
COMMENT ON COLUMN events.event_id IS 'A hash of article, type and trigger: extracting again gives it again.';
COMMENT ON COLUMN events.article_id IS 'Refers to articles.';
COMMENT ON COLUMN events.published_month IS 'The first day of the article''s month of publication, 0001-01-01 where that is not known.';
COMMENT ON COLUMN events.published_at IS 'When the article was published.';
COMMENT ON COLUMN events.source IS 'The feed the article came from.';
COMMENT ON COLUMN events.url IS 'Where the article was published.';
COMMENT ON COLUMN events.title IS 'The article''s headline.';
COMMENT ON COLUMN events.type IS 'The event type, for example ban.';
COMMENT ON COLUMN events.status IS 'Actual, planned, possible, negated or cancelled.';
COMMENT ON COLUMN events.confidence IS 'The calibrated probability that the event is right, 0 to 1.';
COMMENT ON COLUMN events.trigger_text IS 'The word or words that name the event best.';
COMMENT ON COLUMN events.trigger_start IS 'Where the trigger begins, in code points of the text.';
COMMENT ON COLUMN events.trigger_end IS 'Where it ends, exclusive.';
COMMENT ON COLUMN events.sentence IS 'The evidence: the sentence of the trigger.';
COMMENT ON COLUMN events.sentence_start IS 'Where the sentence begins, in code points of the text.';
COMMENT ON COLUMN events.sentence_end IS 'Where it ends, exclusive.';
COMMENT ON COLUMN events.mentions IS 'All places that name the event: a list of start, end and text.';
COMMENT ON COLUMN events.time_text IS 'When, as the article puts it.';
COMMENT ON COLUMN events.time_start IS 'When the event began or begins, UTC.';
COMMENT ON COLUMN events.time_end IS 'The end of that time, exclusive.';
COMMENT ON COLUMN events.time_grain IS 'Year, quarter, month, week, day, hour, minute or second.';
COMMENT ON COLUMN events.amount IS 'The event''s sum of money in units of the currency, of a range the lower end; NULL without one, or beyond 10^16.';
COMMENT ON COLUMN events.currency IS 'The ISO 4217 code of the amount.';
COMMENT ON COLUMN events.amount_text IS 'The sum as the article puts it.';
COMMENT ON COLUMN events.amount_upper IS 'The upper end of a range, in units of the currency.';
COMMENT ON COLUMN events.amount_comparator IS 'Tells how the sum is meant: about, at_least, at_most or range; NULL for a sum stated as it is.';
COMMENT ON COLUMN events.attribution_source IS 'Who the article credits for the claim.';
COMMENT ON COLUMN events.attribution_entity_id IS 'Refers to entities, where the source is one, speaks for one or refers to one.';
COMMENT ON COLUMN events.attribution_cue IS 'The word that credits, for example told.';
COMMENT ON COLUMN events.attribution_confidence IS 'The probability that the article credits that source, 0 to 1, calibrated for types that models have learnt; NULL from older producers.';
COMMENT ON COLUMN events.rule IS 'Says why the event was extracted: definition and frame.';
COMMENT ON COLUMN events.extracted_at IS 'When the record was stored, UTC.';
COMMENT ON COLUMN events.producer_version IS 'The version of the program that made the record.';
COMMENT ON COLUMN events.run_id IS 'Refers to runs: program, engine, models and definitions together.';
COMMENT ON COLUMN events.revision IS 'Orders the records of an article: of two rows with one key the one with the greater revision counts. It is the record''s sequence in the stream, in the low 38 bits, under the minute in which the stream was made.';
COMMENT ON TABLE event_arguments IS 'One participant or circumstance of an event.';
COMMENT ON COLUMN event_arguments.event_id IS 'Refers to events.';
COMMENT ON COLUMN event_arguments.ordinal IS 'Counts the arguments of the event, from 0.';
COMMENT ON COLUMN event_arguments.article_id IS 'Refers to articles.';
COMMENT ON COLUMN event_arguments.published_month IS 'The first day of the article''s month of publication, 0001-01-01 where that is not known.';
COMMENT ON COLUMN event_arguments.event_type IS 'The type of the event.';
COMMENT ON COLUMN event_arguments.event_status IS 'The status of the event.';
COMMENT ON COLUMN event_arguments.role IS 'What the argument is to the event, for example target.';
COMMENT ON COLUMN event_arguments.text IS 'The argument as it stands in the article.';
COMMENT ON COLUMN event_arguments.entity_id IS 'Refers to entities; NULL for phrases, times and sums.';
COMMENT ON COLUMN event_arguments.entity_type IS 'The type of that entity.';
COMMENT ON COLUMN event_arguments.entity_name IS 'The entity''s name in this article.';
COMMENT ON COLUMN event_arguments.start_offset IS 'Where the text begins, in code points of the article''s text.';
COMMENT ON COLUMN event_arguments.end_offset IS 'Where it ends, exclusive.';
COMMENT ON COLUMN event_arguments.value IS 'The normalized value, for example 2018-05-01 or 12900000000 USD.';
COMMENT ON COLUMN event_arguments.confidence IS 'The probability that the argument plays the role, if there is such an event, 0 to 1, calibrated for types that models have learnt; NULL from older producers.';
COMMENT ON COLUMN event_arguments.extracted_at IS 'When the record was stored, UTC.';
COMMENT ON COLUMN event_arguments.producer_version IS 'The version of the program that made the record.';
COMMENT ON COLUMN event_arguments.run_id IS 'Refers to runs: program, engine, models and definitions together.';
COMMENT ON COLUMN event_arguments.revision IS 'Orders the records of an article: of two rows with one key the one with the greater revision counts. It is the record''s sequence in the stream, in the low 38 bits, under the minute in which the stream was made.';
COMMENT ON TABLE dead_letters IS 'One article, or one record, that could not be worked on.';
COMMENT ON COLUMN dead_letters.letter_id IS 'The id of the dead letter''s CloudEvent.';
COMMENT ON COLUMN dead_letters.article_id IS 'The article''s id, where it could be read.';
COMMENT ON COLUMN dead_letters.subject IS 'Where the article came from.';
COMMENT ON COLUMN dead_letters.reason IS 'A code of a closed list, for example missing_text.';
COMMENT ON COLUMN dead_letters.stage IS 'Where it failed: decode, load, or the name of an extraction stage.';
COMMENT ON COLUMN dead_letters.field IS 'Names the offending field of the article.';
COMMENT ON COLUMN dead_letters.error IS 'The message for people.';
COMMENT ON COLUMN dead_letters.hint IS 'Says what to do about it.';
COMMENT ON COLUMN dead_letters.attempts IS 'How often the article was delivered.';
COMMENT ON COLUMN dead_letters.first_seen_at IS 'When it came in.';
COMMENT ON COLUMN dead_letters.last_seen_at IS 'When it was given up.';
COMMENT ON COLUMN dead_letters.payload_bytes IS 'The size of the body, which stays in the stream; 0 where the body is in the object store.';
COMMENT ON COLUMN dead_letters.payload_ref IS 'The name of the object that holds the body, where it is too large for a message.';
COMMENT ON COLUMN dead_letters.stored_at IS 'When the dead letter was stored, UTC.';
COMMENT ON COLUMN dead_letters.revision IS 'Orders rows as in the other tables.';
COMMENT ON TABLE runs IS 'One producer: a program, its engine, models and definitions. Two rows of any table with one run_id were made by the same code and data.';
COMMENT ON COLUMN runs.run_id IS 'A hash of the other columns of the producer.';
COMMENT ON COLUMN runs.producer_name IS 'Gleaner.';
COMMENT ON COLUMN runs.producer_version IS 'The version of the program.';
COMMENT ON COLUMN runs.engine IS 'Ours, or prose for the reference engine.';
COMMENT ON COLUMN runs.models IS 'A digest of the models and lexicons.';
COMMENT ON COLUMN runs.definitions IS 'A digest of the event definitions.';
COMMENT ON COLUMN runs.first_extracted_at IS 'When the earliest record of this producer was stored, UTC.';
COMMENT ON COLUMN runs.last_extracted_at IS 'When the latest was.';
COMMENT ON VIEW entities IS 'One row an organization, person, place or product, across articles: what article_entities say of it together.';
COMMENT ON COLUMN entities.entity_id IS 'The same in every article that names the entity.';
COMMENT ON COLUMN entities.type IS 'organization, person, gpe, location or product.';
COMMENT ON COLUMN entities.name IS 'The name in the article that was read last.';
COMMENT ON COLUMN entities.names IS 'All names, sorted.';
COMMENT ON COLUMN entities.links IS 'Identifiers elsewhere by scheme, from the article that was read last and has any.';
COMMENT ON COLUMN entities.articles IS 'In how many articles it is named.';
COMMENT ON COLUMN entities.mentions IS 'How often it is named.';
COMMENT ON COLUMN entities.first_published_at IS 'When the earliest of these articles was published.';
COMMENT ON COLUMN entities.last_published_at IS 'When the latest was.';
