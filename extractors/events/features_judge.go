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
	// What each model says of the clearest trigger, and its form.
	jByWords
	jByMeaning
	jTag
	jDeterminer
	jWords
	jApart
	jCrowd
	// Whether the event is what the article is about.
	jSalient
	jMentioned
	jNamedFirst
	jNearLead
	jSharedLead
	// The likeliest filler of each of the definition's first roles.
	jRole
	jKind       = jRole + judgedRoles
	judgeInputs = jKind + judgedKinds
)

// How many roles of a definition the judge sees one by one, and of how many
// the kind of the filler.
const (
	judgedRoles = 6
	judgedKinds = 3
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
	jByWords: "the model of words", jByMeaning: "the model of meanings", jTag: "part of speech", jDeterminer: "article before the trigger", jWords: "number of words of the trigger",
	jApart: "words such as another", jCrowd: "other triggers of the sentence", jSalient: "the most salient filler", jMentioned: "the filler mentioned most often",
	jNamedFirst: "the filler named first", jNearLead: "likeness to the lead", jSharedLead: "names shared with the lead",
	jRole: "first role", jRole + 1: "second role", jRole + 2: "third role", jRole + 3: "fourth role", jRole + 4: "fifth role", jRole + 5: "sixth role",
	jKind: "kind of the first role's filler", jKind + 1: "kind of the second role's filler", jKind + 2: "kind of the third role's filler",
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
	r.triggerInputs(x, best)
	r.storyInputs(x, g, best.Sentence)
	roleInputs(x, g)
	return x
}

// triggerInputs describe the clearest trigger of a group.
func (r *reading) triggerInputs(x []float32, best *judged) {
	x[jByWords], x[jByMeaning] = best.byWords, best.byMeaning
	x[jTag], x[jWords] = float32(r.d.Tokens[best.Head].Tag), float32(best.Trigger.Len())
	if t := r.determinerAt(best.Trigger.First, r.d.Sentences[best.Sentence].Range); t >= 0 {
		x[jDeterminer] = determinerKind(r.d.Tokens[t].Lower)
	}
	x[jApart] = float32(r.setsApart(best))
	for i := r.firstJudged(best.Sentence); i < len(r.judged) && r.judged[i].Sentence == best.Sentence; i++ {
		if c := &r.judged[i]; c.Head != best.Head {
			x[jCrowd] += c.Score
		}
	}
}

// determinerKind tells known things from new ones, and both from none at all.
func determinerKind(word string) float32 {
	switch word {
	case "the":
		return 1
	case "a", "an":
		return 2
	case "this", "that", "these", "those":
		return 3
	case "no", "any":
		return 4
	case "his", "her", "its", "their", "our", "my", "your", "'s", "'":
		return 5
	}
	return 6
}

// never stands for the sentence of what is not named.
const never = 99

// storyInputs say how far a group belongs to what the article is about: whom
// its fillers are, and how near its sentence is to the first of the text.
func (r *reading) storyInputs(x []float32, g *group, sentence int32) {
	x[jNamedFirst] = never
	for i := range g.parts {
		a := &g.parts[i].argument
		if a.Entity == doc.NoEntity || a.Score <= filled {
			continue
		}
		x[jSalient] = max(x[jSalient], r.d.Entities[a.Entity].Salience)
		x[jMentioned] = max(x[jMentioned], float32(r.mentioned[a.Entity]))
		x[jNamedFirst] = min(x[jNamedFirst], float32(r.firstNamed[a.Entity]))
	}
	lead := int32(0)
	if len(r.d.Sentences) > 1 && r.d.Sentences[0].Headline {
		lead = 1
	}
	if a, b := r.meaning.ofSentence(sentence), r.meaning.ofSentence(lead); a != nil && b != nil {
		x[jNearLead] = dot(a, b)
	}
	x[jSharedLead] = float32(r.sharedEntities(sentence, lead))
}

// roleInputs are the likeliest fillers of the definition's first roles.
func roleInputs(x []float32, g *group) {
	for i := range g.parts {
		p := &g.parts[i]
		role := g.definition.Role(p.argument.Role)
		if role < 0 || role >= judgedRoles || p.argument.Score <= x[jRole+role] {
			continue
		}
		x[jRole+role] = p.argument.Score
		if role < judgedKinds {
			x[jKind+role] = float32(p.kind)
		}
	}
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
