// Package events finds who did what: it proposes, judges and merges events of
// the types that its definitions describe. A definition says what an event is;
// trained models decide between candidates. Without a model for a type, its
// definition decides alone.
package events

import (
	"cmp"
	"io/fs"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// Stage fills Doc.Events. It is immutable and safe for concurrent use.
type Stage struct {
	definitions *Definitions
	clusters    *lexicons.Clusters
	vectors     *lexicons.Vectors
	model       *Model
	// threshold is the confidence from which an event is reported.
	threshold float64
}

// New returns the stage with the embedded models; where none are embedded the
// definitions decide alone. The error says which model is damaged.
func New(definitions *Definitions) (*Stage, error) {
	m, err := EmbeddedModel()
	if err != nil {
		return nil, err
	}
	return NewWith(definitions, m)
}

// Open returns the stage with the embedded models and the definitions of the
// folders, as LoadDefinitions takes them; both are read at the same time.
func Open(folders ...fs.FS) (*Stage, error) {
	var definitions *Definitions
	var m *Model
	var group errgroup.Group
	group.Go(func() (err error) { definitions, err = LoadDefinitions(folders...); return err })
	group.Go(func() (err error) { m, err = EmbeddedModel(); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return NewWith(definitions, m)
}

// Definitions are those that the stage works with.
func (s *Stage) Definitions() *Definitions { return s.definitions }

// Judges says whether trained models decide about events of the type; else its
// definition does.
func (s *Stage) Judges(eventType string) bool {
	return s.model != nil && s.model.knows(eventType)
}

// With returns the stage with other definitions and the same models.
func (s *Stage) With(definitions *Definitions) *Stage {
	other := *s
	other.definitions = definitions
	return &other
}

// NewWith returns the stage with a given model; nil leaves all decisions to
// the definitions.
func NewWith(definitions *Definitions, m *Model) (*Stage, error) {
	clusters, err := lexicons.LoadClusters()
	if err != nil {
		return nil, err
	}
	vectors, err := lexicons.LoadVectors()
	if err != nil {
		return nil, err
	}
	return &Stage{definitions: definitions, clusters: clusters, vectors: vectors, model: m, threshold: Balanced}, nil
}

// At returns the stage with another threshold of confidence, 0 to 1.
func (s *Stage) At(threshold float64) *Stage {
	other := *s
	other.threshold = threshold
	return &other
}

// The thresholds of confidence for three uses.
const (
	// Precise reports few wrong events and misses more.
	Precise = 0.6
	// Balanced is close to the best F1, with fewer wrong events than missed ones.
	Balanced = 0.48
	// Broad misses fewer events and reports more wrong ones.
	Broad = 0.25
)

// Name is "events".
func (s *Stage) Name() string { return "events" }

// Needs are tags, mentions and entities; values and trees make the events better.
func (s *Stage) Needs() doc.Layer { return doc.Tags | doc.Mentions | doc.Entities }

// Adds is the layer Events.
func (s *Stage) Adds() doc.Layer { return doc.Events }

var readings = sync.Pool{New: func() any { return new(reading) }}

// Apply fills d.Events, sorted by trigger. The error is the document's own.
func (s *Stage) Apply(d *doc.Doc) error {
	r := readings.Get().(*reading)
	defer readings.Put(r)
	groups, err := s.groups(r, d)
	if err != nil {
		return err
	}
	s.settle(r, groups)
	for i := range groups {
		if g := &groups[i]; s.reports(g) {
			d.Events = append(d.Events, s.event(r, g))
		}
	}
	slices.SortStableFunc(d.Events, func(a, b doc.Event) int {
		return cmp.Or(cmp.Compare(a.Trigger.First, b.Trigger.First), cmp.Compare(a.Type, b.Type))
	})
	return nil
}

// reports says whether a group is likely enough to be an event.
func (s *Stage) reports(g *group) bool { return float64(g.confidence) >= s.threshold }

// groups proposes, judges and merges; the groups it returns still include
// those that are too unlikely to report.
func (s *Stage) groups(r *reading, d *doc.Doc) ([]group, error) {
	if err := s.candidates(r, d); err != nil {
		return nil, err
	}
	groups := s.mergeAll(r)
	r.claimAll(groups)
	r.tallyUp(groups)
	for i := range groups {
		g := &groups[i]
		r.joinStatus(g)
		s.joinArguments(r, g)
	}
	for i := range groups {
		groups[i].confidence = s.confidence(r, groups, i)
	}
	r.tallyStatuses(groups)
	s.settleStatuses(r, groups)
	for i := range groups {
		r.suppose(&groups[i])
	}
	return groups, nil
}

// candidates leaves in r.judged the candidates that are worth a second look,
// each with its score, statuses and fillers.
func (s *Stage) candidates(r *reading, d *doc.Doc) error {
	if err := r.read(d, s); err != nil {
		return err
	}
	s.judge(r)
	r.quotes = quotesOf(d, r.quotes[:0])
	r.says = statements(d, r.quotes, r.says[:0])
	r.countSpeeches()
	r.countMentions()
	if r.rivals == nil {
		r.rivals = map[*Definition]int{}
	}
	clear(r.rivals)
	last := int32(-1)
	for i := range r.judged {
		c := &r.judged[i]
		c.nth = int32(r.rivals[c.Definition])
		r.rivals[c.Definition]++
		if err := d.Err(); err != nil {
			return err
		}
		if c.Sentence != last {
			r.look(c.Sentence)
			last = c.Sentence
		}
		s.giveStatus(r, c)
		s.giveArguments(r, c)
		c.Attribution = attribute(d, r.says, r.quotes, c.Trigger, c.Sentence)
	}
	return nil
}

// event makes the record of a group.
func (s *Stage) event(r *reading, g *group) doc.Event {
	best, mentions := &r.judged[g.best], r.mentionsOf(g)
	e := doc.Event{
		Type: g.definition.Type, Status: likeliest(g.statuses), Confidence: g.confidence,
		Trigger: mentions[0], Mentions: mentions, Sentence: best.Sentence,
		Arguments: g.arguments, Attribution: s.attribution(r, g), Rule: best.rule(),
	}
	e.Time, e.Amount = likeliestValue(g.arguments, "time"), likeliestValue(g.arguments, "amount")
	return e
}

// likeliestValue is the value of the likeliest filler of a role that has one, -1
// for none.
func likeliestValue(all []doc.Argument, role string) int32 {
	value, most := int32(-1), float32(-1)
	for i := range all {
		if a := &all[i]; a.Role == role && a.Value >= 0 && a.Score > most {
			value, most = a.Value, a.Score
		}
	}
	return value
}

// mentionsOf lists the triggers of a group, that of its best member first, each as
// the whole phrase: one that is part of another is left out.
func (r *reading) mentionsOf(g *group) []doc.Range {
	all := []doc.Range{r.whole(&r.judged[g.best])}
	for _, m := range g.members {
		t := r.whole(&r.judged[m])
		if m == g.best || slices.ContainsFunc(all, func(o doc.Range) bool { return o.Contains(t) }) {
			continue
		}
		all = append(all[:1], slices.DeleteFunc(all[1:], t.Contains)...)
		if t.Contains(all[0]) {
			all[0] = t
		} else {
			all = append(all, t)
		}
	}
	return all
}

// whole is a trigger with the particle behind it: "turned down", but not that of
// "cut up to 500 jobs".
func (r *reading) whole(c *judged) doc.Range {
	t, end := c.Trigger, r.d.Sentences[c.Sentence].End
	if t.End >= end || !r.d.Tokens[t.End-1].Tag.Verb() || t.End+1 < end && r.d.Tokens[t.End+1].Lower == "to" {
		return t
	}
	if next := &r.d.Tokens[t.End]; next.Tag == doc.RP || next.Rel == doc.CompoundPrt && next.Head == t.End-1 {
		t.End++
	}
	return t
}

// rule says why the candidate was taken: its definition, and the frame or the
// model that proposed it.
func (c *judged) rule() string {
	if c.Frame != "" {
		return c.Definition.Type + ": " + c.Frame
	}
	if c.By != nil {
		return c.Definition.Type + ": trigger"
	}
	return c.Definition.Type + ": model"
}
