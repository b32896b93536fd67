package extractors_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"gleaner/extractors"
	"gleaner/schemas"
)

// defaultEngine is opened once; it is shared as workers share it.
var defaultEngine = sync.OnceValues(extractors.Default)

// hostile are inputs that break what counts on decent text.
var hostile = map[string]schemas.Article{
	"combining marks": {Text: "Acme e" + strings.Repeat("\u0301", 10000) + " bought Bolt Ltd for $3 million on Monday."},
	"long word":       {Text: strings.Repeat("Acme", 2500) + " bought Bolt Ltd."},
	"long number":     {Text: "Acme paid $" + strings.Repeat("9", 9000) + " to Bolt."},
	"open brackets":   {Text: strings.Repeat("(", 9000)},
	"only quotes":     {Text: strings.Repeat("\"'“", 2000)},
	"commas":          {Text: "Acme" + strings.Repeat(", Bolt Ltd", 900) + " merged."},
	"conjunctions":    {Text: strings.Repeat("Acme sued Bolt and ", 400) + "lost."},
	"clauses":         {Text: strings.Repeat("said that he said that Acme bought ", 250) + "Bolt."},
	"one capital":     {Text: strings.Repeat("ACME CORP BOUGHT BOLT LTD ", 300)},
	"dates":           {Text: strings.Repeat("on Monday, 3 March 2019, last year, two weeks ago, ", 200) + "."},
	"right to left":   {Text: strings.Repeat("חברת אקמי רכשה את בולט. ", 300)},
	"overrides":       {Text: strings.Repeat("\u202eAcme\u202c bought \u2066Bolt\u2069. ", 300)},
	"cjk":             {Text: strings.Repeat("公司周一宣布将收购博尔特公司，", 300)},
	"emoji":           {Text: strings.Repeat("👩‍👩‍👧‍👦 bought 🇧🇷. ", 300)},
	"crlf":            {Text: strings.Repeat("Acme Corp bought Bolt Ltd.\r\n\r\n", 300)},
	"bare cr":         {Text: strings.Repeat("Acme Corp bought Bolt Ltd.\r", 300)},
	"zero width":      {Text: strings.Repeat("A\u200bc\u200dm\u00ade bought B\ufeffolt. ", 300)},
	"mojibake":        {Text: strings.Repeat("Itâ€™s cafÃ© AT &amp; T &amp;amp; Â£28m. ", 200)},
	"not utf-8":       {Text: strings.Repeat("Acme \xff\xfe\xc3 bought \x00Bolt\x80. ", 300)},
	"references":      {HTML: "<p>" + strings.Repeat("&#x41;&#0;&#xd800;&#x110000;&amp;amp;&bogus;", 300) + "</p>"},
	"deep page":       {HTML: strings.Repeat("<div><p>Acme bought Bolt Ltd on Monday, it said. ", 1000)},
	"unclosed tags":   {HTML: strings.Repeat("<a <b title='\"<", 1000) + "Acme bought Bolt."},
	"end tags":        {HTML: "<div>" + strings.Repeat("</p></b></table>", 2000) + "Acme bought Bolt."},
	"wide table":      {HTML: "<table><tr>" + strings.Repeat("<td>Acme bought Bolt Ltd.", 1000)},
	"attributes":      {HTML: "<p " + strings.Repeat("class=article ", 1000) + ">Acme bought Bolt Ltd, it said on Monday.</p>"},
}

// TestHostile: whatever comes in, the engine answers with a clear refusal or
// with spans that lie within the text. It has no clock: work that grows much
// faster than the text shows as a test that does not end.
func TestHostile(t *testing.T) {
	for name, article := range hostile {
		t.Run(name, func(t *testing.T) {
			article.ID, article.Language = "hostile", "en"
			extractWhole(t.Context(), t, &article)
		})
	}
}

// extractWhole extracts and checks the answer.
func extractWhole(ctx context.Context, t *testing.T, a *schemas.Article) {
	t.Helper()
	engine, err := defaultEngine()
	if err != nil {
		t.Fatal(err)
	}
	x, err := engine.Extract(ctx, a)
	var field *schemas.FieldError
	var unsupported *extractors.Unsupported
	switch {
	case errors.As(err, &unsupported):
		return
	case errors.As(err, &field):
		if field.Code == schemas.CodePanic || field.Code == schemas.CodeStageFailed {
			t.Fatal(err)
		}
		return
	case err != nil:
		t.Fatal(err)
	}
	text := x.Article.Text
	if text == "" {
		text = a.Text
	}
	for _, s := range spansOf(x) {
		checkSpan(t, text, s)
	}
}

func spansOf(x *schemas.Extraction) (spans []schemas.Span) {
	for _, e := range x.Entities {
		for _, m := range e.Mentions {
			spans = append(spans, schemas.Span{Start: m.Start, End: m.End, Text: m.Text})
		}
	}
	for _, e := range x.Events {
		spans = append(append(spans, e.Trigger, e.Sentence), e.Mentions...)
		for _, a := range e.Arguments {
			spans = append(spans, schemas.Span{Start: a.Start, End: a.End, Text: a.Text})
		}
	}
	return spans
}

// checkSpan proves that a span lies within the text, in code points. Its own
// text is compared where the article was valid UTF-8.
func checkSpan(t *testing.T, text string, s schemas.Span) {
	t.Helper()
	if s.Start < 0 || s.End < s.Start || s.End > utf8.RuneCountInString(text) {
		t.Fatalf("span %d to %d of %d code points", s.Start, s.End, utf8.RuneCountInString(text))
	}
	if !utf8.ValidString(text) {
		return
	}
	if got := string([]rune(text)[s.Start:s.End]); got != s.Text && !strings.Contains(s.Text, "…") {
		t.Fatalf("span %d to %d says %q, the text %q", s.Start, s.End, s.Text, got)
	}
}

// FuzzExtract runs whole articles as they come from outside.
func FuzzExtract(f *testing.F) {
	for _, body := range []string{
		`{"id":"a","text":"Acme Corp bought Bolt Ltd for $3 million on Monday, Jane Roe said. It fined \"Zorbax\"."}`,
		`{"id":"b","text":"lone \ud800 surrogate and \udc00 more \u0000 Acme sued Bolt."}`,
		`{"id":"c","html":"<html><title>Acme</title><body><h1>Acme sues</h1><p>Acme sued <b>Bolt &amp; Sons</b> on Monday.</p>"}`,
		`{"id":"d","title":"BOLT","text":"Bolt\r\n\r\n公司 שלום e\u0301\u0302 said he'd \u201cbuy\u201d U.S. firms (again) -- 12:30p.m."}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		a, err := schemas.DecodeArticle(body, "application/json")
		if err != nil {
			return
		}
		extractWhole(t.Context(), t, a)
		again, err := schemas.DecodeArticle(body, "application/json")
		if err != nil {
			t.Fatal(err)
		}
		engine, err := defaultEngine()
		if err != nil {
			t.Fatal(err)
		}
		x, errX := engine.Extract(t.Context(), a)
		y, errY := engine.Extract(t.Context(), again)
		if (errX == nil) != (errY == nil) {
			t.Fatalf("first %v, then %v", errX, errY)
		}
		first, _ := json.Marshal(x)
		second, _ := json.Marshal(y)
		if string(first) != string(second) {
			t.Fatal("two runs differ")
		}
	})
}
