package eval

import (
	"math"
	"testing"

	"gleaner/extractors/clean"
)

// TestDevelopmentPages holds the mean F1 on the development pages.
func TestDevelopmentPages(t *testing.T) {
	pages, err := ReadPages(dataFile(t, "data/html/benchmark.dev.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	score, err := Pages(pages, clean.New())
	if err != nil {
		t.Fatal(err)
	}
	if score.F1 < 0.96 {
		t.Errorf("mean token F1 %.4f, want at least 0.96", score.F1)
	}
}

func TestPages(t *testing.T) {
	const body = "A regulator fined the company on Monday, after months of talks that led nowhere, its lawyers said in a statement. "
	html := "<html><body><h1>Fined</h1><article><p>" + body + body + "</p><p>" + body + "</p></article></body></html>"
	pages := []Page{
		{ID: "whole", HTML: html, Text: body + body + body},
		{ID: "half", HTML: html, Text: body + body + body + body + body + body},
	}
	score, err := Pages(pages, clean.New())
	if err != nil {
		t.Fatal(err)
	}
	if want := (1 + 2./3) / 2; math.Abs(score.F1-want) > 0.01 || score.Precision != 1 {
		t.Errorf("F1 %.3f of precision %.3f, want %.3f of 1", score.F1, score.Precision, want)
	}
	if len(score.Wrong) != 1 || score.Wrong[0].Article != "half" {
		t.Errorf("wrong pages %v, want the second", score.Wrong)
	}
}

func TestWordF1(t *testing.T) {
	for _, c := range []struct {
		got, want             string
		precision, recall, f1 float64
	}{
		{"The bank fell.", "the BANK fell", 1, 1, 1},
		{"one two", "two three four", 0.5, 1. / 3, 0.4},
		{"two two", "two", 0.5, 1, 2. / 3},
		{"東京", "京都", 0.5, 0.5, 0.5},
		{"", "a", 0, 0, 0},
	} {
		p, r, f := WordF1(c.got, c.want)
		if math.Abs(p-c.precision)+math.Abs(r-c.recall)+math.Abs(f-c.f1) > 1e-9 {
			t.Errorf("WordF1(%q, %q) = %.3f %.3f %.3f, want %.3f %.3f %.3f", c.got, c.want, p, r, f, c.precision, c.recall, c.f1)
		}
	}
}
