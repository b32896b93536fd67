package events

import (
	"math"
	"slices"

	"gleaner/extractors/doc"
)

// Inputs of the model that says whether two groups of one type are one event.
const (
	uType = iota
	// What is said of their triggers, pair by pair.
	uMean
	uMost
	uLeast
	uClearest
	// Each of the two, the surer one first.
	uScore
	uOtherScore
	uSum
	uOtherSum
	uMembers
	uOtherMembers
	uStatus
	uOtherStatus
	uFirst
	uOtherFirst
	// How alike the clearest triggers and their sentences are.
	uLemma
	uWords
	uMostWords
	uStatuses
	uSharedWords
	uSharedEntities
	uNear
	uNearest
	uTopic
	uTimes
	uDeterminer
	uPlural
	uModifiers
	uQuoted
	// How far the groups stand apart.
	uSentences
	uGap
	// How far their fillers agree: all roles, and the first of the definition.
	uAgree
	uDiffer
	uTopDiffer
	uNamedDiffer
	uShared
	uSharedSum
	uSharedRare
	uTime
	uPlace
	uRole
	// The article.
	uGroups   = uRole + unionRoles
	uRank     = uGroups + 1
	uExpected = uRank + 1
	uArticle  = uExpected + 1
	// What the clearest trigger of each says of the statuses.
	uOdds       = uArticle + 1
	uOtherOdds  = uOdds + int(doc.NumStatuses)
	unionInputs = uOtherOdds + int(doc.NumStatuses)
)

// unionRoles is how many roles of a definition are compared one by one.
const unionRoles = 4

// unionInputs describes two groups of a type, the surer one first, as to
// whether they are one event. The numbers are reused.
func (s *Stage) unionInputs(r *reading, a, b *group, among crowd) []float32 {
	x := r.blank(unionInputs)
	p, q := &r.judged[a.best], &r.judged[b.best]
	x[uType] = float32(p.label)
	s.memberLikeness(r, x, a, b)
	x[uScore], x[uOtherScore], x[uSum], x[uOtherSum] = p.Score, q.Score, a.sum, b.sum
	x[uMembers], x[uOtherMembers] = float32(len(a.members)), float32(len(b.members))
	x[uStatus], x[uOtherStatus] = float32(p.likeliest()), float32(q.likeliest())
	x[uFirst], x[uOtherFirst] = float32(r.judged[a.members[0]].Sentence), float32(r.judged[b.members[0]].Sentence)
	r.clearestLikeness(x, p, q)
	x[uGap] = x[uOtherFirst] - float32(r.judged[a.members[len(a.members)-1]].Sentence)
	r.partLikeness(x, a, b)
	x[uGroups], x[uExpected], x[uRank], x[uArticle] = float32(among.groups), among.expected, float32(b.rank), float32(len(r.d.Sentences))
	for i := range p.statuses {
		x[uOdds+i], x[uOtherOdds+i] = float32(p.statuses[i]), float32(q.statuses[i])
	}
	return x
}

// memberLikeness sums up what is said of the triggers of two groups, pair by pair.
func (s *Stage) memberLikeness(r *reading, x []float32, a, b *group) {
	mean, weights, most, least := 0.0, 0.0, 0.0, 1.0
	near, cosine := int32(math.MaxInt32), float32(unknownCosine)
	for _, i := range a.compared() {
		for _, j := range b.compared() {
			p, c, o := s.same(r, r.judged, min(i, j), max(i, j)), &r.judged[i], &r.judged[j]
			weight := float64(c.Score+0.01) * float64(o.Score+0.01)
			mean += weight * p
			weights += weight
			most, least = max(most, p), min(least, p)
			if i == a.best && j == b.best {
				x[uClearest] = float32(p)
			}
			near = min(near, max(c.Sentence-o.Sentence, o.Sentence-c.Sentence))
			if c.Score >= compared && o.Score >= compared {
				cosine = max(cosine, r.cosine(c.Head, o.Head))
			}
		}
	}
	x[uMean], x[uMost], x[uLeast] = float32(mean/weights), float32(most), float32(least)
	x[uSentences], x[uMostWords] = float32(near), cosine
}

// compared is the probability from which a trigger's word is compared with those
// of another group.
const compared = 0.15

// clearestLikeness compares the clearest triggers of two groups.
func (r *reading) clearestLikeness(x []float32, a, b *judged) {
	x[uLemma], x[uWords] = float32(r.alikeness(a, b)), r.cosine(a.Head, b.Head)
	for i := range a.statuses {
		x[uStatuses] += float32(a.statuses[i] * b.statuses[i])
	}
	x[uSharedWords], x[uSharedEntities] = float32(r.sharedWords(a.Sentence, b.Sentence)), float32(r.sharedEntities(a.Sentence, b.Sentence))
	x[uNear], x[uNearest] = float32(r.sharedAround(a, b, nearWords)), float32(r.sharedAround(a, b, nearestWords))
	if u, v := r.meaning.ofSentence(a.Sentence), r.meaning.ofSentence(b.Sentence); u != nil && v != nil {
		x[uTopic] = dot(u, v)
	}
	x[uTimes] = float32(r.compareTimes(a.Sentence, b.Sentence))
	later := b
	if a.Head > b.Head {
		later = a
	}
	if t := r.determinerAt(later.Trigger.First, r.d.Sentences[later.Sentence].Range); t >= 0 {
		x[uDeterminer] = determinerKind(r.d.Tokens[t].Lower)
	}
	for _, c := range []*judged{a, b} {
		_, quoted := quoteAt(r.quotes, c.Head)
		x[uQuoted] += flag(quoted)
		x[uPlural] += flag(r.d.Tokens[c.Head].Tag == doc.NNS)
		x[uModifiers] += float32(r.setsApart(c))
	}
}

