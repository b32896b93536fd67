package events

import (
	"math"
	"slices"
	"testing"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// giveParser gives a document a parser that hangs all words on the second.
func giveParser(d *doc.Doc) {
	d.Fill(doc.Trees)
	d.SetParser(func(i int) error {
		s := d.Sentences[i]
		for x := s.First; x < s.End; x++ {
			d.Tokens[x].Head, d.Tokens[x].Rel = s.First+1, doc.Dep
		}
		return nil
	})
}

// TestKeepTrees: trees that were there stay, those that came are taken back.
func TestKeepTrees(t *testing.T) {
	d := sample(t, "[org Tarn/NNP] bought/VBD/buy [org Bolt/NNP] ./.\nIt/PRP closed/VBD/close mills/NNS ./.")
	giveParser(d)
	parse := func(i int) {
		t.Helper()
		if err := d.Parse(i); err != nil {
			t.Fatal(err)
		}
	}
	parse(0)
	restore := keepTrees(d)
	parse(1)
	restore()
	if !d.Sentences[0].Parsed || d.Tokens[0].Rel != doc.Dep {
		t.Error("the tree that was there is gone")
	}
	if d.Sentences[1].Parsed || d.Tokens[d.Sentences[1].First].Rel != doc.NoRel {
		t.Error("the tree that came is still there")
	}
}

// TestViewsOfAStatus: the mentions of an event are views of one decision about
// its status, and no other event's.
func TestViewsOfAStatus(t *testing.T) {
	d := sample(t, `
[org Tarn/NNP] plans/VBZ/plan a/DT merger/NN with/IN [org Bolt/NNP] ./.
[org Wren/NNP] called/VBD/call the/DT acquisition/NN off/RP ./.
The/DT merger/NN pleased/VBD [org Tarn/NNP] ./.`)
	giveParser(d)
	teach, err := newTeacher(sampleDefinitions(t), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var at []int32
	for i := range d.Tokens {
		if l := d.Tokens[i].Lower; l == "merger" || l == "acquisition" {
			at = append(at, int32(i))
		}
	}
	event := func(status doc.Status, triggers ...int32) GoldEvent {
		e := GoldEvent{Type: "acquisition", Status: status}
		for _, x := range triggers {
			e.Triggers = append(e.Triggers, doc.Range{First: x, End: x + 1})
			e.Sentences = append(e.Sentences, int32(d.SentenceAt(x)))
		}
		return e
	}
	e, err := teach.examine(new(reading), &Lesson{Doc: d, Gold: []GoldEvent{event(doc.Planned, at[0], at[2]), event(doc.Cancelled, at[1])}})
	if err != nil {
		t.Fatal(err)
	}
	type view struct {
		status doc.Status
		joined bool
	}
	want := []view{{doc.Planned, false}, {doc.Planned, true}, {doc.Cancelled, false}}
	for i := range d.Sentences {
		if d.Sentences[i].Parsed {
			t.Errorf("sentence %d has kept the tree it was given to learn from", i)
		}
	}
	if len(e.status) != len(want) {
		t.Fatalf("%d examples, want %d", len(e.status), len(want))
	}
	for i, w := range want {
		if got := (view{doc.Status(e.status[i].Gold), e.status[i].Joined}); got != w {
			t.Errorf("example %d: got %v, want %v", i, got, w)
		}
	}
	for i, weight := range []float64{math.Sqrt(0.5), math.Sqrt(0.5), 1} {
		if got := float64(e.clause[i].Weight); math.Abs(got-weight) > 1e-6 || e.clause[i].Gold != e.status[i].Gold {
			t.Errorf("by words, example %d: weight %f, status %d; want %f, %d", i, got, e.clause[i].Gold, weight, e.status[i].Gold)
		}
	}
}

// TestRoleExamples: fillers are described while learning as they are in use, who
// speaks included, to both models and with one answer.
func TestRoleExamples(t *testing.T) {
	d := sample(t, "[org Tarn/NNP] said/VBD/say [org Wren/NNP] bought/VBD/buy [org Bolt/NNP] ./.")
	giveParser(d)
	teach, err := newTeacher(sampleDefinitions(t), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	e, err := teach.examine(new(reading), &Lesson{Doc: d, Gold: []GoldEvent{{
		Type: "acquisition", Triggers: []doc.Range{{First: 3, End: 4}}, Sentences: []int32{0},
		Arguments: []GoldArgument{{Role: "buyer", Forms: []string{"Wren"}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	speaks := linear.Two(hSpeaks, 1, uint64(mentionFiller)+uint64(doc.Organization))
	speaking, buyers := 0, 0
	for i := range e.role {
		if e.role[i].Gold != e.argument[i].Gold {
			t.Errorf("filler %d: %d by words, %d by meaning", i, e.role[i].Gold, e.argument[i].Gold)
		}
		if e.role[i].Gold != noLabel {
			buyers++
		}
		if slices.Contains(e.role[i].Features, speaks) {
			speaking++
		}
	}
	if len(e.role) != len(e.argument) || speaking != 1 || buyers != 1 {
		t.Errorf("%d and %d examples, %d speak, %d buy; want as many, one and one", len(e.role), len(e.argument), speaking, buyers)
	}
}

// TestTreeFeatures: a trigger is described by the tree where there is one.
func TestTreeFeatures(t *testing.T) {
	d := sample(t, "[org Tarn/NNP] bought/VBD/buy [org Bolt/NNP] ./.")
	giveParser(d)
	_, r := read(t, sampleDefinitions(t), d)
	below := linear.Two(tChild, uint64(doc.Dep), uint64(doc.Organization)+2)
	for _, parsed := range []bool{false, true} {
		if parsed {
			if err := d.Parse(0); err != nil {
				t.Fatal(err)
			}
		}
		if told := slices.Contains(r.triggerFeatures(1, 0), below); told != parsed {
			t.Errorf("parsed %v: told of an organization below the trigger %v", parsed, told)
		}
	}
}

// What is shown more often than once counts as often; statuses are shown once.
func TestShown(t *testing.T) {
	o := lessonExamples{
		trigger: make([]linear.Example, 3), sense: make([]neural.Example, 3), role: make([]linear.Example, 5), argument: make([]neural.Example, 5),
		clause: make([]linear.Example, 2), status: make([]neural.Example, 2),
	}
	for _, c := range []struct {
		shown                     Shown
		triggers, roles, statuses int
	}{
		{Shown{}, 3, 5, 2},
		{Shown{Triggers: 4, Events: 7, Others: 3}, 12, 15, 2},
		{Shown{Triggers: 2}, 6, 5, 2},
	} {
		var e lessonExamples
		e.show(&o, c.shown)
		if len(e.trigger) != c.triggers || len(e.sense) != c.triggers || len(e.role) != c.roles || len(e.argument) != c.roles ||
			len(e.clause) != c.statuses || len(e.status) != c.statuses {
			t.Errorf("%+v: %d triggers, %d roles, %d statuses, want %d, %d, %d", c.shown, len(e.trigger), len(e.role), len(e.status), c.triggers, c.roles, c.statuses)
		}
	}
}

// The even mean of two models lies between both; that with one which counts twice
// lies nearer to that one.
func TestAgree(t *testing.T) {
	for name, c := range map[string]struct {
		join func(p, q []float64)
		want float64 // the odds of the first label
	}{
		"agree":  {agree, math.Sqrt(4 * 0.25)},
		"follow": {follow, math.Cbrt(4 * 0.25 * 0.25)},
	} {
		p := []float64{0.8, 0.2}
		c.join(p, []float64{0.2, 0.8})
		if odds := p[0] / p[1]; math.Abs(odds-c.want) > 1e-9 || math.Abs(p[0]+p[1]-1) > 1e-9 {
			t.Errorf("%s: odds %.4f of %v, want %.4f", name, odds, p, c.want)
		}
	}
}
