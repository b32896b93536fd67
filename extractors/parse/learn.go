package parse

import (
	"context"
	"fmt"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Lesson is a document with tokens and tags, and the right governor and
// relation of each token, as doc.Token has them. The tags should be those of
// the tagger, mistakes included.
type Lesson struct {
	Doc   *doc.Doc
	Heads []int32
	Rels  []doc.Rel
}

// Course says how to learn.
type Course struct {
	// Epochs is how often each sentence is seen. From the second on the parser
	// goes on from its own moves, mostly.
	Epochs int
	// Seed of the shuffles.
	Seed uint64
	// Packing prunes the model.
	Packing linear.Packing
	// Progress is told after each epoch how many moves were wrong; may be nil.
	Progress func(epoch, wrong, of int)
}

// followOwn is how often the parser goes on from a wrong move of its own.
const followOwn = 0.9

// Learn trains a parser and returns its model. The same lessons and course
// give the same model. It writes to no document, and ends early with ctx.
func Learn(ctx context.Context, lessons []Lesson, c Course) (*linear.Model, error) {
	trainer, err := linear.NewTrainer(moveNames())
	if err != nil {
		return nil, fmt.Errorf("learn to parse: %w", err)
	}
	stage, err := Open(trainer)
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
	l := learner{stage: stage, trainer: trainer, random: linear.NewRandom(c.Seed), state: new(state)}
	for epoch := range c.Epochs {
		l.follow = epoch > 0
		l.wrong, l.moves = 0, 0
		for _, p := range l.random.Perm(len(places)) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			lesson := &lessons[places[p].lesson]
			l.learn(lesson, lesson.Doc.Sentences[places[p].sentence].Range)
		}
		if c.Progress != nil {
			c.Progress(epoch+1, l.wrong, l.moves)
		}
	}
	return trainer.Model(c.Packing), nil
}

// learner is a parser in training.
type learner struct {
	stage        *Stage
	trainer      *linear.Trainer
	random       *linear.Random
	state        *state
	gold         gold
	follow       bool
	wrong, moves int
}

// learn parses one sentence and corrects the weights at each wrong move.
func (l *learner) learn(lesson *Lesson, sentence doc.Range) {
	l.gold.read(lesson, sentence)
	p := l.state
	p.start(lesson.Doc.Tokens[sentence.First:sentence.End], l.stage.clusters)
	for !p.done() {
		if only, ok := p.forced(); ok {
			p.apply(only)
			continue
		}
		l.moves++
		l.trainer.Step()
		features := p.features()
		l.trainer.Score(features, &p.scores)
		got := p.best(p.allowed())
		want, ok := l.gold.right(p, got)
		if !ok {
			l.wrong++
			l.trainer.Update(features, int(want), 1)
			l.trainer.Update(features, int(got), -1)
			if !l.follow || l.random.Float64() >= followOwn {
				got = want
			}
		}
		p.apply(got)
	}
}

// read takes the tree of a sentence from the lesson.
func (g *gold) read(lesson *Lesson, sentence doc.Range) {
	n := int32(sentence.Len())
	g.head, g.rel = g.head[:0], g.rel[:0]
	for i := sentence.First; i < sentence.End; i++ {
		head := lesson.Heads[i] - sentence.First
		if lesson.Heads[i] == i {
			head = n
		}
		g.head = append(g.head, head)
		g.rel = append(g.rel, lesson.Rels[i])
	}
	// The nodes of the root and of what is missing are nobody's.
	g.head = append(g.head, n+2, n+2)
	g.rel = append(g.rel, doc.NoRel, doc.NoRel)
}
