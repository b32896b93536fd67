//go:build compare

package eval

import (
	"net/url"
	"strings"
	"testing"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"

	"gleaner/extractors/clean"
)

// TestCompare measures the libraries that could stand in for our own way from
// pages to text. Run it with -tags compare -v.
func TestCompare(t *testing.T) {
	pages, err := ReadPages(dataFile(t, "data/html/benchmark.dev.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range []struct {
		name    string
		extract func(Page, *url.URL) string
	}{
		{"trafilatura", func(p Page, u *url.URL) string {
			r, err := trafilatura.Extract(strings.NewReader(p.HTML), trafilatura.Options{OriginalURL: u, EnableFallback: true, ExcludeComments: true})
			if err != nil {
				return ""
			}
			return r.ContentText
		}},
		{"readability", func(p Page, u *url.URL) string {
			r, err := readability.FromReader(strings.NewReader(p.HTML), u)
			if err != nil {
				return ""
			}
			var text strings.Builder
			if r.RenderText(&text) != nil {
				return ""
			}
			return text.String()
		}},
		{"ours", func(p Page, _ *url.URL) string {
			text, err := p.body(clean.New())
			if err != nil {
				t.Fatal(err)
			}
			return text
		}},
	} {
		start, sum := time.Now(), 0.0
		for _, p := range pages {
			u, err := url.Parse(p.URL)
			if err != nil {
				t.Fatal(err)
			}
			_, _, f1 := WordF1(way.extract(p, u), p.Text)
			sum += f1
		}
		t.Logf("%-12s mean token F1 %.4f on %d pages in %v", way.name, sum/float64(len(pages)), len(pages), time.Since(start).Round(time.Millisecond))
	}
}
