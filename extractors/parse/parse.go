// Package parse finds the dependency tree of a sentence, in Universal
// Dependencies relations.
//
// The parser is transition-based: it reads tokens from left to right and
// attaches them by the moves of the arc-hybrid system (Kuhlmann et al. 2011),
// each chosen by a linear model; a second one names the relation of each new
// arc. It was trained with a dynamic oracle (Goldberg and Nivre 2013), so that
// it goes on sensibly after a mistake. A sentence of n tokens takes 2n moves;
// the result is always one tree with one root.
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
type Stage struct{ parser *parser }

// New returns the stage with the embedded model "parse".
func New() (*Stage, error) {
	file, err := models.Open("parse")
	if err != nil {
		return nil, err
	}
	return Open(file)
}

// Open returns a stage from the bytes of Encode.
func Open(file []byte) (*Stage, error) {
	p, err := openParser(file)
	if err != nil {
		return nil, err
	}
	return &Stage{p}, nil
}

// parser is a model ready for use.
type parser struct {
	moves, relations linear.Scorer
	words            vocabulary
	clusters         *lexicons.Clusters
	pool             sync.Pool
}

func newParser(moves, relations linear.Scorer, words vocabulary) (*parser, error) {
	clusters, err := lexicons.LoadClusters()
	if err != nil {
		return nil, fmt.Errorf("open parser: %w", err)
	}
	s := &parser{moves: moves, relations: relations, words: words, clusters: clusters}
	s.pool.New = func() any { return newState() }
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
		s.parser.parse(d, d.Sentences[sentence].Range)
		return nil
	})
	return nil
}

// parse fills Head and Rel of a sentence.
func (s *parser) parse(d *doc.Doc, sentence doc.Range) {
	p := s.pool.Get().(*state)
	defer s.pool.Put(p)
	s.parseIn(p, d, sentence)
}

// parseIn is parse with the given room.
func (s *parser) parseIn(p *state, d *doc.Doc, sentence doc.Range) {
	tokens := d.Tokens[sentence.First:sentence.End]
	p.start(s, tokens)
	for !p.done() {
		m := s.choose(p)
		p.apply(m, s.relation(p, m))
	}
	for i := range tokens {
		tokens[i].Head, tokens[i].Rel = sentence.First+p.head[i], p.rel[i]
		if int(p.head[i]) == p.n {
			tokens[i].Head = sentence.First + int32(i)
		}
	}
}

// choose returns the best move that is allowed.
func (s *parser) choose(p *state) move {
	if only, ok := p.forced(); ok {
		return only
	}
	if model, ok := s.moves.(*linear.Model); ok {
		p.score(model)
	} else {
		s.moves.Score(p.moveFeatures(), &p.scores)
	}
	return p.allowed().best((*[numMoves]int32)(p.scores[:]))
}

// relation names the arc that a move makes.
func (s *parser) relation(p *state, m move) doc.Rel {
	switch {
	case m == shift:
		return doc.NoRel
	case p.next == p.n && m == left:
		return doc.Root
	}
	s.relations.Score(p.relationFeatures(m), &p.scores)
	return firstRelation + doc.Rel(p.scores.Best(int(doc.NumRels-firstRelation)))
}
