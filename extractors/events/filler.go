package events

import (
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// filler is something that may fill a role of a candidate.
type filler struct {
	doc.Range
	head  int32
	kind  fillerKind
	value int32
	// entity is the index in Doc.Entities, NoEntity for phrases and values.
	entity int32
	// at and word say where it stands, as the definitions' frames see it;
	// far is set when no frame could reach it.
	at     position
	word   string
	far    bool
	clause bool
	// trigger: it is the trigger itself, as in "profit rose", the metric of
	// which is the profit.
	trigger bool
	// away is how many sentences before the trigger's it stands, negative for
	// after; 0 in the same.
	away int
}

// fillerKind is what a filler is: a kind of mention, of value, or a phrase.
type fillerKind uint8

const (
	phraseFiller fillerKind = iota
	clauseFiller
	pronounFiller
	// mentionFiller plus a doc.Kind is a mention.
	mentionFiller fillerKind = 16
	// valueFiller plus a doc.ValueKind is a value.
	valueFiller fillerKind = 64
)

// fillers lists what may fill the roles of a trigger, from its sentence: what
// stands in a place around it first, then all other mentions, values and noun
// phrases.
func (r *reading) fillers(trigger doc.Range, head int32, out []filler) []filler {
	v := &r.view
	r.places = r.syntax().places(v, trigger, head, classOf(r.d.Tokens[head].Tag), r.places[:0])
	for i := range r.places {
		p := &r.places[i]
		if trigger.Holds(p.head) {
			continue
		}
		if f := r.fillerOf(p.head, p.phrase, p.clause); !holdsFiller(out, f) {
			f.at, f.word = p.at, p.word
			out = append(out, f)
		}
	}
	for i := range v.chunks {
		c := &v.chunks[i]
		if gapLength(trigger, c.inner) > farthest {
			continue
		}
		if trigger.Holds(c.head) {
			out = append(out, filler{Range: c.inner, head: c.head, entity: doc.NoEntity, value: -1, far: true, trigger: true})
			continue
		}
		if f := r.fillerOf(c.head, c.inner, false); !holdsFiller(out, f) {
			f.far = true
			out = append(out, f)
		}
	}
	return r.distant(trigger, r.farMentions(trigger, out))
}

const (
	// farthest is how many tokens may lie between a trigger and a filler of its
	// sentence. Few sentences of news are that long; those of a hostile article
	// may be endless.
	farthest = 100
	// reach is how many sentences before the trigger's are searched for fillers.
	reach = 2
	// maxDistant bounds the fillers from other sentences.
	maxDistant = 10
	// salient is the salience from which an entity may fill a role anywhere.
	salient = 0.3
)

// distant adds entities that the trigger's sentence does not name: those of
// the sentences before it, nearest first, and the most salient.
func (r *reading) distant(trigger doc.Range, out []filler) []filler {
	sentence := r.d.SentenceAt(trigger.First)
	limit := len(out) + maxDistant
	for away := 1; away <= reach && away <= sentence; away++ {
		s := r.d.Sentences[sentence-away].Range
		for t := s.First; t < s.End && len(out) < limit; t++ {
			if m := r.mentionAt(t); m != nil && m.First == t {
				out = addDistant(out, m, away)
			}
		}
	}
	for _, i := range r.salient {
		if len(out) >= limit {
			break
		}
		m := &r.d.Mentions[i]
		out = addDistant(out, m, sentence-r.d.SentenceAt(m.First))
	}
	return out
}

func addDistant(out []filler, m *doc.Mention, away int) []filler {
	if m.Entity == doc.NoEntity || slices.ContainsFunc(out, func(o filler) bool { return o.entity == m.Entity }) {
		return out
	}
	return append(out, filler{
		Range: m.Range, head: m.End - 1, kind: mentionFiller + fillerKind(m.Kind), value: -1, entity: m.Entity, far: true, away: away,
	})
}

// farMentions adds the mentions and values that no noun phrase has as its head.
func (r *reading) farMentions(trigger doc.Range, out []filler) []filler {
	s := r.view.sentence
	for t := max(s.First, trigger.First-farthest); t < min(s.End, trigger.End+farthest); t++ {
		mention, value := r.mentions[t] >= 0, r.view.valueAt(t) >= 0
		if !mention && !value || trigger.Holds(t) {
			continue
		}
		if f := r.fillerOf(t, doc.Range{First: t, End: t + 1}, false); f.kind != phraseFiller && !holdsFiller(out, f) {
			f.far = true
			out = append(out, f)
		}
	}
	return out
}

func holdsFiller(all []filler, f filler) bool {
	return slices.ContainsFunc(all, func(o filler) bool {
		return o.Range == f.Range && !o.trigger || o.entity != doc.NoEntity && o.Overlaps(f.Range)
	})
}

// fillerOf makes a filler of the phrase with that head: the mention or value
// there, else the phrase.
func (r *reading) fillerOf(head int32, phrase doc.Range, clause bool) filler {
	f := filler{Range: phrase, head: head, entity: doc.NoEntity, value: -1, clause: clause}
	if clause {
		f.kind = clauseFiller
		return f
	}
	if value := r.view.valueAt(head); value >= 0 {
		v := &r.d.Values[value]
		f.Range, f.value, f.kind = v.Range, value, valueFiller+fillerKind(v.Kind)
		return f
	}
	if m := r.view.mentionAt(head); m != nil && (m.Form == doc.Name || m.Entity != doc.NoEntity) {
		f.Range, f.entity, f.kind = m.Range, m.Entity, mentionFiller+fillerKind(m.Kind)
		return f
	}
	if tag := r.d.Tokens[head].Tag; tag == doc.PRP || tag == doc.PRPS {
		f.kind = pronounFiller
	}
	return f
}

// classOf is how a trigger with that head tag stands in its sentence.
func classOf(t doc.Tag) class {
	switch {
	case t.Verb():
		return verbClass
	case t.Noun():
		return nounClass
	}
	return phraseClass
}

// distance groups the gap to the trigger, signed.
func (f *filler) distance(trigger doc.Range) uint64 {
	d := bucket(gapLength(trigger, f.Range))
	if f.First >= trigger.End {
		return d + 16
	}
	return d
}

// awayClass groups how many sentences from the trigger's it stands.
func (f *filler) awayClass() uint64 { return uint64(min(max(f.away, -1)+1, 4)) }

// rivals counts the other fillers of its kind, of those in the trigger's sentence
// only where it stands there itself; those before it in the text, and those
// nearer to the trigger. f is one of all.
func (f *filler) rivals(trigger doc.Range, all []filler) (same, before, nearer int) {
	for i := range all {
		o := &all[i]
		if o.kind != f.kind || o == f || o.away != 0 && f.away == 0 {
			continue
		}
		same++
		if o.First < f.First {
			before++
		}
		if o.away == 0 && (f.away != 0 || gapLength(trigger, o.Range) < gapLength(trigger, f.Range)) {
			nearer++
		}
	}
	return same, before, nearer
}

// before is the token before a filler and its determiners.
func (r *reading) before(f *filler, s doc.Range) int32 {
	t := f.First - 1
	for s.Holds(t) && isDeterminer(r.d.Tokens[t].Tag) {
		t--
	}
	return t
}

// between is the range of tokens that separate two ranges.
func between(a, b doc.Range) doc.Range {
	if a.First > b.First {
		a, b = b, a
	}
	return doc.Range{First: a.End, End: max(a.End, b.First)}
}

func gapLength(a, b doc.Range) int { return between(a, b).Len() }

// maxPath bounds the paths that features tell apart.
const maxPath = 5

// path is the way through the tree from one token to another: the relations
// up, then those down. 0 for a way that is too long.
func (r *reading) path(from, to int32) uint64 {
	tokens := r.d.Tokens
	var ups [maxPath + 1]int32
	n := 0
	for node := from; ; node = tokens[node].Head {
		ups[n] = node
		n++
		if n > maxPath || tokens[node].Head == node {
			break
		}
	}
	down := uint64(0)
	node := to
	for depth := range maxPath {
		if i := slices.Index(ups[:n], node); i >= 0 {
			p := down
			for _, up := range ups[:i] {
				p = uint64(linear.Two(gPath, p, uint64(tokens[up].Rel)))
			}
			return p<<4 | uint64(i+depth)
		}
		down = uint64(linear.Two(gPath, down, uint64(tokens[node].Rel)+uint64(doc.NumRels)))
		if tokens[node].Head == node {
			break
		}
		node = tokens[node].Head
	}
	return 0
}

// syntax is how places are found in the sentence looked at.
func (r *reading) syntax() syntax {
	if first := r.view.sentence.First; first < r.view.sentence.End && r.d.Sentences[r.d.SentenceAt(first)].Parsed {
		return tree{}
	}
	return shallow{}
}
