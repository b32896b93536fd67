// Package names finds mentions of organizations, people, places and products.
//
// A linear model with Viterbi decoding labels the tokens twice. The first pass
// sees words, shapes, clusters, listed names and what stands around a word
// anywhere in the article; the second also sees what the first made of the
// same words elsewhere, so that an article's mentions agree (two-stage
// decoding, Krishnan and Manning 2006). Only stretches with capitals are
// decoded; the rest of the text holds no names.
package names

import (
	"fmt"
	"sync"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
)

// Stage adds mentions. It is immutable and safe for concurrent use.
type Stage struct {
	domain        Domain
	first, second *linear.Sequence
	pages         *pages
}

// Open returns a stage with a model.
func Open(model *Model, domain Domain) (*Stage, error) {
	pages, err := newPages(model.leanings, model.layout)
	if err != nil {
		return nil, err
	}
	s := &Stage{domain: domain, pages: pages, first: linear.NewSequence(model.first)}
	if model.second != nil {
		s.second = linear.NewSequence(model.second)
	}
	return s, nil
}

// For returns the stage with the conventions of another domain, for scoring on
// its sets.
func (s *Stage) For(domain Domain) *Stage {
	other := *s
	other.domain = domain
	return &other
}

// Name returns "names".
func (*Stage) Name() string { return "names" }

// Needs returns the layer of tokens.
func (*Stage) Needs() doc.Layer { return doc.Tokens }

// Adds returns the layer of mentions.
func (*Stage) Adds() doc.Layer { return doc.Mentions }

// Apply appends the mentions of form Name to the document, by first token.
func (s *Stage) Apply(d *doc.Doc) error {
	p := s.pages.get()
	defer s.pages.put(p)
	p.read(d)
	if err := p.decodeFirst(s.first, s.domain); err != nil {
		return err
	}
	if s.second != nil {
		p.vote()
		if err := p.decodeSecond(s.second, s.domain); err != nil {
			return err
		}
	}
	p.mentions()
	return nil
}

// pages are the pooled working memories.
type pages struct {
	pool  sync.Pool
	lists *lists
}

func newPages(leanings *leanings, layout bool) (*pages, error) {
	clusters, err := lexicons.LoadClusters()
	if err != nil {
		return nil, fmt.Errorf("open names: %w", err)
	}
	gazetteer, err := lexicons.LoadGazetteer()
	if err != nil {
		return nil, fmt.Errorf("open names: %w", err)
	}
	return &pages{lists: &lists{clusters, gazetteer, leanings, layout}}, nil
}

func (ps *pages) get() *page {
	if p, ok := ps.pool.Get().(*page); ok {
		return p
	}
	return &page{lists: ps.lists}
}

func (ps *pages) put(p *page) {
	p.doc = nil
	ps.pool.Put(p)
}
