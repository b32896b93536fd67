// Package export writes extractions in the formats of annotation tools,
// spreadsheets and network tools.
package export

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Token is a token of a text, in code points.
type Token struct{ Start, End int }

// Tokenizer splits a text into sentences of tokens.
type Tokenizer func(text string) ([][]Token, error)

// Options tell where to write.
type Options struct {
	// Out takes the output of all formats but brat. It is not closed.
	Out io.Writer
	// Dir is the folder for brat, which has two files an article.
	Dir string
	// Tokenizer is needed for conll and spacy.
	Tokenizer Tokenizer
}

// Formats lists the names of the formats.
func Formats() []string {
	return []string{"jsonl", "csv", "conll", "brat", "spacy", "labelstudio", "graphml"}
}

// New returns a sink that writes a format. Article.Text of each extraction has
// to be what its offsets point into. Close writes what comes last.
func New(format string, o Options) (pipeline.Sink, error) {
	var w writer
	switch format {
	case "jsonl":
		w = &jsonLines{out: o.Out}
	case "csv":
		w = newCSV(o.Out)
	case "conll":
		w = &conll{out: o.Out}
	case "brat":
		w = &brat{dir: o.Dir}
	case "spacy":
		w = &spacy{out: o.Out}
	case "labelstudio":
		w = &labelStudio{out: o.Out}
	case "graphml":
		w = newGraph(o.Out)
	default:
		return nil, fmt.Errorf("no format is called %q (there are %s)", format, strings.Join(Formats(), ", "))
	}
	return &sink{format: format, writer: w, tokenizer: o.Tokenizer}, nil
}

// writer writes one format, one document at a time.
type writer interface {
	write(*document) error
	// end writes what comes after the last document.
	end() error
}

// document is an extraction with its text in code points.
type document struct {
	x         *schemas.Extraction
	text      []rune
	sentences [][]Token
}

// slice is the text of a span, clipped to the text.
func (d *document) slice(start, end int) string {
	start = min(max(start, 0), len(d.text))
	return string(d.text[start:min(max(end, start), len(d.text))])
}

// mention is a place where an entity is named.
type mention struct {
	start, end int
	entity     *schemas.Entity
}

// mentions are those of all entities, in the order of the text, none within or
// across another: the longer one stays.
func (d *document) mentions() []mention {
	var all []mention
	for i := range d.x.Entities {
		e := &d.x.Entities[i]
		for _, m := range e.Mentions {
			if m.Start >= 0 && m.Start < m.End && m.End <= len(d.text) {
				all = append(all, mention{m.Start, m.End, e})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b mention) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	var kept []mention
	for _, m := range all {
		if len(kept) == 0 || m.start >= kept[len(kept)-1].end {
			kept = append(kept, m)
		}
	}
	return kept
}

// credit says to whom the article credits an event and how likely that is, "" for nobody.
func credit(e *schemas.Event) string {
	if e.Attribution == nil {
		return ""
	}
	text := "source: " + e.Attribution.Source
	if p := e.Attribution.Confidence; p > 0 {
		text += fmt.Sprintf(" (%.3f)", p)
	}
	return text
}

// sink hands documents to the writer one by one.
type sink struct {
	mu        sync.Mutex
	format    string
	writer    writer
	tokenizer Tokenizer
	closed    bool
}

// Write implements pipeline.Sink.
func (s *sink) Write(_ context.Context, x *schemas.Extraction) error {
	d := &document{x: x, text: []rune(x.Article.Text)}
	if s.format == "conll" || s.format == "spacy" {
		var err error
		if d.sentences, err = s.tokenizer(x.Article.Text); err != nil {
			return pipeline.Permanent(fmt.Errorf("split article %s into tokens: %w", x.Article.ID, err))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.writer.write(d); err != nil {
		return fmt.Errorf("write %s of article %s: %w", s.format, x.Article.ID, err)
	}
	return nil
}

// WriteDead implements pipeline.Sink: failures are told elsewhere.
func (s *sink) WriteDead(context.Context, *schemas.DeadLetter) error { return nil }

// WriteSkipped implements pipeline.Sink.
func (s *sink) WriteSkipped(context.Context, *schemas.DeadLetter) error { return nil }

// Close implements pipeline.Sink.
func (s *sink) Close(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	if err := s.writer.end(); err != nil {
		return fmt.Errorf("end %s: %w", s.format, err)
	}
	return nil
}
