package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gleaner/extractors"
	"gleaner/schemas"
)

// lengthSpeed is what an engine does on one article of a length.
type lengthSpeed struct {
	Engine string `json:"engine"`
	// Bytes and Tokens are the length of the article.
	Bytes  int `json:"bytes"`
	Tokens int `json:"tokens"`
	// Milliseconds is the median time of the whole engine on one core.
	Milliseconds float64 `json:"ms"`
	// NanosecondsPerByte stays level when time grows as the length does.
	NanosecondsPerByte float64 `json:"ns_per_byte"`
}

// benchLengths are the lengths of the articles, in bytes.
var benchLengths = []int{1_000, 10_000, 100_000, 1_000_000, 5_000_000}

// longLength is the length from which an article is read once: it takes long, and
// the shorter ones before it have warmed the engine up.
const longLength = 1_000_000

func runBenchLengths(cmd *cobra.Command, flags *benchFlags, articles []schemas.Article) error {
	out := cmd.OutOrStdout()
	if !flags.json {
		fmt.Fprintf(out, "%-8s %10s %10s %10s %10s\n", "engine", "bytes", "tokens", "ms", "ns/byte")
	}
	var rows []lengthSpeed
	for _, name := range flags.engines {
		engine, err := extractors.Open(extractors.Options{Engine: name, Version: thisBuild().Version})
		if err != nil {
			return usageError{fmt.Errorf("open engine: %w", err), ""}
		}
		for _, length := range benchLengths {
			r, err := benchLength(cmd, engine, articles, length, flags.repeats)
			if err != nil {
				return fmt.Errorf("bench %s on %d bytes: %w", name, length, err)
			}
			r.Engine = name
			rows = append(rows, r)
			if !flags.json {
				fmt.Fprintf(out, "%-8s %10d %10d %10.1f %10.0f\n", r.Engine, r.Bytes, r.Tokens, r.Milliseconds, r.NanosecondsPerByte)
			}
		}
	}
	if !flags.json {
		return nil
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(rows)
}

// benchLength times one article; short ones are read often enough to be timed.
func benchLength(cmd *cobra.Command, engine *extractors.Engine, articles []schemas.Article, length, repeats int) (lengthSpeed, error) {
	row := lengthSpeed{}
	article := schemas.Article{ID: "long", Text: longText(articles, length), Language: "en"}
	row.Bytes = len(article.Text)
	rounds, warming := max(1, 200_000/length), 1
	if length >= longLength {
		repeats, warming = 1, 0
	}
	var times []time.Duration
	for n := range warming + repeats {
		begin := time.Now()
		for range rounds {
			d := extractors.Document(cmd.Context(), &article)
			if err := engine.Apply(d); err != nil {
				return row, err
			}
			row.Tokens = len(d.Tokens)
			d.Release()
		}
		if n >= warming {
			times = append(times, time.Since(begin)/time.Duration(rounds))
		}
	}
	took := median(times)
	row.Milliseconds = float64(took.Microseconds()) / 1000
	row.NanosecondsPerByte = float64(took.Nanoseconds()) / float64(row.Bytes)
	return row, nil
}

// longText joins articles, over and over, until there is a text of the length.
func longText(articles []schemas.Article, length int) string {
	var b strings.Builder
	for i := 0; b.Len() < length; i++ {
		text := articles[i%len(articles)].Text
		b.WriteString(strings.ToValidUTF8(text[:min(len(text), length-b.Len())], ""))
		b.WriteString("\n\n")
	}
	return b.String()
}
