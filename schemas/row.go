package schemas

import (
	"encoding/json"
	"time"
)

// The rows of the warehouse. Their tags name the columns, once for every
// target: "optional" columns are NULL where the Go value is zero, "json" holds
// JSON, "list" is an array of text, "decimal(2:18)" counts hundredths. The
// documentation, the SQL and the Parquet schemas are generated from here.

// Provenance ends every row: what made it, and which of two rows is newer.
type Provenance struct {
	// ExtractedAt is when the record was stored, UTC.
	ExtractedAt time.Time `parquet:"extracted_at,timestamp(microsecond)"`
	// ProducerVersion is the version of the program that made the record.
	ProducerVersion string `parquet:"producer_version"`
	// RunID refers to runs: program, engine, models and definitions together.
	RunID string `parquet:"run_id"`
	// Revision orders the records of an article: of two rows with one key the one with the greater
	// revision counts. It is the record's sequence in the stream, in the low 38 bits, under the
	// minute in which the stream was made.
	Revision int64 `parquet:"revision"`
}

// ArticleRow is one article that was read, as its newest extraction left it.
type ArticleRow struct {
	// ArticleID is the article's id.
	ArticleID string `parquet:"article_id"`
	// PublishedMonth is the first day of the month of publication, 0001-01-01 where that is not
	// known. Tables are partitioned by it.
	PublishedMonth time.Time `parquet:"-" partition:"published_month"`
	// Source is the feed the article came from.
	Source string `parquet:"source,optional"`
	// URL is where the article was published.
	URL string `parquet:"url,optional"`
	// Title is the headline.
	Title string `parquet:"title,optional"`
	// Language is the ISO 639-1 code.
	Language string `parquet:"language,optional"`
	// PublishedAt is when the article was published.
	PublishedAt time.Time `parquet:"published_at,optional,timestamp(microsecond)"`
	// FetchedAt is when the article was fetched.
	FetchedAt time.Time `parquet:"fetched_at,optional,timestamp(microsecond)"`
	// TextLength is the length of the text in code points.
	TextLength int32 `parquet:"text_length"`
	// ContentHash is the SHA-256 of title and text: equal hashes are equal articles.
	ContentHash string `parquet:"content_hash"`
	// Metadata is what the sender passed along.
	Metadata json.RawMessage `parquet:"metadata,optional,json"`
	// EventIDs are the events that stand.
	EventIDs []string `parquet:"event_ids,list"`
	// EntityIDs are the entities that stand.
	EntityIDs []string `parquet:"entity_ids,list"`
	// Notes say what was cut, skipped or shortened while reading: a list of code, message, start and end.
	Notes json.RawMessage `parquet:"notes,optional,json"`
	Provenance
}

// ArticleEntityRow is one organization, person, place or product as one article names it.
type ArticleEntityRow struct {
	// ArticleID refers to articles.
	ArticleID string `parquet:"article_id"`
	// EntityID is the same in every article that names the entity.
	EntityID string `parquet:"entity_id"`
	// PublishedMonth is the first day of the article's month of publication, 0001-01-01 where that is not known.
	PublishedMonth time.Time `parquet:"-" partition:"published_month"`
	// PublishedAt is when the article was published.
	PublishedAt time.Time `parquet:"published_at,optional,timestamp(microsecond)"`
	// Type is organization, person, gpe, location or product.
	Type string `parquet:"type"`
	// Name is the fullest form in the article.
	Name string `parquet:"name"`
	// Aliases are the other forms in the article.
	Aliases []string `parquet:"aliases,list"`
	// Links are identifiers elsewhere by scheme: ticker, iso3166, geonames, qid.
	Links json.RawMessage `parquet:"links,optional,json"`
	// Salience is how much the article is about the entity, 0 to 1.
	Salience float64 `parquet:"salience"`
	// Mentions is how often the article names it.
	Mentions int32 `parquet:"mentions"`
	Provenance
}

