package parse

import (
	"math"

	"gleaner/extractors/doc"
)

// gold is the right tree of a sentence, in nodes: the root's head is n.
type gold struct {
	head []int32
	rel  []doc.Rel
}

// costs returns the number of right arcs that can no longer be made after each
// move: the dynamic oracle of Goldberg and Nivre (2013) for arc-hybrid.
func (p *state) costs(g *gold) (c [numMoves]int) {
	s0, s1 := p.under(0), p.under(1)
	b0 := int32(p.next)
	for _, node := range p.stack {
		if g.head[node] == b0 {
			c[shift]++
		}
		if p.next < p.n && g.head[b0] == node && node != s0 {
			c[shift]++
		}
	}
	lost := 0
	for node := p.next; node < p.n; node++ {
		if g.head[node] == s0 {
			lost++
		}
	}
	c[left], c[right] = lost, lost
	if g.head[s0] == s1 || g.head[s0] > b0 {
		c[left]++
	}
	if g.head[s0] >= b0 {
		c[right]++
	}
	return c
}

// right returns the allowed moves that lose least.
func (g *gold) right(p *state) (cheapest moves) {
	allowed, costs := p.allowed(), p.costs(g)
	least := math.MaxInt
	for m, cost := range costs {
		switch {
		case !allowed.has(move(m)) || cost > least:
		case cost < least:
			cheapest, least = move(m).set(), cost
		default:
			cheapest |= move(m).set()
		}
	}
	return cheapest
}
