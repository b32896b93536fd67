// Package doc holds the document that every stage reads and fills.
//
// A Doc owns the text; tokens, sentences, mentions, entities and events point
// into it with half-open spans of bytes or with indexes into each other's
// arrays. Text is never copied or rewritten. Offsets are bytes everywhere in
// this package; they become code points only when records are made.
package doc

import (
	"context"
	"sync"
)

// Layer is a set of the parts of a document that stages fill.
type Layer uint16

// The layers, in the usual order of the stages.
const (
	// Text: Doc.Text, Cuts and, for HTML, SourceMap. Filled by clean.
	Text Layer = 1 << iota
	// Tokens: Doc.Tokens (spans, Lower, Shape) and Doc.Sentences. Filled by segment.
	Tokens
	// Tags: Token.Tag and Token.Lemma.
	Tags
	// Trees: Token.Head and Token.Rel of every sentence that Doc.Parse was asked for.
	Trees
	// Mentions: Doc.Mentions.
	Mentions
	// Entities: Doc.Entities and Mention.Entity.
	Entities
	// Values: Doc.Values.
	Values
	// Events: Doc.Events.
	Events
)

var layerNames = [...]string{"text", "tokens", "tags", "trees", "mentions", "entities", "values", "events"}

// String lists the layers by name, for example "tokens+tags".
func (l Layer) String() string {
	s := ""
	for i, name := range layerNames {
		if l&(1<<i) != 0 {
			if s != "" {
				s += "+"
			}
			s += name
		}
	}
	return s
}

// Doc is one article on its way through the stages. It is used by one
// goroutine at a time. Get one with New, give it back with Release.
type Doc struct {
	// Raw is the article as received, plain text or HTML.
	Raw string
	// HTML says that Raw is HTML.
	HTML bool
	// Title is the headline when it is not part of Text.
	Title string
	// URL is the article's address, if known.
	URL string
	// Source names the feed, if known.
	Source string
	// Published is the publication date as RFC 3339 date or date-time, "" if unknown.
	Published string
	// Language is the ISO 639-1 code, "" until known.
	Language string

	// Text is what all spans point into. For plain text it is Raw itself.
	Text string
	// Cuts are the parts of Text that are junk, sorted and disjoint. No token
	// touches one.
	Cuts []Cut
	// SourceMap leads from Text back to Raw; nil when the two are the same.
	SourceMap SourceMap

	Tokens    []Token
	Sentences []Sentence
	Mentions  []Mention
	Entities  []Entity
	Values    []Value
	Events    []Event
	// Notes are remarks about what was cut or skipped.
	Notes []Note

	layers  Layer
	parse   func(sentence int) error
	ctx     context.Context
	pause   func(context.Context)
	strings interner
}

var pool = sync.Pool{New: func() any { return new(Doc) }}

// New takes an empty document from the pool. ctx ends the work on it early.
func New(ctx context.Context) *Doc {
	d := pool.Get().(*Doc)
	d.ctx = ctx
	d.pause, _ = ctx.Value(pauseKey{}).(func(context.Context))
	return d
}

type pauseKey struct{}

// WithPause lets pause hold up the work on a document of the returned context,
// about once a sentence.
func WithPause(ctx context.Context, pause func(context.Context)) context.Context {
	return context.WithValue(ctx, pauseKey{}, pause)
}

// Release gives the document back. Nothing of it may be used afterwards,
// except strings.
func (d *Doc) Release() {
	strings := d.strings
	strings.trim()
	*d = Doc{
		Cuts: d.Cuts[:0], SourceMap: d.SourceMap[:0],
		Tokens: d.Tokens[:0], Sentences: d.Sentences[:0], Mentions: d.Mentions[:0],
		Entities: d.Entities[:0], Values: d.Values[:0], Events: d.Events[:0], Notes: d.Notes[:0],
		strings: strings,
	}
	pool.Put(d)
}

// Err is non-nil when the time for this document is over. Stages ask it about
// once a sentence and return it as it is. Where the context has a pause, Err
// first waits for as long as that does.
func (d *Doc) Err() error {
	if d.ctx == nil {
		return nil
	}
	if d.pause != nil {
		d.pause(d.ctx)
	}
	return d.ctx.Err()
}

// Has says whether all of the layers are filled.
func (d *Doc) Has(l Layer) bool { return d.layers&l == l }

// Fill marks layers as filled. The engine calls it after each stage.
func (d *Doc) Fill(l Layer) { d.layers |= l }

// SetParser installs what Parse calls; the stage that adds Trees does this, so
// that only the sentences that are asked for are parsed.
func (d *Doc) SetParser(parse func(sentence int) error) { d.parse = parse }

// Parse makes sure that the sentence has its tree. It does nothing when it has
// one already, and fails when no stage that adds Trees ran.
func (d *Doc) Parse(sentence int) error {
	if d.Sentences[sentence].Parsed {
		return nil
	}
	if d.parse == nil {
		return errNoParser
	}
	if err := d.parse(sentence); err != nil {
		return err
	}
	d.Sentences[sentence].Parsed = true
	return nil
}

// Unparse takes the tree of a sentence back; Parse brings it again.
func (d *Doc) Unparse(sentence int) {
	s := &d.Sentences[sentence]
	for t := s.First; t < s.End; t++ {
		d.Tokens[t].Head, d.Tokens[t].Rel = 0, 0
	}
	s.Parsed = false
}

// Slice returns the text of a span, without copying.
func (d *Doc) Slice(s Span) string { return d.Text[s.Start:s.End] }

// SpanOf returns the bytes that a range of tokens covers, from the start of
// the first to the end of the last. An empty range gives an empty span.
func (d *Doc) SpanOf(r Range) Span {
	if r.First >= r.End {
		return Span{}
	}
	return Span{d.Tokens[r.First].Start, d.Tokens[r.End-1].End}
}

// TextOf returns the text that a range of tokens covers, gaps included.
func (d *Doc) TextOf(r Range) string { return d.Slice(d.SpanOf(r)) }

// SentenceAt returns the index of the sentence that holds the token.
func (d *Doc) SentenceAt(token int32) int {
	low, high := 0, len(d.Sentences)
	for low < high {
		mid := (low + high) / 2
		if d.Sentences[mid].End <= token {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// Intern returns a string equal to b that lives as long as it is needed,
// without allocating when the document has seen it before.
func (d *Doc) Intern(b []byte) string { return d.strings.get(b) }
