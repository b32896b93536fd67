package events

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// Templates of the features of the argument network.
const (
	gType = networkTemplates + 20 + iota
	gKind
	gTypeKind
	gPlace
	gPlaceWord
	gTypePlace
	gFrame
	gTypeFrame
	gDistance
	gNearest
	gOnly
	gAway
	gSalience
	_ // was never learnt; kept, since those below are numbers in the network
	gPath
	gPathKind
	gRel
	gTag
	gBefore
	gAfter
	gClass
	gHeadline
	gSelf
)

// argumentInput describes a filler of a candidate: the words of both and those
// that stand between them in the text or in the tree, the event type, and
// where the filler stands. The slots are reused.
func (r *reading) argumentInput(c *Candidate, f *filler, all []filler) neural.Input {
	r.begin()
	m, s := &r.meaning, &r.d.Sentences[c.Sentence]
	eventType, kind := linear.String(c.Definition.Type), uint64(f.kind)
	place := uint64(f.at) + 1
	if f.far {
		place = 0
	}
	class := uint64(classOf(r.d.Tokens[c.Head].Tag))
	r.one(gType, eventType)
	r.one(gKind, kind)
	r.two(gTypeKind, eventType, kind)
	r.two(gPlace, place, class)
	r.one(gPlaceWord, linear.String(f.word))
	r.three(gTypePlace, eventType, place, class)
	for i := range c.Arguments {
		if a := &c.Arguments[i]; a.Overlaps(f.Range) {
			role := linear.String(a.Role)
			r.two(gFrame, role, uint64(a.Score*10))
			r.two(gTypeFrame, role, eventType)
		}
	}
	r.rivalFeatures(c, f, all)
	if f.entity != doc.NoEntity {
		r.one(gSalience, uint64(r.d.Entities[f.entity].Salience*5))
	}
	if s.Headline {
		r.one(gHeadline, 1)
	}
	r.slots = append(r.slots[:0], m.slot(c.Head), m.slot(f.head), neural.Slot{}, neural.Slot{}, neural.Slot{})
	if f.away != 0 {
		r.two(gAway, f.awayClass(), kind)
		return neural.Input{Slots: r.slots, Features: r.features}
	}
	if f.trigger {
		r.one(gSelf, eventType)
	}
	r.nearFeatures(c, f, s)
	return neural.Input{Slots: r.slots, Features: r.features}
}

// nearFeatures describe how a filler of the trigger's sentence stands to it.
func (r *reading) nearFeatures(c *Candidate, f *filler, s *doc.Sentence) {
	tok := &r.d.Tokens[f.head]
	kind := uint64(f.kind)
	r.two(gDistance, f.distance(c.Trigger), 0)
	r.one(gTag, uint64(tok.Tag))
	before := r.before(f, s.Range)
	r.one(gBefore, r.lemmaAt(before, s.Range))
	r.one(gAfter, r.abstractAt(f.End, s.Range))
	if s.Holds(before) {
		r.slots[2] = r.meaning.slot(before)
	}
	if !s.Parsed {
		return
	}
	path := r.path(c.Head, f.head)
	r.one(gPath, path)
	r.two(gPathKind, path, kind)
	r.one(gRel, uint64(tok.Rel))
	if tok.Head != c.Head {
		r.slots[3] = r.meaning.slot(tok.Head)
	}
	if up := r.d.Tokens[c.Head].Head; up != f.head {
		r.slots[4] = r.meaning.slot(up)
	}
}

// rivalFeatures say how many other fillers of its kind stand nearer.
func (r *reading) rivalFeatures(c *Candidate, f *filler, all []filler) {
	kind := uint64(f.kind)
	same, _, nearer := f.rivals(c.Trigger, all)
	r.two(gNearest, bucket(nearer), kind)
	r.two(gOnly, bucket(same), kind)
}
