package resolve

import (
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Lesson is a document whose names are marked and in which some anaphors are
// known.
type Lesson struct {
	// Doc has the layers that the stage needs; its names are grouped anew.
	Doc *doc.Doc
	// Teach says what an anaphor refers to, once Doc's entities are there. It
	// fills in a verdict for each candidate: above 0 when it is referred to, below
	// when it is not, 0 when that is not known; the amount is how much to trust it.
	Teach func(anaphor doc.Range, form doc.Form, candidates []int32, verdicts []float32)
}

// Learn trains the model that chooses antecedents. The same lessons give the
// same model.
//
// It learns twice: the second time, what the lessons leave open was filled in
// by the first model, so that the model meets what it will meet when at work.
func Learn(lessons []Lesson, seed uint64) (*linear.Model, error) {
	var model *linear.Model
	for range 2 {
		s, err := NewWith(model)
		if err != nil {
			return nil, err
		}
		var examples []linear.Ranking
		for i := range lessons {
			examples = append(examples, s.examples(&lessons[i])...)
		}
		model = linear.FitRanking("antecedent", examples, settings(seed))
	}
	return model, nil
}

func settings(seed uint64) linear.Logistic {
	return linear.Logistic{Epochs: 6, Rate: 0.05, Decay: 1e-3, Dropout: 0.5, MinCount: 3, MinWeight: 0.01, Seed: seed}
}

// examples reads a lesson with the teacher in the model's place.
func (s *Stage) examples(l *Lesson) []linear.Ranking {
	l.Doc.Mentions = slices.DeleteFunc(l.Doc.Mentions, func(m doc.Mention) bool { return m.Form != doc.Name })
	s.group(l.Doc)
	a := newAnaphora(s, l.Doc, s.identify(l.Doc))
	var examples []linear.Ranking
	a.choose = func(n *anaphor, candidates []candidate) int {
		entities, verdicts := make([]int32, len(candidates)), make([]float32, len(candidates))
		for i, c := range candidates {
			entities[i] = c.entity
		}
		l.Teach(n.Range, n.form, entities, verdicts)
		e := linear.Ranking{Options: [][]linear.Feature{slices.Clone(a.featuresOfNone(n, candidates))}}
		best := -1
		for i, v := range verdicts {
			if v == 0 {
				continue
			}
			if v > 0 && best < 0 {
				best, e.Gold = i, len(e.Options)
			}
			e.Weight = max(e.Weight, v, -v)
			e.Options = append(e.Options, slices.Clone(a.featuresOf(n, &candidates[i], candidates)))
		}
		if len(e.Options) > 1 {
			examples = append(examples, e)
		} else if s.model != nil {
			return a.best(n, candidates)
		}
		return best
	}
	a.resolve()
	return examples
}
