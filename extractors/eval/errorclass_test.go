package eval

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/schemas"
)

// The article names each class of mistake once; triggers stand where the words are.
func TestClassesOfMistakes(t *testing.T) {
	text := "Zorbax bought Quillon in Oslo on Monday. Zorbax will buy Pemrick. Fennimore sued Zorbax. It rained. Tolliver hired Roe, said Abel."
	sentences := [][2]int{{0, 40}, {41, 65}, {66, 88}, {89, 99}, {100, 130}}
	g := Gold{ID: "a", Text: text, Events: []GoldEvent{
		{Type: "acquisition", Status: "actual", Sentences: sentences[:1], Triggers: [][2]int{{7, 13}}, Source: "Abel",
			Args: map[string][]string{"agent": {"Zorbax"}, "target": {"Quillon"}, "place": {"Oslo"}, "time": {"Monday"}, "seller": {"Tolliver"}}},
		{Type: "acquisition", Status: "planned", Sentences: sentences[1:2], Triggers: [][2]int{{53, 56}}, Args: map[string][]string{"target": {"Pemrick"}}},
		{Type: "lawsuit", Status: "actual", Sentences: sentences[2:3], Triggers: [][2]int{{76, 80}}, Args: map[string][]string{"plaintiff": {"Fennimore"}}},
		{Type: "appointment", Status: "actual", Sentences: sentences[4:], Triggers: [][2]int{{109, 114}}, Args: map[string][]string{"person": {"Roe"}}},
		{Type: "launch", Status: "actual", Sentences: sentences[3:4], Triggers: [][2]int{{92, 98}}},
	}}
	argument := func(role, text string) schemas.Argument { return schemas.Argument{Role: role, Text: text} }
	trigger := func(start, end int) schemas.Span { return schemas.Span{Start: start, End: end, Text: text[start:end]} }
	x := schemas.Extraction{Article: schemas.ArticleInfo{ID: "a"}, Events: []schemas.Event{
		{Type: "acquisition", Status: "possible", Trigger: trigger(7, 13), Mentions: []schemas.Span{trigger(53, 56)},
			Arguments: []schemas.Argument{argument("agent", "Zorbax"), argument("seller", "Quillon"), argument("target", "Pemrick"), argument("agent", "Roe"), argument("place", "rain")}},
		{Type: "acquisition", Status: "actual", Trigger: trigger(14, 21)},
		{Type: "fine", Status: "actual", Trigger: trigger(76, 80), Arguments: []schemas.Argument{argument("target", "Zorbax")}},
		{Type: "departure", Status: "actual", Trigger: trigger(89, 91)},
		{Type: "appointment", Status: "actual", Trigger: trigger(109, 114), Arguments: []schemas.Argument{argument("person", "Roe")}},
		{Type: "strike", Status: "actual", Trigger: trigger(121, 125)},
	}}
	want := map[string]ErrorClass{}
	for _, c := range []ErrorClass{
		{"arg missed: found in another role", 1, 1},
		{"arg missed: named in other sentences", 1, 1},
		{"arg missed: place", 1, 1},
		{"arg missed: time", 1, 1},
		{"arg spurious: of another event", 1, 1},
		{"arg spurious: of another role", 1, 1},
		{"arg spurious: of no event", 1, 1},
		{"arg spurious: place", 1, 1},
		{"missed: another type found in its place", 2, 1},
		{"missed: taken for one with another event of its type", 1, 1},
		{"source: none found", 1, 0},
		{"spurious: beside an event of another type", 1, 0},
		{"spurious: of another type", 2, 1},
		{"spurious: one event found twice", 1, 0},
		{"status: actual got possible", 1, 0},
	} {
		want[c.Name] = c
	}
	got := map[string]ErrorClass{}
	classes := Classes(Score([]Gold{g}, []schemas.Extraction{x}).Mistakes)
	for i, c := range classes {
		got[c.Name] = c
		if i > 0 && classes[i-1].Errors < c.Errors {
			t.Errorf("%q with %d errors stands before %q with %d", classes[i-1].Name, classes[i-1].Errors, c.Name, c.Errors)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("classes (-want +got):\n%s", diff)
	}
}
