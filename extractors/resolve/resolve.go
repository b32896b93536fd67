// Package resolve turns the mentions of one article into entities: every way
// of naming one organization, person, place or product becomes one entity with
// its fullest name, its aliases and an id that is the same in every article.
//
// Names are grouped by rules over their normal forms, fullest forms first, so
// that a short form finds the entity it is short for ("Roe" for "Jane Roe",
// "WMO" for "World Meteorological Organization"). Nominal mentions ("the
// company") and pronouns are added where the antecedent is plain; precision
// comes before recall. The work is linear in the number of mentions.
package resolve

import (
	"fmt"
	"sync"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/models"
)

// Stage groups mentions into entities. It is immutable and safe for concurrent use.
type Stage struct {
	gazetteer *lexicons.Gazetteer
	knowledge *lexicons.Knowledge
	clusters  *lexicons.Clusters
	model     *Model
	scratch   *sync.Pool
}

// New returns the stage with the embedded model and the user's own rows of the
// knowledge base. It fails when the model or a lexicon is damaged.
func New(own ...*lexicons.Own) (*Stage, error) {
	file, err := models.Open("resolve")
	if err != nil {
		return nil, err
	}
	model, err := OpenModel(file)
	if err != nil {
		return nil, err
	}
	return NewWith(model, own...)
}

// NewWith returns the stage with a model of antecedents; with nil, no anaphor
// is resolved.
func NewWith(model *Model, own ...*lexicons.Own) (*Stage, error) {
	gazetteer, err := lexicons.LoadGazetteer()
	if err != nil {
		return nil, fmt.Errorf("open resolve: %w", err)
	}
	knowledge, err := lexicons.LoadKnowledge()
	if err != nil {
		return nil, fmt.Errorf("open resolve: %w", err)
	}
	if len(own) > 0 {
		knowledge = knowledge.With(own...)
	}
	clusters, err := lexicons.LoadClusters()
	if err != nil {
		return nil, fmt.Errorf("open resolve: %w", err)
	}
	return &Stage{gazetteer, knowledge, clusters, model, &sync.Pool{New: func() any { return newGrouping() }}}, nil
}

// Name is "resolve".
func (*Stage) Name() string { return "resolve" }

// Needs tokens and mentions.
func (*Stage) Needs() doc.Layer { return doc.Tokens | doc.Tags | doc.Mentions }

// Adds entities.
func (*Stage) Adds() doc.Layer { return doc.Entities }

// Apply fills Doc.Entities, sets Mention.Entity of every named mention, and
// adds mentions of form Nominal and Pronoun whose antecedent is plain.
func (s *Stage) Apply(d *doc.Doc) error {
	if err := d.Err(); err != nil {
		return err
	}
	s.findOwn(d)
	s.group(d)
	rows := s.identify(d)
	if s.model != nil {
		newAnaphora(s, d, rows).resolve()
	}
	weigh(d)
	return d.Err()
}

// group fills Doc.Entities from the named mentions.
func (s *Stage) group(d *doc.Doc) {
	g := s.scratch.Get().(*grouping)
	defer s.scratch.Put(g)
	g.reset(s, d)
	g.trim()
	g.count()
	g.divide()
	g.agree()
	g.doubt()
	g.readForms()
	g.group()
	g.assign()
	g.name()
}
