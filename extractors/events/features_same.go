package events

import (
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Templates of the features of the model that says what is one event. Each
// stands for several: see pairFacts.tell and pairFacts.hint.
const (
	// How far the triggers stand apart, how alike they are, and the others.
	mAlways = pairTemplates + pairWidth*iota
	mApart
	mAlike
	mGroups64
	mGroups512
	mGroups2048
	mFirst
	mHeadline
	mPassed
	mRivals
	mScores
	// Two triggers of one sentence.
	mGap
	mGapWords
	mGapWord
	mPath
	mOver
	// The words beside each, and those above and below it in the tree.
	mDeterminer
	mTags
	mBefore
	mAfter
	mRel
	mGovernor
	mChild
	// What happened, and when.
	mStatus
	mTenses
	mTense
	mTimes
	mDated
	mTime
	mValue
	// Their fillers.
	mRole
	mRoleOdds
	mRoles
	mKinds
	mFiller
	mFillers
	// What their sentences tell of.
	mSharedWord
	mLoneWord
	mNear
	mNearest
	mWords
	mEntities
	mEntitiesOf
	mMeaning
	mTopic
	// What sets events apart.
	mOpening
	mQuoted
	mApartWord
)

// pairWidth is how many features a fact about a pair makes at most.
const pairWidth = 9

const (
	// beside is how many tokens on either side of a trigger are told of it.
	beside = 3
	// opening is how many of the first tokens of a sentence are.
	opening = 3
	// firstRoles is how many roles of a definition are told together, beside all.
	firstRoles = 3
	// toldOfSentence is how many of the words below a trigger, and of the values of its
	// sentence, are told; sentences of news have fewer.
	toldOfSentence = 24
)

// pairFacts tells facts about two candidates of one type, the earlier first, to
// the model that says what is one event, each alone and with what it may hang on.
type pairFacts struct {
	*reading
	a, b *judged
	// eventType is that of both; first and second are the lemmas of the triggers.
	eventType, first, second uint64
	// classes are the word classes of the triggers, alike how alike these are,
	// apart how many sentences lie between.
	classes, alike, apart uint64
}

// pairFeatures describes two candidates of one type, the earlier first, as to
// whether they are one event: their words and what surrounds them, how alike
// these and their sentences are, how far they stand apart, and whether their
// fillers agree.
func (r *reading) pairFeatures(all []judged, i, j int32) []linear.Feature {
	r.begin()
	a, b := &all[i], &all[j]
	class := func(c *judged) uint64 { return uint64(classOf(r.d.Tokens[c.Head].Tag)) }
	facts := pairFacts{
		reading: r, a: a, b: b,
		eventType: linear.String(a.Definition.Type), first: r.words[a.Head].lemma, second: r.words[b.Head].lemma,
		classes: class(a)*4 + class(b), alike: r.alikeness(a, b), apart: bucket(int(b.Sentence - a.Sentence)),
	}
	facts.places()
	if a.Sentence == b.Sentence {
		facts.between()
	}
	for place, c := range []*judged{a, b} {
		facts.adjacent(uint64(place), c)
		facts.tree(uint64(place), c)
		facts.values(uint64(place), c)
		facts.settingApart(uint64(place), c)
	}
	facts.happening()
	facts.roles()
	facts.topics()
	return r.features
}

// hint makes the features of a fact, one of many.
func (r *pairFacts) hint(template, fact uint64) {
	r.one(template, fact)
	r.two(template+1, fact, r.eventType)
	r.two(template+2, fact, r.classes)
	r.three(template+3, fact, r.alike, r.apart)
}

// tell makes the features of a fact that weighs more, or less, with some words.
func (r *pairFacts) tell(template, fact uint64) {
	r.hint(template, fact)
	r.three(template+4, fact, r.eventType, r.classes)
	r.three(template+5, fact, r.first, r.second)
	r.three(template+6, fact, r.eventType, r.apart)
	r.two(template+7, fact, r.first)
	r.two(template+8, fact, r.second)
}

// places tells how far the triggers stand apart, how alike their words are, and
// which other candidates of the type there are.
func (r *pairFacts) places() {
	a, b := r.a, r.b
	r.tell(mAlways, 0)
	r.tell(mApart, r.apart)
	r.tell(mAlike, r.alike)
	if x, y := &r.words[a.Head], &r.words[b.Head]; x.known && y.known {
		r.hint(mGroups64, both(uint64(x.cluster.Of64), uint64(y.cluster.Of64)))
		r.hint(mGroups512, both(uint64(x.cluster.Of512), uint64(y.cluster.Of512)))
		r.hint(mGroups2048, both(uint64(x.cluster.Of2048), uint64(y.cluster.Of2048)))
	}
	r.tell(mFirst, bucket(int(a.Sentence)))
	r.tell(mHeadline, yes(r.d.Sentences[a.Sentence].Headline))
	r.tell(mPassed, bucket(int(b.nth-a.nth-1)))
	r.tell(mRivals, bucket(r.rivals[a.Definition]))
	r.tell(mScores, both(uint64(min(a.Score, b.Score)*5), uint64(max(a.Score, b.Score)*5)))
}

// between tells what stands between two triggers of one sentence, in the text
// and in the tree.
func (r *pairFacts) between() {
	s := &r.d.Sentences[r.a.Sentence]
	gap := between(r.a.Trigger, r.b.Trigger)
	r.tell(mGap, bucket(gap.Len()))
	if gap.Len() <= shortGap {
		words := uint64(0)
		for t := gap.First; t < gap.End; t++ {
			words = both(words, r.abstractAt(t, s.Range))
		}
		r.tell(mGapWords, words)
	}
	for t := gap.First; t < min(gap.End, gap.First+longGap); t++ {
		r.hint(mGapWord, r.words[t].lemma)
	}
	if s.Parsed {
		r.tell(mPath, r.path(r.a.Head, r.b.Head))
		r.tell(mOver, both(yes(r.d.Tokens[r.a.Head].Head == r.b.Head), yes(r.d.Tokens[r.b.Head].Head == r.a.Head)))
	}
}

// adjacent tells the words beside one of the two, the first or second by its place.
func (r *pairFacts) adjacent(place uint64, c *judged) {
	s := r.d.Sentences[c.Sentence].Range
	r.tell(mDeterminer, both(place, r.determiner(c.Trigger.First, s)))
	for t := max(c.Trigger.First-beside, s.First); t < c.Trigger.First; t++ {
		r.hint(mBefore, both(place, r.abstractAt(t, s)))
	}
	for t := c.Trigger.End; t < min(c.Trigger.End+beside, s.End); t++ {
		r.hint(mAfter, both(place, r.abstractAt(t, s)))
	}
}

// tree tells the words above and below one of the two.
func (r *pairFacts) tree(place uint64, c *judged) {
	s := &r.d.Sentences[c.Sentence]
	if !s.Parsed {
		return
	}
	if tok := &r.d.Tokens[c.Head]; tok.Head != c.Head {
		rel := both(place, uint64(tok.Rel))
		r.hint(mRel, rel)
		r.hint(mGovernor, both(rel, r.words[tok.Head].lemma))
	}
	children := 0
	eachChild(r.d, s.Range, c.Head, func(child int32, rel doc.Rel) {
		if children++; children > toldOfSentence {
			return
		}
		r.hint(mChild, both(both(place, uint64(rel)), r.abstractAt(child, s.Range)))
	})
}

// values tells the times of one of the two sentences, and what else is counted there.
func (r *pairFacts) values(place uint64, c *judged) {
	s := r.d.Sentences[c.Sentence].Range
	first := r.firstValue(s)
	for i := first; i < min(first+toldOfSentence, len(r.d.Values)) && r.d.Values[i].First < s.End; i++ {
		v := &r.d.Values[i]
		if v.Kind != doc.TimeValue {
			r.hint(mValue, both(place, uint64(v.Kind)))
			continue
		}
		r.hint(mDated, both(place, r.dated(v)))
		r.hint(mTime, both(place, linear.String(strings.ToLower(r.d.TextOf(v.Range)))))
	}
}

// settingApart tells words around one of the two that set events apart, and how
// the later sentence begins.
func (r *pairFacts) settingApart(place uint64, c *judged) {
	s := r.d.Sentences[c.Sentence].Range
	for t := max(c.Head-nearWords, s.First); t < min(c.Head+nearWords+1, s.End); t++ {
		if apartWords[r.d.Tokens[t].Lower] {
			r.hint(mApartWord, both(both(place, r.words[t].lower), yes(t < c.Head)))
		}
	}
	if c != r.b {
		return
	}
	for t := s.First; t < min(s.First+opening, s.End); t++ {
		r.hint(mOpening, both(uint64(t-s.First), r.abstractAt(t, s)))
	}
}

// happening tells status, tense and times of both.
func (r *pairFacts) happening() {
	a, b := r.a, r.b
	tense := func(c *judged) uint64 { return r.tense(c.Head, r.d.Sentences[c.Sentence].Range) }
	first, second := tense(a), tense(b)
	r.tell(mTags, both(uint64(r.d.Tokens[a.Head].Tag), uint64(r.d.Tokens[b.Head].Tag)))
	r.tell(mStatus, both(uint64(a.likeliest()), uint64(b.likeliest())))
	r.hint(mTenses, both(first, second))
	r.hint(mTense, both(0, first))
	r.hint(mTense, both(1, second))
	r.tell(mTimes, r.compareTimes(a.Sentence, b.Sentence))
	_, firstQuoted := quoteAt(r.quotes, a.Head)
	_, secondQuoted := quoteAt(r.quotes, b.Head)
	r.tell(mQuoted, both(yes(firstQuoted), yes(secondQuoted)))
}

// How the fillers of a role compare.
const (
	neitherFills = iota
	alikeFill
	unlikeFill
	onlyFirstFills
	onlySecondFills
)

// roles tells how far the likeliest fillers of each role agree, and of all
// roles together.
func (r *pairFacts) roles() {
	x, y := r.tops(r.a), r.tops(r.b)
	verdicts := uint64(0)
	for i := range r.a.Definition.Roles {
		p, q := x[i], y[i]
		name, verdict := linear.String(r.a.Definition.Roles[i].Name), r.compareFillers(p, q)
		verdicts = both(verdicts, verdict)
		r.tell(mRole, both(name, verdict))
		if verdict == unlikeFill {
			r.unlike(name, &p.filler, &q.filler)
		}
		if p != nil && q != nil {
			same, most := r.roleLikeness(r.a, r.b, p.label)
			r.tell(mRoleOdds, both(name, both(uint64(same*5), uint64(most*5))))
		}
		if i < firstRoles {
			r.tell(mRoles, verdicts)
		}
	}
	r.hint(mRoles, verdicts)
}

// compareFillers compares the likeliest fillers of a role, nil where there is none.
func (r *pairFacts) compareFillers(p, q *roleOdds) uint64 {
	fills := func(o *roleOdds) bool { return o != nil && o.odds >= likely }
	switch {
	case fills(p) && fills(q):
		if sameFilling(r.d, p.filler.filling(), q.filler.filling()) {
			return alikeFill
		}
		return unlikeFill
	case fills(p):
		return onlyFirstFills
	case fills(q):
		return onlySecondFills
	}
	return neitherFills
}

// unlike tells the words of fillers that differ: "company" may be who was named before.
func (r *pairFacts) unlike(role uint64, p, q *filler) {
	first, second := r.words[p.head].lemma, r.words[q.head].lemma
	r.hint(mKinds, both(role, both(uint64(p.kind), uint64(q.kind))))
	r.hint(mFiller, both(both(role, first), 0))
	r.hint(mFiller, both(both(role, second), 1))
	r.hint(mFillers, both(role, both(first, second)))
}

// topics tells which words around both triggers are the same and which are not,
// and how alike the sentences are.
func (r *pairFacts) topics() {
	a, b := r.a, r.b
	r.lemmas = r.wordsAround(a, nearWords, r.lemmas[:0])
	at := len(r.lemmas)
	r.lemmas = r.wordsAround(b, nearWords, r.lemmas)
	first, second := r.lemmas[:at], r.lemmas[at:]
	shared := 0
	for _, w := range second {
		if slices.Contains(first, w) {
			shared++
			r.hint(mSharedWord, w)
		} else {
			r.hint(mLoneWord, both(w, 1))
		}
	}
	for _, w := range first {
		if !slices.Contains(second, w) {
			r.hint(mLoneWord, both(w, 0))
		}
	}
	entities := bucket(r.sharedEntities(a.Sentence, b.Sentence))
	r.tell(mNear, bucket(shared))
	r.tell(mNearest, bucket(r.sharedAround(a, b, nearestWords)))
	r.tell(mWords, bucket(r.sharedWords(a.Sentence, b.Sentence)))
	r.tell(mEntities, entities)
	r.tell(mEntitiesOf, both(entities, bucket(len(r.told(b.Sentence).entities))))
	m := &r.meaning
	r.tell(mMeaning, cosineStep(m.of(a.Head), m.of(b.Head)))
	r.tell(mTopic, cosineStep(m.ofSentence(a.Sentence), m.ofSentence(b.Sentence)))
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
