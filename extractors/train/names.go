package train

import (
	"context"
	"fmt"
	"path/filepath"

	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/extractors/linear"
	"gleaner/extractors/models"
	"gleaner/extractors/names"
)

// namesLearning is how the embedded models of names are learned. The margin was
// chosen on the development parts.
func namesLearning(say func(string)) names.Learning {
	return names.Learning{Epochs: 8, Folds: 4, Margin: 4, Seed: 1, Packing: linear.Packing{MinUpdates: 2}, Progress: say}
}

// Names trains the models of the first and the second pass on the training
// parts of all sets of names in the data folder, and scores them on the
// development parts. say is told of the progress.
func Names(ctx context.Context, folder string, say func(string)) (first, second *linear.Model, card models.Card, err error) {
	sets, err := eval.NameSets()
	if err != nil {
		return nil, nil, card, err
	}
	return NamesOf(ctx, folder, sets, say)
}

// NamesOf is Names for a choice of sets, for measuring the method on one set alone.
func NamesOf(ctx context.Context, folder string, sets []eval.NameSet, say func(string)) (first, second *linear.Model, card models.Card, err error) {
	learning := namesLearning(say)
	card = models.Card{
		Summary: "finds names of organizations, people, places and products",
		Seed:    learning.Seed, Date: lexiconDate, Command: "gleaner train names",
	}
	var examples []names.Example
	for _, set := range sets {
		more, err := NameExamples(ctx, set, filepath.Join(folder, set.Train))
		if err != nil {
			return nil, nil, card, err
		}
		examples = append(examples, more...)
		card.Origins = append(card.Origins, models.Origin{Source: set.Name, Split: "train", Licence: set.Licence})
	}
	if first, second, err = learning.Learn(ctx, examples); err != nil {
		return nil, nil, card, fmt.Errorf("learn names: %w", err)
	}
	card.Scores, err = scoreNames(ctx, folder, sets, first, second)
	return first, second, card, err
}

// scoreNames scores the models on the development parts.
func scoreNames(ctx context.Context, folder string, sets []eval.NameSet, first, second *linear.Model) ([]models.Score, error) {
	var scores []models.Score
	for _, set := range sets {
		if set.Dev == "" {
			continue
		}
		stage, err := names.Open(first, second, set.Domain)
		if err != nil {
			return nil, err
		}
		texts, err := set.Read(filepath.Join(folder, set.Dev))
		if err != nil {
			return nil, err
		}
		counts, err := set.ScoreNames(ctx, stage, texts)
		if err != nil {
			return nil, err
		}
		for _, class := range []string{"", "organization", "person", "gpe", "location", "product"} {
			if c := counts[class]; c != nil {
				measure := "F1"
				if class != "" {
					measure = class + " F1"
				}
				scores = append(scores, models.Score{On: set.Name + " dev", Measure: measure, Value: c.F1()})
			}
		}
	}
	return scores, nil
}

// NameExamples reads a file of a set as examples to learn from.
func NameExamples(ctx context.Context, set eval.NameSet, path string) ([]names.Example, error) {
	texts, err := set.Read(path)
	if err != nil {
		return nil, err
	}
	examples := make([]names.Example, 0, len(texts))
	for _, t := range texts {
		d, err := t.Segment(ctx)
		if err != nil {
			return nil, err
		}
		examples = append(examples, names.Example{Doc: d, Labels: nameLabels(d, t.Names), Domain: set.Domain})
	}
	return examples, nil
}

// nameLabels gives each token the label of the name that it touches.
func nameLabels(d *doc.Doc, spans []eval.NamedSpan) []names.Label {
	labels := make([]names.Label, len(d.Tokens))
	next, before := 0, -1
	for i := range d.Tokens {
		for next < len(spans) && spans[next].End <= d.Tokens[i].Start {
			next++
		}
		if next == len(spans) {
			break
		}
		if !spans[next].Overlaps(d.Tokens[i].Span) {
			continue
		}
		if label, ok := names.Begin(spans[next].Kind); ok {
			if before == next {
				label++
			}
			labels[i], before = label, next
		}
	}
	return labels
}
