package parse

import "gleaner/extractors/linear"

// writer appends features, numbering their templates in the order of writing;
// each call stands for one template.
type writer struct {
	list     []linear.Feature
	template uint64
}

func (w *writer) one(a uint64) {
	w.template++
	w.list = append(w.list, linear.One(w.template, a))
}

func (w *writer) two(a, b uint64) {
	w.template++
	w.list = append(w.list, linear.Two(w.template, a, b))
}

func (w *writer) three(a, b, c uint64) {
	w.template++
	w.list = append(w.list, linear.Three(w.template, a, b, c))
}

func (w *writer) four(a, b, c, d uint64) {
	w.template++
	w.list = append(w.list, linear.Four(w.template, a, b, c, d))
}

// moveFeatures lists what the next move is chosen by, valid until the next
// call. The features follow Zhang and Nivre (2011), with clusters for the words
// that training did not hold. s are nodes on the stack from the top, b those
// ahead.
func (p *state) moveFeatures() []linear.Feature {
	w := writer{list: p.buf[:0]}
	for place, nd := range p.inView() {
		p.alone(&w, uint64(place), nd)
	}
	p.leading(&w)
	p.remaining(&w)
	p.buf = w.list
	return w.list
}

// score sets scores to those of the moves: by the features that say most, and
// by all of moveFeatures unless the best of the allowed is ahead by sure then.
// What the model says of a token by itself is remembered.
func (p *state) score(model *linear.Model, allowed moves, sure int32) {
	w := writer{list: p.buf[:0]}
	p.leading(&w)
	model.Score(w.list, &p.scores)
	for place, nd := range p.inView() {
		scores, known := p.memory.At(uint64(linear.One(uint64(place), nd.all)))
		if !known {
			w.list = w.list[:0]
			p.alone(&w, uint64(place), nd)
			model.Score(w.list, &p.single)
			copy(scores, p.single[:numMoves])
		}
		p.scores.Add(scores)
	}
	if allowed.lead((*[numMoves]int32)(p.scores[:])) < sure {
		w.list = w.list[:0]
		p.remaining(&w)
		model.Score(w.list, &p.single)
		p.scores.Add(p.single[:numMoves])
	}
	p.buf = w.list
}

// places is how many nodes are described by themselves, aloneTemplates how
// many templates each has.
const (
	places         = 4
	aloneTemplates = 6
)

// inView are the nodes that are described by themselves.
func (p *state) inView() [places]*node {
	return [...]*node{&p.nodes[p.under(0)], &p.nodes[p.under(1)], &p.nodes[p.ahead(0)], &p.nodes[p.ahead(1)]}
}

// alone describes the node at a place in view by itself.
func (p *state) alone(w *writer, place uint64, nd *node) {
	w.template = 1 + place*aloneTemplates
	w.one(nd.word)
	w.one(nd.tag)
	w.one(nd.wordTag)
	w.two(nd.lemma, nd.tag)
	w.two(nd.of64, nd.tag)
	w.two(nd.of512, nd.tag)
}

// firstRemaining is more than the templates of alone and leading.
const firstRemaining = 100

// leading describes what mostly decides: the children that nodes have, and what
// the first tree says or, where there is none, how far they stand apart. It is
// no more than the model looks up together.
func (p *state) leading(w *writer) {
	s0, s1, s2 := p.under(0), p.under(1), p.under(2)
	b0, b1, b2 := p.ahead(0), p.ahead(1), p.ahead(2)
	w.template = 0
	w.one(0)
	w.template = 1 + places*aloneTemplates
	w.one(p.nodes[s2].wordTag)
	w.one(p.nodes[s2].tag)
	w.one(p.nodes[b2].wordTag)
	w.one(p.nodes[b2].tag)
	p.children(w, &p.nodes[s0], &p.nodes[s1], &p.nodes[b0])
	if len(p.guide) > 0 {
		p.guided(w, s0, s1, b0, b1)
	} else {
		p.distances(w, s0, s1, b0)
	}
}

// remaining describes what neither alone nor leading does.
func (p *state) remaining(w *writer) {
	s0, s1, s2 := p.under(0), p.under(1), p.under(2)
	b0, b1, b2 := p.ahead(0), p.ahead(1), p.ahead(2)
	w.template = firstRemaining
	p.valencies(w, &p.nodes[s0], &p.nodes[s1], &p.nodes[b0])
	p.pairs(w, &p.nodes[s0], &p.nodes[s1], &p.nodes[b0], &p.nodes[b1])
	p.triples(w, &p.nodes[s0], &p.nodes[s1], &p.nodes[s2], &p.nodes[b0], &p.nodes[b1], &p.nodes[b2])
	if len(p.guide) > 0 {
		p.distances(w, s0, s1, b0)
	}
}

// pairs describes what may be governor and dependent: the top of the stack
// with the next token, and with the node below.
func (p *state) pairs(w *writer, s0, s1, b0, b1 *node) {
	for _, o := range [...]*node{b0, s1} {
		w.two(s0.wordTag, o.wordTag)
		w.two(s0.wordTag, o.tag)
		w.two(s0.tag, o.wordTag)
		w.two(s0.word, o.word)
		w.two(s0.lemma, o.lemma)
		w.two(s0.tag, o.tag)
		w.two(s0.of512, o.of512)
		w.three(s0.of64, o.of64, s0.tag<<8|o.tag)
		w.three(s0.lemma, o.of512, o.tag)
		w.three(s0.of512, o.lemma, s0.tag)
	}
	w.two(b0.tag, b1.tag)
	w.two(b0.word, b1.word)
	w.two(b0.word, b1.tag)
	w.two(b0.tag, b1.word)
	w.two(s0.tag, b1.tag)
	w.two(s0.word, b1.word)
	w.two(s1.word, b0.word)
	w.two(s1.wordTag, b0.tag)
	w.two(s1.tag, b0.wordTag)
	w.two(s1.tag, b0.tag)
}

