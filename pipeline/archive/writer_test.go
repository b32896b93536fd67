package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

func TestSinkConforms(t *testing.T) {
	pipelinetest.TestSink(t, func(t *testing.T) pipelinetest.SinkHarness {
		var out, dead bytes.Buffer
		return pipelinetest.SinkHarness{
			Sink: NewWriter(&out, &dead),
			Read: func(t *testing.T) pipelinetest.Readers { return readLines(t, out.String(), dead.String()) },
		}
	})
}

// readLines takes the last line of an article as what counts. One writer holds
// dead letters and skipped articles; the stage of the suite's letters differs.
func readLines(t *testing.T, out, dead string) pipelinetest.Readers {
	t.Helper()
	r := pipelinetest.Readers{Articles: map[string][]string{}}
	for line := range strings.Lines(out) {
		var x schemas.Extraction
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		r.Stored++
		ids := []string{}
		for _, e := range x.Events {
			ids = append(ids, "event "+e.ID)
		}
		for _, e := range x.Entities {
			ids = append(ids, "entity "+e.ID)
		}
		slices.Sort(ids)
		r.Articles[x.Article.ID] = ids
	}
	for line := range strings.Lines(dead) {
		var letter schemas.DeadLetter
		if err := json.Unmarshal([]byte(line), &letter); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		if letter.Stage == "decode" {
			r.Dead = append(r.Dead, letter)
		} else {
			r.Skipped = append(r.Skipped, letter)
		}
	}
	return r
}

func TestWriterWithoutDeadLetters(t *testing.T) {
	if err := NewWriter(&bytes.Buffer{}, nil).WriteDead(t.Context(), &schemas.DeadLetter{}); err != nil {
		t.Error(err)
	}
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriterReportsErrors(t *testing.T) {
	w := NewWriter(full{}, full{})
	if err := w.Write(t.Context(), pipelinetest.Extraction("a1")); !errors.Is(err, errFull) {
		t.Errorf("write: %v", err)
	}
	if err := w.WriteDead(t.Context(), &schemas.DeadLetter{}); !errors.Is(err, errFull) {
		t.Errorf("write dead letter: %v", err)
	}
}
