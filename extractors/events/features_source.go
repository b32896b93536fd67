package events

import "gleaner/extractors/doc"

// Inputs of the model that says whether somebody is the source of what the
// article tells of an event. The first ones describe the place where the voice
// stands nearest to a trigger.
const (
	oVia = iota
	oAway
	oKind
	oSalience
	oRule
	oHeadline
	oSame
	oSaid
	oDepth
	oOrder
	oGap
	oIntroduces
	oQuoted
	oCue
	oRole
	oRoleOdds
	oPosition
	oArticle
	oPlace
	oWords
	oNature
	oType
	oClass
	oScore
	// What the voice says elsewhere in the document.
	oSpeeches
	oFirst
	// All credits of the voice together.
	oHeard
	oMembers
	oShare
	oBest
	oClearest
	oGoverns
	oAnyQuoted
	oSentence
	oAnyRule
	oAnyRole
	oSentenceScore
	oGovernsScore
	// The other voices.
	oBehind
	oRank
	oGovernsBehind
	oVoices
	sourceInputs
)

// Where a cue stands that governs nothing, and one whose trigger it governs.
const (
	ungoverned     = 99
	governingDepth = 12
)

// eachVoice describes the voices of a group one after another. The numbers are
// reused.
func (r *reading) eachVoice(g *group, all []hearing, voices []voice, visit func(v *voice, x []float32)) {
	rows := make([][sourceInputs]float32, len(voices))
	for i := range voices {
		r.nearestInputs(&rows[i], g, all, voices[i].heard[voices[i].nearest])
		r.heardInputs(&rows[i], g, all, &voices[i])
	}
	var most, governs float32
	for i := range rows {
		most, governs = max(most, rows[i][oSentenceScore]), max(governs, rows[i][oGovernsScore])
	}
	for i := range rows {
		x := &rows[i]
		x[oBehind], x[oGovernsBehind], x[oVoices] = x[oSentenceScore]-most, x[oGovernsScore]-governs, float32(len(rows))
		for k := range rows {
			x[oRank] += flag(rows[k][oSentenceScore] > x[oSentenceScore])
		}
	}
	for i := range rows {
		visit(&voices[i], rows[i][:])
	}
}

// nearestInputs describe one credit.
func (r *reading) nearestInputs(x *[sourceInputs]float32, g *group, all []hearing, at heard) {
	h, c := &all[at.hearing], creditOf(all, at)
	trigger, sentence := h.c.Trigger, &r.d.Sentences[h.c.Sentence]
	x[oVia], x[oAway] = float32(c.via), float32(r.sentencesAway(all, at))
	x[oSalience] = -1
	if c.entity != doc.NoEntity {
		x[oKind], x[oSalience] = float32(r.d.Entities[c.entity].Kind), r.d.Entities[c.entity].Salience
	}
	x[oRule] = ruleChooses(h.c, c)
	x[oHeadline], x[oSame], x[oSaid] = flag(sentence.Headline), float32(h.same), float32(h.said)
	cue := c.source
	x[oDepth] = ungoverned
	if c.statement >= 0 {
		st := &r.says[c.statement]
		cue = st.cue
		if c.via == viaSentence {
			x[oDepth] = float32(st.distance(r.d, trigger))
		}
		x[oIntroduces] = flag(introduces(r.d, cue.First, r.d.Sentences[st.sentence].Range))
		x[oQuoted] = flag(h.quoted == c.statement)
		x[oCue] = float32(cueKindOf(&r.d.Tokens[cue.First]))
	}
	x[oOrder], x[oGap] = flag(cue.First > trigger.First), float32(gapLength(trigger, cue))
	role, odds := h.c.roleOf(c.entity)
	x[oRole], x[oRoleOdds] = float32(role), odds
	x[oPosition] = float32(h.c.Sentence) / float32(len(r.d.Sentences))
	x[oArticle], x[oPlace], x[oWords] = float32(len(r.d.Sentences)), float32(at.credit), float32(c.source.Len())
	x[oNature] = flag(speakers[r.d.Tokens[c.source.End-1].Lower])
	x[oType] = float32(r.judged[g.best].label)
	x[oClass], x[oScore] = float32(classOf(r.d.Tokens[h.c.Head].Tag)), h.c.Score
	spoken := r.speeches[r.speakerKey(c.source, c.entity)]
	x[oSpeeches], x[oFirst] = float32(spoken.n), float32(spoken.first)
}

// ruleChooses is 1 when the rules would credit c, 0 when somebody else, 2 when
// nobody.
func ruleChooses(of *judged, c *credit) float32 {
	switch {
	case of.Attribution == nil:
		return 2
	case of.Attribution.Source == c.source:
		return 1
	}
	return 0
}

// speakers are nouns for those who speak without being named.
var speakers = wordSet(`sources source people officials official reports report analysts experts police media statement spokesman spokeswoman
company ministry government`)

// roleOf is the place, from 1, of the first role that an entity fills among
// those of the event's definition, with its probability; 0 for none.
func (c *judged) roleOf(entity int32) (place int, odds float32) {
	if entity == doc.NoEntity {
		return 0, 0
	}
	for i := range c.Arguments {
		if a := &c.Arguments[i]; a.Entity == entity {
			for k := range c.Definition.Roles {
				if c.Definition.Roles[k].Name == a.Role {
					return k + 1, a.Score
				}
			}
		}
	}
	return 0, 0
}

// Kinds of cues, by how they credit.
const (
	noCue = iota
	cueSays
	cueAccording
	cueColon
	cueWishes
	cueReports
	cueAnnounces
	cuePlain
	cueOther
)

func cueKindOf(t *doc.Token) int {
	lemma := lemmaOf(t)
	switch {
	case lemma == "say" || lemma == "tell":
		return cueSays
	case t.Lower == "according":
		return cueAccording
	case t.Lower == ":":
		return cueColon
	case wishVerbs[lemma]:
		return cueWishes
	case lemma == "report":
		return cueReports
	case lemma == "announce":
		return cueAnnounces
	case plainSpeech[lemma]:
		return cuePlain
	}
	return cueOther
}

// heardInputs sum up all credits of a voice.
func (r *reading) heardInputs(x *[sourceInputs]float32, g *group, all []hearing, v *voice) {
	last, members := -1, 0
	for _, at := range v.heard {
		h, c := &all[at.hearing], creditOf(all, at)
		if at.hearing != last {
			last = at.hearing
			members++
		}
		score := h.c.Score
		x[oBest] = max(x[oBest], score)
		x[oAnyQuoted] = max(x[oAnyQuoted], flag(c.statement >= 0 && h.quoted == c.statement))
		x[oAnyRule] = max(x[oAnyRule], ruleChooses(h.c, c))
		_, odds := h.c.roleOf(c.entity)
		x[oAnyRole] = max(x[oAnyRole], odds)
		if c.via != viaSentence {
			continue
		}
		x[oSentence]++
		x[oSentenceScore] = max(x[oSentenceScore], score)
		if r.says[c.statement].distance(r.d, h.c.Trigger) < governingDepth {
			x[oGoverns], x[oGovernsScore] = 1, max(x[oGovernsScore], score)
		}
	}
	x[oHeard], x[oMembers] = float32(len(v.heard)), float32(len(all))
	x[oShare] = float32(members) / float32(len(all))
	x[oClearest] = x[oScore] / max(r.judged[g.best].Score, tiny)
}
