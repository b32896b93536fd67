package events

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// group is the candidates that tell of one real-world event.
type group struct {
	definition *Definition
	// members are indexes of candidates, in order of the text; best is the one
	// that tells most.
	members []int32
	best    int32
	// status are the probabilities of the statuses.
	status     [doc.NumStatuses]float64
	arguments  []doc.Argument
	confidence float32
}

// sameEvent is the probability from which two candidates are one event.
const sameEvent = 0.65

// merge groups the candidates of one type and event, the surest first. Each
// candidate joins the group it resembles most, as the mean over its members
// weighted by how sure they are, if that is likely enough.
func (s *Stage) merge(r *reading, all []judged) []group {
	var groups []group
	for _, i := range bySureness(all) {
		best, most := -1, float64(sameEvent)
		for g := range groups {
			if groups[g].definition != all[i].Definition {
				continue
			}
			if mean := s.resemblance(r, all, groups[g].members, i); mean > most {
				best, most = g, mean
			}
		}
		if best < 0 {
			groups = append(groups, group{definition: all[i].Definition, best: i})
			best = len(groups) - 1
		}
		groups[best].members = append(groups[best].members, i)
	}
	for g := range groups {
		slices.Sort(groups[g].members)
	}
	return groups
}

// bySureness lists the candidates by falling score.
func bySureness(all []judged) []int32 {
	order := make([]int32, len(all))
	for i := range order {
		order[i] = int32(i)
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
	if s.model == nil || s.model.merge == nil {
		return sameByRule(r, &all[a], &all[b])
	}
	return yes(s.model.merge, r.mergeFeatures(all, a, b), &r.scores)
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

// Templates of the merge model.
const (
	mBias = mergeTemplates + iota
	mLemma
	mCluster
	mClasses
	mDistance
	mHeadline
	mShared
	mConflict
	mRoleShared
	mRoleConflict
	mValues
	mDeterminer
	mEntities
	mCount
	mType
	mStatus
	mTokens
	mPair
	mScores
	mTop
	mTopRole
	mTimes
	mBetween
	mTags
)

// mergeFeatures describes two candidates of one type, the earlier first, as to
// whether they are one event.
func (r *reading) mergeFeatures(all []judged, i, j int32) []linear.Feature {
	r.features = r.features[:0]
	a, b := &all[i], &all[j]
	wa, wb := &r.words[a.Head], &r.words[b.Head]
	eventType := linear.String(a.Definition.Type)
	add := func(x linear.Feature) {
		r.features = append(r.features, x, linear.Two(mType, uint64(x), eventType))
	}
	add(linear.Bias(mBias))
	sameLemma := uint64(0)
	switch {
	case wa.lemma == wb.lemma:
		sameLemma = 3
	case wa.known && wb.known && wa.cluster.Of2048 == wb.cluster.Of2048:
		sameLemma = 2
	case wa.known && wb.known && wa.cluster.Of512 == wb.cluster.Of512:
		sameLemma = 1
	}
	classes := uint64(classOf(r.d.Tokens[a.Head].Tag))*4 + uint64(classOf(r.d.Tokens[b.Head].Tag))
	apart := int(b.Sentence - a.Sentence)
	add(linear.One(mLemma, sameLemma))
	add(linear.Two(mClasses, classes, sameLemma))
	add(linear.Two(mDistance, bucket(apart), sameLemma))
	add(linear.One(mDistance, bucket(apart)))
	if apart == 0 {
		add(linear.One(mTokens, bucket(gapLength(a.Trigger, b.Trigger))))
	}
	add(linear.Two(mPair, min(wa.lemma, wb.lemma), max(wa.lemma, wb.lemma)))
	if r.d.Sentences[a.Sentence].Headline {
		add(linear.One(mHeadline, bucket(int(b.Sentence))))
	}
	shared, conflicts := compareArguments(a.Arguments, b.Arguments)
	add(linear.Two(mShared, uint64(min(shared, 3)), uint64(min(conflicts, 3))))
	add(linear.Two(mConflict, uint64(min(conflicts, 3)), sameLemma))
	for x := range a.Arguments {
		for y := range b.Arguments {
			p, q := &a.Arguments[x], &b.Arguments[y]
			if p.Role != q.Role {
				continue
			}
			role := linear.String(p.Role)
			if sameArgument(r.d, p, q) {
				add(linear.One(mRoleShared, role))
			} else {
				add(linear.One(mRoleConflict, role))
			}
		}
	}
	add(linear.Two(mDeterminer, r.determiner(b.Trigger.First, r.d.Sentences[b.Sentence].Range), uint64(classOf(r.d.Tokens[b.Head].Tag))))
	add(linear.One(mEntities, bucket(r.sharedEntities(a.Sentence, b.Sentence))))
	same := 0
	for k := range all {
		if all[k].Definition == a.Definition {
			same++
		}
	}
	add(linear.One(mCount, bucket(same)))
	add(linear.Two(mScores, uint64(min(a.Score, b.Score)*5), uint64(max(a.Score, b.Score)*5)))
	add(linear.Two(mTags, uint64(r.d.Tokens[a.Head].Tag), uint64(r.d.Tokens[b.Head].Tag)))
	r.topFeatures(a, b, add)
	add(linear.One(mTimes, r.compareTimes(a.Sentence, b.Sentence)))
	between := 0
	for k := i + 1; k < j; k++ {
		if all[k].Definition == a.Definition {
			between++
		}
	}
	add(linear.Two(mBetween, bucket(between), sameLemma))
	sa, sb := a.likeliest(), b.likeliest()
	add(linear.Two(mStatus, uint64(sa), uint64(sb)))
	return r.features
}

// topFeatures compares the likeliest filler of each role.
func (r *reading) topFeatures(a, b *judged, add func(linear.Feature)) {
	agree, differ := 0, 0
	for i := range a.Definition.Roles {
		role := a.Definition.Roles[i].Name
		x, y := a.top(role), b.top(role)
		if x == nil || y == nil {
			continue
		}
		p, q := x.argument(), y.argument()
		verdict := uint64(0)
		if sameArgument(r.d, &p, &q) {
			agree++
			verdict = 1
		} else {
			differ++
		}
		add(linear.Three(mTopRole, linear.String(role), verdict, uint64(min(x.odds, y.odds)*4)))
	}
	add(linear.Two(mTop, uint64(min(agree, 3)), uint64(min(differ, 3))))
}

// top is the likeliest filler of a role, nil when there is none.
func (c *judged) top(role string) *roleOdds {
	var best *roleOdds
	for i := range c.roles {
		if o := &c.roles[i]; o.role == role && (best == nil || o.odds > best.odds) {
			best = o
		}
	}
	return best
}

// compareTimes says whether the times of two sentences are absent (0), partly
// alike (1) or all different (2).
func (r *reading) compareTimes(a, b int32) uint64 {
	if a == b {
		return 3
	}
	x, y := r.timesOf(a), r.timesOf(b)
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

// timesOf lists the times of a sentence as their normal form or words.
func (r *reading) timesOf(sentence int32) []string {
	var list []string
	s := r.d.Sentences[sentence].Range
	for i := range r.d.Values {
		if v := &r.d.Values[i]; v.Kind == doc.TimeValue && s.Contains(v.Range) {
			list = append(list, cmp.Or(v.From, v.Text, r.d.TextOf(v.Range)))
		}
	}
	return list
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
	if a.Entity != doc.NoEntity || b.Entity != doc.NoEntity {
		return a.Entity == b.Entity
	}
	if a.Value >= 0 && b.Value >= 0 && d.Values[a.Value].Text != "" {
		return d.Values[a.Value].Text == d.Values[b.Value].Text
	}
	return d.Tokens[a.End-1].Lower == d.Tokens[b.End-1].Lower
}

// sharedEntities counts the entities that two sentences have in common.
func (r *reading) sharedEntities(a, b int32) int {
	if a == b {
		return 0
	}
	n := 0
	in, other := r.entitiesOf(a), r.entitiesOf(b)
	for _, e := range in {
		if slices.Contains(other, e) {
			n++
		}
	}
	return n
}

// entitiesOf lists the entities of a sentence, each once.
func (r *reading) entitiesOf(sentence int32) []int32 {
	var list []int32
	s := r.d.Sentences[sentence].Range
	for t := s.First; t < s.End; t++ {
		if m := r.mentionAt(t); m != nil && m.Entity != doc.NoEntity && !slices.Contains(list, m.Entity) {
			list = append(list, m.Entity)
		}
	}
	return list
}
