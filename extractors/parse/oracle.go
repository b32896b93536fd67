package parse

import "gleaner/extractors/doc"

// gold is the right tree of a sentence, in nodes: the root's head is n.
type gold struct {
	head []int32
	rel  []doc.Rel
}

// costs are the numbers of right arcs that can no longer be made after a move
// of each kind: the dynamic oracle of Goldberg and Nivre (2013), arc-hybrid.
type costs struct{ shift, left, right int }

// costs counts what each kind of move would lose.
func (p *state) costs(g *gold) costs {
	var c costs
	s0, s1 := p.under(0), p.under(1)
	b0 := int32(p.next)
	for _, node := range p.stack {
		if g.head[node] == b0 {
			c.shift++
		}
		if p.next < p.n && g.head[b0] == node && node != s0 {
			c.shift++
		}
	}
	lost := 0
	for node := p.next; node < p.n; node++ {
		if g.head[node] == s0 {
			lost++
		}
	}
	c.left, c.right = lost, lost
	if g.head[s0] == s1 || g.head[s0] > b0 {
		c.left++
	}
	if g.head[s0] >= b0 {
		c.right++
	}
	return c
}

// right returns the best-scored of the moves that lose least, and whether m is
// one of them. Where a move makes a right arc its relation must be right too.
func (g *gold) right(p *state, m move) (best move, ok bool) {
	c, kinds := p.costs(g), p.allowed()
	cheapest := kind(0)
	least := int(^uint(0) >> 1)
	for _, o := range [...]struct {
		kind kind
		cost int
	}{{shifts, c.shift}, {lefts, c.left}, {rights, c.right}} {
		switch {
		case kinds&o.kind == 0 || o.cost > least:
		case o.cost < least:
			cheapest, least = o.kind, o.cost
		default:
			cheapest |= o.kind
		}
	}
	s0 := p.under(0)
	fix := func(m move) move {
		switch {
		case m.kind() == lefts && g.head[s0] == int32(p.next):
			return left(g.rel[s0])
		case m.kind() == rights && g.head[s0] == p.under(1):
			return right(g.rel[s0])
		}
		return m
	}
	if m.kind()&cheapest != 0 && fix(m) == m {
		return m, true
	}
	for _, k := range [...]kind{shifts, lefts, rights} {
		if cheapest&k == 0 {
			continue
		}
		if o := fix(p.best(k)); best == shift && k != shifts && cheapest&shifts == 0 || p.scores[o] > p.scores[best] {
			best = o
		}
	}
	return best, false
}
