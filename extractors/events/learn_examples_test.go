package events

import (
	"testing"

	"gleaner/extractors/doc"
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
}
