package parse

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// state is a sentence on the way to its tree. Nodes are indexes of its tokens;
// node n is the root above the tree, which stands behind the last token, and
// node n+1 stands for what is missing.
type state struct {
	n     int
	next  int
	stack []int32
	head  []int32
	rel   []doc.Rel
	// sure: the relation is. See sureRelation.
	sure  []bool
	nodes []node

	// guide is the first tree by nodes, empty when there is none.
	guide []arc
	// found is room for the arcs of a first tree.
	found []arc
	// backwards: nodes are tokens counted from the last.
	backwards bool

	buf            []linear.Feature
	scores, single linear.Scores
	// memory holds the scores of moves by one node, from one sentence to the next.
	memory *linear.Memory
}

// memorySlots is how many scores a state remembers: a token by itself at one
// place takes one. They take some 160 kB, which the processor's caches hold.
const memorySlots = 8192

func newState() *state { return &state{memory: linear.NewMemory(memorySlots, int(numMoves))} }

// looks are what the features say about a token by itself.
type looks struct {
	word, lemma, tag, wordTag uint64
	of64, of512               uint64
	// all stands for all of these together.
	all uint64
}

// node is a token and its children so far.
type node struct {
	looks
	// left and right are the two outermost children on each side.
	left, right [2]int32
	// rels are the sets of relations of the children on each side, lefts and
	// rights their numbers.
	leftRels, rightRels uint64
	lefts, rights       uint64
}

// start begins a sentence.
func (p *state) start(s *parser, tokens []doc.Token) {
	p.begin(len(tokens), s.backwards)
	for i := range tokens {
		p.add(s.node(&tokens[p.other(i)]))
	}
	p.end()
}

// startFrom begins the sentence of q again, in the direction of s.
func (p *state) startFrom(s *parser, q *state) {
	p.begin(q.n, s.backwards)
	for i := range q.n {
		p.add(q.nodes[q.other(p.other(i))].looks)
	}
	p.end()
}

// begin empties the state for a sentence of n tokens.
func (p *state) begin(n int, backwards bool) {
	p.n, p.next, p.backwards = n, 0, backwards
	p.stack, p.head, p.rel, p.sure = p.stack[:0], p.head[:0], p.rel[:0], p.sure[:0]
	p.nodes, p.guide = p.nodes[:0], p.guide[:0]
}

// add appends a node that has neither governor nor children.
func (p *state) add(l looks) {
	none := int32(p.n + 1)
	children := [2]int32{none, none}
	p.nodes = append(p.nodes, node{looks: l, left: children, right: children})
	p.head = append(p.head, none)
	p.rel = append(p.rel, doc.NoRel)
	p.sure = append(p.sure, false)
}

// end adds the nodes of the root and of what is missing.
func (p *state) end() {
	for mark := range uint64(2) {
		p.add(looks{word: mark + 1, lemma: mark + 1, wordTag: mark + 1, tag: 100 + mark, all: mark + 1})
	}
}

// node is what the features say about a token.
func (s *parser) node(t *doc.Token) looks {
	l := looks{word: s.words.value(t.Lower), lemma: s.words.value(t.Lemma), tag: uint64(t.Tag)}
	if cluster, ok := s.clusters.Of(t.Lower); ok {
		l.of64, l.of512 = uint64(cluster.Of64)+1, uint64(cluster.Of512)+1
	}
	l.wordTag = uint64(linear.Two(0, l.word, l.tag))
	l.all = uint64(linear.Four(0, l.wordTag, l.lemma, l.of64, l.of512))
	return l
}

// done says that every token has its head.
func (p *state) done() bool { return p.next == p.n && len(p.stack) == 0 }

// allowed are the moves that lead to a tree with a single root.
func (p *state) allowed() (m moves) {
	if p.next < p.n {
		m |= shift.set()
	}
	if len(p.stack) > 0 && (p.next < p.n || len(p.stack) == 1) {
		m |= left.set()
	}
	if len(p.stack) > 1 {
		m |= right.set()
	}
	return m
}

// forced returns the move when there is nothing to choose.
func (p *state) forced() (move, bool) {
	switch {
	case len(p.stack) == 0:
		return shift, true
	case p.next == p.n && len(p.stack) == 1:
		return left, true
	case p.next == p.n:
		return right, true
	}
	return 0, false
}

// apply makes a move that is allowed; rel names its arc.
func (p *state) apply(m move, rel doc.Rel) {
	if m == shift {
		p.stack = append(p.stack, int32(p.next))
		p.next++
		return
	}
	child := p.under(0)
	governor := p.governor(m)
	p.stack = p.stack[:len(p.stack)-1]
	p.head[child], p.rel[child] = governor, rel
	bit := uint64(1) << (rel & 63)
	h := &p.nodes[governor]
	if m == left {
		h.left[1], h.left[0] = h.left[0], child
		h.leftRels |= bit
		h.lefts++
		return
	}
	h.right[1], h.right[0] = h.right[0], child
	h.rightRels |= bit
	h.rights++
}

// governor is what a left or right move attaches the top of the stack to.
func (p *state) governor(m move) int32 {
	if m == left {
		return int32(p.next)
	}
	return p.under(1)
}

// under returns the node so many places below the top of the stack.
func (p *state) under(depth int) int32 {
	if i := len(p.stack) - 1 - depth; i >= 0 {
		return p.stack[i]
	}
	return int32(p.n + 1)
}

// ahead returns the node so many places after the next token.
func (p *state) ahead(distance int) int32 {
	return int32(min(p.next+distance, p.n+1))
}
