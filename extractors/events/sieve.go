package events

import (
	"cmp"
	"slices"
)

const (
	// glance is the chance of any event, by the linear model of triggers, from
	// which the network is asked about a token.
	glance = 0.015
	// look is that chance, by both models and before there is a tree, from which
	// a token is looked at closely.
	look = 0.10
)

// sift fills r.proposed, chooses the tokens that are worth a close look and
// parses their sentences; no other sentence needs a tree. What the
// definitions propose is seen by tags and phrases first, and again by the tree
// once there is one.
func (s *Stage) sift(r *reading) error {
	r.proposed, r.excluded = r.proposed[:0], r.excluded[:0]
	for i := range r.d.Sentences {
		if err := r.d.Err(); err != nil {
			return err
		}
		r.proposed, r.excluded = s.definitions.proposeIn(r.d, i, r.proposed, r.excluded)
	}
	slices.SortFunc(r.excluded, func(a, b exclusion) int { return cmp.Compare(a.head, b.head) })
	r.fileProposals()
	r.asked = append(r.asked[:0], make([]bool, len(r.d.Tokens))...)
	r.grown = r.grown[:0]
	for i := range r.d.Sentences {
		if err := r.d.Err(); err != nil {
			return err
		}
		if s.siftSentence(r, i) && !r.d.Sentences[i].Parsed && r.d.Parse(i) == nil {
			r.grown = append(r.grown, int32(i))
		}
	}
	s.proposeAgain(r)
	return nil
}

// proposeAgain replaces the proposals of the sentences that have got a tree.
func (s *Stage) proposeAgain(r *reading) {
	if len(r.grown) == 0 {
		return
	}
	old, all := r.proposed, r.spare[:0]
	for _, i := range r.grown {
		sentence := r.d.Sentences[i].Range
		for len(old) > 0 && old[0].Head < sentence.First {
			all, old = append(all, old[0]), old[1:]
		}
		for len(old) > 0 && old[0].Head < sentence.End {
			old = old[1:]
		}
		all, _ = s.definitions.proposeIn(r.d, int(i), all, nil)
	}
	r.proposed, r.spare = append(all, old...), r.proposed
	r.fileProposals()
}

// siftSentence marks the tokens of a sentence that are worth a close look, and
// says whether there are any.
func (s *Stage) siftSentence(r *reading, i int) (any bool) {
	sentence := &r.d.Sentences[i]
	for t := sentence.First; t < sentence.End; t++ {
		proposals := r.proposalsAt(t)
		if len(proposals) == 0 && !r.content(t, sentence.Headline || sentence.TitleCase) {
			continue
		}
		if s.worthAsking(r, t, i, proposals) {
			r.asked[t], any = true, true
		}
	}
	return any
}

// worthAsking says whether a token may name an event. Types that the models do
// not know, and phrases that tell their own status, are for the definitions to
// judge.
func (s *Stage) worthAsking(r *reading, t int32, sentence int, proposals []Candidate) bool {
	for i := range proposals {
		if c := &proposals[i]; c.saysStatus() || !s.model.knows(c.Definition.Type) {
			return true
		}
	}
	if s.anyEvent(r, t, sentence) < glance {
		return false
	}
	return s.model.sense == nil || s.agreed(r, t, sentence) >= look
}

// anyEvent leaves in r.odds what the linear model says of a token, and returns
// the chance of any event.
func (s *Stage) anyEvent(r *reading, t int32, sentence int) float64 {
	s.model.trigger.Score(r.triggerFeatures(t, sentence), &r.scores)
	s.model.trigger.Probabilities(&r.scores, r.allLabels[:len(s.model.trigger.Labels())], r.odds[:])
	return 1 - r.odds[noLabel]
}

// agreed brings the network's word into r.odds, where it counts twice, being
// right more often, and returns the chance of any event.
func (s *Stage) agreed(r *reading, t int32, sentence int) float64 {
	n := len(s.model.trigger.Labels())
	s.model.sense.Probabilities(r.triggerInput(t, sentence), nil, &r.nets.sense, r.others[:])
	follow(r.odds[:n], r.others[:n])
	return 1 - r.odds[noLabel]
}
