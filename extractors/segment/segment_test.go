package segment

import (
	"context"
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

func apply(t testing.TB, text string, cuts ...doc.Cut) *doc.Doc {
	t.Helper()
	d := doc.New(context.Background())
	t.Cleanup(d.Release)
	d.Raw, d.Text = text, text
	d.Cuts = append(d.Cuts, cuts...)
	if err := New().Apply(d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTokens(t *testing.T) {
	cases := map[string]string{
		"DHL-owner Acme's firm":                                      "DHL - owner Acme 's firm",
		"They don't and can't, cannot.":                              "They do n't and ca n't , can not .",
		"the AT & T show, AT&T and AT&amp;T":                         "the AT & T show , AT&T and AT&amp;T",
		"U.S. sales of $5, £2.6bn, 9%":                               "U.S. sales of $ 5 , £ 2.6 bn , 9 %",
		"about 1,000.50 at 10:30 p.m.":                               "about 1,000.50 at 10:30 p.m.",
		"see https://example.com/a?b=c, or mail jo.doe@example.org.": "see https://example.com/a?b=c , or mail jo.doe@example.org .",
		"“Well”... he said (softly)":                                 "“ Well ” ... he said ( softly )",
		"Dr. Roe of Acme Inc. left":                                  "Dr. Roe of Acme Inc. left",
		"security.The end":                                           "security . The end",
		"an anti-war and anti-Acme vote":                             "an anti-war and anti - Acme vote",
		"it isn\u0092t \u0093good\u0094 \u0096 no":                   "it is n\u0092t \u0093 good \u0094 \u0096 no",
		"No. 5 said no.":                                             "No. 5 said no .",
	}
	for text, want := range cases {
		d := apply(t, text)
		var got []string
		for _, token := range d.Tokens {
			got = append(got, d.Slice(token.Span))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q:\n got %s\nwant %s", text, g, want)
		}
	}
}

// TestLongSentence: a sentence that is too long is cut before a clause, and its
// rest heads nothing.
func TestLongSentence(t *testing.T) {
	d := apply(t, strings.Repeat("Acme sued Bolt in Ohio, the firm said, and ", 60)+"won\n\nThen it slept.")
	if len(d.Sentences) < 3 {
		t.Fatalf("%d sentences", len(d.Sentences))
	}
	for i, s := range d.Sentences[:len(d.Sentences)-1] {
		if text := d.Slice(s.Span); i > 0 && !strings.HasPrefix(text, "and ") || s.Headline {
			t.Errorf("sentence %d, headline %v: %.40q", i, s.Headline, text)
		}
	}
	if len(d.Notes) != 1 || d.Notes[0].Code != "sentence_split" {
		t.Errorf("notes %+v", d.Notes)
	}
}

// TestShortLines: whatever breaks its lines, an item of a list is its own sentence.
func TestShortLines(t *testing.T) {
	for _, br := range []string{"\n", "\r", "\u2028"} {
		text := "The band plays on the coast. All tickets are sold at the counters." + br + "tickets sold out of" + br + "dates still to be"
		if d := apply(t, text); len(d.Sentences) != 4 {
			t.Errorf("%q between the lines: %d sentences, want 4", br, len(d.Sentences))
		}
	}
}
