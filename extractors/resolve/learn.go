package resolve

import (
	"slices"

	"gleaner/extractors/boosted"
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

// judgeFolds is in how many parts the lessons are cut, so that the judge sees
// what a ranking says of lessons that it has not learnt from.
const judgeFolds = 3

// Learn trains the model that chooses antecedents. The same lessons give the
// same model.
func Learn(lessons []Lesson, seed uint64) (*Model, error) {
	var judged []boosted.Example
	for fold := range judgeFolds {
		var others, held []Lesson
		for i := range lessons {
			if i%judgeFolds == fold {
				held = append(held, lessons[i])
			} else {
				others = append(others, lessons[i])
			}
		}
		ranking, err := learnRanking(others, seed)
		if err != nil {
			return nil, err
		}
		s, err := NewWith(&Model{ranking: ranking})
		if err != nil {
			return nil, err
		}
		for i := range held {
			_, examples := s.examples(&held[i])
			judged = append(judged, examples...)
		}
	}
	ranking, err := learnRanking(lessons, seed)
	if err != nil {
		return nil, err
	}
	judge, err := boosted.Fit(judgeInputs, judged, course)
	return &Model{ranking, judge}, err
}

// learnRanking learns twice: the second time, what the lessons leave open was
// filled in by the first model, so that the model meets what it will meet when
// at work.
func learnRanking(lessons []Lesson, seed uint64) (*linear.Model, error) {
	var model *Model
	for range 2 {
		s, err := NewWith(model)
		if err != nil {
			return nil, err
		}
		var examples []linear.Ranking
		for i := range lessons {
			ranked, _ := s.examples(&lessons[i])
			examples = append(examples, ranked...)
		}
		model = &Model{ranking: linear.FitRanking("antecedent", examples, settings(seed))}
	}
	return model.ranking, nil
}

func settings(seed uint64) linear.Logistic {
	return linear.Logistic{Epochs: 6, Rate: 0.05, Decay: 1e-3, Dropout: 0.5, MinCount: 3, MinWeight: 0.01, Seed: seed}
}

// examples reads a lesson with the teacher in the model's place: examples for
// the ranking, and where the stage has one, for the judge of what it says.
func (s *Stage) examples(l *Lesson) (ranked []linear.Ranking, judged []boosted.Example) {
	l.Doc.Mentions = slices.DeleteFunc(l.Doc.Mentions, func(m doc.Mention) bool { return m.Form != doc.Name })
	s.group(l.Doc)
	a := newAnaphora(s, l.Doc, s.identify(l.Doc))
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
		if len(e.Options) == 1 {
			if s.model != nil {
				return a.best(n, candidates)
			}
			return best
		}
		ranked = append(ranked, e)
		if s.model != nil {
			a.rank(n, candidates)
			for i, v := range verdicts {
				if v != 0 {
					judged = append(judged, boosted.Example{X: slices.Clone(a.judgeInputs(n, candidates, i, a.scores)), Gold: v > 0})
				}
			}
		}
		return best
	}
	a.resolve()
	return ranked, judged
}
