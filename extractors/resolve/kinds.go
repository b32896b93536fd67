package resolve

import "gleaner/extractors/doc"

// agree gives every way of writing a name one kind within an article: names
// found in a list or a headline are mistaken more often than those in a plain
// sentence, and one article hardly ever uses a name for two things.
//
// The kind that most mentions have wins. A longer name that begins or ends with
// the word speaks for its own kind too, and a surname of somebody named in
// full is a person's.
func (g *grouping) agree() {
	g.count()
	for i := range g.d.Mentions {
		m := &g.d.Mentions[i]
		if m.Form == doc.Name && m.Kind != doc.NoKind {
			m.Kind = g.tallies[g.tallyOf[i]].best(m.Kind)
		}
	}
}

// tally counts the mentions that are written alike.
type tally struct {
	// by counts them by kind, partly the longer names of each kind that the word
	// begins or ends.
	by, partly [doc.NumKinds]int16
	// cued counts, by kind, the mentions whose neighbours tell it.
	cued [doc.NumKinds]int16
	// surname: the word ends a name of a person.
	surname, single, known bool
}

// best is the kind that most speaks for, that of the mention where there is a tie.
func (t *tally) best(kind doc.Kind) doc.Kind {
	best := kind
	for k := range t.by {
		if k != int(doc.NoKind) && t.by[k]+t.cued[k] > 0 && t.weight(doc.Kind(k)) > t.weight(best) {
			best = doc.Kind(k)
		}
	}
	if best != doc.Person && t.surname && t.single && !t.known && t.by[best] <= surnameMistakes && t.partly[best] == 0 {
		return doc.Person
	}
	return best
}

// surnameMistakes is how many mentions of a bare surname may be taken for something else.
const surnameMistakes = 2

func (t *tally) weight(k doc.Kind) int {
	return 2*int(t.by[k]) + 4*int(t.cued[k]) + min(int(t.partly[k]), 2)
}

// count fills the tallies of the names.
func (g *grouping) count() {
	clear(g.tallyAt)
	g.tallies, g.tallyOf = g.tallies[:0], g.tallyOf[:0]
	for i := range g.d.Mentions {
		m := &g.d.Mentions[i]
		at, known := g.tallyAt[string(g.written(m.Range))]
		if !known {
			at = int32(len(g.tallies))
			g.tallyAt[string(g.spelling)] = at
			g.tallies = append(g.tallies, tally{single: m.Len() == 1})
		}
		g.tallyOf = append(g.tallyOf, at)
		if m.Form == doc.Name {
			g.tallies[at].by[m.Kind]++
			g.tallies[at].cued[g.cue(i)]++
		}
	}
	g.countParts()
}

// countParts tells single words of the longer names that they begin or end.
func (g *grouping) countParts() {
	for i := range g.d.Mentions {
		m := &g.d.Mentions[i]
		if m.Form != doc.Name || m.Len() < 2 {
			continue
		}
		r := g.bare(m.Range)
		for _, word := range [2]int32{r.First, r.End - 1} {
			at, known := g.tallyAt[g.d.Tokens[word].Lower]
			if !known {
				continue
			}
			t := &g.tallies[at]
			t.partly[m.Kind]++
			if word > r.First && m.Kind == doc.Person {
				t.surname = true
				t.known = g.stage.neverSurname(g.d.Tokens[word].Lower)
			}
		}
	}
}

// written is a range in lower case, without a possessive ending, valid until
// the next call.
func (g *grouping) written(r doc.Range) []byte {
	r = g.bare(r)
	g.spelling = g.spelling[:0]
	for i := r.First; i < r.End; i++ {
		if i > r.First {
			g.spelling = append(g.spelling, ' ')
		}
		g.spelling = append(g.spelling, g.d.Tokens[i].Lower...)
	}
	return g.spelling
}

// bare is the range without a possessive ending.
func (g *grouping) bare(r doc.Range) doc.Range {
	if r.Len() > 1 && isPossessive(g.d.Tokens[r.End-1].Lower) {
		r.End--
	}
	return r
}
