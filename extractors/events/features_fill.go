package events

import (
	"cmp"
	"slices"
	"strings"

	"gleaner/extractors/doc"
)

// Inputs of the model that says whether a filler plays a role in the event of
// a group.
const (
	fRole = iota
	fType
	fKind
	fOdds
	fBest
	fSupport
	fShare
	fMean
	fSpeaking
	fMembers
	fAway
	fRivals
	fBetter
	fRivalOdds
	fRivalSupport
	fRivalSum
	fOtherRole
	fOtherGroup
	fOtherType
	fSalience
	fMentions
	fScore
	fClass
	fWords
	fPlace
	fActual
	fGroups
	fOtherEvent
	fSpeaks
	fTreeWay
	fTreeWayOther
	fLead
	fRoleShare
	fRoleRank
	fAwayFrom
	fTotal
	fByWords
	fByMeaning
	fillInputs
)

// fillInputs describes part i of a group: what the members make of it, what
// else may fill the role, and what else the filler may be, here and in other
// groups. The numbers are reused.
func (r *reading) fillInputs(g *group, i int) []float32 {
	x := r.blank(fillInputs)
	p, best := &g.parts[i], &r.judged[g.best]
	x[fRole], x[fType], x[fKind] = float32(p.label), float32(best.label), float32(p.kind)
	x[fOdds], x[fBest], x[fSupport] = p.odds, p.best, p.support
	x[fShare], x[fMean] = p.support/max(g.sum, tiny), p.support/max(p.weight, tiny)
	x[fSpeaking], x[fMembers], x[fAway] = float32(p.members), float32(len(g.members)), flag(p.away)
	x[fByWords], x[fByMeaning] = p.byWords, p.byMeaning
	r.rivalInputs(x, g, i)
	x[fOtherGroup] = r.claims.ofType[r.claimKey(p, p.label, best.label)].besides(g.id)
	x[fOtherType] = r.claims.ofRole[r.claimKey(p, p.label, 0)].besides(int(best.label))
	x[fSalience], x[fMentions] = -1, -1
	if e := p.argument.Entity; e != doc.NoEntity {
		x[fSalience], x[fMentions] = r.d.Entities[e].Salience, float32(r.mentioned[e])
		x[fLead] = float32(r.firstNamed[e])
	}
	x[fScore], x[fClass] = best.Score, float32(classOf(r.d.Tokens[best.Head].Tag))
	x[fWords] = float32(len(strings.Fields(r.d.TextOf(p.argument.Range))))
	if !p.away {
		x[fPlace] = float32(p.argument.First - best.Trigger.First)
	}
	x[fActual], x[fGroups] = float32(best.statuses[doc.Actual]), float32(r.claims.groups)
	x[fOtherEvent] = r.claims.ofAny[r.claimKey(p, anyRole, 0)].besides(g.id)
	x[fSpeaks] = flag(r.speaksIn(best.Sentence, p.argument.Range, p.argument.Entity))
	r.wayInputs(x, g, p)
	r.shareInputs(x, g, p)
	return x
}

// tiny keeps quotients finite.
const tiny = 1e-6

// rivalInputs say what else the role, and the filler, may be in the group.
func (r *reading) rivalInputs(x []float32, g *group, i int) {
	p := &g.parts[i]
	for k := range g.parts {
		q := &g.parts[k]
		switch {
		case k == i:
		case q.label == p.label:
			x[fRivals]++
			if q.odds > p.odds {
				x[fBetter]++
			}
			x[fRivalOdds], x[fRivalSupport] = max(x[fRivalOdds], q.odds), max(x[fRivalSupport], q.support)
			x[fRivalSum] += q.odds
		case q.argument.Overlaps(p.argument.Range) || q.argument.Entity != doc.NoEntity && q.argument.Entity == p.argument.Entity:
			x[fOtherRole] = max(x[fOtherRole], q.odds)
		}
	}
}

// farWay stands for a way through the tree that is longer than is looked for.
const farWay = 20

// wayInputs say how far a filler stands in the tree from the triggers of its
// sentence: from the group's, and from those of other types.
func (r *reading) wayInputs(x []float32, g *group, p *part) {
	best := &r.judged[g.best]
	at := int32(r.d.SentenceAt(p.argument.First))
	x[fAwayFrom], x[fTreeWay] = float32(at-best.Sentence), -1
	if p.away || !r.d.Sentences[at].Parsed {
		return
	}
	head := headOf(r.d, p.argument.Range)
	own, other := farWay, farWay
	for i := r.firstJudged(at); i < len(r.judged) && r.judged[i].Sentence == at; i++ {
		c := &r.judged[i]
		switch {
		case c.Definition != g.definition:
			if c.Score > filled {
				other = min(other, r.treeWay(c.Head, head))
			}
		case slices.Contains(g.members, int32(i)):
			own = min(own, r.treeWay(c.Head, head))
		}
	}
	x[fTreeWay], x[fTreeWayOther] = float32(own), float32(other-own)
}

// firstJudged is the index of the first candidate of a sentence or one behind it.
func (r *reading) firstJudged(sentence int32) int {
	i, _ := slices.BinarySearchFunc(r.judged, sentence, func(c judged, s int32) int { return cmp.Compare(c.Sentence, s) })
	return i
}

