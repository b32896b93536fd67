package events

import (
	"slices"

	"gleaner/extractors/doc"
)

const (
	// secondary is what the likelihood of a filler counts where its role has a
	// likelier one, when it is asked which of two roles it plays.
	secondary = 0.5
	// surely is the probability from which a name is not taken for a part of
	// another filler, whatever the tree says: lists of names are often misread.
	surely = 0.7
)

// settle leaves in the arguments of the groups that are reported what is
// reported of them.
func (s *Stage) settle(r *reading, groups []group) {
	var reported []*group
	for i := range groups {
		if g := &groups[i]; s.reports(g) && s.Judges(g.definition.Type) {
			r.cutActors(g)
			g.settleArguments(r.d)
			r.dropActors(g)
			reported = append(reported, g)
		}
	}
	for _, g := range reported {
		g.arguments = leaveOut(g.arguments, func(a *doc.Argument) bool { return g.borrows(a, reported) })
	}
}

// settleArguments leaves out what is too unlikely, given how likely the event
// is, what cannot play its role, and what a likelier filler rules out.
func (g *group) settleArguments(d *doc.Doc) {
	g.arguments = leaveOut(g.arguments, func(a *doc.Argument) bool {
		return a.Score*g.confidence < fills || perUnit(d, a) || slices.ContainsFunc(g.arguments, func(o doc.Argument) bool {
			return o.Score*g.confidence >= fills && g.rulesOut(d, &o, a)
		})
	})
}

// leaveOut is a copy of arguments without some of them.
func leaveOut(all []doc.Argument, drop func(a *doc.Argument) bool) []doc.Argument {
	kept := all[:0:0]
	for i := range all {
		if !drop(&all[i]) {
			kept = append(kept, all[i])
		}
	}
	return kept
}

// rulesOut says whether a filler is the likelier of two that cannot both be:
// one thing in two roles, one told twice, one that only describes the other.
func (g *group) rulesOut(d *doc.Doc, o, a *doc.Argument) bool {
	if o.Role != a.Role {
		return !shared[o.Role] && !shared[a.Role] && (sameThing(o, a) && g.weight(o) > g.weight(a) || isPartOf(a, o))
	}
	return o.Score > a.Score && (repeats(d, a, o) || describes(d, a, o) || comparedWith(d, a))
}

// shared are roles whose fillers may play another, too: countries host what they
// take part in, "two guards" are the victims and their number.
var shared = wordSet("place casualties")

// sameThing says whether two fillers are one entity or the same words.
func sameThing(a, b *doc.Argument) bool {
	return a.Range == b.Range || a.Entity != doc.NoEntity && a.Entity == b.Entity
}

// isPartOf says whether an unlikely name is only part of a likelier phrase in
// another role: "Skyline" of "ten Skyline jets".
func isPartOf(a, o *doc.Argument) bool {
	const unlikely = 0.5
	return a.Entity != doc.NoEntity && o.Entity == doc.NoEntity && o.Contains(a.Range) && a.Score < min(unlikely, o.Score)
}

// weight is how much speaks for a filler in its role, less where the role has a
// likelier one: a company behind the buyer is sooner the seller than a second
// buyer.
func (g *group) weight(a *doc.Argument) float32 {
	if g.hasLikelier(a) {
		return a.Score * secondary
	}
	return a.Score
}

// hasLikelier says whether the role of a filler has a likelier one.
func (g *group) hasLikelier(a *doc.Argument) bool {
	return slices.ContainsFunc(g.arguments, func(o doc.Argument) bool { return o.Role == a.Role && o.Score > a.Score })
}

// perUnit says whether an amount is only what a sum is counted by: "month" in
// "$900 a month".
func perUnit(d *doc.Doc, a *doc.Argument) bool {
	if a.Role != "amount" || a.Value >= 0 || a.Entity != doc.NoEntity {
		return false
	}
	unit := a.First
	if tag := d.Tokens[unit].Tag; tag != doc.DT && tag != doc.IN {
		unit--
	}
	if unit < 1 || a.End-unit > 3 || !perUnits[d.Tokens[unit].Lower] {
		return false
	}
	return slices.ContainsFunc(d.Values, func(v doc.Value) bool { return v.End == unit })
}

var perUnits = wordSet("a an per each every")

// comparedWith says whether a figure is what another is compared with: the
// second of "net 4 mln vs 3 mln", "88 mln compared with 71 mln", "to 9 from 8".
func comparedWith(d *doc.Doc, a *doc.Argument) bool {
	if a.Role != "amount" && a.Role != "metric" || a.First == 0 {
		return false
	}
	t := a.First - 1
	for t > 0 && isDeterminer(d.Tokens[t].Tag) {
		t--
	}
	if t > 0 && d.Tokens[t].Tag.Noun() && versus[d.Tokens[t-1].Lower] { // "vs loss 9 mln"
		t--
	}
	switch before := d.Tokens[t].Lower; {
	case versus[before]:
		return true
	case a.Role == "metric":
		return false
	case before == "with" || before == "to":
		return t > 0 && d.Tokens[t-1].Lower == "compared"
	default:
		return before == "from" || before == "against"
	}
}

