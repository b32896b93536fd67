package resolve

import (
	"math"

	"gleaner/extractors/boosted"
	"gleaner/extractors/doc"
)

// The numbers that the judge sees of a candidate, beside what the ranking made
// of it and of its rivals. Counts are as they stand before the anaphor.
const (
	jClass = iota
	// jProbability is what the ranking says, jNone of no candidate, jRival of the
	// likeliest other one; jLead is the difference of the logarithms.
	jProbability
	jNone
	jRival
	jLead
	jRank
	jCandidates
	jNearer
	jSentences
	jTokens
	jNameSentences
	jNameTokens
	jRole
	jOwnRole
	jPossessive
	jQuoted
	jOwnQuoted
	jForm
	jMentions
	jNames
	jNamesAhead
	jSubjects
	jFirst
	jNameShare
	jGender
	jKind
	jLength
	jDescribed
	jFree
	jChain
	jChainSentences
	jRivalSentences
	jRivalRole
	jRivalNames
	jRivalSubjects
	jRivalTokens
	jNouns
	jPlace
	jSentence
	jOwnRel
	jRel
	jOwnClause
	jClause
	jSameVerb
	jUp
	jDown
	jDepth
	jOwnDepth
	jClauses
	jOwnClauses
	jSameRel
	jCalled
	jGiven
	jPronouns
	jPronounsAll
	jOtherPronounsAll
	jTrade
	jDescribedElse
	jPublic
	jCountry
	jPleonastic
	judgeInputs
)

// course is how the judge is learnt.
var course = boosted.Course{Trees: 200, Leaves: 12, MinLeaf: 25, Rate: 0.04, Rows: 0.7, Columns: 0.5, Shrink: 5, Seed: 3}

// judgeInputs are the numbers of candidate i, valid until the next call;
// probabilities are those that the ranking gives to no candidate and to each.
func (a *anaphora) judgeInputs(n *anaphor, candidates []candidate, i int, probabilities []float64) []float32 {
	x := a.inputs[:]
	clear(x)
	c := &candidates[i]
	x[jClass] = float32(n.class)
	if n.class == she {
		x[jClass] = float32(he)
	}
	judgeRanking(x, n, candidates, i, probabilities)
	a.judgePlace(x, n, c)
	a.judgeEntity(x, n, c, candidates)
	a.judgeChain(x, n, c)
	switch {
	case n.form == doc.Nominal:
		x[jTrade], x[jDescribedElse] = number(a.ofTrade(n, c)), number(a.describedElse(n, c))
		x[jPublic] = number(publicBody(a.d.Entities[c.entity].Name))
		x[jCountry] = number(n.country != "" && a.rows[c.entity].Country == n.country)
	case n.class == it:
		x[jPleonastic] = number(a.pleonastic(n.First, a.d.Sentences[n.sentence]))
	case (n.class == he || n.class == she) && len(candidates) > 1:
		a.judgeTree(x, n, c)
	}
	return x
}

// judgeRanking: what the ranking says of the candidate and of its likeliest
// rival, and where that stands.
func judgeRanking(x []float32, n *anaphor, candidates []candidate, i int, probabilities []float64) {
	none, each := probabilities[0], probabilities[1:]
	rival, rank := -1, 0
	for j := range candidates {
		if j == i {
			continue
		}
		if each[j] > each[i] {
			rank++
		}
		if rival < 0 || each[j] > each[rival] {
			rival = j
		}
	}
	x[jProbability], x[jNone], x[jRank] = float32(each[i]), float32(none), float32(rank)
	x[jCandidates], x[jNearer] = float32(len(candidates)), float32(candidates[i].nearer)
	if rival < 0 {
		const alone = 9
		x[jLead], x[jRivalSentences], x[jRivalTokens] = alone, -1, -1
		return
	}
	const least = 1e-6
	r := &candidates[rival]
	x[jRival], x[jLead] = float32(each[rival]), float32(math.Log(each[i]+least)-math.Log(each[rival]+least))
	x[jRivalSentences], x[jRivalTokens] = float32(n.sentence-r.last.sentence), float32(n.First-r.last.First)
	x[jRivalRole], x[jRivalNames], x[jRivalSubjects] = float32(r.last.role), float32(r.names), float32(r.subjects)
}