// treeWay is how many steps lie between two tokens of a tree, farWay for many.
func (r *reading) treeWay(a, b int32) int {
	var ups [farWay / 2]int32
	n := 0
	for node := a; n < len(ups); node = r.d.Tokens[node].Head {
		ups[n] = node
		n++
		if r.d.Tokens[node].Head == node {
			break
		}
	}
	node := b
	for depth := range len(ups) {
		if i := slices.Index(ups[:n], node); i >= 0 {
			return i + depth
		}
		if r.d.Tokens[node].Head == node {
			break
		}
		node = r.d.Tokens[node].Head
	}
	return farWay
}

// shareInputs say how much of what the members say a part has.
func (r *reading) shareInputs(x []float32, g *group, p *part) {
	sum := float32(0)
	for k := range g.parts {
		q := &g.parts[k]
		x[fTotal] += q.odds
		if q.label == p.label {
			sum += q.support
			x[fRoleRank] += flag(q.support > p.support)
		}
	}
	x[fRoleShare] = p.support / max(sum, tiny)
}

// speaksIn says whether a filler is who makes a statement in a sentence.
func (r *reading) speaksIn(sentence int32, filler doc.Range, entity int32) bool {
	says, _ := statementsIn(r.says, sentence, sentence)
	return slices.ContainsFunc(says, func(st statement) bool {
		return st.source.Overlaps(filler) || entity != doc.NoEntity && st.entity == entity
	})
}

// claims are what the groups of a document say of fillers in roles.
type claims struct {
	groups int
	// ofType and ofAny tell groups apart, of one type in one role and of any in
	// any; ofRole tells types apart.
	ofType, ofRole, ofAny map[claimKey]topTwo
}

// anyRole stands for all roles in a claimKey.
const anyRole = 255

// claimKey names a filler in a role, for one event type or, 0, for all.
type claimKey struct {
	role, eventType uint8
	entity          int32
	words           string
}

func (r *reading) claimKey(p *part, role, eventType uint8) claimKey {
	k := claimKey{role: role, eventType: eventType, entity: p.argument.Entity}
	switch {
	case p.argument.Entity != doc.NoEntity:
	case p.argument.Value >= 0 && r.d.Values[p.argument.Value].Text != "":
		k.words = r.d.Values[p.argument.Value].Text
	default:
		k.words = r.d.Tokens[p.argument.End-1].Lower
	}
	return k
}

// gatherAll gathers the parts of all groups.
func (r *reading) gatherAll(groups []group) {
	for i := range groups {
		g := &groups[i]
		g.parts = r.gather(g)
		for _, m := range g.members {
			g.sum += r.judged[m].Score
		}
	}
}

// claimAll notes what the groups claim.
func (r *reading) claimAll(groups []group) {
	r.claims = claims{groups: len(groups), ofType: map[claimKey]topTwo{}, ofRole: map[claimKey]topTwo{}, ofAny: map[claimKey]topTwo{}}
	for i := range groups {
		g := &groups[i]
		g.id = i
		label := r.judged[g.best].label
		for k := range g.parts {
			p := &g.parts[k]
			note(r.claims.ofType, r.claimKey(p, p.label, label), i, p.odds)
			note(r.claims.ofRole, r.claimKey(p, p.label, 0), int(label), p.odds)
			note(r.claims.ofAny, r.claimKey(p, anyRole, 0), i, p.odds)
		}
	}
}

// countMentions notes how often and from where on entities are mentioned.
func (r *reading) countMentions() {
	r.mentioned = append(r.mentioned[:0], make([]int32, len(r.d.Entities))...)
	r.firstNamed = append(r.firstNamed[:0], make([]int32, len(r.d.Entities))...)
	for i := range r.d.Mentions {
		m := &r.d.Mentions[i]
		if m.Entity == doc.NoEntity {
			continue
		}
		if r.mentioned[m.Entity] == 0 {
			r.firstNamed[m.Entity] = int32(r.d.SentenceAt(m.First))
		}
		r.mentioned[m.Entity]++
	}
}

// topTwo are the highest number and the highest of another name.
type topTwo struct {
	first, second float32
	name          int
}

// with is t with another number.
func (t topTwo) with(name int, x float32) topTwo {
	switch {
	case x > t.first && name != t.name:
		return topTwo{first: x, second: t.first, name: name}
	case x > t.first:
		t.first = x
	case name != t.name:
		t.second = max(t.second, x)
	}
	return t
}

// besides is the highest number of any other name.
func (t topTwo) besides(name int) float32 {
	if t.name == name {
		return t.second
	}
	return t.first
}

func note[K comparable](all map[K]topTwo, key K, name int, x float32) {
	all[key] = all[key].with(name, x)
}

// blank are n zeros to fill. They are reused.
func (r *reading) blank(n int) []float32 {
	r.numbers = append(r.numbers[:0], make([]float32, n)...)
	return r.numbers
}

func flag(yes bool) float32 {
	if yes {
		return 1
	}
	return 0
}
