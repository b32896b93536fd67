package events

import (
	"math"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Templates of the model of a group's status.
const (
	zBias = settleTemplates + iota
	zOdds
	zTop
	zTypeTop
	zBest
	zFirst
	zHeadline
	zCount
	zTime
	zTypeTime
	zPair
)

// settleFeatures describe what the members of a group say of its status.
func (r *reading) settleFeatures(g *group) []linear.Feature {
	r.begin()
	eventType := linear.String(g.definition.Type)
	best, first := &r.judged[g.best], &r.judged[g.members[0]]
	p := normalized(g.status)
	top := uint64(likeliest(g.status))
	r.one(zBias, eventType)
	for s, odds := range p {
		for k := range 8 {
			if odds*8 >= float64(k) {
				r.two(zOdds, uint64(s), uint64(k))
			}
		}
	}
	r.one(zTop, top)
	r.two(zTypeTop, top, eventType)
	r.two(zBest, uint64(best.likeliest()), top)
	r.two(zFirst, uint64(first.likeliest()), top)
	var counts [doc.NumStatuses]int
	for _, m := range g.members {
		c := &r.judged[m]
		counts[c.likeliest()]++
		if r.d.Sentences[c.Sentence].Headline {
			r.two(zHeadline, uint64(c.likeliest()), top)
		}
	}
	for s, n := range counts {
		r.two(zCount, uint64(s), bucket(n))
	}
	r.two(zPair, uint64(best.likeliest()), uint64(r.d.Tokens[best.Head].Tag))
	when := r.timeOf(g)
	r.two(zTime, when, top)
	r.two(zTypeTime, when, eventType)
	return r.features
}

// normalized turns logarithms into probabilities.
func normalized(logs [doc.NumStatuses]float64) (p [doc.NumStatuses]float64) {
	top := slices.Max(logs[:])
	sum := 0.0
	for i, x := range logs {
		p[i] = math.Exp(x - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

// timeOf says where the group's likeliest time lies, seen from the article.
func (r *reading) timeOf(g *group) uint64 {
	for i := range g.arguments {
		if a := &g.arguments[i]; a.Role == "time" && a.Value >= 0 {
			return r.dated(&r.d.Values[a.Value])
		}
	}
	return undated
}

// settle gives a group the probabilities of its statuses: what its members say
// and what the model makes of that, together.
func (s *Stage) settle(r *reading, g *group) {
	p := normalized(g.status)
	if s.model != nil && s.model.settle != nil && s.model.knows(g.definition.Type) && !r.judged[g.best].saysStatus() {
		s.model.settle.Score(r.settleFeatures(g), &r.scores)
		s.model.settle.Probabilities(&r.scores, r.allLabels[:doc.NumStatuses], r.odds[:])
		agree(p[:], r.odds[:doc.NumStatuses])
	}
	g.settled = p
}
