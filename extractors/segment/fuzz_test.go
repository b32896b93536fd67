package segment

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

// check proves what every document must hold: tokens in order, gaps without
// anything to read, no token on a cut, sentences that share out all tokens.
func check(t testing.TB, d *doc.Doc) {
	t.Helper()
	at := int32(0)
	for i, token := range d.Tokens {
		if token.Start < at || token.End <= token.Start || int(token.End) > len(d.Text) {
			t.Fatalf("token %d out of order: %+v", i, token.Span)
		}
		checkGap(t, d, at, token.Start)
		if token.Len() > MaxTokenBytes {
			t.Fatalf("token %d of %d bytes", i, token.Len())
		}
		for _, c := range d.Cuts {
			if c.Overlaps(token.Span) {
				t.Fatalf("token %d touches the cut %+v", i, c)
			}
		}
		at = token.End
	}
	checkGap(t, d, at, int32(len(d.Text)))
	next := int32(0)
	for i, s := range d.Sentences {
		if s.First != next || s.End <= s.First || s.Len() > MaxSentenceTokens || s.Span != d.SpanOf(s.Range) {
			t.Fatalf("sentence %d: %+v", i, s)
		}
		next = s.End
	}
	if int(next) != len(d.Tokens) {
		t.Fatalf("sentences end at token %d of %d", next, len(d.Tokens))
	}
}

func checkGap(t testing.TB, d *doc.Doc, start, end int32) {
	t.Helper()
	for at := int(start); at < int(end); {
		cut := false
		for _, c := range d.Cuts {
			if int(c.Start) <= at && at < int(c.End) {
				at, cut = int(c.End), true
			}
		}
		if cut {
			continue
		}
		r, size := read(d.Text, at)
		if c := classOf(r); c != space && c != hidden {
			t.Fatalf("%q at byte %d was lost", r, at)
		}
		at += size
	}
}

func FuzzSegment(f *testing.F) {
	f.Add(article, 10, 20)
	f.Add("AT &amp; T's caf\u00c3\u00a9 \u00c2\u00a328m jo@example.org, 'tis. \"Well?\" he said...", 0, 0)
	f.Add("a\u00adb\u200b c\r\n\r\n1. U.S.A.B 555-0123 12:30p.m. #tag @x ://y www.", 3, 9)
	f.Add("e\u0301\u0302 שלום 会社。公司！ \xff\xfe [2] (\")", 1, 2)
	f.Fuzz(func(t *testing.T, text string, start, length int) {
		d := doc.New(context.Background())
		defer d.Release()
		d.Text = text
		if start >= 0 && length > 0 && start < len(text) && length <= len(text)-start {
			d.Cuts = append(d.Cuts, doc.Cut{Span: doc.Span{Start: int32(start), End: int32(start + length)}})
		}
		var reject *doc.Reject
		if err := New().Apply(d); errors.As(err, &reject) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		check(t, d)
		again := doc.New(context.Background())
		defer again.Release()
		again.Text, again.Cuts = text, append(again.Cuts, d.Cuts...)
		if err := New().Apply(again); err != nil {
			t.Fatal(err)
		}
		for i := range again.Tokens {
			if again.Tokens[i] != d.Tokens[i] {
				t.Fatalf("token %d differs in a second run", i)
			}
		}
	})
}

func TestHostileTexts(t *testing.T) {
	for name, text := range map[string]string{
		"marks":       "Acme e" + strings.Repeat("\u0301", 10_000) + " wins.",
		"long word":   strings.Repeat("a", 90_000) + ".",
		"brackets":    strings.Repeat(")", 90_000),
		"mail":        strings.Repeat("a.", 20_000) + "@example.org",
		"at signs":    strings.Repeat("a@", 40_000),
		"quotes":      strings.Repeat("\"'", 40_000),
		"references":  strings.Repeat("&amp;", 18_000),
		"apostrophes": strings.Repeat("a'", 40_000),
		"clauses":     strings.Repeat("and Acme won, ", 1_000),
		"hyphens":     strings.Repeat("1-", 40_000),
		"cjk":         strings.Repeat("公司周一宣布将收购。", 1_000),
		"rtl":         strings.Repeat("שלום עולם. ", 1_000),
		"crlf":        strings.Repeat("Acme won.\r\n\r\n", 1_000),
	} {
		t.Run(name, func(t *testing.T) { check(t, apply(t, text)) })
	}
}

func TestEndlessSentence(t *testing.T) {
	d := doc.New(context.Background())
	defer d.Release()
	d.Text = "Acme won.\n\n" + strings.Repeat("word ", 40_000)
	var reject *doc.Reject
	if err := New().Apply(d); !errors.As(err, &reject) {
		t.Fatalf("got %v, want a rejection", err)
	}
	if reject.Field != "text" || reject.Code != "sentence_too_long" || !strings.Contains(reject.Message, "from byte 11 ") || reject.Hint == "" {
		t.Errorf("rejection %+v", reject)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := doc.New(ctx)
	defer d.Release()
	d.Text = article
	if err := New().Apply(d); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
