package events

import (
	"math"
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// examine makes the examples of one lesson.
func (t *teacher) examine(r *reading, l *Lesson) (lessonExamples, error) {
	defer keepTrees(l.Doc)()
	if err := r.read(l.Doc, t.blank); err != nil {
		return lessonExamples{}, err
	}
	var e lessonExamples
	r.quotes = quotesOf(l.Doc, r.quotes[:0])
	r.says = statements(l.Doc, r.quotes, r.says[:0])
	truth := t.align(r, l.Gold)
	for i := range l.Doc.Sentences {
		_ = l.Doc.Parse(i) // without a parser the words alone serve
	}
	if !l.RolesOnly {
		e.trigger, e.sense = t.triggerExamples(r, truth, l)
	}
	views := make([]statusViews, len(l.Gold))
	for _, at := range truth.order {
		c := truth.candidates[at]
		r.look(c.Sentence)
		t.argumentExamples(r, &c.Candidate, &l.Gold[c.event], l.Partial, &e)
		if l.Partial {
			continue
		}
		views[c.event].add(r, &c.Candidate, l.Gold[c.event].Status)
	}
	for i := range views {
		e.status = append(e.status, views[i].meaning...)
		e.clause = append(e.clause, views[i].weighed()...)
	}
	r.meaning.forget() // the examples hold on to its vectors
	return e, nil
}

// keepTrees returns what takes back the trees that a document gets from now on:
// the second models must meet it as the stage does, which parses few sentences.
func keepTrees(d *doc.Doc) (restore func()) {
	had := make([]bool, len(d.Sentences))
	for i := range had {
		had[i] = d.Sentences[i].Parsed
	}
	return func() {
		for i := range had {
			if !had[i] && d.Sentences[i].Parsed {
				d.Unparse(i)
			}
		}
	}
}

// statusViews are the mentions of an event as examples of its status.
type statusViews struct {
	meaning []neural.Example
	words   []linear.Example
}

func (v *statusViews) add(r *reading, c *Candidate, status doc.Status) {
	v.meaning = append(v.meaning, neural.Example{Input: r.statusInput(c).Clone(), Joined: len(v.meaning) > 0, Gold: uint8(status)})
	v.words = append(v.words, linear.Example{Features: slices.Clone(r.clauseWords(c)), Gold: uint8(status)})
}

// weighed are the examples by words, each of which counts as a view does that
// is joined with the others.
func (v *statusViews) weighed() []linear.Example {
	for i := range v.words {
		v.words[i].Weight = float32(1 / math.Sqrt(float64(len(v.words))))
	}
	return v.words
}

// truth is the gold events of a document, brought to its tokens.
type truth struct {
	// candidates by head token, as the stage would have made them.
	candidates map[int32]goldCandidate
	// order are the heads, ascending.
	order []int32
	// ignored are the other tokens of triggers: neither right nor wrong.
	ignored map[int32]bool
}

// goldCandidate is a right candidate and the index of its event.
type goldCandidate struct {
	Candidate
	event int
}

func (t *teacher) align(r *reading, gold []GoldEvent) *truth {
	out := &truth{candidates: map[int32]goldCandidate{}, ignored: map[int32]bool{}}
	for i := range gold {
		definition := t.definitions.Lookup(gold[i].Type)
		if definition == nil {
			continue
		}
		for _, trigger := range gold[i].Triggers {
			c := goldCandidate{r.goldCandidate(definition, trigger), i}
			if _, taken := out.candidates[c.Head]; taken {
				continue
			}
			out.candidates[c.Head] = c
			out.order = append(out.order, c.Head)
			for x := trigger.First; x < trigger.End; x++ {
				out.ignored[x] = true
			}
		}
	}
	slices.Sort(out.order)
	return out
}

// goldCandidate is what the definitions propose for a gold trigger, or a
// candidate of its head.
func (r *reading) goldCandidate(definition *Definition, trigger doc.Range) Candidate {
	for t := trigger.First; t < trigger.End; t++ {
		for _, c := range r.proposalsAt(t) {
			if c.Definition == definition {
				return c
			}
		}
	}
	head := r.triggerHead(trigger)
	return Candidate{
		Definition: definition, Trigger: doc.Range{First: head, End: head + 1}, Head: head,
		Sentence: int32(r.d.SentenceAt(head)),
	}
}

// triggerHead is the token that stands for a trigger of several: its first
// verb that is no auxiliary, else its last noun, else its last word.
func (r *reading) triggerHead(trigger doc.Range) int32 {
	noun := int32(-1)
	for t := trigger.First; t < trigger.End; t++ {
		tok := &r.d.Tokens[t]
		if tok.Tag.Verb() && !auxiliary[lemmaOf(tok)] {
			return t
		}
		if tok.Tag.Noun() {
			noun = t
		}
	}
	if noun >= 0 {
		return noun
	}
	return trigger.End - 1
}

// triggerExamples are all tokens that the stage would ask about; of a partial
// lesson, only those known to be right or wrong.
func (t *teacher) triggerExamples(r *reading, truth *truth, l *Lesson) (out []linear.Example, words []neural.Example) {
	for i := range r.d.Sentences {
		s := &r.d.Sentences[i]
		for x := s.First; x < s.End; x++ {
			c, right := truth.candidates[x]
			if !right && (l.Partial && !l.wrong(i, r.proposalsAt(x)) || truth.ignored[x] || len(r.proposalsAt(x)) == 0 && !r.content(x, s.Headline || s.TitleCase)) {
				continue
			}
			e := linear.Example{Features: slices.Clone(r.triggerFeatures(x, i))}
			if right {
				e.Gold = uint8(slices.Index(t.types, c.Definition.Type))
			}
			out = append(out, e)
			words = append(words, neural.Example{Input: r.triggerInput(x, i).Clone(), Gold: e.Gold, Easy: !right && len(r.proposalsAt(x)) == 0})
		}
	}
	return out, words
}

// wrong says whether a token of a partial lesson is known to name none of the
// events that are proposed for it.
func (l *Lesson) wrong(sentence int, proposed []Candidate) bool {
	return l.Absent != nil && len(proposed) > 0 &&
		!slices.ContainsFunc(proposed, func(c Candidate) bool { return !slices.Contains(l.Absent[sentence], c.Definition.Type) })
}

// argumentExamples adds the fillers around a right candidate; of a partial
// lesson, only the right ones and names, and nothing where no filler is known.
func (t *teacher) argumentExamples(r *reading, c *Candidate, gold *GoldEvent, partial bool, into *lessonExamples) {
	if partial && len(gold.Arguments) == 0 {
		return
	}
	allowed := slices.Clone(r.roleLabels(c.Definition, t.roles))
	r.around = r.fillers(c.Trigger, c.Head, r.around[:0])
	for i := range r.around {
		f := &r.around[i]
		label := uint8(noLabel)
		for a := range gold.Arguments {
			if l := slices.Index(t.roles, gold.Arguments[a].Role); l > noLabel && slices.Contains(allowed, uint8(l)) && gold.Arguments[a].is(r.d, f.Range, f.entity) {
				label = uint8(l)
				break
			}
		}
		if partial && label == noLabel && f.entity == doc.NoEntity {
			continue
		}
		into.argument = append(into.argument, neural.Example{Input: r.argumentInput(c, f, r.around).Clone(), Allowed: allowed, Gold: label})
		into.role = append(into.role, linear.Example{Features: slices.Clone(r.roleFeatures(c, f, r.around)), Allowed: allowed, Gold: label})
	}
}

// pairExamples are the pairs of candidates of one type whose events are known.
func (r *reading) pairExamples(gold []GoldEvent) (out []linear.Example) {
	events := make([]int, len(r.judged))
	for i := range r.judged {
		events[i] = eventOf(&r.judged[i], gold)
	}
	for j := range r.judged {
		for i := range j {
			if r.judged[i].Definition != r.judged[j].Definition || events[i] < 0 || events[j] < 0 {
				continue
			}
			e := linear.Example{Features: slices.Clone(r.pairFeatures(r.judged, int32(i), int32(j)))}
			if events[i] == events[j] {
				e.Gold = 1
			}
			out = append(out, e)
		}
	}
	return out
}

// eventOf is the gold event that a candidate tells of: one that has it as a
// trigger, else the only one of its type in its sentence. -1 when that is not
// known.
func eventOf(c *judged, gold []GoldEvent) int {
	near := -1
	for i := range gold {
		if gold[i].Type != c.Definition.Type {
			continue
		}
		for _, t := range gold[i].Triggers {
			if t.Overlaps(c.Trigger) {
				return i
			}
		}
		if !slices.Contains(gold[i].Sentences, c.Sentence) {
			continue
		}
		if near >= 0 {
			return -1
		}
		near = i
	}
	return near
}

// is says whether a filler found is the annotated one: its entity has one of
// the forms, or the words of the phrase are mostly the same.
func (a *GoldArgument) is(d *doc.Doc, r doc.Range, entity int32) bool {
	if entity != doc.NoEntity {
		return anyName(&d.Entities[entity], a.has)
	}
	return a.has(d.TextOf(r))
}

func (a *GoldArgument) has(text string) bool {
	return slices.ContainsFunc(a.Forms, func(form string) bool { return alike(form, text) })
}

// alike says whether two phrases share at least half of their words, articles
// and prepositions apart (Dice coefficient).
func alike(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	x, y := meaningful(a), meaningful(b)
	shared, total := 0, len(x)+len(y)
	for _, w := range x {
		if i := slices.Index(y, w); i >= 0 {
			y = slices.Delete(y, i, i+1)
			shared++
		}
	}
	return shared > 0 && 4*shared >= total
}

var empty = wordSet("the a an its his her their of in for to on at by with and some about around more than")

func meaningful(phrase string) []string {
	phrase = strings.NewReplacer("'s", "", "’s", "", ",", " ", "-", " ", "\"", " ").Replace(strings.ToLower(phrase))
	return slices.DeleteFunc(strings.Fields(phrase), func(w string) bool { return empty[w] })
}
