package events

import (
	"slices"
	"testing"

	"gleaner/extractors/doc"
)

// TestUnite: groups whose fillers agree become one, with the members of both;
// a third, whose filler differs, stays, and ranks are counted anew.
func TestUnite(t *testing.T) {
	d := sample(t, `
[org Tarn/NNP] bought/VBD/buy [org Bolt/NNP] ./.
The/DT acquisition/NN pleased/VBD [org Tarn/NNP] ./.
[org Wren/NNP] bought/VBD/buy mills/NNS ./.`)
	definitions := sampleDefinitions(t)
	s, r := read(t, definitions, d)
	r.countMentions()
	s.model = &Model{union: stump(t, unionInputs, uTopDiffer, false)}
	def := definitions.Lookup("acquisition")
	entity := func(name string) int32 {
		return int32(slices.IndexFunc(d.Entities, func(e doc.Entity) bool { return e.Name == name }))
	}
	buyer := func(name string, first int32) part {
		a := doc.Argument{Role: "buyer", Range: doc.Range{First: first, End: first + 1}, Entity: entity(name), Value: -1}
		return part{argument: a, role: def.Role(a.Role), odds: 0.9}
	}
	heads := []int32{1, 5, 10}
	for i, head := range heads {
		r.judged = append(r.judged, judged{Candidate: Candidate{
			Definition: def, Trigger: doc.Range{First: head, End: head + 1}, Head: head, Sentence: int32(i), Score: 0.9 - float32(i)/10,
		}})
	}
	single := func(i int, name string, first int32) group {
		r.judged[i].roles = []roleOdds{{filler: filler{Range: doc.Range{First: first, End: first + 1}, entity: entity(name), value: -1}, role: "buyer", odds: 0.9}}
		return group{definition: def, members: []int32{int32(i)}, best: int32(i), rank: i, parts: []part{buyer(name, first)}, sum: r.judged[i].Score}
	}
	groups := []group{single(0, "Tarn", 0), single(1, "Tarn", 7), single(2, "Wren", 9)}
	got := s.unite(r, groups)
	if len(got) != 2 || !slices.Equal(got[0].members, []int32{0, 1}) || !slices.Equal(got[1].members, []int32{2}) {
		t.Fatalf("groups %+v", got)
	}
	if got[1].rank != 1 || len(got[0].parts) != 1 || got[0].parts[0].members != 2 {
		t.Errorf("rank %d, parts %+v", got[1].rank, got[0].parts)
	}
}

// TestGroupEvent: a group tells of the event that its surest members tell of.
func TestGroupEvent(t *testing.T) {
	def := sampleDefinitions(t).Lookup("acquisition")
	at := func(t int32) doc.Range { return doc.Range{First: t, End: t + 1} }
	r := &reading{judged: []judged{
		{Candidate: Candidate{Definition: def, Trigger: at(1), Score: 0.2}},
		{Candidate: Candidate{Definition: def, Trigger: at(5), Sentence: 1, Score: 0.9}},
		{Candidate: Candidate{Definition: def, Trigger: at(9), Sentence: 2, Score: 0.3}},
	}}
	gold := []GoldEvent{
		{Type: "acquisition", Triggers: []doc.Range{at(1), at(9)}, Sentences: []int32{0, 2}},
		{Type: "acquisition", Triggers: []doc.Range{at(5)}, Sentences: []int32{1}},
	}
	for _, c := range []struct {
		members []int32
		want    int
	}{{[]int32{0, 2}, 0}, {[]int32{0, 1, 2}, 1}, {nil, -1}} {
		if got := r.eventOf(&group{members: c.members}, gold); got != c.want {
			t.Errorf("members %v tell of event %d, want %d", c.members, got, c.want)
		}
	}
}

// TestTreeWay counts the steps up and down between two tokens.
func TestTreeWay(t *testing.T) {
	d := sample(t, "Tarn/NNP bought/VBD/buy the/DT old/JJ mills/NNS")
	for token, head := range []int32{1, 1, 4, 4, 1} {
		d.Tokens[token].Head = head
	}
	r := &reading{d: d}
	for _, c := range []struct {
		from, to int32
		want     int
	}{{1, 1, 0}, {1, 0, 1}, {1, 3, 2}, {0, 3, 3}, {3, 2, 2}} {
		if got := r.treeWay(c.from, c.to); got != c.want {
			t.Errorf("from %d to %d: %d steps, want %d", c.from, c.to, got, c.want)
		}
	}
}
