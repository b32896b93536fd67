package events

import (
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// Templates of the features of the network that says what is one event.
const (
	mLemma = mergeTemplates + iota
	mClasses
	mDistance
	mTokens
	mHeadline
	mShared
	mConflict
	mDeterminer
	mEntities
	mCount
	mScores
	mTags
	mTop
	mTopRole
	mTimes
	mBetween
	mStatus
	mType
	mWords
	mSentences
	mOverlap
	mTypeApart
	mAgree
	mDiffer
)

// mergeInput describes two candidates of one type, the earlier first, as to
// whether they are one event: their words, how alike these and their sentences
// are, how far they stand apart, and whether their fillers agree. The slots
// are reused.
func (r *reading) mergeInput(all []judged, i, j int32) neural.Input {
	r.begin()
	a, b := &all[i], &all[j]
	alike := r.alikeness(a, b)
	eventType, apart := linear.String(a.Definition.Type), bucket(int(b.Sentence-a.Sentence))
	tag := func(c *judged) uint64 { return uint64(r.d.Tokens[c.Head].Tag) }
	class := func(c *judged) uint64 { return uint64(classOf(r.d.Tokens[c.Head].Tag)) }
	r.one(mType, eventType)
	r.two(mTypeApart, eventType, apart)
	r.one(mLemma, alike)
	r.two(mClasses, class(a)*4+class(b), alike)
	r.two(mDistance, apart, alike)
	r.two(mDistance, apart, 9)
	if a.Sentence == b.Sentence {
		r.one(mTokens, bucket(gapLength(a.Trigger, b.Trigger)))
	}
	if r.d.Sentences[a.Sentence].Headline {
		r.one(mHeadline, bucket(int(b.Sentence)))
	}
	r.two(mDeterminer, r.determiner(b.Trigger.First, r.d.Sentences[b.Sentence].Range), class(b))
	r.two(mScores, uint64(min(a.Score, b.Score)*5), uint64(max(a.Score, b.Score)*5))
	r.two(mTags, tag(a), tag(b))
	r.two(mStatus, uint64(a.likeliest()), uint64(b.likeliest()))
	r.sentenceLikeness(a.Sentence, b.Sentence)
	r.rivalry(a, b, alike)
	r.fillerLikeness(a, b, alike)
	m := &r.meaning
	x, y := m.of(a.Head), m.of(b.Head)
	p, q := m.ofSentence(a.Sentence), m.ofSentence(b.Sentence)
	r.one(mWords, cosineStep(x, y))
	r.one(mSentences, cosineStep(p, q))
	r.slots = append(r.slots[:0], m.slot(a.Head), m.slot(b.Head), neural.Slot{Vector: m.product(0, x, y)}, neural.Slot{Vector: m.product(1, p, q)})
	return neural.Input{Slots: r.slots, Features: r.features}
}

// alikeness says how alike the words of two triggers are: 3 for one lemma,
// then by the clusters that they share.
func (r *reading) alikeness(a, b *judged) uint64 {
	x, y := &r.words[a.Head], &r.words[b.Head]
	switch {
	case x.lemma == y.lemma:
		return 3
	case !x.known || !y.known:
		return 0
	case x.cluster.Of2048 == y.cluster.Of2048:
		return 2
	case x.cluster.Of512 == y.cluster.Of512:
		return 1
	}
	return 0
}

// sentenceLikeness compares what two sentences tell of.
func (r *reading) sentenceLikeness(a, b int32) {
	r.one(mEntities, bucket(r.sharedEntities(a, b)))
	r.one(mOverlap, bucket(r.sharedWords(a, b)))
	r.one(mTimes, r.compareTimes(a, b))
}

// rivalry counts the other candidates of the type, and those in between.
func (r *reading) rivalry(a, b *judged, alike uint64) {
	r.one(mCount, bucket(r.rivals[a.Definition]))
	r.two(mBetween, bucket(int(b.nth-a.nth-1)), alike)
}

// fillerLikeness compares the fillers of each role: the sure ones, the
// likeliest, and the most that both may share.
func (r *reading) fillerLikeness(a, b *judged, alike uint64) {
	shared, conflicts := compareArguments(a.Arguments, b.Arguments)
	r.two(mShared, uint64(min(shared, 3)), uint64(min(conflicts, 3)))
	r.two(mConflict, uint64(min(conflicts, 3)), alike)
	agree, differ := 0, 0
	x, y := r.tops(a), r.tops(b)
	for i := range a.Definition.Roles {
		if x[i] == nil || y[i] == nil {
			continue
		}
		name := linear.String(a.Definition.Roles[i].Name)
		verdict := uint64(0)
		if sameFilling(r.d, x[i].filler.filling(), y[i].filler.filling()) {
			agree++
			verdict = 1
		} else {
			differ++
		}
		r.three(mTopRole, name, verdict, uint64(min(x[i].odds, y[i].odds)*4))
		same, most := r.roleLikeness(a, b, x[i].label)
		r.two(mAgree, name, uint64(same*5))
		r.two(mDiffer, name, uint64((most-same)*5))
	}
	r.two(mTop, uint64(min(agree, 3)), uint64(min(differ, 3)))
}

// roleLikeness is how likely the likeliest filler is that two candidates have
// in common in a role, and how likely any two of their fillers are.
func (r *reading) roleLikeness(a, b *judged, role uint8) (same, most float32) {
	for x := range a.roles {
		p := &a.roles[x]
		if p.label != role {
			continue
		}
		for y := range b.roles {
			q := &b.roles[y]
			if q.label != role {
				continue
			}
			odds := min(p.odds, q.odds)
			most = max(most, odds)
			if odds > same && sameFilling(r.d, p.filler.filling(), q.filler.filling()) {
				same = odds
			}
		}
	}
	return same, most
}

// tops are the likeliest fillers of the definition's roles, nil where there is
// none. They are worked out once.
func (r *reading) tops(c *judged) []*roleOdds {
	if c.tops == nil {
		c.tops = make([]*roleOdds, len(c.Definition.Roles))
		for i := range c.tops {
			c.tops[i] = c.top(c.Definition.Roles[i].Name)
		}
	}
	return c.tops
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

// cosineStep is the cosine of two vectors of length 1, in tenths; 15 when one
// is unknown.
func cosineStep(a, b []float32) uint64 {
	if a == nil || b == nil {
		return 15
	}
	return uint64(max(dot(a, b), 0)*10 + 0.5)
}

func dot(a, b []float32) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
