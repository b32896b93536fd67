package events

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
)

const (
	// likely is the probability from which a filler counts as an argument of a
	// candidate, when candidates are compared.
	likely = 0.35
	// hopeless is the probability of any role, by the network, below which the
	// linear model is not asked.
	hopeless = 0.01
	// faint is the probability from which a filler is remembered at all.
	faint = 0.05
	// fills is the probability, event and filler together, from which an
	// argument is reported. For the best F1 it is about half of the F1 reached.
	fills = 0.27
)

// giveArguments asks the models of roles for each filler around the trigger.
// Types that it does not know keep what their frames found.
func (s *Stage) giveArguments(r *reading, c *judged) {
	c.roles, c.tops = nil, nil
	framed := c.Arguments
	if !s.Judges(c.Definition.Type) {
		return
	}
	labels := s.model.argument.Labels()
	allowed := r.roleLabels(c.Definition, labels)
	r.around = r.fillers(c.Trigger, c.Head, r.around[:0])
	for i := range r.around {
		f := &r.around[i]
		s.askRoles(r, &c.Candidate, f, allowed)
		for j, label := range allowed {
			if label != noLabel && r.odds[j] >= faint {
				c.roles = append(c.roles, roleOdds{*f, labels[label], label, float32(r.odds[j]), float32(r.byWords[j]), float32(r.others[j])})
			}
		}
	}
	if c.saysStatus() {
		c.trustFrames(framed)
	}
	c.Arguments = nil
	for i := range c.roles {
		if o := &c.roles[i]; o.odds >= likely {
			c.Arguments = append(c.Arguments, o.argument())
		}
	}
}

// askRoles leaves in r.odds the probabilities of the allowed roles: what both
// models agree on, the linear one's alone in r.byWords and the network's in
// r.others.
func (s *Stage) askRoles(r *reading, c *Candidate, f *filler, allowed []uint8) {
	n := len(allowed)
	s.model.argument.Probabilities(r.argumentInput(c, f, r.around), allowed, &r.nets.argument, r.others[:n])
	copy(r.odds[:n], r.others[:n])
	if r.odds[noLabel] > 1-hopeless {
		return
	}
	s.model.role.Score(r.roleFeatures(c, f, r.around), &r.scores)
	s.model.role.Probabilities(&r.scores, allowed, r.byWords[:n])
	copy(r.odds[:n], r.byWords[:n])
	agree(r.odds[:n], r.others[:n])
}

// trustFrames makes sure of the names that frames bind to a trigger which tells
// its own status: such a phrase has no other sense.
func (c *judged) trustFrames(framed []doc.Argument) {
	for i := range c.roles {
		o := &c.roles[i]
		if o.filler.entity != doc.NoEntity && slices.ContainsFunc(framed, func(a doc.Argument) bool {
			return a.Role == o.role && a.Entity == o.filler.entity && a.Score >= scoreFrame
		}) {
			o.odds = max(o.odds, sayso)
		}
	}
}

// argument is the filler as an argument.
func (o *roleOdds) argument() doc.Argument {
	return doc.Argument{Role: o.role, Range: o.filler.Range, Entity: o.filler.entity, Value: o.filler.value, Score: o.odds}
}

// roleLabels lists the labels of the roles of a definition, none first.
func (r *reading) roleLabels(d *Definition, labels []string) []uint8 {
	r.allowed = append(r.allowed[:0], noLabel)
	for i := range d.Roles {
		if l := slices.Index(labels, d.Roles[i].Name); l > noLabel {
			r.allowed = append(r.allowed, uint8(l))
		}
	}
	return r.allowed
}

// part is what the members of a group say about one filler in one role.
type part struct {
	argument doc.Argument
	label    uint8 // of the role
	role     int   // its place in the definition
	kind     fillerKind
	// away says that no member's sentence holds the filler.
	away bool
	// odds are the most any member gives, best those of the group's best member.
	odds, best float32
	// byWords and byMeaning are the most that any member's linear model and
	// network give alone.
	byWords, byMeaning float32
	// support is the sum of the odds, each by how sure its member is, and weight
	// that of the members.
	support, weight float32
	members         int
}

// gather lists the parts of a group: each entity, value or phrase once a role.
func (r *reading) gather(g *group) []part {
	var parts []part
	for _, m := range g.members {
		c := &r.judged[m]
		for i := range c.roles {
			o := &c.roles[i]
			a := o.argument()
			k := r.partOf(parts, &a)
			if k == len(parts) {
				parts = append(parts, part{argument: a, label: o.label, role: g.definition.Role(a.Role), kind: o.filler.kind, away: true})
			}
			p := &parts[k]
			p.members++
			p.away = p.away && o.filler.away != 0
			p.support += o.odds * c.Score
			p.weight += c.Score
			p.byWords, p.byMeaning = max(p.byWords, o.byWords), max(p.byMeaning, o.byMeaning)
			if m == g.best {
				p.best = max(p.best, o.odds)
			}
			if o.odds > p.odds {
				p.odds, p.argument, p.kind = o.odds, a, o.filler.kind
			}
		}
	}
	return parts
}

// partOf is the index of the part that is an argument, how many there are for none.
func (r *reading) partOf(parts []part, a *doc.Argument) int {
	for k := range parts {
		if o := &parts[k].argument; o.Role == a.Role && sameArgument(r.d, o, a) {
			return k
		}
	}
	return len(parts)
}

// joinArguments decides which fillers of the members play a role in the event.
// The parts of all groups are gathered.
func (s *Stage) joinArguments(r *reading, g *group) {
	g.arguments = nil
	if s.model == nil || s.model.fill == nil || !s.model.knows(g.definition.Type) {
		for _, m := range g.members {
			for _, a := range r.judged[m].Arguments {
				g.add(r.d, a)
			}
		}
		return
	}
	for i := range g.parts {
		p := &g.parts[i]
		p.argument.Score = float32(s.model.fill.Probability(r.fillInputs(g, i)))
		if p.argument.Score >= fills {
			g.arguments = append(g.arguments, p.argument)
		}
	}
	slices.SortStableFunc(g.arguments, func(a, b doc.Argument) int {
		return cmp.Or(cmp.Compare(g.definition.Role(a.Role), g.definition.Role(b.Role)), cmp.Compare(a.First, b.First))
	})
}

// add adds an argument, or strengthens the one that says the same.
func (g *group) add(d *doc.Doc, a doc.Argument) {
	for i := range g.arguments {
		o := &g.arguments[i]
		if o.Role != a.Role || !sameArgument(d, o, &a) {
			continue
		}
		if a.Score > o.Score {
			*o = a
		}
		return
	}
	g.arguments = append(g.arguments, a)
}
