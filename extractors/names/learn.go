package names

import (
	"context"
	"fmt"
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Example is a document with its names.
type Example struct {
	Doc *doc.Doc
	// Names are sorted and disjoint.
	Names []Marked
	// Unmarked are the kinds of names that the annotation leaves out, so that
	// they may stand anywhere outside Names.
	Unmarked KindSet
	Domain   Domain
	// Weight is how much the example counts; 0 means 1.
	Weight float64
}

// Marked is a name in an example.
type Marked struct {
	doc.Range
	// Kinds are those that it may be of: several when the annotation does not
	// tell them apart.
	Kinds KindSet
}

// Learning says how to learn.
type Learning struct {
	// Vectors are those of frequent words.
	Vectors *Vectors
	// First and Second are the settings for the passes, Fold those for the first
	// passes that the second learns from. All have one Unit.
	First, Second, Fold linear.FieldLearning
	// Folds is into how many parts the documents are cut for the second pass: its
	// votes for a part come from a first pass that has not seen it. 0 leaves the
	// second pass out.
	Folds int
	// Layout adds features of the layout of sentences and of what stands beside a
	// word anywhere in the document. They pay where all texts come from one agency;
	// of articles from many places they learn by heart what does not carry over.
	Layout bool
	// Light drops weights of the first pass that are smaller, in the end. A mean of
	// several runs has many that hardly count.
	Light float64
	// Progress, when set, is told what is being learned.
	Progress func(what string)
}

// Learn trains a model. The same examples give the same model.
func (l Learning) Learn(ctx context.Context, examples []Example) (*Model, error) {
	l.say("what words lean to")
	leanings, err := learnLeanings(ctx, l.Vectors, examples, l.First.Seed)
	if err != nil {
		return nil, err
	}
	pages, err := newPages(leanings, l.Layout)
	if err != nil {
		return nil, err
	}
	c := course{Learning: l, pages: pages, examples: examples}
	m := &Model{leanings: leanings, layout: l.Layout}
	l.say("first pass")
	if m.first, err = linear.FitField(ctx, labelNames(), c.firstLessons(func(int) bool { return true }), l.First); err != nil {
		return nil, err
	}
	if l.Folds > 0 {
		if m.second, err = c.secondPass(ctx, m.first); err != nil {
			return nil, err
		}
	}
	m.first = m.first.Pruned(l.Light)
	return m, nil
}

// secondPass learns what the votes add to the first pass.
func (c *course) secondPass(ctx context.Context, first *linear.Model) (*linear.Model, error) {
	var lessons []linear.FieldExample
	for fold := range c.Folds {
		c.say("first pass without part %d of %d", fold+1, c.Folds)
		unseen, err := linear.FitField(ctx, labelNames(), c.firstLessons(func(i int) bool { return i%c.Folds != fold }), c.Fold)
		if err != nil {
			return nil, err
		}
		more, err := c.secondLessons(unseen, func(i int) bool { return i%c.Folds == fold })
		if err != nil {
			return nil, err
		}
		lessons = append(lessons, more...)
	}
	c.say("second pass")
	second := c.Second
	second.Transitions = first
	return linear.FitField(ctx, labelNames(), lessons, second)
}

func (l *Learning) say(format string, args ...any) {
	if l.Progress != nil {
		l.Progress(fmt.Sprintf(format, args...))
	}
}

// course is one run of learning.
type course struct {
	Learning
	pages    *pages
	examples []Example
}

// firstLessons describes the chosen examples for the first pass.
func (c *course) firstLessons(chosen func(int) bool) []linear.FieldExample {
	var lessons []linear.FieldExample
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
func (c *course) secondLessons(model *linear.Model, chosen func(int) bool) ([]linear.FieldExample, error) {
	sequence := linear.NewSequence(model)
	var lessons []linear.FieldExample
	for i := range c.examples {
		if !chosen(i) {
			continue
		}
		p := c.pages.get()
		p.read(c.examples[i].Doc)
		if err := p.decodeFirst(sequence, c.examples[i].Domain); err != nil {
			return nil, err
		}
		p.vote()
		lessons = c.append(lessons, p, &c.examples[i], 2)
		c.pages.put(p)
	}
	return lessons, nil
}

// append adds a lesson for each stretch of the document on the page.
func (c *course) append(lessons []linear.FieldExample, p *page, e *Example, pass int) []linear.FieldExample {
	for i := range e.Doc.Sentences {
		r := e.Doc.Sentences[i].Range
		for s := p.nextStretch(r.First, r.End); s.Len() > 0; s = p.nextStretch(s.End, r.End) {
			lesson := linear.FieldExample{Right: e.right(s), Weight: e.Weight}
			if pass == 2 {
				lesson.Base = slices.Clone(p.base(s))
			}
			for t := s.First; t < s.End; t++ {
				if pass == 1 {
					p.features = p.describe(p.features[:0], t, r.First, r.End, e.Domain)
				} else {
					p.features = p.describeVotes(p.features[:0], t, r.First, r.End, e.Domain)
				}
				lesson.Features = append(lesson.Features, slices.Clone(p.features))
			}
			lessons = append(lessons, lesson)
		}
	}
	return lessons
}

// right are the right labels of the tokens of a stretch. Names that go on
// beyond it are cut at its ends.
func (e *Example) right(stretch doc.Range) []linear.LabelSet {
	right := make([]linear.LabelSet, stretch.Len())
	other := linear.LabelSet(1 << outside)
	for at := range numPositions {
		other |= e.Unmarked.labels(at)
	}
	for i := range right {
		right[i] = other
	}
	for _, n := range e.Names {
		if !n.Overlaps(stretch) {
			continue
		}
		within := doc.Range{First: max(n.First, stretch.First), End: min(n.End, stretch.End)}
		for t := within.First; t < within.End; t++ {
			right[t-stretch.First] = n.Kinds.labels(positionIn(within, t))
		}
	}
	return right
}
