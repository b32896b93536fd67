package parse

import (
	"context"

	"golang.org/x/sync/errgroup"

	"gleaner/extractors/doc"
)

// arc is a token's governor, the number of tokens for the root, and relation.
type arc struct {
	head int32
	rel  doc.Rel
	// last is the last token that this one governs, -1 for none. See follow.
	last int32
	// sure: the relation was far better than the next.
	sure bool
}

// other turns a node into its token, and back.
func (p *state) other(i int) int {
	if p.backwards {
		return p.n - 1 - i
	}
	return i
}

// arc is that of a token, with the tokens' numbers; n is the root.
func (p *state) arc(token int) arc {
	node := p.other(token)
	head := p.head[node]
	if int(head) < p.n {
		head = int32(p.other(int(head)))
	}
	return arc{head: head, rel: p.rel[node], sure: p.sure[node]}
}

// arcs appends those of all tokens.
func (p *state) arcs(list []arc) []arc {
	for i := range p.n {
		list = append(list, p.arc(i))
	}
	return list
}

// follow takes the arcs, by tokens, for the first tree. The sentence is read
// forwards.
func (p *state) follow(arcs []arc) {
	p.guide = append(p.guide[:0], arcs...)
	none := arc{head: int32(p.n + 2)}
	p.guide = append(p.guide, none, none)
	for i := range p.guide {
		p.guide[i].last = -1
	}
	for i := range p.n {
		p.guide[p.guide[i].head].last = int32(i)
	}
}

// toward says where the first tree has the governor of a node.
func (p *state) toward(node, s0, s1, b0 int32) uint64 {
	n := int32(p.n)
	switch h := p.guide[node].head; {
	case node > n, h > n:
		return 0
	case h == s0:
		return 1
	case h == s1:
		return 2
	case h == b0:
		return 3
	case h == n:
		return 4
	case h < s0:
		return 5
	case h > b0:
		return 6
	}
	return 7
}

// guided describes what the first tree says of the nodes that move.
func (p *state) guided(w *writer, s0, s1, b0, b1 int32) {
	a, o, b, c := &p.nodes[s0], &p.nodes[s1], &p.nodes[b0], &p.nodes[b1]
	ga, gu, gb, gc := &p.guide[s0], &p.guide[s1], &p.guide[b0], &p.guide[b1]
	ra, ro, rb, rc := uint64(ga.rel), uint64(gu.rel), uint64(gb.rel), uint64(gc.rel)
	top := p.toward(s0, s0, s1, b0)
	if ga.last >= b0 {
		top |= 8
	}
	if ga.last > b0 {
		top |= 16
	}
	all := top | p.toward(b0, s0, s1, b0)<<5 | p.toward(s1, s0, s1, b0)<<8
	w.one(top)
	w.one(all)
	w.two(all, a.tag<<8|b.tag)
	w.three(all, o.tag<<8|a.tag, b.tag)
	w.two(top, a.wordTag)
	w.two(top, b.wordTag)
	w.three(top, a.tag, b.tag)
	w.two(top, ra)
	w.two(all, ra)
	w.four(top, ra, a.tag, b.tag)
	w.three(ra, ro, rb)
	w.three(rb, rc, b.tag<<8|c.tag)
	w.three(ra, a.tag, b.tag)
	w.three(rb, a.tag, b.tag)
	w.three(ra, rb, a.tag<<8|b.tag)
	w.three(top, a.tag, a.rightRels)
	w.three(top, a.leftRels, b.leftRels)
	w.three(top, a.lemma, b.lemma)
	w.three(top, a.of64, b.of64)
	w.three(all, p.far(s0, ga.head), p.far(b0, gb.head))
}

// far is how far the governor of a node is.
func (p *state) far(node, head int32) uint64 {
	if head < node {
		return distance(head, node)
	}
	return 8 | distance(node, head)
}

// guidedRelation describes what the first tree says of the arc to be named.
func (p *state) guidedRelation(w *writer, child, governor int32, side uint64) {
	c, g := &p.nodes[child], &p.nodes[governor]
	tags := c.tag<<10 | g.tag<<2 | side
	r := uint64(p.guide[child].rel) << 1
	if p.guide[child].head == governor {
		r |= 1
	}
	rg := uint64(p.guide[governor].rel)
	w.two(r, side)
	w.two(r, tags)
	w.two(r, c.wordTag)
	w.two(r, g.wordTag)
	w.two(r, c.lemma)
	w.three(r, rg, side)
	w.three(r, rg, tags)
	w.two(r, c.leftRels)
	w.two(r, c.rightRels)
	w.three(r, g.leftRels, g.rightRels)
	w.three(r, c.of512, g.of512)
	w.three(r, uint64(p.guide[p.under(2)].rel), uint64(p.guide[p.ahead(0)].rel))
}

// folds is how often parsers of first trees are learnt from all lessons but a
// part, which they then read: in use they make more mistakes than in what they
// have learnt.
const folds = 4

// none is the fold of no lesson.
const none = -1

// learnFirst learns the parser of first trees and gives the lessons such trees.
func (l *learner) learnFirst(ctx context.Context) (*parser, error) {
	forwards := l.course
	l.course, l.parser.backwards = *forwards.First, true
	guides := make([][][]arc, len(l.lessons))
	var parts errgroup.Group
	parts.SetLimit(atOnce)
	for left := range folds {
		parts.Go(func() error {
			part := *l
			part.left = left
			models, err := part.run(ctx, l.course.Seed, nil)
			if err != nil {
				return err
			}
			p, err := l.ready(models)
			if err != nil {
				return err
			}
			for i := left; i < len(l.lessons); i += folds {
				guides[i] = p.read(l.lessons[i].Doc)
			}
			return nil
		})
	}
	if err := parts.Wait(); err != nil {
		return nil, err
	}
	first, err := l.all(ctx)
	l.course, l.parser.backwards, l.guides = forwards, false, guides
	return first, err
}

// read returns the arcs of each sentence.
func (s *parser) read(d *doc.Doc) [][]arc {
	p := newState()
	arcs := make([][]arc, len(d.Sentences))
	for i, sentence := range d.Sentences {
		s.run(p, d.Tokens[sentence.First:sentence.End])
		arcs[i] = p.arcs(nil)
	}
	return arcs
}
