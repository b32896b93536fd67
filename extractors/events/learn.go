package events

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"gleaner/extractors/boosted"
	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// Lesson is an annotated article to learn from. Doc has been through the
// stages before this one, so that what is learnt fits what they really give.
type Lesson struct {
	Doc  *doc.Doc
	Gold []GoldEvent
	// Partial says that Gold is not all: the article may tell of more events, and
	// of an event neither status nor source is known, nor what is not a name.
	Partial bool
	// Absent are the types that each sentence of a partial lesson is known not to
	// tell of: what definitions propose there is wrong when it is of these alone.
	Absent [][]string
	// RolesOnly says that what a partial lesson knows of triggers is too little
	// to learn from.
	RolesOnly bool
	// Shown is how often models are shown the lesson.
	Shown Shown
}

// Shown is how often models are shown what a lesson teaches, 0 for once. What is
// shown more often counts more: real articles beside invented ones, and above all
// those that the authors of the annotation guide annotated.
type Shown struct {
	// Triggers is for the words and meanings that name events, Events for which
	// groups of them are events.
	Triggers, Events int
	// Others is for roles, sources and the last word on statuses. The other models
	// gain nothing by it: they are shown all lessons once.
	Others int
}

// GoldEvent is one annotated event.
type GoldEvent struct {
	Type   string
	Status doc.Status
	// Triggers are all places that name it, the clearest first.
	Triggers []doc.Range
	// Sentences are the indexes of the sentences of the triggers.
	Sentences []int32
	Arguments []GoldArgument
	// Source are the forms of who the article credits, nil for nobody.
	Source []string
}

// GoldArgument is an annotated filler: an entity with its forms, or a phrase.
type GoldArgument struct {
	Role  string
	Forms []string
}

// Folds is how many parts the lessons are cut into, so that the second models
// learn from decisions about articles that the first models have not seen:
// lesson i belongs to part i modulo Folds.
const Folds = 5

// Learn trains all models. The same lessons give the same models. say is told of
// the progress, line by line; it is never called twice at the same time.
func Learn(definitions *Definitions, lessons, drills []Lesson, say func(string)) (*Learnt, error) {
	t, err := newTeacher(definitions, lessons, drills)
	if err != nil {
		return nil, err
	}
	var one sync.Mutex
	t.say = func(format string, args ...any) {
		one.Lock()
		defer one.Unlock()
		say(fmt.Sprintf(format, args...))
	}
	return t.learn()
}

// Learnt is what came of the lessons: models of all of them, and what models of
// all but one part say of that part.
type Learnt struct {
	firsts [Folds + 1]*Model
	groups [Folds + 1]groupExamples
}

// Model has learnt from all lessons.
func (l *Learnt) Model() (*Model, error) { return l.Without(noFold) }

// Without has learnt from all lessons but those of a part, for
// cross-validation. Its second models learn from what the first models of the
// other parts say of these, as is usual where models are stacked (van der Laan
// et al. 2007).
func (l *Learnt) Without(part int) (*Model, error) {
	m := *l.firsts[part]
	var all groupExamples
	for i, g := range l.groups {
		if i == part {
			continue
		}
		all.judge, all.verdict = append(all.judge, g.judge...), append(all.verdict, g.verdict...)
		all.source, all.credit = append(all.source, g.source...), append(all.credit, g.credit...)
	}
	var fits errgroup.Group
	fits.Go(func() (err error) {
		m.judge, err = boosted.Fit(judgeInputs, all.judge, groupCourse)
		return err
	})
	fits.Go(func() (err error) {
		m.verdict, err = boosted.Fit(verdictInputs, all.verdict, verdictCourse)
		return err
	})
	fits.Go(func() (err error) {
		m.source, err = boosted.Fit(sourceInputs, all.source, sourceCourse)
		return err
	})
	fits.Go(func() (err error) {
		m.credit, err = linear.FitSparse(noYes, all.credit, creditSettings)
		return err
	})
	return &m, fits.Wait()
}

// TriggerLessons are lessons whose examples are worked out once, so that models
// of triggers can learn from them again and again, each time with other drills.
type TriggerLessons struct {
	teacher *teacher
	common  lessonExamples
}

