package console

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/schemas"
)

func TestHighlight(t *testing.T) {
	x := sample("a1")
	var got []string
	for _, p := range highlight(x, sampleText, 0, marksOf(x)) {
		var line []string
		for _, piece := range p.Pieces {
			if piece.Marked() {
				line = append(line, strings.Join([]string{piece.Text, piece.Entity, piece.Events}, "|"))
			}
		}
		got = append(got, strings.Join(line, "; "))
	}
	want := []string{
		"Anatel|organization|0:authority; banned||0:trigger; Bolt Corp|organization|0:target",
		"Bolt Corp||1:plaintiff; appeal||1:trigger; Jane Roe|person|",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("marks differ (-want +got):\n%s", diff)
	}
}

// TestHighlightOverlap: a name inside an argument inside another.
func TestHighlightOverlap(t *testing.T) {
	text := "the ban on Bolt Corp radios"
	x := &schemas.Extraction{
		Entities: []schemas.Entity{{ID: "o", Type: schemas.Organization, Mentions: []schemas.EntityMention{{Start: 11, End: 20}}}},
		Events: []schemas.Event{{Status: schemas.Actual, Trigger: schemas.Span{Start: 4, End: 7}, Arguments: []schemas.Argument{
			{Role: "object", Start: 11, End: 27}, {Role: "target", Start: 11, End: 20}, {Role: "outside", Start: 20, End: 99}, {Role: "empty", Start: 3, End: 3},
		}}},
	}
	var got []string
	for _, p := range highlight(x, text, 0, marksOf(x))[0].Pieces {
		got = append(got, p.Text+"|"+p.Events)
	}
	want := []string{"the |", "ban|0:trigger", " on |", "Bolt Corp|0:object 0:target", " radios|0:object"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pieces differ (-want +got):\n%s", diff)
	}
}

// FuzzHighlight: whatever the spans say, the pieces are the text.
func FuzzHighlight(f *testing.F) {
	f.Add("Anatel banned\nBolt.", 0, 6, 7, 13)
	f.Add("ä\u202eö\x00\n\n x", -1, 5, 2, 2)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		x := &schemas.Extraction{
			Entities: []schemas.Entity{{Type: "person", Mentions: []schemas.EntityMention{{Start: a, End: b}}}},
			Events:   []schemas.Event{{Trigger: schemas.Span{Start: c, End: d}, Arguments: []schemas.Argument{{Role: "a b:c", Start: b, End: d}}}},
		}
		var out strings.Builder
		for _, p := range highlight(x, text, 0, marksOf(x)) {
			for _, piece := range p.Pieces {
				out.WriteString(piece.Text)
			}
		}
		var want strings.Builder
		for line := range strings.SplitAfterSeq(string([]rune(text)), "\n") {
			if strings.TrimSpace(line) != "" {
				want.WriteString(shown(line))
			}
		}
		if out.String() != want.String() {
			t.Errorf("pieces are %q, want %q", out.String(), want.String())
		}
	})
}

func TestShown(t *testing.T) {
	for in, want := range map[string]string{
		"plain\n\tä 中":           "plain\n\tä 中",
		"a\u202eb\u2066c\u200fd": "a\ufffdb\ufffdc\ufffdd",
		"a\x00b\x1b[31m":         "a\ufffdb\ufffd[31m",
	} {
		if got := shown(in); got != want {
			t.Errorf("shown(%q) = %q, want %q", in, got, want)
		}
	}
	if got := line(strings.Repeat("ä ", 5_000_000), 10); got != "ä ä ä ä ä…" {
		t.Errorf("a long line is %q", got)
	}
	if got := line("  a\n b\t", 10); got != "a b" {
		t.Errorf("got %q", got)
	}
}

func TestCardValues(t *testing.T) {
	for _, c := range []struct {
		time schemas.Time
		want string
	}{
		{schemas.Time{Start: "2026-03-02", End: "2026-03-03", Grain: "day"}, "2026-03-02"},
		{schemas.Time{Start: "2026-03-02", End: "2026-03-05", Grain: "day"}, "2026-03-02 to 2026-03-04"},
		{schemas.Time{Start: "2026-03-01", End: "2026-04-01", Grain: "month"}, "2026-03"},
		{schemas.Time{Start: "2026-07-01", End: "2026-10-01", Grain: "quarter"}, "2026 Q3"},
		{schemas.Time{Start: "2026-01-01", End: "2027-01-01", Grain: "year"}, "2026"},
		{schemas.Time{Start: "2026-03-02", End: "2026-03-09", Grain: "week"}, "week of 2026-03-02"},
		{schemas.Time{Start: "2026-03-02T10:00:00Z", Grain: "hour"}, "2026-03-02T10:00:00Z"},
		{schemas.Time{Text: "soon"}, ""},
	} {
		if got := timeValue(&c.time); got != c.want {
			t.Errorf("%+v is %q, want %q", c.time, got, c.want)
		}
	}
	for _, c := range []struct {
		amount schemas.Amount
		want   string
	}{
		{schemas.Amount{Value: 12900000, Currency: "USD"}, "12,900,000 USD"}, {schemas.Amount{Value: 1234.5, Currency: "EUR"}, "1,234.5 EUR"},
		{schemas.Amount{Value: -7, Currency: "GBP"}, "-7 GBP"}, {schemas.Amount{Value: 1e60}, "1e+60"},
		{schemas.Amount{Value: 3000, Comparator: "at_least", Currency: "USD"}, "at least 3,000 USD"}, {schemas.Amount{Value: 1e7, Upper: 2e7, Comparator: "range", Currency: "EUR"}, "10,000,000 to 20,000,000 EUR"},
	} {
		if got := amountValue(&c.amount); got != c.want {
			t.Errorf("%+v is %q, want %q", c.amount, got, c.want)
		}
	}
}

func TestNiceTop(t *testing.T) {
	for n := range 100_000 {
		top, parts := niceTop(n)
		if top < n || parts < 1 || parts > 5 || top%parts != 0 || n > 4 && top > 2*n+4 {
			t.Fatalf("niceTop(%d) is %d in %d parts", n, top, parts)
		}
	}
}
