package events

import (
	"math"
	"slices"

	"gleaner/extractors/boosted"
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// Model is the trained half of the stage. It is immutable and safe for
// concurrent use.
type Model struct {
	// trigger chooses the type that a token names, or none, by words.
	trigger *linear.Model
	// sense does too, by what words mean; it is asked about likely tokens.
	sense *neural.Network
	// argument chooses the role that a filler plays, or none.
	argument *neural.Network
	// status chooses among the statuses of a candidate, settle among those of
	// a group.
	status *neural.Network
	settle *linear.Model
	// same says whether two candidates are one event.
	same *neural.Network
	// union says whether two groups of candidates are.
	union *boosted.Forest
	// judge says whether a group is an event.
	judge *boosted.Forest
	// fill says whether a filler plays a role in the event of a group.
	fill *boosted.Forest
	// source says whether somebody is the source of what is told of a group.
	source *boosted.Forest
}

// judged is a candidate with what the models say of it.
type judged struct {
	Candidate
	// statuses are the probabilities of the statuses.
	statuses [doc.NumStatuses]float64
	// roles are the fillers with what they may be.
	roles []roleOdds
	// tops are the likeliest of each role, as reading.tops works them out.
	tops []*roleOdds
	// nth is its place among the candidates of its type.
	nth int32
	// label is that of its type, noLabel for types that the models do not know.
	label uint8
	// byRule is the score that the definitions gave, 0 when they proposed nothing;
	// byWords and byMeaning are what each of the two models of triggers says alone.
	byRule, byWords, byMeaning float32
}

// roleOdds is the probability that a filler plays a role.
type roleOdds struct {
	filler filler
	role   string
	label  uint8 // of the role
	odds   float32
}

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

// noLabel is the label of triggers and arguments that means none.
const noLabel = 0

// keep is the probability from which a candidate is looked at again.
const keep = 0.02

// judge fills r.judged with the candidates of the definitions and of the
// trigger model that are likely enough, in order of the text.
func (s *Stage) judge(r *reading) {
	r.judged = r.judged[:0]
	if s.model == nil {
		for _, c := range r.proposed {
			if c.Score >= RuleThreshold {
				r.judged = append(r.judged, judged{Candidate: c, byRule: c.Score})
			}
		}
		return
	}
	labels := s.model.trigger.Labels()
	for i := range r.d.Sentences {
		sentence := &r.d.Sentences[i]
		for t := sentence.First; t < sentence.End; t++ {
			if !r.asked[t] {
				continue
			}
			s.anyEvent(r, t, i)
			copy(r.byWords[:], r.odds[:len(labels)])
			if s.model.sense != nil {
				s.agreed(r, t, i)
			}
			s.keepCandidates(r, t, int32(i), labels)
		}
	}
}

// keepCandidates adds the types that are likely at a token, and those that a
// definition is sure of.
func (s *Stage) keepCandidates(r *reading, t, sentence int32, labels []string) {
	proposals := r.proposalsAt(t)
	for label := noLabel + 1; label < len(labels); label++ {
		if p := r.odds[label]; p >= keep && !slices.ContainsFunc(proposals, func(o Candidate) bool { return o.Definition.Type == labels[label] }) {
			if definition := s.definitions.Lookup(labels[label]); definition != nil {
				r.judged = append(r.judged, judged{label: uint8(label), byWords: float32(r.byWords[label]), byMeaning: float32(r.others[label]), Candidate: Candidate{
					Definition: definition, Trigger: doc.Range{First: t, End: t + 1}, Head: t, Sentence: sentence, Score: float32(p),
				}})
			}
		}
	}
	for _, o := range proposals {
		c := judged{Candidate: o, byRule: o.Score}
		if label := slices.Index(labels, o.Definition.Type); label > noLabel {
			c.Score, c.label = float32(r.odds[label]), uint8(label)
			c.byWords, c.byMeaning = float32(r.byWords[label]), float32(r.others[label])
		}
		if c.Score >= keep || c.byRule >= RuleThreshold && (c.label == noLabel || c.saysStatus()) {
			r.judged = append(r.judged, c)
		}
	}
}

// knows says whether the trigger model was trained on the type.
func (m *Model) knows(eventType string) bool {
	return slices.Contains(m.trigger.Labels(), eventType)
}

// giveStatus asks the status model, or the rules when there is none.
func (s *Stage) giveStatus(r *reading, c *judged) {
	input := r.statusInput(&c.Candidate)
	rule, cues := ruleStatus(r.d, r.hits, r.d.Sentences[c.Sentence].Parsed)
	if c.saysStatus() {
		rule = c.By.Status
	}
	c.Cues = cues
	if s.model == nil || !s.model.knows(c.Definition.Type) {
		c.statuses = [doc.NumStatuses]float64{}
		c.statuses[rule] = 1
		c.Status = rule
		return
	}
	s.model.status.Probabilities(input, nil, &r.nets.status, c.statuses[:])
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

// joinStatus brings together what the members say of the status, each weighed
// by how sure it is beside the surest: as the model has learnt to be joined.
func (s *Stage) joinStatus(r *reading, g *group) {
	g.status = [doc.NumStatuses]float64{}
	surest, weights := float32(tiny), 0.0
	for _, m := range g.members {
		surest = max(surest, r.judged[m].Score)
	}
	for _, m := range g.members {
		c := &r.judged[m]
		share := float64(c.Score / surest)
		weights += share * share
		for i, p := range c.statuses {
			g.status[i] += share * share * math.Log(p+doubt)
		}
	}
	for i := range g.status {
		g.status[i] /= math.Sqrt(weights)
	}
}

// doubt is added to probabilities before they are multiplied, so that none of
// nought decides.
const doubt = 1e-3
