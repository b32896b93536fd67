package events

import (
	"slices"

	"gleaner/extractors/boosted"
)

// union is the probability from which two groups are one event.
const union = 0.55

// unite joins groups that are one event, the surest first: what all members of
// a group say of its fillers tells more than one trigger and its sentence. The
// parts of the groups are gathered.
func (s *Stage) unite(r *reading, groups []group) []group {
	if s.model == nil || s.model.union == nil {
		return groups
	}
	crowds := r.crowds(groups)
	ofType := map[*Definition][]int{}
	kept := groups[:0]
	for _, g := range groups {
		same := ofType[g.definition]
		best, most := -1, union
		for _, o := range within(kept, same) {
			if r.apart(kept[o].compared(), g.compared()...) {
				continue
			}
			if p := s.model.union.Probability(s.unionInputs(r, &kept[o], &g, crowds[g.definition])); p >= most {
				best, most = o, p
			}
		}
		if best >= 0 {
			r.absorb(&kept[best], &g)
			continue
		}
		g.rank = len(same)
		ofType[g.definition] = append(same, len(kept))
		kept = append(kept, g)
	}
	return kept
}

// absorb adds the members of another group.
func (r *reading) absorb(g, other *group) {
	g.members = append(g.members, other.members...)
	slices.Sort(g.members)
	g.sum += other.sum
	g.parts = r.gather(g)
}

// crowd says how many groups there are of a type, and how many of them are
// likely to be events.
type crowd struct {
	groups   int
	expected float32
}

func (r *reading) crowds(groups []group) map[*Definition]crowd {
	all := map[*Definition]crowd{}
	for i := range groups {
		c := all[groups[i].definition]
		c.groups++
		c.expected += r.judged[groups[i].best].Score
		all[groups[i].definition] = c
	}
	return all
}

// unionExamples are the pairs of groups of one type whose events are known.
func (s *Stage) unionExamples(r *reading, groups []group, gold []GoldEvent) (out []boosted.Example) {
	crowds := r.crowds(groups)
	events := make([]int, len(groups))
	for i := range groups {
		events[i] = r.eventOf(&groups[i], gold)
	}
	for k := range groups {
		for i := range k {
			if groups[i].definition != groups[k].definition || events[i] < 0 || events[k] < 0 {
				continue
			}
			out = append(out, boosted.Example{
				X:    slices.Clone(s.unionInputs(r, &groups[i], &groups[k], crowds[groups[k].definition])),
				Gold: events[i] == events[k],
			})
		}
	}
	return out
}

// eventOf is the gold event that most members of a group tell of, by how sure
// they are; -1 when none is known.
func (r *reading) eventOf(g *group, gold []GoldEvent) int {
	votes := make([]float32, len(gold))
	best := -1
	for _, m := range g.members {
		if e := eventOf(&r.judged[m], gold); e >= 0 {
			votes[e] += r.judged[m].Score
		}
	}
	for e, v := range votes {
		if v > 0 && (best < 0 || v > votes[best]) {
			best = e
		}
	}
	return best
}