// MentionRow is one place where an article names an entity.
type MentionRow struct {
	// ArticleID refers to articles.
	ArticleID string `parquet:"article_id"`
	// EntityID refers to entities.
	EntityID string `parquet:"entity_id"`
	// Ordinal counts the mentions of the entity in the article, from 0.
	Ordinal int32 `parquet:"ordinal"`
	// PublishedMonth is the first day of the article's month of publication, 0001-01-01 where that is not known.
	PublishedMonth time.Time `parquet:"-" partition:"published_month"`
	// EntityType is the type of the entity.
	EntityType string `parquet:"entity_type"`
	// EntityName is the entity's name in this article.
	EntityName string `parquet:"entity_name"`
	// Text is the mention as it stands.
	Text string `parquet:"text"`
	// StartOffset is where it begins, in code points of the text.
	StartOffset int32 `parquet:"start_offset"`
	// EndOffset is where it ends, exclusive.
	EndOffset int32 `parquet:"end_offset"`
	// Sentence is the index of its sentence, from 0.
	Sentence int32 `parquet:"sentence"`
	Provenance
}

// EventRow is one event that an article reports.
type EventRow struct {
	// EventID is a hash of article, type and trigger: extracting again gives it again.
	EventID string `parquet:"event_id"`
	// ArticleID refers to articles.
	ArticleID string `parquet:"article_id"`
	// PublishedMonth is the first day of the article's month of publication, 0001-01-01 where that is not known.
	PublishedMonth time.Time `parquet:"-" partition:"published_month"`
	// PublishedAt is when the article was published.
	PublishedAt time.Time `parquet:"published_at,optional,timestamp(microsecond)"`
	// Source is the feed the article came from.
	Source string `parquet:"source,optional"`
	// URL is where the article was published.
	URL string `parquet:"url,optional"`
	// Title is the article's headline.
	Title string `parquet:"title,optional"`
	// Type is the event type, for example ban.
	Type string `parquet:"type"`
	// Status is actual, planned, possible, negated or cancelled.
	Status string `parquet:"status"`
	// Confidence is the calibrated probability that the event is right, 0 to 1.
	Confidence float64 `parquet:"confidence"`
	// TriggerText is the word or words that name the event best.
	TriggerText string `parquet:"trigger_text"`
	// TriggerStart is where the trigger begins, in code points of the text.
	TriggerStart int32 `parquet:"trigger_start"`
	// TriggerEnd is where it ends, exclusive.
	TriggerEnd int32 `parquet:"trigger_end"`
	// Sentence is the evidence: the sentence of the trigger.
	Sentence string `parquet:"sentence"`
	// SentenceStart is where the sentence begins, in code points of the text.
	SentenceStart int32 `parquet:"sentence_start"`
	// SentenceEnd is where it ends, exclusive.
	SentenceEnd int32 `parquet:"sentence_end"`
	// Mentions are all places that name the event: a list of start, end and text.
	Mentions json.RawMessage `parquet:"mentions,optional,json"`
	// TimeText is when, as the article puts it.
	TimeText string `parquet:"time_text,optional"`
	// TimeStart is when the event began or begins, UTC.
	TimeStart time.Time `parquet:"time_start,optional,timestamp(microsecond)"`
	// TimeEnd is the end of that time, exclusive.
	TimeEnd time.Time `parquet:"time_end,optional,timestamp(microsecond)"`
	// TimeGrain is year, quarter, month, week, day, hour, minute or second.
	TimeGrain string `parquet:"time_grain,optional"`
	// Amount is the event's sum of money in units of the currency, of a range the lower end; NULL without one, or beyond 10^16.
	Amount *int64 `parquet:"amount,decimal(2:18)"`
	// Currency is the ISO 4217 code of the amount.
	Currency string `parquet:"currency,optional"`
	// AmountText is the sum as the article puts it.
	AmountText string `parquet:"amount_text,optional"`
	// AmountUpper is the upper end of a range, in units of the currency.
	AmountUpper *int64 `parquet:"amount_upper,decimal(2:18)"`
	// AmountComparator tells how the sum is meant: about, at_least, at_most or range; NULL for a sum stated as it is.
	AmountComparator string `parquet:"amount_comparator,optional"`
	// AttributionSource is who the article credits for the claim.
	AttributionSource string `parquet:"attribution_source,optional"`
	// AttributionEntityID refers to entities, where the source is one, speaks for one or refers to one.
	AttributionEntityID string `parquet:"attribution_entity_id,optional"`
	// AttributionCue is the word that credits, for example told.
	AttributionCue string `parquet:"attribution_cue,optional"`
	// AttributionConfidence is the probability that the article credits that source, 0 to 1, calibrated for types that models have learnt; NULL from older producers.
	AttributionConfidence float64 `parquet:"attribution_confidence,optional"`
	// Rule says why the event was extracted: definition and frame.
	Rule string `parquet:"rule,optional"`
	Provenance
}