// triples describes three or four nodes together.
func (p *state) triples(w *writer, s0, s1, s2, b0, b1, b2 *node) {
	w.three(s0.tag, b0.tag, b1.tag)
	w.three(b0.tag, b1.tag, b2.tag)
	w.three(s1.tag, s0.tag, b0.tag)
	w.three(s2.tag, s1.tag, s0.tag)
	w.three(s0.wordTag, b0.tag, b1.tag)
	w.three(s0.tag, b0.wordTag, b1.tag)
	w.three(s1.tag, s0.wordTag, b0.tag)
	w.three(s1.tag, s0.tag, b0.wordTag)
	w.three(s1.wordTag, s0.tag, b0.tag)
	w.three(s1.lemma, s0.lemma, b0.lemma)
	w.three(s1.of64, s0.of64, b0.of64)
	w.three(s1.of64, s0.lemma, b0.of64)
	w.four(s1.tag, s0.tag, b0.tag, b1.tag)
	w.four(s2.tag, s1.tag, s0.tag, b0.tag)
	w.four(s0.tag, b0.tag, b1.tag, b2.tag)
}

// children describes the outermost tokens that the nodes govern already.
func (p *state) children(w *writer, s0, s1, b0 *node) {
	for _, c := range [...]struct {
		of   *node
		with *node
		at   [2]int32
	}{{s0, b0, s0.left}, {s0, b0, s0.right}, {b0, s0, b0.left}, {s1, s0, s1.left}, {s1, s0, s1.right}} {
		first, second := &p.nodes[c.at[0]], &p.nodes[c.at[1]]
		rel := uint64(p.rel[c.at[0]])
		w.two(c.of.tag, first.wordTag)
		w.three(c.of.tag, first.tag, rel)
		w.three(c.of.tag, c.with.tag, first.tag)
		w.three(c.of.lemma, c.with.tag, rel)
		w.three(c.of.tag, c.with.lemma, rel)
		w.three(c.of.tag, c.with.tag, rel)
		w.four(c.of.tag, first.tag, second.tag, rel<<8|uint64(p.rel[c.at[1]]))
	}
}

// valencies describes the relations and numbers of all children.
func (p *state) valencies(w *writer, s0, s1, b0 *node) {
	w.two(s0.wordTag, s0.leftRels)
	w.two(s0.wordTag, s0.rightRels)
	w.two(s0.tag, s0.leftRels)
	w.two(s0.tag, s0.rightRels)
	w.three(s0.tag, s0.leftRels, s0.rightRels)
	w.two(b0.wordTag, b0.leftRels)
	w.two(b0.tag, b0.leftRels)
	w.two(s1.wordTag, s1.rightRels)
	w.two(s1.tag, s1.rightRels)
	w.three(s1.tag, s1.leftRels, s1.rightRels)
	w.three(s0.tag, b0.tag, s0.rightRels)
	w.three(s0.tag, b0.tag, b0.leftRels)
	w.three(s1.tag, s0.tag, s1.rightRels)
	w.three(s1.tag, s0.tag, s0.leftRels)
	w.two(s0.word, min(s0.lefts, 3)<<2|min(s0.rights, 3))
	w.two(s0.tag, min(s0.lefts, 7)<<3|min(s0.rights, 7))
	w.two(b0.tag, min(b0.lefts, 7))
	w.two(s1.tag, min(s1.rights, 7))
}

// distances describes how far nodes stand apart, and their neighbours in the text.
func (p *state) distances(w *writer, s0, s1, b0 int32) {
	a, o, b := &p.nodes[s0], &p.nodes[s1], &p.nodes[b0]
	near, far := distance(s0, b0), distance(s1, s0)
	w.two(a.tag, near)
	w.two(a.word, near)
	w.two(b.tag, near)
	w.two(b.word, near)
	w.three(a.tag, b.tag, near)
	w.two(a.tag, far)
	w.two(o.word, far)
	w.three(o.tag, a.tag, far)
	w.four(o.tag, a.tag, b.tag, near<<3|far)
	w.two(a.tag, p.tagAt(s0-1))
	w.two(a.tag, p.tagAt(s0+1))
	w.three(a.tag, b.tag, p.tagAt(b0-1))
	w.three(o.tag, a.tag, p.tagAt(s0-1))
	w.three(o.tag, a.tag, p.tagAt(s1+1))
}

// tagAt is the tag of a place in the text, that of what is missing outside.
func (p *state) tagAt(i int32) uint64 {
	if i < 0 || int(i) > p.n {
		return p.nodes[p.n+1].tag
	}
	return p.nodes[i].tag
}

// distance is 1 to 7, in steps that grow.
func distance(a, b int32) uint64 {
	switch d := b - a; {
	case d <= 0:
		return 0
	case d <= 4:
		return uint64(d)
	case d <= 7:
		return 5
	case d <= 12:
		return 6
	}
	return 7
}
