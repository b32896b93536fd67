package eval

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"gleaner/schemas"
)

// Report holds the figures of one engine on one gold set.
type Report struct {
	// Counts by task: "names", "names.person" and so on, "detect",
	// "detect.ban" and so on, "args".
	Counts map[string]*PRF
	// Status is the accuracy on paired events, without forecasts.
	Status Accuracy
	// Source is the accuracy on paired events whose source the gold names.
	Source Accuracy
	// Mistakes lists what was missed, spurious or wrong, in order of the articles.
	Mistakes []Mistake
	// Confidence says how many of the events found are right.
	Confidence Trust
	// SourceConfidence says how many of the sources of paired events are the gold
	// event's. Most of these have none.
	SourceConfidence Trust
	// RoleConfidence says how many of the fillers of paired events play their role.
	RoleConfidence Trust
}

// Trust says of what was found with a confidence of 0 to 0.1, 0.1 to 0.2 and so
// on how much was right; a calibrated engine is right as often as it says.
type Trust [10]Accuracy

func (t *Trust) note(confidence float64, right bool) {
	tenth := &t[min(max(int(confidence*10), 0), 9)]
	tenth.N++
	if right {
		tenth.Right++
	}
}

// Mistake is one difference between gold and extraction.
type Mistake struct {
	Article string `json:"article"`
	// Kind is "missed", "spurious", "status", "source", "arg missed" or "arg spurious".
	Kind string `json:"kind"`
	// Class says more of the kind, for counting; see Classes.
	Class string `json:"class,omitempty"`
	// Fillers is how many fillers of roles are lost or wrong with it.
	Fillers int `json:"fillers,omitempty"`
	// Type is the type of the event concerned.
	Type string `json:"type"`
	// What is the trigger, filler or statuses concerned.
	What string `json:"what"`
	// Context is the sentence, or what was found instead.
	Context string `json:"context"`
}

// MarshalJSON writes all figures as one object keyed by task.
func (r *Report) MarshalJSON() ([]byte, error) {
	all := make(map[string]any, len(r.Counts)+2)
	for task, c := range r.Counts {
		all[task] = c
	}
	all["status"], all["source"] = r.Status, r.Source
	return json.Marshal(all)
}

// Figure returns the F1 or accuracy of a task and whether there is one.
func (r *Report) Figure(task string) (float64, bool) {
	switch task {
	case "status":
		return r.Status.Value(), r.Status.N > 0
	case "source":
		return r.Source.Value(), r.Source.N > 0
	}
	c, ok := r.Counts[task]
	if !ok {
		return 0, false
	}
	return c.F1(), true
}

func (r *Report) count(task string) *PRF {
	c, ok := r.Counts[task]
	if !ok {
		c = new(PRF)
		r.Counts[task] = c
	}
	return c
}

// Score holds extractions against gold. They are matched by article id, of two
// with one id the last counts; an article without extraction counts as one
// where nothing was found.
func Score(gold []Gold, extractions []schemas.Extraction) *Report {
	byID := make(map[string]*schemas.Extraction, len(extractions))
	for i := range extractions {
		byID[extractions[i].Article.ID] = &extractions[i]
	}
	r := &Report{Counts: make(map[string]*PRF)}
	for i := range gold {
		x := byID[gold[i].ID]
		if x == nil {
			x = new(schemas.Extraction)
		}
		r.scoreNames(&gold[i], x)
		r.scoreEvents(&gold[i], x)
	}
	return r
}

// name is a mention as the figures count it.
type name struct {
	start, end int
	kind       schemas.EntityType
}

func (r *Report) scoreNames(g *Gold, x *schemas.Extraction) {
	wanted, found := goldNames(g), foundNames(x)
	for _, kind := range schemas.EntityTypes() {
		c := r.count("names." + string(kind))
		var here PRF
		for n := range wanted {
			if n.kind == kind && found[n] {
				here.TP++
			} else if n.kind == kind {
				here.FN++
			}
		}
		for n := range found {
			if n.kind == kind && !wanted[n] {
				here.FP++
			}
		}
		c.Add(here)
		r.count("names").Add(here)
	}
}

func goldNames(g *Gold) map[name]bool {
	all := make(map[name]bool)
	for _, e := range g.Entities {
		for _, m := range e.Mentions {
			all[name{m[0], m[1], entityTypes[e.Type]}] = true
		}
	}
	return all
}

func foundNames(x *schemas.Extraction) map[name]bool {
	all := make(map[name]bool)
	for _, e := range x.Entities {
		for _, m := range e.Mentions {
			all[name{m.Start, m.End, e.Type}] = true
		}
	}
	return all
}

// pairing is a gold event and a found one that may be the same.
type pairing struct {
	gold, found int
	// weight is twice the reference scorer's: fillers shared, 1 for a trigger
	// in a gold sentence, one half for equal status.
	weight int
	// shared counts the fillers they share.
	shared int
}

