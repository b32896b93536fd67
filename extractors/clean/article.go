package clean

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// paragraph is a stretch of text of a page without a block border in it.
type paragraph struct {
	// from and to are nodes; the texts among them make the paragraph.
	from, to int32
	// block is the element it stands in.
	block int32
	// letters counts what a reader sees, links how much of it leads elsewhere.
	letters, links, commas int
	dropped                bool
}

// good is how much the paragraph looks like prose, 0 for the least. The
// measure is that of Arc90's Readability: length and commas.
func (p *paragraph) good() float64 {
	if p.dropped || p.letters < 25 || p.links*2 > p.letters {
		return 0
	}
	return 1 + float64(p.commas) + min(float64(p.letters)/80, 6)
}

// article finds the paragraphs of a page that are the article.
type article struct {
	page       *page
	paragraphs []paragraph
	// score holds for each node the sum of good of its subtree.
	score []float64
}

// findArticle returns the headline, if the page shows it, and the article's
// paragraphs in order.
func findArticle(p *page) (headline *paragraph, body []paragraph) {
	a := &article{page: p, score: make([]float64, len(p.nodes)+1)}
	a.dropHidden()
	a.split()
	headline = a.headline()
	a.sum()
	a.dropNamed()
	a.sum()
	return headline, a.choose(a.body())
}

// headline returns a copy of the longest heading of the first level, nil if
// there is none.
func (a *article) headline() *paragraph {
	var best *paragraph
	for i := range a.paragraphs {
		p := &a.paragraphs[i]
		if a.page.nodes[p.block].tag == atom.H1 && p.letters >= 10 && (best == nil || p.letters > best.letters) {
			copied := *p
			best = &copied
		}
	}
	return best
}

// drop hides a whole subtree.
func (a *article) drop(i int32) {
	for j := i; j < a.page.nodes[i].end; j++ {
		a.page.nodes[j].hidden = true
	}
}

// dropHidden drops what is never part of an article, whatever its name.
func (a *article) dropHidden() {
	nodes := a.page.nodes
	for i := int32(0); i < int32(len(nodes)); {
		if nodes[i].kind == element && (never[nodes[i].tag] || nodes[i].hidden && i > 0 && nodes[i].tag != atom.Body) {
			a.drop(i)
			i = nodes[i].end
			continue
		}
		i++
	}
}

// never are elements that hold no prose of the article.
var never = atoms(atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Canvas, atom.Audio,
	atom.Video, atom.Nav, atom.Footer, atom.Aside, atom.Button, atom.Select, atom.Textarea, atom.Figcaption, atom.Dialog,
	atom.Math, atom.Label, atom.Figure, atom.Menu)

// split makes the paragraphs.
func (a *article) split() {
	nodes := a.page.nodes
	current := paragraph{from: -1}
	flush := func(to int32) {
		if current.from >= 0 && current.letters > 0 {
			current.to = to
			a.paragraphs = append(a.paragraphs, current)
		}
		current = paragraph{from: -1}
	}
	// owner is the block a node stands in; link whether within an anchor.
	owner := make([]int32, len(nodes))
	link := make([]bool, len(nodes))
	last := int32(0)
	for i := int32(1); i < int32(len(nodes)); i++ {
		n := &nodes[i]
		owner[i] = owner[n.parent]
		link[i] = link[n.parent]
		if n.kind == element {
			link[i] = link[i] || n.tag == atom.A
			if block[n.tag] {
				owner[i] = i
			}
			if n.tag == atom.Br && a.doubleBreak(i) {
				flush(i)
			}
			continue
		}
		if n.hidden {
			continue
		}
		if owner[i] != last {
			flush(i)
			last = owner[i]
		}
		if current.from < 0 {
			current.from, current.block = i, owner[i]
		}
		letters, commas := countText(a.page.raw[n.from:n.to])
		current.letters += letters
		current.commas += commas
		if link[i] {
			current.links += letters
		}
	}
	flush(int32(len(nodes)))
}

// doubleBreak says whether the line break i follows another one.
func (a *article) doubleBreak(i int32) bool {
	nodes := a.page.nodes
	i--
	if i > 0 && nodes[i].kind == text && strings.TrimSpace(a.page.raw[nodes[i].from:nodes[i].to]) == "" {
		i--
	}
	return i > 0 && nodes[i].tag == atom.Br
}

// countText counts the characters that are no white space, and the commas.
func countText(s string) (letters, commas int) {
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b == ',':
			commas++
			letters++
		case b > ' ' && b&0xC0 != 0x80:
			letters++
		}
	}
	commas += strings.Count(s, "、") + strings.Count(s, "，")
	return letters, commas
}

// sum fills score.
func (a *article) sum() {
	nodes := a.page.nodes
	clear(a.score)
	for i := range a.paragraphs {
		p := &a.paragraphs[i]
		p.dropped = p.dropped || nodes[p.block].hidden
		a.score[p.block] += p.good()
	}
	for i := len(nodes) - 1; i > 0; i-- {
		a.score[nodes[i].parent] += a.score[i]
	}
}

// dropNamed drops elements whose names say that they are no article: comments
// and the like always, the rest unless much of the prose is in them. An element
// that is marked as the article is kept, whatever else it is called.
func (a *article) dropNamed() {
	nodes := a.page.nodes
	all := a.score[0]
	for i := int32(1); i < int32(len(nodes)); {
		n := &nodes[i]
		limit := 0.0
		switch judgeNames(n.names) {
		case apart:
			limit = all * 0.9
		case doubtful:
			limit = all / 3
		}
		if n.tag == atom.Form {
			limit = max(limit, all/3)
		}
		if n.kind == element && !n.hidden && a.score[i] < limit && !bodyNames(n) {
			a.drop(i)
			i = n.end
			continue
		}
		i++
	}
}

// share of the prose that a child must hold to be looked into.
const share = 0.85

// body returns the element that holds the article.
func (a *article) body() int32 {
	nodes := a.page.nodes
	best, bestScore := int32(-1), 0.0
	for i := int32(1); i < int32(len(nodes)); i++ {
		if nodes[i].kind == element && a.score[i] > bestScore && bodyNames(&nodes[i]) {
			best, bestScore = i, a.score[i]
		}
	}
	if best < 0 || bestScore < a.score[0]*0.3 {
		best = 0
	}
	for {
		child := a.bestChild(best)
		if child < 0 || a.score[child] < share*a.score[best] {
			return best
		}
		if block := nodes[child].tag; block == atom.P || heading[block] {
			return best
		}
		best = child
	}
}

func (a *article) bestChild(of int32) int32 {
	nodes := a.page.nodes
	best := int32(-1)
	for i := of + 1; i < nodes[of].end; i = nodes[i].end {
		if nodes[i].kind == element && (best < 0 || a.score[i] > a.score[best]) {
			best = i
		}
	}
	return best
}

var heading = atoms(atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6)

// choose returns the paragraphs within the body that belong to the article.
func (a *article) choose(body int32) []paragraph {
	end := a.page.nodes[body].end
	var chosen []paragraph
	for i := range a.paragraphs {
		p := &a.paragraphs[i]
		if p.from < body || p.from >= end || p.dropped || a.page.nodes[p.block].hidden {
			continue
		}
		if own := p.letters - p.links; own*5 < p.letters || own < p.links && own < 20 || a.page.nodes[p.block].tag == atom.H1 {
			continue
		}
		chosen = append(chosen, *p)
	}
	return chosen
}