// NewTriggerLessons works out the examples of lessons and of drills that all
// models learn from.
func NewTriggerLessons(definitions *Definitions, lessons, drills []Lesson) (*TriggerLessons, error) {
	t, err := newTeacher(definitions, lessons, drills)
	if err != nil {
		return nil, err
	}
	all, _ := split(len(lessons), noFold)
	e := t.lessonsOf(all)
	t.examples, t.drills = nil, lessonExamples{}
	return &TriggerLessons{t, lessonExamples{trigger: e.trigger, sense: e.sense}}, nil
}

// Teach returns the models with those of triggers learnt anew, from the lessons
// and more drills; all others, also those that decide about groups, stay as they
// are. It takes a small part of the time of Learn.
func (l *TriggerLessons) Teach(m *Model, drills []Lesson) (*Model, error) {
	e := lessonExamples{trigger: slices.Clip(l.common.trigger), sense: slices.Clip(l.common.sense)}
	if err := l.teacher.drill(drills, &e); err != nil {
		return nil, err
	}
	other := *m
	var fits errgroup.Group
	fits.Go(func() (err error) {
		other.trigger, err = linear.FitSparse(l.teacher.types, e.trigger, triggerSettings)
		return err
	})
	fits.Go(func() (err error) {
		other.sense, err = neural.Fit(l.teacher.types, lexicons.VectorWidth, e.sense, senseCourse)
		return err
	})
	return &other, fits.Wait()
}

// teacher holds the examples of all lessons, which do not depend on any model.
type teacher struct {
	definitions *Definitions
	lessons     []Lesson
	types       []string
	roles       []string
	examples    []lessonExamples
	// drills are the examples that every model learns from.
	drills lessonExamples
	blank  *Stage
	// say tells of the progress; it may be called from several goroutines.
	say func(format string, args ...any)
}

// lessonExamples are what one lesson teaches.
type lessonExamples struct {
	trigger, role, clause   []linear.Example
	sense, argument, status []neural.Example
}

// show adds what a lesson teaches.
func (e *lessonExamples) show(o *lessonExamples, n Shown) {
	for range max(n.Triggers, 1) {
		e.trigger, e.sense = append(e.trigger, o.trigger...), append(e.sense, o.sense...)
	}
	for range max(n.Others, 1) {
		e.role, e.argument = append(e.role, o.role...), append(e.argument, o.argument...)
	}
	e.clause, e.status = append(e.clause, o.clause...), append(e.status, o.status...)
}

func newTeacher(definitions *Definitions, lessons, drills []Lesson) (*teacher, error) {
	blank, err := NewWith(definitions, nil)
	if err != nil {
		return nil, err
	}
	t := &teacher{definitions: definitions, lessons: lessons, types: []string{""}, roles: []string{""}, blank: blank}
	for _, d := range definitions.All() {
		t.types = append(t.types, d.Type)
		for i := range d.Roles {
			if name := d.Roles[i].Name; !slices.Contains(t.roles, name) {
				t.roles = append(t.roles, name)
			}
		}
	}
	slices.Sort(t.roles[1:])
	r := new(reading)
	for i := range lessons {
		e, err := t.examine(r, &lessons[i])
		if err != nil {
			return nil, fmt.Errorf("learn events: lesson %d: %w", i, err)
		}
		t.examples = append(t.examples, e)
	}
	return t, t.drill(drills, &t.drills)
}

// drill adds what drills teach.
func (t *teacher) drill(drills []Lesson, into *lessonExamples) error {
	r := new(reading)
	for i := range drills {
		e, err := t.examine(r, &drills[i])
		if err != nil {
			return fmt.Errorf("learn events: drill %d: %w", i, err)
		}
		into.show(&e, drills[i].Shown)
	}
	return nil
}

