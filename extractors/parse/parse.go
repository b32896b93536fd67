// Package parse finds the dependency tree of a sentence, in Universal
// Dependencies relations.
//
// The parser is transition-based: it reads tokens from left to right and
// attaches them by the moves of the arc-hybrid system (Kuhlmann et al. 2011),
// each chosen by a linear model. It was trained with a dynamic oracle (Goldberg
// and Nivre 2013), so that it goes on sensibly after a mistake. A sentence of n
// tokens takes 2n moves; the result is always one tree with one root.
package parse

import (
	"fmt"
	"sync"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
	"gleaner/extractors/models"
)

// Stage parses the sentences that are asked for. It is immutable and safe for
// concurrent use.
type Stage struct {
	scorer   linear.Scorer
	clusters *lexicons.Clusters
	pool     sync.Pool
}

// New returns the stage with the embedded model "parse".
func New() (*Stage, error) {
	file, err := models.Open("parse")
	if err != nil {
		return nil, err
	}
	model, err := linear.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open parser: %w", err)
	}
	return Open(model)
}

// Open returns a parser with the weights of a model, or of a trainer that is
// still learning. It fails when the labels are not the parser's moves.
func Open(scorer linear.Scorer) (*Stage, error) {
	want, got := moveNames(), scorer.Labels()
	if len(got) != len(want) {
		return nil, fmt.Errorf("open parser: the model has %d labels, the parser %d moves; train it again", len(got), len(want))
	}
	for i, name := range want {
		if got[i] != name {
			return nil, fmt.Errorf("open parser: label %d is %q, want %q; train it again", i, got[i], name)
		}
	}
	clusters, err := lexicons.LoadClusters()
	if err != nil {
		return nil, fmt.Errorf("open parser: %w", err)
	}
	s := &Stage{scorer: scorer, clusters: clusters}
	s.pool.New = func() any { return new(state) }
	return s, nil
}

// Name returns "parse".
func (*Stage) Name() string { return "parse" }

// Needs returns the layers of tokens and tags.
func (*Stage) Needs() doc.Layer { return doc.Tokens | doc.Tags }

// Adds returns the layer of trees.
func (*Stage) Adds() doc.Layer { return doc.Trees }

// Apply prepares the document for doc.Doc.Parse, which fills Head and Rel of a
// sentence's tokens when somebody asks for it. Apply itself parses nothing.
func (s *Stage) Apply(d *doc.Doc) error {
	d.SetParser(func(sentence int) error {
		if err := d.Err(); err != nil {
			return err
		}
		s.parse(d, d.Sentences[sentence].Range)
		return nil
	})
	return nil
}

// parse fills Head and Rel of a sentence.
func (s *Stage) parse(d *doc.Doc, sentence doc.Range) {
	p := s.pool.Get().(*state)
	defer s.pool.Put(p)
	tokens := d.Tokens[sentence.First:sentence.End]
	p.start(tokens, s.clusters)
	for !p.done() {
		p.apply(s.choose(p))
	}
	for i := range tokens {
		tokens[i].Head, tokens[i].Rel = sentence.First+p.head[i], p.rel[i]
		if int(p.head[i]) == p.n {
			tokens[i].Head = sentence.First + int32(i)
		}
	}
}

// choose returns the best move that is allowed.
func (s *Stage) choose(p *state) move {
	if only, ok := p.forced(); ok {
		return only
	}
	s.scorer.Score(p.features(), &p.scores)
	return p.best(p.allowed())
}
