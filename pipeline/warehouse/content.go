package warehouse

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// content is what one record says, as rows; all nil for a tombstone, which
// the article record makes needless.
type content struct {
	article *schemas.ArticleRow
	part    *Part
	letter  *schemas.DeadLetterRow
	run     *schemas.RunRow
}

// read makes rows of a record. What is no record of v1 is a permanent error.
func read(r pipeline.Record) (content, error) {
	var event schemas.CloudEvent
	if err := json.Unmarshal(r.Body, &event); err != nil {
		return content{}, invalid("the record is no CloudEvent: %w", err)
	}
	switch event.Type {
	case schemas.TypeArticle:
		return readInto(event, r, articleContent)
	case schemas.TypeEvent:
		return readInto(event, r, eventContent)
	case schemas.TypeEntity:
		return readInto(event, r, entityContent)
	case schemas.TypeTombstone:
		return content{}, nil
	case schemas.TypeDead:
		return readInto(event, r, func(l *schemas.DeadLetter, r pipeline.Record) (content, error) {
			return letterContent(event.ID, l, r), nil
		})
	}
	return content{}, invalid("the type %q is none of this version", event.Type)
}

func readInto[T any](event schemas.CloudEvent, r pipeline.Record, make func(*T, pipeline.Record) (content, error)) (content, error) {
	var v T
	if err := json.Unmarshal(event.Data, &v); err != nil {
		return content{}, invalid("the record of type %s is not as its schema says: %w", event.Type, err)
	}
	return make(&v, r)
}

func invalid(format string, args ...any) error {
	return pipeline.Permanent(fmt.Errorf(format, args...))
}

func provenance(p schemas.Producer, r pipeline.Record) schemas.Provenance {
	return schemas.Provenance{ExtractedAt: r.StoredAt, ProducerVersion: p.Version, RunID: schemas.RunID(p), Revision: r.Revision}
}

func runOf(p schemas.Producer, r pipeline.Record) *schemas.RunRow {
	return &schemas.RunRow{
		RunID: schemas.RunID(p), ProducerName: p.Name, ProducerVersion: p.Version, Engine: p.Engine, Models: p.Models,
		Definitions: p.Definitions, FirstExtractedAt: r.StoredAt, LastExtractedAt: r.StoredAt,
	}
}

func articleContent(a *schemas.ArticleRecord, r pipeline.Record) (content, error) {
	if a.Article.ID == "" {
		return content{}, invalid("article.id: missing")
	}
	published := moment(a.Article.PublishedAt)
	row := &schemas.ArticleRow{
		ArticleID: a.Article.ID, PublishedMonth: month(published), Source: a.Article.Source, URL: a.Article.URL,
		Title: a.Article.Title, Language: a.Article.Language, PublishedAt: published, FetchedAt: moment(a.Article.FetchedAt),
		TextLength: offset(a.Article.Length), ContentHash: a.Article.ContentHash, Metadata: jsonOf(a.Article.Metadata, len(a.Article.Metadata)),
		EventIDs: a.EventIDs, EntityIDs: a.EntityIDs, Notes: jsonOf(a.Notes, len(a.Notes)), Provenance: provenance(a.Producer, r),
	}
	return content{article: row, run: runOf(a.Producer, r)}, nil
}

func entityContent(e *schemas.EntityRecord, r pipeline.Record) (content, error) {
	if e.ArticleID == "" || e.Entity.ID == "" {
		return content{}, invalid("article_id and entity.id: missing")
	}
	published := moment(e.PublishedAt)
	row := &schemas.ArticleEntityRow{
		ArticleID: e.ArticleID, EntityID: e.Entity.ID, PublishedMonth: month(published), PublishedAt: published,
		Type: string(e.Entity.Type), Name: e.Entity.Name, Aliases: e.Entity.Aliases, Links: jsonOf(e.Entity.Links, len(e.Entity.Links)),
		Salience: e.Entity.Salience, Mentions: offset(len(e.Entity.Mentions)), Provenance: provenance(e.Producer, r),
	}
	p := partOf(e.ArticleID, e.Entity.ID, r)
	p.Entity = row
	for i, m := range e.Entity.Mentions {
		p.Mentions = append(p.Mentions, schemas.MentionRow{
			ArticleID: e.ArticleID, EntityID: row.EntityID, Ordinal: offset(i), PublishedMonth: row.PublishedMonth,
			EntityType: row.Type, EntityName: row.Name, Text: m.Text, StartOffset: offset(m.Start), EndOffset: offset(m.End),
			Sentence: offset(m.Sentence), Provenance: row.Provenance,
		})
	}
	return content{part: p}, nil
}

