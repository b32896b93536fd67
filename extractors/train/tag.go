package train

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"gleaner/extractors/eval"
	"gleaner/extractors/linear"
	"gleaner/extractors/models"
	"gleaner/extractors/tag"
	"gleaner/extractors/treebank"
)

const (
	tagSeed   = 1
	tagEpochs = 10
)

// Tags trains the tagger on the treebanks of the data folder and measures it
// on their development parts. It returns the model's file and its card. say is
// told of the progress.
func Tags(ctx context.Context, folder string, say func(string)) ([]byte, models.Card, error) {
	card := models.Card{
		Summary: "Penn Treebank part of speech and lemma of each token.",
		Origins: treebankOrigins, Seed: tagSeed, Command: "gleaner train tag",
	}
	banks, err := ReadTreebanks(folder)
	if err != nil {
		return nil, card, err
	}
	stage, err := learnTags(ctx, banks.Train, tagEpochs, func(epoch, wrong, of int) {
		say(fmt.Sprintf("epoch %d of %d: %d of %d tokens wrong", epoch, tagEpochs, wrong, of))
	})
	if err != nil {
		return nil, card, err
	}
	for _, dev := range banks.dev() {
		score, err := eval.Tags(dev.documents, stage)
		if err != nil {
			return nil, card, err
		}
		card.Scores = append(card.Scores,
			models.Score{On: dev.name, Measure: "tag accuracy", Value: rounded(score.Tags.Value())},
			models.Score{On: dev.name, Measure: "lemma accuracy", Value: rounded(score.Lemmas.Value())})
	}
	file, err := stage.Encode()
	return file, card, err
}

// learnTags trains a tagger on documents and on headlines made of them.
func learnTags(ctx context.Context, documents []treebank.Document, epochs int, progress func(epoch, wrong, of int)) (*tag.Stage, error) {
	var lessons []tag.Lesson
	for _, part := range [][]treebank.Document{documents, capitalised(documents)} {
		for i := range part {
			tags, lemmas := goldTags(&part[i])
			lessons = append(lessons, tag.Lesson{Doc: part[i].Doc(), Tags: tags, Lemmas: lemmas})
		}
	}
	defer func() {
		for _, l := range lessons {
			l.Doc.Release()
		}
	}()
	return tag.Learn(ctx, lessons, tag.Course{
		Epochs: epochs, Seed: tagSeed, Progress: progress,
		Packing: linear.Packing{MinUpdates: 2, MinWeight: 0.015},
	})
}

// Every so many sentences one is repeated as a headline.
const (
	titleEvery = 8
	upperEvery = 16
)

// capitalised copies some short sentences with words capitalised, some in
// capitals, since headlines are written so and treebanks hold few.
func capitalised(documents []treebank.Document) []treebank.Document {
	var out treebank.Document
	n := 0
	for _, d := range documents {
		for _, words := range d.Sentences {
			if len(words) > 20 {
				continue
			}
			n++
			switch {
			case n%titleEvery == 0:
				out.Sentences = append(out.Sentences, respelled(words, title))
			case n%upperEvery == 1:
				out.Sentences = append(out.Sentences, respelled(words, strings.ToUpper))
			}
		}
	}
	if len(out.Sentences) == 0 {
		return nil
	}
	return []treebank.Document{out}
}

func respelled(words []treebank.Word, spell func(string) string) []treebank.Word {
	out := make([]treebank.Word, len(words))
	for i, w := range words {
		w.Form = spell(w.Form)
		out[i] = w
	}
	return out
}

// title capitalises all but the short words that headlines leave small.
func title(word string) string {
	switch word {
	case "a", "an", "the", "of", "in", "on", "to", "and", "or", "for", "at", "by", "with", "'s", "n't":
		return word
	}
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}
