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
	// Margin is by how much a right move must beat the wrong ones.
	Margin int32
	// Moves and Relations prune the two models.
	Moves, Relations linear.Packing
	// Progress is told after each epoch how many moves were wrong
	// or too close; may be nil.
	Progress func(epoch, wrong, of int)
}

// followOwn is how often the parser goes on from a wrong move of its own.
const followOwn = 0.9

// Learn trains a parser. The same lessons and course give the same parser. It
// writes to no document, and ends early with ctx.
func Learn(ctx context.Context, lessons []Lesson, c Course) (*Stage, error) {
	l, err := newLearner(lessons, c)
	if err != nil {
		return nil, fmt.Errorf("learn to parse: %w", err)
	}
	type place struct{ lesson, sentence int }
	var places []place
	for i := range lessons {
		for j := range lessons[i].Doc.Sentences {
			places = append(places, place{i, j})
		}
	}
	for epoch := range c.Epochs {
		l.follow = epoch > 0
		l.wrong, l.of = 0, 0
		for _, p := range l.random.Perm(len(places)) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			lesson := &lessons[places[p].lesson]
			l.learn(lesson, lesson.Doc.Sentences[places[p].sentence].Range)
		}
		if c.Progress != nil {
			c.Progress(epoch+1, l.wrong, l.of)
		}
	}
	p, err := newParser(l.moves.Model(c.Moves), l.relations.Model(c.Relations), l.parser.words)
	if err != nil {
		return nil, err
	}
	return &Stage{p}, nil
}

// learner is a parser in training.
type learner struct {
	parser           *parser
	moves, relations *linear.Trainer
	margin           int32
	random           *linear.Random
	state            *state
	gold             gold
	follow           bool
	wrong, of        int
}

func newLearner(lessons []Lesson, c Course) (*learner, error) {
	l := &learner{margin: c.Margin, random: linear.NewRandom(c.Seed), state: newState()}
	var err error
	if l.moves, err = linear.NewTrainer(moveNames()); err != nil {
		return nil, err
	}
	if l.relations, err = linear.NewTrainer(relationNames()); err != nil {
		return nil, err
	}
	documents := make([]*doc.Doc, len(lessons))
	for i := range lessons {
		documents[i] = lessons[i].Doc
	}
	l.parser, err = newParser(l.moves, l.relations, newVocabulary(documents))
	return l, err
}

// learn parses one sentence and corrects the weights at each wrong answer.
func (l *learner) learn(lesson *Lesson, sentence doc.Range) {
	l.gold.read(lesson, sentence)
	p := l.state
	p.start(l.parser, lesson.Doc.Tokens[sentence.First:sentence.End])
	for !p.done() {
		m := l.move(p)
		rel := l.parser.relation(p, m)
		if m != shift && rel != doc.Root && l.gold.head[p.under(0)] == p.governor(m) {
			l.relation(p)
		}
		p.apply(m, rel)
	}
}

// move chooses the next move and learns from it.
func (l *learner) move(p *state) move {
	if only, ok := p.forced(); ok {
		return only
	}
	features := p.moveFeatures()
	l.moves.Step()
	l.moves.Score(features, &p.scores)
	scores := (*[numMoves]int32)(p.scores[:])
	allowed, good := p.allowed(), l.gold.right(p)
	got, want, rival := allowed.best(scores), good.best(scores), (allowed &^ good).best(scores)
	l.of++
	if rival < numMoves && scores[want]-scores[rival] <= l.margin {
		l.wrong++
		l.moves.Update(features, int(want), 1)
		l.moves.Update(features, int(rival), -1)
	}
	if !good.has(got) && (!l.follow || l.random.Float64() >= followOwn) {
		return want
	}
	return got
}

// relation learns from the name given to a right arc, whose features and scores
// are still at hand.
func (l *learner) relation(p *state) {
	want := l.gold.rel[p.under(0)]
	l.relations.Step()
	if want < firstRelation {
		return
	}
	n := int(doc.NumRels - firstRelation)
	right := int(want - firstRelation)
	p.scores[right] -= l.margin + 1
	if rival := p.scores.Best(n); rival != right {
		l.relations.Update(p.buf, right, 1)
		l.relations.Update(p.buf, rival, -1)
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
