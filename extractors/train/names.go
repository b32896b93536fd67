package train

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/extractors/linear"
	"gleaner/extractors/models"
	"gleaner/extractors/names"
)

// namesLearning is how the embedded model of names is learned. The settings
// were chosen on the development parts.
func namesLearning(vectors *names.Vectors, say func(string)) names.Learning {
	first := linear.FieldLearning{Settling: 3, Unit: 5e-4, Logistic: linear.Logistic{
		Epochs: 7, Rate: 0.05, Decay: 1e-6, Dropout: 0.5, MinCount: 2, MinWeight: 0.015, Seed: namesSeed}}
	second := first
	second.MinCount, second.MinWeight = 3, 0.01
	fold := first
	fold.Epochs, fold.Settling = 4, 0
	first.Runs, first.MinWeight = 3, 0.02
	return names.Learning{Vectors: vectors, First: first, Second: second, Fold: fold, Folds: 3, Progress: say}
}

// lightName is below which weights of the embedded model are left out: a third
// of its bytes, and nothing is lost.
const lightName = 0.03

// namesDate is the day of the model, written on its card.
const namesDate = "2026-11-28"

// namesSeed is the seed of the shuffles.
const namesSeed = 1

// setWeights are how much the sets count: most what is nearest to the news of
// today and to our own conventions.
var setWeights = map[names.Domain]float64{names.News: 2, names.Worldwide: 2.5, names.CoNLL: 0.7, names.Wikigold: 1}

// ownWeight is how much the articles of OwnNames count: there are more of them
// than of the annotation that they follow.
const ownWeight = 1

// Names trains the model of names on the training parts of all sets of names
// in the data folder, and scores it on the development parts. say is told of
// the progress.
func Names(ctx context.Context, folder string, say func(string)) (*names.Model, models.Card, error) {
	sets, err := eval.NameSets()
	if err != nil {
		return nil, models.Card{}, err
	}
	return NamesOf(ctx, folder, sets, say)
}

// NamesOf is Names for a choice of sets, for measuring the method on one set alone.
func NamesOf(ctx context.Context, folder string, sets []eval.NameSet, say func(string)) (*names.Model, models.Card, error) {
	vectors, err := readVectors(filepath.Join(folder, "data", "vectors"))
	if err != nil {
		return nil, models.Card{}, err
	}
	var examples []names.Example
	for _, set := range sets {
		more, err := NameExamples(ctx, set, filepath.Join(folder, set.Train))
		if err != nil {
			return nil, models.Card{}, err
		}
		examples = append(examples, more...)
		if set.Domain == names.News {
			if more, err = ownNameExamples(ctx, set, folder); err != nil {
				return nil, models.Card{}, err
			}
			examples = append(examples, more...)
		}
	}
	learning := namesLearning(vectors, say)
	if slices.ContainsFunc(sets, func(s eval.NameSet) bool { return s.Domain == names.News }) {
		learning.Light = lightName
	} else {
		learning.Layout = true
	}
	model, err := learning.Learn(ctx, examples)
	if err != nil {
		return nil, models.Card{}, fmt.Errorf("learn names: %w", err)
	}
	card, err := namesCard(ctx, folder, sets, model)
	return model, card, err
}

// namesCard says where the model comes from and scores it on the development parts.
func namesCard(ctx context.Context, folder string, sets []eval.NameSet, model *names.Model) (models.Card, error) {
	card := models.Card{
		Summary: "finds names of organizations, people, places and products",
		Seed:    namesSeed, Date: namesDate, Command: "gleaner train names",
	}
	for _, set := range sets {
		card.Origins = append(card.Origins, models.Origin{Source: set.Name, Split: "train", Licence: set.Licence})
		if set.Domain == names.News {
			card.Origins = append(card.Origins, models.Origin{Source: "names annotated for Gleaner, of articles of the data folder and invented ones", Split: "none of gold",
				Licence: "annotation and invented articles Apache 2.0, the others their publishers'"})
		}
	}
	card.Origins = append(card.Origins, models.Origin{Source: "GloVe 6B vectors (Pennington et al. 2014)", Split: "120,000 words", Licence: "PDDL 1.0"})
	var err error
	card.Scores, err = scoreNames(ctx, folder, sets, model)
	return card, err
}

// scoreNames scores the model on the development parts.
func scoreNames(ctx context.Context, folder string, sets []eval.NameSet, model *names.Model) ([]models.Score, error) {
	var scores []models.Score
	for _, set := range sets {
		if set.Dev == "" {
			continue
		}
		stage, err := names.Open(model, set.Domain)
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
	return nameExamples(ctx, set, texts, setWeights[set.Domain])
}

// ownNameExamples are the articles whose names were annotated for Gleaner,
// as examples of a set with the same conventions.
func ownNameExamples(ctx context.Context, set eval.NameSet, folder string) ([]names.Example, error) {
	own, err := OwnNames(folder)
	if err != nil {
		return nil, err
	}
	texts, err := eval.NamedTexts(own)
	if err != nil {
		return nil, err
	}
	return nameExamples(ctx, set, texts, ownWeight)
}

func nameExamples(ctx context.Context, set eval.NameSet, texts []eval.NamedText, weight float64) ([]names.Example, error) {
	examples := make([]names.Example, 0, len(texts))
	for _, t := range texts {
		d, err := t.Segment(ctx)
		if err != nil {
			return nil, err
		}
		examples = append(examples, names.Example{
			Doc: d, Names: markedNames(d, t.Names), Unmarked: set.Unmarked, Domain: set.Domain, Weight: weight,
		})
	}
	return examples, nil
}

// markedNames turns names in bytes into names of the tokens that they touch.
func markedNames(d *doc.Doc, spans []eval.NamedSpan) []names.Marked {
	var marked []names.Marked
	t := int32(0)
	for _, s := range spans {
		for int(t) < len(d.Tokens) && d.Tokens[t].End <= s.Start {
			t++
		}
		first := t
		for int(t) < len(d.Tokens) && d.Tokens[t].Start < s.End {
			t++
		}
		if t > first && s.Kinds != 0 {
			marked = append(marked, names.Marked{Range: doc.Range{First: first, End: t}, Kinds: s.Kinds})
		}
	}
	return marked
}
