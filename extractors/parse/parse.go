// Package parse finds the dependency tree of a sentence, in Universal
// Dependencies relations.
//
// The parser is transition-based: it reads tokens from left to right and
// attaches them by the moves of the arc-hybrid system (Kuhlmann et al. 2011),
// each chosen by a linear model; a second one names the relation of each new
// arc. It was trained with a dynamic oracle (Goldberg and Nivre 2013), so that
// it goes on sensibly after a mistake. Before it another parser of the same kind,
// but smaller, reads the sentence from its end; what it found guides the moves
// (stacking: Nivre and McDonald 2008), since it has seen what follows. A sentence
// of n tokens takes 2n moves each way; the result is always one tree with one root.
// What is clear by few features, or by the first tree, is not asked of all.
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
	// backwards: the parser reads sentences from the last token to the first.
	backwards bool
	// first is the parser of the first tree, nil when there is none.
	first *parser
	// sureMove and sureRelation are those of package parse in the units of the
	// models.
	sureMove, sureRelation int32
	clusters               *lexicons.Clusters
	pool                   sync.Pool
}

func newParser(moves, relations linear.Scorer, words vocabulary, backwards bool) (*parser, error) {
	clusters, err := lexicons.LoadClusters()
	if err != nil {
		return nil, fmt.Errorf("open parser: %w", err)
	}
	s := &parser{moves: moves, relations: relations, words: words, backwards: backwards, clusters: clusters}
	s.setSure()
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
	s.run(p, tokens)
	for i := range tokens {
		a := p.arc(i)
		tokens[i].Head, tokens[i].Rel = sentence.First+a.head, a.rel
		if int(a.head) == p.n {
			tokens[i].Head = sentence.First + int32(i)
		}
	}
}

// run parses the tokens.
func (s *parser) run(p *state, tokens []doc.Token) {
	if s.first == nil {
		p.start(s, tokens)
	} else {
		q := s.first.pool.Get().(*state)
		s.first.run(q, tokens)
		p.startFrom(s, q)
		q.found = q.arcs(q.found[:0])
		p.follow(q.found)
		s.first.pool.Put(q)
	}
	for !p.done() {
		m := s.choose(p)
		p.apply(m, s.name(p, m))
	}
}

// choose returns the best move that is allowed.
func (s *parser) choose(p *state) move {
	if only, ok := p.forced(); ok {
		return only
	}
	allowed := p.allowed()
	if model, ok := s.moves.(*linear.Model); ok {
		p.score(model, allowed, s.sureMove)
	} else {
		s.moves.Score(p.moveFeatures(), &p.scores)
	}
	return allowed.best((*[numMoves]int32)(p.scores[:]))
}

// name names the arc that a move makes, as the first tree does where it has the
// arc and is sure.
func (s *parser) name(p *state, m move) doc.Rel {
	if m != shift && len(p.guide) > 0 {
		if a := &p.guide[p.under(0)]; a.sure && a.head == p.governor(m) {
			return a.rel
		}
	}
	return s.relation(p, m)
}

// relation names the arc that a move makes by the model.
func (s *parser) relation(p *state, m move) doc.Rel {
	switch {
	case m == shift:
		return doc.NoRel
	case p.next == p.n && m == left:
		return doc.Root
	}
	s.relations.Score(p.relationFeatures(m), &p.scores)
	const n = int(doc.NumRels - firstRelation)
	best := p.scores.Best(n)
	p.sure[p.under(0)] = p.scores.Lead(best, n) >= s.sureRelation
	return firstRelation + doc.Rel(best)
}
