package events

import (
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
	r.rivalInputs(x, g, i)
	x[fOtherGroup] = r.claims.ofType[r.claimKey(p, best.label)].besides(g.id)
	x[fOtherType] = r.claims.ofRole[r.claimKey(p, 0)].besides(int(best.label))
	x[fSalience], x[fMentions] = -1, -1
	if e := p.argument.Entity; e != doc.NoEntity {
		x[fSalience], x[fMentions] = r.d.Entities[e].Salience, float32(r.mentioned[e])
	}
	x[fScore], x[fClass] = best.Score, float32(classOf(r.d.Tokens[best.Head].Tag))
	x[fWords] = float32(len(strings.Fields(r.d.TextOf(p.argument.Range))))
	if !p.away {
		x[fPlace] = float32(p.argument.First - best.Trigger.First)
	}
	x[fActual], x[fGroups] = float32(best.statuses[doc.Actual]), float32(r.claims.groups)
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

// claims are what the groups of a document say of fillers in roles.
type claims struct {
	groups int
	// ofType tells groups of one type apart, ofRole types.
	ofType, ofRole map[claimKey]topTwo
}

// claimKey names a filler in a role, for one event type or, 0, for all.
type claimKey struct {
	role, eventType uint8
	entity          int32
	words           string
}

func (r *reading) claimKey(p *part, eventType uint8) claimKey {
	k := claimKey{role: p.label, eventType: eventType, entity: p.argument.Entity}
	switch {
	case p.argument.Entity != doc.NoEntity:
	case p.argument.Value >= 0 && r.d.Values[p.argument.Value].Text != "":
		k.words = r.d.Values[p.argument.Value].Text
	default:
		k.words = r.d.Tokens[p.argument.End-1].Lower
	}
	return k
}

// gatherAll gathers the parts of all groups and what they claim.
func (r *reading) gatherAll(groups []group) {
	r.claims = claims{groups: len(groups), ofType: map[claimKey]topTwo{}, ofRole: map[claimKey]topTwo{}}
	for i := range groups {
		g := &groups[i]
		g.id, g.parts = i, r.gather(g)
		for _, m := range g.members {
			g.sum += r.judged[m].Score
		}
		label := r.judged[g.best].label
		for k := range g.parts {
			p := &g.parts[k]
			note(r.claims.ofType, r.claimKey(p, label), i, p.odds)
			note(r.claims.ofRole, r.claimKey(p, 0), int(label), p.odds)
		}
	}
	r.mentioned = append(r.mentioned[:0], make([]int32, len(r.d.Entities))...)
	for i := range r.d.Mentions {
		if e := r.d.Mentions[i].Entity; e != doc.NoEntity {
			r.mentioned[e]++
		}
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
