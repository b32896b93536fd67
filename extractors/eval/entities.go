package eval

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"gleaner/schemas"
)

// EntityReport holds the figures of entities as clusters of names.
type EntityReport struct {
	// Counts by entity type: a found entity is right when a gold entity of its
	// type has one of its forms; they are paired one to one.
	Counts map[schemas.EntityType]*PRF `json:"counts"`
	// Split counts gold entities whose forms lie in several found ones,
	// Conflated found entities that hold forms of several gold ones.
	Split     int `json:"split"`
	Conflated int `json:"conflated"`
	// Mistakes lists all four: missed, extra, split, conflated.
	Mistakes []Mistake `json:"-"`
}

// All is the sum over the types.
func (r *EntityReport) All() PRF {
	var all PRF
	for _, c := range r.Counts {
		all.Add(*c)
	}
	return all
}

// ScoreEntities holds the entities of extractions against gold, by article id.
func ScoreEntities(gold []Gold, extractions []schemas.Extraction) *EntityReport {
	r := &EntityReport{Counts: make(map[schemas.EntityType]*PRF)}
	for _, kind := range schemas.EntityTypes() {
		r.Counts[kind] = new(PRF)
	}
	byID := make(map[string]*schemas.Extraction, len(extractions))
	for i := range extractions {
		byID[extractions[i].Article.ID] = &extractions[i]
	}
	for i := range gold {
		x := byID[gold[i].ID]
		if x == nil {
			x = new(schemas.Extraction)
		}
		r.article(&gold[i], x)
	}
	return r
}

// named is an entity with the normal forms of its names.
type named struct {
	name  string
	kind  schemas.EntityType
	forms map[string]bool
}

func goldNamed(g *Gold) []named {
	var all []named
	for _, e := range g.Entities {
		n := named{e.Name, entityTypes[e.Type], map[string]bool{}}
		// A name that stands nowhere in the article cannot be found.
		for _, f := range e.Forms {
			n.forms[normalize(f)] = true
		}
		if len(e.Mentions) > 0 {
			all = append(all, n)
		}
	}
	return all
}

func foundNamed(x *schemas.Extraction) []named {
	var all []named
	for _, e := range x.Entities {
		n := named{e.Name, e.Type, map[string]bool{normalize(e.Name): true}}
		for _, a := range e.Aliases {
			n.forms[normalize(a)] = true
		}
		all = append(all, n)
	}
	return all
}

func (r *EntityReport) article(g *Gold, x *schemas.Extraction) {
	gold, found := goldNamed(g), foundNamed(x)
	type pair struct{ gold, found, shared int }
	var pairs []pair
	ofGold, ofFound := make([]int, len(gold)), make([]int, len(found))
	for i := range gold {
		for j := range found {
			if n := overlap(gold[i], found[j]); n > 0 {
				pairs = append(pairs, pair{i, j, n})
				ofGold[i]++
				ofFound[j]++
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.gold, b.gold), cmp.Compare(a.found, b.found))
	})
	goldDone, foundDone := make([]bool, len(gold)), make([]bool, len(found))
	for _, p := range pairs {
		if !goldDone[p.gold] && !foundDone[p.found] {
			goldDone[p.gold], foundDone[p.found] = true, true
			r.Counts[gold[p.gold].kind].TP++
		}
	}
	for i, done := range goldDone {
		if !done {
			r.Counts[gold[i].kind].FN++
			r.mistake(g, "missed", gold[i])
		}
		if ofGold[i] > 1 {
			r.Split++
			r.mistake(g, "split", gold[i])
		}
	}
	for j, done := range foundDone {
		if c := r.Counts[found[j].kind]; !done && c != nil {
			c.FP++
			r.mistake(g, "extra", found[j])
		}
		if ofFound[j] > 1 {
			r.Conflated++
			r.mistake(g, "conflated", found[j])
		}
	}
}

func (r *EntityReport) mistake(g *Gold, kind string, n named) {
	r.Mistakes = append(r.Mistakes, Mistake{Article: g.ID, Kind: kind, What: string(n.kind) + ": " + n.name,
		Context: strings.Join(slices.Sorted(maps.Keys(n.forms)), " | ")})
}

func overlap(a, b named) int {
	n := 0
	if a.kind == b.kind {
		for f := range a.forms {
			if b.forms[f] {
				n++
			}
		}
	}
	return n
}
