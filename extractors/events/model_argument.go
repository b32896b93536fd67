package events

import (
	"slices"

	"gleaner/extractors/doc"
)

// fills is the probability from which a filler is reported in a role.
const fills = 0.35

// giveArguments asks the argument model for each filler around the trigger.
// Types that it does not know keep what their frames found.
func (s *Stage) giveArguments(r *reading, c *judged) {
	c.roles = nil
	if s.model == nil || !s.model.knows(c.Definition.Type) {
		return
	}
	labels := s.model.argument.Labels()
	allowed := r.roleLabels(c.Definition, labels)
	r.around = r.fillers(c.Trigger, c.Head, r.around[:0])
	for i := range r.around {
		f := &r.around[i]
		s.model.argument.Score(r.argumentFeatures(&c.Candidate, f, r.around), &r.scores)
		s.model.argument.Probabilities(&r.scores, allowed, r.odds[:])
		for j, label := range allowed {
			if label != noLabel && r.odds[j] >= fills/4 {
				c.roles = append(c.roles, roleOdds{*f, labels[label], float32(r.odds[j])})
			}
		}
	}
	c.Arguments = c.Arguments[:0:0]
	for i := range c.roles {
		if o := &c.roles[i]; o.odds >= fills {
			c.Arguments = append(c.Arguments, o.argument())
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

// joinArguments gathers the fillers of all members: each entity, value or
// phrase once a role, with the highest probability any member gives it.
func (s *Stage) joinArguments(r *reading, g *group) {
	g.arguments = nil
	for _, m := range g.members {
		c := &r.judged[m]
		for _, a := range c.Arguments {
			g.add(r.d, a)
		}
	}
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
