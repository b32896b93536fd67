package events

import "gleaner/extractors/doc"

// Inputs of the model that says whether a status is that of a group's event.
const (
	vStatus = iota
	vType
	// What is said of the status: by all triggers joined, by the clearest and by
	// each model alone, by the first, by the headline, and the most and least by any.
	vJoined
	vBest
	vByWords
	vByMeaning
	vFirst
	vHeadline
	vMost
	vLeast
	// How many statuses are likelier, and how likely the likeliest other is.
	vRank
	vRival
	vRule
	vSays
	// The group and its clearest trigger.
	vMembers
	vSum
	vScore
	vTag
	vDeterminer
	vQuoted
	vCredited
	vInHeadline
	vSentence
	vArticle
	vLength
	// What is said of the status of other groups: of the sentence, of the type,
	// and of all, each by how sure its clearest trigger is.
	vBeside
	vAlike
	vAll
	vTime
	vDated
	// What all triggers together say of each status.
	vOdds
	verdictInputs = vOdds + int(doc.NumStatuses)
)

// verdictNames say what the inputs are, for explanations.
var verdictNames = [verdictInputs]string{
	vStatus: "the status itself", vType: "event type", vJoined: "all triggers joined", vBest: "the clearest trigger", vByWords: "the model of words", vByMeaning: "the model of meanings",
	vFirst: "the first trigger", vHeadline: "what the headline says", vMost: "the most any trigger says", vLeast: "the least any trigger says",
	vRank: "likelier statuses", vRival: "the likeliest other status", vRule: "what the rules say", vSays: "a phrase that tells its status",
	vMembers: "number of triggers", vSum: "all triggers together", vScore: "how sure the clearest trigger is", vTag: "part of speech", vDeterminer: "article before the trigger",
	vQuoted: "quoted", vCredited: "credited to somebody", vInHeadline: "in the headline", vSentence: "where it is told", vArticle: "length of the article", vLength: "length of the sentence",
	vBeside: "other events of the sentence", vAlike: "other events of the type", vAll: "all other events", vTime: "a time", vDated: "how its time lies to the article's day",
	vOdds: "chance of actual", vOdds + 1: "chance of planned", vOdds + 2: "chance of possible", vOdds + 3: "chance of negated", vOdds + 4: "chance of cancelled",
}

// unheard stands for what nobody says of a status.
const unheard = -1

// hearsay sums what groups say of the statuses of their events, each by how sure
// its clearest trigger is.
type hearsay struct {
	odds   [doc.NumStatuses]float32
	weight float32
}

func (h *hearsay) add(g *group, w float32) {
	h.weight += w
	for s, p := range g.joined {
		h.odds[s] += w * float32(p)
	}
}

// besides is what all but a group that was added with a weight say of a status.
func (h hearsay) besides(g *group, w float32, s doc.Status) float32 {
	h.add(g, -w)
	if h.weight < tiny {
		return unheard
	}
	return h.odds[s] / h.weight
}

// statusTally is what the groups of a document say by what they have in common.
type statusTally struct {
	sentences map[int32]hearsay
	types     [maxRoles]hearsay
	all       hearsay
}

// tallyStatuses leaves in r.statusTally what the groups say, once their triggers were joined.
func (r *reading) tallyStatuses(groups []group) {
	r.statusTally = statusTally{sentences: map[int32]hearsay{}}
	t := &r.statusTally
	for i := range groups {
		g := &groups[i]
		best := &r.judged[g.best]
		h := t.sentences[best.Sentence]
		h.add(g, best.Score)
		t.sentences[best.Sentence] = h
		t.types[best.label].add(g, best.Score)
		t.all.add(g, best.Score)
	}
}

// verdictInputs describes a group as to one status. The numbers are reused.
func (r *reading) verdictInputs(g *group, s doc.Status) []float32 {
	x := r.blank(verdictInputs)
	best := &r.judged[g.best]
	x[vStatus], x[vType] = float32(s), float32(best.label)
	r.memberStatusInputs(x, g, s)
	for other, p := range g.joined {
		x[vOdds+other] = float32(p)
		if doc.Status(other) != s {
			x[vRival] = max(x[vRival], float32(p))
			x[vRank] += flag(p > g.joined[s])
		}
	}
	x[vRule], x[vSays] = float32(best.ruleStatus), flag(best.saysStatus())
	x[vMembers], x[vSum], x[vScore] = float32(len(g.members)), g.sum, best.Score
	x[vTag] = float32(r.d.Tokens[best.Head].Tag)
	if t := r.determinerAt(best.Trigger.First, r.d.Sentences[best.Sentence].Range); t >= 0 {
		x[vDeterminer] = determinerKind(r.d.Tokens[t].Lower)
	}
	_, quoted := quoteAt(r.quotes, best.Head)
	x[vQuoted], x[vCredited] = flag(quoted), flag(best.Attribution != nil)
	x[vSentence], x[vArticle] = float32(best.Sentence), float32(len(r.d.Sentences))
	x[vLength] = float32(r.d.Sentences[best.Sentence].Len())
	others := &r.statusTally
	x[vBeside] = others.sentences[best.Sentence].besides(g, best.Score, s)
	x[vAlike], x[vAll] = others.types[best.label].besides(g, best.Score, s), others.all.besides(g, best.Score, s)
	r.groupTimeInputs(x, g)
	return x
}

// memberStatusInputs are what the triggers of a group say of a status.
func (r *reading) memberStatusInputs(x []float32, g *group, s doc.Status) {
	best := &r.judged[g.best]
	x[vJoined], x[vBest] = float32(g.joined[s]), float32(best.statuses[s])
	x[vByWords], x[vByMeaning] = best.statusByWords[s], best.statusByMeaning[s]
	x[vFirst] = float32(r.judged[g.members[0]].statuses[s])
	x[vHeadline], x[vLeast] = unheard, 1
	for _, m := range g.members {
		c := &r.judged[m]
		p := float32(c.statuses[s])
		x[vMost], x[vLeast] = max(x[vMost], p), min(x[vLeast], p)
		if r.d.Sentences[c.Sentence].Headline {
			x[vHeadline], x[vInHeadline] = max(x[vHeadline], p), 1
		}
	}
}

// groupTimeInputs tell of the likeliest time of a group.
func (r *reading) groupTimeInputs(x []float32, g *group) {
	for i := range g.parts {
		a := &g.parts[i].argument
		if a.Role != "time" || a.Score <= x[vTime] {
			continue
		}
		x[vTime], x[vDated] = a.Score, undated
		if a.Value >= 0 {
			x[vDated] = float32(r.dated(&r.d.Values[a.Value]))
		}
	}
}
