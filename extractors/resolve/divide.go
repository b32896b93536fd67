package resolve

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// divide cuts names that were taken for one where the article has a part alone:
// "Zorbax and Bolt", "The Courier's Zorbax". It needs the tallies.
func (g *grouping) divide() {
	d := g.d
	g.parts = g.parts[:0]
	for _, m := range d.Mentions {
		for at := g.joint(m); at >= 0; at = g.joint(m) {
			left, right := m, m
			left.End, right.First = at, at+1
			left.Kind, right.Kind = g.kindOf(left), g.kindOf(right)
			g.parts = append(g.parts, left)
			m = right
		}
		g.parts = append(g.parts, m)
	}
	if len(g.parts) > len(d.Mentions) {
		d.Mentions = append(d.Mentions[:0], g.parts...)
		g.count()
	}
}

// joint is the token between two names within a mention, -1 for none. Both
// begin with a capital. Around "and" both stand alone elsewhere in the article;
// behind a possessive the second does, or the first is a person or place there,
// or the first is headed as an organization: "Zorbury University's Quill Institute".
func (g *grouping) joint(m doc.Mention) int32 {
	if m.Form != doc.Name || m.Len() < 3 {
		return -1
	}
	tokens := g.d.Tokens
	for i := m.First + 1; i < m.End-1; i++ {
		lower := tokens[i].Lower
		owns := isPossessive(lower)
		if !owns && lower != "and" || !tokens[m.First].Shape.Is(doc.Initial) || !tokens[i+1].Shape.Is(doc.Initial) {
			continue
		}
		left := g.tallyFor(doc.Range{First: m.First, End: i})
		right := g.tallyFor(doc.Range{First: i + 1, End: m.End})
		switch {
		case left != nil && right != nil:
			return i
		case owns && right != nil && right.named():
			return i
		case owns && m.Kind == doc.Organization && i > m.First+1 && m.End > i+2 && g.headed(i-1):
			return i
		case owns && left != nil && left.by[doc.Person]+left.by[doc.GPE] > 0 && m.Kind != doc.Product:
			return i
		}
	}
	return -1
}

// headed says whether a token heads the name of an organization.
func (g *grouping) headed(token int32) bool {
	return g.stage.gazetteer.Kinds(g.d.Tokens[token].Lower).Has(lexicons.OrganizationHead)
}

// named says whether any of the mentions becomes an entity.
func (t *tally) named() bool {
	for k := range t.by {
		if t.by[k] > 0 && doc.Kind(k).Named() {
			return true
		}
	}
	return false
}

// tallyFor is the tally of what stands in the range, nil when the article has
// no such name.
func (g *grouping) tallyFor(r doc.Range) *tally {
	at, known := g.tallyAt[string(g.written(r))]
	if !known {
		return nil
	}
	return &g.tallies[at]
}

// kindOf is the kind that a part of a mention has elsewhere, else that of the whole.
func (g *grouping) kindOf(part doc.Mention) doc.Kind {
	t := g.tallyFor(part.Range)
	if t == nil {
		return part.Kind
	}
	best := doc.NoKind
	for k := range t.by {
		if t.by[k] > 0 && (best == doc.NoKind || t.by[k] > t.by[best]) {
			best = doc.Kind(k)
		}
	}
	return best
}
