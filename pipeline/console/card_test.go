package console

import (
	"strings"
	"testing"

	"gleaner/schemas"
)

func TestTimeValue(t *testing.T) {
	for _, k := range []struct{ grain, start, end, want string }{
		{"day", "2026-03-02", "2026-03-03", "2026-03-02"},
		{"day", "2026-03-02", "2026-03-05", "2026-03-02 to 2026-03-04"},
		{"day", "2026-03-02", "", "2026-03-02"},
		{"week", "2026-03-02", "2026-03-09", "week of 2026-03-02"},
		{"week", "2026-03-02", "2026-03-23", "2026-03-02 to 2026-03-22"},
		{"month", "2026-03-01", "2026-04-01", "2026-03"},
		{"month", "1987-04-01", "1987-10-01", "1987-04 to 1987-09"},
		{"quarter", "1987-10-01", "1988-01-01", "1987 Q4"},
		{"quarter", "1987-10-01", "1988-04-01", "1987 Q4 to 1988 Q1"},
		{"year", "1991-01-01", "1997-01-01", "1991 to 1996"},
		{"year", "1991-01-01", "1992-01-01", "1991"},
		{"year", "1991-01-01", "1985-01-01", "1991"},
		{"hour", "1987-03-04T18:00:00", "1987-03-05T00:00:00", "1987-03-04T18:00:00"},
		{"month", "soon", "", "soon"},
	} {
		if got := timeValue(&schemas.Time{Grain: k.grain, Start: k.start, End: k.end}); got != k.want {
			t.Errorf("%+v gives %q", k, got)
		}
	}
}

// TestEvidenceOfLongSentence: the trigger is shown wherever it stands.
func TestEvidenceOfLongSentence(t *testing.T) {
	long := strings.Repeat("ü", 5000)
	for _, k := range []struct{ before, after string }{{"", long}, {long, ""}, {long, long}, {"A ", " B."}} {
		x := sample("a")
		start := 7 + len([]rune(k.before))
		e := x.Events[0]
		e.Sentence = schemas.Span{Start: 7, Text: k.before + "banned" + k.after}
		e.Trigger = schemas.Span{Start: start, End: start + 6, Text: "banned"}
		e.Mentions, e.Arguments = nil, nil
		c := newCard(&schemas.EventRecord{Event: e}, -1)
		if !c.triggeredBy("banned") {
			t.Errorf("%d runes before, %d after: the trigger is not shown", len(k.before), len(k.after))
		}
		shown := 0
		for _, p := range c.Evidence {
			shown += len([]rune(p.Text))
		}
		if shown > maxEvidence+4 {
			t.Errorf("%d code points are shown", shown)
		}
	}
}