// EventArgumentRow is one participant or circumstance of an event.
type EventArgumentRow struct {
	// EventID refers to events.
	EventID string `parquet:"event_id"`
	// Ordinal counts the arguments of the event, from 0.
	Ordinal int32 `parquet:"ordinal"`
	// ArticleID refers to articles.
	ArticleID string `parquet:"article_id"`
	// PublishedMonth is the first day of the article's month of publication, 0001-01-01 where that is not known.
	PublishedMonth time.Time `parquet:"-" partition:"published_month"`
	// EventType is the type of the event.
	EventType string `parquet:"event_type"`
	// EventStatus is the status of the event.
	EventStatus string `parquet:"event_status"`
	// Role is what the argument is to the event, for example target.
	Role string `parquet:"role"`
	// Text is the argument as it stands in the article.
	Text string `parquet:"text"`
	// EntityID refers to entities; NULL for phrases, times and sums.
	EntityID string `parquet:"entity_id,optional"`
	// EntityType is the type of that entity.
	EntityType string `parquet:"entity_type,optional"`
	// EntityName is the entity's name in this article.
	EntityName string `parquet:"entity_name,optional"`
	// StartOffset is where the text begins, in code points of the article's text.
	StartOffset int32 `parquet:"start_offset"`
	// EndOffset is where it ends, exclusive.
	EndOffset int32 `parquet:"end_offset"`
	// Value is the normalized value, for example 2018-05-01 or 12900000000 USD.
	Value string `parquet:"value,optional"`
	// Confidence is the probability that the argument plays the role, if there is such an event, 0 to 1, calibrated for types that models have learnt; NULL from older producers.
	Confidence float64 `parquet:"confidence,optional"`
	Provenance
}

// DeadLetterRow is one article, or one record, that could not be worked on.
type DeadLetterRow struct {
	// LetterID is the id of the dead letter's CloudEvent.
	LetterID string `parquet:"letter_id"`
	// ArticleID is the article's id, where it could be read.
	ArticleID string `parquet:"article_id,optional"`
	// Subject is where the article came from.
	Subject string `parquet:"subject"`
	// Reason is a code of a closed list, for example missing_text.
	Reason string `parquet:"reason"`
	// Stage is where it failed: decode, load, or the name of an extraction stage.
	Stage string `parquet:"stage,optional"`
	// Field names the offending field of the article.
	Field string `parquet:"field,optional"`
	// Error is the message for people.
	Error string `parquet:"error,optional"`
	// Hint says what to do about it.
	Hint string `parquet:"hint,optional"`
	// Attempts is how often the article was delivered.
	Attempts int32 `parquet:"attempts"`
	// FirstSeenAt is when it came in.
	FirstSeenAt time.Time `parquet:"first_seen_at,optional,timestamp(microsecond)"`
	// LastSeenAt is when it was given up.
	LastSeenAt time.Time `parquet:"last_seen_at,optional,timestamp(microsecond)"`
	// PayloadBytes is the size of the body, which stays in the stream; 0 where the body is in the object store.
	PayloadBytes int32 `parquet:"payload_bytes"`
	// PayloadRef is the name of the object that holds the body, where it is too large for a message.
	PayloadRef string `parquet:"payload_ref,optional"`
	// StoredAt is when the dead letter was stored, UTC.
	StoredAt time.Time `parquet:"stored_at,timestamp(microsecond)"`
	// Revision orders rows as in the other tables.
	Revision int64 `parquet:"revision"`
}

// RunRow is one producer: a program, its engine, models and definitions. Two
// rows of any table with one run_id were made by the same code and data.
type RunRow struct {
	// RunID is a hash of the other columns of the producer.
	RunID string `parquet:"run_id"`
	// ProducerName is gleaner.
	ProducerName string `parquet:"producer_name"`
	// ProducerVersion is the version of the program.
	ProducerVersion string `parquet:"producer_version"`
	// Engine is ours, or prose for the reference engine.
	Engine string `parquet:"engine"`
	// Models is a digest of the models and lexicons.
	Models string `parquet:"models,optional"`
	// Definitions is a digest of the event definitions.
	Definitions string `parquet:"definitions,optional"`
	// FirstExtractedAt is when the earliest record of this producer was stored, UTC.
	FirstExtractedAt time.Time `parquet:"first_extracted_at,timestamp(microsecond)"`
	// LastExtractedAt is when the latest was.
	LastExtractedAt time.Time `parquet:"last_extracted_at,timestamp(microsecond)"`
}