// How many tokens on each side of a trigger are compared with those around another.
const (
	nearWords    = 8
	nearestWords = 3
)

// sharedAround counts the words around the second trigger that stand around the
// first, too.
func (r *reading) sharedAround(a, b *judged, reach int32) (n int) {
	r.lemmas = r.wordsAround(a, reach, r.lemmas[:0])
	at := len(r.lemmas)
	r.lemmas = r.wordsAround(b, reach, r.lemmas)
	for _, w := range r.lemmas[at:] {
		if slices.Contains(r.lemmas[:at], w) {
			n++
		}
	}
	return n
}

// wordsAround appends the lemmas of the nouns, verbs, adjectives and numbers
// around a trigger in its sentence.
func (r *reading) wordsAround(c *judged, reach int32, out []uint64) []uint64 {
	s := r.d.Sentences[c.Sentence].Range
	for t := max(c.Head-reach, s.First); t < min(c.Head+reach+1, s.End); t++ {
		if tag := r.d.Tokens[t].Tag; t != c.Head && (tag.Noun() || tag.Verb() || tag.Adjective() || tag == doc.CD) {
			out = append(out, r.words[t].lemma)
		}
	}
	return out
}

// setsApart counts the words in front of a trigger that tell events apart:
// "another deal", "the second attack".
func (r *reading) setsApart(c *judged) (n int) {
	for t := max(c.Head-3, r.d.Sentences[c.Sentence].First); t < c.Head; t++ {
		if apartWords[r.d.Tokens[t].Lower] {
			n++
		}
	}
	return n
}

var apartWords = wordSet("another other second third fourth fifth new previous earlier former last next separate similar first later further subsequent past recent future different each every several many more two three four five also again")

// unknownCosine stands for that of a word without a vector.
const unknownCosine = -1

// cosine is that of the vectors of two tokens.
func (r *reading) cosine(a, b int32) float32 {
	u, v := r.meaning.of(a), r.meaning.of(b)
	if u == nil || v == nil {
		return unknownCosine
	}
	return dot(u, v)
}

// partLikeness compares the fillers of two groups role by role.
func (r *reading) partLikeness(x []float32, a, b *group) {
	for i := range a.definition.Roles {
		role := a.definition.Roles[i].Name
		verdict := r.topLikeness(x, a.top(role), b.top(role))
		agree, most := r.roleParts(a, b, i)
		x[uAgree] += agree
		x[uDiffer] += most - agree
		switch role {
		case "time":
			x[uTime] = verdict
		case "place":
			x[uPlace] = verdict
		}
		if i < unionRoles {
			x[uRole+i] = verdict
		}
	}
	for i := range a.parts {
		for k := range b.parts {
			p, q := &a.parts[i], &b.parts[k]
			if p.argument.Entity != doc.NoEntity && p.argument.Entity == q.argument.Entity {
				odds := min(p.odds, q.odds)
				x[uShared] = max(x[uShared], odds)
				x[uSharedSum] += odds
				x[uSharedRare] = max(x[uSharedRare], odds/float32(max(r.mentioned[p.argument.Entity], 1)))
			}
		}
	}
}

// topLikeness is how likely the likeliest fillers of two groups are, negative
// when they differ; 0 where one has none.
func (r *reading) topLikeness(x []float32, p, q *part) float32 {
	if p == nil || q == nil {
		return 0
	}
	odds := min(p.odds, q.odds)
	if sameArgument(r.d, &p.argument, &q.argument) {
		return odds
	}
	x[uTopDiffer] += odds
	if p.argument.Entity != doc.NoEntity && q.argument.Entity != doc.NoEntity {
		x[uNamedDiffer] += odds
	}
	return -odds
}

// top is the likeliest part of a role, nil when there is none.
func (g *group) top(role string) *part {
	var best *part
	for i := range g.parts {
		if p := &g.parts[i]; p.argument.Role == role && (best == nil || p.odds > best.odds) {
			best = p
		}
	}
	return best
}

// roleParts is how likely the likeliest filler is that two groups have in
// common in a role of the definition, by its place there, and how likely any two of their fillers are.
func (r *reading) roleParts(a, b *group, role int) (agree, most float32) {
	for i := range a.parts {
		p := &a.parts[i]
		if p.role != role {
			continue
		}
		for k := range b.parts {
			q := &b.parts[k]
			if q.role != role {
				continue
			}
			odds := min(p.odds, q.odds)
			most = max(most, odds)
			if odds > agree && sameArgument(r.d, &p.argument, &q.argument) {
				agree = odds
			}
		}
	}
	return agree, most
}