var versus = wordSet("vs vs. versus")

// describes says whether a filler only describes another, as the tree sees it:
// "Acme" in "pilots at Acme", "Acme's regulator", "Bolt, a rival of Acme".
func describes(d *doc.Doc, a, o *doc.Argument) bool {
	const steps = 4
	if a.Entity != doc.NoEntity && a.Score >= surely || a.Overlaps(o.Range) {
		return false
	}
	t := a.End - 1
	for step := range steps {
		switch d.Tokens[t].Rel {
		case doc.Nmod, doc.NmodPoss, doc.Compound, doc.Flat:
		case doc.Appos: // lists of names are taken for appositions
			if step == 0 && (a.Entity != doc.NoEntity || o.Entity == doc.NoEntity) {
				return false
			}
		default:
			return false
		}
		if t = d.Tokens[t].Head; o.Holds(t) {
			return true
		}
	}
	return false
}

// borrows says whether a figure or phrase is a second one of its role and the
// surer one of another event of the type: "net income of 5 mln on sales of 90 mln".
// Names and times are shared by many events.
func (g *group) borrows(a *doc.Argument, all []*group) bool {
	if a.Entity != doc.NoEntity || a.Role == "time" || a.Role == "period" || !g.hasLikelier(a) {
		return false
	}
	return slices.ContainsFunc(all, func(other *group) bool {
		return other != g && other.definition == g.definition && slices.ContainsFunc(other.arguments, func(o doc.Argument) bool {
			return o.Role == a.Role && o.Range == a.Range && o.Score > a.Score
		})
	})
}

// cutActors cuts from phrases for those who act the trigger, which was taken for
// a noun, and what follows: "jury" of "jury acquitted ex-minister".
func (r *reading) cutActors(g *group) {
	for i := range g.arguments {
		a := &g.arguments[i]
		kinds := g.definition.Roles[g.definition.Role(a.Role)].Kinds
		if a.Entity != doc.NoEntity || a.Value >= 0 || kinds&KindPerson == 0 || kinds&KindProduct != 0 {
			continue
		}
		for _, m := range g.members {
			if at := r.judged[m].Trigger.First; a.First < at && at < a.End && r.d.Tokens[at-1].Tag.Noun() {
				a.End = at
			}
		}
	}
}

// dropActors drops from those who are hired, dismissed or arrested the one who
// does it: the subject of a verb whose object is likelier. Rivals in an election
// are subject and object, too.
func (r *reading) dropActors(g *group) {
	if g.definition.Type == "election" {
		return
	}
	g.arguments = leaveOut(g.arguments, func(a *doc.Argument) bool {
		return a.Role == "person" && slices.ContainsFunc(g.arguments, func(o doc.Argument) bool {
			return o.Role == a.Role && o.Score > a.Score && slices.ContainsFunc(g.members, func(m int32) bool {
				return r.judged[m].holds(a, subject) && r.judged[m].holds(&o, object)
			})
		})
	})
}

// holds says whether a filler stands in that place of the trigger's clause.
func (c *judged) holds(a *doc.Argument, at position) bool {
	return slices.ContainsFunc(c.roles, func(o roleOdds) bool {
		f := &o.filler
		return !f.far && f.at == at && (f.Range == a.Range || f.entity != doc.NoEntity && f.entity == a.Entity)
	})
}

// repeats says whether two fillers of a role overlap or share their words, or
// one is a phrase that names the other.
func repeats(d *doc.Doc, a, b *doc.Argument) bool {
	if a.Entity != doc.NoEntity && b.Entity != doc.NoEntity {
		return false // the stage that resolves entities keeps them apart
	}
	return a.Overlaps(b.Range) || alike(d.TextOf(a.Range), d.TextOf(b.Range)) || namesEntity(d, a, b.Entity) || namesEntity(d, b, a.Entity)
}

// namesEntity says whether a phrase is mostly one of an entity's names: "the US
// market" of the United States.
func namesEntity(d *doc.Doc, phrase *doc.Argument, entity int32) bool {
	if entity == doc.NoEntity {
		return false
	}
	text := d.TextOf(phrase.Range)
	return anyName(&d.Entities[entity], func(name string) bool { return alike(name, text) })
}

// anyName says whether one of an entity's names is such a one.
func anyName(e *doc.Entity, is func(name string) bool) bool {
	return is(e.Name) || slices.ContainsFunc(e.Aliases, is)
}