func (r *Report) scoreEvents(g *Gold, x *schemas.Extraction) {
	a := sidesOf(g, x)
	for _, p := range pairings(a.gold, a.found) {
		if a.goldDone[p.gold] || a.foundDone[p.found] {
			continue
		}
		a.goldDone[p.gold], a.foundDone[p.found] = true, true
		r.Confidence.note(x.Events[p.found].Confidence, true)
		r.scorePair(a, &a.gold[p.gold], &a.found[p.found], p.shared)
	}
	for i, done := range a.goldDone {
		if !done {
			r.scoreMissed(a, g, i)
		}
	}
	for j, done := range a.foundDone {
		if !done {
			r.Confidence.note(x.Events[j].Confidence, false)
			r.scoreSpurious(a, &x.Events[j], j)
		}
	}
}

func (r *Report) scoreMissed(a *articleSides, g *Gold, i int) {
	lost := &a.gold[i]
	r.count("detect").FN++
	r.count("detect."+lost.kind).FN++
	r.count("args").FN += len(lost.args)
	m := missed(g, &g.Events[i])
	m.Class, m.Fillers = a.missedClass(lost), len(lost.args)
	r.Mistakes = append(r.Mistakes, m)
}

func (r *Report) scoreSpurious(a *articleSides, e *schemas.Event, j int) {
	extra := &a.found[j]
	r.count("detect").FP++
	r.count("detect."+extra.kind).FP++
	r.count("args").FP += len(extra.args)
	m := spurious(a.id, e)
	m.Class, m.Fillers = a.spuriousClass(extra), len(extra.args)
	r.Mistakes = append(r.Mistakes, m)
}

func (r *Report) scorePair(a *articleSides, g, f *side, shared int) {
	r.count("detect").TP++
	r.count("detect."+g.kind).TP++
	r.count("args").Add(PRF{TP: shared, FN: len(g.args) - shared, FP: len(f.args) - shared})
	if g.kind != "forecast" {
		r.Status.N++
		if g.status == f.status {
			r.Status.Right++
		} else {
			change := g.status + " got " + f.status
			r.Mistakes = append(r.Mistakes, Mistake{Article: a.id, Kind: "status", Class: change, Type: g.kind, What: change, Context: f.trigger})
		}
	}
	if len(g.source) > 0 {
		r.Source.N++
		if anySame(g.source, f.source) {
			r.Source.Right++
		} else {
			r.Mistakes = append(r.Mistakes, sourceMistake(a.id, g, f))
		}
	}
	for _, x := range f.args {
		r.RoleConfidence.note(x.credible, slices.ContainsFunc(g.args, x.same))
	}
	if len(f.source) > 0 {
		r.SourceConfidence.note(f.credible, anySame(g.source, f.source))
	}
	r.addFillerMistakes("arg missed", a, g, f, func(x filler) string { return a.missedFillerClass(x, g, f) })
	r.addFillerMistakes("arg spurious", a, f, g, func(x filler) string { return a.spuriousFillerClass(x, g) })
}

// addFillerMistakes notes each filler of one side that the other has not.
func (r *Report) addFillerMistakes(kind string, a *articleSides, one, other *side, class func(filler) string) {
	for _, x := range one.args {
		if !slices.ContainsFunc(other.args, x.same) {
			r.Mistakes = append(r.Mistakes, Mistake{Article: a.id, Kind: kind, Class: class(x), Fillers: 1, Type: one.kind,
				What: x.role + "=" + x.text, Context: fmt.Sprint(other.args)})
		}
	}
}

// pairings returns every two events of one type that share a sentence or a
// filler, the likeliest first; equal ones in order of gold, then of found.
func pairings(gold, found []side) []pairing {
	var all []pairing
	for i := range gold {
		for j := range found {
			g, f := &gold[i], &found[j]
			if g.kind != f.kind {
				continue
			}
			shared, hit := sharedFillers(g, f), triggerInside(g, f)
			if shared == 0 && !hit {
				continue
			}
			p := pairing{gold: i, found: j, weight: 2 * shared, shared: shared}
			if hit {
				p.weight += 2
			}
			if g.status == f.status {
				p.weight++
			}
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b pairing) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.gold, b.gold), cmp.Compare(a.found, b.found))
	})
	return all
}

// sharedFillers counts the fillers of g that f has too; each of f serves once.
func sharedFillers(g, f *side) int {
	n := 0
	used := make([]bool, len(f.args))
	for _, x := range g.args {
		for j, y := range f.args {
			if !used[j] && x.same(y) {
				used[j] = true
				n++
				break
			}
		}
	}
	return n
}

// triggerInside says whether a found trigger begins in a sentence of the gold event.
func triggerInside(g, f *side) bool {
	for _, t := range f.spans {
		for _, s := range g.spans {
			if s[0] <= t[0] && t[0] < s[1] {
				return true
			}
		}
	}
	return false
}
