package extractors

import (
	"fmt"
	"math"

	"gleaner/extractors/doc"
	"gleaner/schemas"
)

// recorder turns a document into the records of package schemas: bytes become
// code points, indexes become ids.
type recorder struct {
	*doc.Doc
	article *schemas.Article
	points  codePoints
	// ids holds the id of each entity that is in the records, "" for the others.
	ids []string
}

func (e *Engine) record(d *doc.Doc, a *schemas.Article) *schemas.Extraction {
	r := recorder{Doc: d, article: a, points: newCodePoints(d.Text), ids: make([]string, len(d.Entities))}
	x := &schemas.Extraction{Article: r.info(), Entities: r.entities(), Producer: e.producer, Notes: r.notes()}
	x.Events = r.events()
	return x
}

func (r *recorder) info() schemas.ArticleInfo {
	a := r.article
	info := schemas.ArticleInfo{
		ID: a.ID, Source: a.Source, URL: a.URL, Title: r.Title, Language: r.Language,
		PublishedAt: r.Published, FetchedAt: a.FetchedAt, Metadata: a.Metadata,
		Length: r.points.at(int32(len(r.Text))), ContentHash: schemas.ContentHash(a.Title, r.Text),
	}
	if info.ID == "" {
		info.ID = schemas.DeriveID(a)
	}
	if r.HTML {
		info.Text = r.Text
	}
	return info
}

// entities lists those that are named at least once, with their named mentions.
func (r *recorder) entities() []schemas.Entity {
	mentions := make([][]schemas.EntityMention, len(r.Entities))
	for _, m := range r.Mentions {
		if m.Form == doc.Name && m.Entity != doc.NoEntity {
			span := r.span(m.Range)
			mentions[m.Entity] = append(mentions[m.Entity], schemas.EntityMention{
				Start: span.Start, End: span.End, Text: span.Text, Sentence: r.SentenceAt(m.First),
			})
		}
	}
	out := make([]schemas.Entity, 0, len(r.Entities))
	for i, e := range r.Entities {
		if len(mentions[i]) == 0 || !e.Kind.Named() {
			continue
		}
		r.ids[i] = e.ID
		entity := schemas.Entity{
			ID: e.ID, Type: schemas.EntityType(e.Kind.String()), Name: e.Name,
			Aliases: append([]string(nil), e.Aliases...), Salience: rounded(e.Salience), Mentions: mentions[i],
		}
		for _, l := range e.Links {
			if entity.Links == nil {
				entity.Links = make(map[string]string, len(e.Links))
			}
			entity.Links[l.Scheme] = l.ID
		}
		out = append(out, entity)
	}
	return out
}

func (r *recorder) events() []schemas.Event {
	out := make([]schemas.Event, 0, len(r.Events))
	seen := make(map[string]int, len(r.Events))
	for i := range r.Events {
		e := r.event(&r.Events[i])
		// "Acme and Bolt were fined" may be two events of one trigger.
		if seen[e.ID]++; seen[e.ID] > 1 {
			e.ID = fmt.Sprintf("%s-%d", e.ID, seen[e.ID])
		}
		out = append(out, e)
	}
	return out
}

func (r *recorder) event(e *doc.Event) schemas.Event {
	trigger := r.span(e.Trigger)
	event := schemas.Event{
		ID:   schemas.EventID(r.articleID(), e.Type, trigger.Start, trigger.Text),
		Type: e.Type, Status: schemas.Status(e.Status.String()), Confidence: rounded(e.Confidence),
		Trigger: trigger, Mentions: make([]schemas.Span, 0, len(e.Mentions)),
		Sentence:  r.bytes(r.Sentences[e.Sentence].Span),
		Arguments: make([]schemas.Argument, 0, len(e.Arguments)), Rule: e.Rule,
	}
	for _, m := range e.Mentions {
		event.Mentions = append(event.Mentions, r.span(m))
	}
	for _, a := range e.Arguments {
		span := r.span(a.Range)
		event.Arguments = append(event.Arguments, schemas.Argument{
			Role: a.Role, Text: span.Text, Start: span.Start, End: span.End, EntityID: r.entityID(a.Entity), Value: r.value(a.Value),
			Confidence: rounded(a.Score),
		})
	}
	if v := r.valueAt(e.Time); v != nil {
		event.Time = &schemas.Time{Text: r.TextOf(v.Range), Start: v.From, End: v.To, Grain: v.Grain}
	}
	if v := r.valueAt(e.Amount); v != nil {
		event.Amount = &schemas.Amount{Text: r.TextOf(v.Range), Value: v.Number, Upper: v.Upper, Comparator: v.Comparator, Currency: v.Unit}
	}
	if at := e.Attribution; at != nil {
		event.Attribution = &schemas.Attribution{
			Source: r.TextOf(at.Source), EntityID: r.entityID(at.Entity), Cue: r.TextOf(at.Cue), Confidence: rounded(at.Confidence),
		}
	}
	return event
}

func (r *recorder) notes() []schemas.Note {
	var out []schemas.Note
	for _, n := range r.Notes {
		out = append(out, schemas.Note{Code: n.Code, Message: n.Message, Start: r.points.at(n.Span.Start), End: r.points.at(n.Span.End)})
	}
	return out
}

func (r *recorder) articleID() string {
	if r.article.ID != "" {
		return r.article.ID
	}
	return schemas.DeriveID(r.article)
}

func (r *recorder) entityID(entity int32) string {
	if entity < 0 || int(entity) >= len(r.ids) {
		return ""
	}
	return r.ids[entity]
}

func (r *recorder) valueAt(value int32) *doc.Value {
	if value < 0 || int(value) >= len(r.Values) {
		return nil
	}
	return &r.Values[value]
}

func (r *recorder) value(value int32) string {
	if v := r.valueAt(value); v != nil {
		return v.Text
	}
	return ""
}

func (r *recorder) span(tokens doc.Range) schemas.Span { return r.bytes(r.SpanOf(tokens)) }

func (r *recorder) bytes(s doc.Span) schemas.Span {
	return schemas.Span{Start: r.points.at(s.Start), End: r.points.at(s.End), Text: r.Slice(s)}
}

// rounded keeps three decimals, so that records stay short.
func rounded(p float32) float64 { return math.Round(float64(p)*1000) / 1000 }
