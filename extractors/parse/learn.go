package parse

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

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
	// Epochs is how often each sentence is seen in a run. From the second on the
	// parser goes on from its own moves, mostly.
	Epochs int
	// Runs is how many parsers are learnt, each in another order, to be averaged
	// into one; at least 1.
	Runs int
	// Seed of the shuffles.
	Seed uint64
	// Margin is by how much a right move, or a right relation, must beat the
	// wrong ones.
	Margin int32
	// LightMove and LightRelation are the weights below which a feature of moves
	// or relations is left out, on the scale of Margin.
	LightMove, LightRelation float64
	// First is how the parser of first trees is learnt; nil for none.
	First *Course
	// Progress is told after each of Passes how many moves were wrong
	// or too close; may be nil. That of First is told nothing.
	Progress func(pass, wrong, of int)
}

// rounds: in the first all features are learnt, in the second those that were
// worth keeping. Pruning leaves weights that others have to make up for, and
// that they learn in the second.
const rounds = 2

// Passes is how often Learn goes through all lessons, or through all but a fold.
func (c Course) Passes() int {
	passes := rounds * c.runs() * c.Epochs
	if c.First != nil {
		passes += folds*c.First.Epochs + c.First.Passes()
	}
	return passes
}

func (c Course) runs() int { return max(c.Runs, 1) }

// progress counts the passes for Progress. Several runs may call it at once.
func (c Course) progress() func(wrong, of int) {
	var one sync.Mutex
	passes := 0
	return func(wrong, of int) {
		one.Lock()
		defer one.Unlock()
		passes++
		if c.Progress != nil {
			c.Progress(passes, wrong, of)
		}
	}
}

// followOwn is how often the parser goes on from a wrong move of its own.
const followOwn = 0.9

// Learn trains a parser. The same lessons and course give the same parser. It
// writes to no document, and ends early with ctx.
func Learn(ctx context.Context, lessons []Lesson, c Course) (*Stage, error) {
	documents := make([]*doc.Doc, len(lessons))
	for i := range lessons {
		documents[i] = lessons[i].Doc
	}
	p, err := newParser(nil, nil, newVocabulary(documents), false)
	if err != nil {
		return nil, fmt.Errorf("learn to parse: %w", err)
	}
	l := &learner{parser: p, lessons: lessons, course: c, left: none, progress: c.progress()}
	var first *parser
	if c.First != nil {
		if first, err = l.learnFirst(ctx); err != nil {
			return nil, err
		}
	}
	if p, err = l.all(ctx); err != nil {
		return nil, err
	}
	p.first = first
	return &Stage{p}, nil
}

// learner is a parser in training.
type learner struct {
	parser  *parser
	lessons []Lesson
	// guides are the first trees, by lesson and sentence; nil for none.
	guides [][][]arc
	course Course
	// left is the fold of lessons that is left out, none mostly.
	left     int
	progress func(wrong, of int)

	moves, relations *linear.Trainer
	random           *linear.Random
	state            *state
	gold             gold
	follow           bool
	wrong, of        int
}

// all learns in all rounds.
func (l *learner) all(ctx context.Context) (*parser, error) {
	var kept *learnt
	for range rounds {
		var err error
		if kept, err = l.round(ctx, kept); err != nil {
			return nil, err
		}
	}
	return l.ready(kept)
}

// ready is the parser with what was learnt.
func (l *learner) ready(models *learnt) (*parser, error) {
	p, err := newParser(models.moves, models.relations, l.parser.words, l.parser.backwards)
	if err != nil {
		return nil, fmt.Errorf("learn to parse: %w", err)
	}
	return p, nil
}

// learnt are the two models of a parser.
type learnt struct{ moves, relations *linear.Model }

// round learns parsers, two at a time, and averages them. Unless only is nil, they
// learn about its features alone, and those all stay; otherwise those that at
// least half of them have.
func (l *learner) round(ctx context.Context, only *learnt) (*learnt, error) {
	moves, relations := make([]*linear.Model, l.course.runs()), make([]*linear.Model, l.course.runs())
	var runs errgroup.Group
	runs.SetLimit(atOnce)
	for run := range l.course.runs() {
		runs.Go(func() error {
			one, err := l.run(ctx, l.course.Seed+uint64(run), only)
			if err == nil {
				moves[run], relations[run] = one.moves, one.relations
			}
			return err
		})
	}
	if err := runs.Wait(); err != nil {
		return nil, err
	}
	if only != nil {
		return &learnt{linear.Mean(moves, 1, 0), linear.Mean(relations, 1, 0)}, nil
	}
	half := (len(moves) + 1) / 2
	return &learnt{linear.Mean(moves, half, l.course.LightMove), linear.Mean(relations, half, l.course.LightRelation)}, nil
}

// atOnce is how many parsers are learnt side by side; each takes some gigabytes.
const atOnce = 2

// run learns one parser and averages its weights. It leaves l as it is.
func (l *learner) run(ctx context.Context, seed uint64, only *learnt) (*learnt, error) {
	own := *l
	own.state, own.random = newState(), linear.NewRandom(seed)
	var err error
	if own.moves, err = linear.NewTrainer(moveNames()); err != nil {
		return nil, err
	}
	if own.relations, err = linear.NewTrainer(relationNames()); err != nil {
		return nil, err
	}
	if only != nil {
		own.moves.Only(only.moves)
		own.relations.Only(only.relations)
	}
	if own.parser, err = newParser(own.moves, own.relations, l.parser.words, l.parser.backwards); err != nil {
		return nil, err
	}
	for epoch := range own.course.Epochs {
		own.follow = epoch > 0
		if err := own.pass(ctx); err != nil {
			return nil, err
		}
	}
	return &learnt{own.moves.Model(linear.Packing{}), own.relations.Model(linear.Packing{})}, nil
}

// pass learns from each sentence once.
func (l *learner) pass(ctx context.Context) error {
	type place struct{ lesson, sentence int }
	var places []place
	for i := range l.lessons {
		if i%folds == l.left {
			continue
		}
		for j := range l.lessons[i].Doc.Sentences {
			places = append(places, place{i, j})
		}
	}
	l.wrong, l.of = 0, 0
	for _, p := range l.random.Perm(len(places)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		l.learn(places[p].lesson, places[p].sentence)
	}
	l.progress(l.wrong, l.of)
	return nil
}

// learn parses one sentence and corrects the weights at each wrong answer.
func (l *learner) learn(i, j int) {
	lesson, p := &l.lessons[i], l.state
	sentence := lesson.Doc.Sentences[j].Range
	p.start(l.parser, lesson.Doc.Tokens[sentence.First:sentence.End])
	if l.guides != nil {
		p.follow(l.guides[i][j])
	}
	l.gold.read(lesson, sentence, p)
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
	if rival < numMoves && scores[want]-scores[rival] <= l.course.Margin {
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
	p.scores[right] -= l.course.Margin + 1
	if rival := p.scores.Best(n); rival != right {
		l.relations.Update(p.buf, right, 1)
		l.relations.Update(p.buf, rival, -1)
	}
}

// read takes the tree of a sentence from the lesson, in nodes of p.
func (g *gold) read(lesson *Lesson, sentence doc.Range, p *state) {
	n := int32(sentence.Len())
	g.head, g.rel = g.head[:0], g.rel[:0]
	for node := range int(n) {
		i := sentence.First + int32(p.other(node))
		head := int32(p.other(int(lesson.Heads[i] - sentence.First)))
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
