package jetstream

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// subjectRecords begins the subjects of all records.
const subjectRecords = "records.v1."

// headerFingerprint of an article record is the fingerprint of its extraction.
const headerFingerprint = "Gleaner-Fingerprint"

// headerSeen of an article record is when the article came in.
const headerSeen = "Gleaner-Seen"

// previous is the article record that a new extraction replaces; zero when
// there is none.
type previous struct {
	record      schemas.ArticleRecord
	id          string // of its CloudEvent
	sequence    uint64 // in the stream
	fingerprint string
	seen        time.Time // when its article came in; zero when that is not known
}

// records makes the messages of one extraction.
type records struct {
	x           *schemas.Extraction
	prev        previous
	source      string
	time        string
	fingerprint string
}

// newRecords prepares the records of x. Their ids follow from what x says and
// from the record it replaces: equal when the same work is done twice, new when
// an article returns to what it said before.
func newRecords(x *schemas.Extraction, prev previous, source string, now func() time.Time) (*records, error) {
	print, err := fingerprint(x)
	if err != nil {
		return nil, err
	}
	made := cmp.Or(x.Article.FetchedAt, x.Article.PublishedAt)
	if t, ok := schemas.ParseTime(made); ok {
		made = t.UTC().Format(time.RFC3339Nano)
	} else {
		made = now().UTC().Format(time.RFC3339Nano)
	}
	return &records{x: x, prev: prev, source: source, time: made, fingerprint: print}, nil
}

// fingerprint is a hash of an extraction without when it was fetched, so that
// the same article sent again gives the same.
func fingerprint(x *schemas.Extraction) (string, error) {
	plain := *x
	plain.Article.FetchedAt = ""
	body, err := json.Marshal(&plain)
	if err != nil {
		return "", pipeline.Permanent(fmt.Errorf("encode extraction: %w", err))
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]), nil
}

// parts are the records that go before the article record: events, entities,
// and tombstones for what the previous extraction had and this one has not.
func (r *records) parts() ([]outgoing, error) {
	var out []outgoing
	add := func(o outgoing, err error) error {
		out = append(out, o)
		return err
	}
	article := r.x.Article
	article.Text = "" // the article record holds it; once is enough
	for _, e := range r.x.Events {
		record := schemas.EventRecord{ArticleID: article.ID, Event: e, Entities: r.x.TakingPart(&e), Article: article, Producer: r.x.Producer}
		if err := add(r.envelope(schemas.SubjectEvent+schemas.SubjectToken(e.Type), schemas.TypeEvent, e.ID, record)); err != nil {
			return nil, err
		}
	}
	for _, e := range r.x.Entities {
		record := schemas.EntityRecord{ArticleID: article.ID, Entity: e, PublishedAt: article.PublishedAt, Producer: r.x.Producer}
		if err := add(r.envelope(schemas.SubjectEntity+schemas.SubjectToken(string(e.Type)), schemas.TypeEntity, e.ID, record)); err != nil {
			return nil, err
		}
	}
	stones, err := r.stones(r.tombstones())
	return append(out, stones...), err
}

// article is the record that goes last. Its text is left out when the whole
// would be larger than limit bytes.
func (r *records) article(limit int64) (outgoing, error) {
	record := r.listing()
	o, err := r.envelope(r.subject(), schemas.TypeArticle, record.Article.ID, record)
	if err == nil && int64(len(o.body)) > limit && record.Article.Text != "" {
		record.Article.Text = ""
		record.Notes = append(slices.Clone(record.Notes), schemas.Note{Code: "text_omitted", Message: "the text derived from HTML is larger than a message may be"})
		o, err = r.envelope(r.subject(), schemas.TypeArticle, record.Article.ID, record)
	}
	o.header = nats.Header{headerFingerprint: {r.fingerprint}}
	if !r.x.Seen.IsZero() {
		o.header.Set(headerSeen, r.x.Seen.UTC().Format(time.RFC3339Nano))
	}
	return o, err
}

// listing is the article record of x.
func (r *records) listing() schemas.ArticleRecord {
	record := schemas.ArticleRecord{
		Article: r.x.Article, Producer: r.x.Producer, Notes: r.x.Notes,
		EventIDs: []string{}, EntityIDs: []string{}, EventTypes: []string{}, EntityTypes: []schemas.EntityType{},
	}
	for _, e := range r.x.Events {
		record.EventIDs, record.EventTypes = append(record.EventIDs, e.ID), append(record.EventTypes, e.Type)
	}
	for _, e := range r.x.Entities {
		record.EntityIDs, record.EntityTypes = append(record.EntityIDs, e.ID), append(record.EntityTypes, e.Type)
	}
	return record
}

func (r *records) subject() string { return articleSubject(r.x.Article.ID) }

func articleSubject(id string) string {
	return schemas.SubjectArticle + schemas.SubjectToken(id)
}

// tombstones retract what the previous article record lists and x has not.
func (r *records) tombstones() []schemas.Tombstone {
	return r.missing(r.prev.record, r.listing())
}

// retractions retract what x has and the previous article record does not
// list: they undo what was written of an extraction that came too late.
func (r *records) retractions() ([]outgoing, error) {
	return r.stones(r.missing(r.listing(), r.prev.record))
}

// missing are the tombstones for what one record lists and the other does not.
func (r *records) missing(from, in schemas.ArticleRecord) []schemas.Tombstone {
	var out []schemas.Tombstone
	retract := func(kind, id, typ string) {
		out = append(out, schemas.Tombstone{ArticleID: r.x.Article.ID, Kind: kind, ID: id, Type: typ, Producer: r.x.Producer})
	}
	for i, id := range from.EventIDs {
		if !slices.Contains(in.EventIDs, id) && i < len(from.EventTypes) {
			retract("event", id, from.EventTypes[i])
		}
	}
	for i, id := range from.EntityIDs {
		if !slices.Contains(in.EntityIDs, id) && i < len(from.EntityTypes) {
			retract("entity", id, string(from.EntityTypes[i]))
		}
	}
	return out
}

// stones are the messages of tombstones.
func (r *records) stones(stones []schemas.Tombstone) ([]outgoing, error) {
	var out []outgoing
	for _, t := range stones {
		subject := schemas.SubjectEvent
		if t.Kind == "entity" {
			subject = schemas.SubjectEntity
		}
		o, err := r.envelope(subject+schemas.SubjectToken(t.Type), schemas.TypeTombstone, t.Kind+" "+t.ID, t)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// envelope wraps a record. key tells it apart from the others of its type.
func (r *records) envelope(subject, typ, key string, data any) (outgoing, error) {
	id := hashID(r.prev.id, r.fingerprint, typ, key)
	return envelope(streamRecords, subject, schemas.CloudEvent{
		ID: id, Source: r.source, Type: typ, Subject: r.x.Article.ID, Time: r.time,
	}, data)
}

// envelope fills in what all CloudEvents share and encodes them.
func envelope(stream, subject string, e schemas.CloudEvent, data any) (outgoing, error) {
	e.SpecVersion, e.DataContentType = "1.0", "application/json"
	var err error
	if e.Data, err = encode(data); err == nil {
		var body []byte
		if body, err = encode(e); err == nil {
			return outgoing{stream: stream, subject: subject, id: e.ID, body: body}, nil
		}
	}
	return outgoing{}, pipeline.Permanent(fmt.Errorf("encode record for %s: %w", subject, err))
}

// encode is json.Marshal that leaves <, > and & as they are.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}

// hashID hashes its parts so that moving a border between them changes the hash.
func hashID(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(strconv.Itoa(len(p)))
		b.WriteByte(':')
		b.WriteString(p)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:16])
}
