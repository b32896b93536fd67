package schemas

import (
	"slices"
	"testing"
)

// TestTakingPart: an event record names who takes part, with few mentions of
// each, those around the trigger, and says how many there are.
func TestTakingPart(t *testing.T) {
	mentions := func(n int) []EntityMention {
		var all []EntityMention
		for i := range n {
			all = append(all, EntityMention{Start: 10 * i, End: 10*i + 4})
		}
		return all
	}
	x := &Extraction{Entities: []Entity{{ID: "a", Mentions: mentions(1000)}, {ID: "b", Mentions: mentions(MaxRepeatedMentions)}, {ID: "c", Mentions: mentions(1)}}}
	for _, c := range []struct{ trigger, from int }{{0, 0}, {55, 0}, {5001, 491}, {9999, 980}, {1 << 30, 980}, {-5, 0}} {
		e := &Event{Trigger: Span{Start: c.trigger}, Arguments: []Argument{{EntityID: "a"}, {EntityID: "a"}}, Attribution: &Attribution{EntityID: "b"}}
		got := x.TakingPart(e)
		if len(got) != 2 || got[0].ID != "a" || got[1].ID != "b" {
			t.Fatalf("%v takes part", got)
		}
		if want := x.Entities[0].Mentions[c.from : c.from+MaxRepeatedMentions]; !slices.Equal(got[0].Mentions, want) || got[0].MentionCount != 1000 {
			t.Errorf("trigger at %d: %d mentions of %d, from %d, want from %d", c.trigger, len(got[0].Mentions), got[0].MentionCount, got[0].Mentions[0].Start, want[0].Start)
		}
		if len(got[1].Mentions) != MaxRepeatedMentions || got[1].MentionCount != 0 {
			t.Errorf("an entity of few mentions is shortened: %+v", got[1])
		}
	}
	if len(x.Entities[0].Mentions) != 1000 {
		t.Error("the extraction was changed")
	}
}
