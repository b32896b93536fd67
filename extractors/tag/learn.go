package tag

import (
	"context"
	"fmt"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Lesson is a document with tokens and the right tag and lemma of each. A
// token with NoTag teaches nothing.
type Lesson struct {
	Doc    *doc.Doc
	Tags   []doc.Tag
	Lemmas []string
}

// Course says how to learn.
type Course struct {
	// Epochs is how often each sentence is seen.
	Epochs int
	// Seed of the shuffles.
	Seed uint64
	// Packing prunes the model.
	Packing linear.Packing
	// Progress is told after each epoch how many tags were wrong; may be nil.
	Progress func(epoch, wrong, of int)
}

// Learn trains a tagger. The same lessons and course give the same tagger. It
// writes to no document, and ends early with ctx.
func Learn(ctx context.Context, lessons []Lesson, c Course) (*Stage, error) {
	trainer, err := linear.NewTrainer(labels())
	if err != nil {
		return nil, fmt.Errorf("learn to tag: %w", err)
	}
	s, err := newStage(trainer, learnWords(lessons), learnLemmas(lessons))
	if err != nil {
		return nil, err
	}
	type place struct{ lesson, sentence int }
	var places []place
	for l := range lessons {
		for i := range lessons[l].Doc.Sentences {
			places = append(places, place{l, i})
		}
	}
	random := linear.NewRandom(c.Seed)
	w := s.newScratch()
	for epoch := range c.Epochs {
		wrong, of := 0, 0
		for _, p := range random.Perm(len(places)) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			lesson := &lessons[places[p].lesson]
			sentence := lesson.Doc.Sentences[places[p].sentence]
			of += sentence.Len()
			wrong += s.learn(trainer, lesson, sentence.Range, w)
		}
		if c.Progress != nil {
			c.Progress(epoch+1, wrong, of)
		}
	}
	return newStage(trainer.Model(c.Packing), s.words, s.lemmas)
}

// labels are all tags but NoTag; label l is tag l+1.
func labels() []string {
	var names []string
	for t := doc.NoTag + 1; t < doc.NumTags; t++ {
		names = append(names, t.String())
	}
	return names
}

// learn tags one sentence, going on from its own answers, and corrects the
// weights at each wrong one.
func (s *Stage) learn(trainer *linear.Trainer, lesson *Lesson, sentence doc.Range, w *scratch) (wrong int) {
	tokens := lesson.Doc.Tokens[sentence.First:sentence.End]
	w.read(s, lesson.Doc, tokens)
	for i := range tokens {
		gold := lesson.Tags[int(sentence.First)+i]
		if fixed := w.at(i).fixed; fixed != doc.NoTag {
			w.set(i, fixed)
			continue
		}
		trainer.Step()
		features := w.features(i)
		trainer.Score(features, &w.scores)
		got := s.tags[w.scores.Best(len(s.tags))]
		w.set(i, got)
		if got != gold && gold != doc.NoTag {
			wrong++
			trainer.Update(features, int(gold)-1, 1)
			trainer.Update(features, int(got)-1, -1)
		}
	}
	return wrong
}
