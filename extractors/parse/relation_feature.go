package parse

import "gleaner/extractors/linear"

// relationFeatures lists what the arc of a left or right move is named by,
// valid until the next call. The child has all its children by then; its
// governor has those that lie between, and more on the other side.
func (p *state) relationFeatures(m move) []linear.Feature {
	w := writer{list: p.buf[:0]}
	child, governor := p.under(0), p.governor(m)
	c, g := &p.nodes[child], &p.nodes[governor]
	side := uint64(m)
	p.ends(&w, c, g, side, apart(child, governor))
	p.family(&w, c, g, side)
	before, after := p.tagAt(child-1), p.tagAt(child+1)
	w.two(c.tag<<8|before, g.tag<<2|side)
	w.two(c.tag<<8|after, g.tag<<2|side)
	w.three(c.lemma, before, after)
	w.two(p.tagAt(governor-1), g.tag<<8|c.tag)
	w.two(p.tagAt(governor+1), g.tag<<8|c.tag)
	next := &p.nodes[p.ahead(0)]
	w.three(c.tag, g.tag, next.tag<<2|side)
	w.three(c.tag, g.lemma, p.nodes[p.under(2)].tag)
	if len(p.guide) > 0 {
		p.guidedRelation(&w, child, governor, side)
	}
	p.buf = w.list
	return w.list
}

// ends describes child and governor.
func (p *state) ends(w *writer, c, g *node, side, apart uint64) {
	w.one(side)
	tags := c.tag<<10 | g.tag<<2 | side
	w.two(c.word, side)
	w.two(c.wordTag, side)
	w.two(c.tag, side)
	w.two(g.wordTag, side)
	w.two(g.tag, side)
	w.one(tags)
	w.two(c.lemma, g.tag<<2|side)
	w.two(c.tag<<2|side, g.lemma)
	w.three(c.lemma, g.lemma, side)
	w.two(c.word, g.word)
	w.two(c.of512, tags)
	w.two(g.of512, tags)
	w.three(c.of512, g.of512, side)
	w.three(c.of64, g.of64, tags)
	w.three(c.of512, g.lemma, side)
	w.three(c.lemma, g.of512, side)
	w.two(tags, apart)
	w.three(c.lemma, side, apart)
}

// family describes the children that both have already.
func (p *state) family(w *writer, c, g *node, side uint64) {
	tags := c.tag<<10 | g.tag<<2 | side
	w.two(tags, c.leftRels)
	w.two(tags, c.rightRels)
	w.two(tags, g.leftRels)
	w.two(tags, g.rightRels)
	w.two(c.lemma, g.leftRels)
	w.two(c.lemma, g.rightRels)
	w.two(g.lemma, g.leftRels)
	w.three(g.lemma, g.rightRels, c.tag)
	w.three(c.leftRels, c.rightRels, tags)
	w.three(g.leftRels, g.rightRels, tags)
	for _, at := range [...]int32{c.left[0], c.left[1], c.right[0], g.left[0], g.right[0]} {
		o := &p.nodes[at]
		rel := uint64(p.rel[at])
		w.two(o.lemma, tags)
		w.three(o.lemma, g.lemma, side)
		w.three(o.tag, rel, tags)
	}
	first := &p.nodes[c.left[0]]
	w.three(first.lemma, c.lemma, g.tag)
	w.three(first.lemma, c.of64, g.of64)
	w.three(first.lemma, c.of512, g.tag)
}

// apart is the distance of two places, in either direction.
func apart(a, b int32) uint64 { return max(distance(a, b), distance(b, a)) }
