package events

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
)

// group is the candidates that tell of one real-world event.
type group struct {
	definition *Definition
	// members are indexes of candidates, in order of the text; best is the one
	// that tells most.
	members []int32
	best    int32
	// joined are the probabilities of the statuses by what the members say,
	// statuses those by what else is known of the group.
	joined, statuses [doc.NumStatuses]float64
	arguments        []doc.Argument
	confidence       float32
	// id is its place among the groups.
	id int
	// rank is how many groups of its type were made before it, of surer
	// candidates, and likeness how much it resembles the likest of those.
	rank     int
	likeness float64
	// parts are what the members say of the fillers, sum how sure they are
	// together.
	parts []part
	sum   float32
}

// sameEvent is the probability from which two candidates are one event.
const sameEvent = 0.93

// Bounds that keep the time of merging in step with the length of an article;
// those of news have fewer of all.
const (
	// stretch is how many candidates are compared with one another.
	stretch = 512
	// latestGroups of a type is how many a candidate is compared with.
	latestGroups = 32
	// comparedMembers of a group is how many it is compared by.
	comparedMembers = 12
	// comparisons of a candidate with members there are at most.
	comparisons = 96
)

// mergeAll makes groups of all candidates. Those of a text much longer than an
// article are merged stretch by stretch: what is told again stands near.
func (s *Stage) mergeAll(r *reading) []group {
	var all []group
	for first := 0; first < len(r.judged); {
		end := r.stretchEnd(first)
		groups := s.merge(r, first, end)
		r.gatherAll(groups)
		all = append(all, s.unite(r, groups)...)
		first = end
	}
	return all
}

// stretchEnd is where the stretch ends that begins with a candidate: at the end
// of a sentence, if that is near.
func (r *reading) stretchEnd(first int) int {
	end := min(first+stretch, len(r.judged))
	for end < min(first+2*stretch, len(r.judged)) && r.judged[end].Sentence == r.judged[end-1].Sentence {
		end++
	}
	return end
}

// merge groups the candidates from the first to before the end by type and
// event, the surest first. Each candidate joins the group it resembles most, as
// the mean over its members weighted by how sure they are, if that is likely enough.
func (s *Stage) merge(r *reading, first, end int) []group {
	r.sames.clear(first, end)
	all := r.judged
	var groups []group
	ofType := map[*Definition][]int{}
	for _, i := range bySureness(all, first, end) {
		best, most := -1, 0.0
		same := ofType[all[i].Definition]
		for _, g := range within(groups, same) {
			if r.apart(groups[g].compared(), i) {
				continue
			}
			if mean := s.resemblance(r, all, groups[g].compared(), i); mean > most {
				best, most = g, mean
			}
		}
		if best < 0 || most <= sameEvent {
			best = len(groups)
			groups = append(groups, group{definition: all[i].Definition, best: i, rank: len(same), likeness: most})
			ofType[all[i].Definition] = append(same, best)
		}
		groups[best].members = append(groups[best].members, i)
	}
	for g := range groups {
		slices.Sort(groups[g].members)
	}
	return groups
}

// within is the latest of the groups, as many as the bounds allow.
func within(groups []group, same []int) []int {
	same = same[max(0, len(same)-latestGroups):]
	left := comparisons
	for i := len(same) - 1; i >= 0; i-- {
		if left -= len(groups[same[i]].compared()); left < 0 {
			return same[i+1:]
		}
	}
	return same
}

// compared are the members that a group is compared by: the surest while it is
// made, the first of the text when it is united with others.
func (g *group) compared() []int32 { return g.members[:min(len(g.members), comparedMembers)] }

// bySureness lists the candidates from the first to before the end by falling score.
func bySureness(all []judged, first, end int) []int32 {
	order := make([]int32, end-first)
	for i := range order {
		order[i] = int32(first + i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(all[b].Score, all[a].Score) })
	return order
}

// resemblance is the weighted mean of the probabilities that a candidate and
// the members of a group are one event.
func (s *Stage) resemblance(r *reading, all []judged, members []int32, i int32) float64 {
	sum, weights := 0.0, 0.0
	for _, m := range members {
		weight := float64(all[m].Score) + 0.01
		sum += weight * s.same(r, all, min(m, i), max(m, i))
		weights += weight
	}
	return sum / weights
}

// same is the probability that two candidates of one type are one event.
func (s *Stage) same(r *reading, all []judged, a, b int32) float64 {
	if s.model == nil || s.model.same == nil || all[a].label == noLabel {
		return sameByRule(r, &all[a], &all[b])
	}
	known := r.sames.of(a, b)
	if *known == 0 {
		s.model.same.Score(r.pairFeatures(all, a, b), &r.scores)
		s.model.same.Probabilities(&r.scores, r.allLabels[:len(noYes)], r.byWords[:])
		*known = r.byWords[1]
	}
	return *known
}

// sameByRule takes candidates for one event when they share a word or stand
// near each other, and no role of theirs conflicts.
func sameByRule(r *reading, a, b *judged) float64 {
	if _, conflicts := compareArguments(a.Arguments, b.Arguments); conflicts > 0 {
		return 0
	}
	if r.words[a.Head].lemma == r.words[b.Head].lemma || b.Sentence-a.Sentence <= 1 {
		return 1
	}
	return 0
}

// compareTimes says whether the times of two sentences are absent (0), partly
// alike (1) or all different (2).
func (r *reading) compareTimes(a, b int32) uint64 {
	if a == b {
		return 3
	}
	x, y := r.told(a).times, r.told(b).times
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	for _, t := range x {
		if slices.Contains(y, t) {
			return 1
		}
	}
	return 2
}

// firstValue is the index of the first value that begins in a sentence or
// behind it.
func (r *reading) firstValue(s doc.Range) int {
	i, _ := slices.BinarySearchFunc(r.d.Values, s.First, func(v doc.Value, t int32) int { return cmp.Compare(v.First, t) })
	return i
}

// compareArguments counts the roles that two candidates fill alike, and those
// they fill with different entities.
func compareArguments(a, b []doc.Argument) (shared, conflicts int) {
	for i := range a {
		alike, other := false, false
		for j := range b {
			if a[i].Role != b[j].Role || a[i].Entity == doc.NoEntity || b[j].Entity == doc.NoEntity {
				continue
			}
			alike = alike || a[i].Entity == b[j].Entity
			other = other || a[i].Entity != b[j].Entity
		}
		switch {
		case alike:
			shared++
		case other:
			conflicts++
		}
	}
	return shared, conflicts
}

// sameArgument says whether two fillers are the same entity, value or word.
func sameArgument(d *doc.Doc, a, b *doc.Argument) bool {
	return sameFilling(d, filling{a.Entity, a.Value, a.End}, filling{b.Entity, b.Value, b.End})
}

// filling is what tells fillers apart: entity, value, and where the words end.
type filling struct{ entity, value, end int32 }

func (f *filler) filling() filling { return filling{f.entity, f.value, f.End} }

func sameFilling(d *doc.Doc, a, b filling) bool {
	if a.entity != doc.NoEntity || b.entity != doc.NoEntity {
		return a.entity == b.entity
	}
	if a.value >= 0 && b.value >= 0 && d.Values[a.value].Text != "" {
		return d.Values[a.value].Text == d.Values[b.value].Text
	}
	return d.Tokens[a.end-1].Lower == d.Tokens[b.end-1].Lower
}
