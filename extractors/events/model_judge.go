package events

// confidence is the probability that a group is an event of its type. A phrase
// that tells its own status, with what its frame needs, has no other sense: of
// it the definition is believed.
func (s *Stage) confidence(r *reading, groups []group, i int) float32 {
	g := &groups[i]
	best := &r.judged[g.best]
	if s.model == nil || s.model.judge == nil || !s.model.knows(g.definition.Type) {
		return best.Score
	}
	p := float32(s.model.judge.Probability(r.judgeInputs(groups, i)))
	if best.saysStatus() && best.byRule >= RuleThreshold {
		return max(p, sayso*best.byRule)
	}
	return p
}
