package resolve

import (
	"slices"

	"gleaner/extractors/doc"
)

// findOwn marks the names that the user listed, written as they were listed
// but for spaces and accents, where no longer name stands: shorter ones give way.
// Where one of just that length stands, it gets the user's type, unless the user
// listed the name with the type that it has, too.
func (s *Stage) findOwn(d *doc.Doc) {
	longest := int32(s.knowledge.Longest())
	if longest == 0 {
		return
	}
	next := 0
	var added []doc.Mention
	for _, sentence := range d.Sentences {
		for i := sentence.First; i < sentence.End; i++ {
			for next < len(d.Mentions) && d.Mentions[next].End <= i {
				next++
			}
			r := s.ownAt(d, i, min(i+longest, sentence.End))
			if r.Len() == 0 {
				continue
			}
			if m, free := s.makeRoom(d, r, next); free {
				added = append(added, m)
			}
			i = r.End - 1
		}
	}
	if len(added) > 0 {
		d.Mentions = slices.DeleteFunc(d.Mentions, func(m doc.Mention) bool { return m.Len() == 0 })
		d.Mentions = append(d.Mentions, added...)
		slices.SortStableFunc(d.Mentions, func(a, b doc.Mention) int { return int(a.First - b.First) })
	}
}

// ownAt is the longest name of the user that begins at a token and ends by another,
// the empty range for none.
func (s *Stage) ownAt(d *doc.Doc, first, last int32) doc.Range {
	if shape := d.Tokens[first].Shape; !shape.Is(doc.Initial) && !shape.Is(doc.Mixed) && !shape.Is(doc.Digit) {
		return doc.Range{}
	}
	for end := last; end > first; end-- {
		r := doc.Range{First: first, End: end}
		if _, ok := s.knowledge.Own(d.TextOf(r), doc.NoKind); ok {
			return r
		}
	}
	return doc.Range{}
}

// makeRoom returns the mention of a user's name, and whether it is to be added:
// no mention of its length or longer shares tokens with it. The shorter ones
// that do are emptied; one of the same tokens gets the user's type. The mentions
// before next end before the name.
func (s *Stage) makeRoom(d *doc.Doc, r doc.Range, next int) (own doc.Mention, free bool) {
	last := next
	for ; last < len(d.Mentions) && d.Mentions[last].First < r.End; last++ {
		m := &d.Mentions[last]
		if m.Range == r {
			row, _ := s.knowledge.Own(d.TextOf(r), m.Kind)
			m.Kind = row.Kind
			return own, false
		}
		if m.Len() >= r.Len() {
			return own, false
		}
	}
	for i := next; i < last; i++ {
		if m := &d.Mentions[i]; m.Overlaps(r) {
			m.First, m.End = r.First, r.First
		}
	}
	row, _ := s.knowledge.Own(d.TextOf(r), doc.NoKind)
	return doc.Mention{Range: r, Kind: row.Kind, Entity: doc.NoEntity, Score: 1}, true
}