// judgePlace: where the two stand.
func (a *anaphora) judgePlace(x []float32, n *anaphor, c *candidate) {
	x[jSentences], x[jTokens] = float32(n.sentence-c.last.sentence), float32(n.First-c.last.First)
	x[jNameSentences], x[jNameTokens] = float32(n.sentence-c.named.sentence), float32(n.First-c.named.First)
	x[jRole], x[jOwnRole], x[jPossessive] = float32(c.last.role), float32(n.role), number(n.possessive)
	x[jQuoted], x[jOwnQuoted], x[jForm] = number(c.last.quoted), number(n.quoted), float32(c.last.form)
	x[jFree] = number(c.last.sentence != n.sentence || a.free(c.last.Range, n.First))
	x[jPlace], x[jSentence] = float32(n.First-a.d.Sentences[n.sentence].First), float32(n.sentence)
	x[jNouns] = float32(a.nounsSince(c.last.First))
}

// judgeEntity: what the article makes of the candidate.
func (a *anaphora) judgeEntity(x []float32, n *anaphor, c *candidate, candidates []candidate) {
	all := int32(0)
	for j := range candidates {
		all += candidates[j].names
	}
	x[jNameShare] = float32(c.names) / float32(max(all, 1))
	x[jMentions], x[jNames], x[jNamesAhead] = float32(c.mentions), float32(c.names), float32(c.names-c.named.count)
	x[jSubjects], x[jFirst], x[jDescribed] = float32(c.subjects), float32(c.first), number(c.described)
	x[jKind], x[jLength] = float32(a.d.Entities[c.entity].Kind), float32(c.lead.Len())
	x[jGender], x[jCalled] = number(c.gender != unknown), float32(agreement(c.called, n.class))
	if c.lead.Len() == 1 {
		x[jGiven] = float32(agreement(a.s.genderOf(fold(a.d.Tokens[c.lead.First].Lower)), n.class))
	}
	x[jPronouns], x[jPronounsAll] = float32(a.pronounsSoFar[n.class]), float32(a.pronouns[n.class])
	x[jOtherPronounsAll] = float32(a.pronouns[he] + a.pronouns[she] - a.pronouns[n.class])
}

func number(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// judgeChain: whom the latest pronoun of the class stands for.
func (a *anaphora) judgeChain(x []float32, n *anaphor, c *candidate) {
	latest := a.chains[n.class]
	if latest.End == 0 {
		return
	}
	x[jChainSentences] = float32(n.sentence - latest.sentence)
	switch {
	case latest.entity == c.entity:
		x[jChain] = 2
	case latest.entity >= 0:
		x[jChain] = -1
	case c.lead.First > latest.First:
		x[jChain] = 1
	}
}

// judgeTree: where the two stand in the trees of their sentences.
func (a *anaphora) judgeTree(x []float32, n *anaphor, c *candidate) {
	if !a.parsed(n.sentence) || !a.parsed(c.last.sentence) {
		return
	}
	me, it := a.treePlaceOf(n.Range), a.treePlaceOf(c.last.Range)
	x[jOwnRel], x[jRel], x[jOwnClause], x[jClause] = float32(me.rel), float32(it.rel), float32(me.clause), float32(it.clause)
	x[jDepth], x[jOwnDepth], x[jClauses], x[jOwnClauses] = float32(it.depth), float32(me.depth), float32(it.clauses), float32(me.clauses)
	x[jSameRel] = number(me.rel == it.rel)
	if n.sentence != c.last.sentence {
		x[jUp], x[jDown] = -2, -2
		return
	}
	x[jSameVerb] = number(me.verb == it.verb)
	x[jUp], x[jDown] = float32(a.levels(me.verb, it.verb)), float32(a.levels(it.verb, me.verb))
}
