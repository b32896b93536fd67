package events_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gleaner/extractors"
	"gleaner/extractors/clean"
	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/extractors/events"
	"gleaner/extractors/prose"
	"gleaner/extractors/resolve"
	"gleaner/extractors/segment"
)

// minBound is the share of annotated events that the definitions must propose
// in one of their sentences: no judge can find what is not proposed.
const minBound = 0.85

func TestUpperBound(t *testing.T) {
	folder, ok := eval.DataFolder()
	if !ok {
		t.Skip("the data folder is absent: set GLEANER_DATA to measure the share of annotated events that are proposed")
	}
	defs, err := events.LoadDefinitions(events.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	splits := []string{"dev"}
	if os.Getenv("GLEANER_BOUND_TRAIN") != "" {
		splits = append(splits, "train")
	}
	for _, split := range splits {
		t.Run(split, func(t *testing.T) {
			all, err := eval.OpenGold(filepath.Join(folder, "gold", split+".jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			b := newBound()
			for i := range all {
				b.add(t, defs, &all[i])
			}
			t.Log(b.String())
			if share := b.found.share(b.total); share < minBound {
				t.Errorf("%.3f of the events are proposed, want %.2f", share, minBound)
			}
		})
	}
}

type tally map[string]int

func (t tally) sum() int {
	n := 0
	for _, c := range t {
		n += c
	}
	return n
}

func (t tally) share(of tally) float64 { return float64(t.sum()) / float64(max(of.sum(), 1)) }

// bound counts, by type, annotated events, those proposed at all and those
// that rules alone would report, and candidates.
type bound struct {
	total, found, ruled, proposed, reported, right tally
	argsWanted, argsFound                          int
	missed                                         tally
}

func newBound() *bound {
	return &bound{total: tally{}, found: tally{}, ruled: tally{}, proposed: tally{}, reported: tally{}, right: tally{}, missed: tally{}}
}

func (b *bound) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "proposed %.3f of %d events, by rules alone %.3f; %d candidates, %d by rules, of these %.3f in a sentence of such an event; fillers found %.3f of %d\n",
		b.found.share(b.total), b.total.sum(), b.ruled.share(b.total), b.proposed.sum(), b.reported.sum(), b.right.share(b.reported),
		float64(b.argsFound)/float64(max(b.argsWanted, 1)), b.argsWanted)
	for _, name := range slices.Sorted(maps.Keys(b.total)) {
		fmt.Fprintf(&s, "%-14s %4d events, proposed %.2f, by rules %.2f with precision %.2f, %d candidates\n", name, b.total[name],
			float64(b.found[name])/float64(b.total[name]), float64(b.ruled[name])/float64(b.total[name]),
			float64(b.right[name])/float64(max(b.reported[name], 1)), b.proposed[name])
	}
	if os.Getenv("GLEANER_MISSED") != "" {
		for _, m := range slices.SortedFunc(maps.Keys(b.missed), func(x, y string) int { return cmp.Compare(x, y) }) {
			fmt.Fprintln(&s, "missed", m)
		}
	}
	return s.String()
}

// read runs the stages before events, with the annotated names.
func read(t *testing.T, text string, names extractors.Stage) *doc.Doc {
	t.Helper()
	r, err := resolve.New()
	if err != nil {
		t.Fatal(err)
	}
	d := doc.New(context.Background())
	d.Raw = text
	for _, s := range []extractors.Stage{clean.New(), segment.New(), prose.NewTagger(), names, r} {
		if err := s.Apply(d); err != nil {
			t.Fatal(err)
		}
		d.Fill(s.Adds())
	}
	return d
}

// chain is clean to events, without models of events.
func chain(t *testing.T, defs *events.Definitions) []extractors.Stage {
	t.Helper()
	r, err := resolve.New()
	if err != nil {
		t.Fatal(err)
	}
	last, err := events.NewWith(defs, nil)
	if err != nil {
		t.Fatal(err)
	}
	return []extractors.Stage{clean.New(), segment.New(), prose.NewNames(), r, last}
}

func (b *bound) add(t *testing.T, defs *events.Definitions, g *eval.Gold) {
	d := read(t, g.Text, eval.GoldNames(g))
	defer d.Release()
	all, err := defs.Propose(d)
	if err != nil {
		t.Fatal(err)
	}
	at := make([]int, 0, len(d.Text)+1) // bytes to code points
	n := 0
	for i := range len(d.Text) + 1 {
		if i < len(d.Text) && d.Text[i]&0xC0 == 0x80 {
			at = append(at, n)
			continue
		}
		at = append(at, n)
		n++
	}
	inside := func(c *events.Candidate, e *eval.GoldEvent) bool {
		first := at[d.Tokens[c.Trigger.First].Start]
		return c.Definition.Type == e.Type && slices.ContainsFunc(e.Sentences, func(s [2]int) bool { return s[0] <= first && first < s[1] })
	}
	for i := range all {
		c := &all[i]
		b.proposed[c.Definition.Type]++
		if c.Score < events.RuleThreshold {
			continue
		}
		b.reported[c.Definition.Type]++
		if slices.ContainsFunc(g.Events, func(e eval.GoldEvent) bool { return inside(c, &e) }) {
			b.right[c.Definition.Type]++
		}
	}
	for i := range g.Events {
		e := &g.Events[i]
		b.total[e.Type]++
		found, ruled := false, false
		for j := range all {
			if inside(&all[j], e) {
				found = true
				ruled = ruled || all[j].Score >= events.RuleThreshold
			}
		}
		if found {
			b.found[e.Type]++
			b.countFillers(d, g, e, all, inside)
		} else {
			runes := []rune(g.Text)
			b.missed[e.Type+": "+string(runes[e.Triggers[0][0]:e.Triggers[0][1]])]++
		}
		if ruled {
			b.ruled[e.Type]++
		}
	}
}

// countFillers counts the annotated fillers that any candidate of the event holds.
func (b *bound) countFillers(d *doc.Doc, g *eval.Gold, e *eval.GoldEvent, all []events.Candidate, inside func(*events.Candidate, *eval.GoldEvent) bool) {
	for role, fillers := range e.Args {
		for _, f := range fillers {
			b.argsWanted++
			forms := []string{f}
			for _, x := range g.Entities {
				if x.Name == f {
					forms = append(forms, x.Forms...)
				}
			}
			if slices.ContainsFunc(all, func(c events.Candidate) bool {
				return inside(&c, e) && slices.ContainsFunc(c.Arguments, func(a doc.Argument) bool {
					return a.Role == role && (slices.ContainsFunc(forms, func(form string) bool { return events.Similar(form, d.TextOf(a.Range)) }) ||
						a.Entity >= 0 && slices.Contains(forms, d.Entities[a.Entity].Name))
				})
			}) {
				b.argsFound++
			}
		}
	}
}
