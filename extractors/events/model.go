package events

import (
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
	// role chooses the role that a filler plays, or none, by words.
	role *linear.Model
	// argument does too, by what words mean.
	argument *neural.Network
	// clause chooses among the statuses of a candidate, by words.
	clause *linear.Model
	// status does too, by what words mean.
	status *neural.Network
	// same says whether two candidates are one event, by words.
	same *linear.Model
	// union says whether two groups of candidates are.
	union *boosted.Forest
	// judge says whether a group is an event.
	judge *boosted.Forest
	// fill says whether a filler plays a role in the event of a group.
	fill *boosted.Forest
	// source says whether somebody is the source of what is told of a group.
	source *boosted.Forest
	// credit does too, by words.
	credit *linear.Model
	// verdict says whether a status is that of a group's event.
	verdict *boosted.Forest
}

// judged is a candidate with what the models say of it.
type judged struct {
	Candidate
	// statuses are the probabilities of the statuses.
	statuses [doc.NumStatuses]float64
	// statusByWords and statusByMeaning are what each of the two models of
	// statuses says alone, ruleStatus is what the rules do.
	statusByWords, statusByMeaning [doc.NumStatuses]float32
	ruleStatus                     doc.Status
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
	// byWords and byMeaning are what each of the two models of roles says alone.
	byWords, byMeaning float32
}

// noLabel is the label of triggers and arguments that means none.
const noLabel = 0

// keep is the probability from which a candidate is looked at again.
const keep = 0.06

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

// keepCandidates adds the types that are likely at a token and whose definition
// does not exclude the sense, and those that a definition is sure of.
func (s *Stage) keepCandidates(r *reading, t, sentence int32, labels []string) {
	proposals := r.proposalsAt(t)
	for label := noLabel + 1; label < len(labels); label++ {
		if p := r.odds[label]; p >= keep && !slices.ContainsFunc(proposals, func(o Candidate) bool { return o.Definition.Type == labels[label] }) {
			if definition := s.definitions.Lookup(labels[label]); definition != nil && !r.excludes(definition, t) {
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
