package events

import (
	"math"
	"slices"

	"gleaner/extractors/doc"
)

func (c *judged) likeliest() doc.Status { return likeliest(c.statuses) }

func likeliest(p [doc.NumStatuses]float64) doc.Status {
	best := doc.Actual
	for s := doc.Actual; s < doc.NumStatuses; s++ {
		if p[s] > p[best] {
			best = s
		}
	}
	return best
}

// giveStatus asks the models of statuses, or the rules when there is none. Of a
// type that the models have not learnt the rules have the first word, since they
// know the cues of its definition; where they hear none the models, which know
// "is expected to" of other types, have the last.
func (s *Stage) giveStatus(r *reading, c *judged) {
	input := r.statusInput(&c.Candidate)
	rule, cues := ruleStatus(r.d, r.hits, r.d.Sentences[c.Sentence].Parsed)
	if c.saysStatus() {
		rule = c.By.Status
	}
	judges := s.Judges(c.Definition.Type)
	if !judges && !c.saysStatus() {
		if own, cue, ok := r.ownStatus(&c.Candidate); ok {
			rule, cues = own, []doc.Range{cue}
		}
	}
	c.Cues, c.ruleStatus = cues, rule
	if s.model == nil || !judges && rule != doc.Actual {
		c.statuses = [doc.NumStatuses]float64{}
		c.statuses[rule] = 1
		c.Status = rule
		return
	}
	s.model.status.Probabilities(input, nil, &r.nets.status, c.statuses[:])
	s.model.clause.Score(r.clauseWords(&c.Candidate), &r.scores)
	s.model.clause.Probabilities(&r.scores, r.allLabels[:doc.NumStatuses], r.others[:])
	for i := range c.statuses {
		c.statusByWords[i], c.statusByMeaning[i] = float32(r.others[i]), float32(c.statuses[i])
	}
	agree(c.statuses[:], r.others[:doc.NumStatuses])
	if c.saysStatus() && rule == c.By.Status {
		for i := range c.statuses {
			c.statuses[i] *= 1 - sayso
		}
		c.statuses[rule] += sayso
	}
	c.Status = c.likeliest()
}

// sayso is how sure the status is that a definition's trigger itself says.
const sayso = 0.8

// saysStatus says whether the trigger is one that tells the status: "walked
// away from the deal".
func (c *Candidate) saysStatus() bool { return c.By != nil && c.By.HasStatus }

// joinStatus gives a group the probabilities of its statuses: what the members
// say, each weighed by how sure it is beside the surest, joined as the views of a
// decision are while the model learns (neural.Example.Joined).
func (r *reading) joinStatus(g *group) {
	var logs [doc.NumStatuses]float64
	surest, weights := float32(tiny), 0.0
	for _, m := range g.members {
		surest = max(surest, r.judged[m].Score)
	}
	for _, m := range g.members {
		c := &r.judged[m]
		share := float64(max(c.Score, tiny) / surest)
		weights += share * share
		for i, p := range c.statuses {
			logs[i] += share * share * math.Log(p+doubt)
		}
	}
	for i := range logs {
		logs[i] /= math.Sqrt(weights)
	}
	g.joined = normalized(logs)
	g.statuses = g.joined
}

// settleStatuses asks the model of groups about each status of the events that
// are reported or explained. What all groups say of statuses is tallied.
func (s *Stage) settleStatuses(r *reading, groups []group) {
	if s.model == nil || s.model.verdict == nil {
		return
	}
	least := s.threshold
	if r.explaining {
		least *= nearMiss
	}
	for i := range groups {
		g := &groups[i]
		if float64(g.confidence) < least || !s.model.knows(g.definition.Type) || r.judged[g.best].saysStatus() {
			continue
		}
		for status := range doc.NumStatuses {
			g.statuses[status] = s.model.verdict.Probability(r.verdictInputs(g, status)) + doubt
		}
		normalize(g.statuses[:])
	}
}

// doubt is added to probabilities before they are multiplied, so that none of
// nought decides.
const doubt = 1e-3

// normalized turns logarithms into probabilities.
func normalized(logs [doc.NumStatuses]float64) (p [doc.NumStatuses]float64) {
	top := slices.Max(logs[:])
	for i, x := range logs {
		p[i] = math.Exp(x - top)
	}
	normalize(p[:])
	return p
}