func eventContent(e *schemas.EventRecord, r pipeline.Record) (content, error) {
	if e.ArticleID == "" || e.Event.ID == "" {
		return content{}, invalid("article_id and event.id: missing")
	}
	p := partOf(e.ArticleID, e.Event.ID, r)
	p.Event = eventRow(e, r)
	entities := map[string]*schemas.Entity{}
	for i := range e.Entities {
		entities[e.Entities[i].ID] = &e.Entities[i]
	}
	for i, a := range e.Event.Arguments {
		row := schemas.EventArgumentRow{
			EventID: e.Event.ID, Ordinal: offset(i), ArticleID: e.ArticleID, PublishedMonth: p.Event.PublishedMonth,
			EventType: e.Event.Type, EventStatus: string(e.Event.Status), Role: a.Role, Text: a.Text, EntityID: a.EntityID,
			StartOffset: offset(a.Start), EndOffset: offset(a.End), Value: a.Value, Confidence: a.Confidence, Provenance: p.Event.Provenance,
		}
		if known := entities[a.EntityID]; known != nil {
			row.EntityType, row.EntityName = string(known.Type), known.Name
		}
		p.Arguments = append(p.Arguments, row)
	}
	return content{part: p}, nil
}

func eventRow(r *schemas.EventRecord, rec pipeline.Record) *schemas.EventRow {
	e, a := &r.Event, &r.Article
	published := moment(a.PublishedAt)
	row := &schemas.EventRow{
		EventID: e.ID, ArticleID: r.ArticleID, PublishedMonth: month(published), PublishedAt: published,
		Source: a.Source, URL: a.URL, Title: a.Title, Type: e.Type, Status: string(e.Status), Confidence: e.Confidence,
		TriggerText: e.Trigger.Text, TriggerStart: offset(e.Trigger.Start), TriggerEnd: offset(e.Trigger.End),
		Sentence: e.Sentence.Text, SentenceStart: offset(e.Sentence.Start), SentenceEnd: offset(e.Sentence.End),
		Mentions: jsonOf(e.Mentions, len(e.Mentions)), Rule: e.Rule, Provenance: provenance(r.Producer, rec),
	}
	if t := e.Time; t != nil {
		row.TimeText, row.TimeStart, row.TimeEnd, row.TimeGrain = t.Text, moment(t.Start), moment(t.End), t.Grain
	}
	if m := e.Amount; m != nil {
		row.Amount, row.Currency, row.AmountText, row.AmountComparator = hundredths(m.Value), m.Currency, m.Text, m.Comparator
		if m.Upper != 0 {
			row.AmountUpper = hundredths(m.Upper)
		}
	}
	if c := e.Attribution; c != nil {
		row.AttributionSource, row.AttributionEntityID, row.AttributionCue = c.Source, c.EntityID, c.Cue
		row.AttributionConfidence = c.Confidence
	}
	return row
}

func letterContent(id string, l *schemas.DeadLetter, r pipeline.Record) content {
	return content{letter: &schemas.DeadLetterRow{
		LetterID: id, ArticleID: l.ArticleID, Subject: l.Subject, Reason: l.Reason, Stage: l.Stage, Field: l.Field,
		Error: l.Error, Hint: l.Hint, Attempts: offset(l.Attempts), FirstSeenAt: moment(l.FirstSeen), LastSeenAt: moment(l.LastSeen),
		PayloadBytes: offset(len(l.Payload)), PayloadRef: l.PayloadRef, StoredAt: r.StoredAt, Revision: r.Revision,
	}}
}

func partOf(article, id string, r pipeline.Record) *Part {
	return &Part{ArticleID: article, ID: id, Revision: r.Revision, source: &source{r.Subject, r.Body, r.StoredAt, r.Revision}}
}

// moment reads the forms a time may have in a record; the zero time is unknown.
func moment(s string) time.Time {
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// month is the first day of the month of t, 0001-01-01 for the zero time and
// for years that no newspaper has: each month is a partition.
func month(t time.Time) time.Time {
	if t.Year() < 1800 || t.Year() > 2199 {
		t = time.Time{}
	}
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// offset fits an offset or a count into its column.
func offset(n int) int32 { return int32(min(max(n, 0), math.MaxInt32)) }

// hundredths is a sum of money as the amount column has it, nil beyond 18 digits.
func hundredths(value float64) *int64 {
	h := math.Round(value * 100)
	if math.IsNaN(h) || math.Abs(h) >= 1e18 {
		return nil
	}
	n := int64(h)
	return &n
}

// jsonOf encodes v, nil when it holds nothing.
func jsonOf(v any, n int) json.RawMessage {
	if n == 0 {
		return nil
	}
	body, err := json.Marshal(v)
	if err != nil {
		return nil // it was decoded from JSON
	}
	return body
}

// letterFor is the dead letter of a record that cannot be loaded.
func letterFor(r pipeline.Record, reason error) *schemas.DeadLetter {
	var event schemas.CloudEvent
	_ = json.Unmarshal(r.Body, &event) // best effort: the letter has the body
	at := r.StoredAt.Format(time.RFC3339Nano)
	return &schemas.DeadLetter{
		Subject: r.Subject, Payload: r.Body, Stage: "load", Reason: string(schemas.CodeRefused), Error: reason.Error(),
		Hint:     "the record stays in the stream: once the cause is gone, load it all again by gleaner load --once --durable NAME with a new name, which changes nothing else",
		Attempts: max(r.Attempt, 1), FirstSeen: at, LastSeen: at, ArticleID: event.Subject,
	}
}
