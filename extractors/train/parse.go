package train

import (
	"context"
	"fmt"
	"slices"

	"gleaner/extractors/eval"
	"gleaner/extractors/models"
	"gleaner/extractors/parse"
	"gleaner/extractors/tag"
	"gleaner/extractors/treebank"
)

const (
	parseSeed   = 1
	parseEpochs = 3
	parseRuns   = 2
	parseMargin = 50
	// Lighter weights are left out. Of moves so many that the table of those
	// that stay fits into the processor's caches, which is where time goes.
	lightMove     = 3.2
	lightRelation = 2.4
	// First trees are found with fewer features, since they take time too.
	lightFirst = 4
	// folds for the tags that the parser learns from.
	tagFolds      = 4
	tagFoldEpochs = 5
)

// Trees trains the parser on the treebanks of the data folder and on the silver
// trees, and measures it on the treebanks' development parts with the tags of the
// embedded tagger. It returns the model's file and its card. say is told of the
// progress.
//
// The training part is tagged in folds, each by a tagger that has not seen it,
// so that the parser meets as many wrong tags as it will in use.
func Trees(ctx context.Context, folder string, say func(string)) ([]byte, models.Card, error) {
	card := models.Card{
		Summary: "Dependency tree of a sentence, Universal Dependencies relations.",
		Origins: append(slices.Clip(treebankOrigins), silverOrigin), Seed: parseSeed, Command: "gleaner train parse",
	}
	banks, err := ReadTreebanks(folder)
	if err != nil {
		return nil, card, err
	}
	lessons, err := treeLessons(ctx, banks.Train, say)
	if err != nil {
		return nil, card, err
	}
	silver, err := silverLessons(say)
	if err != nil {
		return nil, card, err
	}
	lessons = append(lessons, silver...)
	course := parse.Course{
		Epochs: parseEpochs, Runs: parseRuns, Seed: parseSeed, Margin: parseMargin,
		LightMove: lightMove, LightRelation: lightRelation,
	}
	first := course
	first.Runs, first.LightMove, first.LightRelation = 1, lightFirst, lightFirst
	course.First = &first
	course.Progress = func(pass, wrong, of int) {
		say(fmt.Sprintf("pass %d of %d: %d of %d moves wrong or too close", pass, course.Passes(), wrong, of))
	}
	parser, err := parse.Learn(ctx, lessons, course)
	if err != nil {
		return nil, card, err
	}
	if card.Scores, err = scoreTrees(banks, parser); err != nil {
		return nil, card, err
	}
	file, err := parser.Encode()
	return file, card, err
}

func scoreTrees(banks *Treebanks, parser *parse.Stage) ([]models.Score, error) {
	tagger, err := tag.New()
	if err != nil {
		return nil, err
	}
	var scores []models.Score
	for _, dev := range banks.dev() {
		score, err := eval.Trees(dev.documents, tagger, parser)
		if err != nil {
			return nil, err
		}
		scores = append(scores,
			models.Score{On: dev.name, Measure: "UAS, predicted tags", Value: rounded(score.UAS.Value())},
			models.Score{On: dev.name, Measure: "LAS, predicted tags", Value: rounded(score.LAS.Value())})
	}
	return scores, nil
}

// treeLessons tags the documents in folds and adds their trees.
func treeLessons(ctx context.Context, documents []treebank.Document, say func(string)) ([]parse.Lesson, error) {
	var lessons []parse.Lesson
	for fold := range tagFolds {
		var inside, outside []treebank.Document
		for i := range documents {
			if i%tagFolds == fold {
				inside = append(inside, documents[i])
			} else {
				outside = append(outside, documents[i])
			}
		}
		tagger, err := learnTags(ctx, outside, tagFoldEpochs, nil)
		if err != nil {
			return nil, err
		}
		say(fmt.Sprintf("tagged fold %d of %d", fold+1, tagFolds))
		for i := range inside {
			lesson := treeLesson(&inside[i])
			if err := tagger.Apply(lesson.Doc); err != nil {
				return nil, err
			}
			lessons = append(lessons, lesson)
		}
	}
	return lessons, nil
}

// treeLesson is a document with its trees, not yet tagged.
func treeLesson(t *treebank.Document) parse.Lesson {
	l := parse.Lesson{Doc: t.Doc()}
	first := int32(0)
	for _, words := range t.Sentences {
		for _, w := range words {
			l.Heads = append(l.Heads, first+int32(w.Head))
			l.Rels = append(l.Rels, w.Rel)
		}
		first += int32(len(words))
	}
	return l
}