// learn trains the first models, once without each part and once with all, and
// asks each about the part that it has not seen. What is one event is learnt
// from the answers, first of two triggers, then of two groups of them, and
// then which fillers a group has; each time without the part that is asked
// about next. As many parts are learnt side by side as there are processors;
// nothing depends on the order in which they end.
func (t *teacher) learn() (*Learnt, error) {
	l := new(Learnt)
	var pairs [Folds + 1][]linear.Example
	err := eachFold(func(fold int) (err error) {
		seen, unseen := split(len(t.lessons), fold)
		if l.firsts[fold], err = t.fit(fold, seen); err == nil {
			pairs[fold], err = t.pairs(l.firsts[fold], unseen)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	t.examples, t.drills = nil, lessonExamples{} // the second models have their own
	t.say("learning which triggers are one event")
	var unions [Folds + 1][]boosted.Example
	err = eachFold(func(fold int) (err error) {
		if l.firsts[fold].same, err = linear.FitSparse(noYes, without(pairs, fold), sameSettings); err != nil {
			return err
		}
		_, unseen := split(len(t.lessons), fold)
		unions[fold], err = t.unions(l.firsts[fold], unseen)
		return err
	})
	if err != nil {
		return nil, err
	}
	t.say("learning which groups are one event")
	var fills [Folds + 1][]boosted.Example
	err = eachFold(func(fold int) (err error) {
		if l.firsts[fold].union, err = boosted.Fit(unionInputs, without(unions, fold), groupCourse); err != nil {
			return err
		}
		_, unseen := split(len(t.lessons), fold)
		fills[fold], err = t.fills(l.firsts[fold], unseen)
		return err
	})
	if err != nil {
		return nil, err
	}
	t.say("learning which fillers play a role")
	err = eachFold(func(fold int) (err error) {
		if l.firsts[fold].fill, err = boosted.Fit(fillInputs, without(fills, fold), groupCourse); err != nil {
			return err
		}
		_, unseen := split(len(t.lessons), fold)
		l.groups[fold], err = t.groups(l.firsts[fold], unseen)
		return err
	})
	return l, err
}

// without joins all parts but one.
func without[E any](parts [Folds + 1][]E, part int) []E {
	parts[part] = nil
	return slices.Concat(parts[:]...)
}

// How each model learns, found by cross-validation over the training articles;
// a little coarser where that keeps the models small.
var (
	triggerSettings = linear.Sparse{Epochs: 10, Rate: 0.3, Doubt: 2, Dropout: 0.5, MinCount: 3, MinWeight: 0.065, Seed: 1}
	roleSettings    = linear.Sparse{Epochs: 8, Rate: 0.2, Doubt: 8, Dropout: 0.4, MinCount: 3, MinWeight: 0.065, Seed: 1}
	senseCourse     = neural.Course{Hidden: 192, Epochs: 10, Rate: 0.002, Decay: 1e-4, InputDropout: 0.2, HiddenDropout: 0.4, MinCount: 3, Seed: 7}
	argumentCourse  = neural.Course{Hidden: 192, Epochs: 10, Rate: 0.002, Decay: 1e-4, InputDropout: 0.2, HiddenDropout: 0.4, MinCount: 10, Seed: 8}
	clauseSettings  = linear.Sparse{Epochs: 8, Rate: 0.2, Doubt: 2, Dropout: 0.6, MinCount: 3, MinWeight: 0.05, Seed: 1}
	sameSettings    = linear.Sparse{Epochs: 4, Rate: 0.05, Doubt: 5, Dropout: 0.7, MinCount: 3, Seed: 1}
	statusCourse    = neural.Course{Hidden: 128, Runs: 2, Epochs: 12, Rate: 0.002, Decay: 1e-4, InputDropout: 0.5, HiddenDropout: 0.6, OwnLoss: 0.3, MinCount: 12, Seed: 3}
	creditSettings  = linear.Sparse{Epochs: 4, Rate: 0.05, Doubt: 3, Dropout: 0.6, MinCount: 3, Seed: 1}
	sourceCourse    = boosted.Course{Trees: 300, Leaves: 15, MinLeaf: 20, Rate: 0.03, Rows: 0.7, Columns: 0.4, Shrink: 10, Seed: 13}
	verdictCourse   = boosted.Course{Trees: 500, Leaves: 31, MinLeaf: 60, Rate: 0.03, Rows: 0.7, Columns: 0.4, Shrink: 10, Seed: 17}
	groupCourse     = boosted.Course{Trees: 300, Leaves: 31, MinLeaf: 60, Rate: 0.03, Rows: 0.7, Columns: 0.4, Shrink: 10, Seed: 5}
)

// noYes are the labels of linear models that answer a question.
var noYes = []string{"no", "yes"}

// noFold is the fold that holds nothing: what is learnt without it has seen all.
const noFold = Folds

// eachFold runs the folds and noFold, as many at a time as there are processors,
// since each holds its examples in memory, and returns their errors.
func eachFold(run func(fold int) error) error {
	var errs [Folds + 1]error
	var folds errgroup.Group
	folds.SetLimit(runtime.GOMAXPROCS(0))
	for fold := range errs {
		folds.Go(func() error {
			errs[fold] = run(fold)
			return nil
		})
	}
	_ = folds.Wait()
	return errors.Join(errs[:]...)
}

// groupExamples teach the models that decide about groups.
type groupExamples struct {
	judge, verdict, source []boosted.Example
	credit                 []linear.Example
}

// split lists the lessons of a part as unseen, all others as seen.
func split(lessons, part int) (seen, unseen []int) {
	for i := range lessons {
		if i%Folds == part {
			unseen = append(unseen, i)
		} else {
			seen = append(seen, i)
		}
	}
	return seen, unseen
}

func statusNames() []string {
	names := make([]string, doc.NumStatuses)
	for s := range names {
		names[s] = doc.Status(s).String()
	}
	return names
}

// lessonsOf are the examples of some lessons and of all drills.
func (t *teacher) lessonsOf(lessons []int) (e lessonExamples) {
	e.show(&t.drills, Shown{})
	for _, l := range lessons {
		e.show(&t.examples[l], t.lessons[l].Shown)
	}
	return e
}

// fit trains the models that learn from the text alone, without a fold.
func (t *teacher) fit(fold int, lessons []int) (*Model, error) {
	e := t.lessonsOf(lessons)
	of := fmt.Sprintf("without part %d of %d", fold+1, Folds)
	if fold == noFold {
		of = "of all articles"
	}
	m := &Model{}
	var err error
	if m.trigger, err = linear.FitSparse(t.types, e.trigger, triggerSettings); err != nil {
		return nil, err
	}
	t.say("%s: words of triggers learnt", of)
	if m.sense, err = neural.Fit(t.types, lexicons.VectorWidth, e.sense, senseCourse); err != nil {
		return nil, err
	}
	t.say("%s: meanings of triggers learnt", of)
	if m.role, err = linear.FitSparse(t.roles, e.role, roleSettings); err != nil {
		return nil, err
	}
	t.say("%s: words of roles learnt", of)
	if m.argument, err = neural.Fit(t.roles, lexicons.VectorWidth, e.argument, argumentCourse); err != nil {
		return nil, err
	}
	t.say("%s: meanings of roles learnt", of)
	if m.clause, err = linear.FitSparse(statusNames(), e.clause, clauseSettings); err != nil {
		return nil, err
	}
	if m.status, err = neural.Fit(statusNames(), lexicons.VectorWidth, e.status, statusCourse); err != nil {
		return nil, err
	}
	t.say("%s: statuses learnt", of)
	return m, nil
}

// eachUnseen shows lessons that the models have not seen to a stage of theirs.
func (t *teacher) eachUnseen(m *Model, lessons []int, visit func(s *Stage, r *reading, lesson *Lesson) error) error {
	stage, err := NewWith(t.definitions, m)
	if err != nil {
		return err
	}
	r := new(reading)
	for _, l := range lessons {
		restore := keepTrees(t.lessons[l].Doc)
		err := visit(stage, r, &t.lessons[l])
		restore()
		if err != nil {
			return err
		}
	}
	return nil
}

// pairs applies the first models to lessons that they have not seen, and says
// of each two candidates of one type and of known events whether these are one.
func (t *teacher) pairs(m *Model, lessons []int) (out []linear.Example, err error) {
	err = t.eachUnseen(m, lessons, func(s *Stage, r *reading, lesson *Lesson) error {
		if err := s.candidates(r, lesson.Doc); err != nil {
			return err
		}
		out = append(out, r.pairExamples(lesson.Gold)...)
		return nil
	})
	return out, err
}

// unions does the same and says of each two groups of one type and of known
// events whether these are one.
func (t *teacher) unions(m *Model, lessons []int) (out []boosted.Example, err error) {
	err = t.eachUnseen(m, lessons, func(s *Stage, r *reading, lesson *Lesson) error {
		if err := s.candidates(r, lesson.Doc); err != nil {
			return err
		}
		groups := s.merge(r, 0, len(r.judged))
		r.gatherAll(groups)
		out = append(out, s.unionExamples(r, groups, lesson.Gold)...)
		return nil
	})
	return out, err
}

// fills applies models to lessons that they have not seen, and says of each
// filler of an event whether it plays its role.
func (t *teacher) fills(m *Model, lessons []int) (out []boosted.Example, err error) {
	err = t.eachUnseen(m, lessons, func(s *Stage, r *reading, lesson *Lesson) error {
		groups, err := s.groups(r, lesson.Doc)
		if err != nil {
			return err
		}
		for i, event := range pair(r, groups, lesson.Gold) {
			if event != nil {
				out = append(out, r.fillExamples(&groups[i], event)...)
			}
		}
		return nil
	})
	return out, err
}

// groups does the same and says of each group whether it is an event, and of an
// event who is its source.
func (t *teacher) groups(m *Model, lessons []int) (out groupExamples, err error) {
	err = t.eachUnseen(m, lessons, func(s *Stage, r *reading, lesson *Lesson) error {
		groups, err := s.groups(r, lesson.Doc)
		if err != nil {
			return err
		}
		events := pair(r, groups, lesson.Gold)
		for i := range groups {
			e := boosted.Example{X: slices.Clone(r.judgeInputs(groups, i)), Gold: events[i] != nil}
			out.judge = append(out.judge, slices.Repeat([]boosted.Example{e}, max(lesson.Shown.Events, 1))...)
			if events[i] != nil {
				times := max(lesson.Shown.Others, 1)
				r.sourceExamples(&groups[i], events[i], times, &out)
				out.verdict = append(out.verdict, slices.Repeat(r.verdictExamples(&groups[i], events[i]), times)...)
			}
		}
		return nil
	})
	return out, err
}

// fillExamples says of each filler of a group whether the event has it.
func (r *reading) fillExamples(g *group, event *GoldEvent) []boosted.Example {
	var out []boosted.Example
	for i := range g.parts {
		a := &g.parts[i].argument
		out = append(out, boosted.Example{
			X:    slices.Clone(r.fillInputs(g, i)),
			Gold: slices.ContainsFunc(event.Arguments, func(x GoldArgument) bool { return x.Role == a.Role && x.is(r.d, a.Range, a.Entity) }),
		})
	}
	return out
}

// verdictExamples say of each status whether it is the event's.
func (r *reading) verdictExamples(g *group, event *GoldEvent) []boosted.Example {
	out := make([]boosted.Example, doc.NumStatuses)
	for s := range out {
		out[s] = boosted.Example{X: slices.Clone(r.verdictInputs(g, doc.Status(s))), Gold: event.Status == doc.Status(s)}
	}
	return out
}

// sourceExamples say of each who may be the source of a group's event whether
// the article credits them. By words they are shown as often as times says.
func (r *reading) sourceExamples(g *group, event *GoldEvent, times int, into *groupExamples) {
	source := GoldArgument{Forms: event.Source}
	all, voices := r.hear(g)
	r.eachVoice(g, all, voices, func(v *voice, x []float32) {
		credited := slices.ContainsFunc(v.heard, func(at heard) bool {
			c := creditOf(all, at)
			return source.is(r.d, c.source, c.entity) || source.has(r.d.TextOf(c.source))
		})
		into.source = append(into.source, boosted.Example{X: slices.Clone(x), Gold: credited})
		words := linear.Example{Features: slices.Clone(r.creditFeatures(g, all, voices, v))}
		if credited {
			words.Gold = 1
		}
		into.credit = append(into.credit, slices.Repeat([]linear.Example{words}, times)...)
	})
}

// pair says which groups are which events: each gold event takes the group of
// its type that shares most with it among those with a trigger in its sentences.
func pair(r *reading, groups []group, gold []GoldEvent) []*GoldEvent {
	events := make([]*GoldEvent, len(groups))
	for g := range gold {
		best := -1
		for i := range groups {
			if events[i] != nil || groups[i].definition.Type != gold[g].Type || !r.touches(&groups[i], &gold[g]) {
				continue
			}
			if best < 0 || r.overlap(&groups[i], &gold[g]) > r.overlap(&groups[best], &gold[g]) {
				best = i
			}
		}
		if best >= 0 {
			events[best] = &gold[g]
		}
	}
	return events
}

// touches says whether a trigger of the group stands in a sentence of the event.
func (r *reading) touches(g *group, e *GoldEvent) bool {
	return slices.ContainsFunc(g.members, func(m int32) bool { return slices.Contains(e.Sentences, r.judged[m].Sentence) })
}

// overlap ranks groups by how much they share with the event.
func (r *reading) overlap(g *group, e *GoldEvent) float64 {
	n := float64(r.judged[g.best].Score)
	for _, a := range g.arguments {
		for i := range e.Arguments {
			if e.Arguments[i].Role == a.Role && e.Arguments[i].is(r.d, a.Range, a.Entity) {
				n++
			}
		}
	}
	return n
}
