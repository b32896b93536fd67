package names

import (
	"context"
	"fmt"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Example is a document with the right label of each token.
type Example struct {
	Doc    *doc.Doc
	Labels []Label
	Domain Domain
}

// Learning says how to learn.
type Learning struct {
	// Epochs is how often each sentence is seen in either pass.
	Epochs int
	// Folds is into how many parts the documents are cut for the second pass: its
	// votes for a part come from a first pass that has not seen it.
	Folds int
	// Margin is how far, in units of the trainer's weights, the right label must
	// win; larger is more cautious.
	Margin int32
	// Packing is what is left out of the models.
	Packing linear.Packing
	// Seed of the order in which sentences are seen.
	Seed uint64
	// Progress, when set, is told what is being learned.
	Progress func(what string)
}

// Learn trains the models of both passes. The same examples give the same models.
func (l Learning) Learn(ctx context.Context, examples []Example) (first, second *linear.Model, err error) {
	pages, err := newPages()
	if err != nil {
		return nil, nil, err
	}
	c := course{Learning: l, pages: pages, examples: examples}
	var all []lesson
	for fold := range l.Folds {
		c.say("first pass without part %d of %d", fold+1, l.Folds)
		model, err := c.train(ctx, c.firstLessons(func(i int) bool { return i%l.Folds != fold }))
		if err != nil {
			return nil, nil, err
		}
		lessons, err := c.secondLessons(model, func(i int) bool { return i%l.Folds == fold })
		if err != nil {
			return nil, nil, err
		}
		all = append(all, lessons...)
	}
	c.say("first pass")
	if first, err = c.train(ctx, c.firstLessons(func(int) bool { return true })); err != nil {
		return nil, nil, err
	}
	if l.Folds == 0 {
		return first, nil, nil
	}
	c.say("second pass")
	second, err = c.train(ctx, all)
	return first, second, err
}

// course is one run of learning.
type course struct {
	Learning
	pages    *pages
	examples []Example
}

// lesson is one stretch with its right labels.
type lesson struct {
	features [][]linear.Feature
	labels   []Label
}

func (c *course) say(format string, args ...any) {
	if c.Progress != nil {
		c.Progress(fmt.Sprintf(format, args...))
	}
}

// firstLessons describes the chosen examples for the first pass.
func (c *course) firstLessons(chosen func(int) bool) []lesson {
	var lessons []lesson
	for i := range c.examples {
		if !chosen(i) {
			continue
		}
		p := c.pages.get()
		p.read(c.examples[i].Doc)
		lessons = c.append(lessons, p, &c.examples[i], 1)
		c.pages.put(p)
	}
	return lessons
}

// secondLessons describes the chosen examples for the second pass, with the
// votes of a first pass by the model.
func (c *course) secondLessons(model *linear.Model, chosen func(int) bool) ([]lesson, error) {
	sequence := linear.NewSequence(model)
	var lessons []lesson
	for i := range c.examples {
		if !chosen(i) {
			continue
		}
		p := c.pages.get()
		p.read(c.examples[i].Doc)
		if err := p.decode(sequence, 1, c.examples[i].Domain); err != nil {
			return nil, err
		}
		p.vote()
		lessons = c.append(lessons, p, &c.examples[i], 2)
		c.pages.put(p)
	}
	return lessons, nil
}

// append adds a lesson for each stretch of the document on the page.
func (c *course) append(lessons []lesson, p *page, e *Example, pass int) []lesson {
	for i := range e.Doc.Sentences {
		r := e.Doc.Sentences[i].Range
		for s := p.nextStretch(r.First, r.End); s.Len() > 0; s = p.nextStretch(s.End, r.End) {
			features := make([][]linear.Feature, 0, s.Len())
			for t := s.First; t < s.End; t++ {
				p.features = p.describe(p.features[:0], t, r.First, r.End, e.Domain)
				if pass == 2 {
					p.features = p.describeVotes(p.features, t, r.First, r.End)
				}
				features = append(features, append([]linear.Feature(nil), p.features...))
			}
			lessons = append(lessons, lesson{features, mended(e.Labels[s.First:s.End])})
		}
	}
	return lessons
}

// mended lets no stretch start inside a name: a name that began in lower case
// before it begins with it.
func mended(labels []Label) []Label {
	if len(labels) > 0 && labels[0] != Outside && !begins(labels[0]) {
		labels = append([]Label(nil), labels...)
		labels[0]--
	}
	return labels
}

// train learns one model from the lessons.
func (c *course) train(ctx context.Context, lessons []lesson) (*linear.Model, error) {
	trainer, err := linear.NewSequenceTrainer(labelNames())
	if err != nil {
		return nil, err
	}
	trainer.Margin = c.Margin
	random := linear.NewRandom(c.Seed)
	for range c.Epochs {
		for _, at := range random.Perm(len(lessons)) {
			trainer.Learn(lessons[at].features, lessons[at].labels, 1)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return trainer.Model(c.Packing), nil
}
