package resolve

import (
	"slices"

	"gleaner/extractors/doc"
)

// findOwn marks the names that the user listed, written as they were listed
// but for spaces and accents, where no longer name stands. Where one of just
// that length stands, it gets the user's type.
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
			if !d.Tokens[i].Shape.Is(doc.Initial) && !d.Tokens[i].Shape.Is(doc.Mixed) && !d.Tokens[i].Shape.Is(doc.Digit) {
				continue
			}
			for end := min(i+longest, sentence.End); end > i; end-- {
				r := doc.Range{First: i, End: end}
				row, ok := s.knowledge.Own(d.TextOf(r))
				if !ok {
					continue
				}
				if at := overlapping(d.Mentions[next:], r); at < 0 {
					added = append(added, doc.Mention{Range: r, Kind: row.Kind, Entity: doc.NoEntity, Score: 1})
				} else if m := &d.Mentions[next+at]; m.Range == r {
					m.Kind = row.Kind
				}
				i = end - 1
				break
			}
		}
	}
	if len(added) > 0 {
		d.Mentions = append(d.Mentions, added...)
		slices.SortStableFunc(d.Mentions, func(a, b doc.Mention) int { return int(a.First - b.First) })
	}
}

// overlapping is the index of the first mention that shares tokens with the
// range, -1 for none. The mentions begin near it.
func overlapping(mentions []doc.Mention, r doc.Range) int {
	const near = 8
	for i := range mentions[:min(near, len(mentions))] {
		if mentions[i].Overlaps(r) {
			return i
		}
	}
	return -1
}
