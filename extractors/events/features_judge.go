package events

import "gleaner/extractors/doc"

// Inputs of the judge, who says whether a group is an event worth a record.
const (
	jType = iota
	jBest
	jAny
	jSum
	jMembers
	jRule
	jBestRule
	jHeadline
	jFirst
	jSentences
	jSame
	jRank
	jLikeness
	jTypeRest
	jTypeMost
	jHeadRival
	jSentenceRival
	jRival
	jFilled
	jNamed
	jBestNamed
	jRoles
	jTime
	jPlace
	jAmount
	jActual
	jPlanned
	jPossible
	jNegated
	jCancelled
	jClass
	jQuoted
	jArticle
	jLength
	judgeInputs
)

// judgeNames say what the inputs are, for explanations.
var judgeNames = [judgeInputs]string{
	jType: "event type", jBest: "the clearest trigger", jAny: "the chance that any trigger is right", jSum: "all triggers together",
	jMembers: "number of triggers", jRule: "what the definition says", jBestRule: "what the definition says of the clearest trigger", jHeadline: "headline",
	jFirst: "where it is first told", jSentences: "number of sentences", jSame: "other events of the type", jRank: "surer events of the type",
	jLikeness: "likeness to a surer event", jTypeRest: "other triggers of the type", jTypeMost: "the clearest trigger of the type",
	jHeadRival: "another type for the trigger", jSentenceRival: "another type in the sentence", jRival: "another type for any trigger",
	jFilled: "number of fillers", jNamed: "number of named fillers", jBestNamed: "the surest named filler", jRoles: "roles filled",
	jTime: "a time", jPlace: "a place", jAmount: "an amount", jActual: "actual", jPlanned: "planned", jPossible: "possible", jNegated: "negated", jCancelled: "cancelled",
	jClass: "verb or noun", jQuoted: "quoted", jArticle: "length of the article", jLength: "length of the sentence",
}

// filled is the probability from which the judge counts a filler.
const filled = 0.3

// judgeInputs describes a group: its triggers, what else these may be, what it
// has in common with surer ones, and its fillers. The numbers are reused.
func (r *reading) judgeInputs(groups []group, i int) []float32 {
	x := r.blank(judgeInputs)
	g := &groups[i]
	best := &r.judged[g.best]
	label := int(best.label)
	x[jType], x[jBest], x[jBestRule] = float32(label), best.Score, best.byRule
	r.memberInputs(x, g, label)
	x[jMembers], x[jRank], x[jLikeness] = float32(len(g.members)), float32(g.rank), float32(g.likeness)
	t := &r.tally.types[best.label]
	x[jSame], x[jTypeRest], x[jTypeMost] = float32(t.groups), t.sum-g.sum, t.most
	x[jHeadRival], x[jSentenceRival] = r.tally.heads[best.Head].besides(label), r.tally.sentences[best.Sentence].besides(label)
	partInputs(x, g)
	x[jClass] = float32(classOf(r.d.Tokens[best.Head].Tag))
	_, quoted := quoteAt(r.quotes, best.Head)
	x[jQuoted] = flag(quoted)
	x[jArticle], x[jLength] = float32(len(r.d.Sentences)), float32(r.d.Sentences[best.Sentence].Len())
	return x
}

// memberInputs sum up the triggers of a group.
func (r *reading) memberInputs(x []float32, g *group, label int) {
	none := float32(1)
	last := int32(-1)
	x[jSum], x[jFirst] = g.sum, float32(r.judged[g.members[0]].Sentence)
	for _, m := range g.members {
		c := &r.judged[m]
		none *= 1 - c.Score
		x[jRule] = max(x[jRule], c.byRule)
		x[jHeadline] = max(x[jHeadline], flag(r.d.Sentences[c.Sentence].Headline))
		x[jRival] = max(x[jRival], r.tally.heads[c.Head].besides(label))
		if c.Sentence != last {
			last = c.Sentence
			x[jSentences]++
		}
		for s, p := range c.statuses {
			x[jActual+s] += float32(p) * c.Score
		}
	}
	x[jAny] = 1 - none
	for s := range doc.NumStatuses {
		x[jActual+int(s)] /= max(g.sum, tiny)
	}
}

// partInputs sum up the fillers of a group.
func partInputs(x []float32, g *group) {
	var most [maxRoles]float32
	for i := range g.parts {
		p := &g.parts[i]
		odds := p.argument.Score
		most[p.label] = max(most[p.label], odds)
		if odds > filled {
			x[jFilled]++
		}
		if p.argument.Entity != doc.NoEntity {
			x[jBestNamed] = max(x[jBestNamed], odds)
			if odds > filled {
				x[jNamed]++
			}
		}
		switch p.argument.Role {
		case "time":
			x[jTime] = max(x[jTime], odds)
		case "place":
			x[jPlace] = max(x[jPlace], odds)
		case "amount":
			x[jAmount] = max(x[jAmount], odds)
		}
	}
	for _, odds := range most {
		x[jRoles] += odds
	}
}

// maxRoles is the number of roles that labels can tell apart.
const maxRoles = 256

// tally counts the candidates of a document by what they compete for.
type tally struct {
	heads, sentences map[int32]topTwo
	types            [maxRoles]typeTally
}

type typeTally struct {
	groups    int
	sum, most float32
}

// tallyUp counts the candidates, and the groups of each type.
func (r *reading) tallyUp(groups []group) {
	r.tally = tally{heads: map[int32]topTwo{}, sentences: map[int32]topTwo{}}
	for i := range r.judged {
		c := &r.judged[i]
		note(r.tally.heads, c.Head, int(c.label), c.Score)
		note(r.tally.sentences, c.Sentence, int(c.label), c.Score)
		t := &r.tally.types[c.label]
		t.sum += c.Score
		t.most = max(t.most, c.Score)
	}
	for i := range groups {
		r.tally.types[r.judged[groups[i].best].label].groups++
	}
}
